"""Which backups stay as they grow old."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime, timedelta

from portfolio_app.domain.thinning import kept

NOW = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)


def test_close_together_while_young_and_further_apart_later() -> None:
    made = [NOW - timedelta(minutes=20 * number) for number in range(3 * 24 * 500)]
    staying = kept(made, NOW)
    ages = sorted(NOW - each for each in staying)
    within = [sum(age <= timedelta(days=days) for age in ages) for days in (1, 14, 56, 500)]
    assert within[0] == 25
    assert within[1] - within[0] in (13, 14)
    assert within[2] - within[1] in (6, 7)
    assert within[3] - within[2] in (15, 16)
    assert max(made) in staying


def test_thinning_day_by_day_leaves_no_larger_holes_than_at_once() -> None:
    dice, there = random.Random(7), set[datetime]()
    now = NOW
    for _ in range(400):
        now += timedelta(hours=dice.randrange(1, 30))
        there = kept({*there, now}, now)
        assert now in there
    ages = sorted((now - each).days for each in there)
    holes = [older - younger for younger, older in itertools.pairwise(ages)]
    assert all(hole <= limit for age, hole in zip(ages, holes, strict=False) for limit in [2 if age < 12 else 62])
    assert len(there) < 60


def test_a_wrong_clock_costs_nothing() -> None:
    future = NOW + timedelta(days=9)
    assert kept([future, NOW], NOW) == {future, NOW}
    assert kept([], NOW) == set()
    assert kept([NOW - timedelta(days=4000)], NOW) == {NOW - timedelta(days=4000)}
