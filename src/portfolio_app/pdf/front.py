"""Cover, contents, and what every page carries at head and foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from portfolio_app.document import tree
from portfolio_app.pdf import style as look
from portfolio_app.pdf.flowables import Item, TextItem, words
from portfolio_app.pdf.lines import Setter, as_title
from portfolio_app.pdf.pen import Pen, baseline
from portfolio_app.pdf.style import Grid, TextStyle
from portfolio_app.pdf.tagging import Element
from portfolio_app.pdf.words import Line

_BLOCK_FROM: Final = 0.52
_NUMBER_ROOM: Final = 40.0
_TITLE_LINES: Final = 6


def draw_cover(pen: Pen, document: tree.Document, section: Element) -> None:
    """Draw the coloured block with who, what and which period. No counts."""
    cover = document.cover
    grid = pen.grid
    foot = grid.height * _BLOCK_FROM
    with pen.artifact():
        pen.rect(0, foot, grid.width, grid.height - foot, look.ACCENT)
    width = grid.full.width
    _set(pen, section, cover.kicker.upper(), look.COVER_KICKER, grid.height - 21 * look.MM)
    period = pen.setter.lines(words(cover.period), look.COVER_PERIOD, width)
    y = foot + 38 * look.MM
    role = pen.setter.lines(words(cover.role), look.COVER_ROLE, width)
    name, name_style = _fitting(pen.setter, cover.name, width)
    top = y + 6 * look.MM + len(role) * look.COVER_ROLE.leading + 4 + len(name) * name_style.leading
    pen.paragraph(section.add("P"), name, words(cover.name), name_style, grid.margin, top, width)
    top -= len(name) * name_style.leading + 4
    if role:
        pen.paragraph(section.add("P"), role, words(cover.role), look.COVER_ROLE, grid.margin, top, width)
    with pen.artifact():
        pen.line([(grid.margin, y), (grid.margin + 30 * look.MM, y)], look.SIGNAL, 2.2)
    if period:
        top = foot + 17 * look.MM + (len(period) - 1) * look.COVER_PERIOD.leading
        pen.paragraph(section.add("P"), period, words(cover.period), look.COVER_PERIOD, grid.margin, top, width)
    _cover_facts(pen, cover.facts, section.add("L", ListNumbering="None"), foot - 18 * look.MM)


def _cover_facts(pen: Pen, facts: Sequence[tuple[str, str]], listing: Element, top: float) -> None:
    """Pairs of label and value, two beside each other."""
    grid = pen.grid
    width = 5.5 * grid.column
    for start in range(0, len(facts), 2):
        lowest = top
        for column, (label, value) in enumerate(facts[start : start + 2]):
            entry, x, y = listing.add("LI"), grid.margin + 6 * grid.column * column, top
            for tag, text, style in (("Lbl", label, look.COVER_LABEL), ("LBody", value, look.COVER_VALUE)):
                lines = pen.setter.lines(words(text), style, width)[:_TITLE_LINES]
                pen.paragraph(entry.add(tag), lines, words(text), style, x, y, width)
                y -= len(lines) * style.leading
            lowest = min(lowest, y)
        top = lowest - 9 * look.MM


def _fitting(setter: Setter, name: str, width: float) -> tuple[Sequence[Line], TextStyle]:
    """The name as large as two lines allow."""
    for size in (44.0, 36.0, 28.0):
        style = TextStyle("light", size, size * 1.14, look.WHITE, hyphenate=False)
        lines = setter.lines(words(name), style, width)
        if len(lines) <= 2:
            return lines, style
    return lines, style


def _set(pen: Pen, section: Element, text: str, style: TextStyle, top: float) -> float:
    if not text.strip():
        return top
    lines = pen.setter.lines(words(text), style, pen.grid.full.width)
    pen.paragraph(section.add("P"), lines, words(text), style, pen.grid.margin, top, pen.grid.full.width)
    return top - len(lines) * style.leading


@dataclass(frozen=True)
class ContentsLine:
    """A line of the table of contents; ``page`` as printed."""

    level: int
    title: str
    target: str
    page: str


def contents_items(
    setter: Setter, grid: Grid, title: str, lines: Sequence[ContentsLine], contents: Element
) -> list[Item]:
    """The contents as items: made once without page numbers to know how many pages they take, once with them."""
    heading = TextItem(
        contents.add("Caption"),
        words(title),
        setter.lines(words(title), look.TITLE, grid.full.width),
        look.TITLE,
        grid.full,
    )
    items: list[Item] = [heading]
    for line in lines:
        style = look.TOC_1 if line.level == 1 else look.TOC_2
        indent = 0 if line.level == 1 else 4 * grid.column
        area = look.Area(grid.margin + indent, grid.full.width - indent)
        link = contents.add("TOCI").add("Reference").add("Link")
        # A line of the contents is never parted, and their pages are counted before they are made.
        set_lines = setter.lines(words(line.title), style, area.width - _NUMBER_ROOM)[:_TITLE_LINES]
        items.append(
            ContentsItem(link, words(line.title), set_lines, style, area, target=line.target, number=line.page)
        )
    return items


@dataclass
class ContentsItem(TextItem):
    """A title and its page number, the whole line a link."""

    target: str = ""
    number: str = ""

    def least(self) -> float:
        """All of it."""
        return self.height()

    def draw(self, pen: Pen, top: float) -> None:
        """Draw title and number and lay the link over them."""
        bottom = top - self.height()
        right = self.area.x + self.area.width
        with pen.content(self.element):
            for index, line in enumerate(self.lines):
                pen.reprint(line, self.style, self.area, top - index * self.style.leading)
            # The space is for who hears the line.
            number = f" {self.number}"
            pen.words(right, bottom + self.style.leading - baseline(self.style), number, self.style, right=True)
        spoken = f"{''.join(span.text for span in self.inline)}, {self.number}"
        pen.link(self.element, (self.area.x, bottom, right, top), f"#{self.target}", spoken)


def furnish(pen: Pen, left: str, right: str, foot: str, number: str) -> None:
    """Draw running head, rule and foot as artifacts."""
    grid = pen.grid
    edge = grid.margin + grid.full.width
    half = grid.full.width / 2 - 8
    with pen.artifact("Header"):
        pen.words(grid.margin, grid.head, _shortened(pen.setter, left, half), look.RUNNING)
        pen.words(edge, grid.head, _shortened(pen.setter, right, half), look.RUNNING, right=True)
    with pen.artifact("Footer"):
        pen.line([(grid.margin, grid.foot_rule), (edge, grid.foot_rule)], look.RULE, 0.5)
        pen.words(grid.margin, grid.foot, _shortened(pen.setter, foot, grid.full.width - 60), look.RUNNING)
        pen.words(edge, grid.foot, number, look.RUNNING, right=True)


def _shortened(setter: Setter, text: str, width: float) -> str:
    text = as_title(text)
    while text and setter.natural_width(words(text), look.RUNNING) > width:
        text = text[:-2].rstrip() + "…"
    return text
