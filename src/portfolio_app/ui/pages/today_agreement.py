"""What was agreed and comes back on Vandaag: done, not yet, or not needed any more. Its words show only when asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from portfolio_app.domain.growth import Agreement
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, IconLabel, Label


def agreed_words(item: Agreement, more: int, t: Translator) -> str:
    """That something was agreed, with whom and when; not what, for the screen may be shared."""
    day = t.date(item.agreed_on)
    words = (
        t("You agreed something with your {who} on {day}.", who=item.with_role, day=day)
        if item.with_role
        else t("You agreed something on {day}.", day=day)
    )
    return f"{words} {t.n('{n} more waits behind it.', '{n} more wait behind it.', more)}" if more else words


class AgreementCard(Card):
    """The first of the agreements that come back, with what can be done about it."""

    def __init__(self, page: Page) -> None:
        super().__init__(parent=page)
        self._page = page
        self._agreement: Agreement | None = None
        first = QHBoxLayout()
        first.setSpacing(12)
        first.addWidget(IconLabel("chats-circle", "accent", 24))
        self.words, self.told = Label(wrap=True), Label(role="muted", wrap=True)
        first.addWidget(self.words, 1)
        row = FlowLayout()
        self.done, self.later, self.gone, self.look = Button(), QuietButton(), QuietButton(), QuietButton()
        for button, slot in (
            (self.done, self._settle),
            (self.later, self._put_off),
            (self.gone, self._drop),
            (self.look, self._look),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        self.body.addLayout(first)
        self.body.addWidget(self.told)
        self.body.addLayout(row)
        self.hide()

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.done.setText(t("It is done"))
        self.later.setText(t("Not yet"))
        self.gone.setText(t("No longer needed"))
        self.look.setText(t("What was it?"))

    def show_due(self, due: tuple[Agreement, ...]) -> None:
        """Show the first of those that come back; its words stay folded when it is another one."""
        first = due[0] if due else None
        if first is None or self._agreement is None or first.id != self._agreement.id:
            self.told.hide()
        self._agreement = first
        self.words.setText(agreed_words(first, len(due) - 1, self._page.t) if first is not None else "")
        self.told.setText(_told(first) if first is not None else "")
        self.setVisible(first is not None)

    def _look(self) -> None:
        self.told.setVisible(not self.told.isVisible())

    def _settle(self) -> None:
        self._do(self._page.desk.services.talks.settle, self._page.t("Settled."))

    def _put_off(self) -> None:
        self._do(self._page.desk.services.talks.put_off, self._page.t("It comes back in a week."))

    def _drop(self) -> None:
        self._do(self._page.desk.services.talks.drop, self._page.t("Let go."))

    def _do(self, verb: Callable[[Agreement], object], said: str) -> None:
        item = self._agreement
        if item is not None and self._page.attempt(lambda: verb(item)):
            self._page.said(said, undo=True)


def _told(item: Agreement) -> str:
    return f"{item.text} ({item.who})" if item.who else item.text
