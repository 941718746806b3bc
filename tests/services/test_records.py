"""Saving, linking, trashing and undoing records of any kind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Allocation, Experience
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.portfolio import Appointment, Pause
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import explain
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import Desk, activity, belief, head, profile


def test_one_save_is_one_step_one_notice_and_can_be_undone(services: Services) -> None:
    heard: list[ChangeSet] = []
    stop = services.subscribe(heard.append)
    made = activity(services)
    assert [change.ids(Experience.KIND) for change in heard] == [{made.id}]
    label = services.undo.undo_label()
    assert label is not None
    assert (label.verb, label.kind, label.heading) == ("create", "experience", made.title)
    services.records.save(replace(made, title="Een andere titel"))
    assert (services.undo.undo_label() or label).verb == "edit"
    services.undo.undo()
    assert services.records.need(Experience, made.id) == made
    assert (services.undo.redo_label() or label).verb == "edit"
    services.undo.redo()
    assert services.records.need(Experience, made.id).title == "Een andere titel"
    stop()
    count = len(heard)
    services.undo.undo()
    assert len(heard) == count


def test_undo_reaches_back_over_closing(desk: Desk) -> None:
    made = activity(desk.open())
    desk.close()
    services = desk.open()
    services.undo.undo()
    assert services.records.get(Experience, made.id) is None
    assert services.undo.undo() is None


def test_the_trash_keeps_links_and_gives_back(services: Services) -> None:
    made, pattern = activity(services), belief(services)
    link = services.records.link(Role.FITS, made, pattern)
    assert services.records.link(Role.FITS, made, pattern).id == link.id  # not a second one
    services.records.trash(made.KIND, made.id)
    assert services.records.get(Experience, made.id) is None
    assert services.records.any(made.KIND, made.id) == made
    assert [row.id for row in services.records.trashed()] == [made.id]
    assert services.records.links_to(pattern.id) == []
    services.records.restore(made.KIND, made.id)
    assert [item.id for item in services.records.links_to(pattern.id)] == [link.id]
    services.records.unlink(link.id)
    assert services.records.links_to(pattern.id) == []


def test_purging_leaves_no_heading_in_the_list_of_steps(services: Services) -> None:
    made = activity(services, "Gesprek over een leerling")
    services.records.trash(made.KIND, made.id)
    services.records.empty_trash()
    assert services.records.any(made.KIND, made.id) is None
    assert all("leerling" not in step.label.heading for step in services._core.store.operations())
    assert services.records.empty_trash() is None
    with pytest.raises(UserError, match="record-missing"):
        services.records.restore(made.KIND, made.id)


def test_what_cannot_be_saved(services: Services) -> None:
    facts = {**head(services), "happened_on": date(2026, 2, 3)}
    wrong = {
        "empty-record": Experience(**facts, title="  "),
        "dates-reversed": Experience(**facts, title="x", ended_on=date(2026, 2, 2)),
        "hours-negative": Experience(**facts, title="x", contact_minutes=-1),
        "hours-doubled": Experience(
            **facts,
            title="x",
            contact_minutes=60,
            allocations=(Allocation("nl-cao-vo", "a", 40), Allocation("nl-cao-vo", "b", 40)),
        ),
    }
    for code, record in wrong.items():
        with pytest.raises(UserError, match=code):
            services.records.save(record)
    with pytest.raises(UserError, match="dates-reversed"):
        services.records.save(Pause(**head(services), from_on=date(2026, 5, 2), until_on=date(2026, 5, 1)))
    assert services.records.count(Query()) == 0


def test_a_record_and_its_links_are_one_step(services: Services) -> None:
    pattern = belief(services)
    record = Experience(**head(services), title="Moment", happened_on=date(2026, 2, 3))
    link = Link(
        **head(services),
        role=Role.FITS,
        source_kind=record.KIND,
        source_id=record.id,
        target_kind=pattern.KIND,
        target_id=pattern.id,
    )
    services.records.save(record, links=[link])
    services.undo.undo()
    assert services.records.links_to(pattern.id) == []
    assert services.records.get(Experience, record.id) is None


def test_history_tells_every_version(services: Services) -> None:
    made = activity(services)
    services.records.save(replace(made, story="We keken naar elkaars toetsen."))
    versions = services.records.history(made.KIND, made.id)
    assert [getattr(version.record, "story", None) for version in versions] == ["We keken naar elkaars toetsen.", ""]


def test_drafts_outlive_the_program_and_empty_ones_go(desk: Desk) -> None:
    desk.open().drafts.save("week:2026-W11", "Het bleef stil")
    desk.close()
    services = desk.open()
    assert services.drafts.get("week:2026-W11") == "Het bleef stil"
    services.drafts.save("week:2026-W11", "")
    assert services.drafts.all() == []


def test_search_finds_words_everywhere(services: Services) -> None:
    profile(services)
    made = activity(services, story="Het gesprek over toetsbeleid bleef hangen.")
    assert [hit.id for hit in services.search.find("toetsbel")] == [made.id]
    assert services.search.find("   ") == []


@pytest.mark.parametrize(("percent", "fits"), [(-50, False), (0, False), (1, True), (200, True), (201, False)])
def test_a_job_has_a_size_that_can_be(services: Services, percent: int, fits: bool) -> None:
    job = Appointment(**head(services), function="Leraar", fte_percent=percent, from_on=date(2025, 8, 1))
    if fits:
        services.records.save(job)
        assert services.records.get(Appointment, job.id) == job
        return
    with pytest.raises(UserError, match="job-size") as told:
        services.records.save(job)
    assert "tussen 1 en 200" in explain(told.value, Translator("nl"))
