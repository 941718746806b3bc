"""One part as a plain sheet: tagged, archival, in the look of a portfolio, without cover, contents or signature."""

from __future__ import annotations

import io
from datetime import datetime

from portfolio_app.document import tree
from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.archive import archive
from portfolio_app.pdf.blocks import Builder
from portfolio_app.pdf.flowables import words
from portfolio_app.pdf.front import furnish
from portfolio_app.pdf.layout import Pages
from portfolio_app.pdf.pager import Pager
from portfolio_app.pdf.pen import Pen


def sheet_pdf(part: tree.PartBlock, *, lang: str, author: str, now: datetime) -> bytes:
    """The part as a PDF, made in memory only. Pictures and fields to fill in have no place on a sheet."""
    pen = Pen(lang)
    section = pen.structure.root.add("Sect")

    def on_page() -> None:
        furnish(pen, author, "", f"Leerlijn · {part.title}", str(pen.page + 1))

    pager = Pager(pen, on_page, _nothing)
    pager.start()
    heading = tree.Heading(1, words(part.title), f"part-{part.key}", part.eyebrow)
    named = tuple(_anchored(block, number) for number, block in enumerate(part.blocks))
    pager.flow(Builder(pen, section, _no_picture, "{page}").items((heading, *named)))
    count = len(pen.structure.pages)
    pages = Pages(pen.finish(list(range(count))), pen.structure, tuple(range(count)))
    out = io.BytesIO()
    archive(_described(part, lang, author), pages, _no_picture, now, out, _nothing)
    return out.getvalue()


def _anchored(block: tree.Block, number: int) -> tree.Block:
    if isinstance(block, tree.Heading) and not block.anchor:
        return tree.Heading(block.level, block.inline, f"heading-{number}", block.eyebrow)
    return block


def _described(part: tree.PartBlock, lang: str, author: str) -> tree.Document:
    return tree.Document(part.title, author, lang, "", tree.Cover("", author, "", ""), "", (part,))


def _no_picture(sha256: str) -> bytes:
    raise UserError("evidence-missing", sha256=sha256[:12])


def _nothing() -> None:
    """Nobody stops a single sheet."""
