"""What flows down a page: texts, list items, facts, pictures, fields.

Each knows its height, may split, and draws itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from portfolio_app.document.tree import Inline, Span
from portfolio_app.pdf import style as look
from portfolio_app.pdf.pen import Pen, baseline
from portfolio_app.pdf.style import Area, TextStyle
from portfolio_app.pdf.tagging import Element
from portfolio_app.pdf.words import Line

_TOGETHER: Final = 2
"""Lines of a paragraph that never stand alone at the top or the foot of a page."""


class Item:
    """Something with a height. ``full`` items wait until what stands in the side column has ended."""

    before: float = 0
    after: float = 0
    keep_next: bool = False
    full: bool = False

    def height(self) -> float:
        """Points from top to bottom, without the space around."""
        raise NotImplementedError  # pragma: no cover - every item has its own

    def least(self) -> float:
        """Height of the smallest piece that may stand alone."""
        return self.height()

    def draw(self, pen: Pen, top: float) -> None:
        """Draw with the upper edge at ``top``."""
        raise NotImplementedError  # pragma: no cover - every item has its own

    def split(self, room: float, *, fresh: bool) -> tuple[Item, Item] | None:
        """Two items of which the first fits the room, or None. On a ``fresh`` page anything must split that can."""
        del room, fresh
        return None


@dataclass
class TextItem(Item):
    """A paragraph, heading or caption. ``on_draw`` hears where it came to stand."""

    element: Element
    inline: Inline
    lines: Sequence[Line]
    style: TextStyle
    area: Area
    right: bool = False
    full: bool = False
    keep_next: bool = False
    bar: bool = False
    label: tuple[Element, str] | None = None
    on_draw: Callable[[Pen, float], None] | None = None

    def __post_init__(self) -> None:
        self.before, self.after = self.style.before, self.style.after

    def height(self) -> float:
        """Points from top to bottom."""
        return len(self.lines) * self.style.leading

    def least(self) -> float:
        """Two lines, or all where one would be left over."""
        count = len(self.lines)
        return self.style.leading * (count if count <= _TOGETHER + 1 else _TOGETHER)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the lines, and the label of a list item or the bar of a quote."""
        if self.on_draw:
            self.on_draw(pen, top)
        if self.bar:
            with pen.artifact():
                pen.rect(self.area.x - 12, top - self.height() - 1, 1.6, self.height() + 1, look.SIGNAL)
        if self.label:
            element, text = self.label
            with pen.content(element):
                pen.words(self.area.x - 14, top - baseline(self.style), text, self.style)
        pen.paragraph(
            self.element, self.lines, self.inline, self.style, self.area.x, top, self.area.width, right=self.right
        )

    def split(self, room: float, *, fresh: bool) -> tuple[Item, Item] | None:
        """Split between lines, two of them on either side."""
        count = min(int((room + 0.01) / self.style.leading), len(self.lines) - _TOGETHER)
        if count < _TOGETHER and not fresh:
            return None
        count = max(count, 1) if fresh else count
        if count >= len(self.lines) or count * self.style.leading > room + 0.01:
            return None
        first = replace(self, lines=self.lines[:count])
        rest = replace(self, lines=self.lines[count:], label=None, on_draw=None)
        first.after = rest.before = 0
        return first, rest


@dataclass
class FactsItem(Item):
    """Labels and values in the side column, each under a thin rule."""

    pairs: Sequence[tuple[Element, Inline, Sequence[Line], Element, Inline, Sequence[Line]]]
    area: Area
    after: float = 10

    @staticmethod
    def _one(labels: Sequence[Line], values: Sequence[Line]) -> float:
        return 12 + len(labels) * look.FACT_LABEL.leading + len(values) * look.FACT_VALUE.leading - 2.5

    def height(self) -> float:
        """Points from top to bottom."""
        return sum(self._one(pair[2], pair[5]) for pair in self.pairs)

    def least(self) -> float:
        """The first pair."""
        return self._one(self.pairs[0][2], self.pairs[0][5]) if self.pairs else 0

    def split(self, room: float, *, fresh: bool) -> tuple[Item, Item] | None:
        """Split between pairs."""
        used, count = 0.0, 0
        while count < len(self.pairs) and used + self._one(self.pairs[count][2], self.pairs[count][5]) <= room:
            used += self._one(self.pairs[count][2], self.pairs[count][5])
            count += 1
        count = max(count, 1) if fresh else count
        if not 0 < count < len(self.pairs):
            return None
        return replace(self, pairs=self.pairs[:count]), replace(self, pairs=self.pairs[count:])

    def draw(self, pen: Pen, top: float) -> None:
        """Draw every pair."""
        x, width = self.area.x, self.area.width
        for label, label_words, labels, value, value_words, values in self.pairs:
            with pen.artifact():
                pen.line([(x, top - 2), (x + width, top - 2)], look.RULE, 0.5)
            inner = top - 4
            pen.paragraph(label, labels, label_words, look.FACT_LABEL, x, inner, width)
            inner -= len(labels) * look.FACT_LABEL.leading
            pen.paragraph(value, values, value_words, look.FACT_VALUE, x, inner, width)
            top -= self._one(labels, values)


