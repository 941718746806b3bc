"""The weekly journal of the example: written weeks in their place, spare ones where a year is longer, some left out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.texts import YEARS_WRITTEN

KEYS = ("stuck", "by_itself", "monday")
ENERGY_BY_BLOCK = {"a": (3, 4), "b": (2, 3), "c": (2, 3, 4), "d": (3, 4), "e": (2, 3, 4)}
OFF_EVERY = 3
"""One week in so many that nothing was written for is left out (*Deze week niet*), when there are weeks enough."""
OFF_A_YEAR = 4
"""And never more than so many."""
WEEKS_ENOUGH = 121
FRIDAY = timedelta(days=4)


def plan_weeks(draft: Draft) -> None:
    """Add a journal week for every week with lessons."""
    rng = draft.random("weeks")
    spare = draft.texts.spare_weeks()
    rng.shuffle(spare)
    slots = {week: draft.schedule.slots.get(week, "") for week in draft.schedule.weeks()}
    unwritten = [week for week, slot in slots.items() if not slot]
    most = min(len(unwritten) // OFF_EVERY, OFF_A_YEAR * len(draft.schedule.years))
    off = set(rng.sample(unwritten, min(most, max(0, len(slots) - WEEKS_ENOUGH))))
    variety = draft.variety("weeks")
    late = {week for year in draft.schedule.years[YEARS_WRITTEN:] for week in year.weeks}
    for week, slot in slots.items():
        answers = draft.texts.week(slot) if slot else None
        state = WeekState.OFF if week in off else WeekState.DONE
        if state is WeekState.OFF:
            answers = []
        elif answers is None:
            answers = spare.pop() if spare else variety.week(KEYS, week in late)
        draft.add(f"week:{slot or week.monday}", _week(draft, rng, week, answers, state))


def _week(draft: Draft, rng: random.Random, week: Week, answers: Sequence[str], state: WeekState) -> JournalWeek:
    slot = draft.schedule.slots.get(week, "y0.a")
    energy = rng.choice(ENERGY_BY_BLOCK[slot.partition(".")[2][:1]]) if answers and rng.random() < 0.85 else None
    return JournalWeek(
        **draft.head(week.monday + FRIDAY),
        year=week.year,
        number=week.number,
        answers=dict(zip(KEYS, answers, strict=False)),
        state=state,
        energy=energy,
        for_talk=bool(answers) and (draft.until - week.monday).days <= 28,
    )
