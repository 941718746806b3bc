"""A part of a document as plain text, whole or by heading, to be pasted in a form of the school's own."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio_app.document.tree import Block, Facts, Group, Heading, ListBlock, Paragraph, PartBlock, plain


def as_text(part: PartBlock) -> str:
    """Headings, paragraphs, lists and facts line by line, an empty line before each heading."""
    return "\n".join(_lines(part)) + "\n"


def by_heading(part: PartBlock) -> list[tuple[str, str]]:
    """Each heading of the second level with the text beneath it; what stands before the first one is left out."""
    found: list[tuple[str, list[Block]]] = []
    for block in part.blocks:
        if isinstance(block, Heading) and block.level == 2:
            found.append((plain(block.inline), []))
        elif found:
            found[-1][1].append(block)
    return [(title, "\n".join(line for block in blocks for line in _of(block)).strip()) for title, blocks in found]


def _lines(part: PartBlock) -> Iterator[str]:
    yield part.title
    for block in part.blocks:
        yield from _of(block)


def _of(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield ""
        yield plain(block.inline)
    elif isinstance(block, Paragraph):
        yield plain(block.inline)
    elif isinstance(block, ListBlock):
        yield from (f"- {plain(item)}" for item in block.items)
    elif isinstance(block, Facts):
        yield from (f"{label}: {plain(value)}" for label, value in block.pairs)
    elif isinstance(block, Group):
        for inner in block.blocks:
            yield from _of(inner)
