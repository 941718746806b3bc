"""Lists: a table that pages through very many rows, and cards drawn by a delegate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.literal import literal
from portfolio_app.ui.models.paged import NOWHERE, Index, PagedTableModel
from portfolio_app.ui.theme.fonts import grown, sized
from portfolio_app.ui.theme.tokens import colour

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DELETING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class RowTable(QTableView):
    """A table of rows of one height. Enter or a double click opens, Delete puts in the trash.

    Both signals carry the row object. The column whose width is 0 takes the room that is left; where that would be
    too little to read, the others give in: ``others`` is the share of the width that they take together at most.
    """

    OTHERS = 0.6

    open_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(self, model: PagedTableModel[Any], parent: QWidget | None = None, *, others: float = OTHERS) -> None:
        super().__init__(parent)
        self._others = others
        self._widths: tuple[int, ...] = ()
        self._share = 1.0
        self._model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._open)

    def arrange(self, widths: Sequence[int]) -> None:
        """Give the columns their widths in pixels at the ordinary text size; 0 stretches."""
        self._widths = tuple(widths)
        self._share = self._fitting()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 22)
        header = self.horizontalHeader()
        for at, width in enumerate(widths[: self._model.columnCount()]):
            stretch = QHeaderView.ResizeMode.Stretch if not width else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(at, stretch)
            if width:
                self.setColumnWidth(at, round(grown(width) * self._share))

    def _fitting(self) -> float:
        wanted = sum(grown(width) for width in self._widths)
        return min(1.0, self.viewport().width() * self._others / wanted) if wanted and 0 in self._widths else 1.0

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Only then: a width that she dragged stays as long as there is room for it.
        if self._fitting() != self._share:
            self.arrange(self._widths)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._widths:
            self.arrange(self._widths)

    def chosen(self) -> object | None:
        """The chosen row, or None."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.chosen()
        if row is not None and event.key() in OPENING:
            self.open_requested.emit(row)
        elif row is not None and event.key() in DELETING:
            self.delete_requested.emit(row)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if row is not None:
            self.open_requested.emit(row)


@dataclass(frozen=True)
class CardItem:
    """What a card shows: id and kind of its record, a heading, a small line, a text, a word at the foot, a colour."""

    kind: str
    id: str
    heading: str
    small: str = ""
    text: str = ""
    foot: str = ""
    series: int = 0


T = TypeVar("T")


def _as_it_is(item: CardItem) -> CardItem:
    return item


class CardModel(QAbstractListModel):
    """The cards of a list. Of very many rows a card is only made when it is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = ()
        self._card: Callable[[Any], CardItem] = _as_it_is
        self._made: dict[int, CardItem] = {}

    def set_items(self, items: Sequence[CardItem]) -> None:
        """Show these cards."""
        self.set_rows(tuple(items), _as_it_is)

    def set_rows(self, rows: Sequence[T], card: Callable[[T], CardItem]) -> None:
        """Show a card for each of these rows; ``card`` makes it."""
        self.beginResetModel()
        self._rows, self._card, self._made = rows, card, {}
        self.endResetModel()

    @property
    def items(self) -> tuple[CardItem, ...]:
        """The cards shown."""
        return tuple(self.item_at(at) for at in range(len(self._rows)))

    def item_at(self, at: int) -> CardItem:
        """The card with a number."""
        made = self._made.get(at)
        if made is None:
            made = self._made[at] = self._card(self._rows[at])
        return made

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @guarded(lambda: None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return item.heading
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (item.heading, item.small, item.foot) if part)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return item.text or item.heading
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(item.text or item.heading)
        return None


class CardDelegate(QStyledItemDelegate):
    """Draws a `CardItem`."""

    def __init__(self, width: int = 300, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._width, self._lines = width, lines

    def fit(self, width: int) -> None:
        """Draw the cards so wide from now on."""
        self._width = width

    @guarded(lambda: QSize(300, 160))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        return QSize(self._width, line * (3 + self._lines) + 66)

    @guarded(nothing)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, CardItem):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -12, -12)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(colour("hover" if hovered and not chosen else "surface"))
        painter.setPen(QPen(colour("accent" if chosen else "border"), 2 if chosen else 1))
        painter.drawRoundedRect(box, 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"series{item.series % 5 + 1}"))
        painter.drawRoundedRect(QRectF(box.x() + 16, box.y() + 18, 4, option.fontMetrics.height() * 2 + 4), 2, 2)
        self._write(painter, option, item, box)
        painter.restore()

    def _write(self, painter: QPainter, option: QStyleOptionViewItem, item: CardItem, box: QRectF) -> None:
        line = option.fontMetrics.height()
        left, width = box.x() + 30, box.width() - 46
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(colour("text"))
        painter.setFont(sized(option.font, 14, QFont.Weight.DemiBold))
        heading = painter.fontMetrics().elidedText(item.heading, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(left, box.y() + 15, width, line + 2), middle, heading)
        painter.setPen(colour("muted"))
        painter.setFont(sized(option.font, 12))
        painter.drawText(QRectF(left, box.y() + 18 + line, width, line + 2), middle, item.small)
        painter.setPen(colour("text"))
        painter.setFont(sized(option.font, 13))
        room = QRectF(box.x() + 16, box.y() + 28 + line * 2, box.width() - 32, line * self._lines)
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), item.text)
        painter.setPen(colour("muted"))
        painter.setFont(sized(option.font, 12, QFont.Weight.Medium))
        foot = QRectF(box.x() + 16, box.bottom() - line - 12, box.width() - 32, line + 2)
        painter.drawText(
            foot, middle, painter.fontMetrics().elidedText(item.foot, Qt.TextElideMode.ElideRight, int(foot.width()))
        )


class CardList(QListView):
    """Cards side by side. Enter or a double click opens (also a single click when ``one_click``), Delete trashes."""

    open_requested = Signal(object)
    delete_requested = Signal(object)

    def __init__(
        self, parent: QWidget | None = None, *, width: int = 300, lines: int = 3, one_click: bool = True
    ) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.setModel(self.cards)
        self._least = width
        self._delegate = CardDelegate(width, lines, self)
        self.setItemDelegate(self._delegate)
        self.setProperty("role", "cards")
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        (self.clicked if one_click else self.doubleClicked).connect(self._open)

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        # As many cards beside each other as there is room for, and together as wide as the list. Qt keeps the style's
        # room for a scroll bar free, also where there is none, and under a style sheet a pixel more; a card one pixel
        # too wide would go to the next row.
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        room = self.maximumViewportSize().width() - bar
        self._delegate.fit((room - 1) // max(1, room // self._least))
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def chosen(self) -> CardItem | None:
        """The chosen card, or None."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        card = self.chosen()
        if card is not None and event.key() in OPENING:
            self.open_requested.emit(card)
        elif card is not None and event.key() in DELETING:
            self.delete_requested.emit(card)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.open_requested.emit(index.data(Qt.ItemDataRole.UserRole))
