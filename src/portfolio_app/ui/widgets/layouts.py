"""Layouts that Qt lacks: at the top and whole, a title with buttons, things in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QVBoxLayout, QWidget

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.fonts import grown


class Column(QVBoxLayout):
    """Things beneath each other at the top, each as high as its width asks for; what is left over stays empty below.

    An aligned layout would get no more than the height its hint guesses, and a text of more lines than guessed would
    be cut.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent) if parent is not None else super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.addStretch()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)


class Items(QLayout):
    """What a layout of one's own needs: it keeps its items, and asks `_place` for the height at a width."""

    def __init__(self, parent: QWidget | None, spacing: int) -> None:
        super().__init__(parent) if parent is not None else super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins(0, 0, 0, 0))
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem, /) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int, /) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int, /) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    @guarded(lambda: 24)
    def heightForWidth(self, width: int, /) -> int:
        return self._place(QRect(0, 0, width, 0), only_measure=True)

    @guarded(nothing)
    def setGeometry(self, rect: QRect, /) -> None:
        super().setGeometry(rect)
        self._place(rect, only_measure=False)

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        """Put the items in the rectangle (or only measure); the height they take."""
        raise NotImplementedError  # pragma: no cover - every layout has its own


class TitleRow(Items):
    """A title with buttons at its right; where there is no room for both the buttons go in lines beneath it.

    ``label`` is the title's own line: so much of it stays beside the buttons as a title may ask for at most.
    """

    TITLE_MOST = 260

    def __init__(self, title: QWidget, label: QLabel, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing)
        self._title, self._label = title, label
        self.addWidget(title)

    def insert(self, at: int, widget: QWidget) -> None:
        """Put a widget at a place in the order: 0 is before the title, -1 before the last."""
        self.addWidget(widget)
        self._items.insert(at if at >= 0 else len(self._items) - 1 + at, self._items.pop())
        self.invalidate()

    @guarded(QSize)
    def sizeHint(self) -> QSize:
        lead, title, tail = self._parts()
        width = self._wide([*lead, *tail]) + (self._title_width() + self.spacing() if title else 0)
        return QSize(width, self.heightForWidth(width))

    @guarded(QSize)
    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _parts(self) -> tuple[list[QLayoutItem], list[QLayoutItem], list[QLayoutItem]]:
        at = next(at for at, item in enumerate(self._items) if item.widget() is self._title)
        lead, title, tail = self._items[:at], self._items[at : at + 1], self._items[at + 1 :]
        shown = [[item for item in part if not item.isEmpty()] for part in (lead, title, tail)]
        return shown[0], shown[1], shown[2]

    def _wide(self, items: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in items) + self.spacing() * max(0, len(items) - 1)

    def _title_width(self) -> int:
        self._label.ensurePolished()
        wanted = self._label.fontMetrics().horizontalAdvance(self._label.text()) + 4
        return min(wanted, grown(self.TITLE_MOST))

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        lead, title, tail = self._parts()
        gap = self.spacing()
        left = self._wide(lead) + (gap if lead else 0)
        room = rect.width() - left - (self._wide(tail) + gap if tail else 0)
        beside = not title or room >= self._title_width()
        width = room if beside else rect.width() - left
        texts = title[0].heightForWidth(width) if title and title[0].hasHeightForWidth() else 0
        texts = max(texts, title[0].minimumSize().height()) if title else 0
        high = max([texts, *(item.sizeHint().height() for item in [*lead, *(tail if beside else [])])])
        if not only_measure:
            _in_line(lead, rect.x(), rect.y(), None, gap)
            if title:
                title[0].setGeometry(QRect(rect.x() + left, rect.y() + (high - texts) // 2, width, texts))
        if beside:
            if not only_measure:
                _in_line(tail, rect.right() + 1 - self._wide(tail), rect.y(), high, gap)
            return high
        return high + gap + in_lines(tail, rect.adjusted(0, high + gap, 0, 0), gap, only_measure=only_measure)


class EdgeRow(Items):
    """The first thing at the left and the others at the right; without room for all the others go beneath it."""

    def insert_before(self, other: QWidget, widget: QWidget) -> None:
        """Put a widget before another one."""
        at = self.indexOf(other)
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    @guarded(QSize)
    def sizeHint(self) -> QSize:
        shown = [item for item in self._items if not item.isEmpty()]
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max([item.sizeHint().height() for item in shown], default=0))

    @guarded(QSize)
    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max([size.width() for size in sizes], default=0), max([size.height() for size in sizes], default=0)
        )

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        shown, gap = [item for item in self._items if not item.isEmpty()], self.spacing()
        lead, tail = shown[:1], shown[1:]
        high = max([item.sizeHint().height() for item in shown], default=0)
        if self.sizeHint().width() <= rect.width():
            wide = sum(item.sizeHint().width() for item in tail) + gap * max(0, len(tail) - 1)
            if not only_measure:
                _in_line(lead, rect.x(), rect.y(), high, gap)
                _in_line(tail, rect.right() + 1 - wide, rect.y(), high, gap)
            return high
        if not only_measure:
            _in_line(lead, rect.x(), rect.y(), high, gap)
        below = rect.adjusted(0, high + gap, 0, 0)
        return high + gap + in_lines(tail, below, gap, only_measure=only_measure)


