"""A table of very many rows: it knows how many there are and fetches a page only when it is looked at."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from portfolio_app.ui.guard import guarded

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[T]):
    """A column: its heading, the words of a row, the order code it sorts by (empty: not) and whether it is a number."""

    title: str
    words: Callable[[T], str]
    order: str = ""
    number: bool = False
    width: int = 0


class PagedTableModel(QAbstractTableModel, Generic[T]):
    """Rows by page. ``count`` says how many there are, ``page(offset, limit, order)`` fetches some.

    The row itself lies under ``Qt.ItemDataRole.UserRole``.
    """

    PAGE = 200
    PAGES_KEPT = 50

    def __init__(
        self,
        count: Callable[[], int],
        page: Callable[[int, int, str], Sequence[T]],
        columns: Sequence[Column[T]] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._count, self._page = count, page
        self._columns = tuple(columns)
        self._order = ""
        self._total = 0
        self._pages: OrderedDict[int, Sequence[T]] = OrderedDict()

    def set_columns(self, columns: Sequence[Column[T]]) -> None:
        """Change the columns (also when the language changes)."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def reload(self) -> None:
        """Ask again how many rows there are and forget the fetched ones."""
        self.beginResetModel()
        self._pages.clear()
        self._total = self._count()
        self.endResetModel()

    def row_at(self, row: int) -> T | None:
        """The row with a number, fetched when needed; None when it is gone since."""
        number = row // self.PAGE
        found = self._pages.get(number)
        if found is None:
            found = self._page(number * self.PAGE, self.PAGE, self._order)
            self._pages[number] = found
            if len(self._pages) > self.PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        at = row % self.PAGE
        return found[at] if at < len(found) else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @guarded(lambda: None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and self._columns[index.column()].number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.UserRole):
            return None
        row = self.row_at(index.row())
        if row is None or role == Qt.ItemDataRole.UserRole:
            return row
        return self._columns[index.column()].words(row)

    @guarded(lambda: None)
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if self._columns[section].number else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column that has an order code; the page function receives ``code`` or ``-code``."""
        code = self._columns[column].order if 0 <= column < len(self._columns) else ""
        if code:
            self._order = code if order == Qt.SortOrder.AscendingOrder else f"-{code}"
            self.reload()
