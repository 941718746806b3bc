"""Small multiples: one small line for each thing that is followed, all over the same days, labelled directly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from portfolio_app.ui.guard import guarded
from portfolio_app.ui.theme.fonts import sized
from portfolio_app.ui.theme.tokens import colour
from portfolio_app.ui.widgets.charts import LEFT, RIGHT, Step, StepLine


class SmallLine(StepLine):
    """A line that steps from word to word, small: the first and the last word stand at its ends.

    All lines of one set run over the same days, so that what changed at one time stands beneath each other.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first, self._last = date.min, date.min

    def set_line(
        self,
        name: str,
        scale: Sequence[str],
        steps: Sequence[Step],
        days: Sequence[str],
        over: tuple[date, date],
    ) -> None:
        """Show steps on a scale of words, lowest first; ``over`` are the days of the whole set."""
        self._first, self._last = over
        self.set_steps(name, scale, steps, days)

    @guarded(lambda: QSize(220, 60))
    def sizeHint(self) -> QSize:
        line = QFontMetrics(sized(self.font(), 12)).height()
        return QSize(220, max(2, len(self._scale)) * max(9, line // 2) + 2 * line + 8)

    @guarded(lambda: QSize(120, 50))
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paint(self, painter: QPainter) -> None:
        if not self._steps or not self._scale:
            return
        painter.setFont(sized(self.font(), 12))
        metrics = painter.fontMetrics()
        line = metrics.height()
        words = [self._scale[step.step] for step in self._steps]
        beside = max(metrics.horizontalAdvance(word) for word in self._scale) + 14
        plot = QRectF(beside + 4, line / 2 + 4, max(20.0, self.width() - 2.0 * beside - 8), 0)
        plot.setBottom(self.height() - line - line / 2 - 4)
        for at in range(len(self._scale)):
            y = self._height_of(at, plot)
            painter.setPen(QPen(colour("track"), 1))
            painter.drawLine(QPointF(plot.x(), y), QPointF(plot.right(), y))
        points = [self._point(step, plot) for step in self._steps]
        self._draw_line(painter, points)
        self._label(painter, points, words, beside, line)
        painter.setPen(colour("muted"))
        foot = QRectF(4, self.height() - line - 2.0, self.width() - 8.0, line)
        painter.drawText(foot, LEFT, self._days[0])
        painter.drawText(foot, RIGHT, self._days[1])

    def _label(self, painter: QPainter, points: list[QPointF], words: list[str], beside: int, line: int) -> None:
        """The last word at the right end of the line, the first one at its left where there was another before."""
        painter.setPen(colour("text"))
        last = QRectF(points[-1].x() + 9, points[-1].y() - line / 2, beside, line)
        painter.drawText(last, LEFT | Qt.AlignmentFlag.AlignVCenter, words[-1])
        if len(points) > 1:
            painter.setPen(colour("muted"))
            painter.drawText(
                QRectF(points[0].x() - 9 - beside, points[0].y() - line / 2, beside, line), RIGHT, words[0]
            )

    def _height_of(self, step: int, plot: QRectF) -> float:
        return plot.bottom() - plot.height() * step / max(1, len(self._scale) - 1)

    def _point(self, step: Step, plot: QRectF) -> QPointF:
        days = (self._last - self._first).days
        along = (step.on - self._first).days / days if days else 0.5
        return QPointF(plot.x() + plot.width() * min(1.0, max(0.0, along)), self._height_of(step.step, plot))
