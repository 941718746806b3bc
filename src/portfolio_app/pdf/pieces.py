"""A piece of a document laid out alone (its cover, its contents, or one part), as it will be in the whole of it.

What makes a piece look as it does besides its own blocks is told beforehand: the number of its first page, and the
pages of other parts that it names. So a preview lays out again what changed, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from portfolio_app.document import tree
from portfolio_app.pdf import style as look
from portfolio_app.pdf.form import OWNER_FIELD
from portfolio_app.pdf.front import draw_cover
from portfolio_app.pdf.layout import Head, Layout
from portfolio_app.pdf.pen import Pen, Rect, Seal
from portfolio_app.pdf.style import Grid, TextStyle
from portfolio_app.pdf.tagging import Element

COVER: Final = -2
CONTENTS: Final = -1
SealLines = tuple[tuple[str, TextStyle], ...]


@dataclass(frozen=True)
class Outline:
    """What stands in the contents, and how many pages they take."""

    contents_pages: int
    heads: tuple[Head, ...]


@dataclass(frozen=True)
class Piece:
    """The pages of a piece as a PDF of their own.

    ``anchors`` gives the numbers printed on the pages where they stand, ``asked`` those of other pieces that were
    asked for, and what was told (None: not known).
    """

    data: bytes
    pages: int
    anchors: Mapping[str, int] = field(default_factory=dict[str, int])
    asked: Mapping[str, int | None] = field(default_factory=dict[str, "int | None"])


def outline(document: tree.Document) -> Outline:
    """The contents of a document, before anything of it is drawn."""
    return _PieceLayout(document, {}, _no_picture, _nothing, ()).outline()


def lay_out_piece(
    document: tree.Document,
    number: int,
    first: int,
    known: Mapping[str, int],
    pictures: Callable[[str], bytes],
    check: Callable[[], None],
    seal_lines: SealLines = (),
) -> Piece:
    """Draw the part with a number, or `COVER` or `CONTENTS`.

    ``first`` is the number to print on its first page, ``known`` the numbers on pages of other pieces by anchor.
    ``seal_lines`` is what the owner's signature field will show. ``check`` raises to stop.
    """
    return _PieceLayout(document, known, pictures, check, seal_lines).piece(number, first)


class _PiecePen(Pen):
    """Shows the signature that is to come where its field is."""

    def __init__(self, lang: str, grid: Grid, seal_lines: SealLines) -> None:
        super().__init__(lang, grid)
        self._seal_lines = seal_lines

    def field(self, element: Element, rect: Rect, name: str, kind: str, label: str, multiline: bool) -> None:
        super().field(element, rect, name, kind, label, multiline)
        if name == OWNER_FIELD and self._seal_lines:
            left, bottom, right, top = rect
            with self.artifact():
                self._write(f"q 1 0 0 1 {left:.2f} {bottom:.2f} cm")
                self._draw_seal(Seal((right - left, top - bottom), self._seal_lines))
                self._write("Q")


class _PieceLayout(Layout):
    def __init__(
        self,
        document: tree.Document,
        known: Mapping[str, int],
        pictures: Callable[[str], bytes],
        check: Callable[[], None],
        seal_lines: SealLines,
    ) -> None:
        pen = _PiecePen(document.lang, look.GRIDS[document.paper], seal_lines)
        super().__init__(document, pictures, lambda done, parts: None, check, pen)
        self._known = known
        self._asked: dict[str, int | None] = {}
        self._first = 1

    def outline(self) -> Outline:
        """What stands in the contents."""
        return Outline(self._measured(self._heads), tuple(self._heads))

    def piece(self, number: int, first: int) -> Piece:
        """Draw one piece."""
        root = self._pen.structure.root
        if number == COVER:
            draw_cover(self._pen, self._document, root.add("Sect"))
            return Piece(self._pen.finish([0]), 1)
        # Parts and contents begin by turning to a page of their own; the one before it stays out.
        self._first = first - 1
        if number == CONTENTS:
            self._contents(self._heads, Element("TOC"))
        else:
            self._part(self._parts[number], root.add("Sect"))
        anchors = self._pen.structure.anchors
        pages = self._pen.page
        return Piece(
            self._pen.finish(range(1, pages + 1)),
            pages,
            {name: self._printed(place.page) for name, place in anchors.items()},
            self._asked,
        )

    def _printed(self, page: int) -> int:
        return self._first + page

    def _page_of(self, anchor: str) -> int | None:
        found = super()._page_of(anchor)
        if found is None:
            found = self._asked[anchor] = self._known.get(anchor)
        return found


def _nothing() -> None:
    """Nobody stops it."""


def _no_picture(sha256: str) -> bytes:
    raise KeyError(sha256)
