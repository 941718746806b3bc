"""Growth in the example: questions, self-checks, talks, agreements, feedback, visits and surveys."""

from __future__ import annotations

from datetime import date, timedelta

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import (
    Agreement,
    CheckAnswer,
    Feedback,
    LearningQuestion,
    Origin,
    SelfCheck,
    Talk,
)
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Plan
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Part, Selection
from portfolio_app.services.example.draft import Draft, competence
from portfolio_app.services.example.growing_later import plan_growth_later
from portfolio_app.services.example.knowing import NAMED
from portfolio_app.services.example.texts import YEARS_WRITTEN, Table, shape
from portfolio_app.services.example.varying import fill_in

INSTRUMENT = "leervermogen"
ITEMS = ("mistakes", "curious", "integrates", "why_it_works", "tests", "evaluations")
EXAMPLE_FROM = 3


def plan_growth(draft: Draft) -> None:
    """Add everything of *Waar sta ik?* and the talks, then what is about to happen."""
    form, words = shape("growth"), draft.texts.file("growth")
    for key, place in form["questions"].items():
        _question(draft, key, place, words["questions"][key])
    for key, place in form["checks"].items():
        _check(draft, key, place, words["checks"][key], words["check_notes"][key])
    for key, place in form["talks"].items():
        _talk(draft, key, place, words["talks"][key])
    for key, place in form["agreements"].items():
        _agreement(draft, key, place, words["agreements"][key], form["talks"][place["talk"]]["with"])
    for key, place in form["feedback"].items():
        day = draft.schedule.day(place["at"])
        if day is not None:
            text, answer = words["feedback"][key]
            role, spoken = draft.texts.role(place["by"]), place.get("spoken", True)
            said = Feedback(**draft.head(day), given_on=day, by_role=role, text=text, spoken=spoken, my_answer=answer)
            draft.add(f"feedback:{key}", said)
    _visits(draft, form, words)
    plan_growth_later(draft, INSTRUMENT)
    _coming(draft, words["now"])


def _question(draft: Draft, key: str, place: Table, words: list[str]) -> None:
    day = draft.schedule.day(place["at"])
    if day is None:
        return
    closed = draft.schedule.day(place["closed"]) if "closed" in place else None
    question, why, can, want, may, came_of_it = words
    record = LearningQuestion(
        **draft.head(day),
        question=question,
        asked_on=day,
        origin=Origin(place["origin"]),
        why=why,
        can=can,
        want=want,
        may=may,
        closed_on=closed,
        came_of_it=came_of_it if closed else "",
        competences=(competence(place["comp"]),),
        for_talk=place.get("talk", False) and closed is None,
    )
    draft.add(f"question:{key}", record)
    for activity in place["answers"]:
        answer = draft.get(Experience, f"activity:{activity}")
        if answer is not None:
            draft.link(Role.ANSWERS, answer, record)


def _check(draft: Draft, key: str, place: Table, examples: list[str], note: str) -> None:
    day = draft.schedule.day(place["at"])
    if day is None:
        return
    answers = tuple(
        CheckAnswer(item, step, example, NAMED[named])
        for item, step, example, named in zip(ITEMS, place["steps"], examples, place["named"], strict=True)
    )
    record = SelfCheck(**draft.head(day), instrument=INSTRUMENT, taken_on=day, answers=answers, note=note)
    draft.add(f"check:{key}", record)


def _talk(draft: Draft, key: str, place: Table, words: list[str]) -> None:
    day = draft.schedule.day(place["at"])
    if day is None:
        return
    tell, ask, need, notes = words
    talk = Talk(
        **draft.head(day - timedelta(days=1)),
        happens_on=day,
        with_role=draft.texts.role(place["with"]),
        tell=tell,
        ask=ask,
        need=need,
        notes=notes,
        held=True,
    )
    draft.add(f"talk:{key}", talk)


