"""Every text that goes out with a document, each with its place: fields of records, and what the program prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Final, cast

from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Document, Facts, Inline, Paragraph, ReviewField, Span, Table, plain, spans
from portfolio_app.domain import canonical
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.names import is_technical
from portfolio_app.domain.privacy_report import Place
from portfolio_app.services.selecting import PARTS

SIGNATURE: Final = "signature"
"""Key of the page that the program fills itself: whose key, and where a reader answers."""
_NO_WORDS: Final = frozenset({"anchor", "anchors", "sha256", "kind"})
_NO_WORDS_OF: Final = frozenset({(Paragraph, "role"), (ReviewField, "name")})
"""Fields of blocks that nobody reads."""
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
    head = (document.title, document.author, document.subject, document.running_head, document.beside)
    for text in (*head, *document.keywords, *texts_of(document.cover)):
        yield Said(text, Place())
    for part in document.parts:
        place = Place(part=part.key)
        yield Said(part.title, place)
        yield Said(part.eyebrow, place)
        for block in part.blocks:
            for text in texts_of(block):
                yield Said(text, place)
    for attachment in document.attachments:
        place = Place(Evidence.KIND, attachment.item_id, "file_name", attachment.description)
        yield Said(attachment.file_name, place, attachment.made_on, file_name=True)
        yield Said(attachment.description, place, attachment.made_on)


def texts_of(block: Any) -> Iterator[str]:
    """The texts of a block, whatever kind it is of. What stands beside each other in a row is read as one text."""
    if isinstance(block, str):
        yield block
    elif isinstance(block, Facts):
        yield from (text for label, value in block.pairs for text in _in_row(spans(label), value, between=": "))
    elif isinstance(block, Table):
        yield block.caption
        yield " | ".join(column.head for column in block.columns)
        yield from (text for row in (*block.rows, block.total) for text in _in_row(*row, between=" | "))
    elif isinstance(block, tuple):
        parts = cast("tuple[Any, ...]", block)
        inline = tuple(part for part in parts if isinstance(part, Span))
        if inline:
            yield from _in_row(inline)
        else:
            yield from (text for part in parts for text in texts_of(part))
    elif is_dataclass(block):
        for item in fields(block):
            if item.name not in _NO_WORDS and (type(block), item.name) not in _NO_WORDS_OF:
                yield from texts_of(getattr(block, item.name))


def _in_row(*cells: Inline, between: str = "") -> Iterator[str]:
    """The words of a row, and addresses that are not to be seen in it and go along all the same."""
    yield between.join(plain(cell) for cell in cells)
    for span in (span for cell in cells for span in cell):
        yield span.spoken
        if not span.link.startswith("#"):
            yield span.link


def of_records(snapshot: Snapshot) -> Iterator[Said]:
    """Every text of the records in a document; some of their fields may not be printed."""
    for record in snapshot.told():
        part = PARTS.get(type(record))
        for field, text in fields_of(canonical.to_plain(record)):
            place = Place(record.KIND, record.id, field, record.heading, part.value if part else "")
            yield Said(text, place, record.day, file_name=field in FILE_NAMES)


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
