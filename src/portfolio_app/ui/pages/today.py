"""Vandaag: one question first, then the few things that may matter, hours last and small."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.letters import Letter
from portfolio_app.services.intake import Batch
from portfolio_app.ui import unsaved
from portfolio_app.ui.files import ask_files
from portfolio_app.ui.intake_words import linked
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.later import ask_later
from portfolio_app.ui.pages.today_agreement import AgreementCard
from portfolio_app.ui.pages.today_presenter import Line, TodayPresenter, TodayView, TryOut
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton, RowButton, SmallButton
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, EmptyState, IconLabel, Label, clear
from portfolio_app.ui.widgets.text_area import TextArea

DRAFT_WITHIN_MS = 1500


class ActionCard(Card):
    """A sentence with what can be done about it beside."""

    def __init__(self, icon: str, buttons: int, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel(icon, "accent", 24))
        self.words = Label(wrap=True)
        row.addWidget(self.words, 1)
        self.buttons = [Button() if not number else QuietButton() for number in range(buttons)]
        for button in self.buttons:
            row.addWidget(button)
        self.body.addLayout(row)
        self.body.setContentsMargins(22, 14, 16, 14)


class Lines(QVBoxLayout):
    """Records to open, one a line."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.setSpacing(2)

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these."""
        clear(self)
        for line in lines:
            button = RowButton(f"{line.words}  ·  {line.why}", line.icon)
            button.setProperty("record", (line.kind, line.id))
            button.clicked.connect(self._open)
            self.addWidget(button)

    def _open(self) -> None:
        kind, ident = self.sender().property("record")
        self._page.open_requested.emit(kind, ident)


class Today(Page):
    """The first page. It holds no text of a reflection, because the screen may be on the digibord."""

    KEY = "today"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = TodayPresenter(desk.services)
        self._view: TodayView | None = None
        self._try_out: TryOut | None = None
        self._week = QuietButton("", "notebook")
        self._week.clicked.connect(self._to_week)
        self.header.add_beside(self._week)
        self._space = Banner("warn")
        self._welcome = Banner("info")
        self.body.addWidget(self._space)
        self.body.addWidget(self._welcome)
        self.body.addWidget(self._make_note())
        self._talk = ActionCard("chats-circle", 1)
        self._talk.buttons[0].clicked.connect(self._to_sheet)
        self._tried = ActionCard("flask", 3)
        for button, slot in zip(self._tried.buttons, (self._tell, self._not_yet, self._drop), strict=True):
            button.clicked.connect(slot)
        self._agreed = AgreementCard(self)
        for card in (self._talk, self._agreed, self._tried):
            self.body.addWidget(card)
        self._inbox = ActionCard("envelope-simple", 1)
        self._inbox.buttons[0].clicked.connect(self._file)
        self.body.addWidget(self._inbox)
        self._make_rows()
        self._safe = ActionCard("archive", 2)
        for button, slot in zip(self._safe.buttons, (self._make_safe, self._put_off), strict=True):
            button.clicked.connect(slot)
        self.body.addWidget(self._safe)
        self._expiring_card = Card()
        self._expiring = Lines(self)
        self._expiring_card.body.addLayout(self._expiring)
        self.body.addWidget(self._expiring_card)
        self._more = Disclosure()
        self._incomplete = Lines(self)
        self._more.body.addLayout(self._incomplete)
        self.body.addWidget(self._more)
        self._unsaved_card = Card()
        self._unsaved = QVBoxLayout()
        self._unsaved.setSpacing(2)
        self._unsaved_card.body.addLayout(self._unsaved)
        self.body.insertWidget(self.body.indexOf(self._note_card) + 1, self._unsaved_card)
        self._nothing = EmptyState("leaf")
        self.body.addWidget(self._nothing)
        self.body.addStretch()
        self.body.addLayout(self._make_foot())
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_WITHIN_MS)
        self._draft_timer.timeout.connect(self._keep_draft)
        self._note.set_value(self._presenter.draft())

    def _make_note(self) -> Card:
        self._note_card = card = Card()
        self._note = TextArea(least=2, most=12)
        self._note.changed.connect(self._typed)
        card.body.addWidget(self._note)
        row = QHBoxLayout()
        self._save = PrimaryButton()
        self._save.clicked.connect(self._save_note)
        self._attach = QuietButton("", "paperclip")
        self._attach.clicked.connect(self._choose_files)
        row.addWidget(self._save)
        row.addWidget(self._attach)
        self._heard = QuietButton("", "quotes")
        self._heard.clicked.connect(self._note_heard)
        row.addWidget(self._heard)
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _make_rows(self) -> None:
        self._conflicts, self._letter = RowButton("", "files"), RowButton("", "envelope-simple")
        self._conflicts.clicked.connect(self._to_conflicts)
        self._letter.clicked.connect(self._to_letter)
        self.body.addWidget(self._conflicts)
        self.body.addWidget(self._letter)

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._hours = SmallButton()
        self._hours.clicked.connect(self._to_hours)
        self._backup = Label(role="small")
        row.addWidget(self._hours)
        row.addWidget(self._backup)
        row.addStretch()
        return row

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self._note_card.set_title(t("What would you like to remember?"))
        self._note.name_silently(t("What would you like to remember?"))
        self._save.setText(t("Save"))
        self._attach.setText(t("Add a file"))
        self._heard.setText(t("My coach said …"))
        self._agreed.retranslate()
        self._week.setText(t("My week"))
        for button, words in zip(self._tried.buttons, (t("Tell"), t("Not yet"), t("Never mind")), strict=True):
            button.setText(words)
        self._inbox.buttons[0].setText(t("File them"))
        self._safe.buttons[1].setText(t("Not now"))
        self._expiring_card.set_title(t("Expires soon"))
        self._unsaved_card.set_title(t("Not saved yet"))
        self._nothing.set_texts(t("Nothing that has to be done today."))

    def refresh(self, changes: ChangeSet | None) -> None:
        view = self._presenter.view(self.t)
        t = self.t
        self._view = view
        self.header.set_texts(view.day, view.week)
        self._week.setVisible(view.ask_week)
        self._space.set_texts(
            t("This computer has little room left. Make some before you go on.") if view.low_on_space else ""
        )
        self._welcome.set_texts(view.welcome)
        self._talk.words.setText(view.talk)
        self._talk.buttons[0].setText(t("Make the card") if view.for_group else t("Make a talk sheet"))
        self._talk.setVisible(bool(view.talk))
        self._agreed.show_due(view.agreed)
        self._try_out = view.try_out
        self._tried.words.setText(t("You were going to try something. How did it go?"))
        self._tried.setVisible(view.try_out is not None)
        self._inbox.words.setText(view.inbox)
        self._inbox.setVisible(bool(view.inbox))
        self._conflicts.setText(view.conflicts)
        self._conflicts.setVisible(bool(view.conflicts))
        self._letter.setText(view.letter)
        self._letter.setVisible(bool(view.letter))
        self._expiring.show_lines(view.expiring)
        self._expiring_card.setVisible(bool(view.expiring))
        self._more.set_title(t("Still to complete ({n})", n=len(view.incomplete)))
        self._more.setVisible(bool(view.incomplete))
        self._incomplete.show_lines(view.incomplete)
        self._hours.setText(view.hours)
        self._hours.setVisible(bool(view.hours))
        self._backup.setText(view.backup)
        self._safe.words.setText(view.safety)
        self._safe.buttons[0].setText(view.safety_action)
        self._safe.setVisible(bool(view.safety))
        self._show_unsaved()

    def _show_unsaved(self) -> None:
        """No change is announced of a draft, so this is looked up whenever the page comes in sight."""
        clear(self._unsaved)
        found = unsaved.lines(self.desk.services, self.t)
        for line in found:
            button = RowButton(line.words, line.icon)
            button.setProperty("draft", line.key)
            button.clicked.connect(self._resume)
            self._unsaved.addWidget(button)
        self._unsaved_card.setVisible(bool(found))
        self._nothing.setVisible(self._view is not None and self._view.nothing and not found)

    def _resume(self) -> None:
        self.draft_requested.emit(self.sender().property("draft"))

    def freshen(self) -> None:
        super().freshen()
        self._show_unsaved()

    def leave(self) -> None:
        self._draft_timer.stop()
        self._keep_draft()

    def _typed(self) -> None:
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    def _keep_draft(self) -> None:
        self.attempt(lambda: self._presenter.remember_draft(self._note.value()))

    def _save_note(self) -> None:
        self._keep_note()

    def _keep_note(self) -> Experience | None:
        text = self._note.value()
        if not text.strip():
            self._note.set_error(self.t("Write a few words first."))
            self._note.setFocus()
            return None
        kept: list[Experience] = []
        if not self.attempt(lambda: kept.append(self._presenter.keep(text))):
            return None
        self._note.set_value("")
        self._keep_draft()
        self.said(self.t("Saved as a moment of today."), undo=True)
        return kept[0]

    def _choose_files(self) -> None:
        chosen = ask_files(self, self.t("Add files"))
        if chosen:
            self.add_files(chosen)

    def add_files(self, files: list[Path]) -> None:
        """Take in files, about what was just typed when there is something."""
        self.take_in(Offer(tuple(files)))

    def take_in(self, offer: Offer) -> bool:
        about = self._keep_note() if self._note.value().strip() else None

        def done(batch: Batch) -> None:
            self.tell_brought_in(batch, linked=linked(batch, about, self.t) if about is not None else "")

        self.desk.intake.take(offer, self, done, about=about)
        return True

    def _note_heard(self) -> None:
        self.command_requested.emit("heard")

    def _file(self) -> None:
        self.command_requested.emit("inbox")

    def _to_week(self) -> None:
        self.page_requested.emit("week")

    def _to_letter(self) -> None:
        if self._view is not None:
            self.open_requested.emit(Letter.KIND, self._view.letter_id)

    def _to_conflicts(self) -> None:
        self.command_requested.emit("conflicts")

    def _to_hours(self) -> None:
        self.page_requested.emit("hours")

    def _to_sheet(self) -> None:
        from portfolio_app.ui.dialogs.group_card import GroupCardDialog
        from portfolio_app.ui.dialogs.talk_sheet import TalkSheetDialog

        talk = self._presenter.talk(self._view.talk_id) if self._view is not None else None
        if talk is not None:
            dialog = (GroupCardDialog if talk.for_group else TalkSheetDialog)(self.desk, talk, self)
            dialog.open_requested.connect(self.open_requested)
            dialog.open()

    def _make_safe(self) -> None:
        need = self._view.backup_need if self._view is not None else ""
        if need == "place":
            self.page_requested.emit("settings")
        elif need:
            self.command_requested.emit("trial" if need == "trial" else "backup")

    def _put_off(self) -> None:
        self._presenter.safety_not_now()
        self.refresh(None)

    def _tell(self) -> None:
        if self._try_out is not None:
            self.open_requested.emit("pattern", self._try_out.pattern_id)

    def _not_yet(self) -> None:
        if self._try_out is not None:
            ask_later(self.desk, self._tried.buttons[1], partial(self._put_off_until, self._try_out))

    def _put_off_until(self, tried: TryOut, day: date) -> None:
        if self.attempt(lambda: self._presenter.not_yet(tried, day)):
            self.said(self.t("It comes back on {day}.", day=self.t.date(day)), undo=True)
            self.refresh(None)

    def _drop(self) -> None:
        tried = self._try_out
        if tried is not None and self.attempt(lambda: self._presenter.drop(tried)):
            self.said(self.t("Let go."), undo=True)
            self.refresh(None)
