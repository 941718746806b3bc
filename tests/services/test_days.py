"""Days on which something happened stay the days they are, wherever the clock stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import Week
from portfolio_app.i18n import Translator
from portfolio_app.store.values import Query
from tests.services.helpers import Desk, activity

MOMENTS = [
    datetime(2026, 3, 28, 23, 30, tzinfo=UTC),  # the night before summer time
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the hour that is left out in Amsterdam
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the hour that comes twice
    datetime(2026, 12, 31, 23, 59, tzinfo=UTC),
]
ZONES = ["Europe/Amsterdam", "Pacific/Auckland", "Pacific/Honolulu"]


def in_zone(desk: Desk, zone: str) -> Desk:
    return Desk(desk.home, replace(desk.environment, zone=ZoneInfo(zone)), desk.clock, desk.opened)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("moment", MOMENTS)
def test_an_entry_keeps_its_day_when_it_is_read_elsewhere(desk: Desk, zone: str, moment: datetime) -> None:
    desk.clock.now = moment
    services = in_zone(desk, zone).open()
    today = services.records.today()
    assert today == moment.astimezone(ZoneInfo(zone)).date()
    made = activity(services, happened_on=today)
    desk.close()
    for other in {*ZONES} - {zone}:
        again = in_zone(desk, other).open()
        read = again.records.need(Experience, made.id)
        assert read.happened_on == today
        assert read.written_at == made.written_at
        (row,) = again.records.rows(Query(kinds=(Experience.KIND,), from_on=today, until_on=today))
        assert (row.day, row.written_at) == (today, made.written_at)
        desk.close()


def test_written_down_is_told_in_the_time_of_who_reads() -> None:
    t, written = Translator("nl"), datetime(2026, 3, 28, 23, 30, tzinfo=UTC)
    assert t.instant(written, ZoneInfo("Europe/Amsterdam")) == "29 maart 2026, 00:30"
    assert t.instant(written, ZoneInfo("Pacific/Honolulu")) == "28 maart 2026, 13:30"


def test_a_sunday_night_belongs_to_the_week_that_ends(desk: Desk) -> None:
    desk.clock.now = datetime(2026, 3, 29, 21, 55, tzinfo=UTC)  # 23:55 in Amsterdam, in summer time since that night
    services = in_zone(desk, "Europe/Amsterdam").open()
    assert Week.of(services.records.today()) == Week(2026, 13)
    desk.clock.now = datetime(2026, 3, 29, 22, 5, tzinfo=UTC)
    assert Week.of(services.records.today()) == Week(2026, 14)
    assert services.records.today() == date(2026, 3, 30)
