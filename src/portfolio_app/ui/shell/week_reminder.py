"""Looks every minute whether to say that there is a week to write."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.errors import UserError
from portfolio_app.services.reminders import Reminders

EVERY_MS = 60_000


class WeekReminder(QObject):
    """``due`` comes at most once a week. It says nothing of what was written, because others may see the screen."""

    due = Signal()

    def __init__(self, reminders: Reminders, parent: QObject) -> None:
        super().__init__(parent)
        self._reminders = reminders
        self._over = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and every minute from now on."""
        if not self._over:
            self._timer.start()
            self.look()

    def stop(self) -> None:
        """Look no more: the portfolio is being closed."""
        self._over = True
        self._timer.stop()

    def look(self) -> None:
        """Speak up when the moment has come. Where that can't be remembered, better not at all than every minute."""
        if self._reminders.wanted and self._reminders.due():
            with suppress(UserError):
                self._reminders.said()
                self.due.emit()
