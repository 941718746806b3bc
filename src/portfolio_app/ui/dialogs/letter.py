"""A letter to herself: writing it, and reading it once it is open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.letters import Letter
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.form import FormDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import DateField
from portfolio_app.ui.widgets.text_area import TextArea

NEW = f"new:{Letter.KIND}"
"""Key of the draft of a letter."""


class LetterDialog(FormDialog):
    """The text and the day on which it opens. What is typed is a draft until it is closed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._letter = desk.services.letters.fresh()
        self.begin(self._letter, NEW)

    def build(self) -> None:
        t = self.t
        self.set_heading(
            t("A letter to yourself"),
            t(
                "Leerlijn keeps it closed until the day you choose. That is an agreement with yourself and no second "
                "lock: it lies in your portfolio like everything else, and you can open it before."
            ),
        )
        text = TextArea(least=9)
        text.set_label(t("Dear me,"), t("What was this year? What do you hope you still know?"))
        opens = DateField(self.desk.today)
        opens.set_label(t("Opens on"))
        self.form.bind("text", text)
        self.form.bind("opens_on", opens)
        self.body.addWidget(text)
        self.body.addWidget(opens)

    def store(self) -> bool:
        self.desk.services.letters.save(self.form.apply(self._letter))
        return True


class LetterReadDialog(Dialog):
    """A closed letter says when it opens, and opens before only when she asks; an open one shows its text."""

    def __init__(self, desk: Desk, letter: Letter, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=600)
        self._desk, self._letter = desk, letter
        t = desk.t
        self._text = Label(wrap=True)
        self.body.addWidget(self._text)
        self._trash, self._open = QuietButton(t("To the trash"), "trash"), Button(t("Open it now"), "envelope-simple")
        self._close = PrimaryButton(t("Close"))
        self._close.setDefault(True)
        self._trash.clicked.connect(self._throw)
        self._open.clicked.connect(self._open_now)
        self._close.clicked.connect(self.accept)
        self.add_buttons(self._open, self._close, left=self._trash)
        if letter.closed(desk.today()):
            self._show_closed()
        else:
            self._open_now()
        self._close.setFocus()

    def _show_closed(self) -> None:
        t = self.t
        self.set_heading(
            t("Letter of {day}", day=t.date(self._letter.written_on)),
            t("It opens on {day}. It is yours: you can open it now as well.", day=t.date(self._letter.opens_on)),
        )
        self._close.setText(t("Leave it closed"))
        self._text.hide()

    def _open_now(self) -> None:
        t, letter = self.t, self._letter
        unread = letter.read_on is None and not self._desk.services.read_only
        if unread and not self.attempt(lambda: self._desk.services.letters.open(letter)):
            return
        self.set_heading(t("Letter of {day}", day=t.date(letter.written_on)), t("From you, to you."))
        self._text.setText(letter.text)
        self._text.show()
        self._open.hide()
        self._close.setText(t("Close"))
        self._close.setFocus()

    def _throw(self) -> None:
        if self.attempt(lambda: self._desk.services.records.trash(Letter.KIND, self._letter.id)):
            self.accept()
