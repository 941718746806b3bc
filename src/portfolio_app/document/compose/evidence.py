"""The list of evidence with its hashes, pictures where they can be shown, and the attachments of the document."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import anchor, evidence_anchor, facts, joined, note, own_words, school_year
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import (
    Attachment,
    Block,
    Column,
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


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Every piece of evidence that goes along, numbered from 1 without gaps."""
    blocks: list[Block] = []
    if snapshot.evidence:
        blocks.append(
            note(
                t(
                    "The SHA-256 of a file is its fingerprint: if one bit of the file were changed, the fingerprint "
                    "would be another one."
                )
            )
        )
    year = None
    for item in snapshot.evidence:
        if (now := school_year(item.made_on)) != year:
            year = now
            blocks.append(Heading(2, spans(t("School year {first}–{last}", first=now[0], last=now[1]))))
        blocks += _item(item, snapshot, t)
    blocks += _certificates(snapshot, t)
    return PartBlock(Part.EVIDENCE.value, word(Part.EVIDENCE, t), tuple(blocks)) if blocks else None


def attachments(snapshot: Snapshot, t: Translator) -> tuple[Attachment, ...]:
    """All of the evidence, each with the place where it goes."""
    names = _file_names(snapshot)
    return tuple(
        Attachment(
            names[item.id],
            item.copy_type,
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
    names = [file_names.portable(item.copy_name) for item in snapshot.evidence]
    apart = file_names.apart(names, [MANIFEST_NAME])
    return {item.id: name for item, name in zip(snapshot.evidence, apart, strict=True)}


def _item(item: Evidence, snapshot: Snapshot, t: Translator) -> list[Block]:
    number = t("Evidence {n}", n=snapshot.number(item.id))
    blocks: list[Block] = [
        Heading(3, own_words(item.heading, item.lang, t), evidence_anchor(item.id), number),
        *facts(
            [
                (t("File"), _file_names(snapshot)[item.id]),
                (t("Made on"), t.date(item.made_on)),
                (t("Size"), t.size(snapshot.copy(item).octets)),
                (t("Where it is"), _where(item, snapshot, t)),
                (t("Belongs to"), _proves(item, snapshot, t)),
            ]
        ),
    ]
    if item.description:
        blocks.append(Paragraph(own_words(item.description, item.lang, t)))
    if item.sight in snapshot.pictures:
        blocks.append(Picture(item.sight, item.alternative_text or item.heading))
    copy = snapshot.copy(item)
    blocks.append(Paragraph(spans(f"SHA-256 {copy.sha256}"), "note"))
    if item.is_covered:
        blocks.append(note(t("Something in this picture was made unrecognisable, for the sake of others.")))
    elif copy.stripped:
        blocks.append(note(t("What camera or word processor wrote beside the content is not in this copy.")))
    return blocks


def _where(item: Evidence, snapshot: Snapshot, t: Translator) -> str:
    match snapshot.place(item):
        case Place.INSIDE:
            return t("in this document, as an attachment")
        case Place.BESIDE:
            return t("beside this document, in the file {name}", name=snapshot.beside)
        case Place.LISTED:
            return t("not handed over; can be asked for")


def _proves(item: Evidence, snapshot: Snapshot, t: Translator) -> Inline:
    here: dict[str, Record] = {
        one.id: one
        for one in (
            *snapshot.experiences,
            *snapshot.observations,
            *snapshot.surveys,
            *snapshot.reflections,
            *snapshot.patterns,
        )
    }
    targets = [here[ident] for ident in snapshot.targets(item.id, Role.PROVES) if ident in here]
    return joined((Span(one.heading or t("untitled"), link=f"#{anchor(one)}"),) for one in targets)


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
