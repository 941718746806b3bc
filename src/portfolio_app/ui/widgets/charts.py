"""Charts, painted by hand. Each says in words what it shows, for whoever can't see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.literal import literal
from portfolio_app.ui.theme.fonts import sized
from portfolio_app.ui.theme.tokens import colour

SERIES = tuple(f"series{number}" for number in range(1, 6))
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Chart(QWidget):
    """Base: can be reached by Tab, and carries its text twin as accessible description (and as a tip)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def describe(self, name: str, words: str) -> None:
        """Name the chart and say in words everything that it shows."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(words)

    def paint(self, painter: QPainter) -> None:
        """Draw the chart."""
        raise TypeError(f"{type(self).__name__} draws nothing")

    @guarded(nothing)
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint(painter)
            if self.hasFocus():
                painter.setPen(QPen(colour("accent"), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


@dataclass(frozen=True)
class Bar:
    """One bar: name, parts as (amount, series number 0–4), where full is, a mark to reach, words at the right."""

    name: str
    parts: tuple[tuple[float, int], ...]
    full: float
    words: str
    mark: float | None = None


class BarChart(Chart):
    """Bars under each other, each with its name at the left above and its amount in words at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bar, ...] = ()

    def set_bars(self, name: str, bars: Sequence[Bar]) -> None:
        """Show these bars; the text twin is made of their names and words."""
        self._bars = tuple(bars)
        self.describe(name, "; ".join(f"{bar.name}: {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    @guarded(lambda: QSize(280, 44))
    def sizeHint(self) -> QSize:
        return QSize(280, max(1, len(self._bars)) * self._row())

    def _row(self) -> int:
        return self.fontMetrics().height() + 28

    def paint(self, painter: QPainter) -> None:
        row, width = self._row(), self.width() - 8
        for at, bar in enumerate(self._bars):
            top = at * row + 2
            line = QRectF(4, top, width, row - 26)
            painter.setFont(sized(self.font(), 13, QFont.Weight.Medium))
            painter.setPen(colour("text"))
            room = width - painter.fontMetrics().horizontalAdvance(bar.words) - 16
            painter.drawText(line, LEFT, painter.fontMetrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, room))
            painter.setPen(colour("muted"))
            painter.setFont(sized(self.font(), 13))
            painter.drawText(line, RIGHT, bar.words)
            self._draw_bar(painter, bar, QRectF(4, line.bottom() + 4, width, 9))

    def _draw_bar(self, painter: QPainter, bar: Bar, track: QRectF) -> None:
        reach = max(bar.full, sum(amount for amount, _ in bar.parts), 1e-9)
        shape = QPainterPath()
        shape.addRoundedRect(track, 4.5, 4.5)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(track, colour("track"))
        x = track.x()
        for amount, series in bar.parts:
            part = track.width() * amount / reach
            painter.fillRect(QRectF(x, track.y(), part, track.height()), colour(SERIES[series % 5]))
            x += part
        painter.restore()
        if bar.mark is not None:
            at = track.x() + track.width() * min(bar.mark / reach, 1)
            painter.setPen(QPen(colour("text"), 2))
            painter.drawLine(QPointF(at, track.y() - 3), QPointF(at, track.bottom() + 3))


@dataclass(frozen=True)
class Step:
    """A point of a step line: the day, the step on the scale (0 is lowest) and a word about it."""

    on: date
    step: int
    note: str = ""


class StepLine(Chart):
    """How something in words changed over the years: a line that steps from word to word, never a percentage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: tuple[str, ...] = ()
        self._steps: tuple[Step, ...] = ()
        self._days: tuple[str, str] = ("", "")

    def set_steps(self, name: str, scale: Sequence[str], steps: Sequence[Step], days: Sequence[str]) -> None:
        """Show a line on a scale of words, lowest first; ``days`` are the written days of the steps, in order."""
        order = sorted(range(len(steps)), key=lambda at: steps[at].on)
        self._scale = tuple(scale)
        self._steps = tuple(steps[at] for at in order)
        written = [days[at] for at in order]
        self._days = (written[0], written[-1] if len(written) > 1 else "") if written else ("", "")
        told = [
            f"{day}: {self._scale[step.step]}" + (f" ({step.note})" if step.note else "")
            for day, step in zip(written, self._steps, strict=True)
        ]
        self.describe(name, "; ".join(told))
        self.setToolTip(literal("\n".join(told)))
        self.updateGeometry()
        self.update()

    @guarded(lambda: QSize(320, 120))
    def sizeHint(self) -> QSize:
        return QSize(320, max(2, len(self._scale)) * (self.fontMetrics().height() + 14) + 30)

    def paint(self, painter: QPainter) -> None:
        if not self._steps or not self._scale:
            return
        painter.setFont(sized(self.font(), 12))
        names = max(painter.fontMetrics().horizontalAdvance(word) for word in self._scale)
        plot = QRectF(names + 24, 14, self.width() - names - 44, self.height() - 48)

        def height_of(step: int) -> float:
            return plot.bottom() - plot.height() * step / max(1, len(self._scale) - 1)

        for at, word in enumerate(self._scale):
            y = height_of(at)
            painter.setPen(QPen(colour("track"), 1))
            painter.drawLine(QPointF(plot.x(), y), QPointF(plot.right(), y))
            painter.setPen(colour("muted"))
            painter.drawText(QRectF(6, y - 10, names + 8, 20), RIGHT, word)
        first, last = self._steps[0].on, self._steps[-1].on
        days = max(1, (last - first).days)
        points = [
            QPointF(plot.x() + 6 + (plot.width() - 12) * (step.on - first).days / days, height_of(step.step))
            for step in self._steps
        ]
        self._draw_line(painter, points)
        painter.setPen(colour("muted"))
        foot = QRectF(plot.x(), plot.bottom() + 12, plot.width(), 20)
        painter.drawText(foot, LEFT, self._days[0])
        painter.drawText(foot, RIGHT, self._days[1])

    def _draw_line(self, painter: QPainter, points: list[QPointF]) -> None:
        path = QPainterPath(points[0])
        for before, after in pairwise(points):
            path.lineTo(QPointF(after.x(), before.y()))
            path.lineTo(after)
        line = QPen(colour(SERIES[0]), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(line)
        painter.drawPath(path)
        painter.setPen(QPen(colour(SERIES[0]), 2))
        painter.setBrush(QColor(colour("surface")))
        for point in points:
            painter.drawEllipse(point, 4.5, 4.5)
