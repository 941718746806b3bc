"""Words as they were measured, and the lines that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from portfolio_app.pdf.fonts import SOFT_HYPHEN, Face
from portfolio_app.pdf.style import TextStyle


class Run(NamedTuple):
    """Text of one font within a line; ``span`` is the index of the span it came from.

    ``actual`` is what was typed where something else is drawn. It is told once, with the first of the runs that it was
    drawn as; the others have a soft hyphen, which nobody hears.
    """

    face: Face
    text: str
    width: float
    span: int
    actual: str = ""


class Line(NamedTuple):
    """A set line. ``text`` of its runs ends with a space where one was typed at the break."""

    runs: list[Run]
    width: float


@dataclass(slots=True)
class Word:
    """A measured word, with the space that follows it and the font of that space; ``hard`` ends the line."""

    runs: list[Run]
    width: float
    space: float = 0.0
    hard: bool = False
    face: Face | None = None


def width_of(face: Face, text: str, style: TextStyle) -> float:
    """Width of a text in points."""
    shown = text.replace(SOFT_HYPHEN, "") if SOFT_HYPHEN in text else text
    return face.measure(shown) * style.size + style.tracking * len(shown)
