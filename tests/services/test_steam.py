"""What lets off steam stays where it was written: no looking back, no talk, no document, no suggestion."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.patterns import PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.services.jobs import Job, no_progress
from portfolio_app.services.session import Services
from portfolio_app.services.week_books import Span
from tests.services.helpers import activity, reflection

STEAM = "Een goede leraar laat zich niet kisten, dondersteen."
LAST_YEAR = Week(2025, 10)
THIS_WEEK = Week(2026, 10)


@pytest.fixture
def steam(services: Services) -> tuple[Record, ...]:
    """A week, a reflection and a moment that let off steam, all marked for the talk."""
    week: JournalWeek = replace(
        services.journal.week(LAST_YEAR), answers={"stuck": STEAM}, venting=True, for_talk=True, state=WeekState.DONE
    )
    services.journal.save(week)
    return (
        week,
        reflection(services, "Poeh", answers={"statement": STEAM}, venting=True, for_talk=True),
        activity(services, "Pff", contact_minutes=0, story=STEAM, venting=True, for_talk=True),
    )


@pytest.mark.parametrize("audience", list(Audience))
def test_no_document_has_a_word_of_it_whatever_was_chosen(
    services: Services, steam: tuple[Record, ...], audience: Audience
) -> None:
    chosen = frozenset(record.id for record in steam)
    selection = replace(
        services.choosing.default(audience), chosen=chosen, parts=frozenset(Part), from_on=date(2024, 8, 1)
    )
    assert "kisten" not in repr(services.composing.compose(selection))


def test_a_belief_made_of_it_takes_no_more_along_than_its_own_sentence(
    services: Services, steam: tuple[Record, ...]
) -> None:
    start = STEAM.index("dondersteen")
    pattern, _ = services.patterns.lift_out(steam[1], "answers.statement", start, len(STEAM), PatternKind.HABIT)
    selection = replace(
        services.choosing.default(Audience.MENTOR), chosen=frozenset({pattern.id, steam[1].id}), parts=frozenset(Part)
    )
    told = repr(services.composing.compose(selection))
    assert "dondersteen" in told
    assert "kisten" not in told
    assert "Poeh" not in told


def test_the_same_week_last_year_stays_shut(services: Services, steam: tuple[Record, ...]) -> None:
    services.journal.save(replace(services.journal.week(THIS_WEEK), answers={"stuck": "Rustig."}, state=WeekState.DONE))
    assert services.journal.last_year(THIS_WEEK) is None
    assert isinstance(steam[0], JournalWeek)
    services.journal.save(replace(steam[0], venting=False))
    assert services.journal.last_year(THIS_WEEK) is not None


def test_no_talk_no_book_and_no_suggestion_has_it(services: Services, steam: tuple[Record, ...]) -> None:
    talk = services.talks.plan(date(2026, 3, 20))
    assert "kisten" not in repr(services.talks.sheet(talk))
    assert services.week_books.weeks(Span(date(2024, 8, 1), date(2026, 7, 31))) == []
    assert services.assumptions.recurring(Job(no_progress)) == ()
    assert len(steam) == 3
