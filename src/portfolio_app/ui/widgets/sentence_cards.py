"""Cards that hold a whole sentence: what a board shows of each, how it is drawn, and what is carried of one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtCore import QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.models.paged import Index
from portfolio_app.ui.theme.fonts import sized
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.lists import CardItem, CardModel

CARRIED = "application/x-leerlijn-card"


def wrapped(text: str, font: QFont, width: float, most: int) -> list[str]:
    """A text in lines of a width in pixels; what does not fit in ``most`` lines ends in an ellipsis."""
    layout, lines = QTextLayout(text, font), list[str]()
    layout.beginLayout()
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(1.0, width))
        start = line.textStart()
        last = len(lines) == most - 1
        words = text[start:] if last else text[start : start + line.textLength()].rstrip()
        lines.append(QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(width)))
    layout.endLayout()
    return lines


class HasId(Protocol):
    """A row that is known by its id."""

    @property
    def id(self) -> str:
        """The id of its record."""
        ...


H = TypeVar("H", bound=HasId)


class BoardModel(CardModel):
    """Cards that can be picked up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()

    def set_cards(self, rows: Sequence[H], card: Callable[[H], CardItem]) -> None:
        """Show a card for each of these rows, to be found by its id."""
        self._ids = tuple(row.id for row in rows)
        self.set_rows(rows, card)

    def find(self, ident: str) -> int | None:
        """The number of the card of a record, or None."""
        return self._ids.index(ident) if ident in self._ids else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags)

    def mimeTypes(self) -> list[str]:
        return [CARRIED]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        data = QMimeData()
        data.setData(CARRIED, "\n".join(self.item_at(index.row()).id for index in indexes[:1]).encode())
        return data


class SentenceDelegate(QStyledItemDelegate):
    """Draws a `CardItem` whose heading is a whole sentence: its kind above it, a word at the foot."""

    PADDING = 12
    GAP = 8

    def __init__(self, lines: int, parent: QWidget | None = None) -> None:
        """``lines``: how many lines of a sentence are shown."""
        super().__init__(parent)
        self._lines, self._width = lines, 0

    def fit(self, width: int) -> None:
        """Draw the cards so wide from now on."""
        self._width = width

    @guarded(lambda: QSize(200, 150))
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        sentence = QFontMetrics(sized(option.font, 14)).lineSpacing() * self._lines
        small = QFontMetrics(sized(option.font, 12)).lineSpacing() * 2
        return QSize(self._width, sentence + small + 2 * self.PADDING + 2 * 4 + self.GAP)

    @guarded(nothing)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, CardItem):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect).adjusted(2, 2, -2 if self._width == option.rect.width() else -self.GAP, -self.GAP)
        held = bool(option.state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setBrush(colour("hover" if hovered and not held else "surface"))
        painter.setPen(QPen(colour("accent" if held else "border"), 2 if held else 1))
        painter.drawRoundedRect(box, 10, 10)
        self._write(painter, option.font, item, box)
        painter.restore()

    def _write(self, painter: QPainter, font: QFont, item: CardItem, box: QRectF) -> None:
        small, bold = sized(font, 12), sized(font, 14, QFont.Weight.Medium)
        left, width = box.x() + self.PADDING + 8, box.width() - 2 * self.PADDING - 8
        step, line = QFontMetrics(small).lineSpacing(), QFontMetrics(bold).lineSpacing()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(f"series{item.series % 5 + 1}"))
        bar = QRectF(box.x() + 9, box.y() + self.PADDING, 4, box.height() - 2 * self.PADDING)
        painter.drawRoundedRect(bar, 2, 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(small)
        painter.setPen(colour("muted"))
        for words, top in ((item.small, box.y() + self.PADDING - 2), (item.foot, box.bottom() - self.PADDING - step)):
            shown = QFontMetrics(small).elidedText(words, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, top, width, step), middle, shown)
        painter.setFont(bold)
        painter.setPen(colour("text"))
        top = box.y() + self.PADDING + step
        for number, words in enumerate(wrapped(item.heading, bold, width, self._lines)):
            painter.drawText(QRectF(left, top + number * line, width, line), middle, words)