@dataclass
class PictureItem(Item):
    """A picture with its words beside or under it; read from its bytes only while it is drawn."""

    element: Element
    load: Callable[[], Any]
    size: tuple[float, float]
    area: Area
    on_draw: Callable[[Pen, float], None] | None = None
    full: bool = True
    keep_next: bool = False
    beside: TextItem | None = None

    def __post_init__(self) -> None:
        self.before, self.after = 6, 6

    def height(self) -> float:
        """Points from top to bottom."""
        return max(self.size[1], self.beside.height() if self.beside else 0)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the picture as a figure, and its caption where that stands beside it."""
        if self.on_draw:
            self.on_draw(pen, top)
        width, height = self.size
        if self.beside:
            self.beside.draw(pen, top)
        x, y = self.area.x, top - height
        self.element.attributes["BBox"] = (x, y, x + width, top)
        with pen.content(self.element):
            pen.picture(self.load(), x, y, width, height)


@dataclass
class FieldItem(Item):
    """A frame in which a reader writes, ticks or signs."""

    element: Element
    name: str
    kind: str
    label: str
    multiline: bool
    area: Area
    size: tuple[float, float]
    beside: TextItem | None = None

    def __post_init__(self) -> None:
        self.before, self.after = (6, 6) if self.beside else (2, 10)

    def height(self) -> float:
        """Points from top to bottom."""
        return max(self.size[1], self.beside.height() if self.beside else 0)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw the frame, reserve its place, and set the words of a check box beside it."""
        if self.beside:
            self.beside.draw(pen, top)
        width, height = self.size
        x, y = self.area.x, top - height
        with pen.artifact():
            pen.frame(x, y, width, height, look.RULE, 0.7)
        pen.field(self.element, (x, y, x + width, top), self.name, self.kind, self.label, self.multiline)


_INK_BOX: Final = 92.0
_INK_LINE: Final = 26.0


@dataclass
class InkItem(Item):
    """Lines to write on and boxes to sign or stamp in with ink, each under its label."""

    spaces: Sequence[tuple[TextItem, bool]]
    full: bool = True

    def __post_init__(self) -> None:
        self.before, self.after = 8, 8

    def height(self) -> float:
        """Points of the highest label with the room under it."""
        room = _INK_BOX if any(box for _, box in self.spaces) else _INK_LINE
        return max(label.height() for label, _ in self.spaces) + room

    def draw(self, pen: Pen, top: float) -> None:
        """Draw labels, lines and boxes."""
        bottom = top - self.height()
        for label, box in self.spaces:
            label.draw(pen, top)
            x, width = label.area.x, label.area.width
            with pen.artifact():
                if box:
                    pen.frame(x, bottom, width, top - label.height() - 4 - bottom, look.RULE, 0.7)
                else:
                    pen.line([(x, bottom), (x + width, bottom)], look.INK, 0.5)


@dataclass
class GroupItem(Item):
    """Items that go to the next page together where they do not fit."""

    items: Sequence[Item]

    def __post_init__(self) -> None:
        if self.items:
            self.before, self.after = self.items[0].before, self.items[-1].after

    def height(self) -> float:
        """Points from the first to the last, with the space between."""
        total, gap = 0.0, 0.0
        for index, item in enumerate(self.items):
            total += (max(gap, item.before) if index else 0) + item.height()
            gap = item.after
        return total


class BreakItem(Item):
    """A new page."""

    def height(self) -> float:
        """Nothing."""
        return 0


def words(text: str) -> Inline:
    """One plain span."""
    return (Span(text),)
