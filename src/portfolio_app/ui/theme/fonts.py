"""The window's own letter, loaded from the program so that every computer shows the same."""

from __future__ import annotations

import logging

from PySide6.QtGui import QFont, QFontDatabase

from portfolio_app import paths

FAMILY = "Leerlijn Sans"
BASE_PIXELS = 14
SCALES: tuple[int, ...] = (80, 90, 100, 115, 130, 150, 175, 200)

log = logging.getLogger(__name__)


def load() -> bool:
    """Load the shipped fonts; False when they are missing, and then the system's own letter is used."""
    found = [
        QFontDatabase.addApplicationFont(str(file))
        for file in sorted((paths.resources() / "fonts" / "ui").glob("*.ttf"))
    ]
    if not found or -1 in found:
        log.warning("the window's fonts are missing or damaged; the system's font is used")
    return bool(found) and -1 not in found


def base(scale: int = 100) -> QFont:
    """Font of ordinary text at a text size of ``scale`` percent."""
    font = QFont(FAMILY) if FAMILY in QFontDatabase.families() else QFont()
    font.setPixelSize(pixels(BASE_PIXELS, scale))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def pixels(size: int, scale: int) -> int:
    """A size in pixels at a text size of ``scale`` percent."""
    return round(size * scale / 100)


def sized(font: QFont, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """A copy of a widget's font with the size that ``size`` stands for at the text size in force."""
    copy = QFont(font)
    copy.setPixelSize(max(8, round(size * _current(font) / BASE_PIXELS)))
    copy.setWeight(weight)
    return copy


def grown(size: int) -> int:
    """A length that was meant for the ordinary text size, at the text size in force."""
    return round(size * _current(QFont()) / BASE_PIXELS)


def _current(font: QFont) -> int:
    from PySide6.QtWidgets import QApplication

    size = QApplication.font().pixelSize()
    return size if size > 0 else max(font.pixelSize(), BASE_PIXELS)
