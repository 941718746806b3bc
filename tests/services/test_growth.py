"""Phases, learning questions, self-checks, talks and agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.growth import Agreement, CheckAnswer, NamedBy, Origin, Phase, Quality
from portfolio_app.domain.journal import Week
from portfolio_app.domain.links import Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief, head, phase, profile, reflection, saved


def test_the_phase_on_a_day(services: Services) -> None:
    phase(services, Phase.BASIC, date(2026, 1, 1))
    phase(services, Phase.INDUCTION, date(2023, 8, 1))
    assert [entry.phase for entry in services.growth.phases()] == [Phase.INDUCTION, Phase.BASIC]
    assert services.growth.phase() is Phase.BASIC
    assert services.growth.phase(date(2025, 12, 31)) is Phase.INDUCTION
    assert services.growth.phase(date(2020, 1, 1)) is None


def test_learning_questions_are_open_or_closed(services: Services) -> None:
    question = services.growth.ask("Hoe geef ik feedback die gelezen wordt?", Origin.FEEDBACK)
    assert services.growth.questions(closed=False) == [question]
    closed = saved(services, replace(question, closed_on=date(2026, 3, 11), came_of_it="Mondeling, meteen."))
    assert services.growth.questions(closed=False) == []
    assert services.growth.questions(closed=True) == [closed]
    with pytest.raises(UserError, match="empty-text"):
        services.growth.ask("   ")


def test_self_checks_over_time_in_words(desk: Desk) -> None:
    services = desk.open()
    instrument = services.content.instrument("leervermogen")
    check = services.growth.begin_check(instrument)
    assert [answer.item for answer in check.answers] == [item.key for item in instrument.items]
    with pytest.raises(UserError, match="check-empty"):
        services.growth.save_check(check)
    key, top = instrument.items[0].key, len(instrument.scale)
    first = services.growth.save_check(replace(check, answers=(CheckAnswer(key, 1),)))
    desk.clock.go_to(date(2026, 9, 11))
    answer = CheckAnswer(key, top, "Je vroeg door bij 2b.", NamedBy.COACH)
    second = services.growth.save_check(replace(services.growth.begin_check(instrument), answers=(answer,)))
    (item,) = services.growth.over_time(instrument.id)
    assert [(day, answer.step) for day, answer in item.answers] == [(first.taken_on, 1), (second.taken_on, top)]
    assert item.answers[1][1].named_by is NamedBy.COACH


def test_coverage_shows_gaps_and_counts_parts_with_the_whole(services: Services) -> None:
    profile(services)
    framework = services.content.framework("nl-bekwaamheid-2017")
    part = next(item for item in framework.competences if item.group)
    made = activity(services, competences=(CompetenceRef(framework.id, part.code),))
    covered = {item.competence.code: item.records for item in services.growth.coverage(framework)}
    assert covered[part.code] == covered[part.group] == ((made.KIND, made.id),)
    assert any(not records for records in covered.values())


def agreement(services: Services, text: str) -> Agreement:
    return saved(services, Agreement(**head(services), text=text, agreed_on=services.records.today()))


def test_the_sheet_tells_answers_in_the_order_of_the_questions(services: Services) -> None:
    looked_back = reflection(services, for_talk=True)
    asked = [question.key for question in services.content.template("alact").questions]
    looked_back = replace(looked_back, answers={asked[3]: "Later.", asked[0]: "", asked[1]: "Rust."})
    services.records.save(looked_back)
    week = services.journal.week(Week(2026, 10))
    services.journal.save(replace(week, answers={"monday": "Wachten.", "stuck": "Sem bleef na."}, for_talk=True))
    said = services.talks.sheet(services.talks.plan(date(2026, 3, 19))).said
    assert said == {looked_back.id: "Rust.", week.id: "Sem bleef na. Wachten."}


def test_the_sheet_does_without_a_form_whose_file_is_gone(services: Services) -> None:
    written = replace(reflection(services, for_talk=True), template="van-onze-school", answers={"een": "Rust."})
    services.records.save(written)
    assert services.talks.sheet(services.talks.plan(date(2026, 3, 19))).said == {written.id: "Rust."}


def test_the_sheet_for_a_talk_gathers_what_was_marked(desk: Desk) -> None:
    services = desk.open()
    talk = services.talks.plan(date(2026, 3, 19), "coach")
    services.talks.plan(date(2026, 6, 1), "leidinggevende")
    assert services.talks.next() == talk
    old = agreement(services, "Eén les per week filmen")
    moment = activity(services, for_talk=True)
    pattern = belief(services, for_talk=True)
    reflection(services, for_talk=True, venting=True)
    sheet = services.talks.sheet(talk)
    assert sheet.marked == (pattern, moment)  # in order of day; what was vented is not there
    assert sheet.agreements == (old,)
    assert sheet.said == {pattern.id: "", moment.id: ""}
    desk.clock.go_to(date(2026, 3, 19))
    services.talks.hold(replace(talk, notes="Goed gesprek."))
    assert services.talks.sheet(talk).marked == ()
    made = agreement(services, "Wachten tot tien")
    assert [item.text for item in services.talks.open_agreements()] == ["Eén les per week filmen", "Wachten tot tien"]
    services.talks.settle(replace(old, outcome="Drie lessen."))
    assert services.talks.open_agreements() == [made]
    assert (services.talks.next() or talk).happens_on == date(2026, 6, 1)


def test_agreements_come_back_on_their_day_and_before_the_next_talk(desk: Desk) -> None:
    services = desk.open()
    talks, start = services.talks, services.records.today()
    dated = talks.agree("Filmen", due_on=start + timedelta(days=10), who="ik")
    loose = talks.agree("Meekijken")
    late = talks.agree("Verslag", due_on=start + timedelta(days=90))
    talks.plan(start + timedelta(days=40), "coach")
    assert talks.due() == []

    def due(days: int) -> list[str]:
        return [item.text for item in talks.due(start + timedelta(days=days))]

    assert due(9) == []
    assert due(10) == ["Filmen"]
    assert due(37) == ["Filmen"]
    assert due(38) == ["Filmen", "Meekijken"]
    desk.clock.go_to(start + timedelta(days=38))
    assert [item.text for item in services.today().agreements] == []
    services.talks.heard("Je wacht al langer.", "mijn coach")
    assert [item.text for item in services.today().agreements] == ["Filmen", "Meekijken"]
    talks.put_off(dated)
    talks.drop(loose)
    assert services.today().agreements == ()
    services.undo.undo()
    services.undo.undo()
    assert [item.text for item in services.today().agreements] == ["Filmen", "Meekijken"]
    talks.settle(dated)
    talks.drop(loose)
    assert talks.open_agreements() == [late]
    coming = talks.next()
    assert coming is not None
    assert {item.text for item in talks.sheet(coming).settled} == {"Filmen", "Meekijken"}


def test_what_was_said_is_kept_as_spoken_and_linked(desk: Desk) -> None:
    services = desk.open()
    moment = activity(services)
    said = services.talks.heard(" Je wacht al langer. ", "mijn coach", about=moment)
    assert (said.text, said.by_role, said.spoken) == ("Je wacht al langer.", "mijn coach", True)
    assert [link.source_id for link in services.records.links_to(moment.id, Role.ABOUT)] == [said.id]
    with pytest.raises(UserError):
        services.talks.heard("  ", "mijn coach")


def test_what_stands_under_growth_goes_to_nobody_unless_it_is_chosen(services: Services) -> None:
    today = services.records.today()
    taken: list[Record] = []
    for instrument in services.growth.instruments():
        check = services.growth.begin_check(instrument)
        answered = replace(check.answers[0], step=1)
        taken.append(services.growth.save_check(replace(check, answers=(answered, *check.answers[1:]))))
    taken.append(saved(services, Quality(**head(services), text="Ik zie wie er stilvalt.", noticed_on=today)))
    taken.append(services.growth.ask("Hoe wacht ik langer?"))
    for audience in (Audience.MENTOR, Audience.DOSSIER, Audience.REGISTER):
        selection = replace(services.choosing.selection(audience), parts=frozenset(Part))
        included = services.choosing.plan(selection).included
        assert not included & {record.id for record in taken}
        one = taken[3]
        chosen = replace(selection, chosen=frozenset({one.id}))
        assert services.choosing.plan(chosen).included & {record.id for record in taken} == {one.id}
