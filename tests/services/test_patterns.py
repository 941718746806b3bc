"""Habits and beliefs have a life; each verb is one step of it."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Decision, Lens, Pattern, PatternKind, Rating, TryOutState
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief, reflection


def test_a_rating_of_the_same_day_takes_the_place_of_the_first(services: Services) -> None:
    pattern = belief(services)
    services.patterns.rate(pattern.id, Rating.WHOLLY, on=date(2026, 1, 9))
    services.patterns.rate(pattern.id, Rating.MOSTLY, "na het lesbezoek")
    now = services.patterns.rate(pattern.id, Rating.IN_DOUBT)
    assert [(entry.on.isoformat(), entry.rating) for entry in now.ratings] == [
        ("2026-01-09", Rating.WHOLLY),
        ("2026-03-11", Rating.IN_DOUBT),
    ]
    assert now.rating is Rating.IN_DOUBT
    assert services.patterns.get(pattern.id) == now


def test_a_case_is_linked_where_it_is_an_experience(services: Services) -> None:
    pattern, moment = belief(services), activity(services)
    services.patterns.add_case(pattern.id, False, "Hij dacht na.", told_in=("experience", moment.id))
    now = services.patterns.add_case(pattern.id, True, "Ze wist het niet.", on=date(2026, 1, 3))
    assert [(case.text, case.fits) for case in now.cases] == [("Ze wist het niet.", True), ("Hij dacht na.", False)]
    (link,) = services.records.links_to(pattern.id)
    assert (link.role, link.source_id) == (Role.DOESNT_FIT, moment.id)
    services.undo.undo()
    services.undo.undo()
    assert services.records.links_to(pattern.id) == []
    assert services.patterns.get(pattern.id) == pattern


def test_try_outs_come_back_on_their_day_until_told_or_dropped(desk: Desk) -> None:
    services = desk.open()
    pattern = belief(services)
    services.patterns.add_experiment(
        pattern.id, "Tien tellen wachten", "Stilte", "als iemand begint", date(2026, 3, 20)
    )
    now = services.patterns.add_experiment(pattern.id, "Niets zeggen", due_on=date(2026, 3, 18))
    first, second = now.experiments
    assert services.patterns.due() == []
    desk.clock.go_to(date(2026, 3, 20))
    assert [tried.id for _, tried in services.patterns.due()] == [second.id, first.id]
    services.patterns.not_yet(pattern.id, second.id, date(2026, 4, 1))
    told = services.patterns.tell(pattern.id, first.id, "Leerling A begon te praten.", "Stilte is ook denken.")
    assert services.patterns.due() == []
    assert told.experiments[0].state is TryOutState.TOLD
    assert told.experiments[0].told_on == date(2026, 3, 20)
    assert services.patterns.due(date(2026, 4, 2))[0][1].id == second.id
    services.patterns.drop(pattern.id, second.id)
    assert services.patterns.due(date(2026, 4, 2)) == []
    with pytest.raises(UserError, match="record-missing"):
        services.patterns.drop(pattern.id, "een ander")


def test_sharpened_and_let_go_keep_the_words_of_then(services: Services) -> None:
    pattern = belief(services)
    services.patterns.decide(pattern.id, Decision.SHARPEN, "Wie stilvalt, denkt misschien na.")
    now = services.patterns.decide(pattern.id, Decision.LET_GO, note="Ik vraag het nu.")
    assert [wording.statement for wording in now.wordings] == [
        "Wie stilvalt, heeft hulp nodig.",
        "Wie stilvalt, denkt misschien na.",
    ]
    assert services.patterns.all(let_go=True) == [now]
    assert services.patterns.all(let_go=False) == []
    assert services.patterns.take_up_again(pattern.id).let_go_on is None
    label = services.undo.undo_label()
    assert label is not None
    assert label.verb == "take_up"


def test_asking_others(services: Services) -> None:
    pattern = belief(services)
    now = services.patterns.consult(pattern.id, Lens.PUPILS, "2b", "Wij willen gewoon tijd.")
    assert now.consultations[0].said == "Wij willen gewoon tijd."
    for verb in (
        lambda: services.patterns.consult(pattern.id, Lens.PUPILS, "2b", " "),
        lambda: services.patterns.add_case(pattern.id, True, ""),
        lambda: services.patterns.add_experiment(pattern.id, "\n"),
    ):
        with pytest.raises(UserError, match="empty-text"):
            verb()


def test_lifting_words_out_keeps_where_they_came_from(services: Services) -> None:
    text = "Het werd stil. Wie stilvalt, heeft\nhulp nodig. Dus hielp ik."
    source = reflection(services, answers={"i_thought": text})
    start, end = text.index("Wie"), text.index(" Dus")
    pattern, link = services.patterns.lift_out(source, "answers.i_thought", start, end, PatternKind.MENTAL_MODEL)
    assert services.records.need(Pattern, pattern.id).statement == "Wie stilvalt, heeft hulp nodig."
    assert pattern.noticed_on == source.happened_on
    assert (link.role, link.target_id) == (Role.LIFTED_FROM, source.id)
    assert link.quote is not None
    assert link.quote.text == text[start:end]
    assert link.quote.find(f"Eerst nog iets. {text}") == start + len("Eerst nog iets. ")
    assert link.quote.version == 1
    with pytest.raises(UserError, match="nothing-selected"):
        services.patterns.lift_out(source, "answers.i_thought", 3, 3, PatternKind.HABIT)
    services.undo.undo()
    assert services.records.get(Pattern, pattern.id) is None
    assert services.records.links_to(source.id) == []


def test_an_experience_is_linked_once_however_many_cases_it_gives(services: Services) -> None:
    pattern, moment = belief(services), activity(services, "Een moment in 2b", contact_minutes=0)
    services.patterns.add_case(pattern.id, True, "Hij vroeg hulp.", told_in=("experience", moment.id))
    services.patterns.add_case(pattern.id, True, "Zij ook.", told_in=("experience", moment.id))
    services.patterns.add_case(pattern.id, False, "Bij de derde niet.", told_in=("experience", moment.id))
    assert [link.role for link in services.records.links_to(pattern.id)] == [Role.FITS, Role.DOESNT_FIT]
    services.patterns.remove_case(pattern.id, 0)
    assert len(services.records.links_to(pattern.id)) == 2
    services.patterns.remove_case(pattern.id, 0)
    assert [link.role for link in services.records.links_to(pattern.id)] == [Role.DOESNT_FIT]
    services.undo.undo()
    assert len(services.records.links_to(pattern.id)) == 2


def test_what_was_noted_by_mistake_is_put_right_or_taken_away(services: Services) -> None:
    from dataclasses import replace

    patterns, pattern = services.patterns, belief(services)
    patterns.rate(pattern.id, Rating.WHOLLY, on=date(2026, 1, 9))
    patterns.rate(pattern.id, Rating.MOSTLY, on=date(2026, 2, 9))
    patterns.consult(pattern.id, Lens.PUPILS, "2B", "Ze wilden tijd.")
    patterns.add_experiment(pattern.id, "Tien tellen wachten", "Stilte")
    now = patterns.consult(pattern.id, Lens.COLLEAGUES, "sectie", "Zij ook.")
    moved = replace(now.ratings[1], on=date(2026, 1, 9), rating=Rating.IN_DOUBT)
    assert patterns.mend(pattern.id, now.ratings[1], moved).ratings == (moved,)
    assert services.patterns.get(pattern.id).ratings == (moved,)
    services.undo.undo()
    assert services.patterns.get(pattern.id).ratings == now.ratings
    asked = patterns.mend(pattern.id, now.consultations[0], None).consultations
    assert [entry.who for entry in asked] == ["sectie"]
    tried = replace(now.experiments[0], try_text="Vijf tellen wachten")
    assert patterns.mend(pattern.id, now.experiments[0], tried).experiments == (tried,)
    assert patterns.mend(pattern.id, tried, None).experiments == ()
    with pytest.raises(UserError, match="record-missing"):
        patterns.mend(pattern.id, tried, None)
    with pytest.raises(UserError, match="empty-text"):
        patterns.mend(pattern.id, asked[0], replace(asked[0], said=" "))
    services.undo.undo()
    assert services.patterns.get(pattern.id).experiments == (tried,)


def test_the_link_of_a_case_follows_it_and_goes_with_it(services: Services) -> None:
    from dataclasses import replace

    from portfolio_app.domain.journal import Week

    patterns, pattern, moment = services.patterns, belief(services), activity(services)
    services.journal.save(replace(services.journal.week(Week(2026, 11)), answers={"stuck": "Hij zweeg."}))
    week = services.journal.week(Week(2026, 11))
    case = patterns.add_case(pattern.id, True, "Hij zweeg.", told_in=("journal_week", week.id)).cases[0]
    (link,) = services.records.links_to(pattern.id)
    assert (link.role, link.source_kind, link.source_id) == (Role.FITS, "journal_week", week.id)
    turned = replace(case, fits=False, week_id="", experience_id=moment.id)
    patterns.mend(pattern.id, case, turned)
    (link,) = services.records.links_to(pattern.id)
    assert (link.role, link.source_id) == (Role.DOESNT_FIT, moment.id)
    patterns.remove_case(pattern.id, 0)
    assert services.records.links_to(pattern.id) == []
    services.undo.undo()
    assert [item.source_id for item in services.records.links_to(pattern.id)] == [moment.id]
    assert services.patterns.get(pattern.id).cases == (turned,)
