"""Small pieces that all parts are made of: paragraphs of the owner's words, facts, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import (
    Block,
    Facts,
    Group,
    Heading,
    Inline,
    Level,
    ListBlock,
    Paragraph,
    Span,
    spans,
)
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.links import Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import Texts
from portfolio_app.i18n import Translator

_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"“”„]*[^\s<>\"“”„.,;:!?)\]’'»…])")
"""A web address, without what the sentence around it puts behind it."""


def anchor(record: Record) -> str:
    """Name of the place in the document where a record stands."""
    return f"item-{record.id}"


def evidence_anchor(evidence_id: str) -> str:
    """Name of the place where a piece of evidence is listed."""
    return f"evidence-{evidence_id}"


def ledger_anchor(experience_id: str) -> str:
    """Name of the place where an activity first stands among the counted hours."""
    return f"hours-of-{experience_id}"


def pick(texts: Texts | None, t: Translator) -> str:
    """The text of a content set in the reader's language."""
    return t.pick(dict(texts)) if texts else ""


def own_words(text: str, lang: str, t: Translator, *, emphasis: bool = False) -> Inline:
    """The owner's words, with their language where it is not the document's; a web address in them can be followed."""
    told, other = " ".join(text.split()), "" if lang == t.lang else lang
    pieces = _ADDRESS.split(told) if "://" in told else [told]
    return tuple(
        Span(piece, emphasis=emphasis, lang=other, link=piece if number % 2 else "")
        for number, piece in enumerate(pieces)
        if piece
    )


def body(text: str, lang: str, t: Translator) -> list[Block]:
    """The owner's text as paragraphs (split at empty lines) and lists (lines that start with a dash or a bullet)."""
    blocks: list[Block] = []
    for piece in _pieces(text):
        items = [line.lstrip("-•* ").strip() for line in piece]
        if len(piece) > 1 and all(line.startswith(("- ", "• ", "* ")) for line in piece):
            blocks.append(ListBlock(tuple(own_words(item, lang, t) for item in items if item)))
        else:
            blocks.append(Paragraph(own_words(" ".join(piece), lang, t)))
    return blocks


def titled(record: Record, t: Translator) -> Inline:
    """The title of a record; its day where it has none."""
    return own_words(record.heading.strip(), record.lang, t) or spans(
        t.date(record.day) if record.day else t("untitled")
    )


def quoted(text: str, lang: str, t: Translator) -> list[Block]:
    """Somebody's words as a quotation, paragraph by paragraph."""
    return [Paragraph(own_words(" ".join(piece), lang, t), "quote") for piece in _pieces(text)]


def capital(inline: Inline) -> Inline:
    """The words with a capital at their head, as a heading has it."""
    first, *rest = inline
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *rest)


def shortened(text: str, room: int) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= room:
        return text
    cut = text.rfind(" ", 0, room)
    return text[: cut if cut > 0 else room].rstrip(" ,;:.") + " …"


def _pieces(text: str) -> Iterable[list[str]]:
    piece: list[str] = []
    for line in (line.strip() for line in text.splitlines()):
        if line:
            piece.append(line)
        elif piece:
            yield piece
            piece = []
    if piece:
        yield piece


def asked(label: str, text: str, lang: str, t: Translator) -> list[Block]:
    """A small heading and the answer below it; nothing for an empty answer."""
    return [Heading(3, spans(label)), *body(text, lang, t)] if text.strip() else []


def run_in(label: str, text: str, lang: str, t: Translator) -> list[Block]:
    """A question in small print and the answer below it, for parts that have headings enough; nothing when empty."""
    return [meta(label), *body(text, lang, t)] if text.strip() else []


def school_year(day: date) -> tuple[int, int]:
    """The two calendar years of the school year in which a day falls (from 1 August)."""
    first = day.year if day.month >= 8 else day.year - 1
    return first, first + 1


def deeper(blocks: Iterable[Block]) -> list[Block]:
    """The blocks as they stand below one more heading."""
    return [_deeper(block) for block in blocks]


def _deeper(block: Block) -> Block:
    if isinstance(block, Group):
        return Group(tuple(deeper(block.blocks)))
    if isinstance(block, Heading):
        levels: dict[int, Level] = {1: 2, 2: 3, 3: 4, 4: 4}
        return replace(block, level=levels[block.level])
    return block


def on_page(target: str, t: Translator) -> Span:
    """The page where a place of this document stands, in brackets."""
    return Span(f" ({t('p. {page}', page='{page}')})", link=f"#{target}", paged=True)


def facts(pairs: Iterable[tuple[str, str | Inline]]) -> list[Block]:
    """Pairs of label and value, the empty ones left out."""
    kept = tuple((label, spans(value) if isinstance(value, str) else value) for label, value in pairs if value)
    return [Facts(kept)] if kept else []


def meta(text: str) -> Paragraph:
    """A small line about something."""
    return Paragraph(spans(text), "meta")


def note(text: str) -> Paragraph:
    """A small explanation."""
    return Paragraph(spans(text), "note")


def joined(pieces: Iterable[Inline], between: str = ", ") -> Inline:
    """Runs of spans with something between them."""
    out: list[Span] = []
    for piece in pieces:
        if out and piece:
            out.append(Span(between))
        out.extend(piece)
    return tuple(out)


def shows(refs: Iterable[CompetenceRef], snapshot: Snapshot, t: Translator) -> list[Block]:
    """The competences that something shows, as a small line at its end; nothing where it names none."""
    names = competences(refs, snapshot, t)
    return [note(t("Competences: {names}", names=names))] if names else []


def competences(refs: Iterable[CompetenceRef], snapshot: Snapshot, t: Translator) -> str:
    """Competences in words, in the order they were chosen."""
    names: list[str] = []
    for ref in refs:
        framework = snapshot.frameworks.get(ref.framework)
        found = framework.find(ref.code) if framework else None
        names.append(pick(found.name, t) if found else ref.code)
    return " · ".join(names)


def evidence_links(record: Record, snapshot: Snapshot, t: Translator, *, bare: bool = False) -> Inline:
    """Links to what proves a record, by number (``bare``: nothing but numbers, under a head that says of what).

    Empty where nothing of it is in this document.
    """
    known = {item.id: item for item in snapshot.evidence}
    ids = {ident for ident in snapshot.sources(record.id, Role.PROVES) if ident in known}
    links: list[Inline] = []
    for ident in sorted(ids, key=snapshot.number):
        number = snapshot.number(ident)
        whole = t("Evidence {n}", n=number)
        short = bool(links) or bare
        links.append((Span(str(number) if short else whole, link=f"#{evidence_anchor(ident)}", spoken=whole),))
    return joined(links)
