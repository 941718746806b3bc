"""From a snapshot of the portfolio to the semantic tree of one document: one module a part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from portfolio_app.document.compose import (
    evidence,
    experiences,
    front,
    growth,
    hours,
    ink,
    patterns,
    reflections,
    signing,
)
from portfolio_app.document.compose.pieces import body
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Document, PartBlock
from portfolio_app.document.words import word
from portfolio_app.domain.selection import Part, in_order
from portfolio_app.i18n import Translator

Composer = Callable[[Snapshot, Translator], PartBlock | None]

COMPOSERS: Mapping[Part, Composer] = {
    Part.ACCOUNT: front.account,
    Part.EXPERIENCES: experiences.part,
    Part.REFLECTIONS: reflections.part,
    Part.JOURNAL: reflections.journal,
    Part.PATTERNS: patterns.part,
    Part.GROWTH: growth.part,
    Part.FEEDBACK: growth.feedback,
    Part.HOURS: hours.part,
    Part.EVIDENCE: evidence.part,
}


def compose(snapshot: Snapshot, t: Translator) -> Document:
    """Build the document: its parts in the owner's order (her account first and hours last unless she chose
    otherwise), then the signature page, and a page for ink where she wants one.

    A part that is not chosen or has nothing in it is not there at all, nor is it mentioned.
    """
    chosen = snapshot.selection
    wanted = [part for part in in_order(chosen.part_order) if part in chosen.parts]
    parts = [made for part in wanted if (made := _introduced(part, snapshot, t)) is not None]
    parts.append(signing.part(snapshot, t))
    if chosen.ink_page:
        parts.append(ink.part(snapshot, t))
    name = snapshot.owner.heading if snapshot.owner else ""
    title = t("Portfolio of {name}", name=name) if name else t("Portfolio")
    return Document(
        title=title,
        author=name,
        lang=t.lang,
        subject=t("For {reader}", reader=word(snapshot.selection.audience, t)),
        cover=front.cover(snapshot, t),
        contents_title=t("Contents"),
        parts=tuple(parts),
        attachments=evidence.attachments(snapshot, t) if Part.EVIDENCE in snapshot.selection.parts else (),
        beside=snapshot.beside,
        page_label=t("Page {page}", page="{page}"),
        running_head=front.period(snapshot, t),
        paper=snapshot.selection.paper,
    )


def _introduced(part: Part, snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """A part with what she wrote about it at its head; her words alone where nothing else is in it."""
    made, text = COMPOSERS[part](snapshot, t), snapshot.selection.part_texts.get(part.value, "")
    head = tuple(body(text, snapshot.selection.lang, t))
    if made is None:
        return PartBlock(part.value, word(part, t), head) if head else None
    return replace(made, blocks=(*head, *made.blocks))
