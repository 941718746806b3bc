"""ISO weeks: week 53, the turn of the year, and the same week a year before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.journal import JournalWeek, Week

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 12, 31), Week(2026, 53)),
        (date(2027, 1, 3), Week(2026, 53)),
        (date(2027, 1, 4), Week(2027, 1)),
        (date(2024, 12, 30), Week(2025, 1)),
        (date(2026, 11, 24), Week(2026, 48)),
    ],
)
def test_the_week_of_a_day(day: date, week: Week) -> None:
    assert Week.of(day) == week


@pytest.mark.parametrize(
    ("week", "earlier"),
    [
        (Week(2026, 53), Week(2025, 52)),
        (Week(2026, 48), Week(2025, 48)),
        (Week(2027, 53 - 1), Week(2026, 52)),
        (Week(2021, 1), Week(2020, 1)),
    ],
)
def test_the_same_week_a_year_before(week: Week, earlier: Week) -> None:
    assert week.a_year_earlier() == earlier


def test_steps_cross_a_year_of_53_weeks() -> None:
    assert Week(2026, 52).plus(1) == Week(2026, 53)
    assert Week(2026, 53).plus(1) == Week(2027, 1)
    assert Week(2027, 1).plus(-1) == Week(2026, 53)
    assert Week(2026, 1).plus(53) == Week(2027, 1)


@given(day=days, steps=st.integers(-300, 300))
def test_weeks_go_forth_and_back(day: date, steps: int) -> None:
    week = Week.of(day)
    assert week.monday <= day <= week.sunday
    assert week.plus(steps).plus(-steps) == week
    assert (week.plus(steps) < week) is (steps < 0)
    assert week.sunday - week.monday == timedelta(days=6)


def test_a_journal_week_is_named_so_that_weeks_sort() -> None:
    def at(year: int, number: int) -> str:
        return JournalWeek(id="1", written_at=datetime(2026, 1, 1, tzinfo=UTC), year=year, number=number).heading

    assert at(2026, 5) == "2026-W05"
    assert sorted([at(2026, 10), at(2025, 52), at(2026, 9)]) == ["2025-W52", "2026-W09", "2026-W10"]


@given(year=st.integers(2000, 2099))
def test_a_school_year_begins_with_its_first_week_and_has_no_gap(year: int) -> None:
    first, after = Week.first_of_school_year(year), Week.first_of_school_year(year + 1)
    assert first.school_year == year
    assert first.plus(-1).school_year == year - 1
    assert after.plus(-1).school_year == year
    assert (after.monday - first.monday).days // 7 in (52, 53)


@pytest.mark.parametrize(
    ("week", "year"), [(Week(2026, 31), 2025), (Week(2026, 32), 2026), (Week(2026, 53), 2026), (Week(2027, 1), 2026)]
)
def test_the_school_year_of_a_week(week: Week, year: int) -> None:
    assert week.school_year == year
