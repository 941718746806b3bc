"""The week: its questions, its rhythm, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app import paths
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.growth import Phase
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.portfolio import Pause
from portfolio_app.services.drafts import of_week
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import head, phase

THIS = Week(2026, 11)


def written(services: Services, week: Week, **answers: str) -> JournalWeek:
    record = replace(services.journal.week(week), answers=answers or {"stuck": "Een stille les."})
    services.journal.save(record)
    return record


def test_a_week_that_was_not_written_is_new_and_not_saved(services: Services) -> None:
    week = services.journal.week(THIS)
    assert (week.week, week.state, dict(week.answers), week.template) == (THIS, WeekState.OPEN, {}, "week")
    assert services.records.count(Query()) == 0
    record = written(services, THIS)
    assert services.journal.week(THIS) == record


def test_the_draft_of_a_week_goes_to_the_trash_with_it_and_that_of_its_successor_stays(services: Services) -> None:
    record = written(services, THIS)
    key = of_week(record.heading)
    services.drafts.save(key, "Wat ik eerst schreef.")
    services.records.trash(JournalWeek.KIND, record.id)
    assert services.drafts.get(key) is None
    services.drafts.save(key, "Wat ik nu schrijf.")
    services.records.purge(JournalWeek.KIND, record.id)
    assert services.drafts.get(key) == "Wat ik nu schrijf."


def test_three_questions_are_asked_every_week(services: Services) -> None:
    asked = [question.key for question in services.journal.questions() if not question.optional]
    assert asked == ["stuck", "by_itself", "monday"]


def test_a_week_keeps_the_questions_it_was_written_with(services: Services) -> None:
    record = written(services, THIS)
    own = services.home / "sets" / "templates" / "week.toml"
    own.parent.mkdir(parents=True)
    shipped = (paths.resources() / "templates" / "week.toml").read_text(encoding="utf-8")
    own.write_text(shipped.replace("version = 2", "version = 3", 1).replace('"stuck"', '"vast"'), encoding="utf-8")
    services.content.reload()
    assert "stuck" in {question.key for question in services.journal.questions(record)}
    later = services.journal.week(THIS.plus(1))
    assert (later.template_version, services.journal.template(later).version) == (3, 3)
    own.unlink()
    services.content.reload()
    assert services.journal.template(later).version == 2


def test_a_week_of_the_first_version_shows_its_questions(services: Services) -> None:
    old = replace(services.journal.week(THIS), template_version=1, answers={"copied": "Van Karin."})
    services.journal.save(old)
    found = services.journal.template(services.journal.week(THIS))
    question = found.question("copied")
    assert found.version == 1
    assert question is not None
    assert question.ask["nl"] == "Wat nam je over van een collega, en past het bij jou?"
    assert services.journal.prompts(THIS)[0] == question


def asked_in(services: Services, year: int, count: int = 52) -> list[list[str]]:
    """Keys that are proposed in the weeks of a school year."""
    first = Week.first_of_school_year(year)
    return [[item.key for item in services.journal.prompts(first.plus(at))] for at in range(count)]


def test_prompts_are_few_take_turns_and_are_the_same_for_a_week(services: Services) -> None:
    first = services.journal.prompts(THIS)
    assert first == services.journal.prompts(THIS)
    assert len(first) == 3
    seen = {key for week in asked_in(services, 2026) for key in week}
    everything = {question.key for question in services.journal.template().rotating()}
    assert seen == everything
    assert "went_well" in seen


def test_a_prompt_does_not_come_back_soon(services: Services) -> None:
    phase(services, Phase.INDUCTION, date(2025, 8, 1))
    weeks = asked_in(services, 2026)
    for at, keys in enumerate(weeks):
        assert len(set(keys)) == 3
        assert not set(keys) & {key for before in weeks[max(0, at - 2) : at] for key in before}, (at, keys)
    general = [[key for key in keys if _is_general(services, key)] for keys in weeks]
    for at, keys in enumerate(general):
        assert not set(keys) & {key for before in general[max(0, at - 20) : at] for key in before}, (at, keys)


def _is_general(services: Services, key: str) -> bool:
    found = services.journal.template().question(key)
    return found is not None and not found.months and not found.phases


def test_prompts_follow_the_school_year(services: Services) -> None:
    template = services.journal.template()
    first = Week.first_of_school_year(2026)
    for at, keys in enumerate(asked_in(services, 2026)):
        months = {month for key in keys if (item := template.question(key)) for month in item.months}
        assert first.plus(at).thursday.month in months


def test_a_prompt_that_was_answered_stays_this_week_and_rests_for_long(services: Services) -> None:
    question = services.journal.prompts(THIS)[2]
    written(services, THIS, stuck="Iets", **{question.key: "Omdat ik wachtte."})
    assert services.journal.prompts(THIS)[0] == question
    assert all(question not in services.journal.prompts(THIS.plus(at)) for at in range(1, 12))


def test_what_was_answered_out_of_turn_is_not_asked_next(services: Services) -> None:
    coming = services.journal.prompts(THIS.plus(1))[2]
    written(services, THIS, **{coming.key: "Dat schreef ik al."})
    assert coming not in services.journal.prompts(THIS.plus(1))


def test_prompts_follow_the_phase(services: Services) -> None:
    def everything() -> set[str]:
        return {key for year in (2026, 2027) for week in asked_in(services, year) for key in week}

    before = everything()
    phase(services, Phase.INDUCTION, date(2024, 8, 1))
    template = services.journal.template()
    assert everything() == {question.key for question in template.rotating(Phase.INDUCTION)}
    assert before < everything()
    phase(services, Phase.EXPERT, date(2024, 8, 2))
    assert everything() == {question.key for question in template.rotating(Phase.EXPERT)}


def test_last_year_only_after_this_week_is_done(services: Services) -> None:
    before = written(services, THIS.a_year_earlier(), stuck="Vorig jaar")
    record = written(services, THIS)
    assert services.journal.last_year(THIS) is None
    services.journal.finish(record)
    assert services.journal.last_year(THIS) == before
    services.journal.save(replace(before, venting=True))
    assert services.journal.last_year(THIS) is None


def test_an_empty_week_is_not_done(services: Services) -> None:
    with pytest.raises(UserError, match="week-empty"):
        services.journal.finish(replace(services.journal.week(THIS), answers={"stuck": "  "}))


def test_not_this_week_keeps_what_was_written(services: Services) -> None:
    written(services, THIS, stuck="Toch iets")
    assert services.journal.skip(THIS).answers == {"stuck": "Toch iets"}
    assert services.journal.week(THIS).state is WeekState.OFF
    assert services.journal.reopen(THIS).state is WeekState.OPEN


def test_a_week_is_written_once(services: Services) -> None:
    written(services, THIS)
    with pytest.raises(UserError, match="week-exists"):
        services.journal.save(replace(services.journal.week(THIS), id=services.records.new_id()))


def test_the_book_of_weeks_knows_holidays_and_counts_nothing(services: Services) -> None:
    written(services, THIS)
    services.journal.skip(Week(2026, 10))
    # Saturday to Sunday nine days later: week 9 is off, the weeks around it are not
    services.records.save(Pause(**head(services), from_on=date(2026, 2, 21), until_on=date(2026, 3, 1)))
    lines = services.journal.weeks_overview(Week(2026, 8), THIS)
    assert [line.week.number for line in lines] == [11, 10, 9, 8]
    assert [line.pause for line in lines] == [False, True, True, False]
    assert [line.written for line in lines] == [True, False, False, False]
    assert services.journal.is_off(Week(2026, 9))
    across = services.journal.weeks_overview(Week(2025, 51), Week(2026, 2))
    assert [line.week for line in across] == [Week(2026, 2), Week(2026, 1), Week(2025, 52), Week(2025, 51)]


def test_the_book_of_weeks_shows_the_week_that_opens(services: Services) -> None:
    old = written(services, THIS)
    new = replace(old, **head(services), answers={"stuck": "Van een andere computer."})
    services.records.save(new)
    (line,) = services.journal.weeks_overview(THIS, THIS)
    assert line.record == services.journal.week(THIS) == new


def test_the_book_begins_with_the_first_week_of_which_something_is_kept(services: Services) -> None:
    assert services.journal.first() is None
    services.journal.skip(Week(2024, 40))
    written(services, THIS)
    assert services.journal.first() == Week(2024, 40)


def test_a_week_goes_to_the_trash_and_back(services: Services) -> None:
    record = written(services, THIS)
    assert services.journal.throw_away(THIS)
    assert not services.journal.is_saved(THIS)
    assert not services.journal.throw_away(THIS)
    services.undo.undo()
    assert services.journal.week(THIS) == record


def test_a_week_that_was_written_anew_is_never_hidden_by_the_old_one(services: Services) -> None:
    old = written(services, THIS, stuck="Eerst dit")
    services.journal.throw_away(THIS)
    new = written(services, THIS, stuck="Toen dat")
    with pytest.raises(UserError, match="place-taken"):
        services.records.restore(old.KIND, old.id)
    assert services.journal.week(THIS) == new
    services.journal.throw_away(THIS)
    services.records.restore(old.KIND, old.id)
    assert services.journal.week(THIS) == old