def _in_line(items: list[QLayoutItem], x: int, y: int, high: int | None, gap: int) -> None:
    """Put things beside each other at their own size; in the middle of a line of a height, or at its top."""
    for item in items:
        hint = item.sizeHint()
        item.setGeometry(QRect(QPoint(x, y + (0 if high is None else (high - hint.height()) // 2)), hint))
        x += hint.width() + gap


def in_lines(items: Sequence[QLayoutItem], rect: QRect, gap: int, *, only_measure: bool) -> int:
    """Put things beside each other, in as many lines as it takes; the height of all lines together."""
    x, y, line = rect.x(), rect.y(), 0
    for item in items:
        hint = item.sizeHint()
        width = min(hint.width(), rect.width()) if rect.width() else hint.width()
        high = max(hint.height(), item.heightForWidth(width)) if item.hasHeightForWidth() else hint.height()
        if x + width > rect.right() + 1 and line:
            x, y, line = rect.x(), y + line + gap, 0
        if not only_measure:
            item.setGeometry(QRect(QPoint(x, y), QSize(width, high)))
        x += width + gap
        line = max(line, high)
    return y + line - rect.y()


class Tiles(Items):
    """Things of the same width beside each other, at most ``most``; where there is no room for all, in fewer columns.

    ``least`` is how narrow one may get, in pixels at the ordinary text size. Things in a line begin at the same height.
    """

    def __init__(self, parent: QWidget, least: int, spacing: int, most: int = 9) -> None:
        super().__init__(parent, spacing)
        self._least, self._most = least, most

    @property
    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    @guarded(QSize)
    def sizeHint(self) -> QSize:
        width = grown(self._least) * min(2, self._most, max(1, len(self._shown)))
        return QSize(width, self.heightForWidth(width))

    @guarded(QSize)
    def minimumSize(self) -> QSize:
        return QSize(max([item.minimumSize().width() for item in self._shown], default=0), 0)

    def columns(self, width: int) -> int:
        """How many fit beside each other; as even as can be, so that the last line is not a lonely one."""
        gap, count = self.spacing(), max(1, len(self._shown))
        fit = max(1, min(self._most, count, (width + gap) // (grown(self._least) + gap)))
        return -(-count // -(-count // fit))

    def _place(self, rect: QRect, *, only_measure: bool) -> int:
        gap, across = self.spacing(), self.columns(rect.width())
        wide = max(1, (rect.width() - gap * (across - 1)) // across)
        y = rect.y()
        shown = self._shown
        for first in range(0, len(shown), across):
            line = shown[first : first + across]
            high = max(item.heightForWidth(wide) if item.hasHeightForWidth() else item.sizeHint().height()
                       for item in line)  # fmt: skip
            for column, item in enumerate(line):
                if not only_measure:
                    item.setGeometry(QRect(rect.x() + column * (wide + gap), y, wide, high))
            y += high + gap
        return max(0, y - gap - rect.y())
