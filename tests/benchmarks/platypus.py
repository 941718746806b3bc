"""The text of a document in bare reportlab: no tags, no hyphens, no archive, no signature."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from portfolio_app.document import tree

FONT = "SourceSans3-Regular"


def write(document: tree.Document, out: Path) -> None:
    """Write every word of a document to a PDF; the program's own font must be registered already."""
    style, heading = styles()
    story: list[Any] = []
    for part in document.parts:
        story.append(Paragraph(escape(part.title), heading))
        for block in part.blocks:
            story += _flowables(block, style, heading)
        story.append(PageBreak())
    SimpleDocTemplate(str(out)).build(story)


def styles() -> tuple[Any, Any]:
    """Body and heading, in the size of the program's."""
    from reportlab.lib.fonts import addMapping
    from reportlab.lib.styles import ParagraphStyle

    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(FONT, bold, italic, FONT)
    body = ParagraphStyle("body", fontName=FONT, fontSize=10.2, leading=14, spaceAfter=7)
    return body, ParagraphStyle("heading", parent=body, fontSize=15, leading=19, keepWithNext=1)


def _flowables(block: tree.Block, style: Any, heading: Any) -> Iterator[Any]:
    if isinstance(block, tree.Group):
        for inner in block.blocks:
            yield from _flowables(inner, style, heading)
    elif isinstance(block, tree.Table):
        head = [_paragraph(tree.spans(column.head), style) for column in block.columns]
        yield Table([head, *([_paragraph(cell, style) for cell in row] for row in block.rows)], repeatRows=1)
    elif isinstance(block, tree.Heading):
        yield _paragraph(tree.spans(block.eyebrow), style)
        yield _paragraph(block.inline, heading)
    else:
        yield from (_paragraph(inline, style) for inline in _texts(block))


def _texts(block: tree.Block) -> Iterator[tree.Inline]:
    match block:
        case tree.Paragraph():
            yield block.inline
        case tree.ListBlock():
            yield from block.items
        case tree.Facts():
            for name, value in block.pairs:
                yield tree.spans(name)
                yield value
        case tree.BarChart():
            yield from (tree.spans(f"{bar.label} {bar.shown}") for bar in block.bars)
        case _:
            pass


def _paragraph(inline: tree.Inline, style: Any) -> Any:
    return Paragraph(escape(tree.plain(inline)) or "&nbsp;", style)
