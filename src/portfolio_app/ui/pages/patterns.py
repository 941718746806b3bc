"""Habits and beliefs: the board, and behind it the page of each."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.pattern_editor import PatternEditor
from portfolio_app.ui.pages.patterns_presenter import Filter, PatternsPresenter
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, Disclosure, EmptyState, Label, clear
from portfolio_app.ui.widgets.lists import CardItem, CardList


class Patterns(RecordPage):
    """The board of what is taken for granted, said aloud."""

    KEY = "patterns"
    SHOWS = frozenset({"pattern", "link", "learning_question", "evidence", "feedback"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = PatternsPresenter(desk.services)
        self._editor: PatternEditor | None = None
        self._habit = Button(icon_name="plus")
        self._habit.clicked.connect(self._new_habit)
        self.header.add_beside(self._habit)
        self.header.action_requested.connect(self._new_belief)
        self._filter = ScaleField[Filter]()
        self._filter.changed.connect(self._refill)
        self._cards = CardList(width=320, lines=3)
        self._cards.open_requested.connect(self._open)
        self._cards.delete_requested.connect(self._trash)
        self._empty = EmptyState("brain")
        self._empty.action_requested.connect(self._show_examples)
        self._examples = Disclosure()
        self._shown = self._make_examples()
        self._examples.toggled.connect(self._make_room)
        self.listing.addWidget(self._filter)
        self.listing.addWidget(self._cards, 1)
        self.listing.addWidget(self._empty, 1)
        self.listing.addWidget(self._examples)

    def _make_examples(self) -> QVBoxLayout:
        """Examples scroll in their own place, for the board beside them does so too."""
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(12)
        scroller = QScrollArea()
        scroller.setProperty("role", "page")
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setWidgetResizable(True)
        scroller.setWidget(inside)
        self._examples.body.addWidget(scroller)
        self._scroller = scroller
        return column

    def _make_room(self, opened: bool) -> None:
        """While examples are looked at the board makes room for them."""
        self.listing.setStretch(self.listing.indexOf(self._examples), 2 if opened else 0)

    def retranslate(self) -> None:
        t = self.t
        self.header.set_texts(
            t("Habits and beliefs"),
            t("What you do without thinking, and what you take to be so."),
            t("New belief"),
            "plus",
        )
        self._habit.setText(t("New habit"))
        self._filter.set_choices([
            ("living", t("All that live")), ("habit", t("Habits")), ("mental_model", t("Beliefs")),
            ("let_go", t.p("filter", "Let go")),
        ])  # fmt: skip
        self._filter.name_silently(t("Show"))
        if self._filter.value() is None:
            self._filter.set_value("living")
        self._cards.setAccessibleName(t("Habits and beliefs"))
        self._empty.set_texts(
            t("Nothing has been lifted out yet."),
            t("Select words in a week or a reflection and lift them out, or begin with a sentence of your own."),
            t("Look at examples"),
        )
        self._fill_examples()
        super().retranslate()
        self.refresh(None)

    def _fill_examples(self) -> None:
        t = self.t
        self._examples.set_title(t("Examples to recognise"))
        self._scroller.setAccessibleName(t("Examples to recognise"))
        clear(self._shown)
        words = "\n".join(f"· {line}" for line in self._presenter.examples(t))
        self._shown.addWidget(Label(t("Common among teachers. Not advice: perhaps you recognise one."), "muted"))
        self._shown.addWidget(Label(words, wrap=True))
        self._shown.addWidget(Label(t("Worked out, to look at"), "section"))
        for item in self._presenter.worked(t):
            card = Card(item.statement, item.kind)
            for question, answer in item.lines:
                card.body.addWidget(Label(question, "label", wrap=True))
                card.body.addWidget(Label(answer, wrap=True))
            self._shown.addWidget(card)
        self._shown.addStretch()

    def refresh(self, changes: ChangeSet | None) -> None:
        self._refill()
        if self.editor is not None:
            self.editor.reload()

    def _refill(self) -> None:
        which: Filter = self._filter.value() or "living"
        cards = self._presenter.cards(which, self.t)
        self._cards.cards.set_items([
            CardItem("pattern", card.id, card.statement, card.kind, card.said, card.foot, 2 if card.habit else 0)
            for card in cards
        ])  # fmt: skip
        self._cards.setVisible(bool(cards))
        self._empty.setVisible(not cards)

    def open_record(self, kind: str, ident: str) -> bool:
        record = self.desk.services.records.get(Pattern, ident)
        if record is None:
            return False
        self._edit(record, fresh=False)
        return True

    def start_new(self, kind: str) -> bool:
        self._new_belief()
        return True

    def resume(self, draft: str) -> bool:
        begin = {f"new:{PatternKind.HABIT.value}": self._new_habit,
                 f"new:{PatternKind.MENTAL_MODEL.value}": self._new_belief}.get(draft)  # fmt: skip
        if draft == "composing:new":
            begin = self._new_belief
        if begin is not None:
            begin()
        return begin is not None

    def _edit(self, record: Pattern, *, fresh: bool) -> None:
        if self._editor is None:
            self._editor = PatternEditor(self, self._presenter)
            self.add_editor(self._editor)
        self._editor.show_record(record, fresh=fresh, draft=f"new:{record.kind.value}" if fresh else "")
        self.show_editor(self._editor)

    def _new_belief(self) -> None:
        self._edit(self._presenter.fresh(PatternKind.MENTAL_MODEL, self.desk.lang()), fresh=True)

    def _new_habit(self) -> None:
        self._edit(self._presenter.fresh(PatternKind.HABIT, self.desk.lang()), fresh=True)

    def _open(self, card: object) -> None:
        if isinstance(card, CardItem):
            self.open_record(card.kind, card.id)

    def _trash(self, card: object) -> None:
        if isinstance(card, CardItem) and self.attempt(lambda: self.desk.services.records.trash(card.kind, card.id)):
            self.said(self.t("Moved to the trash."), undo=True)

    def _show_examples(self) -> None:
        self._examples.unfold()
