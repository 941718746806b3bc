"""Periods of hours: calendar years and own years, pauses that stop them, and the size of the job over time."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.counting import HoursData
from portfolio_app.domain.growth import Phase
from portfolio_app.domain.periods import (
    Span,
    first_day,
    fte_days,
    periods,
    phase_on,
    phases_in,
    plus_years,
    running_spans,
)
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.standing import standing
from tests.unit.makers import REGISTER, VO, cycle, job, pause, phase

YEAR = Span(date(2025, 8, 1), date(2026, 7, 31))


def test_a_school_year_is_whole_whenever_somebody_joins() -> None:
    period = periods(VO, cycle(VO, date(2025, 11, 20)), (), date(2026, 1, 10))[-1]
    assert period.span == YEAR
    assert period.length == 365


def test_somebody_who_joins_on_the_first_day_gets_that_year_and_the_day_before_the_year_before() -> None:
    assert first_day(VO.period, date(2025, 8, 1)) == date(2025, 8, 1)
    assert first_day(VO.period, date(2025, 7, 31)) == date(2024, 8, 1)


def test_periods_follow_each_other_without_a_gap() -> None:
    found = periods(VO, cycle(VO, date(2023, 9, 1)), (), date(2026, 2, 1))
    assert [period.number for period in found] == [1, 2, 3]
    assert all(later.span.first == earlier.span.last + timedelta(days=1) for earlier, later in pairwise(found))
    assert date(2026, 2, 1) in found[-1].span


def test_a_registration_period_runs_four_years_from_the_owners_own_day() -> None:
    period = periods(REGISTER, cycle(REGISTER, date(2021, 8, 1)), (), date(2024, 1, 1))[-1]
    assert period.span == Span(date(2021, 8, 1), date(2025, 7, 31))
    assert period.length == 1461


def test_leave_moves_the_end_by_as_many_days() -> None:
    leave = pause(date(2023, 1, 1), date(2023, 4, 10))  # 100 days
    period = periods(REGISTER, cycle(REGISTER, date(2021, 8, 1)), [leave], date(2024, 1, 1))[-1]
    assert period.span.last == date(2025, 11, 8)
    assert period.stopped_days == 100
    assert period.length == 1461


def test_leave_over_the_end_counts_whole() -> None:
    leave = pause(date(2025, 7, 1), date(2025, 8, 31))  # 62 days, half of them after the end without pauses
    period = periods(REGISTER, cycle(REGISTER, date(2021, 8, 1)), [leave], date(2024, 1, 1))[-1]
    assert period.span.last == date(2025, 10, 1)


def test_leave_that_overlaps_counts_once_and_a_holiday_does_not_stop_a_period() -> None:
    leave = [pause(date(2023, 1, 1), date(2023, 1, 10)), pause(date(2023, 1, 6), date(2023, 1, 20))]
    holiday = pause(date(2024, 7, 20), date(2024, 8, 31), stops=False)
    period = periods(REGISTER, cycle(REGISTER, date(2021, 8, 1)), [*leave, holiday], date(2024, 1, 1))[-1]
    assert period.stopped_days == 20


def test_a_school_year_never_moves() -> None:
    leave = [pause(date(2025, 10, 1), date(2026, 2, 1))]
    period = periods(VO, cycle(VO, date(2025, 8, 1)), leave, date(2026, 1, 1))[-1]
    assert period.span == YEAR


def test_leaving_a_scheme_ends_its_period_that_day_and_nothing_follows() -> None:
    left = cycle(VO, date(2024, 8, 1), closed_on=date(2025, 1, 31))
    found = periods(VO, left, (), date(2026, 5, 1))
    assert len(found) == 1
    assert found[0].closed
    assert found[0].span.last == date(2025, 1, 31)
    assert found[0].days_left(date(2026, 5, 1)) == 0


def test_the_first_period_is_shown_before_it_began() -> None:
    period = periods(REGISTER, cycle(REGISTER, date(2027, 1, 1)), (), date(2026, 11, 24))[-1]
    assert period.number == 1
    assert period.days_left(date(2026, 11, 24)) == 1461


def test_today_is_among_the_days_left() -> None:
    period = periods(VO, cycle(VO, date(2025, 8, 1)), (), date(2026, 7, 31))[-1]
    assert period.days_left(date(2026, 7, 31)) == 1
    assert period.days_left(date(2026, 7, 30)) == 2


def test_the_leap_day_becomes_the_first_of_march() -> None:
    assert plus_years(date(2024, 2, 29), 1) == date(2025, 3, 1)
    assert plus_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_two_jobs_add_up_but_never_over_full_time() -> None:
    two = [job(60, date(2025, 8, 1), date(2026, 7, 31)), job(60, date(2026, 7, 1))]
    assert fte_days(two, YEAR) == 60 * 334 + 100 * 31


def test_only_jobs_in_the_sector_weigh() -> None:
    both = [job(60, date(2025, 1, 1)), job(40, date(2025, 1, 1), sector=Sector.MBO)]
    assert fte_days(both, YEAR, (Sector.VO,)) == 60 * 365
    assert fte_days(both, YEAR) == 100 * 365


def test_running_days_are_those_outside_the_pauses() -> None:
    leave = [pause(date(2023, 1, 1), date(2023, 4, 10)), pause(date(2030, 1, 1), date(2030, 2, 1))]
    period = periods(REGISTER, cycle(REGISTER, date(2021, 8, 1)), leave, date(2024, 1, 1))[-1]
    spans = running_spans(REGISTER, period, leave)
    assert spans == (Span(date(2021, 8, 1), date(2022, 12, 31)), Span(date(2023, 4, 11), date(2025, 11, 8)))
    assert sum(span.days for span in spans) == period.length


def test_a_pause_without_an_end_stops_the_period_for_good() -> None:
    leave = [pause(date(2025, 1, 1), date.max), pause(date(2026, 1, 1), date(2026, 2, 1))]
    mine = cycle(REGISTER, date(2023, 8, 1))
    for today in (date(2026, 3, 11), date.max):
        (period, *later) = periods(REGISTER, mine, leave, today)
        assert period.span.last.year == 8002
        assert running_spans(REGISTER, period, leave)[0] == Span(date(2023, 8, 1), date(2024, 12, 31))
        assert bool(later) is (today == date.max)
    found = standing(REGISTER, mine, HoursData(sector=Sector.VO, pauses=leave), date(2026, 3, 11))
    assert found.needed_per_month is None  # no day is left on which she works


def test_the_phase_is_the_last_one_begun() -> None:
    line = [phase(Phase.BASIC, date(2025, 9, 1)), phase(Phase.INDUCTION, date(2022, 8, 1))]
    assert phase_on(line, date(2022, 7, 31)) is None
    assert phase_on(line, date(2025, 8, 31)) is Phase.INDUCTION
    assert phase_on(line, date(2025, 9, 1)) is Phase.BASIC
    assert phases_in(line, YEAR) == {Phase.INDUCTION, Phase.BASIC}


days = st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


@given(
    began=days,
    leave=st.lists(st.tuples(days, st.integers(0, 400)), max_size=4),
    today=days,
)
def test_pauses_never_take_days_from_a_period(began: date, leave: list[tuple[date, int]], today: date) -> None:
    pauses = [pause(first, first + timedelta(days=length)) for first, length in leave]
    for period in periods(REGISTER, cycle(REGISTER, began), pauses, max(today, began)):
        running = running_spans(REGISTER, period, pauses)
        assert sum(span.days for span in running) == period.length
        assert period.span.days == period.length + period.stopped_days


@pytest.mark.parametrize("percent", [0, 1, 33, 100])
def test_an_empty_window_weighs_nothing(percent: int) -> None:
    assert fte_days([job(percent, date(2020, 1, 1))], Span(date(2025, 1, 2), date(2025, 1, 1))) == 0
