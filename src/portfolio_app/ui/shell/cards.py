"""Activity cards that are dropped, picked or opened with the program: read on a thread, then shown one by one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.interchange.activity_card import SUFFIX
from portfolio_app.services.cards import CardRead
from portfolio_app.ui.files import ask_files
from portfolio_app.ui.pages.base import Desk


class Cards(QObject):
    """Opens cards over a window, one after the other."""

    open_requested = Signal(str, str)
    done = Signal(str)
    """Something was done that undo takes back; in words."""
    said = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._waiting: list[Path] = []
        self._busy = False

    def ask(self) -> None:
        """Let her choose cards, and show them."""
        t = self._desk.t
        self.show(
            ask_files(self._window, t("Open an activity card"), t("Activity cards") + f" (*{SUFFIX} *{SUFFIX}.*)")
        )

    def show(self, paths: Sequence[Path]) -> None:
        """Read cards and show what each would fill in."""
        self._waiting += paths
        self._next()

    def make(self) -> None:
        """Make a new card."""
        from portfolio_app.ui.dialogs.card_maker import CardMakerDialog

        dialog = CardMakerDialog(self._desk, None, self._window)
        dialog.written.connect(self.said)
        dialog.open()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        path, service = self._waiting.pop(0), self._desk.services.cards
        self._desk.tasks.start(self, lambda _: service.read(path), self._show, failed=self._failed)

    def _show(self, read: CardRead) -> None:
        from portfolio_app.ui.dialogs.card import CardDialog

        dialog = CardDialog(self._desk, read, self._window)
        dialog.open_requested.connect(self.open_requested)
        dialog.taken.connect(self.done)
        dialog.finished.connect(self._end)
        dialog.open()

    def _failed(self, error: UserError) -> None:
        self._desk.tasks.failed.emit(error)
        self._end()

    def _end(self) -> None:
        self._busy = False
        self._next()