def _agreement(draft: Draft, key: str, place: Table, words: list[str], role: str) -> None:
    day, talk = draft.schedule.day(place["at"]), draft.get(Talk, f"talk:{place['talk']}")
    if day is None or talk is None:
        return
    done = draft.schedule.day(place["done"]) if "done" in place else None
    record = Agreement(
        **draft.head(day),
        text=words[0],
        agreed_on=day,
        with_role=draft.texts.role(role),
        due_on=draft.schedule.future(place["due"]),
        done_on=done,
        outcome=words[1] if done else "",
    )
    draft.link(Role.ABOUT, draft.add(f"agreement:{key}", record), talk)


def _visits(draft: Draft, form: Table, words: Table) -> None:
    for key, place in form["observations"].items():
        day = draft.schedule.day(place["at"])
        if day is not None:
            title, question, seen, learned = words["observations"][key]
            visit = Observation(
                **draft.head(day),
                title=title,
                visited_on=day,
                by_role=draft.texts.role(place["by"]),
                question=question,
                seen=seen,
                learned=learned,
            )
            draft.add(f"observation:{key}", visit)
    for key, place in form["surveys"].items():
        day = draft.schedule.day(place["at"])
        if day is not None:
            title, outcome, learned = words["surveys"][key]
            survey = PupilSurvey(
                **draft.head(day),
                title=title,
                held_on=day,
                group=draft.texts.cast.of(place["group"]),
                respondents=place["n"],
                outcome=outcome,
                learned=learned,
            )
            draft.add(f"survey:{key}", survey)


def _coming(draft: Draft, now: Table) -> None:
    """What the first page has to show: a talk in a few days, a note without a story yet, a plan."""
    yesterday, lately = draft.until - timedelta(days=1), draft.schedule.last_school_day()
    with_role = "schoolopleider" if draft.get(Talk, "talk:vierde") else "coach"
    tell, ask, need = _to_bring(draft, now)
    talk = Talk(
        **draft.head(yesterday),
        happens_on=_school_day(draft.until + timedelta(days=2)),
        with_role=draft.texts.role(with_role),
        tell=tell,
        ask=ask,
        need=need,
    )
    draft.add("talk:coming", talk)
    draft.add(
        "moment:unfinished",
        Experience(**draft.head(lately), title=now["moment_title"], happened_on=lately),
    )
    planned = Plan(
        **draft.head(yesterday),
        title=now["plan_title"],
        planned_on=_school_day(draft.until + timedelta(weeks=7)),
        purpose=now["plan_purpose"],
        minutes=360,
    )
    draft.add("plan:coming", planned)
    if draft.get(Talk, "talk:vierde"):
        # It looks back on all that was written, so an example that ends earlier has none.
        draft.add("selection:archive", _archive(draft, now, yesterday))


def _archive(draft: Draft, now: Table, day: date) -> Selection:
    """What she chose for her own archive: everything, with her account of these years and a word at some parts."""
    return Selection(
        **draft.head(day),
        audience=Audience.ARCHIVE,
        from_on=draft.schedule.first,
        until_on=day,
        parts=DEFAULT_PARTS[Audience.ARCHIVE],
        account=now["account"].strip(),
        part_texts={Part.PATTERNS.value: now["about_patterns"], Part.HOURS.value: now["about_hours"]},
    )


def _to_bring(draft: Draft, now: Table) -> tuple[str, str, str]:
    """What she wants to tell and ask in the talk that is coming, and what she needs; nothing yet in the first years."""
    if len(draft.schedule.years) > YEARS_WRITTEN:
        variety = draft.variety("coming")
        facts = variety.facts()
        tell, ask, need, *_ = (fill_in(text, facts) for text in variety.kit["talks"]["student"])
        return tell, ask, need
    if draft.get(LearningQuestion, "question:begeleiden") is None:
        return "", "", ""
    return now["talk_tell"], now["talk_ask"], now["talk_need"]


def _school_day(day: date) -> date:
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
