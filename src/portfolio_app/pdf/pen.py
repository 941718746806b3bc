"""Draws on pages through reportlab and notes to which element every stroke belongs.

The only module that holds a reportlab canvas. Coordinates are points from the lower left corner of the page.
"""

from __future__ import annotations

import io
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from typing import Any

from portfolio_app.document.tree import Inline, Span
from portfolio_app.pdf import style as look
from portfolio_app.pdf.fonts import Encoder, Family, family
from portfolio_app.pdf.lines import Setter, on_one_line
from portfolio_app.pdf.style import Area, Colour, Grid, TextStyle
from portfolio_app.pdf.tagging import Element, FieldSpot, LinkSpot, Mark, PageNotes, Place, Structure
from portfolio_app.pdf.words import Line, Run

Rect = tuple[float, float, float, float]


@dataclass(frozen=True)
class Seal:
    """What the owner's signature field shows: its size and lines of text."""

    size: tuple[float, float]
    lines: tuple[tuple[str, TextStyle], ...]


class Pen:
    """Writes one document's pages in the order they are drawn."""

    def __init__(self, lang: str, grid: Grid = look.A4) -> None:
        from reportlab import rl_config

        self.grid = grid
        self.family: Family = family()
        rl_config.useA85 = 0
        rl_config.canvas_basefontname = self.family.face("regular").name
        from reportlab.pdfgen.canvas import Canvas

        self._buffer = io.BytesIO()
        self._canvas: Any = Canvas(
            self._buffer,
            pagesize=(grid.width, grid.height),
            pageCompression=1,
            invariant=1,
            initialFontName=self.family.face("regular").name,
        )
        self._encoder = Encoder(self._canvas._doc)
        self.setter = Setter(self.family, lang)
        self.structure = Structure()
        self.structure.pages.append(PageNotes())
        self._lang = lang
        self._artifact = False

    @property
    def page(self) -> int:
        """Number of the page being drawn, from 0 in drawing order."""
        return len(self.structure.pages) - 1

    def next_page(self) -> None:
        """Close this page and begin another."""
        self._canvas.showPage()
        self.structure.pages.append(PageNotes())

    def finish(self, order: Sequence[int], seal: Seal | None = None) -> bytes:
        """Close the last page, put the pages in their final order and return the file.

        The seal becomes the file's only form XObject; no page shows it yet.
        """
        self._canvas.showPage()
        if seal is not None:
            self._canvas.beginForm("seal", 0, 0, *seal.size)
            self._draw_seal(seal)
            self._canvas.endForm()
        pages = self._canvas._doc.Pages.pages
        pages[:] = [pages[number] for number in order]
        self._canvas.save()
        return self._buffer.getvalue()

    def _draw_seal(self, seal: Seal) -> None:
        width, height = seal.size
        self.rect(0, 0, 3, height, look.SIGNAL)
        y = height - 20
        for text, style in seal.lines:
            for line in self.setter.lines((Span(text),), style, width - 24):
                self.reprint(line, style, Area(14, width - 24), y + baseline(style))
                y -= style.leading

    # --- what strokes belong to

    def _open(self, element: Element, actual: str = "") -> None:
        marks = self.structure.pages[-1].marks
        element.children.append(Mark(self.page, len(marks)))
        said = f" /ActualText <FEFF{actual.encode('utf-16-be').hex().upper()}>" if actual else ""
        self._write(f"/{element.tag} <</MCID {len(marks)}{said}>> BDC")
        marks.append(element)

    @contextmanager
    def content(self, element: Element) -> Generator[None]:
        """Everything drawn inside belongs to the element."""
        self._open(element)
        yield
        self._write("EMC")

    @contextmanager
    def artifact(self, kind: str = "") -> Generator[None]:
        """Everything drawn inside is decoration (or a running head: ``Header``, ``Footer``)."""
        self._write(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC" if kind else "/Artifact BMC")
        self._artifact = True
        yield
        self._artifact = False
        self._write("EMC")

    def anchor(self, name: str, top: float) -> Place:
        """Make the height a target under a name."""
        place = Place(self.page, top)
        if name:
            self.structure.anchors.setdefault(name, place)
        return place

    def link(self, element: Element, rect: Rect, target: str, words: str) -> None:
        """Make a rectangle lead to a target."""
        self.structure.pages[-1].hotspots.append(LinkSpot(rect, target, words, element))

    def field(self, element: Element, rect: Rect, name: str, kind: str, label: str, multiline: bool) -> None:
        """Reserve a rectangle for a form field."""
        self.structure.pages[-1].hotspots.append(FieldSpot(rect, name, kind, label, multiline, element))

    # --- strokes

    def _write(self, operators: str) -> None:
        self._canvas._code.append(operators)

    def rect(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        self._write(f"{_ink(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, colour: Colour, thick: float = 0.5) -> None:
        """Outline a rectangle."""
        self._write(f"{_ink(colour)} RG {thick:.2f} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S")

    def line(self, points: Sequence[tuple[float, float]], colour: Colour, thick: float, dash: str = "") -> None:
        """Draw a line through points."""
        (x, y), *rest = points
        path = " ".join(f"{a:.2f} {b:.2f} l" for a, b in rest)
        start, end = (f"[{dash}] 0 d ", " [] 0 d") if dash else ("", "")
        self._write(f"{start}{_ink(colour)} RG {thick:.2f} w {x:.2f} {y:.2f} m {path} S{end}")

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """Fill a circle."""
        k, r = radius * 0.5523, radius
        curve = (
            f"{x + r:.2f} {y:.2f} m {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
            f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
            f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
            f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c"
        )
        self._write(f"{_ink(colour)} rg {curve} f")

    def picture(self, image: Any, x: float, y: float, width: float, height: float) -> None:
        """Draw a prepared image (a reportlab ImageReader)."""
        self._canvas.drawImage(image, x, y, width, height)

    def words(self, x: float, y: float, text: str, style: TextStyle, *, right: bool = False) -> float:
        """Draw one line of plain text as part of the open content; returns its width."""
        text = on_one_line(text)
        [line] = self.setter.lines((Span(text),), style, inf) or [Line([], 0.0)]
        self._lines([line], x - line.width if right else x, y, style, (Span(text),), None, 0.0, right=False)
        return line.width

    def reprint(self, line: Line, style: TextStyle, area: Area, top: float, *, right: bool = False) -> None:
        """Draw a set line as part of the open content or decoration, without links."""
        plain = Line([run._replace(span=0) for run in line.runs], line.width)
        y = top - baseline(style)
        self._lines([plain], area.x, y, style, (Span(""),), None, area.width, right=right)

    def paragraph(
        self,
        element: Element,
        lines: Sequence[Line],
        inline: Inline,
        style: TextStyle,
        x: float,
        top: float,
        width: float,
        *,
        right: bool = False,
    ) -> None:
        """Draw lines of a text that belongs to an element; its links become elements of their own."""
        y = top - baseline(style)
        self._lines(lines, x, y, style, inline, element, width, right=right)

    def _lines(
        self,
        lines: Sequence[Line],
        x: float,
        y: float,
        style: TextStyle,
        inline: Inline,
        element: Element | None,
        width: float,
        *,
        right: bool,
    ) -> None:
        code = _Text(self._encoder, style, inline, self._lang, self._canvas._code)
        for number, line in enumerate(lines):
            left = x + width - line.width if right else x
            bottom = y - number * style.leading
            code.place(left, bottom)
            for run in line.runs:
                code.run(run, self, element, (left, bottom))
                left += run.width
        code.close(self)


class _Text:
    """Builds the text objects of one paragraph, opening marked content as spans require."""

    def __init__(self, encoder: Encoder, style: TextStyle, inline: Inline, lang: str, code: list[str]) -> None:
        self._encoder, self._style, self._inline, self._lang, self._code = encoder, style, inline, lang, code
        self._open: Element | None = None
        self._begun = False
        self._font = ""
        self._links: dict[int, Element] = {}
        self._place = ""

    def place(self, x: float, y: float) -> None:
        """Go to the start of a line."""
        self._place = f"1 0 0 1 {x:.2f} {y:.2f} Tm"

    def run(self, run: Run, pen: Pen, parent: Element | None, at: tuple[float, float]) -> None:
        """Show a run of text."""
        span = self._inline[run.span]
        element = self._element(span, parent, pen, run, at) if parent is not None else None
        if run.actual and element is not None:
            # an element of its own: poppler loses what follows marked content that is nested
            element = element.add("Span", ActualText=run.actual)
        if not self._begun or element is not self._open:
            self.close(pen)
            if element is not None:
                pen._open(element, run.actual)  # pyright: ignore[reportPrivateUsage] - the two are one
            self._begin(look.ACCENT if span.link else self._style.colour)
            self._open, self._place = element, f"1 0 0 1 {at[0]:.2f} {at[1]:.2f} Tm"
        shown, self._font = self._encoder.show(run.face, self._style.size, run.text, self._font)
        self._code.append(f"{self._place} {shown}" if self._place else shown)
        self._place = ""

    def _begin(self, colour: Colour) -> None:
        tracking = f" {self._style.tracking:g} Tc" if self._style.tracking else ""
        self._code.append(f"{_ink(colour)} rg BT{tracking}")
        self._begun, self._font = True, ""

    def close(self, pen: Pen) -> None:
        """End the text object and its marked content."""
        if not self._begun:
            return
        self._code.append(("0 Tc " if self._style.tracking else "") + ("ET EMC" if self._open is not None else "ET"))
        self._begun = False

    def _element(self, span: Span, parent: Element, pen: Pen, run: Run, at: tuple[float, float]) -> Element:
        if span.link:
            element = self._links.get(run.span) or parent.add("Link")
            self._links[run.span] = element
            x, y = at
            below, above = 0.28 * self._style.size, 0.86 * self._style.size
            pen.link(
                element,
                (x, y - below, x + run.width, y + above),
                span.link,
                span.spoken or span.text.strip() or span.link,
            )
            return element
        if span.lang and not span.lang.startswith(self._lang[:2]):
            if self._open is not None and self._open.attributes.get("Lang") == span.lang:
                return self._open
            return parent.add("Span", Lang=span.lang)
        return parent


def baseline(style: TextStyle) -> float:
    """From the top of a line box to its baseline, in points."""
    return (style.leading - style.size) / 2 + 0.76 * style.size


def _ink(colour: Colour) -> str:
    return f"{colour[0]:g} {colour[1]:g} {colour[2]:g}"
