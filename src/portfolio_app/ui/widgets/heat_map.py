"""A map of weeks beside each other and strands under each other, painted by hand over a real table.

The table under it is what keyboard and screen reader walk: every cell says in words what stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.literal import literal
from portfolio_app.ui.theme.fonts import grown, sized
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.charts import LEFT, RIGHT
from portfolio_app.ui.widgets.lists import OPENING

Index = QModelIndex | QPersistentModelIndex
HEIGHTS: Final = (0.4, 0.6, 0.8, 1.0)
"""How much of the height of a row one, two, three and more entries fill: size tells it, not colour alone."""
ROW: Final = 26
NARROWEST: Final = 6


@dataclass(frozen=True)
class Cells:
    """What a map shows: names of rows and columns, names above some columns, numbers and words by row and column."""

    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    above: Mapping[int, str] = field(default_factory=dict[int, str])
    numbers: Mapping[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    told: Mapping[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    quiet: frozenset[int] = frozenset()
    marked: int | None = None


class _Model(QAbstractTableModel):
    """The cells as a table of words."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cells = Cells()

    def show_cells(self, cells: Cells) -> None:
        """Show other cells."""
        self.beginResetModel()
        self.cells = cells
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.cells.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.cells.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        told = self.cells.told.get((index.row(), index.column()), "")
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return told
        return literal(told) if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole):
            return None
        names = self.cells.rows if orientation is Qt.Orientation.Vertical else self.cells.columns
        return names[section] if 0 <= section < len(names) else None


class _Square(QStyledItemDelegate):
    """Draws one week of one strand."""

    @guarded(nothing)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Model)
        cells, box = model.cells, QRectF(option.rect)
        number = cells.numbers.get((index.row(), index.column()), 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.column() in cells.quiet:
            painter.fillRect(box, colour("sunken"))
        if number:
            tall = (box.height() - 6) * HEIGHTS[min(number, len(HEIGHTS)) - 1]
            block = QRectF(box.x() + 1, box.center().y() - tall / 2, box.width() - 2, tall)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("series1"))
            painter.drawRoundedRect(block, 2, 2)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("border"))
            painter.drawEllipse(box.center(), 1.2, 1.2)
        view = self.parent()
        if isinstance(view, QTableView) and view.currentIndex() == index:
            painter.setPen(QPen(colour("text") if view.hasFocus() else colour("control"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 3, 3)
        painter.restore()


class _Above(QHeaderView):
    """Names above the columns, each where it begins: a column is narrower than any word."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(NARROWEST)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    @guarded(lambda: QSize(0, 24))
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 8)

    @guarded(nothing)
    def paintEvent(self, e: QPaintEvent) -> None:
        model = self.model()
        assert isinstance(model, _Model)
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), colour("surface"))
            painter.setFont(sized(self.font(), 12))
            painter.setPen(colour("muted"))
            width, height = self.viewport().width(), self.height()
            free = 0.0
            for column, words in sorted(model.cells.above.items()):
                x = float(self.sectionViewportPosition(column)) + 2
                needed = painter.fontMetrics().horizontalAdvance(words)
                if x >= free and x + needed <= width:
                    painter.drawText(QRectF(x, 0, needed + 4, height), LEFT, words)
                    free = x + needed + 4
            if model.cells.marked is not None:
                at = self.sectionViewportPosition(model.cells.marked)
                painter.fillRect(
                    QRectF(at + 1, height - 3, self.sectionSize(model.cells.marked) - 2, 3), colour("accent")
                )


class _Beside(QHeaderView):
    """Names of the rows, at the right of their room."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    @guarded(lambda: QSize(120, 0))
    def sizeHint(self) -> QSize:
        model = self.model()
        rows = model.cells.rows if isinstance(model, _Model) else ()
        metrics = QFontMetrics(sized(self.font(), 13))
        return QSize(max((metrics.horizontalAdvance(name) for name in rows), default=60) + 18, 0)

    @guarded(nothing)
    def paintEvent(self, e: QPaintEvent) -> None:
        model = self.model()
        assert isinstance(model, _Model)
        with QPainter(self.viewport()) as painter:
            painter.fillRect(self.viewport().rect(), colour("surface"))
            painter.setFont(sized(self.font(), 13))
            painter.setPen(colour("text"))
            for row, name in enumerate(model.cells.rows):
                box = QRectF(0, self.sectionViewportPosition(row), self.width() - 10, self.sectionSize(row))
                painter.drawText(box, RIGHT, name)


class HeatMap(QTableView):
    """Weeks and strands. Arrows walk, Enter or a double click opens the week."""

    week_chosen = Signal(int)
    week_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Square(self))
        self.setHorizontalHeader(_Above(self))
        self.setVerticalHeader(_Beside(self))
        self.setProperty("role", "map")
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._moved)
        self.doubleClicked.connect(self._open)

    def show_cells(self, cells: Cells, column: int | None = None) -> None:
        """Show other cells, with a column in sight (today's, or the first)."""
        self._model.show_cells(cells)
        self._fit()
        if cells.rows and cells.columns:
            at = column if column is not None else cells.marked or 0
            self.setCurrentIndex(self._model.index(0, min(at, len(cells.columns) - 1)))

    def column(self) -> int | None:
        """The column in sight; None where there is none."""
        index = self.currentIndex()
        return index.column() if index.isValid() else None

    def told(self) -> str:
        """What the cell in sight says."""
        return str(self.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in OPENING and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        """Be as high as all rows."""
        rows = len(self._model.cells.rows)
        beside, above = self.verticalHeader(), self.horizontalHeader()
        row = grown(ROW)
        beside.setDefaultSectionSize(row)
        beside.setFixedWidth(beside.sizeHint().width())
        self.setFixedHeight(rows * row + above.sizeHint().height())

    def _moved(self, index: QModelIndex) -> None:
        self.viewport().update()
        if index.isValid():
            self.week_chosen.emit(index.column())

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.week_opened.emit(index.column())
