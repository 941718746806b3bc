"""What goes along as rows: parts, and the records in each. Made for ten thousands: a row costs nothing until seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from portfolio_app.document.words import word
from portfolio_app.domain.names import folded
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator
from portfolio_app.services.selecting import Item, PartPlan, Plan
from portfolio_app.ui.guard import guarded
from portfolio_app.ui.literal import literal
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.words import kind_name

Index = QModelIndex | QPersistentModelIndex
NOWHERE: Final = QModelIndex()
HELD: Final = Qt.ItemDataRole.UserRole
TICK: Final = Qt.ItemDataRole.CheckStateRole
CHECKED, SOME, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked
_WORDS: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
_PLAIN: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TICKED: Final = _PLAIN | Qt.ItemFlag.ItemIsUserCheckable
_LEAF: Final = _PLAIN | Qt.ItemFlag.ItemNeverHasChildren
_TICKED_LEAF: Final = _TICKED | Qt.ItemFlag.ItemNeverHasChildren
TOLD_APART: Final = 200


class Show(Enum):
    """Which rows are looked at."""

    ALL = "all"
    GOES = "goes"
    STAYS = "stays"


@dataclass(frozen=True)
class Rows:
    """A part with those of its records that are looked at, the newest first."""

    plan: PartPlan
    items: tuple[Item, ...]


class PlanModel(QAbstractItemModel):
    """Parts at the top, records beneath; title, day and why.

    ``switched`` carries a `Part` or an `Item` that was ticked, and whether it goes along.
    """

    switched = Signal(object, bool)

    def __init__(self, presenter: PortfolioPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._t = Translator("nl")
        self._plan: Plan | None = None
        self._rows: tuple[Rows, ...] = ()
        self._find: tuple[str, ...] = ()
        self._show = Show.ALL
        self._known: dict[tuple[str, str], str] = {}
        self._months: dict[tuple[int, int], str] = {}

    # -- what is shown ----------------------------------------------------------------------------------------

    def set_words(self, t: Translator) -> None:
        """Say everything in a language."""
        self.beginResetModel()
        self._t = t
        self._known.clear()
        self._months.clear()
        self.endResetModel()

    @property
    def filtered(self) -> bool:
        """Whether only some rows are looked at."""
        return bool(self._find) or self._show is not Show.ALL

    @property
    def found(self) -> list[Item]:
        """Every record that is looked at."""
        return [item for rows in self._rows for item in rows.items]

    @property
    def parts(self) -> list[Part]:
        """The parts in sight, in their order."""
        return [rows.plan.part for rows in self._rows]

    def look_for(self, text: str, show: Show) -> None:
        """Look only at records with every word of a text in their title, kind or month."""
        self._find, self._show = tuple(folded(text)[0].split()), show
        if self._plan is not None:
            self.show_plan(self._plan)

    def show_plan(self, plan: Plan) -> bool:
        """Show a plan; False where the rows are the same ones, with other ticks and words."""
        self._plan = plan
        rows = tuple(self._looked_at(plan))
        if _same_rows(rows, self._rows):
            before, self._rows = self._rows, rows
            self._tell_changed(before)
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def _looked_at(self, plan: Plan) -> list[Rows]:
        found: list[Rows] = []
        for part in plan.parts:
            items = (
                tuple(item for item in reversed(part.items) if self._fits(item)) if self.filtered else part.items[::-1]
            )
            text = plan.selection.part_texts.get(part.part.value, "").strip()
            bare = part.part in (Part.ACCOUNT, Part.HOURS) or (part.part is Part.GROWTH and plan.has_phases)
            if items or (not self.filtered and (text or bare)):
                found.append(Rows(part, items))
        return found

    def _fits(self, item: Item) -> bool:
        if self._show is not Show.ALL and item.included is not (self._show is Show.GOES):
            return False
        if not self._find:
            return True
        words = self._text_of(item)
        return all(word in words for word in self._find)

    def _text_of(self, item: Item) -> str:
        known = self._known.get((item.id, item.heading))
        if known is None:
            month = ""
            if item.day is not None:
                place = (item.day.year, item.day.month)
                month = self._months.get(place) or self._months.setdefault(place, self._t.month(item.day))
            words = f"{self._presenter.title(item, self._t)} {kind_name(item.kind, self._t)} {month}"
            known = self._known[item.id, item.heading] = folded(words)[0]
        return known

    def _tell_changed(self, before: Sequence[Rows]) -> None:
        """Tell of the parts, and of records that changed while they are few: the view draws anew in any case."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 2))
        changed = [
            (at, row)
            for at, (rows, others) in enumerate(zip(self._rows, before, strict=True))
            for row, (item, other) in enumerate(zip(rows.items, others.items, strict=True))
            if item is not other
        ]
        for at, row in changed[:TOLD_APART]:
            top = self.index(at, 0)
            self.dataChanged.emit(self.index(row, 0, top), self.index(row, 2, top))

    # -- what Qt asks -----------------------------------------------------------------------------------------

    def held(self, index: Index) -> Part | Item | None:
        """The part or the record of a row."""
        if not index.isValid():
            return None
        inside = index.internalId()
        if not inside:
            return self._rows[index.row()].plan.part
        return self._rows[inside - 1].items[index.row()]

    def place(self, ident: object) -> QModelIndex:
        """The row of a part, or of a record by its id; nowhere when it is not looked at."""
        for at, rows in enumerate(self._rows):
            if rows.plan.part is ident:
                return self.index(at, 0)
            row = next((row for row, item in enumerate(rows.items) if item.id == ident), None)
            if row is not None:
                return self.index(row, 0, self.index(at, 0))
        return QModelIndex()

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if row < 0 or column < 0 or row >= self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index = NOWHERE) -> Any:
        inside = child.internalId() if child.isValid() else 0
        return self.createIndex(inside - 1, 0, 0) if inside else QModelIndex()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._rows)
        return 0 if parent.internalId() or parent.column() else len(self._rows[parent.row()].items)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        del parent
        return 3

    @guarded(lambda: Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        held = self.held(index)
        if isinstance(held, Part):
            return _PLAIN if index.column() else _TICKED
        return _LEAF if index.column() or held is None or not held.may_choose else _TICKED_LEAF

    @guarded(lambda: None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        held = self.held(index)
        if role == HELD or held is None:
            return held
        if role == TICK and not index.column():
            if isinstance(held, Item) and not held.may_choose:
                return None  # no choice of hers lets it out, so there is nothing to tick
            return _ticked(held) if isinstance(held, Item) else _ticked_part(self._rows[index.row()].plan)
        if role not in _WORDS and role != Qt.ItemDataRole.ToolTipRole:
            return None
        said = self._of_item(held, index.column()) if isinstance(held, Item) else self._of_part(index)
        return literal(said) if role == Qt.ItemDataRole.ToolTipRole else said

    def _of_item(self, item: Item, column: int) -> str:
        if column == 1:
            return self._t.date(item.day, "medium") if item.day else ""
        return self._presenter.why(item, self._t) if column else self._presenter.title(item, self._t)

    def _of_part(self, index: Index) -> str:
        rows = self._rows[index.row()]
        if index.column() == 0:
            return word(rows.plan.part, self._t)
        if index.column() == 1 or self._plan is None:
            return ""
        return self._presenter.part_note(self._plan, rows.plan, self._t)

    @guarded(lambda: False)
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != TICK or index.column():
            return False
        # Qt fills a box that is half ticked; here it is emptied, for filling it would take along what she left out.
        on = Qt.CheckState(value) is CHECKED and index.data(TICK) != SOME
        self.switched.emit(self.held(index), on)
        return True

    @guarded(lambda: None)
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        heads: Sequence[Callable[[], str]] = (
            lambda: self._t("Part"), lambda: self._t("Day"), lambda: self._t("Why"),
        )  # fmt: skip
        return heads[section]()


def _ticked(item: Item) -> Qt.CheckState:
    return CHECKED if item.included else UNCHECKED


def _ticked_part(plan: PartPlan) -> Qt.CheckState:
    """Half ticked where the part may go along, but not all that is in it does."""
    if not plan.included:
        return UNCHECKED
    return CHECKED if all(item.included for item in plan.items) else SOME


def _same_rows(rows: Sequence[Rows], others: Sequence[Rows]) -> bool:
    """Whether the same records stand in the same places; what did not change is the very same thing."""
    return len(rows) == len(others) and all(
        one.plan.part is other.plan.part
        and len(one.items) == len(other.items)
        and all(item is known or item.id == known.id for item, known in zip(one.items, other.items, strict=True))
        for one, other in zip(rows, others, strict=True)
    )
