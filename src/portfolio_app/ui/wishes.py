"""What the tray, or a file that was opened, asks of the window; while that is locked it waits for the unlocking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.ui.offers import Offer
from portfolio_app.ui.shell.window import MainWindow

Wish = Callable[[MainWindow], None]


class Wishes(QObject):
    """Grants a wish at once where there is a window; else ``unlock_requested`` asks for one, and `grant` follows.

    Of each kind the last wish waits: who asks three times for a quick note wants one.
    """

    unlock_requested = Signal()

    def __init__(self, window: Callable[[], MainWindow | None], parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._waiting: dict[str, Wish] = {}

    def capture(self) -> None:
        """A quick note."""
        self._ask("capture", lambda window: window.capture())

    def heard(self) -> None:
        """A note of what somebody said."""
        self._ask("heard", lambda window: window.heard())

    def cards(self, paths: Sequence[Path]) -> None:
        """Activity cards to look at."""
        self._ask("cards", lambda window: window.incoming.receive(Offer(tuple(paths))))

    def grant(self) -> None:
        """There is a window now."""
        wishes, self._waiting = self._waiting, {}
        for wish in wishes.values():
            # Once the window is all there: what comes up over it stands in front then.
            QTimer.singleShot(0, self, partial(self._do, wish))

    def _ask(self, name: str, wish: Wish) -> None:
        window = self._window()
        if window is not None:
            wish(window)
            return
        self._waiting[name] = wish
        self.unlock_requested.emit()

    def _do(self, wish: Wish) -> None:
        window = self._window()
        if window is not None:
            wish(window)
