"""Reads what is left of a damaged database, row by row, around the pages that are broken.

A connection that met a broken page fails on good ones too, so after every trouble a new one is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from sqlcipher3 import dbapi2

from portfolio_app.store import driver

Row = tuple[Any, ...]
_AT_ONCE: Final = 500
_PATIENCE: Final = 64
_FARTHEST: Final = 2**40


class TolerantReader:
    """A reader of one file that never gives up; ``troubled`` are the tables of which something could not be read."""

    def __init__(self, path: Path, key: bytes, salt: bytes | None) -> None:
        self._open: Callable[[], dbapi2.Connection] = lambda: driver.connect(path, key, mode="ro", salt=salt)
        self._connection: dbapi2.Connection | None = None
        self.troubled: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()

    def opens(self) -> bool:
        """Whether anything can be read at all: without the first page nobody knows what lies where."""
        return self._try("SELECT count(*) FROM sqlite_master") is not None

    def columns(self, table: str) -> list[str]:
        """Names of the columns of a table; empty when the file has no such table."""
        return [row[1] for row in self._try(f"PRAGMA table_info({table})") or ()]

    def rows(self, table: str, columns: Sequence[str]) -> Generator[Row]:
        """Every row that can be read of a table with row numbers, the number first."""
        what = f"SELECT rowid, {', '.join(columns)} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?"
        at, many = 0, _AT_ONCE
        while True:
            found, whole = self._as_far_as_it_goes(what, at, many)
            yield from found
            at = found[-1][0] if found else at
            if whole and len(found) < many:
                return
            if not whole:
                self.troubled.add(table)
                gap = self._gap(what, at)
                if gap is None:
                    return
                at += gap

    def parts(self, table: str, columns: Sequence[str], owner: str, order: str, last: int) -> Generator[Row]:
        """Every row that can be read of a table that is sorted by ``owner`` (1 to ``last``) and then by ``order``."""
        what = f"SELECT {', '.join(columns)} FROM {table} WHERE {owner} BETWEEN ? AND ? ORDER BY {owner}, {order}"
        ranges = [(first, min(first + _AT_ONCE - 1, last)) for first in range(1, last + 1, _AT_ONCE)]
        misses, found_any = 0, False
        # Where the page at the top is broken nothing will ever be found: every try takes a new connection.
        while ranges and (found_any or misses < _PATIENCE):
            first, final = ranges.pop()
            found = self._try(what, first, final)
            if found is not None:
                found_any = found_any or bool(found)
                yield from found
                continue
            self.troubled.add(table)
            if first < final:
                middle = (first + final) // 2
                ranges += [(middle + 1, final), (first, middle)]
            else:
                misses += 1
                yield from self.both_ends(table, columns, order, f"{owner}={first}")

    def both_ends(self, table: str, columns: Sequence[str], order: str, where: str = "true") -> list[Row]:
        """The rows before the first broken page and after the last one; for what is made up of few pages."""
        what = f"SELECT {', '.join(columns)} FROM {table} WHERE {where} ORDER BY {order}"
        found, whole = self._as_far_as_it_goes(what)
        if not whole:
            self.troubled.add(table)
            found = list(dict.fromkeys(found) | dict.fromkeys(self._as_far_as_it_goes(f"{what} DESC")[0]))
        return found

    def _gap(self, what: str, at: int) -> int | None:
        """How many row numbers after ``at`` have to be left out to read again; None where nothing comes any more."""
        reach = 1
        while self._try(what, at + reach, 1) is None:
            if reach >= _FARTHEST:
                return None
            reach *= 2
        unreadable = reach // 2
        while reach - unreadable > 1:
            middle = (reach + unreadable) // 2
            if self._try(what, at + middle, 1) is None:
                unreadable = middle
            else:
                reach = middle
        return reach

    def _try(self, what: str, *facts: object) -> list[Row] | None:
        found, whole = self._as_far_as_it_goes(what, *facts)
        return found if whole else None

    def _as_far_as_it_goes(self, what: str, *facts: object) -> tuple[list[Row], bool]:
        """The rows up to the first trouble, and whether there was none."""
        found: list[Row] = []
        try:
            if self._connection is None:
                self._connection = self._open()
            # One by one: what was read before the trouble stays.
            found.extend(self._connection.execute(what, facts))
        except dbapi2.Error:
            self._drop()
            return found, False
        return found, True

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
