"""Growth in school years after the written ones: each has a question, a self-check, a talk and what was agreed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, CheckAnswer, LearningQuestion, Origin, SelfCheck, Talk
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern, Rating, RatingEntry
from portfolio_app.services.example.calendar import SchoolYear
from portfolio_app.services.example.draft import Draft, competence
from portfolio_app.services.example.later import day_in, later_years
from portfolio_app.services.example.texts import shape
from portfolio_app.services.example.varying import Variety, fill_in

DUE = timedelta(weeks=8)
STEPS = (3, 3, 4, 3, 4)
RATED_A_YEAR = 2


def plan_growth_later(draft: Draft, instrument: str) -> None:
    """Add growth to the years that were not written, and close the questions that were left open before."""
    rng, variety = draft.random("growing later"), draft.variety("growing later")
    kit, years = draft.texts.file("variation")["parts"], list(later_years(draft))
    questions, talks = _turns(rng, kit["questions"], len(years)), _turns(rng, kit["talks"], len(years))
    for index, (number, year) in enumerate(years):
        following = years[index + 1][1] if index + 1 < len(years) else None
        _close(draft, rng, year, kit["closed"] if index == 0 else {})
        _question(draft, rng, variety, questions[index], number, year, following)
        _check(draft, rng, variety, instrument, number, year)
        _talk(draft, rng, variety, talks[index], number, year)
        _ratings(draft, rng, variety, year)


def _turns(rng: random.Random, texts: dict[str, object], count: int) -> list[str]:
    """Names of texts for so many years; none comes back before all have been there."""
    names: list[str] = []
    while len(names) < count:
        names += rng.sample(sorted(texts), len(texts))
    return names


def _close(draft: Draft, rng: random.Random, year: SchoolYear, outcomes: dict[str, str]) -> None:
    for name, outcome in outcomes.items():
        open_question, day = draft.get(LearningQuestion, f"question:{name}"), day_in(draft, year, rng, "ab")
        if open_question is not None and day is not None:
            closed = replace(open_question, closed_on=day, came_of_it=outcome, for_talk=False)
            draft.replace(f"question:{name}", closed)


def _question(
    draft: Draft,
    rng: random.Random,
    variety: Variety,
    name: str,
    number: int,
    year: SchoolYear,
    following: SchoolYear | None,
) -> None:
    form, facts = shape("later")["questions"][name], variety.facts()
    asked = day_in(draft, year, rng, "a")
    closed = None if following is None else day_in(draft, following, rng, "abc")
    question, why, can, want, may, came_of_it = (fill_in(text, facts) for text in variety.kit["questions"][name])
    if asked is None:
        return
    record = LearningQuestion(
        **draft.head(asked),
        question=question,
        asked_on=asked,
        origin=Origin(form["origin"]),
        why=why,
        can=can,
        want=want,
        may=may,
        closed_on=closed,
        came_of_it=came_of_it if closed else "",
        competences=(competence(form["comp"]),),
        for_talk=closed is None,
    )
    draft.add(f"question:{name}-{number}", record)
    for about in form["answers"]:
        answer = draft.get(Experience, f"activity:{about}-{number}")
        if answer is not None:
            draft.link(Role.ANSWERS, answer, record)


def _check(draft: Draft, rng: random.Random, variety: Variety, instrument: str, number: int, year: SchoolYear) -> None:
    day, texts = day_in(draft, year, rng, "bcd"), variety.kit["checks"]
    answers = tuple(
        CheckAnswer(item, rng.choice(STEPS), variety.fresh(texts[item])) for item in texts if item != "note"
    )
    note = rng.choice(texts["note"])
    if day is not None:
        check = SelfCheck(**draft.head(day), instrument=instrument, taken_on=day, answers=answers, note=note)
        draft.add(f"check:{number}", check)


def _talk(draft: Draft, rng: random.Random, variety: Variety, name: str, number: int, year: SchoolYear) -> None:
    facts, day = variety.facts(), day_in(draft, year, rng, "bcd")
    tell, ask, need, said, agreed, outcome = (fill_in(text, facts) for text in variety.kit["talks"][name])
    if day is None:
        return
    role, before = draft.texts.role(shape("later")["talks"][name]), day - timedelta(days=1)
    talk = Talk(
        **draft.head(before), happens_on=day, with_role=role, tell=tell, ask=ask, need=need, notes=said, held=True
    )
    finished = day + DUE + timedelta(days=rng.randrange(-20, 20))
    done = finished if finished < draft.until else None
    agreement = Agreement(
        **draft.head(day),
        text=agreed,
        agreed_on=day,
        with_role=role,
        due_on=day + DUE,
        done_on=done,
        outcome=outcome if done else "",
    )
    draft.add(f"talk:{name}-{number}", talk)
    draft.link(Role.ABOUT, draft.add(f"agreement:{name}-{number}", agreement), talk)


def _ratings(draft: Draft, rng: random.Random, variety: Variety, year: SchoolYear) -> None:
    """Look at some of the habits and beliefs again; from one time to the next the mind moves a step at most."""
    living = [
        key for key in shape("patterns") if (found := draft.get(Pattern, f"pattern:{key}")) and found.let_go_on is None
    ]
    for key in rng.sample(living, min(RATED_A_YEAR, len(living))):
        pattern, day = draft.get(Pattern, f"pattern:{key}"), day_in(draft, year, rng)
        if pattern is None or day is None:
            continue
        last = pattern.ratings[-1].rating.value
        rating = Rating(min(Rating.MOSTLY.value, max(0, last + rng.choice((-1, 0, 1)))))
        note = variety.fresh(variety.kit["ratings"][rating.name.lower()])
        draft.replace(f"pattern:{key}", replace(pattern, ratings=(*pattern.ratings, RatingEntry(day, rating, note))))
