"""Every text that goes out with a document, each with its place: fields of records, and what the program prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast

from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import (
    BarChart,
    Block,
    Document,
    Facts,
    Group,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Picture,
    ReviewField,
    StepChart,
    Table,
    plain,
)
from portfolio_app.domain import canonical
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.names import is_technical
from portfolio_app.domain.privacy_report import Place
from portfolio_app.domain.records import Record
from portfolio_app.services.selecting import PARTS

FILE_NAMES: Final = frozenset({"file_name"})


@dataclass(frozen=True)
class Said:
    """A text in a place; ``day`` is when it happened."""

    text: str
    place: Place
    day: date | None = None
    file_name: bool = False


def of_document(document: Document) -> Iterator[Said]:
    """Every text of the document as it will be read, with what stands beside its pages."""
    cover = document.cover
    head = (document.title, document.author, document.subject, document.running_head, *document.keywords)
    for text in (*head, cover.kicker, cover.name, cover.role, cover.period, *cover.lines):
        yield Said(text, Place())
    for part in document.parts:
        place = Place(part=part.key)
        yield Said(part.title, place)
        yield Said(part.eyebrow, place)
        for block in _opened(part.blocks):
            for text in texts_of(block):
                yield Said(text, place)
    for attachment in document.attachments:
        place = Place(Evidence.KIND, attachment.item_id, "file_name", attachment.description)
        yield Said(attachment.file_name, place, attachment.made_on, file_name=True)
        yield Said(attachment.description, place, attachment.made_on)


def _opened(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield from _opened(block.blocks) if isinstance(block, Group) else (block,)


def texts_of(block: Block) -> Iterator[str]:
    """The texts of a block. What stands beside each other in a row is one text: it is read together."""
    if isinstance(block, Heading):
        yield from (block.eyebrow, *_read(block.inline))
    elif isinstance(block, Paragraph):
        yield from _read(block.inline)
    elif isinstance(block, ListBlock):
        for item in block.items:
            yield from _read(item)
    elif isinstance(block, Facts):
        for label, value in block.pairs:
            said = list(_read(value))
            yield f"{label}: {said[0]}" if said else label
            yield from said[1:]
    elif isinstance(block, Table):
        yield from _of_table(block)
    elif isinstance(block, BarChart):
        yield from (block.title, block.alternative, *(f"{bar.label}: {bar.shown}" for bar in block.bars))
    elif isinstance(block, StepChart):
        yield from (block.title, block.alternative, *block.words, *(step.note for step in block.steps))
        yield from (block.first_label, block.last_label)
    elif isinstance(block, Picture):
        yield from (block.alternative, *_read(block.caption))
    elif isinstance(block, ReviewField):
        yield block.label


def _of_table(table: Table) -> Iterator[str]:
    yield table.caption
    yield " | ".join(column.head for column in table.columns)
    for row in (*table.rows, table.total):
        yield " | ".join(plain(cell) for cell in row)
        yield from (link for cell in row for link in _links(cell))


def _read(inline: Inline) -> Iterator[str]:
    yield plain(inline)
    yield from _links(inline)


def _links(inline: Inline) -> Iterator[str]:
    """Addresses that are not to be seen in the text, and go along all the same."""
    yield from (span.link for span in inline if span.link and not span.link.startswith("#"))


def of_records(snapshot: Snapshot) -> Iterator[Said]:
    """Every text of the records in a document; some of their fields may not be printed."""
    for record in records_of(snapshot):
        part = PARTS.get(type(record))
        for field, text in fields_of(canonical.to_plain(record)):
            place = Place(record.KIND, record.id, field, record.heading, part.value if part else "")
            yield Said(text, place, record.day, file_name=field in FILE_NAMES)


def records_of(snapshot: Snapshot) -> tuple[Record, ...]:
    """Every record of a document that has words of hers."""
    owner = (snapshot.owner,) if snapshot.owner is not None else ()
    return (
        snapshot.selection, *owner, *snapshot.appointments, *snapshot.phases, *snapshot.experiences,
        *snapshot.observations, *snapshot.surveys, *snapshot.reflections, *snapshot.weeks, *snapshot.patterns,
        *snapshot.questions, *snapshot.self_checks, *snapshot.qualities, *snapshot.agreements, *snapshot.feedback,
        *snapshot.certificates, *snapshot.evidence,
    )  # fmt: skip


def fields_of(value: Any, path: str = "", key: str = "") -> Iterator[tuple[str, str]]:
    """Every text in the plain values of a record with the way to it, such as ``answers.stuck`` and ``tags.0``."""
    if isinstance(value, str):
        if value and not is_technical(key):
            yield path, value
    elif isinstance(value, Mapping):
        for name, inner in cast("Mapping[str, Any]", value).items():
            yield from fields_of(inner, f"{path}.{name}" if path else name, name)
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[Any]", value)):
            yield from fields_of(inner, f"{path}.{index}", key)
