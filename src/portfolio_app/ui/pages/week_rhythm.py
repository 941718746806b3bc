"""The rhythm of a school year: a quiet line of weeks, written, off or neither. Nothing in it is counted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.ui.guard import guarded
from portfolio_app.ui.literal import literal
from portfolio_app.ui.pages.week_presenter import Mark, Rhythm
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.charts import Chart
from portfolio_app.ui.widgets.containers import Label

IN_ROW = 27
"""Weeks in a row: two rows make a school year, also one of 53 weeks."""
PITCH = 13


class RhythmLine(Chart):
    """A mark for each week: a filled one was written, an open one was off, a dot is any other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[Mark, ...] = ()

    def set_rhythm(self, rhythm: Rhythm) -> None:
        """Show a school year; the words are its text twin."""
        self._marks = rhythm.marks
        self.describe(rhythm.title, rhythm.words)
        self.setToolTip(literal(rhythm.words))
        self.updateGeometry()
        self.update()

    @guarded(lambda: QSize(200, 36))
    def sizeHint(self) -> QSize:
        rows = -(-len(self._marks) // IN_ROW) or 1
        return QSize(IN_ROW * 7 + 8, rows * (grown(PITCH) + 3) + 8)

    @guarded(lambda: QSize(120, 36))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        pitch = min(grown(PITCH), (self.width() - 8) / IN_ROW)
        size = pitch * 0.68
        for at, mark in enumerate(self._marks):
            row, column = divmod(at, IN_ROW)
            centre = QPointF(4 + pitch * (column + 0.5), 4 + (grown(PITCH) + 3) * (row + 0.5))
            self._draw(painter, mark, centre, size)

    @staticmethod
    def _draw(painter: QPainter, mark: Mark, centre: QPointF, size: float) -> None:
        box = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
        painter.setPen(QPen(QColor(0, 0, 0, 0)))
        if mark is Mark.WRITTEN:
            painter.setBrush(QColor(colour("series1")))
            painter.drawRoundedRect(box, size / 4, size / 4)
        elif mark is Mark.OFF:
            painter.setBrush(QColor(0, 0, 0, 0))
            painter.setPen(QPen(QColor(colour("muted")), 1.2))
            painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
        else:
            painter.setBrush(QColor(colour("track" if mark is Mark.AHEAD else "muted")))
            painter.drawEllipse(centre, size / 5, size / 5)


class RhythmPart(QWidget):
    """The line with its school year above it and what the marks mean below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._title, self.line, self._legend = (
            Label(role="label", wrap=True),
            RhythmLine(),
            Label("", "small", wrap=True),
        )
        for widget in (self._title, self.line, self._legend):
            column.addWidget(widget)

    def show_rhythm(self, rhythm: Rhythm) -> None:
        """Show a school year."""
        self._title.setText(rhythm.title)
        self._legend.setText(rhythm.legend)
        self.line.set_rhythm(rhythm)
