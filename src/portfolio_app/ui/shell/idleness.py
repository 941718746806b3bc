"""Notices that nobody is there: no key and no mouse in any of the program's windows for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from portfolio_app.services.settings import LOCK_MINUTES
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.cover import hides

SAVE_SECONDS = 5 * 60
LOOK_MS = 5000
INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
         QEvent.Type.TouchBegin)  # fmt: skip


class Idleness(QObject):
    """Watches the windows. Time is that of the wall clock: a computer that slept has been left alone as well.

    ``save_due`` after five idle minutes, ``lock_due`` after as many as she chose; ``now`` is in seconds since 1970.
    """

    save_due = Signal()
    lock_due = Signal()
    hide_requested = Signal()
    """A key that hides was pressed in a dialog, which keeps the menu's keys from the window."""
    window_came = Signal()

    def __init__(self, desk: Desk, window: QWidget, now: Callable[[], float] = time.time) -> None:
        super().__init__(window)
        self._desk, self._window, self._now = desk, window, now
        self._last = now()
        self._saved = self._told = self._stopped = False
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.look)
        self._look.start()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._watch)

    def stop(self) -> None:
        """Watch no longer: the window has closed, and what is pressed in another one is not for it to hold back."""
        self._stopped = True
        self._look.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._last = self._now()
        self._saved = self._told = False

    def look(self) -> None:
        """Tell what is due by now, once."""
        idle = self._idle()
        if idle >= SAVE_SECONDS and not self._saved:
            self._saved = True
            self.save_due.emit()
        minutes = self._minutes()
        if minutes and idle >= minutes * 60 and not self._told:
            self._told = True
            self.lock_due.emit()

    def _minutes(self) -> int:
        services = self._desk.services
        return services.settings.get(LOCK_MINUTES) if services.keys.protected() else 0

    def _idle(self) -> float:
        now = self._now()
        self._last = min(self._last, now)  # the clock may have been set back
        return now - self._last

    def _watch(self, window: QWindow | None) -> None:
        # What is pressed arrives at the native window first; watching only that costs nothing per widget.
        if window is not None and not self._stopped:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self.window_came.emit()

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT and not self._stopped:
            self.look()  # the first touch after a long sleep is not hers yet
            if self._told:
                return True
            self.touch()
            pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and hides(event)
            if pressed and watched is not self._window.windowHandle():
                self.hide_requested.emit()
                return True
        return super().eventFilter(watched, event)
