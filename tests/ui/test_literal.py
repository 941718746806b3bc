"""Names and words of others are shown as they stand, never read as markup."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.i18n import Translator
from portfolio_app.ui.literal import literal
from portfolio_app.ui.pages.activity_fields import CompetencesField
from portfolio_app.ui.pages.activity_presenter import Group, Part
from portfolio_app.ui.widgets.buttons import ChipButton, IconButton
from portfolio_app.ui.widgets.ticks import OrderedTicks

EVIL = r'Verslag <img src="\\evil\share\a.png">  & <b>vet</b>'


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", [EVIL, "gewoon & < 3", "twee\nregels <i>", "&lt;b>", "<?xml", "", "niets bijzonders"])
def test_what_is_shown_is_what_stood_there(text: str) -> None:
    made = literal(text)
    shown = QTextDocument()
    shown.setHtml(made)
    assert shown.toPlainText() == text
    assert "<img" not in made


@pytest.mark.usefixtures("qapp")
def test_tips_of_the_program_hold_no_markup_of_others() -> None:
    button = IconButton("x")
    button.name(EVIL)
    assert "<img" not in button.toolTip()
    assert button.accessibleName() == EVIL


@pytest.mark.usefixtures("qapp")
def test_a_heading_to_tick_shows_no_markup_in_its_tip() -> None:
    ticks = OrderedTicks(Translator("nl"), "Gemarkeerd")
    ticks.set_choices([("a", EVIL, True)])
    assert ticks.list.item(0).text() == EVIL
    assert "<img" not in ticks.list.item(0).toolTip()


@pytest.mark.usefixtures("qapp")
def test_a_competence_of_a_set_of_others_shows_no_markup_in_its_tip() -> None:
    field = CompetencesField()
    part = Part(CompetenceRef("eigen", "A"), "A", EVIL)
    field.set_groups([Group("eigen", "Eigen", (part,), (), leading=True)], "Fijner")
    chips = field.findChildren(ChipButton)
    assert len(chips) == 1
    assert "<img" not in chips[0].toolTip()
