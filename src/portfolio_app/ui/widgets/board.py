"""A board: sentences on cards, in columns and strips, moved from one to another by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QListView,
    QScrollBar,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.models.paged import Index
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.lists import DELETING, OPENING, CardItem
from portfolio_app.ui.widgets.sentence_cards import CARRIED, BoardModel, H, SentenceDelegate

SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CardColumn(QListView):
    """Cards under each other (or, as a strip, beside each other).

    Enter or a click opens, Delete trashes, the menu key or a right click asks for the menu of a card. Left and right
    go to another column, with Ctrl they take the card along. A card that is dropped here is told by its id.
    """

    open_requested = Signal(object)
    delete_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    dropped = Signal(str)
    aside = Signal(int)
    """Look at the column so many places further."""
    carried = Signal(object, int)
    """Take the card to the column so many places further."""

    def __init__(self, parent: QWidget | None = None, *, strip: int = 0, lines: int = 4) -> None:
        """``strip``: width of a card in pixels at the ordinary text size; 0 makes a column."""
        super().__init__(parent)
        self.cards, self._delegate, self._strip = BoardModel(self), SentenceDelegate(lines, self), strip
        self.setModel(self.cards)
        self.setItemDelegate(self._delegate)
        self.setProperty("role", "column")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDropIndicatorShown(False)
        if strip:
            self.setFlow(QListView.Flow.LeftToRight)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        else:
            self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)

    def set_rows(self, rows: Sequence[H], card: Callable[[H], CardItem]) -> None:
        """Show a card for each row; the chosen card stays chosen, and the place in the column too."""
        chosen, place = self.chosen(), self._bar().value()
        self.cards.set_cards(rows, card)
        self._fit()
        if chosen is not None:
            self.choose(chosen.id)
        self.scheduleDelayedItemsLayout()
        QTimer.singleShot(0, self, partial(self._bar().setValue, place))

    def chosen(self) -> CardItem | None:
        """The card on which the keyboard is, or None."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def choose(self, ident: str) -> bool:
        """Put the keyboard on a card; False when it is not here."""
        at = self.cards.find(ident)
        if at is not None:
            self.setCurrentIndex(self.cards.index(at))
        return at is not None

    def look(self) -> None:
        """Take the keyboard, on the card where it was or else on the first one."""
        if not self.currentIndex().isValid() and self.cards.rowCount():
            self.setCurrentIndex(self.cards.index(0))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def place_of(self, index: Index) -> QPoint:
        """Where the menu of a card belongs on the screen."""
        return self.viewport().mapToGlobal(self.visualRect(index).center())

    def _bar(self) -> QScrollBar:
        return self.horizontalScrollBar() if self._strip else self.verticalScrollBar()

    def _fit(self) -> None:
        if self._strip:
            self._delegate.fit(grown(self._strip))
            hint = self._delegate.sizeHint(self._option(), self.cards.index(0))
            self.setFixedHeight(hint.height() + self.horizontalScrollBar().sizeHint().height() + 12)
        else:
            self._delegate.fit(self.viewport().width())

    def _option(self) -> QStyleOptionViewItem:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        return option

    def _open(self, index: Index) -> None:
        self.open_requested.emit(index.data(Qt.ItemDataRole.UserRole))

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self.scheduleDelayedItemsLayout()

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        card, key = self.chosen(), Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if card is not None and key in OPENING:
            self.open_requested.emit(card)
        elif card is not None and key in DELETING:
            self.delete_requested.emit(card)
        elif card is not None and control and key in SIDEWAYS and not self._strip:
            self.carried.emit(card, SIDEWAYS[key])
        elif key in SIDEWAYS and not control and not self._strip:
            self.aside.emit(SIDEWAYS[key])
        else:
            super().keyPressEvent(event)

    @guarded(nothing)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if mouse else self.currentIndex()
        if index.isValid():
            at = event.globalPos() if mouse else self.place_of(index)
            self.menu_requested.emit(index.data(Qt.ItemDataRole.UserRole), at)

    # -- a card that comes from elsewhere ----------------------------------------------------------------------

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._welcome(event)

    @guarded(nothing)
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._welcome(event)

    @guarded(nothing)
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        if not event.mimeData().hasFormat(CARRIED) or event.source() is self:
            event.ignore()
            return
        ident = bytes(event.mimeData().data(CARRIED).data()).decode()
        event.setDropAction(Qt.DropAction.CopyAction)  # what holds the card takes it away, not the one it came from
        event.accept()
        # After the drag has ended: the column that it came from is filled anew.
        QTimer.singleShot(0, self, partial(self.dropped.emit, ident))

    def _welcome(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(CARRIED) and event.source() is not self:
            self._show_over(True)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _show_over(self, over: bool) -> None:
        if bool(self.property("over")) != over:
            self.setProperty("over", over)
            self.style().unpolish(self)
            self.style().polish(self)


K = TypeVar("K")


class Board(QWidget, Generic[K]):
    """Columns beside each other, each under its word; ``move_requested(id, key)`` asks to move a card.

    Where they would be too narrow to read, half of them go beneath the others.
    """

    open_requested = Signal(object)
    delete_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    move_requested = Signal(str, object)

    LEAST_HEIGHT = 250
    LEAST_WIDTH = 170
    """Of a column, in pixels at the ordinary text size."""

    def __init__(self, keys: Sequence[K], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys, self._titles = tuple(keys), [Label(role="label") for _ in keys]
        self.columns: dict[K, CardColumn] = {}
        self._grid, self._places, self._beside_each_other = QGridLayout(self), list[QWidget](), 0
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        for key, title in zip(self._keys, self._titles, strict=True):
            place = QWidget()
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            title.setContentsMargins(6, 0, 0, 0)
            made = self.columns[key] = CardColumn()
            made.setMinimumHeight(grown(self.LEAST_HEIGHT))
            column.addWidget(title)
            column.addWidget(made, 1)
            self._places.append(place)
            self.take(made, key)
        self._arrange(len(self._keys))

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = event.size().width() // max(1, len(self._keys))
        self._arrange(len(self._keys) if room >= grown(self.LEAST_WIDTH) else max(1, len(self._keys) // 2))

    def _arrange(self, beside: int) -> None:
        if beside == self._beside_each_other:
            return
        self._beside_each_other = beside
        for number, place in enumerate(self._places):
            self._grid.addWidget(place, number // beside, number % beside)
        for number in range(len(self._places)):
            self._grid.setColumnStretch(number, 1 if number < beside else 0)

    def take(self, column: CardColumn, key: K) -> None:
        """Let a column (or a strip that stands elsewhere) take part."""
        column.open_requested.connect(self.open_requested)
        column.delete_requested.connect(self.delete_requested)
        column.menu_requested.connect(self.menu_requested)
        column.dropped.connect(partial(self._dropped, key))
        column.aside.connect(partial(self._aside, key))
        column.carried.connect(partial(self._carried, key))

    def name(self, words: Mapping[K, str], empty: str, how: str) -> None:
        """Say the columns' words; ``empty`` is added where there are no cards, ``how`` tells how to move one."""
        for key, title in zip(self._keys, self._titles, strict=True):
            column = self.columns[key]
            title.setText(words[key])
            column.setAccessibleName(words[key] if column.cards.rowCount() else f"{words[key]}, {empty}")
            column.setAccessibleDescription(how)

    def look(self, ident: str) -> bool:
        """Put the keyboard on a card, wherever it is; False when it is in none of the columns."""
        for column in self.columns.values():
            if column.choose(ident):
                column.look()
                return True
        return False

    def _dropped(self, key: K, ident: str) -> None:
        self.move_requested.emit(ident, key)

    def _beside(self, key: K, by: int) -> K | None:
        at = self._keys.index(key) + by
        return self._keys[at] if 0 <= at < len(self._keys) else None

    def _aside(self, key: K, by: int) -> None:
        beside = self._beside(key, by)
        if beside is not None:
            self.columns[beside].look()

    def _carried(self, key: K, card: CardItem, by: int) -> None:
        beside = self._beside(key, by)
        if beside is not None:
            self.move_requested.emit(card.id, beside)
