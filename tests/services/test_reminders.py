"""The reminder of a week: off by itself, once, on her day and hour, and never in quiet hours or for a week off."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portfolio_app.domain.holidays import Region
from portfolio_app.domain.journal import Week
from portfolio_app.services.session import Services
from portfolio_app.services.settings import WEEK_REMINDER, WEEK_REMINDER_AT
from tests.services.helpers import Desk

FRIDAY = Week(2026, 11).friday


def at(desk: Desk, hour: int, minute: int = 0, day: int = FRIDAY.day) -> None:
    desk.clock.now = datetime(FRIDAY.year, FRIDAY.month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def asked(services: Services) -> Services:
    """A portfolio in which she chose Friday at three."""
    services.settings.set(WEEK_REMINDER, "4")
    services.settings.set(WEEK_REMINDER_AT, 15 * 60)
    return services


def test_it_is_off_until_she_chooses_a_day(services: Services, desk: Desk) -> None:
    at(desk, 15)
    assert not services.reminders.wanted
    assert not services.reminders.due()


def test_it_comes_once_on_her_day_and_hour(asked: Services, desk: Desk) -> None:
    at(desk, 14, 58)
    assert not asked.reminders.due()
    at(desk, 15)
    assert asked.reminders.due()
    asked.reminders.said()
    assert not asked.reminders.due()
    at(desk, 15, day=FRIDAY.day + 7)
    assert asked.reminders.due()


def test_a_computer_that_starts_later_says_it_then_but_not_in_the_evening_or_another_day(
    asked: Services, desk: Desk
) -> None:
    at(desk, 17, 30)
    assert asked.reminders.due()
    at(desk, 20)
    assert not asked.reminders.due()
    at(desk, 15, day=FRIDAY.day + 1)
    assert not asked.reminders.due()


def test_a_week_that_is_done_skipped_or_off_is_left_in_peace(asked: Services, desk: Desk) -> None:
    at(desk, 15)
    week = Week(2026, 11)
    asked.journal.skip(week)
    assert not asked.reminders.due()
    asked.journal.reopen(week)
    assert asked.reminders.due()
    asked.days_off.choose(Region.MIDDLE)
    desk.clock.now = datetime(2026, 5, 1, 15, tzinfo=UTC)  # Friday in the May holiday
    assert not asked.reminders.due()
