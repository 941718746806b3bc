"""A dialog that was put aside to do something in the window first, and the way back to it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QDialog, QWidget

from portfolio_app.ui.widgets.containers import Banner


class Aside(Banner):
    """Stands above the page while a dialog waits, and brings it back. The dialog stays as it is: hidden, not closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("info", parent)
        self._dialog: QDialog | None = None
        self.action_requested.connect(self.bring_back)
        self.other_requested.connect(self._let_go)

    def offer(self, dialog: QDialog, words: str, back: str, close: str) -> None:
        """Hide a dialog; ``words`` say what waits, ``back`` and ``close`` stand on the buttons."""
        if self._dialog is not dialog:
            if self._dialog is not None:
                self._dialog.reject()
            self._dialog = dialog
            dialog.destroyed.connect(self._forget)
            dialog.finished.connect(self._forget_soon)
        dialog.hide()
        self.set_texts(words, back, close)

    def bring_back(self) -> None:
        """Show the dialog again, where it was left."""
        dialog = self._dialog
        self.set_texts("")
        if dialog is not None:
            dialog.open()
            dialog.raise_()
            dialog.activateWindow()

    def _let_go(self) -> None:
        if self._dialog is not None:
            self._dialog.reject()

    def _forget_soon(self) -> None:
        QTimer.singleShot(0, self, self._forget)

    def _forget(self, gone: QObject | None = None) -> None:
        del gone
        self._dialog = None
        self.set_texts("")
