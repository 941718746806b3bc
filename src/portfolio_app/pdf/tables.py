"""Tables with horizontal rules, a head that repeats, and rows that split where they are higher than a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from portfolio_app.document.tree import Inline, Table
from portfolio_app.pdf import style as look
from portfolio_app.pdf.flowables import Item, words
from portfolio_app.pdf.lines import Setter
from portfolio_app.pdf.pen import Pen
from portfolio_app.pdf.style import Area, Grid, TextStyle
from portfolio_app.pdf.tagging import Element
from portfolio_app.pdf.words import Line

_ABOVE, _BELOW, _GAP = 4.0, 5.0, 10.0


@dataclass(frozen=True)
class _Cell:
    element: Element
    inline: Inline
    lines: Sequence[Line]


@dataclass(frozen=True)
class _Row:
    cells: tuple[_Cell, ...]
    style: TextStyle
    open_below: bool = False
    anchor: str = ""

    @cached_property
    def height(self) -> float:
        """Points with the room above and below."""
        return _ABOVE + _BELOW + self.style.leading * max((len(cell.lines) for cell in self.cells), default=1)

    def split(self, room: float) -> tuple[_Row, _Row] | None:
        """The lines that fit, and the rest; None where not even one does."""
        count = int((room - _ABOVE - _BELOW + 0.01) / self.style.leading)
        if count < 1 or count >= max(len(cell.lines) for cell in self.cells):
            return None
        first = tuple(replace(cell, lines=cell.lines[:count]) for cell in self.cells)
        rest = tuple(replace(cell, lines=cell.lines[count:]) for cell in self.cells)
        return replace(self, cells=first, open_below=True), replace(self, cells=rest, anchor="")


@dataclass
class TableItem(Item):
    """Rows under a head. A continued part draws the head again, as decoration."""

    head: _Row
    rows: Sequence[_Row]
    columns: Sequence[Area]
    right: Sequence[bool]
    page: float
    """Height of an empty page."""
    last_is_total: bool = False
    continued: bool = False
    full: bool = True
    body: float = 0
    """Points of all rows together, which is not counted anew for every page of a table of thousands."""

    def __post_init__(self) -> None:
        self.after = 16

    def height(self) -> float:
        """Points from the head to the last rule."""
        return self.head.height + self.body

    def least(self) -> float:
        """The head with one row, or with the beginning of one that is so high that it splits."""
        if not self.rows:
            return self.head.height
        row = self.rows[0].height
        return self.head.height + (row if row <= self.page / 2 else look.BASELINE * 8)

    def split(self, room: float, *, fresh: bool) -> tuple[Item, Item] | None:
        """Split between rows; within a row only where it is higher than what is left of an empty page."""
        used, count = self.head.height, 0
        while count < len(self.rows) and used + self.rows[count].height <= room + 0.01:
            used += self.rows[count].height
            count += 1
        if count == len(self.rows):
            return None
        first, rest, halves = list(self.rows[:count]), list(self.rows[count:]), None
        if rest[0].height > self.page / 2 or (fresh and not first):
            halves = rest[0].split(room - used)
            if halves:
                first.append(halves[0])
                rest[0] = halves[1]
        if self.last_is_total and len(rest) == 1 and len(first) > 1:
            rest.insert(0, first.pop())
        if not first:
            return None
        # A row that was split has room above and below twice.
        more = sum(row.height for row in halves) - self.rows[count].height if halves else 0
        drawn = sum(row.height for row in first)
        left = self.body + more - drawn
        above = replace(self, rows=first, last_is_total=False, body=drawn)
        above.after = 0
        return above, replace(self, rows=rest, continued=True, body=left)

    def draw(self, pen: Pen, top: float) -> None:
        """Draw head, rows and rules."""
        self._row(pen, self.head, top, repeated=self.continued)
        top -= self.head.height
        self._rule(pen, top, strong=True)
        for number, row in enumerate(self.rows):
            total = self.last_is_total and number == len(self.rows) - 1
            if total and number:
                self._rule(pen, top, strong=True)
            if row.anchor:
                pen.anchor(row.anchor, top + 12)
            self._row(pen, row, top, repeated=False)
            top -= row.height
            if not row.open_below and not total:
                self._rule(pen, top, strong=False)

    def _row(self, pen: Pen, row: _Row, top: float, *, repeated: bool) -> None:
        for cell, area, right in zip(row.cells, self.columns, self.right, strict=True):
            if not cell.lines:
                continue
            if repeated:
                with pen.artifact():
                    for number, line in enumerate(cell.lines):
                        pen.reprint(line, row.style, area, top - _ABOVE - number * row.style.leading, right=right)
            else:
                pen.paragraph(
                    cell.element, cell.lines, cell.inline, row.style, area.x, top - _ABOVE, area.width, right=right
                )

    def _rule(self, pen: Pen, y: float, *, strong: bool) -> None:
        left = self.columns[0].x
        right = self.columns[-1].x + self.columns[-1].width
        with pen.artifact():
            pen.line([(left, y), (right, y)], look.INK if strong else look.RULE, 0.8 if strong else 0.4)


def table_item(table: Table, element: Element, setter: Setter, grid: Grid) -> TableItem:
    """Set every cell of a table and tag it."""
    columns = _columns(table, setter, grid)
    head_row = element.add("TR")
    cells: list[_Cell] = []
    for column, strip in zip(table.columns, columns, strict=True):
        head = head_row.add("TH", Scope="Column")
        cells.append(_Cell(head, words(column.head), setter.lines(words(column.head), look.CELL_HEAD, strip.width)))
    rows = [_row(table, row, element, setter, columns, look.CELL) for row in table.rows]
    for number, anchor in enumerate(table.anchors):
        if anchor:
            rows[number] = replace(rows[number], anchor=anchor)
    if table.total:
        rows.append(_row(table, table.total, element, setter, columns, look.CELL_STRONG))
    right = [column.align == "right" for column in table.columns]
    head = _Row(tuple(cells), look.CELL_HEAD)
    body = sum(row.height for row in rows)
    return TableItem(head, rows, columns, right, grid.room, last_is_total=bool(table.total), body=body)


def _row(
    table: Table, row: Sequence[Inline], element: Element, setter: Setter, columns: Sequence[Area], style: TextStyle
) -> _Row:
    tagged = element.add("TR")
    cells: list[_Cell] = []
    for column, inline, strip in zip(table.columns, row, columns, strict=True):
        cell = tagged.add("TH", Scope="Row") if column.row_head else tagged.add("TD")
        cells.append(_Cell(cell, inline, setter.lines(inline, style, strip.width)))
    return _Row(tuple(cells), style)


def _columns(table: Table, setter: Setter, grid: Grid) -> list[Area]:
    """Widths by share; a narrow column gets what its own words need, from the wide ones."""
    room = grid.full.width - _GAP * (len(table.columns) - 1)
    total = sum(column.share for column in table.columns)
    widths = [room * column.share / total for column in table.columns]
    needs = [_need(table, index, setter, 2 * grid.column) for index in range(len(widths))]
    for index, need in enumerate(needs):
        short = need - widths[index]
        widest = max(range(len(widths)), key=lambda i: widths[i] - needs[i])
        if 0 < short < widths[widest] - needs[widest] and widest != index:
            widths[index] += short
            widths[widest] -= short
    x = grid.full.x
    strips: list[Area] = []
    for width in widths:
        strips.append(Area(x, width))
        x += width + _GAP
    return strips


def _need(table: Table, index: int, setter: Setter, limit: float) -> float:
    """Width that keeps the head and short cells (dates, hours) on one line; at most ``limit``."""
    texts = [row[index] for row in (*table.rows[:200], *([table.total] if table.total else []))]
    widths = [setter.natural_width(text, look.CELL_STRONG) for text in texts if sum(len(s.text) for s in text) <= 16]
    head = setter.natural_width(words(table.columns[index].head), look.CELL_HEAD)
    return max((width + 1 for width in (head, *widths) if width < limit), default=0)
