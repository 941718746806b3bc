"""The list of evidence with its hashes, pictures where they can be shown, and the attachments of the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from portfolio_app.document.compose.pieces import (
    anchor,
    body,
    evidence_anchor,
    facts,
    joined,
    ledger_anchor,
    note,
    on_page,
    own_words,
    school_year,
    shortened,
    titled,
)
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import (
    Attachment,
    Block,
    Column,
    Group,
    Heading,
    Inline,
    Paragraph,
    PartBlock,
    Picture,
    Span,
    Table,
    spans,
)
from portfolio_app.document.words import word
from portfolio_app.domain import file_names
from portfolio_app.domain.carrying import MANIFEST_NAME, Place
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.links import Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator

_TOGETHER: Final = 4
_TITLE: Final = 120
"""Characters of what it belongs to: what was said has no title, and is named by its first words."""


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Every piece of evidence that goes along, numbered from 1 without gaps."""
    blocks: list[Block] = []
    if snapshot.evidence:
        told = t(
            "The SHA-256 of a file is its fingerprint: if one bit of the file were changed, the fingerprint would be "
            "another one."
        )
        if any(snapshot.copy(item).stripped for item in snapshot.evidence):
            told += " " + t("What camera or word processor writes beside the content is not in the copies.")
        blocks.append(note(told))
    year, names = None, _file_names(snapshot)
    for item in snapshot.evidence:
        if (now := school_year(item.made_on)) != year:
            year = now
            blocks.append(Heading(2, spans(t("School year {first}–{last}", first=now[0], last=now[1])), divider=True))
        blocks += _item(item, names, snapshot, t)
    blocks += _certificates(snapshot, t)
    return PartBlock(Part.EVIDENCE.value, word(Part.EVIDENCE, t), tuple(blocks)) if blocks else None


def attachments(snapshot: Snapshot, t: Translator) -> tuple[Attachment, ...]:
    """All of the evidence, each with the place where it goes."""
    names = _file_names(snapshot)
    return tuple(
        Attachment(
            names[item.id],
            "image/jpeg" if snapshot.copy(item).smaller else item.copy_type,
            snapshot.copy(item).sha256,
            snapshot.copy(item).octets,
            t("Evidence {n}: {title}", n=snapshot.number(item.id), title=item.heading),
            item.id,
            item.made_on,
            snapshot.place(item),
        )
        for item in snapshot.evidence
    )


def _file_names(snapshot: Snapshot) -> dict[str, str]:
    """File names as they are handed out, made unique where two pieces have the same."""
    names = [file_names.portable(_copy_name(item, snapshot)) for item in snapshot.evidence]
    apart = file_names.apart(names, [MANIFEST_NAME])
    return {item.id: name for item, name in zip(snapshot.evidence, apart, strict=True)}


def _item(item: Evidence, names: Mapping[str, str], snapshot: Snapshot, t: Translator) -> list[Block]:
    number = t("Evidence {n}", n=snapshot.number(item.id))
    blocks: list[Block] = [
        Heading(3, titled(item, t), evidence_anchor(item.id), number),
        *facts(
            [
                (t("File"), (Span(names[item.id]), Span(f", {t.size(snapshot.copy(item).octets)}"))),
                (t("Made on"), t.date(item.made_on)),
                (t("Where it is"), _where(item, snapshot, t)),
                (t("Belongs to"), _proves(item, snapshot, t)),
            ]
        ),
    ]
    shown = [*body(item.description, item.lang, t), *([_picture(item, t)] if item.sight in snapshot.pictures else [])]
    # A picture stays with the words about it, unless these are a story.
    blocks += [Group(tuple(shown))] if 1 < len(shown) <= _TOGETHER else shown
    copy = snapshot.copy(item)
    blocks.append(Paragraph(spans(f"SHA-256 {copy.sha256}"), "note"))
    if item.is_covered:
        blocks.append(note(t("Something in this picture was made unrecognisable, for the sake of others.")))
    if copy.smaller:
        blocks.append(note(t("This copy was made smaller, so that the document can be mailed.")))
    return blocks


def _copy_name(item: Evidence, snapshot: Snapshot) -> str:
    return file_names.parted(item.copy_name)[0] + ".jpg" if snapshot.copy(item).smaller else item.copy_name


def _where(item: Evidence, snapshot: Snapshot, t: Translator) -> str:
    match snapshot.place(item):
        case Place.INSIDE:
            return t("in this document, as an attachment")
        case Place.BESIDE:
            return t("beside this document, in the file {name}", name=snapshot.beside)
        case Place.LISTED:
            return t("not handed over; can be asked for")


def _picture(item: Evidence, t: Translator) -> Picture:
    """What is seen of it: a photo or scan with its description beside it, of a document its first page."""
    if not item.is_picture:
        return Picture(item.sight, t("First page of {title}", title=item.heading), small=True)
    caption = own_words(item.alternative_text, item.lang, t)
    return Picture(item.sight, item.alternative_text or item.heading, caption, small=True)


def _proves(item: Evidence, snapshot: Snapshot, t: Translator) -> Inline:
    here: dict[str, Record] = {
        one.id: one
        for one in (
            *snapshot.experiences,
            *snapshot.observations,
            *snapshot.surveys,
            *snapshot.reflections,
            *snapshot.patterns,
            *snapshot.feedback,
        )
    }
    targets = [here[ident] for ident in snapshot.targets(item.id, Role.PROVES) if ident in here]
    return joined(_target(one, snapshot, t) for one in targets)


def _target(one: Record, snapshot: Snapshot, t: Translator) -> Inline:
    """What it belongs to, with its page, and the way to its counted hours."""
    title = shortened(one.heading or t("untitled"), _TITLE)
    link = (Span(title, link=f"#{anchor(one)}", spoken=one.heading), on_page(anchor(one), t))
    if one.id not in snapshot.counted:
        return link
    hours = t("the hours of {title}", title=title)
    return (*link, Span(", "), Span(t("hours"), link=f"#{ledger_anchor(one.id)}", spoken=hours))


def _certificates(snapshot: Snapshot, t: Translator) -> list[Block]:
    held = sorted(snapshot.certificates, key=lambda item: (item.issued_on, item.id))
    if not held:
        return []

    def row(item: Certificate) -> tuple[Inline, ...]:
        until = t.date(item.expires_on) if item.expires_on else t("no end date")
        return spans(item.title), spans(item.issuer), spans(t.date(item.issued_on)), spans(until)

    columns = (
        Column(t("Certificate"), share=3, row_head=True),
        Column(t("Issued by"), share=3),
        Column(t("Issued on"), share=2),
        Column(t("Valid until"), share=2),
    )
    title = t("Certificates")
    return [Heading(2, spans(title)), Table(columns, tuple(row(item) for item in held))]
