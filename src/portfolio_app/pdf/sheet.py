"""One part as a plain sheet: tagged, archival, in the look of a portfolio, without cover, contents or signature."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from portfolio_app.document import tree
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.pdf import style as look
from portfolio_app.pdf.archive import archive
from portfolio_app.pdf.blocks import Builder
from portfolio_app.pdf.flowables import GroupItem, Item, TextItem, words
from portfolio_app.pdf.front import furnish
from portfolio_app.pdf.layout import Pages
from portfolio_app.pdf.pager import Pager
from portfolio_app.pdf.pen import Pen
from portfolio_app.pdf.references import with_pages
from portfolio_app.pdf.style import Area

_TIGHTER: Final = 0.4
"""What is left of the room between paragraphs where a sheet would just not fit on one page."""
_CLOSER: Final = 0.92
"""And of the room between lines."""


@dataclass(frozen=True)
class Laid:
    """A sheet that was laid out: its file, how many pages it takes, and whether the room between was made smaller."""

    data: bytes
    pages: int
    tight: bool


@dataclass(frozen=True)
class Watch:
    """Who waits for a sheet: ``check`` raises to stop, ``at_page`` hears every page that is begun, counted from 1."""

    check: Callable[[], None]
    at_page: Callable[[int], None]


def _nothing() -> None:
    """Nobody stops a single sheet."""


def _nobody(page: int) -> None:
    """Nobody waits for a single sheet."""


_UNWATCHED: Final = Watch(_nothing, _nobody)


def sheet_in_process(
    part: tree.PartBlock,
    lang: str,
    author: str,
    now: datetime,
    *,
    progress: Callable[[int, int, str], None],
    cancelled: Callable[[], bool],
) -> bytes:
    """A sheet of many pages, for the worker process: it tells which page it is at, of how many nobody knows yet (0)."""

    def check() -> None:
        if cancelled():
            raise Cancelled

    watch = Watch(check, lambda page: progress(page, 0, "layout"))
    return _laid(part, lang, author, now, tight=False, watch=watch).data


def sheet_pdf(part: tree.PartBlock, *, lang: str, author: str, now: datetime) -> bytes:
    """The part as a PDF, made in memory only. Pictures and fields to fill in have no place on a sheet."""
    return _laid(part, lang, author, now, tight=False).data


def fitted_pdf(part: tree.PartBlock, *, lang: str, author: str, now: datetime) -> Laid:
    """The part on one page where it can be: with less room between, then in wider lines, else on more pages."""
    first = _laid(part, lang, author, now, tight=False)
    if first.pages == 1:
        return first
    plain = all(isinstance(block, tree.Heading | tree.Paragraph | tree.ListBlock) for block in part.blocks)
    for area in (look.A4.text, look.A4.full) if plain else (look.A4.text,):
        tighter = _laid(part, lang, author, now, tight=True, area=area)
        if tighter.pages == 1:
            return tighter
    return first


def _laid(
    part: tree.PartBlock,
    lang: str,
    author: str,
    now: datetime,
    *,
    tight: bool,
    area: Area = look.A4.text,
    watch: Watch = _UNWATCHED,
) -> Laid:
    pen = Pen(lang)
    section = pen.structure.root.add("Sect")

    def on_page() -> None:
        furnish(pen, author, "", f"Leerlijn · {part.title}", str(pen.page + 1))
        watch.at_page(pen.page + 1)

    pager = Pager(pen, on_page, watch.check)
    pager.start()
    heading = tree.Heading(1, words(part.title), f"part-{part.key}", part.eyebrow)
    named = tuple(_anchored(block, number) for number, block in enumerate(part.blocks))
    items = Builder(pen, section, _no_picture, "{page}", area).items((heading, *with_pages(named, _no_page)))
    if tight:
        _tighten(items)
    pager.flow(items)
    count = len(pen.structure.pages)
    pages = Pages(pen.finish(list(range(count))), pen.structure, tuple(range(count)))
    out = io.BytesIO()
    archive(_described(part, lang, author), pages, _no_picture, now, out, watch.check)
    return Laid(out.getvalue(), count, tight)


def _tighten(items: Iterable[Item]) -> None:
    for item in items:
        item.before *= _TIGHTER
        item.after *= _TIGHTER
        if isinstance(item, TextItem):
            item.style = replace(item.style, leading=item.style.leading * _CLOSER)
        if isinstance(item, GroupItem):
            _tighten(item.items)


def _anchored(block: tree.Block, number: int) -> tree.Block:
    if isinstance(block, tree.Heading) and not block.anchor:
        return replace(block, anchor=f"heading-{number}")
    return block


def _described(part: tree.PartBlock, lang: str, author: str) -> tree.Document:
    return tree.Document(part.title, author, lang, "", tree.Cover("", author, "", ""), "", (part,))


def _no_page(anchor: str) -> int | None:
    """A sheet refers to no pages."""
    del anchor


def _no_picture(sha256: str) -> bytes:
    raise UserError("evidence-missing", sha256=sha256[:12])
