"""The tree of what goes along: a view of the plan with a key for everything, and a card with what one does to it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeView, QVBoxLayout, QWidget

from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator
from portfolio_app.services.selecting import Item, Plan
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.portfolio_plan_model import CHECKED, HELD, TICK, UNCHECKED, PlanModel, Show
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import IconButton, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import LineField

WAIT_MS = 120
"""After the last key, before what is looked for is looked up."""
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlanTree(QTreeView):
    """Shows a plan. Space ticks, Enter opens, Alt with an arrow moves the part that the row is of."""

    open_requested = Signal(str, str)
    move_requested = Signal(object, int)
    """A `Part`, and up (-1) or down (1)."""
    turned = Signal(object)
    """The part that somebody is in now, or None."""

    DAY, WHY = 130, 290
    OTHERS = 0.55
    """Share of the width that day and why take together at most."""

    def __init__(self, presenter: PortfolioPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan_model = PlanModel(presenter, self)
        self.setModel(self.plan_model)
        self.setMinimumHeight(grown(380))
        self.setUniformRowHeights(True)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        self.activated.connect(self._activated)
        self.selectionModel().currentChanged.connect(self._turned)
        self._opened: set[Part] = set()
        self.expanded.connect(self._note_open)
        self.collapsed.connect(self._note_closed)

    def set_words(self, t: Translator) -> None:
        """Say everything in a language."""
        self.setAccessibleName(t("What goes along"))
        place = self._where()
        self.plan_model.set_words(t)
        self._go_back(place)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan; what was open stays open, and whoever was somewhere stays there."""
        place = self._where()
        if self.plan_model.show_plan(plan):
            self._go_back(place)
        else:
            self.viewport().update()

    def look_for(self, text: str, show: Show) -> None:
        """Show only what fits, all parts opened."""
        place = self._where()
        self.plan_model.look_for(text, show)
        self._go_back(place)

    @property
    def part(self) -> Part | None:
        """The part that the row in hand is, or is of."""
        held = self.plan_model.held(self.currentIndex())
        return held.part if isinstance(held, Item) else held

    def go_to(self, ident: object) -> None:
        """Put the keyboard on a part, or on a record by its id."""
        index = self.plan_model.place(ident)
        if index.isValid():
            self.setCurrentIndex(index)

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.part is not None:
                self.move_requested.emit(self.part, step)
            return
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            index = self.currentIndex().siblingAtColumn(0)
            if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                ticked = index.data(TICK) == CHECKED
                self.plan_model.setData(index, UNCHECKED if ticked else CHECKED, TICK)
            return
        super().keyPressEvent(event)

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = grown(self.DAY) + grown(self.WHY)
        share = min(1.0, self.viewport().width() * self.OTHERS / wanted)
        self.setColumnWidth(1, round(grown(self.DAY) * share))
        self.setColumnWidth(2, round(grown(self.WHY) * share))

    def _where(self) -> tuple[object, int]:
        """Where somebody is: what has the keyboard, and how far it is scrolled."""
        held = self.plan_model.held(self.currentIndex())
        return held.id if isinstance(held, Item) else held, self.verticalScrollBar().value()

    def _go_back(self, place: tuple[object, int]) -> None:
        every = self.plan_model.filtered
        kept = set(self._opened)
        for at, part in enumerate(self.plan_model.parts):
            self.setExpanded(self.plan_model.index(at, 0), every or part in kept)
        self._opened = kept
        here, scrolled = place
        if here is not None:
            self.go_to(here)
        self.verticalScrollBar().setValue(scrolled)

    def _note_open(self, index: QModelIndex) -> None:
        held = self.plan_model.held(index)
        if isinstance(held, Part):
            self._opened.add(held)

    def _note_closed(self, index: QModelIndex) -> None:
        held = self.plan_model.held(index)
        if isinstance(held, Part):
            self._opened.discard(held)

    def _turned(self, current: QModelIndex, previous: QModelIndex) -> None:
        del current, previous
        self.turned.emit(self.part)

    def _activated(self, index: QModelIndex) -> None:
        held = index.siblingAtColumn(0).data(HELD)
        if isinstance(held, Item):
            self.open_requested.emit(held.kind, held.id)


