"""How the questions of a step stand on the page: a ladder to climb, layers within each other, columns, lenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.sets import StepForm
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.fields import Field
from portfolio_app.ui.widgets.layouts import Tiles

COLUMN_LEAST, LENS_LEAST = 165, 300
GUTTER, RAIL = 46, 12
INSET = 9


class Ladder(QWidget):
    """Rungs with a question each, the first at the bottom. The keyboard climbs: it goes from the bottom up.

    A rung that has an answer is drawn fuller, so that one sees how far one climbed.
    """

    def __init__(self, fields: Sequence[Field[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(grown(GUTTER), 4, 0, 4)
        column.setSpacing(16)
        for field in reversed(self._fields):
            column.addWidget(field)
            field.changed.connect(self.update)

    @guarded(nothing)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Only now everything stands in its window, and what others put in the fields is there.
        stops = [stop for field in self._fields for stop in _stops(field)]
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    @guarded(nothing)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and (column := self.layout()) is not None:
            column.setContentsMargins(grown(GUTTER), 4, 0, 4)

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        left, right = grown(RAIL) - 6, grown(GUTTER - RAIL)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("control"), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            for x in (left, right):
                painter.drawLine(x, 4, x, self.height() - 4)
            for field in self._fields:
                y = field.y() + min(field.height() // 2, grown(34))
                climbed = bool((field.value() or "").strip())
                painter.setPen(QPen(colour("accent" if climbed else "track"), 7 if climbed else 4))
                painter.drawLine(left + 2, y, right - 2, y)


def _stops(field: QWidget) -> list[QWidget]:
    """What the Tab key reaches in a field, its text first."""
    text = field.focusProxy() or field
    others = [
        part
        for part in field.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part is not text
    ]
    return [text, *others]


class Layers(QWidget):
    """Questions from the outside in, each drawn within the one before it."""

    def __init__(self, fields: Sequence[Field[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for depth, field in enumerate(self._fields):
            room = QWidget()
            inside = QVBoxLayout(room)
            edge = INSET * (depth + 1) + 4
            last = depth == len(self._fields) - 1
            inside.setContentsMargins(edge, 12, edge, 14 + (INSET * (depth + 1) if last else 0))
            inside.addWidget(field)
            column.addWidget(room)

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colour("border"), 1))
            for depth, field in enumerate(self._fields):
                room = field.parentWidget()
                if room is None:
                    continue
                edge = INSET * depth
                painter.setBrush(colour("sunken" if depth % 2 == 0 else "surface"))
                shape = QRectF(edge, room.y(), self.width() - 2 * edge, self.height() - room.y() - edge)
                painter.drawRoundedRect(shape.adjusted(0.5, 0.5, -0.5, -0.5), 14, 14)


class Beside(QWidget):
    """Questions beside each other, in fewer columns where there is no room."""

    def __init__(self, fields: Sequence[Field[str]], least: int, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Tiles(self, least, 18, most)
        for field in fields:
            row.addWidget(field)


def stand(form: StepForm, fields: Mapping[str, Field[str]]) -> QWidget:
    """What holds the fields of a step in its form."""
    made = tuple(fields.values())
    if form is StepForm.LADDER:
        return Ladder(made)
    if form is StepForm.LAYERS:
        return Layers(made)
    if form is StepForm.COLUMNS:
        return Beside(made, COLUMN_LEAST, 4)
    return Beside(made, LENS_LEAST, 2)
