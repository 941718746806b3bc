"""Counts idle minutes over every window of the program, and hears the key that hides from everywhere."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from portfolio_app.services.settings import LOCK_MINUTES
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.cover import hides

SAVE_MS = 5 * 60_000
INPUT = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
         QEvent.Type.TouchBegin)  # fmt: skip


class Idleness(QObject):
    """``save_due`` after five idle minutes, ``lock_due`` after as many as she chose."""

    save_due = Signal()
    lock_due = Signal()
    hide_requested = Signal()

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._save = self._timer(SAVE_MS, self.save_due.emit)
        self._lock = self._timer(0, self.lock_due.emit)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._watch)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def start(self) -> None:
        """Begin to count (again)."""
        self._save.start()
        minutes = self._desk.services.settings.get(LOCK_MINUTES)
        self._lock.setInterval(minutes * 60_000)
        if minutes and self._desk.services.keys.protected():
            self._lock.start()

    def _watch(self, window: QWindow | None) -> None:
        # What is pressed arrives at the native window first; watching only that costs nothing per widget.
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self.start()

    @guarded(lambda: False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in INPUT:
            self.start()
            # A dialog keeps the menu's keys from the window, but hiding must work from everywhere.
            pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and hides(event)
            if pressed and watched is not self._window.windowHandle():
                self.hide_requested.emit()
                return True
        return super().eventFilter(watched, event)
