"""Activities and moments: the written ones on their days, and seeded variations where more are asked for."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from portfolio_app.domain.experiences import DEFAULT_FORMALITY, ActivityType, Allocation, CompetenceRef, Experience
from portfolio_app.services.example.draft import Draft, competence
from portfolio_app.services.example.texts import YEARS_WRITTEN, Table, shape

USUAL = 160
"""Activities and moments that a full example holds at least."""
A_YEAR = 40
"""The same for each year."""
LEFT_OUT = {"activity": 20, "moment": 6}
"""One in so many of those that nothing else rests on is left out; the seed decides which."""
ACTIVITY_EVERY = 3
"""Of what is asked for on top, one in so many is an activity with minutes."""
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


def plan_lessons(draft: Draft) -> None:
    """Add the activities and moments that were written."""
    rng = draft.random("lessons")
    written, moments = draft.texts.file("activities"), draft.texts.file("moments")
    forms, needed = shape("activities"), _needed()
    for key in _kept(rng, [*forms], needed, LEFT_OUT["activity"]):
        day = draft.schedule.day(forms[key]["at"])
        if day is not None:
            draft.add(f"activity:{key}", activity(draft, rng, forms[key], written[key], day))
    for slot in _kept(rng, [*moments], needed, LEFT_OUT["moment"]):
        day = draft.schedule.day(slot)
        if day is not None:
            draft.add(f"moment:{slot}", _moment(draft, rng, moments[slot], day))


def plan_more(draft: Draft, entries: int | None) -> None:
    """Fill up to ``entries`` activities and moments: by default to a usual number, and then with moments only."""
    rng, have = draft.random("more"), sum(1 for _ in draft.all(Experience))
    years = len(draft.schedule.years)
    usual = USUAL + A_YEAR * (years - YEARS_WRITTEN) if years >= YEARS_WRITTEN else 0
    days = [week.monday + timedelta(days=number) for week in draft.schedule.weeks() for number in range(5)]
    asked = 0 if entries is None else max(0, entries - max(have, usual))
    missing = max(0, usual - have) + asked
    if not days or not missing:
        return
    variety = draft.variety("more")
    activities, forms = asked // ACTIVITY_EVERY, shape("later")["activities"]
    anytime = [key for key, form in forms.items() if form.get("anytime", True)]
    for number in range(activities):
        key = rng.choice(anytime)
        made = activity(draft, rng, vary_form(rng, forms[key]), variety.activity(key), rng.choice(days))
        draft.add(f"activity:more-{number}", made)
    for number in range(missing - activities):
        draft.add(f"moment:more-{number}", _moment(draft, rng, variety.moment(), rng.choice(days)))


def vary_form(rng: random.Random, form: Table) -> dict[str, object]:
    """The numbers of a template of an activity, with minutes and euros somewhat different each time."""
    quarters = rng.randrange(-2, 3) * 15
    contact = max(0, form.get("contact", 0) + quarters) if form.get("contact") else 0
    made: dict[str, object] = {**form, "contact": contact}
    if "reg" in form:
        made["reg"] = f"{form['reg']}:{contact + form.get('self', 0)}"
    if "cost" in form:
        made["cost"] = form["cost"] + rng.randrange(0, 9) * 500
    return made


def _needed() -> frozenset[str]:
    """Activities and moments that something else rests on: a habit or belief, a reflection, evidence, a question."""
    found: set[str] = set()
    for pattern in shape("patterns").values():
        found |= {case.split()[0] for case in pattern["cases"]}
    reflections, evidence = shape("reflections"), shape("evidence")
    found |= {place["about"] for group in ("alact", "habits") for place in reflections[group].values()}
    found |= {place["about"] for place in evidence["files"].values()} | set(evidence["certificates"]["about"])
    found |= {answer for place in shape("growth")["questions"].values() for answer in place["answers"]}
    return frozenset(found)


def _kept(rng: random.Random, keys: Sequence[str], needed: frozenset[str], every: int) -> list[str]:
    free = [key for key in keys if key not in needed]
    gone = set(rng.sample(free, len(keys) // every))
    return [key for key in keys if key not in gone]


def activity(draft: Draft, rng: random.Random, form: Table, text: Table, day: date) -> Experience:
    """An activity from its numbers (``form``) and its texts."""
    kind = ActivityType(form["type"])
    ended = day + timedelta(days=form["days"]) if "days" in form else None
    if ended is not None and ended >= draft.until:
        ended = None
    words: dict[str, str] = {field: text.get(field, "") for field in _PLAIN}
    words |= {field: text.get(name, "") for field, name in _CHAIN.items()}
    made = Experience(
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
    return replace(made, **words)


def _competences(rng: random.Random, groups: Sequence[str]) -> tuple[CompetenceRef, ...]:
    return tuple(competence(rng.choice(_LEAVES.get(group, (group,)))) for group in groups)


def _allocations(form: Mapping[str, object]) -> tuple[Allocation, ...]:
    parts = [Allocation("nl-cao-vo", str(form["cao"]), _minutes(form, "contact") + _minutes(form, "self"))]
    for part in str(form.get("reg", "")).split():
        category, _, share = part.partition(":")
        parts.append(Allocation("nl-registerleraar-2017", category, int(share)))
    return tuple(parts)


def _minutes(form: Mapping[str, object], name: str) -> int:
    value = form.get(name, 0)
    return value if isinstance(value, int) else 0


def _moment(draft: Draft, rng: random.Random, words: Sequence[str], day: date) -> Experience:
    title, story = words
    return Experience(
        **draft.head(day),
        title=title,
        happened_on=day,
        story=story,
        competences=_competences(rng, [rng.choice(("VD", "PE", "VD", "PE", "ALG"))]) if rng.random() < 0.4 else (),
        for_talk=(draft.until - day).days <= 21,
    )
