"""The structure of a document while its pages are drawn: elements, and the marks on pages that belong to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, NamedTuple

_LONGEST: Final = 8_000
"""Characters of a text outside the pages: an archive takes 32,767 octets, and a character has up to four."""


def told(text: str) -> str:
    """The text as the tables of a file may hold it; what is longer is cut."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


class Mark(NamedTuple):
    """Marked content: number ``mcid`` on the page that was drawn as ``page``-th (from 0)."""

    page: int
    mcid: int


class Hotspot(NamedTuple):
    """An annotation of the page: its place in the page's list of them."""

    page: int
    place: int


@dataclass(eq=False, slots=True)
class Element:
    """A structure element. Attributes are those of the PDF's own tables (Alt, Scope, BBox …)."""

    tag: str
    attributes: dict[str, object] = field(default_factory=dict[str, object])
    children: list[Element | Mark | Hotspot] = field(default_factory=list["Element | Mark | Hotspot"])

    def add(self, tag: str, **attributes: object) -> Element:
        """Append a child element."""
        child = Element(tag, attributes)
        self.children.append(child)
        return child


@dataclass(frozen=True, slots=True)
class LinkSpot:
    """A link on a page: its rectangle, where it goes (``#anchor`` or a URL) and its words."""

    rect: tuple[float, float, float, float]
    target: str
    words: str
    element: Element


@dataclass(frozen=True, slots=True)
class FieldSpot:
    """Place of a form field on a page."""

    rect: tuple[float, float, float, float]
    name: str
    kind: str
    label: str
    multiline: bool
    element: Element


@dataclass(frozen=True, slots=True)
class Place:
    """A spot that links and the outline lead to."""

    page: int
    top: float


@dataclass(slots=True)
class PageNotes:
    """What belongs to one drawn page beside its content stream."""

    marks: list[Element] = field(default_factory=list[Element])
    hotspots: list[LinkSpot | FieldSpot] = field(default_factory=list["LinkSpot | FieldSpot"])


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """An entry of the viewer's table of contents."""

    level: int
    title: str
    place: Place


@dataclass(slots=True)
class Structure:
    """Everything that layout hands to the archive beside the pages."""

    root: Element = field(default_factory=lambda: Element("Document"))
    pages: list[PageNotes] = field(default_factory=list[PageNotes])
    anchors: dict[str, Place] = field(default_factory=dict[str, Place])
    outline: list[OutlineEntry] = field(default_factory=list[OutlineEntry])
