"""The look: contrast is computed, the sheet is complete, a switch reaches every widget."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.ui.theme import fonts, style
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.ui.theme.tokens import DARK, LIGHT, Tokens, contrast, in_force, names
from portfolio_app.ui.widgets.buttons import NavigationButton

GROUNDS = ("window", "surface", "sunken", "hover")
BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def pairs_of_text() -> list[tuple[str, str]]:
    """Every text colour with every ground it is written on."""
    anywhere = [(text, ground) for text in ("text", "muted", "accent", "good", "warn", "bad") for ground in GROUNDS]
    return [
        *anywhere,
        ("on_accent", "accent"),
        ("on_accent", "accent_strong"),
        ("accent_strong", "accent_soft"),
        ("muted", "accent_soft"),
        ("muted", "track"),
        *((text, f"{kind}_soft") for kind in ("good", "warn", "bad", "accent") for text in (kind, "text", "accent")),
        ("window", "text"),
    ]


@BOTH
def test_text_reads_well_on_every_ground(tokens: Tokens) -> None:
    poor = {
        (text, ground): round(ratio, 2)
        for text, ground in pairs_of_text()
        if (ratio := contrast(getattr(tokens, text), getattr(tokens, ground))) < 4.5
    }
    assert not poor


@BOTH
def test_outlines_and_charts_stand_out(tokens: Tokens) -> None:
    graphics = [
        *(("control", ground) for ground in GROUNDS),
        *(("accent", ground) for ground in (*GROUNDS, "track", "accent_soft")),
        *((f"series{number}", ground) for number in range(1, 6) for ground in ("surface", "track")),
        ("bad", "surface"),
    ]
    poor = {
        (mark, ground): round(ratio, 2)
        for mark, ground in graphics
        if (ratio := contrast(getattr(tokens, mark), getattr(tokens, ground))) < 3
    }
    assert not poor


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@BOTH
@pytest.mark.parametrize("scale", fonts.SCALES)
def test_the_sheet_has_no_hole_and_its_drawings_exist(tokens: Tokens, scale: int, tmp_path: Path) -> None:
    sheet = style.sheet(tokens, scale, tmp_path)

    assert not re.findall(r"\{[a-z0-9_:/-]+\}", sheet)
    drawings = re.findall(r'url\("([^)]+)"\)', sheet)
    assert drawings
    assert all(Path(drawing).stat().st_size for drawing in drawings)


def test_every_token_is_used_or_drawn() -> None:
    in_sheet = {name for name in names() if "{" + name + "}" in style.SHEET}
    assert set(names()) - in_sheet <= {f"series{number}" for number in range(1, 6)}


def test_the_window_brings_its_own_letter(qapp: QApplication) -> None:
    assert fonts.load()
    assert fonts.FAMILY in QFontDatabase.families()


def test_a_switch_reaches_palette_size_and_own_painted_widgets(qapp: QApplication, qtbot: QtBot) -> None:
    theme = Theme(qapp)
    button = NavigationButton("sun-horizon")
    qtbot.addWidget(button)
    theme.apply("light")
    lit = button.grab().toImage().pixelColor(2, 2)
    assert in_force() is LIGHT

    theme.apply("dark", 150)

    assert in_force() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window.lower()
    assert qapp.font().pixelSize() == 21
    assert button.grab().toImage().pixelColor(2, 2) != lit
    theme.apply("light")
