"""How a page looks: measures, colours and text styles, on twelve columns and a baseline of 14 points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

from portfolio_app.domain.selection import Paper

MM: Final = 72 / 25.4
BASELINE: Final = 14.0

Colour = tuple[float, float, float]
Weight = Literal["light", "regular", "semibold", "italic", "semibold_italic"]


def _rgb(code: str) -> Colour:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return (round(red, 3), round(green, 3), round(blue, 3))


INK: Final = _rgb("1d2733")
GREY: Final = _rgb("5d6b7a")
RULE: Final = _rgb("cfd6dd")
TINT: Final = _rgb("eef3f6")
ACCENT: Final = _rgb("1f5f7a")
SIGNAL: Final = _rgb("d98e2b")
SIGNAL_TEXT: Final = _rgb("9a5b06")
"""The signal colour as text: dark enough to read (5.4 : 1 on white)."""
WHITE: Final = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Area:
    """A vertical strip of the page: left edge and width in points."""

    x: float
    width: float


@dataclass(frozen=True)
class Grid:
    """Where things stand on a paper of so many points: heights are counted from its lower edge."""

    width: float
    height: float
    margin: float = 20 * MM
    bottom: float = 24 * MM
    foot_rule: float = 17 * MM
    foot: float = 12 * MM

    @cached_property
    def column(self) -> float:
        """Width of one of the twelve columns."""
        return (self.width - 2 * self.margin) / 12

    @cached_property
    def top(self) -> float:
        """Where the text of a page begins."""
        return self.height - 25 * MM

    @cached_property
    def head(self) -> float:
        """Baseline of the running head."""
        return self.height - 13 * MM

    @cached_property
    def room(self) -> float:
        """Height for text on an empty page."""
        return self.top - self.bottom

    @cached_property
    def full(self) -> Area:
        """All columns."""
        return Area(self.margin, 12 * self.column)

    @cached_property
    def text(self) -> Area:
        """The columns of running text."""
        return Area(self.margin + 4 * self.column, 8 * self.column)

    @cached_property
    def side(self) -> Area:
        """The column of facts beside the text."""
        return Area(self.margin, 3.5 * self.column)


GRIDS: Final = {Paper.A4: Grid(595.276, 841.89), Paper.LETTER: Grid(612.0, 792.0)}
A4: Final = GRIDS[Paper.A4]


@dataclass(frozen=True)
class TextStyle:
    """Size, leading and the space around a text, in points."""

    weight: Weight = "regular"
    size: float = 10.2
    leading: float = BASELINE
    colour: Colour = INK
    before: float = 0
    after: float = BASELINE / 2
    tracking: float = 0
    hyphenate: bool = True


BODY: Final = TextStyle()
LEAD: Final = TextStyle(weight="light", size=13.5, leading=20, after=10)
QUOTE: Final = TextStyle(weight="italic", colour=INK, before=3, after=10)
NOTE: Final = TextStyle(size=8.8, leading=12, colour=GREY, after=6)
CODE: Final = TextStyle(weight="semibold", size=19, leading=28, before=10, after=8, tracking=1.2, hyphenate=False)
META: Final = TextStyle(size=8.8, leading=12, colour=GREY, after=4)
EYEBROW: Final = TextStyle(
    weight="semibold", size=9.5, leading=14, colour=SIGNAL_TEXT, after=7, tracking=1.1, hyphenate=False
)
TITLE: Final = TextStyle(weight="light", size=28, leading=34, after=18, hyphenate=False)
HEADING_2: Final = TextStyle(weight="semibold", size=13.5, leading=18, before=20, after=8, hyphenate=False)
DIVIDER: Final = TextStyle(weight="light", size=19, leading=25, before=26, after=6, hyphenate=False)
ITEM: Final = TextStyle(weight="semibold", size=12, leading=16, before=18, after=7, hyphenate=False)
HEADING_3: Final = TextStyle(weight="semibold", size=10.8, leading=14, before=12, after=3, hyphenate=False)
CAPTION: Final = TextStyle(weight="semibold", size=10.8, leading=14, before=12, after=5, hyphenate=False)
CELL: Final = TextStyle(size=9.2, leading=12, after=0)
CELL_STRONG: Final = replace(CELL, weight="semibold")
CELL_HEAD: Final = TextStyle(weight="semibold", size=8.5, leading=12, colour=GREY, after=0)
FACT_LABEL: Final = TextStyle(size=8.5, leading=11, colour=GREY, after=0)
FACT_VALUE: Final = TextStyle(weight="semibold", size=9.8, leading=13, after=0)
LIST_ITEM: Final = replace(BODY, after=3)
TOC_1: Final = TextStyle(weight="semibold", size=10.2, before=9, after=1, hyphenate=False)
TOC_2: Final = TextStyle(size=10.2, after=1, hyphenate=False)
COVER_KICKER: Final = TextStyle(size=10.5, leading=14, colour=WHITE, tracking=1.4, hyphenate=False)
COVER_NAME: Final = TextStyle(weight="light", size=44, leading=50, colour=WHITE, hyphenate=False)
COVER_ROLE: Final = TextStyle(weight="light", size=19, leading=25, colour=WHITE, hyphenate=False)
COVER_PERIOD: Final = TextStyle(size=11, leading=15, colour=WHITE, hyphenate=False)
COVER_LABEL: Final = TextStyle(size=9.5, leading=14, colour=GREY, after=0, hyphenate=False)
COVER_VALUE: Final = TextStyle(weight="light", size=15, leading=20, after=0, hyphenate=False)
RUNNING: Final = TextStyle(size=8.5, leading=11, colour=GREY, after=0, hyphenate=False)
