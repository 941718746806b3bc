"""Words of a text, and lists of words that are looked for in it: the time grows with the text and with nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

T = TypeVar("T")

MOST_PARTS: Final = 6
"""So many words may stand in one entry of a list."""
LEAST_BEGINNING: Final = 3
"""So many letters must stand before a ``*``."""
_TOKEN: Final = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
_WIDEST: Final = 3
_JOINS: Final = frozenset(" \t\n\r\u00a0\u00ad-\u2010\u2011'\u2019.")


@dataclass(frozen=True)
class Tokens:
    """The words of a text, folded, with where each starts and ends in it."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    quiet: bool = False
    """Capitals tell nothing here, as in the name of a file."""

    def written(self, number: int) -> str:
        """A word as it stands in the text."""
        return self.text[self.starts[number] : self.ends[number]]

    def capital(self, number: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.starts[number]].isupper()

    def between(self, number: int) -> str:
        """What stands between a word and the next one."""
        return self.text[self.ends[number] : self.starts[number + 1]]

    def joined(self, number: int) -> bool:
        """Whether the next word goes on where a word ends, so that the two can be one name or phrase."""
        gap = self.between(number)
        return len(gap) <= _WIDEST and "\n\n" not in gap and all(sign in _JOINS for sign in gap)


def tokens(text: str, *, quiet: bool = False) -> Tokens:
    """The words of a text; ``quiet`` says that capitals tell nothing in it."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    # Only as long as the text is looked at: nothing of hers stays behind when she locks.
    known: dict[str, str] = {}
    for found in _TOKEN.finditer(text):
        starts.append(found.start())
        ends.append(found.end())
        word = found.group()
        if word not in known:
            known[word] = fold(word)
        words.append(known[word])
    return Tokens(text, words, starts, ends, quiet)


def fold(word: str) -> str:
    """A word in small letters without accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@dataclass(frozen=True)
class _Part:
    word: str
    exact: str = ""
    capital: bool = False
    beginning: bool = False

    def fits(self, words: Tokens, number: int) -> bool:
        word = words.words[number]
        if not (word.startswith(self.word) if self.beginning else word == self.word):
            return False
        if self.exact:
            return words.written(number) == self.exact
        return not self.capital or words.quiet or words.capital(number)


def parts_of(entry: str) -> tuple[_Part, ...]:
    """The parts of an entry of a list; raises `ValueError` for one that can't be looked for."""
    pieces = _TOKEN.findall(entry.removesuffix("*"))
    if not 0 < len(pieces) <= MOST_PARTS or "*" in entry.removesuffix("*"):
        raise ValueError(entry)
    open_ended = entry.endswith("*")
    if open_ended and len(pieces[-1]) < LEAST_BEGINNING:
        raise ValueError(entry)
    made: list[_Part] = []
    for number, piece in enumerate(pieces):
        whole = len(piece) > 1 and piece.isupper() and not open_ended
        last = open_ended and number == len(pieces) - 1
        made.append(_Part(fold(piece), piece if whole else "", piece[0].isupper(), last))
    return tuple(made)


class WordList(Generic[T]):
    """Entries by their first word, each with what is handed back when it is found."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_word: dict[str, list[tuple[tuple[_Part, ...], T]]] = {}
        self._by_beginning: dict[str, list[tuple[tuple[_Part, ...], T]]] = {}
        for entry, what in entries:
            parts = parts_of(entry)
            first = parts[0]
            if first.beginning:
                self._by_beginning.setdefault(first.word[:LEAST_BEGINNING], []).append((parts, what))
            else:
                self._by_word.setdefault(first.word, []).append((parts, what))

    def find(self, words: Tokens) -> Iterator[tuple[T, int, int]]:
        """What was found, with the numbers of its first word and of the word after its last."""
        for at, word in enumerate(words.words):
            found = self._by_word.get(word)
            if found is None and self._by_beginning:
                found = self._by_beginning.get(word[:LEAST_BEGINNING])
            elif self._by_beginning:
                found = [*(found or ()), *self._by_beginning.get(word[:LEAST_BEGINNING], ())]
            for parts, what in found or ():
                if _goes_on(parts, words, at):
                    yield what, at, at + len(parts)

    def __bool__(self) -> bool:
        return bool(self._by_word or self._by_beginning)


def _goes_on(parts: Sequence[_Part], words: Tokens, at: int) -> bool:
    if at + len(parts) > len(words.words):
        return False
    return all(
        part.fits(words, at + number) and (number == 0 or words.joined(at + number - 1))
        for number, part in enumerate(parts)
    )


def sentence_starts(words: Tokens) -> Sequence[bool]:
    """For each word, whether a sentence or a line begins with it, or a heading or a quote within one."""
    text = words.text
    told: list[bool] = []
    last = 0
    for number, start in enumerate(words.starts):
        before = text[last:start] if number else "\n"
        told.append(any(sign in ENDS for sign in before) and not _abbreviated(words, number, before))
        last = words.ends[number]
    return told


ENDS: Final = frozenset('.!?\u2026:;\n\r\u2022"\u201c\u201e\u2018|\u00b7>/(')
"""Signs after which a word has a capital whatever it is."""


def _abbreviated(words: Tokens, number: int, before: str) -> bool:
    """Whether the full stop before a word is of an initial or an abbreviation (``m.n. Sanne``), not of a sentence."""
    return before.strip() == "." and len(words.words[number - 1]) == 1
