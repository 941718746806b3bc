"""Phases, learning questions, self-checks, talks and agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.growth import CheckAnswer, NamedBy, Origin, Phase, SelfCheck
from portfolio_app.domain.links import Role
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief, profile, reflection


def test_the_phase_on_a_day(services: Services) -> None:
    services.growth.begin_phase(Phase.BASIC, date(2026, 1, 1))
    services.growth.begin_phase(Phase.INDUCTION, date(2023, 8, 1))
    assert [entry.phase for entry in services.growth.phases()] == [Phase.INDUCTION, Phase.BASIC]
    assert services.growth.phase() is Phase.BASIC
    assert services.growth.phase(date(2025, 12, 31)) is Phase.INDUCTION
    assert services.growth.phase(date(2020, 1, 1)) is None


def test_a_learning_question_gathers_what_was_done_for_it(services: Services) -> None:
    question = services.growth.ask("Hoe geef ik feedback die gelezen wordt?", Origin.FEEDBACK)
    later, earlier = activity(services), activity(services, "Boek", happened_on=date(2025, 9, 1))
    for record in (later, earlier):
        services.records.link(Role.ANSWERS, record, question)
    assert services.growth.answers_to(question.id) == [earlier, later]
    services.growth.close_question(question.id, "Mondeling, meteen.")
    assert services.growth.questions(closed=False) == []
    assert services.growth.questions(closed=True)[0].came_of_it == "Mondeling, meteen."
    assert services.growth.reopen_question(question.id).closed_on is None
    with pytest.raises(UserError, match="empty-text"):
        services.growth.ask("   ")


def test_self_checks_over_time_in_words(desk: Desk) -> None:
    services = desk.open()
    instrument = services.content.instrument("leervermogen")
    check = services.growth.begin_check(instrument)
    assert [answer.item for answer in check.answers] == [item.key for item in instrument.items]
    with pytest.raises(UserError, match="check-empty"):
        services.growth.save_check(check)
    assert services.growth.due_check(instrument) or instrument.every_months is None
    key, top = instrument.items[0].key, len(instrument.scale)
    first = services.growth.save_check(replace(check, answers=(CheckAnswer(key, 1),)))
    desk.clock.go_to(date(2026, 9, 11))
    second = replace(services.growth.begin_check(instrument), answers=(CheckAnswer(key, top),))
    services.growth.save_check(second)
    assert services.growth.missing_examples(second) == ((key,) if instrument.asks_example(top) else ())
    services.growth.name_example(second.id, key, "Je vroeg door bij 2b.", NamedBy.COACH)
    assert services.growth.missing_examples(services.records.need(SelfCheck, second.id)) == ()
    (item,) = services.growth.over_time(instrument.id)
    assert [(day, answer.step) for day, answer in item.answers] == [(first.taken_on, 1), (second.taken_on, top)]
    assert item.answers[1][1].named_by is NamedBy.COACH


def test_what_was_said_is_labelled_as_spoken(services: Services) -> None:
    about = reflection(services)
    said = services.growth.note_feedback("schoolopleider", "Je wacht nu langer.", about=about)
    assert said.spoken
    assert [link.role for link in services.records.links_from(said.id)] == [Role.ABOUT]
    assert services.growth.feedback() == [said]


def test_coverage_shows_gaps_and_counts_parts_with_the_whole(services: Services) -> None:
    profile(services)
    framework = services.content.framework("nl-bekwaamheid-2017")
    part = next(item for item in framework.competences if item.group)
    made = activity(services, competences=(CompetenceRef(framework.id, part.code),))
    covered = {item.competence.code: item.records for item in services.growth.coverage(framework)}
    assert covered[part.code] == covered[part.group] == ((made.KIND, made.id),)
    assert any(not records for records in covered.values())


def test_the_sheet_for_a_talk_gathers_what_was_marked(desk: Desk) -> None:
    services = desk.open()
    talk = services.talks.plan(date(2026, 3, 19), "coach")
    services.talks.plan(date(2026, 6, 1), "leidinggevende")
    assert services.talks.next() == talk
    old = services.talks.agree("Eén les per week filmen", with_role="coach")
    moment = activity(services, for_talk=True)
    pattern = belief(services, for_talk=True)
    reflection(services, for_talk=True, venting=True)
    sheet = services.talks.sheet(talk)
    assert sheet.marked == (pattern, moment)  # in order of day; what was vented is not there
    assert sheet.agreements == (old,)
    desk.clock.go_to(date(2026, 3, 19))
    services.talks.hold(talk.id, "Goed gesprek.")
    assert services.talks.sheet(talk).marked == ()
    made = services.talks.agree("Wachten tot tien", talk=talk)
    assert made.with_role == "coach"
    assert [item.text for item in services.talks.open_agreements()] == ["Eén les per week filmen", "Wachten tot tien"]
    services.talks.settle(old.id, "Drie lessen.")
    assert services.talks.open_agreements() == [made]
    assert (services.talks.next() or talk).happens_on == date(2026, 6, 1)
