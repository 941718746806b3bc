"""Building the index anew for another stemmer, a few records at a time, so that nobody has to wait for it.

Until it is done the old one serves: a word may be missed in another form of it, nothing else.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from sqlcipher3.dbapi2 import Connection

from portfolio_app.store import driver, indexing, reading, words
from portfolio_app.store.engine import Database

SLICE: Final = 100
SMALL: Final = 1_000
"""So many records can be done while somebody waits."""

_PROGRESS_KEY: Final = "search_renewal"
_PAUSE_SECONDS: Final = 0.003
_STRAY: Final = "DELETE FROM search WHERE rowid IN (SELECT id FROM search_docsize EXCEPT SELECT n FROM record WHERE body IS NOT NULL)"  # noqa: E501

Told = Callable[[int, int], None]
"""Called with the records that are done and how many there are."""


class Renewal:
    """Brings the index of one database up to date. May be used from any thread; one does the work."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._current = False

    def finish_small(self) -> bool:
        """Bring a small index up to date now; False when it was, when it is large, or when another thread is at it."""
        if self._current:
            return False
        with self._database.read() as connection:
            small = int(driver.value(connection, "SELECT ifnull(max(n), 0) FROM record")) <= SMALL
        return small and self.run(lambda: False, lambda done, total: None)

    def run(self, cancelled: Callable[[], bool], told: Told) -> bool:
        """Bring it up to date, or as far as somebody lets it; the next run goes on from there."""
        if self._current or self._database.read_only or not self._turn.acquire(blocking=False):
            return False
        try:
            with self._database.read() as connection:
                self._current = indexing.is_current(connection)
            if self._current:
                return False
            return self._renew(cancelled, told)
        finally:
            self._turn.release()

    def _renew(self, cancelled: Callable[[], bool], told: Told) -> bool:
        done = self._database.write(_begin)
        with self._database.read() as connection:
            total = int(driver.value(connection, "SELECT ifnull(max(n), 0) FROM record"))
        while done < total:
            told(done, total)
            if cancelled():
                return False
            done = self._database.write(lambda connection, after=done: _slice(connection, after))
            # Whoever wants to save something gets a turn in between.
            time.sleep(_PAUSE_SECONDS)
        self._database.write(_end)
        self._current = True
        told(total, total)
        return True


def _begin(connection: Connection) -> int:
    """Number of the last record that is done already."""
    noted = str(driver.value(connection, "SELECT value FROM meta WHERE key=?", _PROGRESS_KEY) or "").rpartition(" ")
    if not indexing.has_todays_form(connection):
        indexing.make(connection)
    elif noted[0] == words.version():
        return int(noted[2])
    return 0


def _slice(connection: Connection, after: int) -> int:
    """Index some records anew; returns the number of the last one."""
    rows = connection.execute(
        "SELECT n, kind, schema_version, body FROM record WHERE n > ? ORDER BY n LIMIT ?", (after, SLICE)
    ).fetchall()
    for n, kind, *stored in rows:
        if kind == "link" or stored[1] is None:
            continue
        for record in reading.readable([(kind, *stored)]):
            indexing.index(connection, n, record, fresh=False)
    last = rows[-1][0] if rows else after + SLICE
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_PROGRESS_KEY, f"{words.version()} {last}"))
    return last


def _end(connection: Connection) -> None:
    connection.execute(_STRAY)
    connection.execute("DELETE FROM meta WHERE key=?", (_PROGRESS_KEY,))
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (indexing.VERSION_KEY, words.version()))
