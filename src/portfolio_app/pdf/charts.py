"""Drawn figures: labelled bars with a tick at the target, and a stepped line over time. No percentages, no scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from portfolio_app.document.tree import BarChart, StepChart
from portfolio_app.pdf import style as look
from portfolio_app.pdf.flowables import Item, words
from portfolio_app.pdf.lines import Setter
from portfolio_app.pdf.pen import Pen
from portfolio_app.pdf.style import Grid, TextStyle
from portfolio_app.pdf.tagging import Element
from portfolio_app.pdf.words import Line

_LABEL: Final = TextStyle(size=9.8, leading=12, after=0)
_VALUE: Final = TextStyle(weight="semibold", size=9.8, leading=12, after=0, hyphenate=False)
_SMALL: Final = TextStyle(size=8.5, leading=11, colour=look.GREY, after=0, hyphenate=False)
_BAR, _ROOM = 10.5, 18.0
_VALUE_COLUMNS: Final = 1.6
_APART: Final = 9.0
"""Room between two days under a line."""


@dataclass
class BarsItem(Item):
    """Rows of a bar chart; a chart longer than a page goes on as a second figure."""

    chart: BarChart
    labels: Sequence[Sequence[Line]]
    element: Element
    grid: Grid
    full: bool = True

    def __post_init__(self) -> None:
        self.after = 14

    def height(self) -> float:
        """Points for all bars."""
        return sum(self._row(lines) for lines in self.labels)

    @staticmethod
    def _row(lines: Sequence[Line]) -> float:
        return max(_ROOM, len(lines) * _LABEL.leading + 6)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw label, track, bar, tick and value of each row."""
        full, text = self.grid.full, self.grid.text
        left, width = text.x, text.width - _VALUE_COLUMNS * self.grid.column
        most = max((max(bar.value, bar.target or 0) for bar in self.chart.bars), default=0) or 1
        scale = width / (most * 1.04)
        self.element.attributes["BBox"] = (full.x, top - self.height(), full.x + full.width, top)
        with pen.content(self.element):
            for bar, lines in zip(self.chart.bars, self.labels, strict=True):
                y = top - 2 - _BAR
                for number, line in enumerate(lines):
                    pen.reprint(line, _LABEL, self.grid.side, top - 1 - number * _LABEL.leading)
                pen.rect(left, y, width, _BAR, look.TINT)
                if bar.value > 0:
                    pen.rect(left, y, bar.value * scale, _BAR, look.ACCENT)
                if bar.target is not None:
                    x = left + bar.target * scale
                    pen.line([(x, y - 2.5), (x, y + _BAR + 2.5)], look.SIGNAL, 1.6)
                pen.words(full.x + full.width, y + 1.8, f" {bar.shown}", _VALUE, right=True)
                top -= self._row(lines)


@dataclass
class StepsItem(Item):
    """A stepped line: words on the left, time to the right, a dot at each new word."""

    chart: StepChart
    element: Element
    grid: Grid
    full: bool = True

    def __post_init__(self) -> None:
        self.after = 14

    def height(self) -> float:
        """Points for every word of the scale and the days under it."""
        return 20.0 * len(self.chart.words) + 22

    def draw(self, pen: Pen, top: float) -> None:
        """Draw guides, line and dots."""
        full, text = self.grid.full, self.grid.text
        left, width = text.x, text.width - 6
        count = len(self.chart.words)
        self.element.attributes["BBox"] = (full.x, top - self.height(), full.x + full.width, top)
        heights = [top - 10 - 20.0 * (count - 1 - level) for level in range(count)]
        with pen.content(self.element):
            for word, y in zip(self.chart.words, heights, strict=True):
                pen.words(full.x, y - 3.2, word, _LABEL)
                pen.line([(left, y), (left + width, y)], look.RULE, 0.4)
            points = self._points(left, width, heights)
            if points:
                path = [points[0]]
                for x, y in points[1:]:
                    path += [(x, path[-1][1]), (x, y)]
                pen.line([*path, (left + width, path[-1][1])], look.ACCENT, 1.8)
            for x, y in points:
                pen.dot(x, y, 3.2, look.WHITE)
                pen.dot(x, y, 2.4, look.ACCENT)
            self._labels(pen, points, left + width, heights[0] - 20)

    def _labels(self, pen: Pen, points: Sequence[tuple[float, float]], right: float, foot: float) -> None:
        """Days under their dots; one that has no room gives way to the first, the last and the one before it."""
        labels = [step.label for step in sorted(self.chart.steps, key=lambda step: step.on)]
        widths = [pen.setter.natural_width(words(label), _SMALL) for label in labels]
        wanted = [(min(x, right - width), width) for (x, _), width in zip(points, widths, strict=True)]
        last, free = len(labels) - 1, -inf
        for index, (label, (x, width)) in enumerate(zip(labels, wanted, strict=True)):
            room = index == last or not last or x + width + _APART <= wanted[last][0]
            if label and room and (x >= free or not index):
                with_tick = points[index][0]
                pen.line([(with_tick, foot + 12), (with_tick, foot + 9.5)], look.GREY, 0.5)
                pen.words(x, foot, label, _SMALL)
                free = x + width + _APART

    def _points(self, left: float, width: float, heights: Sequence[float]) -> list[tuple[float, float]]:
        steps = sorted(self.chart.steps, key=lambda step: step.on)
        if not steps:
            return []
        first = steps[0].on.toordinal()
        days = max(steps[-1].on.toordinal() - first, 1)
        usable = width * 0.94
        highest = len(heights) - 1
        return [
            (left + usable * (step.on.toordinal() - first) / days, heights[min(max(step.level, 0), highest)])
            for step in steps
        ]


def bars_item(chart: BarChart, element: Element, setter: Setter, grid: Grid) -> list[BarsItem]:
    """The chart as figures of at most a page each."""
    per_page = 26
    items: list[BarsItem] = []
    for start in range(0, max(len(chart.bars), 1), per_page):
        bars = chart.bars[start : start + per_page]
        part = BarChart(chart.title, bars, chart.alternative, chart.legend)
        labels = [setter.lines(words(bar.label), _LABEL, grid.side.width) for bar in bars]
        figure = element.add("Figure", Alt=chart.alternative or chart.title)
        items.append(BarsItem(part, labels, figure, grid))
    return items
