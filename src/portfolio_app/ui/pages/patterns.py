"""Habits and beliefs: the board, and behind it the page of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.pattern_editor import PatternEditor
from portfolio_app.ui.pages.patterns_board import PatternsFront
from portfolio_app.ui.pages.patterns_examples import Examples
from portfolio_app.ui.pages.patterns_presenter import PatternsPresenter
from portfolio_app.ui.pages.suggestions import Suggestions
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.lists import CardItem

ABOVE = 60
"""What stays in sight above a part that is scrolled to, in pixels."""
BEGUN = f"new:{PatternKind.MENTAL_MODEL.value}:"
"""Draft of a belief that begins with an example; the key of that follows."""


class Patterns(RecordPage):
    """The board of what is taken for granted, said aloud."""

    KEY = "patterns"
    SHOWS = frozenset({"pattern", "link", "learning_question", "evidence", "feedback"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, scroll_list=True)
        self._presenter = PatternsPresenter(desk.services)
        self._editor: PatternEditor | None = None
        self._habit = Button(icon_name="plus")
        self._habit.clicked.connect(self._new_habit)
        self.header.add_beside(self._habit)
        self.header.action_requested.connect(self._new_belief)
        self._suggestions = Suggestions(self)
        self._front = PatternsFront(self, self._presenter)
        self._front.open_requested.connect(self._open)
        self._front.delete_requested.connect(self._trash)
        self._front.examples_requested.connect(self._show_examples)
        self._examples = Examples(self._presenter)
        self._examples.taken.connect(self._begin_with)
        self.listing.addWidget(self._suggestions)
        self.listing.addWidget(self._front, 1)
        self.listing.addWidget(self._examples)

    def retranslate(self) -> None:
        t = self.t
        self.header.set_texts(
            t("Habits and beliefs"),
            t("What you do without thinking, and what you take to be so."),
            t("New belief"),
            "plus",
        )
        self._habit.setText(t("New habit"))
        self._front.retranslate()
        self._examples.retranslate(t)
        super().retranslate()
        self.refresh(None)

    def refresh(self, changes: ChangeSet | None) -> None:
        self._presenter.freshen(changes)
        self._front.fill()
        self._suggestions.look()
        if self.editor is not None:
            self.editor.reload()

    def open_record(self, kind: str, ident: str) -> bool:
        record = self.desk.services.records.get(Pattern, ident)
        if record is None:
            return False
        self._edit(record)
        return True

    def start_new(self, kind: str) -> bool:
        self._new_belief()
        return True

    def resume(self, draft: str) -> bool:
        begin = {f"new:{PatternKind.HABIT.value}": self._new_habit,
                 f"new:{PatternKind.MENTAL_MODEL.value}": self._new_belief}.get(draft)  # fmt: skip
        if draft == "composing:new":
            begin = self._new_belief
        if draft.startswith(BEGUN):
            begin = partial(self._begin_with, draft.removeprefix(BEGUN))
        if begin is not None:
            begin()
        return begin is not None

    def _edit(self, record: Pattern, draft: str = "") -> None:
        """``draft`` names that of a pattern which is not saved yet."""
        if self._editor is None:
            self._editor = PatternEditor(self, self._presenter)
            self.add_editor(self._editor)
        self._editor.show_record(record, fresh=bool(draft), draft=draft)
        self.show_editor(self._editor)
        self._editor.begin()

    def _new_belief(self) -> None:
        self._new(PatternKind.MENTAL_MODEL)

    def _new_habit(self) -> None:
        self._new(PatternKind.HABIT)

    def _new(self, kind: PatternKind) -> None:
        self._edit(self._presenter.fresh(kind, self.desk.lang()), f"new:{kind.value}")

    def _begin_with(self, key: str) -> None:
        """Begin a belief with the sentence of an example; it is not hers before she saves it."""
        sentence = self._presenter.example(key, self.t)
        self._edit(self._presenter.fresh(PatternKind.MENTAL_MODEL, self.desk.lang(), sentence), f"{BEGUN}{key}")

    def _open(self, card: object) -> None:
        if isinstance(card, CardItem):
            self.open_record(card.kind, card.id)

    def _trash(self, card: object) -> None:
        if isinstance(card, CardItem) and self.attempt(lambda: self.desk.services.records.trash(card.kind, card.id)):
            self.said(self.t("Moved to the trash."), undo=True)

    def _show_examples(self) -> None:
        self._examples.unfold()
        QTimer.singleShot(0, self._examples, partial(self._to, self._examples))

    def _to(self, part: QWidget) -> None:
        """Scroll to a part of the front."""
        area = self.stack.widget(0)
        if isinstance(area, QScrollArea):
            bar = area.verticalScrollBar()
            bar.setValue(bar.value() + part.mapTo(area, QPoint()).y() - ABOVE)
