"""The one signal that everybody hears: something was committed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.changes import ChangeSet

Subscribe = Callable[[Callable[[ChangeSet], None]], Callable[[], None]]

REST_MS = 250
"""While work on another thread commits again and again, the window shows it so often."""
SHARE = 4
"""Showing is followed by so many times its own length of rest, so that a slow computer has time for the keyboard."""


class Changes(QObject):
    """Passes change notices on in the window's thread, whatever thread committed.

    What is committed in the window's own thread is passed on at once. Of what comes from another one the first is, and
    those that follow shortly after it are passed on together.
    """

    changed = Signal(object)
    _heard = Signal(object, bool)

    def __init__(self, subscribe: Subscribe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own = threading.get_ident()
        self._held: ChangeSet | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._pass_held)
        self._heard.connect(self._hear)
        self._unsubscribe = subscribe(self._committed)

    def close(self) -> None:
        """Listen no more."""
        self._timer.stop()
        self._unsubscribe()

    def _committed(self, changes: ChangeSet) -> None:
        self._heard.emit(changes, threading.get_ident() == self._own)

    def _hear(self, changes: ChangeSet, here: bool) -> None:
        self._held = changes if self._held is None else together(self._held, changes)
        if here or not self._timer.isActive():
            self._pass_held()

    def _pass_held(self) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        begun = time.perf_counter()
        self.changed.emit(held)
        spent = int((time.perf_counter() - begun) * 1000)
        self._timer.start(max(REST_MS, spent * SHARE))


def together(first: ChangeSet, then: ChangeSet) -> ChangeSet:
    """Two notices as one."""
    return ChangeSet(then.operation, first.touched | then.touched, then.seq)
