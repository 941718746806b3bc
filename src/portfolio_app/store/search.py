"""Finding words: as they stand, as stems, as they begin, and inside Dutch compounds."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain.records import Record
from portfolio_app.store import indexing, reading, snippets, words
from portfolio_app.store.engine import Database
from portfolio_app.store.values import Hit

_MOST_TERMS = 60
_SHORTEST_INSIDE = 3
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

    def containing(self, connection: Connection, part: str, most: int = _MOST_TERMS) -> list[str]:
        """Words with ``part`` anywhere in them."""
        with self._lock:
            if self._text is None:
                rows = connection.execute("SELECT term FROM search_term ORDER BY doc DESC")
                self._text = "\n" + "".join(f"{row[0]}\n" for row in rows)
                self._fresh.clear()
                self._recent.clear()
            for fresh in self._fresh:
                self._recent.update(dict.fromkeys(words.tokens(fresh)))
            self._fresh.clear()
            text, recent = self._text, [word for word in self._recent if part in word]
        found: dict[str, None] = {}
        at = text.find(part)
        while at >= 0 and len(found) < most:
            end = text.index("\n", at)
            found[text[text.rindex("\n", 0, at + 1) + 1 : end]] = None
            at = text.find(part, end)
        found.update(dict.fromkeys(recent))
        return list(found)[:most]


class Searcher:
    """Searches the index of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._current = False
        self.vocabulary = Vocabulary()

    def expression(self, connection: Connection, text: str) -> str | None:
        """The index's own expression for what a person typed; None when there is no word in it.

        Every word must be found. The last one may be unfinished, unless a space follows it.
        """
        found = words.tokens(text)
        typing = bool(text) and not text[-1].isspace()
        parts = [
            " OR ".join(self._alternatives(connection, word, typing and at == len(found) - 1))
            for at, word in enumerate(found)
        ]
        return " AND ".join(f"({part})" for part in parts) if parts else None

    def search(self, text: str, kinds: Sequence[str], limit: int) -> list[Hit]:
        """Live records with every word of the text: those with all in the title first, then the newest.

        Words of one or two letters list the newest.
        """
        self.bring_up_to_date()
        found = words.tokens(text)
        with self._database.read() as connection:
            return self._hits(connection, text, found, kinds, limit)

    def bring_up_to_date(self) -> None:
        """Build the index anew when it was made with another stemmer."""
        if self._current or self._database.read_only:
            return
        with self._database.read() as connection:
            self._current = indexing.is_current(connection)
        if not self._current:
            self._database.write(indexing.rebuild)
            self.vocabulary.forget()
            self._current = True

    def _hits(self, connection: Connection, text: str, found: list[str], kinds: Sequence[str], limit: int) -> list[Hit]:
        match = self.expression(connection, text)
        if match is None:
            return []
        # Short beginnings are in half of all titles.
        title = f"title : ({match})" if max(map(len, found)) >= _SHORTEST_INSIDE else None
        marks = ",".join("?" * len(kinds))
        rows = connection.execute(
            "SELECT r.kind, r.schema_version, r.body FROM search JOIN record r ON r.n = search.rowid"
            " WHERE search MATCH ? AND r.body IS NOT NULL AND r.trashed_at IS NULL"
            f" {f'AND r.kind IN ({marks})' if kinds else ''}"
            f" ORDER BY {'r.n IN (SELECT rowid FROM search WHERE search MATCH ?) DESC,' if title else ''}"
            " r.day DESC, r.n DESC LIMIT ?",
            (match, *kinds, *([title] if title else []), limit),
        ).fetchall()
        marker = snippets.Marker(found)
        return [_hit(connection, record, marker) for record in reading.readable(rows)]

    def _alternatives(self, connection: Connection, word: str, unfinished: bool) -> list[str]:
        found = {f'"{word}"*' if unfinished else f'"{word}"': None}
        if len(word) >= _SHORTEST_INSIDE:
            for lang in words.STEMMED:
                found[f'"{words.stems([word], lang)[0]}"'] = None
            for term in self.vocabulary.containing(connection, word):
                found[f'"{term}"'] = None
        return list(found)


def _hit(connection: Connection, record: Record, marker: snippets.Marker) -> Hit:
    snippet, marks = marker.cut(indexing.texts(connection, record)[1:])
    return Hit(record.KIND, record.id, record.heading, record.day, snippet, marks)
