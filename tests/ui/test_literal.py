"""Names and words of others are shown as they stand, never read as markup."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextDocument

from portfolio_app.ui.literal import literal
from portfolio_app.ui.widgets.buttons import IconButton

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
