"""The records that answer a question: how many of each kind there are, and which come first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from sqlcipher3.dbapi2 import Connection

from portfolio_app.store import gathering, narrowing
from portfolio_app.store.values import Question

_FEW: Final = 2_000
"""Up to so many records are looked up one by one; beyond that the index of records is read from end to end."""

_ONE_BY_ONE: Final = "temp.found f CROSS JOIN record r ON r.n = f.n"


class Answer:
    """Reads the tables of `gathering`. ``wanted`` is how many records have the words; None: no words are asked."""

    def __init__(self, question: Question, wanted: int | None) -> None:
        self._question = question
        self._without_words = wanted is None
        # So many: going through the small index in order beats opening the page of every record.
        self.many = (wanted is None or wanted > _FEW) and question.place != "trash"
        self._conditions, self._values = narrowing.plain(question)
        self._inside: Sequence[str] = ()
        self._few: list[tuple[int, str]] | None = None
        if self.many:
            self._source = "record r INDEXED BY record_live"
            self._where = " AND ".join((*self._conditions, "r.n IN temp.found"))
        else:
            self._source = _ONE_BY_ONE
            self._where = " AND ".join(self._conditions)

    def collect(self, connection: Connection) -> None:
        """Fill the table of what was found with what has the words and passes the filters that need a closer look."""
        gathering.clear(connection)
        conditions, values = narrowing.costly(self._question)
        if self._without_words:
            where, values = " AND ".join((*self._conditions, *conditions)), [*self._values, *values]
            connection.execute(f"INSERT INTO temp.found SELECT r.n FROM record r WHERE {where}", values)
            return
        connection.execute("INSERT INTO temp.found SELECT n FROM temp.wanted")
        if conditions:
            connection.execute(
                f"DELETE FROM temp.found WHERE n NOT IN (SELECT r.n FROM {_ONE_BY_ONE}"
                f" WHERE {' AND '.join((*self._conditions, *conditions))})",
                [*self._values, *values],
            )

    def look_inside_titles(self, words: Sequence[str]) -> None:
        """Words that also count as in the title when they stand within another word there; for few records only."""
        self._inside = words

    def counts(self, connection: Connection) -> dict[str, int]:
        """How many there are of each kind."""
        if not self.many:
            return dict(Counter(kind for _, kind in self._in_order(connection)))
        rows = connection.execute(
            f"SELECT r.kind, count(*) FROM {self._source} WHERE {self._where} GROUP BY r.kind", self._values
        )
        return dict(rows.fetchall())

    def first(self, connection: Connection, limit: int, kind: str = "") -> list[int]:
        """Numbers of the first ones (of a kind): those with the words in the title, then the newest."""
        if not self.many:
            return [n for n, its in self._in_order(connection) if kind in ("", its)][:limit]
        found = self._newest(connection, limit, kind, "r.n IN temp.titled")
        if len(found) < limit:
            found += self._newest(connection, limit - len(found), kind, "r.n NOT IN temp.titled")
        return found

    def _in_order(self, connection: Connection) -> list[tuple[int, str]]:
        """Number and kind of each of the few; the page of every record is opened once for all that is asked."""
        if self._few is None:
            within = " AND ".join("instr(r.sort_key, ?)" for _ in self._inside) or "0"
            rows = connection.execute(
                f"SELECT r.n, r.kind FROM {self._source} WHERE {self._where}"
                f" ORDER BY (r.n IN temp.titled OR ({within})) DESC, r.day DESC, r.n DESC",
                (*self._values, *self._inside),
            )
            self._few = rows.fetchall()
        return self._few

    def _newest(self, connection: Connection, limit: int, kind: str, also: str) -> list[int]:
        where, values = f"{self._where} AND {also}", [*self._values]
        if kind:
            where, values = f"{where} AND r.kind = ?", [*values, kind]
        rows = connection.execute(
            f"SELECT r.n FROM {self._source} WHERE {where} ORDER BY r.day DESC, r.n DESC LIMIT ?", (*values, limit)
        )
        return [row[0] for row in rows.fetchall()]
