"""The weekly journal of the example: written weeks in their place, spare ones where a year is longer, some left out."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.lessons import fill_in, pick_facts

KEYS = ("stuck", "by_itself", "monday")
ENERGY_BY_BLOCK = {"a": (3, 4), "b": (2, 3), "c": (2, 3, 4), "d": (3, 4), "e": (2, 3, 4)}
OFF_EVERY = 3
"""One week in so many that nothing was written for is left out (*Deze week niet*), when there are weeks enough."""
WEEKS_ENOUGH = 124
FRIDAY = timedelta(days=4)


def plan_weeks(draft: Draft) -> None:
    """Add a journal week for every week with lessons."""
    rng = draft.random("weeks")
    spare = draft.texts.spare_weeks()
    rng.shuffle(spare)
    weeks = draft.schedule.weeks()
    unwritten = 0
    seen: set[str] = set()
    for week in weeks:
        slot = draft.schedule.slots.get(week, "")
        answers = draft.texts.week(slot) if slot else None
        state = WeekState.DONE
        if answers is None:
            unwritten += 1
            if unwritten % OFF_EVERY == 0 and len(weeks) >= WEEKS_ENOUGH:
                state, answers = WeekState.OFF, []
            else:
                answers = spare.pop() if spare else _varied(draft, rng, seen)
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


def _varied(draft: Draft, rng: random.Random, seen: set[str]) -> list[str]:
    """Three answers that fit each other; the first one is new as long as the parts allow it."""
    kit = draft.texts.file("variation")
    answers: list[str] = []
    for _ in range(60):
        form, facts = rng.choice(kit["weeks"]), pick_facts(kit, rng)
        answers = [fill_in(rng.choice(form[key]), facts) for key in KEYS]
        if answers[0] not in seen:
            break
    seen.add(answers[0])
    return answers
