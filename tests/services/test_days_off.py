"""Weeks that do not count: school holidays, leave, and what she takes back of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.holidays import DaysOff, Region
from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Pause
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import START, Desk, head

CHRISTMAS = (Week(2026, 52), Week(2026, 53))


def pauses(services: Services) -> list[tuple[date, date, bool]]:
    found = services.records.load(Pause, Query(kinds=(Pause.KIND,)))
    return sorted((item.from_on, item.until_on, item.works) for item in found)


def test_nobody_has_holidays_until_she_chose_a_region(services: Services) -> None:
    assert services.days_off.region is None
    assert not services.journal.is_off(CHRISTMAS[0])
    services.days_off.choose(Region.SOUTH)
    assert all(services.journal.is_off(week) for week in CHRISTMAS)
    assert not services.journal.is_off(Week(2027, 1))
    services.days_off.choose(None)
    assert not services.journal.is_off(CHRISTMAS[0])


def test_the_weeks_off_among_many_are_told_at_once(services: Services) -> None:
    services.days_off.choose(Region.SOUTH)
    services.days_off.work_in(CHRISTMAS[0])
    assert services.journal.weeks_off(Week(2026, number) for number in range(50, 54)) == {CHRISTMAS[1]}


def test_the_region_is_kept(desk: Desk) -> None:
    desk.open().days_off.choose(Region.NORTH)
    desk.close()
    assert desk.open().days_off.region is Region.NORTH


@pytest.mark.parametrize(("region", "week"), [(Region.NORTH, 42), (Region.MIDDLE, 43), (Region.SOUTH, 43)])
def test_the_autumn_holiday_falls_where_the_region_has_it(services: Services, region: Region, week: int) -> None:
    services.days_off.choose(region)
    off = [number for number in range(36, 52) if services.journal.is_off(Week(2026, number))]
    assert off == [week]


def test_a_week_taken_back_counts_and_can_be_left_again(services: Services) -> None:
    services.days_off.choose(Region.MIDDLE)
    services.days_off.work_in(CHRISTMAS[1])
    assert [services.journal.is_off(week) for week in CHRISTMAS] == [True, False]
    services.undo.undo()
    assert services.journal.is_off(CHRISTMAS[1])
    services.undo.redo()
    services.days_off.off_after_all(CHRISTMAS[1])
    assert services.journal.is_off(CHRISTMAS[1])
    assert pauses(services) == []


def test_leaving_a_week_in_the_midst_keeps_what_she_said_of_the_others(services: Services) -> None:
    services.days_off.choose(Region.MIDDLE)
    summer = [Week(2027, number) for number in range(29, 35)]
    every = Pause(**head(services), from_on=summer[0].monday, until_on=summer[-1].sunday, works=True)
    services.records.save(every)
    assert not any(services.journal.is_off(week) for week in summer)
    services.days_off.off_after_all(summer[2])
    assert [services.journal.is_off(week) for week in summer] == [False, False, True, False, False, False]
    services.days_off.off_after_all(summer[0])
    assert [services.journal.is_off(week) for week in summer] == [True, False, True, False, False, False]


def test_leave_of_her_own_stands_above_a_week_taken_back(services: Services) -> None:
    services.days_off.choose(Region.MIDDLE)
    services.days_off.work_in(CHRISTMAS[0])
    services.records.save(Pause(**head(services), from_on=CHRISTMAS[0].monday, until_on=CHRISTMAS[0].friday))
    assert services.journal.is_off(CHRISTMAS[0])


def test_holidays_leave_no_gap_in_the_book(services: Services) -> None:
    services.days_off.choose(Region.MIDDLE)
    lines = services.journal.weeks_overview(Week(2026, 51), Week(2027, 1))
    assert [(line.week.number, line.pause) for line in lines] == [(1, False), (53, True), (52, True), (51, False)]


def test_what_comes_next_says_what_to_check(services: Services) -> None:
    assert services.days_off.coming(3) == ()
    services.days_off.choose(Region.SOUTH)
    coming = services.days_off.coming(30)
    assert [(item.name["nl"], item.from_on) for item, _ in coming[:2]] == [
        ("Meivakantie", date(2026, 4, 25)), ("Zomervakantie", date(2026, 7, 11)),
    ]  # fmt: skip
    assert not coming[0][1]
    assert coming[-1][1]


def test_a_week_that_is_partly_holiday_counts() -> None:
    week = Week(2026, 10)
    pause = Pause(id="1", written_at=START, from_on=week.monday, until_on=week.friday.replace(day=week.friday.day - 1))
    assert not DaysOff.of((), (pause,)).off(week)
    assert DaysOff.of((), (replace(pause, until_on=week.friday),)).off(week)
