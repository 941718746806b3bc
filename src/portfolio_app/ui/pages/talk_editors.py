"""Editors of talks: what to take along, what was said, and what was agreed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.growth_editors import LinkedEditor, SimpleEditor
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import AGREED_IN, AGREEMENTS
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label, clear
from portfolio_app.ui.widgets.fields import DateField, LineField
from portfolio_app.ui.widgets.text_area import TextArea


class TalkEditor(SimpleEditor[Talk]):
    """A talk: the sheet to take along, and what was agreed in it.

    An agreement that is being written has a draft of its own beside that of the talk.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page, Talk)
        self._sheet = Card()
        self._make_sheet = Button(icon_name="file-text")
        self._make_sheet.clicked.connect(self._show_sheet)
        self._sheet.head.addWidget(self._make_sheet)
        self._lines = QVBoxLayout()
        self._sheet.body.addLayout(self._lines)
        self._agreed = Card()
        self.agreements = LinksPart(self, AGREEMENTS, titled=False)
        self.what, self.who = TextArea(least=2), LineField()
        self.due = DateField(page.desk.today, optional=True)
        self._agreeing = Form(page.t, self)
        self._agreeing.bind("text", self.what)
        self._agreeing.bind("who", self.who)
        self._agreeing.bind("due_on", self.due)
        self._agreeing_keeper = DraftKeeper(self._agreeing, self.services.drafts, self)
        self._agreeing_keeper.failed.connect(page.trouble_met)
        self.agree = Button(icon_name="plus")
        self.agree.clicked.connect(self._agree)
        for widget in (self.agreements, self.what, self.who, self.due):
            self._agreed.body.addWidget(widget)
        row = FlowLayout()
        self._heard = QuietButton(icon_name="quotes")
        self._heard.clicked.connect(lambda: page.command_requested.emit("heard"))
        for button in (self.agree, self.agreements.add, self._heard):
            row.addWidget(button)
        self._agreed.body.addLayout(row)
        for card in (self._sheet, self._agreed):
            self.body.insertWidget(self.body.count() - 1, card)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._agreeing.t = t
        self._sheet.set_title(t("To take along"))
        self._sheet.set_note(t("What you marked for the talk, and what was agreed before."))
        self._make_sheet.setText(t("Make a talk sheet"))
        self._agreed.set_title(t("After the talk"))
        self._agreed.set_note(t("What was agreed, who does it and by when. It comes back before the next talk."))
        self._heard.setText(t("My coach said …"))
        self.agreements.retranslate()
        self.what.set_label(t("What was agreed?"))
        self.who.set_label(t("Who does it? (a role)"), t("For example: I, my coach"))
        self.due.set_label(t("To come back to on (optional)"))
        self.agree.setText(t("Note an agreement"))
        if self.record is not None:
            self.shown(self.record)

    def _store(self, record: Talk, links: Sequence[Link]) -> None:
        before = self.services.records.get(Talk, record.id)
        if record.held and not (before and before.held):
            self.services.talks.hold(record)
        else:
            super()._store(record, links)

    def shown(self, record: Talk) -> None:
        # What was written in one piece, before the three stood apart, stays where it is.
        self.form.field("need").setVisible(bool(record.need))
        self.agreements.show_record(record, fresh=self.fresh)
        here = {item.id for item in self.agreements.linked}
        clear(self._lines)
        sheet = self.services.talks.sheet(record)
        before = [item for item in sheet.agreements if item.id not in here]
        for item in sheet.marked:
            self._lines.addWidget(self._line(item))
        for agreement in before:
            row = QHBoxLayout()
            done = QuietButton(self.page.t("Done"), "check")
            done.setAccessibleName(f"{self.page.t('Done')}: {agreement.text}")
            done.clicked.connect(lambda _=False, i=agreement: self._settle_agreement(i))
            row.addWidget(self._line(agreement), 1)
            row.addWidget(done)
            self._lines.addLayout(row)
        if not (sheet.marked or before):
            self._lines.addWidget(Label(self.page.t("Nothing is marked yet."), "muted"))

    def _show_sheet(self) -> None:
        from portfolio_app.ui.dialogs.talk_sheet import TalkSheetDialog

        if (self.fresh or self.form.dirty) and not self.save():
            return
        if self.record is not None:
            TalkSheetDialog(self.page.desk, self.record, self, at_talk=True).open()

    def _line(self, item: Record) -> RowButton:
        words = self.page.t("Week {number}", number=item.number) if isinstance(item, JournalWeek) else item.heading
        button = RowButton(words, "caret-right")
        button.clicked.connect(lambda: self.page.open_requested.emit(item.KIND, item.id))
        return button

    def _settle_agreement(self, agreement: Agreement) -> None:
        if self.page.attempt(lambda: self.services.talks.settle(agreement)):
            self.page.said(self.page.t("Settled."), undo=True)
            if self.record is not None:
                self.shown(self.record)

    def show_record(self, record: Talk, *, fresh: bool = False, draft: str = "") -> None:
        super().show_record(record, fresh=fresh, draft=draft)
        self._agreeing_keeper.close()
        self._agreeing.load({"text": "", "who": "", "due_on": None})
        self._agreeing_keeper.open(_agreeing_key("new" if fresh else record.id))

    def leave(self) -> None:
        self._agreeing_keeper.flush()
        super().leave()

    def go_back(self) -> None:
        super().go_back()
        self._agreeing_keeper.close()

    def move_to_trash(self) -> None:
        super().move_to_trash()
        if self.record is None:
            self._agreeing_keeper.drop()

    def _settle(self, record: Talk) -> None:
        super()._settle(record)
        self._agreeing_keeper.move(_agreeing_key(record.id))

    def _agree(self) -> None:
        t = self.page.t
        text, who, due = self.what.value(), self.who.value(), self.due.value()
        wrong = self.due.problem(t)
        self.what.set_error("" if text.strip() else t("Write what was agreed."))
        self.due.set_error(wrong)
        if not text.strip() or wrong or ((self.fresh or self.form.dirty) and not self.save()):
            return
        talk = self.record
        if talk is not None and self.page.attempt(
            lambda: self.services.talks.agree(text, talk=talk, who=who, due_on=due)
        ):
            self._agreeing.load({"text": "", "who": "", "due_on": None})
            self._agreeing_keeper.drop()
            self.shown(talk)
            self.page.said(t("Saved."), undo=True)
            self.what.setFocus()


def _agreeing_key(talk: str) -> str:
    return f"agreeing:{talk}"


class AgreementEditor(LinkedEditor[Agreement]):
    """An agreement; with a day on which it was done it is settled, and no longer comes back before a talk."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, Agreement, AGREED_IN)

    def _store(self, record: Agreement, links: Sequence[Link]) -> None:
        before = self.services.records.get(Agreement, record.id)
        if record.text.strip() and record.done_on is not None and not (before and before.done_on):
            self.services.talks.settle(record)
        else:
            super()._store(record, links)
