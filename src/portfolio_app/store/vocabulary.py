"""Every word of the index, to look inside words: Dutch writes them together."""

from __future__ import annotations

import threading

from sqlcipher3.dbapi2 import Connection

from portfolio_app.store import words

_FRESH_LIMIT = 500


class Vocabulary:
    """Every word of the index in one text, the most frequent first: looking inside words takes under a millisecond."""

    def __init__(self) -> None:
        self._text: str | None = None
        self._fresh: list[str] = []
        self._recent: dict[str, None] = {}
        self._lock = threading.Lock()

    def add(self, text: str) -> None:
        """Remember a text that was written since the vocabulary was read."""
        with self._lock:
            self._fresh.append(text)
            if len(self._fresh) > _FRESH_LIMIT:
                self._text = None
                self._fresh.clear()

    def forget(self) -> None:
        """Read it anew next time."""
        with self._lock:
            self._text = None

    def load(self, connection: Connection) -> None:
        """Read it now, when it was not; that takes a second where there are very many entries."""
        with self._lock:
            self._loaded(connection)

    def containing(self, connection: Connection, part: str, most: int) -> list[str]:
        """Words with ``part`` anywhere in them."""
        with self._lock:
            text = self._loaded(connection)
            recent = [word for word in self._recent if part in word]
        found: dict[str, None] = {}
        at = text.find(part)
        while at >= 0 and len(found) < most:
            end = text.index("\n", at)
            found[text[text.rindex("\n", 0, at + 1) + 1 : end]] = None
            at = text.find(part, end)
        found.update(dict.fromkeys(recent))
        return list(found)[:most]

    def _loaded(self, connection: Connection) -> str:
        if self._text is None:
            rows = connection.execute("SELECT term FROM search_term ORDER BY doc DESC")
            self._text = "\n" + "".join(f"{row[0]}\n" for row in rows)
            self._fresh.clear()
            self._recent.clear()
        for fresh in self._fresh:
            self._recent.update(dict.fromkeys(words.tokens(fresh)))
        self._fresh.clear()
        return self._text
