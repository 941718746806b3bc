"""The check that nobody asked for, and what it speaks up about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.services.settings import LAST_DEEP_CHECK
from tests.services.helpers import Desk, activity


def changed_activity(services: Services) -> None:
    """An activity with an earlier version."""
    made = activity(services)
    services.records.save(replace(made, title="Studiedag, anders"))


def flip_a_version(services: Services) -> None:
    """Break an earlier version of a record, which only a deep check reads."""
    services._core.store.database.write(
        lambda connection: connection.execute("UPDATE delta SET patch='{\"title\":[9,9' WHERE patch IS NOT NULL")
    )


def test_everything_is_read_once_a_month_and_the_rest_of_the_time_little(desk: Desk) -> None:
    services = desk.open()
    changed_activity(services)
    assert services.checks.look().sound
    flip_a_version(services)
    assert services.checks.look().sound
    desk.clock.now += timedelta(days=31)
    report = services.checks.look()
    assert [finding.code for finding in report.findings] == ["history-unreadable"]
    assert services.checks.look().sound


def test_a_clock_that_was_wrong_once_does_not_put_it_off(desk: Desk) -> None:
    services = desk.open()
    services.settings.set(LAST_DEEP_CHECK, "2199-01-01")
    assert services.checks.deep_due()
    services.checks.look()
    assert not services.checks.deep_due()


def test_an_index_that_is_out_of_date_is_made_anew_without_a_word(desk: Desk) -> None:
    services = desk.open()
    changed_activity(services)
    services._core.store.database.write(lambda connection: connection.execute("DELETE FROM search"))
    report = services.checks.look()
    assert [finding.code for finding in report.findings] == ["search-rebuilt"]
    assert report.sound
    assert not report.words(Translator("nl"))
