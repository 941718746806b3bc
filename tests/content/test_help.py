"""Help pages and cards: there in both languages, alike in shape, and with their folders filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio_app import paths
from portfolio_app.content.help import CARDS, NOBODY, PAGES, Help
from portfolio_app.document.text import as_text
from portfolio_app.domain.errors import UserError

FOLDER = paths.resources() / "help"


@pytest.mark.parametrize("key", [*PAGES, *CARDS, NOBODY])
def test_every_text_is_there_in_both_languages_and_alike(key: str) -> None:
    dutch, english = (Help(FOLDER, lang).part(key) for lang in ("nl", "en"))
    assert dutch.title != english.title
    assert [type(block) for block in dutch.blocks] == [type(block) for block in english.blocks]
    assert all("{" not in as_text(part) and "!" not in as_text(part) for part in (dutch, english))


def test_folders_are_filled_in() -> None:
    part = Help(FOLDER, "nl").part("other-school", {"home": "/thuis/map", "backups": "/thuis/kopie"})
    assert "/thuis/map" in as_text(part)
    assert "/thuis/kopie" in as_text(part)
    assert "niemand het opent" in as_text(Help(FOLDER, "nl").part(NOBODY))


def test_a_missing_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="help-missing"):
        Help(tmp_path, "nl").topics()
