"""All habits and beliefs: as a board, by how she thinks now, or as a list; with what is asked for above it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.services.settings import PATTERNS_VIEW
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.patterns_presenter import (
    SCALE,
    USES,
    Apart,
    Narrowing,
    PatternCard,
    PatternsPresenter,
    Place,
)
from portfolio_app.ui.widgets.board import Board, CardColumn
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Disclosure, EmptyState, Label
from portfolio_app.ui.widgets.fields import ChoiceField, LineField
from portfolio_app.ui.widgets.lists import CardItem

View = Literal["board", "list"]
Show = Literal["all", "habit", "mental_model"]
TYPING_MS = 250
STRIP = 230
LEAST_LIST = 300


class PatternsFront(QWidget):
    """Board and list of the same cards."""

    open_requested = Signal(object)
    delete_requested = Signal(object)
    examples_requested = Signal()

    def __init__(self, page: Page, presenter: PatternsPresenter) -> None:
        super().__init__()
        self._page, self._presenter = page, presenter
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)
        self._make_filter()
        self.board = Board[Place](tuple(reversed(SCALE)))
        self.list = CardColumn(lines=2)
        self.list.setMinimumHeight(LEAST_LIST)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.list)
        self._how = Label(role="small", wrap=True)
        self.empty = EmptyState("brain")
        self.empty.action_requested.connect(self._do_empty)
        self.unsaid, self.gone = CardColumn(strip=STRIP, lines=3), CardColumn(strip=STRIP, lines=3)
        self._unsaid_fold, self._gone_fold = Disclosure(opened=True), Disclosure()
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(self._how)
        self.column.addWidget(self.empty, 1)
        self._apart: dict[Apart, tuple[Disclosure, CardColumn]] = {
            "unsaid": (self._unsaid_fold, self.unsaid), "let_go": (self._gone_fold, self.gone),
        }  # fmt: skip
        for key, (fold, strip) in self._apart.items():
            fold.body.addWidget(strip)
            self.column.addWidget(fold)
            self.board.take(strip, key)
        for source in (self.board, self.list):
            source.open_requested.connect(self.open_requested)
            source.delete_requested.connect(self.delete_requested)
            source.menu_requested.connect(self._offer_moves)
        self.board.move_requested.connect(self._move)

    def _make_filter(self) -> None:
        self.text, self.tag = LineField(), ChoiceField[str]()
        self.kind, self.view = ScaleField[Show](), ScaleField[View]()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._narrow)
        self.text.changed.connect(self._typing.start)
        self.text.submitted.connect(self._narrow)
        self.tag.changed.connect(self._narrow)
        self.kind.changed.connect(self._narrow)
        self.view.changed.connect(self._switch)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(10)
            self.column.addLayout(row)
        first.addWidget(self.text, 3)
        first.addWidget(self.tag, 2)
        second.addWidget(self.kind, 3)
        second.addWidget(self.view, 1)

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.text.name_silently(t("Search in habits and beliefs"))
        self.text.set_placeholder(t("Search in habits and beliefs"))
        self.kind.set_choices([
            ("all", t("Everything")), ("habit", t("Habits")), ("mental_model", t("Beliefs")),
        ])  # fmt: skip
        self.kind.name_silently(t("Show"))
        self.view.set_choices([("board", t("Board")), ("list", t("List"))])
        self.view.name_silently(t("Habits and beliefs as"))
        self.list.setAccessibleName(t("Habits and beliefs"))
        self._unsaid_fold.set_title(t("Not said yet"))
        self.unsaid.setAccessibleName(t("Not said yet"))
        self._gone_fold.set_title(t.p("board", "Let go"))
        self.gone.setAccessibleName(t.p("board", "Let go"))
        for strip in (self.unsaid, self.gone):
            strip.setAccessibleDescription(t("The menu key offers where a card can go."))
        self._how.setText(
            t("Do you think differently now? Drag the card, or press Ctrl with an arrow. It is noted under today.")
        )
        self._show_choices()

    def _show_choices(self) -> None:
        asked, t = self._presenter.narrowing, self._page.t
        self.kind.set_value(asked.kind.value if asked.kind else "all")
        self.view.set_value(self._view())
        names = {"inductie": t("induction"), "samenwerking": t("working together"),
                 "gewoontevorming": t("habit forming")}  # fmt: skip
        own = [(tag, names[tag] if tag in USES else tag) for tag in self._presenter.tags()]
        self.tag.set_choices([("", t("All tags")), *own])
        self.tag.name_silently(t("Tag"))
        self.tag.set_value(asked.tag)

    def _view(self) -> View:
        return "list" if self._page.desk.services.settings.get(PATTERNS_VIEW) == "list" else "board"

    # -- what is shown ----------------------------------------------------------------------------------------

    def fill(self) -> None:
        """Show what there is, as it is asked for."""
        t = self._page.t
        shown = self._presenter.shown()
        places = self._presenter.placed(shown)
        as_list = self._view() == "list"
        living = [item for item in shown if item.let_go_on is None]
        for place, column in self.board.columns.items():
            column.set_rows(places[place], self._made(self._presenter.board_card))
        self.list.set_rows(living, self._made(self._presenter.list_card))
        for key, (_, strip) in self._apart.items():
            strip.set_rows(places[key], self._made(self._presenter.board_card))
        words: dict[Place, str] = {rating: word(rating, t).capitalize() for rating in SCALE}
        self.board.name(words, t("empty"), t("Ctrl with an arrow moves a card; the menu key offers where it can go."))
        self._stack.setCurrentWidget(self.list if as_list else self.board)
        self._stack.setVisible(bool(living))
        self._how.setVisible(bool(living) and not as_list)
        self._unsaid_fold.setVisible(bool(places["unsaid"]) and not as_list)
        self._gone_fold.setVisible(bool(places["let_go"] or living))
        self._say_empty()
        self.empty.setVisible(not living)
        self._show_choices()

    def _made(self, words: Callable[..., PatternCard]) -> Callable[[Pattern], CardItem]:
        t = self._page.t

        def made(item: Pattern) -> CardItem:
            card = words(item, t)
            return CardItem(Pattern.KIND, card.id, card.statement, card.small, "", card.foot, 2 if card.habit else 0)

        return made

    def _say_empty(self) -> None:
        t = self._page.t
        if self._presenter.narrowing.is_narrow:
            self.empty.set_texts(t("Nothing found."), t("Other words may help."), t("Show everything"))
        else:
            self.empty.set_texts(
                t("Nothing has been lifted out yet."),
                t("Select words in a week or a reflection and lift them out, or begin with a sentence of your own."),
                t("Look at examples"),
            )

    def _do_empty(self) -> None:
        if not self._presenter.narrowing.is_narrow:
            self.examples_requested.emit()
            return
        self._presenter.narrowing = Narrowing()
        self.text.set_value("")
        self.fill()

    def _narrow(self) -> None:
        self._typing.stop()
        kind = self.kind.value() or "all"
        self._presenter.narrowing = Narrowing(
            None if kind == "all" else PatternKind(kind), self.tag.value() or "", self.text.value()
        )
        self.fill()

    def _switch(self) -> None:
        view = self.view.value()
        if view is not None:
            self._page.desk.services.settings.set(PATTERNS_VIEW, view)
        self.fill()

    # -- another place ----------------------------------------------------------------------------------------

    def _offer_moves(self, card: CardItem, at: QPoint) -> None:
        t, menu = self._page.t, QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(t("This is how I think now"))
        for rating in reversed(SCALE):
            menu.addAction(word(rating, t).capitalize()).triggered.connect(partial(self._choose, card.id, rating))
        menu.addSeparator()
        menu.addAction(t("Let go")).triggered.connect(partial(self._choose, card.id, "let_go"))
        menu.addAction(t("Open")).triggered.connect(partial(self.open_requested.emit, card))
        menu.popup(at)

    def _choose(self, ident: str, place: Place, *told: object) -> None:
        del told
        self._move(ident, place)

    def _move(self, ident: str, place: Place) -> None:
        moved: list[bool] = []
        if not self._page.attempt(lambda: moved.append(self._presenter.move(ident, place))) or not moved[0]:
            return
        self.fill()
        t = self._page.t
        if place == "let_go":
            self._page.said(t("Let go. It stays here, with its whole life."), undo=True)
        elif place != "unsaid":
            self._page.said(t("Noted under today: {rating}.", rating=word(place, t)), undo=True)
            self.board.look(ident)
