"""What people type for a day or for time spent."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.ui.parsing import parse_day, parse_minutes, show_day, show_minutes
from portfolio_app.ui.passphrases import grade

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("7,5", 450), ("7.5", 450), ("7", 420), (",5", 30), ("1:30", 90), ("1h30", 90), ("1u30", 90), ("1 uur 30", 90),
        ("90 m", 90), ("90min", 90), ("2 uur", 120), (" 0:50 ", 50), ("1.5 hours", 90),
    ],
)  # fmt: skip
def test_time_is_read_as_people_write_it(typed: str, minutes: int) -> None:
    assert parse_minutes(typed) == minutes


@pytest.mark.parametrize("typed", ["", "abc", "1:75", "7,555", "-1", "1,5,5"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert parse_minutes(typed) is None


@given(st.integers(1, 100_000), st.sampled_from(["nl", "en"]))
def test_no_minute_is_lost_on_the_way_to_the_field_and_back(minutes: int, lang: str) -> None:
    assert parse_minutes(show_minutes(minutes, lang)) == minutes


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24-11-2026", TODAY), ("24/11/2026", TODAY), ("24-11-26", TODAY), ("2026-11-24", TODAY), ("24 nov", TODAY),
        ("24 november 2026", TODAY), ("vandaag", TODAY), ("gisteren", date(2026, 11, 23)), ("3 mrt", date(2027, 3, 3)),
        ("1-9", date(2026, 9, 1)), ("29 feb 2024", date(2024, 2, 29)), ("29-2", None),
        ("31-11-2026", None), ("morgen ergens", None), ("", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(typed: str, day: date | None) -> None:
    assert parse_day(typed, TODAY) == day


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(["nl", "en"]))
def test_a_shown_day_is_read_back(day: date, lang: str) -> None:
    assert parse_day(show_day(day, lang), TODAY) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", "empty"), ("kort", "short"), ("wachtwoord1", "guessable"), ("aaaaaaaaaaaa", "guessable"),
     ("fietsbel9", "fair"), ("een regel per week", "good")],
)  # fmt: skip
def test_a_passphrase_is_judged_in_words(text: str, expected: str) -> None:
    assert grade(text) == expected
