"""From the blocks of the tree to items that flow, with their structure elements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from portfolio_app.document import tree
from portfolio_app.pdf import style as look
from portfolio_app.pdf.charts import StepsItem, bars_item
from portfolio_app.pdf.flowables import (
    BreakItem,
    FactsItem,
    FieldItem,
    GroupItem,
    InkItem,
    Item,
    PictureItem,
    TextItem,
    words,
)
from portfolio_app.pdf.lines import as_title
from portfolio_app.pdf.pen import Pen
from portfolio_app.pdf.style import Area, TextStyle
from portfolio_app.pdf.tables import table_item
from portfolio_app.pdf.tagging import Element, OutlineEntry

_ROLES: Final[dict[str, TextStyle]] = {
    "body": look.BODY,
    "lead": look.LEAD,
    "quote": look.QUOTE,
    "note": look.NOTE,
    "meta": look.META,
    "code": look.CODE,
}
_HEADINGS: Final = {1: look.TITLE, 2: look.HEADING_2, 3: look.HEADING_3, 4: look.HEADING_3}
_SMALL_PICTURE: Final = (4.4, 150.0)
"""Most columns and points of height of a picture that has its caption beside it."""
_SIDE_LINES: Final = 12
"""Most lines of a value in the side column."""
_CHECK_BOX: Final = (12.0, 12.0)
_SIGNATURE: Final = 54.0


class Builder:
    """Makes the items of one part. ``pictures`` gives the bytes of a prepared picture by digest.

    Paragraphs and lists run in ``text``: beside the column of facts, or over its room where a part has none.
    """

    def __init__(
        self, pen: Pen, section: Element, pictures: Callable[[str], bytes], label: str, text: Area | None = None
    ) -> None:
        self._pen, self._setter, self._pictures = pen, pen.setter, pictures
        self._sections: list[tuple[int, Element]] = [(0, section)]
        self._grid = pen.grid
        self._label, self._area = label, text or self._grid.text
        self._level = 0

    def items(self, blocks: Sequence[tree.Block]) -> list[Item]:
        """Items for blocks, in order."""
        return [item for block in blocks for item in self._block(block)]

    def _block(self, block: tree.Block) -> Iterator[Item]:
        match block:
            case tree.Heading():
                yield from self.heading(block)
            case tree.Paragraph():
                yield self._paragraph(block)
            case tree.ListBlock():
                yield from self._list(block)
            case tree.Facts():
                yield from self._facts(block)
            case tree.Table():
                yield from self._table(block)
            case tree.BarChart() | tree.StepChart():
                yield from self._chart(block)
            case tree.Picture():
                yield from self._picture(block)
            case tree.InkRow():
                yield self._ink(block)
            case tree.ReviewField():
                yield from self._field(block)
            case tree.Group():
                yield GroupItem(self.items(block.blocks))
            case tree.Break():
                yield BreakItem()

    @property
    def _parent(self) -> Element:
        return self._sections[-1][1]

    def _text(self, element: Element, inline: tree.Inline, style: TextStyle, area: Area | None = None) -> TextItem:
        area = area or self._area
        return TextItem(element, inline, self._setter.lines(inline, style, area.width), style, area)

    def heading(self, block: tree.Heading) -> Iterator[Item]:
        """A heading; it opens a section, becomes a target and enters the outline."""
        level = min(block.level, self._level + 1)
        self._level = level
        while self._sections[-1][0] >= level:
            self._sections.pop()
        section = self._parent if level == 1 else self._parent.add("Sect")
        self._sections.append((level, section))
        # What has an eyebrow opens an item: it waits until the facts of the item before it have ended.
        full = block.level < 3 or bool(block.eyebrow)
        area, style = self._grid.full if full else self._area, _style_of(block)
        if block.eyebrow:
            eyebrow = self._text(section.add("P"), words(block.eyebrow.upper()), look.EYEBROW, area)
            eyebrow.keep_next, eyebrow.full = True, full
            # The space of the heading stands before its eyebrow, so that the two are seen as one.
            eyebrow.before, eyebrow.after = style.before, look.EYEBROW.after if level == 1 else 1
            yield eyebrow
        item = self._text(section.add(f"H{level}"), block.inline, style, area)
        item.keep_next, item.full = True, full
        if block.eyebrow:
            item.before = 0
        # Bookmarks are of parts and of what is in them, not of every question that is answered.
        outlined, title = block.level < 3 or bool(block.eyebrow), as_title(tree.plain(block.inline))

        def note(pen: Pen, top: float) -> None:
            place = pen.anchor(block.anchor, top + 12)
            if outlined:
                pen.structure.outline.append(OutlineEntry(level, title, place))

        item.on_draw = note
        yield item

    def _anchored(self, anchor: str) -> Callable[[Pen, float], None] | None:
        if not anchor:
            return None

        def note(pen: Pen, top: float) -> None:
            pen.anchor(anchor, top + 12)

        return note

    def _paragraph(self, block: tree.Paragraph) -> Item:
        quote = block.role == "quote"
        element = (self._parent.add("BlockQuote") if quote else self._parent).add("P")
        code = block.role == "code"
        text = self._area
        area = Area(text.x + 12, text.width - 12) if quote else self._grid.full if code else text
        item = self._text(element, block.inline, _ROLES[block.role], area)
        item.bar, item.full = quote, code
        item.on_draw = self._anchored(block.anchor)
        return item

    def _list(self, block: tree.ListBlock) -> Iterator[Item]:
        listing = self._parent.add("L", ListNumbering="Decimal" if block.ordered else "Disc")
        area = Area(self._area.x + 14, self._area.width - 14)
        for number, inline in enumerate(block.items, start=1):
            entry = listing.add("LI")
            label = entry.add("Lbl")
            item = self._text(entry.add("LBody"), inline, look.LIST_ITEM, area)
            item.label = (label, f"{number}." if block.ordered else "•")
            item.after = look.BODY.after if number == len(block.items) else look.LIST_ITEM.after
            yield item

    def _facts(self, block: tree.Facts) -> Iterator[Item]:
        """Pairs in the side column; one that is a story stands under the others as a text of its own."""
        listing = self._parent.add("L", ListNumbering="None")
        width = self._grid.side.width
        pairs: list[Any] = []
        stories: list[tuple[str, tree.Inline]] = []
        for name, value in block.pairs:
            lines = self._setter.lines(value, look.FACT_VALUE, width)
            if len(lines) > _SIDE_LINES:
                stories.append((name, value))
                continue
            entry, label = listing.add("LI"), words(name)
            labels = self._setter.lines(label, look.FACT_LABEL, width)
            pairs.append((entry.add("Lbl"), label, labels, entry.add("LBody"), value, lines))
        if pairs:
            yield FactsItem(pairs, self._grid.side)
        for name, value in stories:
            entry = listing.add("LI")
            label = self._text(entry.add("Lbl"), words(name), look.META)
            label.keep_next = True
            yield label
            yield self._text(entry.add("LBody"), value, look.BODY)

    def _table(self, block: tree.Table) -> Iterator[Item]:
        element = self._parent.add("Table")
        if block.caption:
            caption = self._text(element.add("Caption"), words(block.caption), look.CAPTION, self._grid.full)
            caption.keep_next = caption.full = True
            yield caption
        yield table_item(block, element, self._setter, self._grid)

    def _chart(self, block: tree.BarChart | tree.StepChart) -> Iterator[Item]:
        if isinstance(block, tree.BarChart):
            figures: Sequence[Item] = bars_item(block, self._parent, self._setter, self._grid)
            legend = block.legend
        else:
            figure = self._parent.add("Figure", Alt=block.alternative or block.title)
            figures, legend = [StepsItem(block, figure, self._grid)], ""
        for text, style in ((block.title, look.CAPTION), (legend, look.META)):
            if text:
                caption = self._text(self._before_last(len(figures)), words(text), style, self._grid.full)
                caption.keep_next = caption.full = True
                yield caption
        yield from figures

    def _before_last(self, count: int) -> Element:
        """A paragraph put before the last ``count`` children, which were made first."""
        element = Element("P")
        children = self._parent.children
        children.insert(len(children) - count, element)
        return element

    def _picture(self, block: tree.Picture) -> Iterator[Item]:
        from portfolio_app.pdf.pictures import PreparedPicture

        image = PreparedPicture(self._pictures(block.sha256))
        width, height = image.getSize()
        text, sharp = self._grid.text, 1.0 if width > 600 else 0.5
        columns, tallest = _SMALL_PICTURE if block.small else (8, self._grid.room * 0.55)
        scale = min(columns * self._grid.column / width, tallest / height, sharp)
        size = (width * scale, height * scale)
        figure = self._parent.add("Figure", Alt=block.alternative)
        picture = PictureItem(figure, lambda: image, size, text, self._anchored(block.anchor), full=False)
        if not block.caption:
            yield picture
            return
        if block.small:
            beside = Area(text.x + size[0] + 12, text.width - size[0] - 12)
            picture.beside = self._text(self._parent.add("P"), block.caption, look.NOTE, beside)
            yield picture
            return
        picture.keep_next = True
        picture.after = 5
        caption = self._text(self._parent.add("P"), block.caption, look.NOTE)
        yield GroupItem([picture, caption])

    def _ink(self, block: tree.InkRow) -> Item:
        count = max(len(block.spaces), 2)
        full, gap = self._grid.full, self._grid.column / 2
        width = (full.width - gap * (count - 1)) / count
        spaces: list[tuple[TextItem, bool]] = []
        for number, space in enumerate(block.spaces):
            area = Area(full.x + number * (width + gap), width)
            label = self._text(self._parent.add("P"), words(space.label), look.FACT_LABEL, area)
            spaces.append((label, space.box))
        return InkItem(spaces)

    def _field(self, block: tree.ReviewField) -> Iterator[Item]:
        if block.kind == "check":
            area = Area(self._grid.text.x + 20, self._grid.text.width - 20)
            beside = self._text(self._parent.add("P"), words(block.label), look.CELL, area)
            box = self._parent.add("Form")
            yield FieldItem(box, block.name, "check", block.label, False, self._grid.text, _CHECK_BOX, beside)
            return
        label = self._text(self._parent.add("P"), words(block.label), replace(look.FACT_LABEL, after=3, before=6))
        label.keep_next = True
        height = 70.0 if block.multiline else 22.0
        size = (self._grid.text.width, _SIGNATURE if block.kind == "signature" else height)
        element = self._parent.add("Form")
        field = FieldItem(element, block.name, block.kind, block.label, block.multiline, self._grid.text, size)
        yield GroupItem([label, field])


def _style_of(block: tree.Heading) -> TextStyle:
    """A heading that stands over several things is large and light, one that opens a thing among others strong."""
    if block.divider:
        return look.DIVIDER
    return look.ITEM if block.eyebrow and block.level > 2 else _HEADINGS[block.level]
