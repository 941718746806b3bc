"""Numbers, sizes and days in words."""

from __future__ import annotations

from portfolio_app.i18n import Translator, as_lang


def test_hours_are_exact_to_the_minute() -> None:
    t = Translator("nl")
    assert [t.hours(minutes) for minutes in (0, 5, 90, 100, 450, 286_369)] == [
        "0", "0,08", "1,5", "1,67", "7,5", "4.772,82",
    ]  # fmt: skip
    assert len({t.hours(minutes) for minutes in range(6_000)}) == 6_000
    assert t.hours(9_599) == "159,98"  # a minute short of 160 hours does not read as 160
    assert Translator("en").hours(90) == "1.5"


def test_a_locale_leads_to_the_nearest_language() -> None:
    assert [as_lang(code) for code in ("nl_BE.UTF-8", "en-GB", "EN", "de_DE", "C.UTF-8", "", None)] == [
        "nl", "en", "en", "nl", "nl", "nl", "nl",
    ]  # fmt: skip
