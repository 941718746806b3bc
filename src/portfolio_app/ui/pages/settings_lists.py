"""The short lists among the settings: jobs, holidays and leave, people."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.settings_presenter import ListLine
from portfolio_app.ui.widgets.buttons import QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear


class Records(Card):
    """A short list of records with a button to add one; what is beyond the first few is folded away."""

    FIRST = 4

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.add = QuietButton("", "plus")
        self.head.addWidget(self.add)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.body.addLayout(self._lines)
        self._rest = Disclosure()
        self._rest.body.setSpacing(2)
        self._rest.hide()
        self.body.addWidget(self._rest)
        self._empty = Label(role="muted", wrap=True)
        self.body.addWidget(self._empty)
        self.buttons: list[RowButton] = []

    def show_lines(self, lines: list[ListLine], icon: str, empty: str, t: Translator) -> None:
        """Show these records, or say that there are none."""
        clear(self._lines)
        clear(self._rest.body)
        self.buttons = []
        for at, line in enumerate(lines):
            button = RowButton(line.words, icon)
            button.setProperty("record", (line.kind, line.id))
            (self._lines if at < self.FIRST else self._rest.body).addWidget(button)
            self.buttons.append(button)
        folded = len(lines) - self.FIRST
        self._rest.setVisible(folded > 0)
        self._rest.set_title(t.n("{n} more", "{n} more", max(folded, 0)))
        self._empty.setText(empty)
        self._empty.setVisible(not lines)
