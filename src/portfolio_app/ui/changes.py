"""The one signal that everybody hears: something was committed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from portfolio_app.domain.changes import ChangeSet

Subscribe = Callable[[Callable[[ChangeSet], None]], Callable[[], None]]


class Changes(QObject):
    """Passes change notices on in the window's thread, whatever thread committed."""

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, subscribe: Subscribe, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self._pass_on)
        self._unsubscribe = subscribe(self._heard.emit)

    def close(self) -> None:
        """Listen no more."""
        self._unsubscribe()

    def _pass_on(self, changes: ChangeSet) -> None:
        self.changed.emit(changes)
