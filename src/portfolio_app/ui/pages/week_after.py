"""What comes after a week is done: the same week last year, a letter that came back, and the offer to write one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.letters import Letter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.week_presenter import LetterLine, WeekView
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label, clear
from portfolio_app.ui.widgets.rows import Rows


class WeekAfter(QWidget):
    """Nothing in it asks for anything; what is not there takes no room."""

    write_requested = Signal()
    not_now_requested = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self.back = Card()
        self._letters = Rows(2)
        self.back.body.addWidget(self._letters)
        self.before = Card()
        self._texts = QVBoxLayout()
        self.before.body.addLayout(self._texts)
        self.offer = Card()
        self._write, self._not_now = Button("", "pencil-simple"), QuietButton()
        self._write.clicked.connect(self.write_requested)
        self._not_now.clicked.connect(self.not_now_requested)
        row = FlowLayout(spacing=10)
        row.addWidget(self._write)
        row.addWidget(self._not_now)
        self.offer.body.addLayout(row)
        for card in (self.back, self.before, self.offer):
            column.addWidget(card)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.back.set_title(t("A letter from yourself"))
        self.before.set_title(t("This week last year"))
        self.offer.set_title(t("A letter to yourself"))
        self.offer.set_note(t("What would you like to tell yourself, a year from now? It stays closed until then."))
        self._write.setText(t("Write a letter to myself…"))
        self._not_now.setText(t("Not now"))

    def show_week(self, view: WeekView) -> None:
        """Show what belongs after a week."""
        clear(self._texts)
        for asked, answer in view.last_year:
            self._texts.addWidget(Label(asked, "label", wrap=True))
            self._texts.addWidget(Label(answer, wrap=True))
        self._letters.fill([self._letter(line) for line in view.letters])
        self.before.setVisible(bool(view.last_year))
        self.back.setVisible(bool(view.letters))
        self.offer.setVisible(view.offer_letter)

    def _letter(self, line: LetterLine) -> RowButton:
        button = RowButton(line.words, "envelope-simple")
        button.setProperty("letter", line.id)
        button.clicked.connect(self._open)
        return button

    def _open(self) -> None:
        self._page.open_record(Letter.KIND, str(self.sender().property("letter")))
