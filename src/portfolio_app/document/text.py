"""A part of a document as plain text, to be pasted in a form of the school's own."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.document.tree import Facts, Heading, ListBlock, Paragraph, PartBlock, plain


def as_text(part: PartBlock) -> str:
    """Headings, paragraphs, lists and facts line by line, an empty line before each heading."""
    return "\n".join(_lines(part)) + "\n"


def _lines(part: PartBlock) -> Iterator[str]:
    yield part.title
    for block in part.blocks:
        if isinstance(block, Heading):
            yield ""
            yield plain(block.inline)
        elif isinstance(block, Paragraph):
            yield plain(block.inline)
        elif isinstance(block, ListBlock):
            yield from (f"- {plain(item)}" for item in block.items)
        elif isinstance(block, Facts):
            yield from (f"{label}: {plain(value)}" for label, value in block.pairs)
