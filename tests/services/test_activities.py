"""A plan that was carried out keeps its purpose of then; an activity that comes back is made in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import LearningQuestion
from portfolio_app.domain.holidays import Region
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Pause, Plan
from portfolio_app.domain.repeats import Rhythm
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import Clock, Desk, activity, head, saved


def plan(services: Services, purpose: str = "Leren wachten") -> Plan:
    made = Plan(**head(services), title="Lesbezoek bij Sam", planned_on=date(2026, 4, 1), purpose=purpose)
    return saved(services, made)


def test_the_purpose_stays_as_it_was_written_beforehand(desk: Desk) -> None:
    services, clock = desk.open(), desk.clock
    made = plan(services)
    clock.go_to(date(2026, 3, 20))
    better = saved(services, replace(made, purpose="Leren wachten na een vraag"))
    clock.go_to(date(2026, 3, 25))
    later = saved(services, replace(better, minutes=60))
    clock.go_to(date(2026, 4, 2))
    done = services.activities.carry_out(later)
    assert (done.purpose, done.purpose_before) == ("Leren wachten na een vraag", "Leren wachten na een vraag")
    assert done.purpose_before_on == date(2026, 3, 20)
    assert (done.happened_on, done.contact_minutes) == (date(2026, 4, 1), 60)


def test_it_is_one_step_and_takes_the_learning_questions_along(services: Services) -> None:
    made = plan(services)
    question = saved(
        services, LearningQuestion(**head(services), question="Hoe wacht ik langer?", asked_on=date(2026, 1, 1))
    )
    services.records.link(Role.ANSWERS, made, question)
    done = services.activities.carry_out(made)
    assert services.records.get(Plan, made.id) is None
    assert [link.target_id for link in services.records.links_from(done.id, Role.ANSWERS)] == [question.id]
    services.undo.undo()
    assert services.records.get(Experience, done.id) is None
    assert services.records.get(Plan, made.id) is not None


def test_a_plan_without_a_purpose_has_nothing_that_was_written_beforehand(services: Services) -> None:
    done = services.activities.carry_out(plan(services, purpose=""))
    assert (done.purpose_before, done.purpose_before_on) == ("", None)


def test_it_comes_back_without_the_days_off_and_goes_away_in_one_step(services: Services) -> None:
    saved(services, Pause(**head(services), from_on=date(2026, 2, 14), until_on=date(2026, 2, 22)))
    first = activity(services, "PLG", story="Wat er gebeurde", cost_cents=100, tags=("plg",))
    turns = services.activities.turns(first.happened_on, date(2026, 3, 10), Rhythm.WEEK)
    assert [turn.on.day for turn in turns] == [10, 17, 24, 3, 10]
    assert [turn.off for turn in turns] == [False, True, False, False, False]
    made = services.activities.repeat(first, [turn.on for turn in turns if not turn.off])
    assert len({one.id for one in made}) == 4
    kept = services.records.load(Experience, Query(kinds=(Experience.KIND,)))
    assert len(kept) == 5
    again = [one for one in kept if one.id != first.id]
    assert {(one.title, one.contact_minutes, one.tags, one.story, one.cost_cents) for one in again} == {
        ("PLG", 180, ("plg",), "", 0)
    }
    services.undo.undo()
    assert len(services.records.load(Experience)) == 1


def test_school_holidays_of_her_region_are_off_unless_she_works_then(services: Services) -> None:
    services.days_off.choose(Region.MIDDLE)
    holiday = services.days_off.coming(1)[0][0]
    first = activity(services, "PLG", happened_on=holiday.from_on - timedelta(days=4))
    in_it = first.happened_on + timedelta(days=7)

    def off() -> bool:
        turns = services.activities.turns(first.happened_on, in_it, Rhythm.WEEK)
        return turns[0].off

    assert holiday.from_on <= in_it <= holiday.until_on
    assert off()
    saved(services, Pause(**head(services), from_on=in_it, until_on=in_it, works=True))
    assert not off()


def test_nothing_is_made_without_a_day(services: Services) -> None:
    with pytest.raises(UserError) as caught:
        services.activities.repeat(activity(services), [])
    assert caught.value.code == "repeats-none"


def test_the_clock_of_then_is_kept(services: Services, desk: Desk) -> None:
    clock: Clock = desk.clock
    made = plan(services)
    clock.go_to(date(2026, 4, 5))
    assert services.activities.carry_out(made).purpose_before_on == date(2026, 3, 11)
