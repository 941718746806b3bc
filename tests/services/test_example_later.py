"""Years after the four that were written: they have a life too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.allocations import check_allocations
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import ActivityType, Experience
from portfolio_app.domain.growth import Agreement, LearningQuestion, SelfCheck, Talk
from portfolio_app.domain.journal import JournalWeek, WeekState
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.portfolio import Pause
from portfolio_app.domain.records import R
from portfolio_app.services.example import ExamplePlan, plan
from portfolio_app.services.example.calendar import first_day, first_of
from portfolio_app.services.example.texts import Texts

UNTIL = date(2026, 11, 24)
YEARS = 10
LANGS = ("nl", "en")


@cache
def example(lang: str = "nl") -> ExamplePlan:
    return plan(lang, YEARS, UNTIL)


def later_years() -> Iterator[tuple[date, date]]:
    """First days of the whole school years after the fourth, with those of the years after them."""
    begins = first_of(YEARS, UNTIL)
    return ((first_day(year), first_day(year + 1)) for year in range(begins + 4, begins + YEARS - 1))


def within(cls: type[R], lang: str, first: date, last: date) -> list[R]:
    found = (record for record in example(lang).records if isinstance(record, cls))
    return [record for record in found if first <= (record.day or record.written_at.date()) < last]


@pytest.mark.parametrize("lang", LANGS)
def test_every_year_has_a_life(lang: str) -> None:
    for first, last in later_years():
        activities = [item for item in within(Experience, lang, first, last) if item.is_activity]
        assert {item.activity_type for item in activities} == set(ActivityType)
        used = {part.scheme for item in activities for part in item.allocations}
        assert used == {"nl-cao-vo", "nl-registerleraar-2017"}
        assert len(within(Evidence, lang, first, last)) >= 3
        assert sum(not item.is_activity for item in within(Experience, lang, first, last)) >= 10
        weeks = within(JournalWeek, lang, first, last)
        assert sum(week.state is WeekState.DONE for week in weeks) >= 24
        assert {type(item) for item in within(SelfCheck, lang, first, last)} == {SelfCheck}
        assert within(LearningQuestion, lang, first, last)
        assert within(Talk, lang, first, last)
        assert within(Agreement, lang, first, last)
        ratings = [entry for item in example(lang).records if isinstance(item, Pattern) for entry in item.ratings]
        assert [entry for entry in ratings if first <= entry.on < last and entry.note]


def test_minutes_codes_and_days_are_as_they_should_be() -> None:
    sets = ContentSets(paths.resources())
    schemes = {scheme.id: {category.id for category in scheme.categories} for scheme in sets.schemes()}
    framework = sets.framework("nl-bekwaamheid-2017")
    off = [item for item in example().records if isinstance(item, Pause)]
    for item in within(Experience, "nl", date(2000, 1, 1), UNTIL):
        check_allocations(item)
        assert all(part.category in schemes[part.scheme] for part in item.allocations)
        assert item.happened_on.weekday() < 5
        assert not [pause for pause in off if pause.from_on <= item.happened_on <= pause.until_on]
    chosen = [ref for record in example().records for ref in getattr(record, "competences", ())]
    assert not [ref.code for ref in chosen if framework.find(ref.code) is None]
    for check in within(SelfCheck, "nl", date(2000, 1, 1), UNTIL):
        instrument = sets.instrument(check.instrument)
        assert [answer.item for answer in check.answers] == [item.key for item in instrument.items]
        assert not [answer for answer in check.answers if instrument.asks_example(answer.step) and not answer.example]
    assert max(record.written_at.date() for record in example().records) < UNTIL


@pytest.mark.parametrize("lang", LANGS)
def test_texts_vary_and_are_filled_in(lang: str) -> None:
    begins = next(later_years())[0]
    stories = [item.story for item in within(Experience, lang, begins, UNTIL) if item.story]
    assert len(set(stories)) > len(stories) * 0.98
    # Not the same sentences with another class or topic either.
    topics = "|".join(re.escape(topic) for topic in Texts(lang, 1).file("variation")["parts"]["topics"])
    plain = {re.sub(rf"\b([1-5][a-z]\d?|[A-Z]|{topics})\b", "", story, flags=re.IGNORECASE) for story in stories}
    assert len(plain) > len(stories) * 0.9
    firsts = [week.answers["stuck"] for week in within(JournalWeek, lang, begins, UNTIL) if week.answers]
    assert len(set(firsts)) > len(firsts) * 0.9
    for record in example(lang).records:
        for text in (record.heading, *record.words):
            assert "{" not in text
            if isinstance(record, Experience | Evidence | JournalWeek | SelfCheck | LearningQuestion):
                assert not record.heading[:1].islower(), record.heading


def test_questions_are_closed_and_answered_as_years_go_by() -> None:
    questions = [item for item in example().records if isinstance(item, LearningQuestion)]
    early = [item for item in questions if item.asked_on < UNTIL - timedelta(days=800)]
    assert all(item.closed_on and item.came_of_it and item.closed_on >= item.asked_on for item in early)
    answered = {link.target_id for link in example().links if link.role is Role.ANSWERS}
    assert len([item for item in questions if item.id in answered]) >= len(questions) * 0.7
    assert len({item.question for item in questions}) == len(questions)
