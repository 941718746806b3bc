"""The one table of colours. Palette, style sheet, icons and own-painted widgets all read it.

Which table is in force is read from the application's palette, so there is no state beside Qt's own.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True)
class Tokens:
    """Colours by what they are for, as ``#RRGGBB``.

    ``border`` only decorates (cards, lines in a table); ``control`` is the outline of what can be used and keeps
    3:1 against what it lies on. The ``…_soft`` ones are grounds for text. ``series`` colours draw charts.
    """

    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    control: str
    track: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    series1: str
    series2: str
    series3: str
    series4: str
    series5: str


LIGHT = Tokens(
    window="#F7F6F3",
    surface="#FFFFFF",
    sunken="#F0EEE9",
    hover="#F1EFEA",
    border="#E2DFD8",
    control="#8A857B",
    track="#E9E6DF",
    text="#1F2428",
    muted="#5B5F63",
    accent="#1B5E7B",
    accent_strong="#134860",
    accent_soft="#E3EFF4",
    on_accent="#FFFFFF",
    good="#1B7048",
    good_soft="#E4F3EA",
    warn="#8A4B08",
    warn_soft="#FCF1DD",
    bad="#B3261E",
    bad_soft="#FBEAE8",
    series1="#1B5E7B",
    series2="#B66A00",
    series3="#4B7F3A",
    series4="#8C4A86",
    series5="#5A6B8C",
)

DARK = Tokens(
    window="#15181B",
    surface="#1D2125",
    sunken="#111416",
    hover="#272C31",
    border="#30363C",
    control="#7A848D",
    track="#2C3238",
    text="#E9EBEC",
    muted="#A6AEB5",
    accent="#7CC4E0",
    accent_strong="#A3D8EC",
    accent_soft="#1E3945",
    on_accent="#0C1B22",
    good="#72CD99",
    good_soft="#183122",
    warn="#EDB663",
    warn_soft="#36290F",
    bad="#FF9A90",
    bad_soft="#3C1F1D",
    series1="#7CC4E0",
    series2="#EFB055",
    series3="#93CB7E",
    series4="#D79BD1",
    series5="#A3B3D6",
)


def of_palette(palette: QPalette) -> Tokens:
    """Return the table that a palette was made from."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def in_force() -> Tokens:
    """Return the table that the application wears now (a style sheet may have bent a single widget's palette)."""
    return of_palette(QApplication.palette())


def colour(name: str) -> QColor:
    """Return a token as a colour of the table in force."""
    return QColor(str(getattr(in_force(), name)))


def names() -> tuple[str, ...]:
    """Names of all tokens."""
    return tuple(field.name for field in fields(Tokens))


def luminance(colour_code: str) -> float:
    """Relative luminance of ``#RRGGBB`` as WCAG 2 defines it."""

    def channel(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(colour_code[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
