"""The semantic tree of a document: what it says, not how it looks.

`compose` builds it from the portfolio; the PDF, an HTML archive and the preview on screen render it. Texts in it are
already in the reader's language. Anchors are names that links point at; they are unique in a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from portfolio_app.domain.carrying import Place
from portfolio_app.domain.selection import Paper


@dataclass(frozen=True)
class Span:
    """A run of text. ``link`` is ``#anchor`` for a place in this document, else a URL.

    ``spoken`` names a link whose text needs the words around it. Of a ``paged`` link the text holds ``{page}``, for the
    number on the page that it leads to; it is left out where pages have no numbers yet or none at all.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    lang: str = ""
    spoken: str = ""
    paged: bool = False


Inline = tuple[Span, ...]
Level = Literal[1, 2, 3, 4]


def plain(inline: Inline) -> str:
    """The words of a run of spans, without numbers of pages."""
    return "".join(span.text for span in inline if not span.paged)


def spans(text: str) -> Inline:
    """One unmarked span, or none for an empty text."""
    return (Span(text),) if text else ()


@dataclass(frozen=True)
class Heading:
    """A heading; ``level`` 1 opens a part, the others lie within. ``anchor`` makes it a target.

    An ``eyebrow`` says what kind of thing begins; a ``divider`` stands above several of them.
    """

    level: Level
    inline: Inline
    anchor: str = ""
    eyebrow: str = ""
    divider: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. ``role`` chooses a style: body, lead, quote (own earlier words), note (small), meta, code (to be
    typed over)."""

    inline: Inline
    role: Literal["body", "lead", "quote", "note", "meta", "code"] = "body"
    anchor: str = ""


@dataclass(frozen=True)
class ListBlock:
    """A list of items, each a run of spans."""

    items: tuple[Inline, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Facts:
    """Pairs of label and value, set small beside or above a text (period, hours, provider …)."""

    pairs: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True)
class Column:
    """A table column: its head, alignment, and share of the width (shares are relative)."""

    head: str
    align: Literal["left", "right"] = "left"
    share: float = 1.0
    row_head: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a head row that repeats on each page. Rows have one cell per column.

    ``anchors`` make rows targets: one name per row, empty for a row that is none.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Inline, ...], ...]
    caption: str = ""
    total: tuple[Inline, ...] = ()
    anchors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """A labelled bar; ``value`` and ``target`` in the chart's unit, ``shown`` is the value in words."""

    label: str
    value: float
    shown: str
    target: float | None = None


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars labelled directly, with a tick at the target. ``alternative`` tells it in words.

    ``legend`` is a small line beside the title: what the bars and the ticks are.
    """

    title: str
    bars: tuple[Bar, ...]
    alternative: str
    legend: str = ""


@dataclass(frozen=True)
class Step:
    """A point on a stepped line: a day, an index into the chart's step words, and its ``label`` under the line."""

    on: date
    level: int
    label: str = ""


@dataclass(frozen=True)
class StepChart:
    """How somebody thought over time, in words on an ordered scale (lowest first); no percentages."""

    title: str
    words: tuple[str, ...]
    steps: tuple[Step, ...]
    alternative: str


@dataclass(frozen=True)
class Picture:
    """A picture, by the digest of a prepared JPEG or PNG (upright, RGB, no metadata), with what it shows in words.

    A ``small`` one has its caption beside it.
    """

    sha256: str
    alternative: str
    caption: Inline = ()
    anchor: str = ""
    small: bool = False


@dataclass(frozen=True)
class InkSpace:
    """Room for a pen on paper: a line, or a box for a signature or a stamp, with its name above it."""

    label: str
    box: bool = False


@dataclass(frozen=True)
class InkRow:
    """Spaces beside each other."""

    spaces: tuple[InkSpace, ...]


@dataclass(frozen=True)
class ReviewField:
    """Place for a reader's answer: a text field, a check box or an empty signature field with a stable name.

    The name is ``<who>_<what>``: a reader's signature locks the other fields of the same ``<who>`` and nothing else.
    ``owner_signature`` is the field that the owner signs.
    """

    name: str
    kind: Literal["text", "check", "signature"]
    label: str
    multiline: bool = False


@dataclass(frozen=True)
class Group:
    """Blocks that belong together and are kept on one page where they fit."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Break:
    """A new page."""


Block = (
    Heading
    | Paragraph
    | ListBlock
    | Facts
    | Table
    | BarChart
    | StepChart
    | Picture
    | InkRow
    | ReviewField
    | Group
    | Break
)


@dataclass(frozen=True)
class PartBlock:
    """A part: starts on a new page and is laid out alone. ``key`` names it across exports."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    eyebrow: str = ""


@dataclass(frozen=True)
class Cover:
    """The cover: who, what, which period, and pairs of label and value. No counts stand on it."""

    kicker: str
    name: str
    role: str
    period: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Attachment:
    """Evidence that goes with the document, or is only listed in it.

    ``sha256`` and ``octets`` are of the very bytes that are handed out; of the owner's own file where nothing is.
    """

    file_name: str
    media_type: str
    sha256: str
    octets: int
    description: str
    item_id: str
    made_on: date | None = None
    place: Place = Place.INSIDE


@dataclass(frozen=True)
class Document:
    """A whole document, ready to be rendered. ``beside`` names the file with what lies beside it, if anything does."""

    title: str
    author: str
    lang: str
    subject: str
    cover: Cover
    contents_title: str
    parts: tuple[PartBlock, ...]
    attachments: tuple[Attachment, ...] = ()
    beside: str = ""
    page_label: str = "{page}"
    paper: Paper = Paper.A4
    running_head: str = ""
    keywords: tuple[str, ...] = field(default_factory=tuple[str, ...])


def walk(document: Document) -> Iterator[Block]:
    """Every block of every part in reading order, groups opened."""
    for part in document.parts:
        yield from _walk(part.blocks)


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Group):
            yield from _walk(block.blocks)
        else:
            yield block
