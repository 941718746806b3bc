"""School years after the written ones: activities of every type, and the papers that go with them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from portfolio_app.domain.experiences import ActivityType, Experience
from portfolio_app.services.example.calendar import BLOCKS, SchoolYear
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.lessons import activity, vary_form
from portfolio_app.services.example.texts import YEARS_WRITTEN, shape

EXTRA = 3
"""Activities in a year besides one of each type and those that come every year."""
CERTIFIED = 0.75
"""The share of courses and days from which a certificate was kept."""
NOTES = 3


def later_years(draft: Draft) -> Iterator[tuple[int, SchoolYear]]:
    """The school years that nothing was written for, with their numbers."""
    return ((number, year) for number, year in enumerate(draft.schedule.years, 1) if number > YEARS_WRITTEN)


def day_in(draft: Draft, year: SchoolYear, rng: random.Random, blocks: str = BLOCKS) -> date | None:
    """A day with lessons in one of some blocks of a year; None when it is still to come."""
    weeks = [week for block in blocks for week in year.blocks[block]]
    day = rng.choice(weeks).monday + timedelta(days=rng.randrange(5))
    return day if day < draft.until else None


def plan_later(draft: Draft) -> None:
    """Add the activities of the years that were not written."""
    rng, variety = draft.random("later"), draft.variety("later")
    last: frozenset[str] = frozenset()
    for number, year in later_years(draft):
        last = _chosen(rng, last)
        for name in sorted(last):
            form = shape("later")["activities"][name]
            # What takes weeks is over before the summer.
            blocks = BLOCKS[:-1] if "days" in form else BLOCKS
            text, day = variety.activity(name), day_in(draft, year, rng, blocks)
            if day is not None:
                draft.add(f"activity:{name}-{number}", activity(draft, rng, vary_form(rng, form), text, day))


def _chosen(rng: random.Random, last: frozenset[str]) -> frozenset[str]:
    """Templates for one year: those of every year, one of each type, and some more; rather not those of last year."""
    forms = shape("later")["activities"]
    chosen = {name for name, form in forms.items() if form.get("yearly")}
    for kind in ActivityType:
        names = [name for name, form in forms.items() if form["type"] == kind.value and name not in chosen]
        chosen.add(rng.choice([name for name in names if name not in last] or names))
    rest = sorted(set(forms) - chosen)
    return frozenset(chosen | set(rng.sample(rest, EXTRA)))


def certified(draft: Draft) -> Iterator[str]:
    """Keys of the activities of later years that a certificate was kept of."""
    rng = draft.random("certified")
    for number, _ in later_years(draft):
        for name, form in shape("later")["activities"].items():
            if form.get("certificate") and (form.get("yearly") or rng.random() < CERTIFIED):
                yield f"{name}-{number}"


def notes(draft: Draft) -> Iterator[tuple[str, str, str, Experience]]:
    """Papers of later years: a key, the name of the text, the kind of file, and the activity it belongs to."""
    rng = draft.random("notes")
    for number, _ in later_years(draft):
        forms = shape("later")["notes"]
        for name in rng.sample(sorted(forms), NOTES):
            about = draft.get(Experience, f"activity:{forms[name]['about']}-{number}")
            if about is not None:
                yield f"{name}-{number}", name, forms[name]["kind"], about