class PlanTools(QWidget):
    """The tree with what is above it: a line to look for something, what is shown, and what is done with what is found.

    ``ticked`` carries records and whether they go along, ``write_requested`` the part to write something at.
    """

    ticked = Signal(object, bool)
    write_requested = Signal(object)

    def __init__(self, presenter: PortfolioPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = PlanTree(presenter)
        self._find = LineField()
        self._show = ScaleField[Show]()
        self._found = Label(role="muted")
        self._take, self._leave = QuietButton(), QuietButton()
        self._note = Label(role="small", wrap=True)
        self._up, self._down, self._write = (
            IconButton("caret-up"),
            IconButton("caret-down"),
            QuietButton("", "pencil-simple"),
        )
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._look)
        self._t = Translator("nl")
        self._lay_out()
        self._find.changed.connect(self._wait.start)
        self._show.changed.connect(self._shown)
        self._take.clicked.connect(lambda: self._tick_found(True))
        self._leave.clicked.connect(lambda: self._tick_found(False))
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        self._write.clicked.connect(self._ask_to_write)
        self.tree.turned.connect(self._turned)
        self._turned(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self._find, 2)
        above.addWidget(self._show, 3)
        column.addLayout(above)
        self._result = QWidget()
        found = QHBoxLayout(self._result)
        found.setContentsMargins(0, 0, 0, 0)
        for widget in (self._found, self._take, self._leave):
            found.addWidget(widget)
        found.addStretch()
        column.addWidget(self._result)
        column.addWidget(self._note)
        column.addWidget(self.tree, 1)
        below = QHBoxLayout()
        below.setSpacing(4)
        for widget in (self._up, self._down, self._write):
            below.addWidget(widget)
        below.addStretch()
        column.addLayout(below)
        self._result.hide()
        self._note.hide()

    def speak(self, t: Translator) -> None:
        """Say every word in a language."""
        self._t = t
        self._find.name_silently(t("Look for something in this list"))
        self._find.set_placeholder(t("Look for a title, kind or month"))
        self._show.set_choices(
            [(Show.ALL, t("Everything")), (Show.GOES, t("Goes along")), (Show.STAYS, t("Stays here"))]
        )
        self._show.name_silently(t("What the list shows"))
        self._show.set_value(self._show.value() or Show.ALL)
        self._take.setText(t("Take all of these along"))
        self._leave.setText(t("Leave all of these out"))
        self._note.setText(t("Habits and beliefs are ticked one by one."))
        self._up.name(t("Move this part up (Alt+Up)"))
        self._down.name(t("Move this part down (Alt+Down)"))
        self._write.setText(t("Write something at this part"))
        self.tree.set_words(t)
        self._tell_found()

    def show_plan(self, plan: Plan) -> None:
        """Show a plan."""
        self.tree.show_plan(plan)
        self._turned(self.tree.part)
        self._tell_found()

    def _shown(self) -> None:
        if self._show.value() is None:
            self._show.set_value(Show.ALL)
        self._look()

    def _look(self) -> None:
        self._wait.stop()
        self._note.hide()
        self.tree.look_for(self._find.value(), self._show.value() or Show.ALL)
        self._tell_found()

    def _tell_found(self) -> None:
        model, t = self.tree.plan_model, self._t
        self._result.setVisible(model.filtered)
        if model.filtered:
            found = model.found
            self._found.setText(t.n("{n} found", "{n} found", len(found)) if found else t("Nothing found."))
            for button in (self._take, self._leave):
                button.setEnabled(bool(found))

    def _tick_found(self, on: bool) -> None:
        found = [item for item in self.tree.plan_model.found if item.may_choose and item.included is not on]
        # What she believes goes nowhere in a heap: each of them is a choice of its own.
        apart = on and any(item.part is Part.PATTERNS for item in found)
        self.ticked.emit([item for item in found if not (on and item.part is Part.PATTERNS)], on)
        self._note.setVisible(apart)

    def _turned(self, part: object) -> None:
        parts = self.tree.plan_model.parts
        self._up.setEnabled(part in parts[1:])
        self._down.setEnabled(part in parts[:-1])
        self._write.setEnabled(isinstance(part, Part) and part is not Part.ACCOUNT)

    def _move(self, by: int) -> None:
        if self.tree.part is not None:
            self.tree.move_requested.emit(self.tree.part, by)

    def _ask_to_write(self) -> None:
        if self.tree.part is not None:
            self.write_requested.emit(self.tree.part)
