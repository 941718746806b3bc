"""Activities and moments: the written ones on their days, and seeded variations where more are asked for."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from portfolio_app.domain.experiences import DEFAULT_FORMALITY, ActivityType, Allocation, CompetenceRef, Experience
from portfolio_app.services.example.draft import Draft, competence
from portfolio_app.services.example.texts import YEARS_WRITTEN, Table, shape

USUAL = 160
"""Activities and moments that a full example holds at least."""
A_YEAR = 40
"""The same for each year."""
MANY_TRIES = 60
_LEAVES = {
    "VI": ("VI-c", "VI-d", "VI-f", "VI-vo-1", "VI-vo-2", "VI-vo-3"),
    "VD": ("VD-V-2", "VD-V-5", "VD-V-6", "VD-V-7", "VD-V-9", "VD-V-11", "VD-V-12", "VD-V-15"),
    "PE": ("PE-V-1", "PE-V-2", "PE-V-3", "PE-V-4", "PE-V-5", "PE-V-9"),
    "ALG": ("ALG-1", "ALG-2", "ALG-3", "ALG-5"),
}
_CHAIN = {
    "chain_designed": "designed",
    "chain_carried_out": "carried_out",
    "chain_evaluated": "evaluated",
    "chain_pupils_learned": "pupils_learned",
    "chain_resulted": "resulted",
}
_PLAIN = ("provider", "place", "purpose", "story", "contribution", "how_i_learn", "how_they_learn")


def plan_lessons(draft: Draft, entries: int | None) -> None:
    """Add what was written, then fill up to ``entries`` activities and moments (by default to a usual number)."""
    rng = draft.random("lessons")
    written = draft.texts.file("activities")
    for key, form in shape("activities").items():
        day = draft.schedule.day(form["at"])
        if day is not None:
            draft.add(f"activity:{key}", _activity(draft, rng, form, written[key], day))
    for slot, (title, story) in draft.texts.file("moments").items():
        day = draft.schedule.day(slot)
        if day is not None:
            draft.add(f"moment:{slot}", _moment(draft, rng, title, story, day))
    have = sum(1 for _ in draft.all(Experience))
    years = len(draft.schedule.years)
    usual = USUAL + A_YEAR * (years - YEARS_WRITTEN) if years >= YEARS_WRITTEN else 0
    _fill(draft, rng, max(0, (usual if entries is None else entries) - have), have)


def _activity(draft: Draft, rng: random.Random, form: Table, text: Table, day: date) -> Experience:
    kind = ActivityType(form["type"])
    ended = day + timedelta(days=form["days"]) if "days" in form else None
    if ended is not None and ended >= draft.until:
        ended = None
    words: dict[str, str] = {field: text.get(field, "") for field in _PLAIN}
    words |= {field: text.get(name, "") for field, name in _CHAIN.items()}
    activity = Experience(
        **draft.head(ended or day),
        title=text["title"],
        happened_on=day,
        ended_on=ended,
        activity_type=kind,
        formality=DEFAULT_FORMALITY[kind],
        contact_minutes=form.get("contact", 0),
        self_study_minutes=form.get("self", 0),
        with_roles=tuple(draft.texts.role(role) for role in form.get("roles", ())),
        cost_cents=form.get("cost", 0),
        competences=_competences(rng, form.get("comp", ())),
        allocations=_allocations(form),
    )
    return replace(activity, **words)


def _competences(rng: random.Random, groups: list[str] | tuple[str, ...]) -> tuple[CompetenceRef, ...]:
    return tuple(competence(rng.choice(_LEAVES.get(group, (group,)))) for group in groups)


def _allocations(form: Mapping[str, Any]) -> tuple[Allocation, ...]:
    minutes = form.get("contact", 0) + form.get("self", 0)
    parts = [Allocation("nl-cao-vo", form["cao"], minutes)]
    for part in form.get("reg", "").split():
        category, _, share = part.partition(":")
        parts.append(Allocation("nl-registerleraar-2017", category, int(share)))
    return tuple(parts)


def _moment(draft: Draft, rng: random.Random, title: str, story: str, day: date) -> Experience:
    return Experience(
        **draft.head(day),
        title=title,
        happened_on=day,
        story=story,
        competences=_competences(rng, [rng.choice(("VD", "PE", "VD", "PE", "ALG"))]) if rng.random() < 0.4 else (),
        for_talk=(draft.until - day).days <= 21,
    )


def _fill(draft: Draft, rng: random.Random, missing: int, have: int) -> None:
    """Add varied moments on school days, oldest first, until there are enough."""
    days = [week.monday + timedelta(days=number) for week in draft.schedule.weeks() for number in range(5)]
    seen: set[str] = set()
    for number, day in enumerate(sorted(rng.choice(days) for _ in range(missing if days else 0))):
        title, story = vary_moment(draft, rng)
        for _ in range(MANY_TRIES):
            if story not in seen:
                break
            title, story = vary_moment(draft, rng)
        seen.add(story)
        draft.add(f"varied:{have + number}", _moment(draft, rng, title, story, day))


def vary_moment(draft: Draft, rng: random.Random) -> tuple[str, str]:
    """Title and story of a moment, put together from parts that fit each other."""
    kit = draft.texts.file("variation")
    form = rng.choice(kit["moments"])
    facts = pick_facts(kit, rng)
    story = " ".join(rng.choice(form[part]) for part in ("open", "mid", "end"))
    return fill_in(form["title"], facts), fill_in(story, facts)


def pick_facts(kit: Table, rng: random.Random) -> dict[str, str]:
    """A class, a topic and the letter of a pupil."""
    return {
        "klas": rng.choice(kit["classes"]),
        "onderwerp": rng.choice(kit["topics"]),
        "leerling": rng.choice(kit["letters"]),
    }


def fill_in(text: str, facts: Mapping[str, str]) -> str:
    """Fill the facts in; a sentence never begins with a small letter."""
    made = text.format(**facts)
    return made[:1].upper() + made[1:] if text.startswith("{onderwerp}") else made
