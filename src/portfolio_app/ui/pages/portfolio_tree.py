"""The tree of what goes along: parts, and the records in each."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator
from portfolio_app.services.selecting import Item, PartPlan, Plan
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter

ROLE = Qt.ItemDataRole.UserRole
CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_AT_ONCE = 100
"""So many rows are made before the window gets a turn."""


class PlanTree(QTreeWidget):
    """Shows a plan. The rows of a part are made when it is opened: in forty years there are very many."""

    switched = Signal(object, bool)
    """A `Part` or an `Item`, and whether it goes along."""
    open_requested = Signal(str, str)

    def __init__(self, presenter: PortfolioPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._t = Translator("nl")
        self._filling = False
        self._closed: dict[Part, list[Item]] = {}
        self._waiting: list[tuple[QTreeWidgetItem, list[Item]]] = []
        self._place: tuple[object, int] | None = None
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._make_some)
        self.setColumnCount(3)
        self.setMinimumHeight(380)
        self.setUniformRowHeights(True)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        self.itemChanged.connect(self._changed)
        self.itemActivated.connect(self._activated)
        self.itemExpanded.connect(self._fill)

    def set_words(self, t: Translator) -> None:
        """Say the headings in a language."""
        self._t = t
        self.setAccessibleName(t("What goes along"))
        self.setHeaderLabels([t("Part"), t("Day"), t("Why")])
        self.setColumnWidth(1, 130)
        self.setColumnWidth(2, 290)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan; what was open stays open, and whoever was somewhere stays there."""
        rows = [row for at in range(self.topLevelItemCount()) if (row := self.topLevelItem(at)) is not None]
        opened = {row.data(0, ROLE) for row in rows if row.isExpanded()}
        if self._place is None:
            self._place = self._where()
        self._waiting.clear()
        self._closed.clear()
        self._filling = True
        self.clear()
        for part in plan.parts:
            if part.items or part.part in (Part.ACCOUNT, Part.HOURS):
                self._add(part, self._presenter.part_note(plan, part.part, self._t), part.part in opened)
        self._filling = False
        self._make_some()

    def _add(self, part: PartPlan, note: str, opened: bool) -> None:
        inside = sum(item.included for item in part.items)
        told = self._t("{n} of {all}", n=inside, all=len(part.items)) if part.items else ""
        top = QTreeWidgetItem([word(part.part, self._t), "", " · ".join(filter(None, (told, note)))])
        top.setData(0, ROLE, part.part)
        top.setCheckState(0, CHECKED if part.included else UNCHECKED)
        if part.items:
            self._closed[part.part] = list(part.items)
            top.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        self.addTopLevelItem(top)
        top.setExpanded(opened)

    def _fill(self, top: QTreeWidgetItem) -> None:
        """Make the rows of a part that was opened, the newest first."""
        items = self._closed.pop(top.data(0, ROLE), None)
        if items is not None:
            self._waiting.append((top, items))
            self._next.start()

    @guarded(nothing)
    def _make_some(self) -> None:
        """Make the next rows, and let the window have its turn where there are more."""
        self._filling = True
        if self._waiting:
            top, items = self._waiting[0]
            some = [items.pop() for _ in range(min(_AT_ONCE, len(items)))]
            top.addChildren([self._leaf(item) for item in some])
            if not items:
                self._waiting.pop(0)
        self._filling = False
        if not self._waiting:
            self._next.stop()
            self._go_back()

    def _leaf(self, item: Item) -> QTreeWidgetItem:
        t = self._t
        day = t.date(item.day, "medium") if item.day else ""
        leaf = QTreeWidgetItem([self._presenter.title(item, t), day, self._presenter.why(item, t)])
        leaf.setData(0, ROLE, item)
        leaf.setCheckState(0, CHECKED if item.included else UNCHECKED)
        if not item.may_choose:
            leaf.setFlags(leaf.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
        return leaf

    def _where(self) -> tuple[object, int]:
        """Where somebody is: what has the keyboard, and how far it is scrolled."""
        held = self.currentIndex().siblingAtColumn(0).data(ROLE)
        return held.id if isinstance(held, Item) else held, self.verticalScrollBar().value()

    def _go_back(self) -> None:
        if self._place is None:
            return
        (here, scrolled), self._place = self._place, None
        rows = QTreeWidgetItemIterator(self)
        while here is not None and (row := rows.value()):
            held = row.data(0, ROLE)
            if here == (held.id if isinstance(held, Item) else held):
                self.setCurrentItem(row)
                break
            rows += 1
        self.verticalScrollBar().setValue(scrolled)

    def _changed(self, row: QTreeWidgetItem, column: int) -> None:
        held = row.data(0, ROLE)
        if not self._filling and not column and isinstance(held, Part | Item):
            self.switched.emit(held, row.checkState(0) == CHECKED)

    def _activated(self, row: QTreeWidgetItem) -> None:
        held = row.data(0, ROLE)
        if isinstance(held, Item):
            self.open_requested.emit(held.kind, held.id)
