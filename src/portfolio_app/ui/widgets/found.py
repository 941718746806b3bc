"""The list of what a search found: groups with a heading, hits with the found words marked, and the way to more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.models.found_line import Line
from portfolio_app.ui.models.paged import NOWHERE, Index
from portfolio_app.ui.theme.fonts import grown, sized
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.lists import OPENING
from portfolio_app.ui.widgets.text_area import units
from portfolio_app.ui.words import kind_icon

ICON = 20
SNIPPET_LINES = 2
Ranges = Sequence[tuple[int, int]]


class FoundModel(QAbstractListModel):
    """The lines of the list; headings of groups can't be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines shown."""
        return self._lines

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @guarded(lambda: Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        line = self._lines[index.row()]
        chosen = Qt.ItemFlag.ItemIsSelectable if line.what != "group" else Qt.ItemFlag.NoItemFlags
        return chosen | Qt.ItemFlag.ItemIsEnabled

    @guarded(lambda: None)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (line.words, line.small, line.hit.snippet if line.hit else "")))
        return None


class FoundDelegate(QStyledItemDelegate):
    """Draws a `Line`. What was found is bold and in the colour of the program, so colour is not the only sign."""

    @guarded(lambda: QSize(200, 40))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line, high = index.data(Qt.ItemDataRole.UserRole), option.fontMetrics.height()
        if isinstance(line, Line) and line.what == "hit":
            snippet = SNIPPET_LINES if line.hit is not None and line.hit.snippet else 0
            return QSize(200, high * (1 + snippet) + 20)
        return QSize(200, high + 22)

    @guarded(nothing)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, Line):
            return
        painter.save()
        box = QRectF(option.rect).adjusted(2, 1, -2, -1)
        if line.what != "group":
            self._paint_ground(painter, option, box)
        if line.what == "group":
            self._paint_group(painter, option, line, box)
        elif line.what == "more":
            painter.setPen(colour("accent"))
            painter.setFont(sized(option.font, 13, QFont.Weight.Medium))
            room = box.adjusted(grown(ICON) + 24, 0, -12, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, line.words)
        else:
            self._paint_hit(painter, option, line, box)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            focused = chosen and bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(colour("accent"), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(colour("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, line: Line, box: QRectF) -> None:
        painter.setPen(colour("text"))
        painter.setFont(sized(option.font, 15, QFont.Weight.DemiBold))
        bottom = Qt.AlignmentFlag.AlignBottom
        room = box.adjusted(10, 0, -12, -5)
        painter.drawText(room, bottom | Qt.AlignmentFlag.AlignLeft, line.words)
        painter.setPen(colour("muted"))
        painter.setFont(sized(option.font, 12))
        painter.drawText(room, bottom | Qt.AlignmentFlag.AlignRight, line.small)

    def _paint_hit(self, painter: QPainter, option: QStyleOptionViewItem, line: Line, box: QRectF) -> None:
        side, high = grown(ICON), option.fontMetrics.height()
        picture = icon(option.widget, kind_icon(line.kind))
        picture.paint(painter, int(box.x()) + 12, int(box.y()) + 9 + (high - side) // 2, side, side)
        left, top, width = box.x() + side + 22, box.y() + 8, box.width() - side - 34
        small = sized(option.font, 12)
        painter.setFont(small)
        painter.setPen(colour("muted"))
        day = painter.fontMetrics().horizontalAdvance(line.small)
        painter.drawText(QRectF(left + width - day, top, day, high), Qt.AlignmentFlag.AlignVCenter, line.small)
        hit = line.hit
        marks = hit.heading_marks if hit is not None and hit.heading else ()
        heading = sized(option.font, 14, QFont.Weight.Medium)
        _draw_marked(painter, line.words, marks, heading, "text", QRectF(left, top, width - day - 12, high), 1)
        if hit is not None and hit.snippet:
            room = QRectF(left, top + high + 2, width, high * SNIPPET_LINES + 4)
            _draw_marked(painter, hit.snippet, hit.marks, sized(option.font, 13), "muted", room, SNIPPET_LINES)


def _draw_marked(
    painter: QPainter, text: str, marks: Ranges, font: QFont, token: str, room: QRectF, lines: int
) -> None:
    """Draw a few lines of a text with some of its characters marked; what does not fit is left out."""
    layout = QTextLayout(text.replace("\n", " "), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats: list[QTextLayout.FormatRange] = []
    for low, high in marks:
        marked = QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setForeground(colour("accent_strong"))
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = units(text, low), units(text, high) - units(text, low), marked
        formats.append(one)
    layout.setFormats(formats)
    layout.beginLayout()
    top = 0.0
    for _ in range(lines):
        made = layout.createLine()
        if not made.isValid():
            break
        made.setLineWidth(room.width())
        made.setPosition(QPointF(0, top))
        top += made.height()
    layout.endLayout()
    painter.setPen(colour(token))
    layout.draw(painter, room.topLeft())


class FoundList(QListView):
    """The list itself. A click or Enter opens a hit, or asks for more of its kind."""

    open_requested = Signal(object)
    more_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = FoundModel(self)
        self.setModel(self.found)
        self.setItemDelegate(FoundDelegate(self))
        self.setProperty("role", "cards")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)

    def step(self, by: int) -> None:
        """Choose the next line (or the one before) that can be chosen."""
        lines, row = self.found.lines, self.currentIndex().row()
        row += by
        while 0 <= row < len(lines) and lines[row].what == "group":
            row += by
        if 0 <= row < len(lines):
            self.setCurrentIndex(self.found.index(row, 0))

    def choose_first(self) -> None:
        """Choose the first hit, if there is one."""
        self.setCurrentIndex(QModelIndex())
        self.step(1)

    def open_chosen(self) -> None:
        """Open the chosen line."""
        if self.currentIndex().isValid():
            self._open(self.currentIndex())

    @guarded(nothing)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in OPENING:
            self.open_chosen()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(line, Line) and line.what == "more":
            self.more_requested.emit(line.kind)
        elif isinstance(line, Line) and line.hit is not None:
            self.open_requested.emit(line.hit)
