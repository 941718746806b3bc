"""The tree as tagged pages: each part laid out alone on pages of its own, the contents last and moved to the front."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from portfolio_app.document import tree
from portfolio_app.pdf import style as look
from portfolio_app.pdf.blocks import Builder
from portfolio_app.pdf.flowables import words
from portfolio_app.pdf.form import OWNER_FIELD
from portfolio_app.pdf.front import ContentsLine, contents_items, draw_cover, furnish
from portfolio_app.pdf.lines import as_title
from portfolio_app.pdf.pager import Pager, measure
from portfolio_app.pdf.pen import Pen, Seal
from portfolio_app.pdf.references import with_pages
from portfolio_app.pdf.style import TextStyle
from portfolio_app.pdf.tagging import Element, FieldSpot, OutlineEntry, Place, Structure

CONTENTS_LINES = 60
"""So many headings are always listed: about a page and a half."""
PART_LINES = 20


@dataclass(frozen=True)
class Pages:
    """Drawn pages, their structure, and for each page in drawing order its final place."""

    data: bytes
    structure: Structure
    final: tuple[int, ...]


@dataclass(frozen=True)
class Head:
    """A heading that enters the contents, with the anchor it has or gets."""

    level: int
    title: str
    anchor: str


def lay_out(
    document: tree.Document,
    pictures: Callable[[str], bytes],
    progress: Callable[[int, int], None],
    check: Callable[[], None],
    seal_lines: tuple[tuple[str, TextStyle], ...] = (),
) -> Pages:
    """Draw the document. ``check`` raises to stop; ``progress`` hears parts done and parts in all.

    ``seal_lines`` is what the owner's signature field shows.
    """
    return Layout(document, pictures, progress, check).run(seal_lines)


class Layout:
    """One use: draws a document with a pen."""

    def __init__(
        self,
        document: tree.Document,
        pictures: Callable[[str], bytes],
        progress: Callable[[int, int], None],
        check: Callable[[], None],
        pen: Pen | None = None,
    ) -> None:
        self._document = document
        self._pictures, self._progress, self._check = pictures, progress, check
        self._pen = pen or Pen(document.lang, look.GRIDS[document.paper])
        self._parts = [_with_anchors(part, number) for number, part in enumerate(document.parts)]
        self._heads = _listed([tuple(_heads(part)) for part in self._parts])
        self._running = ""
        self._contents_pages = 0
        self._contents_start: int | None = None

    def run(self, seal_lines: tuple[tuple[str, TextStyle], ...]) -> Pages:
        """Cover, parts, contents; then everything in its final order."""
        root = self._pen.structure.root
        draw_cover(self._pen, self._document, root.add("Sect"))
        contents = Element("TOC")
        root.add("Sect").children.append(contents)
        self._contents_pages = self._measured(self._heads)
        for number, part in enumerate(self._parts):
            self._progress(number, len(self._parts))
            self._part(part, root.add("Sect"))
        spot = self._owner_field(root)
        self._contents(self._heads, contents)
        self._progress(len(self._parts), len(self._parts))
        width, height = spot.rect[2] - spot.rect[0], spot.rect[3] - spot.rect[1]
        return self._finished(Seal((width, height), seal_lines) if seal_lines and width else None)

    def _owner_field(self, root: Element) -> FieldSpot:
        """The owner's signature field; an invisible one on the last page where the tree has none."""
        spots = [spot for notes in self._pen.structure.pages for spot in notes.hotspots]
        for spot in spots:
            if isinstance(spot, FieldSpot) and spot.name == OWNER_FIELD:
                return spot
        element = root.add("Sect").add("Form")
        self._pen.field(element, (0, 0, 0, 0), OWNER_FIELD, "signature", self._document.author or OWNER_FIELD, False)
        spot = self._pen.structure.pages[-1].hotspots[-1]
        assert isinstance(spot, FieldSpot)
        return spot

    def _measured(self, heads: list[Head]) -> int:
        if not heads:
            return 0
        grid = self._pen.grid
        lines = [ContentsLine(head.level, head.title, head.anchor, "") for head in heads]
        return measure(
            contents_items(self._pen.setter, grid, self._document.contents_title, lines, Element("TOC")), grid
        )

    def _part(self, part: tree.PartBlock, section: Element) -> None:
        self._running = part.title
        self._pen.next_page()
        pager = Pager(self._pen, self._furnish, self._check)
        pager.start()
        builder = Builder(self._pen, section, self._pictures, self._document.page_label)
        pager.flow(builder.items(with_pages(part.blocks, self._page_of)))

    def _contents(self, heads: list[Head], contents: Element) -> None:
        if not heads:
            return
        self._running = self._document.contents_title
        self._pen.next_page()
        self._contents_start = self._pen.page
        lines = [
            ContentsLine(head.level, head.title, head.anchor, str(self._page_of(head.anchor) or "")) for head in heads
        ]
        pager = Pager(self._pen, self._furnish, self._check)
        pager.start()
        pager.flow(contents_items(self._pen.setter, self._pen.grid, self._document.contents_title, lines, contents))

    def _page_of(self, anchor: str) -> int | None:
        place = self._pen.structure.anchors.get(anchor)
        return self._printed(place.page) if place else None

    def _printed(self, page: int) -> int:
        """Number on the page that is drawn as ``page``-th: the cover counts as 1, the contents follow it."""
        start = self._contents_start
        if start is not None and page >= start:
            return page - start + 2
        return page + 1 if page == 0 else page + 1 + self._contents_pages

    def _furnish(self) -> None:
        document = self._document
        number = document.page_label.format(page=self._printed(self._pen.page))
        furnish(self._pen, document.author, self._running, document.running_head or document.title, number)

    def _finished(self, seal: Seal | None) -> Pages:
        structure = self._pen.structure
        count = len(structure.pages)
        final = tuple(self._printed(page) - 1 for page in range(count))
        order = sorted(range(count), key=final.__getitem__)
        entries = structure.outline
        if self._contents_start is not None:
            entry = OutlineEntry(1, self._document.contents_title, Place(self._contents_start, 1e4))
            structure.outline = [entry, *entries]
        return Pages(self._pen.finish(order, seal), structure, final)


