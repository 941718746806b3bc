"""What every dialog has: words by a translator, a heading, a foot with buttons, and the key that hides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import explain
from portfolio_app.ui.widgets.containers import Banner, Label


class Dialog(QDialog):
    """A dialog. Add to ``body``; expected trouble shows in a banner above the buttons.

    It is opened with ``open()`` (or ``exec``), never kept: it lets itself go when closed.
    """

    def __init__(self, t: Translator, parent: QWidget | None = None, *, width: int = 520) -> None:
        super().__init__(parent)
        self.t = t
        self.setWindowTitle("Leerlijn")
        self.setMinimumWidth(width)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(14)
        self._heading = Label(role="title", wrap=True)
        self._words = Label(role="muted", wrap=True)
        column.addWidget(self._heading)
        column.addWidget(self._words)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        column.addLayout(self.body, 1)
        self.trouble = Banner("bad")
        column.addWidget(self.trouble)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(10)
        column.addLayout(self.foot)
        self.set_heading("")

    def set_heading(self, text: str, words: str = "") -> None:
        """Say what the dialog is for."""
        self._heading.setText(text)
        self._heading.setVisible(bool(text))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.setAccessibleName(text)

    def add_buttons(self, *buttons: QAbstractButton, left: QAbstractButton | None = None) -> None:
        """Put buttons at the foot, the main one last; ``left`` stands apart at the other side."""
        if left is not None:
            self.foot.addWidget(left)
        self.foot.addStretch()
        for button in buttons:
            self.foot.addWidget(button)

    def show_trouble(self, error: UserError) -> None:
        """Say in one sentence what went wrong."""
        self.trouble.set_texts(explain(error, self.t))

    def attempt(self, work: Callable[[], object]) -> bool:
        """Do something that may meet expected trouble; False when it did, and then the person was told."""
        self.trouble.set_texts("")
        try:
            work()
        except UserError as error:
            self.show_trouble(error)
            return False
        return True
