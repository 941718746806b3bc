"""Versions, the way back to one, and the list of steps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.domain.links import Role
from portfolio_app.domain.records import Record
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief


def texts(services: Services, record: Record, **paging: int) -> list[str]:
    found = services.history.versions(record.KIND, record.id, **paging)
    return [item.record.story if isinstance(item.record, Experience) else "" for item in found]


def changed(services: Services, made: Experience, *stories: str) -> None:
    for story in stories:
        services.records.save(replace(made, story=story))


def test_versions_come_in_pages_that_fit_together(services: Services) -> None:
    made = activity(services)
    changed(services, made, *(f"regel {number}" for number in range(1, 250)))
    whole = texts(services, made)
    assert services.history.count(made.id) == len(whole) == 250
    assert whole[:2] == ["regel 249", "regel 248"]
    assert [*texts(services, made, limit=100), *texts(services, made, limit=100, offset=100),
            *texts(services, made, limit=100, offset=200)] == whole  # fmt: skip
    assert texts(services, made, limit=10, offset=250) == []


def test_a_version_comes_back_as_a_new_one_and_links_stay(services: Services) -> None:
    made, other = activity(services), belief(services)
    changed(services, made, "eerst", "later")
    services.records.link(Role.FITS, made, other)
    services.history.restore(made.KIND, made.id, 2)
    assert texts(services, made) == ["eerst", "later", "eerst", ""]
    assert [link.target_id for link in services.records.links_from(made.id)] == [other.id]
    label = services.undo.undo_label()
    assert label is not None
    assert (label.verb, label.kind) == ("revert", "experience")
    services.undo.undo()
    assert services.records.need(Experience, made.id).story == "later"
    assert len(services.records.links_from(made.id)) == 1


def test_a_version_also_comes_back_out_of_the_trash(services: Services) -> None:
    made = activity(services)
    changed(services, made, "eerst", "later")
    services.records.trash(made.KIND, made.id)
    now, *earlier = services.history.versions(made.KIND, made.id)
    assert now.trashed
    assert not any(item.trashed for item in earlier)
    services.history.restore(made.KIND, made.id, 2)
    assert services.records.need(Experience, made.id).story == "eerst"


def test_a_version_in_which_it_did_not_exist_cannot_come_back(services: Services) -> None:
    made = activity(services)
    services.undo.undo()
    assert services.history.versions(made.KIND, made.id)[0].record is None
    for number in (2, 9):
        with pytest.raises(UserError) as caught:
            services.history.restore(made.KIND, made.id, number)
        assert caught.value.code == "record-missing"
    services.history.restore(made.KIND, made.id, 1)
    assert services.records.get(Experience, made.id) == made


def test_a_week_does_not_come_back_over_one_that_was_written_since(services: Services) -> None:
    first = replace(services.journal.week(Week(2026, 10)), answers={"kept": "oud"})
    services.journal.save(first)
    services.journal.throw_away(first.week)
    services.journal.save(replace(services.journal.week(Week(2026, 10)), answers={"kept": "nieuw"}))
    with pytest.raises(UserError) as caught:
        services.history.restore(JournalWeek.KIND, first.id, 1)
    assert caught.value.code == "place-taken"


def test_steps_are_listed_with_what_undid_them_also_after_a_restart(desk: Desk) -> None:
    services = desk.open()
    made = activity(services, happened_on=date(2026, 2, 3))
    services.undo.undo()
    services.undo.redo()
    desk.close()
    services = desk.open()
    steps = services.history.steps(3)
    assert [step.course for step in steps] == ["redo", "undo", "do"]
    assert {step.label.heading for step in steps} == {made.heading}
    assert [services.history.here(step.device) for step in steps] == [True, True, True]
    assert services.history.live(made.id)
    assert services.history.step_count() == steps[0].seq
