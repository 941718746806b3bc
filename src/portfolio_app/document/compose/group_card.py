"""The card for a group of colleagues: what I bring, what I tried, what I ask, and room to write along."""

from __future__ import annotations

from collections.abc import Callable

from portfolio_app.document.compose.pieces import body, meta, note, own_words
from portfolio_app.document.tree import Block, Heading, Paragraph, PartBlock, spans
from portfolio_app.domain.growth import Talk
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator


def group_card(talk: Talk, about: Record | None, veiled: Callable[[str], str], t: Translator) -> PartBlock:
    """The card; every text goes through ``veiled``, which puts stand-ins in the place of names.

    A heading without words is left out. Only the heading of what is brought goes along, never its text.
    """
    day = t.date(talk.happens_on, "full")
    brought: list[Block] = []
    if about is not None and about.heading:
        role = "quote" if isinstance(about, Pattern) else "lead"
        brought.append(Paragraph(own_words(veiled(about.heading), about.lang, t), role))
    blocks: list[Block] = [meta(f"{veiled(talk.with_role)} · {day}" if talk.with_role else day)]
    for title, before, text in (
        (t("What I bring"), brought, talk.tell),
        (t("What I already tried"), [], talk.tried),
        (t("My question to the group"), [], talk.ask),
        (t("What I don't want advice on"), [], talk.no_advice),
    ):
        inside = [*before, *body(veiled(text), talk.lang, t)]
        blocks += [Heading(2, spans(title)), *inside] if inside else []
    blocks += [Heading(2, spans(t("To write along"))), note(t("What I hear, and what I take with me."))]
    return PartBlock("intervision", t("Peer consultation card"), tuple(blocks))