def _with_anchors(part: tree.PartBlock, number: int) -> tree.PartBlock:
    """The part with its title as first heading and an anchor on every heading."""
    blocks = part.blocks
    if not (blocks and isinstance(blocks[0], tree.Heading) and blocks[0].level == 1):
        blocks = (tree.Heading(1, words(part.title), f"part-{part.key}", part.eyebrow), *blocks)
    counter = iter(range(1_000_000))
    return tree.PartBlock(part.key, part.title, tuple(_anchored(block, number, counter) for block in blocks))


def _anchored(block: tree.Block, part: int, counter: Iterator[int]) -> tree.Block:
    if isinstance(block, tree.Group):
        return tree.Group(tuple(_anchored(inner, part, counter) for inner in block.blocks))
    if isinstance(block, tree.Heading) and not block.anchor:
        return replace(block, anchor=f"part-{part}-heading-{next(counter)}")
    return block


def _listed(parts: list[tuple[Head, ...]]) -> list[Head]:
    """The headings that stand in the contents. In a long document a part with very many of them is listed as a whole:
    a reader finds its headings among the bookmarks, and the contents stay something to look over.
    """
    every = [head for part in parts for head in part]
    if len(every) <= CONTENTS_LINES:
        return every
    return [head for part in parts for head in part if head.level == 1 or len(part) <= PART_LINES]


def _heads(part: tree.PartBlock) -> Iterator[Head]:
    for block in _flat(part.blocks):
        if isinstance(block, tree.Heading) and block.level < 3:
            yield Head(block.level, as_title(tree.plain(block.inline)), block.anchor)


def _flat(blocks: tuple[tree.Block, ...]) -> Iterator[tree.Block]:
    for block in blocks:
        if isinstance(block, tree.Group):
            yield from _flat(block.blocks)
        else:
            yield block
