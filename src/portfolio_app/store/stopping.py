"""Stopping a question that nobody waits for any more."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager

from sqlcipher3.dbapi2 import Connection, OperationalError

from portfolio_app.domain.errors import Cancelled

_INTERRUPTED = 9


class Stop:
    """Handed to a question; `now`, called from another thread, ends it at once, also inside the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._stopped = False

    @property
    def asked(self) -> bool:
        """Whether it was asked to stop."""
        return self._stopped

    def now(self) -> None:
        """Stop it."""
        with self._lock:
            self._stopped = True
            if self._connection is not None:
                self._connection.interrupt()

    def heed(self) -> None:
        """Raise `Cancelled` when it was asked to stop."""
        if self._stopped:
            raise Cancelled

    @contextmanager
    def on(self, connection: Connection) -> Generator[None]:
        """Let a question on a connection be stopped. Raises `Cancelled` when it is."""
        with self._lock:
            self.heed()
            self._connection = connection
        try:
            yield
        except OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) == _INTERRUPTED and self._stopped:
                raise Cancelled from None
            raise
        finally:
            with self._lock:
                self._connection = None
