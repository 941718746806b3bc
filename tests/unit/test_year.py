"""A year to look at: its days and weeks, and how learning is named."""

from __future__ import annotations

from datetime import date

import pytest

from portfolio_app.domain.experiences import ActivityType, Formality
from portfolio_app.domain.journal import Week
from portfolio_app.domain.patterns import Lens
from portfolio_app.domain.year import (
    Learned,
    LearningShare,
    LensUse,
    YearKind,
    YearSpan,
    learning_shares,
    lens_uses,
)


@pytest.mark.parametrize(
    ("day", "kind", "first", "last"),
    [
        (date(2026, 7, 31), YearKind.SCHOOL, date(2025, 8, 1), date(2026, 7, 31)),
        (date(2026, 8, 1), YearKind.SCHOOL, date(2026, 8, 1), date(2027, 7, 31)),
        (date(2026, 7, 31), YearKind.CALENDAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_year_begins_on_its_own_first_day(day: date, kind: YearKind, first: date, last: date) -> None:
    span = YearSpan.of(day, kind)
    assert (span.first, span.last) == (first, last)
    assert span.plus(-1).plus(1) == span


@pytest.mark.parametrize("kind", YearKind)
def test_every_day_of_a_year_lies_in_one_of_its_weeks(kind: YearKind) -> None:
    for start in (2020, 2025, 2026):
        span = YearSpan(kind, start)
        weeks = span.weeks
        assert weeks == tuple(sorted(set(weeks)))
        assert Week.of(span.first) == weeks[0]
        assert Week.of(span.last) == weeks[-1]
        assert 52 <= len(weeks) <= 54


@pytest.mark.parametrize("kind", YearKind)
def test_the_ends_of_the_calendar_can_be_looked_at(kind: YearKind) -> None:
    assert YearSpan.of(date.min, kind).plus(-1).weeks
    assert YearSpan.of(date.max, kind).plus(1).weeks


def test_learning_keeps_the_name_it_was_given_and_a_moment_is_informal() -> None:
    shares = learning_shares(
        [
            Learned(Formality.FORMAL, ActivityType.SELF_STUDY, 1, 60),
            Learned(None, ActivityType.COURSE, 2, 120),
            Learned(None, None, 3, 0),
            Learned(Formality.INFORMAL, None, 1, 30),
            Learned(None, None, 1, 45),
        ]
    )
    assert shares == (
        LearningShare(Formality.FORMAL, 60, 1, 0),
        LearningShare(Formality.NON_FORMAL, 120, 2, 0),
        LearningShare(Formality.INFORMAL, 30, 1, 3),
        LearningShare(None, 45, 1, 0),
    )


def test_every_lens_is_told_also_one_that_was_not_asked() -> None:
    told = lens_uses([LensUse(Lens.PUPILS, 2, date(2026, 3, 1)), LensUse(Lens.PUPILS, 1, date(2026, 2, 1))])
    assert [use.lens for use in told] == list(Lens)
    assert told[1] == LensUse(Lens.PUPILS, 3, date(2026, 3, 1))
    assert told[2] == LensUse(Lens.COLLEAGUES)
