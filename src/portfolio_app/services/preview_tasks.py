"""What the worker process does for a preview: it lays out pieces of a document. Nothing touches the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from portfolio_app.document.tree import Block, Document, Group, Heading, PartBlock, Picture, ReviewField
from portfolio_app.domain.errors import Cancelled

if TYPE_CHECKING:
    from portfolio_app.pdf.pieces import Outline, Piece, SealLines

Progress = Callable[[int, int, str], None]
OWNER_FIELD: Final = "owner_signature"
COVER: Final = -2
CONTENTS: Final = -1


@dataclass(frozen=True)
class PieceTask:
    """A part by its number, or `COVER` or `CONTENTS`, in a document from which the blocks of all other parts were
    taken. ``first`` is the number on its first page, ``known`` those on pages of other pieces by anchor."""

    document: Document
    number: int
    first: int
    known: Mapping[str, int]
    pictures: Mapping[str, bytes]
    seal_lines: SealLines


def outline_of(document: Document, *, progress: Progress, cancelled: Callable[[], bool]) -> Outline:
    """What stands in the contents of a document."""
    from portfolio_app.pdf.pieces import outline

    del progress, cancelled
    return outline(document)


def lay_out(task: PieceTask, *, progress: Progress, cancelled: Callable[[], bool]) -> Piece:
    """Draw one piece."""
    from portfolio_app.pdf.pieces import lay_out_piece

    def check() -> None:
        if cancelled():
            raise Cancelled

    del progress
    return lay_out_piece(
        task.document, task.number, task.first, task.known, task.pictures.__getitem__, check, task.seal_lines
    )


# -- what has to cross to the worker ------------------------------------------------------------------------------


def only(document: Document, number: int) -> Document:
    """The document with the blocks of one part alone: no more has to cross to the worker than what is drawn."""
    parts = tuple(
        part if place == number else PartBlock(part.key, part.title, (), part.eyebrow)
        for place, part in enumerate(document.parts)
    )
    return replace(document, parts=parts, attachments=())


def headings(document: Document) -> Document:
    """The document with nothing in it but its headings."""
    parts = tuple(replace(part, blocks=tuple(_headings(part.blocks))) for part in document.parts)
    return replace(document, parts=parts, attachments=())


def _headings(blocks: tuple[Block, ...]) -> list[Block]:
    return [block for block in flat(blocks) if isinstance(block, Heading)]


def flat(blocks: tuple[Block, ...]) -> list[Block]:
    """Blocks in reading order, groups opened."""
    found: list[Block] = []
    for block in blocks:
        found += flat(block.blocks) if isinstance(block, Group) else [block]
    return found


def pictures_in(part: PartBlock) -> frozenset[str]:
    """What tells the pictures of a part apart."""
    return frozenset(block.sha256 for block in flat(part.blocks) if isinstance(block, Picture))


def is_signed(part: PartBlock) -> bool:
    """Whether the owner's signature stands in a part."""
    return any(isinstance(block, ReviewField) and block.name == OWNER_FIELD for block in flat(part.blocks))
