"""The editor of a card for a group of colleagues: what goes on it, and what the group said afterwards."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from portfolio_app.domain.growth import Talk
from portfolio_app.i18n import N_
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.growth_editors import SimpleEditor, Spec
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import BROUGHT, FEEDBACK
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import CheckField, DateField, Field, LineField
from portfolio_app.ui.widgets.text_area import TextArea


def _line(page: Page) -> Field[Any]:
    del page
    return LineField()


def _text(page: Page) -> Field[Any]:
    del page
    return TextArea(least=2)


def _day(page: Page) -> Field[Any]:
    return DateField(page.desk.today)


def _tick(page: Page) -> Field[Any]:
    del page
    return CheckField()


SPECS = (
    Spec("happens_on", _day, N_("When?")),
    Spec("with_role", _line, N_("With which group?"), N_("For example: peer consultation group, section")),
    Spec("tell", _text, N_("What I bring"),
         N_("What happens, in a few sentences. Others only need what helps them think along.")),
    Spec("tried", _text, N_("What I already tried")),
    Spec("ask", _text, N_("My question to the group")),
    Spec("no_advice", _text, N_("What I don't want advice on")),
    Spec("held", _tick, N_("The group talked about it")),
)  # fmt: skip


class GroupEditor(SimpleEditor[Talk]):
    """A card for a group: what is brought, the card itself, and what the group said.

    What the group said has a draft of its own beside that of the card.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page, Talk, SPECS)
        self._card, self._after = Card(), Card()
        self.brought = LinksPart(self, BROUGHT)
        self._make = Button(icon_name="file-text")
        self._make.clicked.connect(self._show_card)
        self._card.head.addWidget(self._make)
        self._card.body.addWidget(self.brought)
        self.said, self.feedback = TextArea(least=2), LinksPart(self, FEEDBACK, titled=False)
        self._saying = Form(page.t, self)
        self._saying.bind("text", self.said)
        self._saying_keeper = DraftKeeper(self._saying, self.services.drafts, self)
        self._saying_keeper.failed.connect(page.trouble_met)
        self.keep = Button(icon_name="plus")
        self.keep.clicked.connect(self._keep_said)
        for widget in (self.feedback, self.said):
            self._after.body.addWidget(widget)
        self._after.body.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        for card in (self._card, self._after):
            self.body.insertWidget(self.body.count() - 1, card)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._saying.t = t
        self._card.set_title(t("To take along"))
        self._card.set_note(t("Names that have a stand-in are replaced on the card."))
        self._make.setText(t("Make the card"))
        self._after.set_title(t("Afterwards"))
        self._after.set_note(t("With a habit or belief it also stands under whom you asked."))
        self.brought.retranslate()
        self.feedback.retranslate()
        self.said.set_label(t("What did the group say?"))
        self.keep.setText(t("Keep what the group said"))
        if self.record is not None:
            self.shown(self.record)

    def shown(self, record: Talk) -> None:
        self.brought.show_record(record, fresh=self.fresh)
        self.feedback.show_record(record, fresh=self.fresh)

    def _show_card(self) -> None:
        from portfolio_app.ui.dialogs.group_card import GroupCardDialog

        if (self.fresh or self.form.dirty) and not self.save():
            return
        if self.record is not None:
            GroupCardDialog(self.page.desk, self.record, self, at_card=True).open()

    def _keep_said(self) -> None:
        t, said = self.page.t, self.said.value()
        self.said.set_error("" if said.strip() else t("Write in a few words what was said."))
        if not said.strip() or ((self.fresh or self.form.dirty) and not self.save()):
            return
        card = self.record
        if card is not None and self.page.attempt(lambda: self.services.group_cards.heard(card, said, t("colleagues"))):
            self._saying.load({"text": ""})
            self._saying_keeper.drop()
            self.reload()
            self.page.said(t("Saved."), undo=True)
            self.said.setFocus()

    def show_record(self, record: Talk, *, fresh: bool = False, draft: str = "") -> None:
        super().show_record(record, fresh=fresh, draft=draft)
        self._saying_keeper.close()
        self._saying.load({"text": ""})
        self._saying_keeper.open(f"group_said:{record.id}")

    def leave(self) -> None:
        self._saying_keeper.flush()
        super().leave()

    def go_back(self) -> None:
        super().go_back()
        self._saying_keeper.close()

    def move_to_trash(self) -> None:
        super().move_to_trash()
        if self.record is None:
            self._saying_keeper.drop()
