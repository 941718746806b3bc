"""Days on which something comes back."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.repeats import MOST_TIMES, Rhythm, Turn, turns


def never(day: date) -> bool:
    del day
    return False


def days(first: date, until: date, rhythm: Rhythm) -> list[str]:
    return [turn.on.isoformat()[5:] for turn in turns(first, until, rhythm, never)]


def test_every_week_and_every_two_weeks() -> None:
    first = date(2026, 1, 6)
    assert days(first, date(2026, 1, 27), Rhythm.WEEK) == ["01-13", "01-20", "01-27"]
    assert days(first, date(2026, 2, 3), Rhythm.TWO_WEEKS) == ["01-20", "02-03"]


def test_every_month_keeps_weekday_and_week() -> None:
    assert days(date(2026, 1, 13), date(2026, 4, 30), Rhythm.MONTH) == ["02-10", "03-10", "04-14"]


def test_a_fifth_becomes_the_last_where_a_month_has_no_fifth() -> None:
    assert days(date(2026, 1, 29), date(2026, 5, 1), Rhythm.MONTH) == ["02-26", "03-26", "04-30"]


def test_days_off_are_marked_and_not_left_out() -> None:
    found = turns(date(2026, 1, 6), date(2026, 1, 20), Rhythm.WEEK, lambda day: day == date(2026, 1, 13))
    assert found == (Turn(date(2026, 1, 13), off=True), Turn(date(2026, 1, 20)))


def test_a_mistyped_year_is_told_and_the_end_of_the_calendar_is_the_end() -> None:
    with pytest.raises(UserError) as caught:
        turns(date(2026, 1, 6), date(2926, 1, 6), Rhythm.WEEK, never)
    assert (caught.value.code, caught.value.facts) == ("repeats-many", {"most": MOST_TIMES})
    with pytest.raises(UserError):
        turns(date(2026, 1, 6), date(2025, 1, 6), Rhythm.WEEK, never)
    assert turns(date(9999, 12, 20), date.max, Rhythm.MONTH, never) == ()
    assert len(turns(date(9999, 12, 20), date.max, Rhythm.WEEK, never)) == 1
