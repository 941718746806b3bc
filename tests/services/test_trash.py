"""The trash: searching in it, and what leaves it for good after the time that the owner sets."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio_app.services.settings import TRASH_DAYS
from portfolio_app.store.store import Query
from tests.services.helpers import Desk, activity, belief


@pytest.mark.parametrize(("days", "left"), [(0, 2), (90, 1), (365, 2)])
def test_what_lay_there_longer_than_the_owner_wants_goes_for_good(desk: Desk, days: int, left: int) -> None:
    services = desk.open()
    first, second = activity(services, "Eerst weg"), belief(services, "Later weg.")
    kept = activity(services, "Blijft")
    services.records.trash(first.KIND, first.id)
    desk.clock.go_to(date(2026, 5, 20))
    services.records.trash(second.KIND, second.id)
    services.settings.set(TRASH_DAYS, days)
    desk.clock.go_to(date(2026, 7, 1))
    services.maintain().result()
    assert len(services.trash.rows()) == left
    assert services.records.count(Query(kinds=(kept.KIND,))) == 1
    if left == 1:
        assert services.records.any(first.KIND, first.id) is None
        assert services.history.versions(first.KIND, first.id)[0].record is None
        label = services.history.steps(1)[0].label
        assert (label.verb, label.heading) == ("purge_old", ""), "no name of what was erased stays behind"


def test_each_says_when_it_goes(desk: Desk) -> None:
    services = desk.open()
    made = activity(services)
    services.records.trash(made.KIND, made.id)
    (row,) = services.trash.rows()
    assert services.trash.goes_at(row) is None
    services.settings.set(TRASH_DAYS, 30)
    goes = services.trash.goes_at(row)
    assert goes is not None
    assert goes.date() == date(2026, 4, 10)


def test_bringing_back_and_throwing_away_again_begins_the_time_anew(desk: Desk) -> None:
    services = desk.open()
    services.settings.set(TRASH_DAYS, 30)
    made = activity(services)
    services.records.trash(made.KIND, made.id)
    desk.clock.go_to(date(2026, 4, 5))
    services.records.restore(made.KIND, made.id)
    services.records.trash(made.KIND, made.id)
    desk.clock.go_to(date(2026, 4, 20))
    assert services.trash.purge_due() is None
    desk.clock.go_to(date(2026, 5, 6))
    assert services.trash.purge_due() is not None


def test_searching_finds_words_of_what_was_thrown_away_only(desk: Desk) -> None:
    services = desk.open()
    for title in ("Rekenles met stilte", "Gymles"):
        made = activity(services, title)
        services.records.trash(made.KIND, made.id)
    activity(services, "Stilte in de klas")
    assert [row.heading for row in services.trash.rows("stilte")] == ["Rekenles met stilte"]
    assert [row.heading for row in services.trash.rows()] == ["Gymles", "Rekenles met stilte"]
