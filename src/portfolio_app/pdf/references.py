"""Numbers of pages in the text: what a link says of the page that it leads to, once that page is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from portfolio_app.document import tree

PageOf = Callable[[str], int | None]
"""The number printed on the page where an anchor stands; None while that is not known."""


def with_pages(blocks: tuple[tree.Block, ...], page_of: PageOf) -> tuple[tree.Block, ...]:
    """The blocks with the numbers of the pages that are known, and without a word on those that are not."""
    return tuple(_block(block, page_of) for block in blocks)


def _block(block: tree.Block, page_of: PageOf) -> tree.Block:
    match block:
        case tree.Group():
            return tree.Group(with_pages(block.blocks, page_of))
        case tree.Paragraph() | tree.Heading() if _has(block.inline):
            return replace(block, inline=_told(block.inline, page_of))
        case tree.ListBlock() if any(map(_has, block.items)):
            return replace(block, items=tuple(_told(item, page_of) for item in block.items))
        case tree.Facts() if any(_has(value) for _, value in block.pairs):
            return tree.Facts(tuple((label, _told(value, page_of)) for label, value in block.pairs))
        case tree.Table() if any(_has(cell) for row in block.rows for cell in row):
            return replace(block, rows=tuple(tuple(_told(cell, page_of) for cell in row) for row in block.rows))
        case _:
            return block


def _has(inline: tree.Inline) -> bool:
    return any(span.paged for span in inline)


def _told(inline: tree.Inline, page_of: PageOf) -> tree.Inline:
    spans: list[tree.Span] = []
    for span in inline:
        if not span.paged:
            spans.append(span)
        elif (page := page_of(span.link.removeprefix("#"))) is not None:
            spans.append(replace(span, text=span.text.replace("{page}", str(page)), paged=False))
    return tuple(spans)
