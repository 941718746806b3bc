"""Headings that are codes are titles in words."""

from __future__ import annotations

from portfolio_app.i18n import Translator
from portfolio_app.ui.words import title_words


def test_a_week_is_called_by_its_number() -> None:
    assert title_words("journal_week", "2026-W08", Translator("nl")) == "Week 8 van 2026"
    assert title_words("journal_week", "2026-W08", Translator("en")) == "Week 8 of 2026"


def test_what_has_no_heading_is_called_by_its_kind() -> None:
    assert title_words("reflection", "", Translator("nl")) == "reflectie"
    assert title_words("experience", "De deur-Wat nu", Translator("nl")) == "De deur-Wat nu"
