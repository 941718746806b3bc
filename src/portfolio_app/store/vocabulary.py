"""Every word of the index, to look inside words: Dutch writes them together."""

from __future__ import annotations

import threading
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial

from sqlcipher3.dbapi2 import Connection

from portfolio_app.store import words

_FRESH_LIMIT = 500
_LETTERS = 3


class _Insides:
    """Words by every three letters in a row of them: of some hundred thousand words only some dozens are looked at."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = list(terms)
        self._with: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))
        for number, term in enumerate(self._terms):
            for letters in _threes(term):
                self._with[letters].append(number)

    def containing(self, part: str, most: int) -> list[str]:
        """Words with ``part`` in them, in the order in which the words were given."""
        found: list[str] = []
        for term in self._candidates(part):
            if part in term:
                found.append(term)
                if len(found) >= most:
                    break
        return found

    def _candidates(self, part: str) -> Iterable[str]:
        if len(part) < _LETTERS:
            return self._terms
        nobody: Sequence[int] = ()
        fewest = min((self._with.get(letters, nobody) for letters in _threes(part)), key=len)
        return (self._terms[number] for number in fewest)


def _threes(word: str) -> set[str]:
    return {word[at : at + _LETTERS] for at in range(len(word) - _LETTERS + 1)}


class Vocabulary:
    """Every word of the index, the most frequent first, and what was written since it was read."""

    def __init__(self) -> None:
        self._read: _Insides | None = None
        self._fresh: list[str] = []
        self._recent: dict[str, None] = {}
        self._lock = threading.Lock()

    def add(self, text: str) -> None:
        """Remember a text that was written since the vocabulary was read."""
        with self._lock:
            self._fresh.append(text)
            if len(self._fresh) > _FRESH_LIMIT:
                self._read = None
                self._fresh.clear()

    def forget(self) -> None:
        """Read it anew next time."""
        with self._lock:
            self._read = None

    def load(self, connection: Connection) -> None:
        """Read it now, when it was not; that takes a second where there are very many entries."""
        with self._lock:
            self._loaded(connection)

    def containing(self, connection: Connection, part: str, most: int) -> list[str]:
        """Words with ``part`` anywhere in them."""
        with self._lock:
            found = dict.fromkeys(self._loaded(connection).containing(part, most))
            found.update(dict.fromkeys(word for word in self._recent if part in word))
        return list(found)[:most]

    def _loaded(self, connection: Connection) -> _Insides:
        if self._read is None:
            rows = connection.execute("SELECT term FROM search_term ORDER BY doc DESC")
            self._read = _Insides(row[0] for row in rows)
            self._fresh.clear()
            self._recent.clear()
        for fresh in self._fresh:
            self._recent.update(dict.fromkeys(words.tokens(fresh)))
        self._fresh.clear()
        return self._read
