"""More of *Waar sta ik?* in the example, and what others noted: other self-checks, strengths, scores and answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import CheckAnswer, Feedback, NamedBy, Quality, QualitySide, SelfCheck
from portfolio_app.domain.lessons import AnswerCount, Observation, PupilSurvey, ScaleScore, SurveyQuestion
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.records import Record
from portfolio_app.paths import resources
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.texts import Table, shape

NAMED = {"s": NamedBy.SELF, "c": NamedBy.COLLEAGUE, "m": NamedBy.COACH}
"""Who named an example, by the letter in a shape."""


def plan_knowing(draft: Draft) -> None:
    """Add them to what was planned before; what lies after the end is not there."""
    form, words, sets = shape("knowing"), draft.texts.file("knowing"), ContentSets(resources())
    for key, place in form["checks"].items():
        items = [item.key for item in sets.instrument(place["instrument"]).items]
        _check(draft, key, place, items, words["checks"][key], words["check_notes"][key])
    for key, place in form["scores"].items():
        items = [item.key for item in sets.observation_scales(place["scales"]).items]
        _scores(draft, key, place, items, words["scores"][key])
    for key, place in form["answers"].items():
        _answers(draft, key, place, words["answers"][key])
    for key, place in form["qualities"].items():
        _quality(draft, key, place, words["qualities"][key])
    for key, days in form["beforehand"].items():
        held = draft.get(Experience, f"activity:{key}")
        if held is not None:
            written_on = held.happened_on - timedelta(days=days)
            before = replace(held, purpose_before=words["beforehand"][key], purpose_before_on=written_on)
            draft.replace(f"activity:{key}", before)


def _check(draft: Draft, key: str, place: Table, items: list[str], examples: list[str], note: str) -> None:
    day = draft.schedule.day(place["at"])
    if day is None:
        return
    role = draft.texts.role(place["by"]) if "by" in place else ""
    seconds = place.get("second", [None] * len(items))
    answers: list[CheckAnswer] = []
    for item, step, second, example, named in zip(
        items, place["steps"], seconds, examples, place["named"], strict=True
    ):
        by = NAMED[named]
        other = by is not NamedBy.SELF
        answers.append(CheckAnswer(item, step, example, by, second, role if other else "", day if other else None))
    check = SelfCheck(
        **draft.head(day), instrument=place["instrument"], taken_on=day, answers=tuple(answers), note=note
    )
    draft.add(f"check:{key}", check)


def _scores(draft: Draft, key: str, place: Table, items: list[str], notes: list[str]) -> None:
    visit = draft.get(Observation, f"observation:{key}")
    if visit is not None:
        scores = tuple(
            ScaleScore(item, tenths or None, note)
            for item, tenths, note in zip(items, place["tenths"], notes, strict=True)
            if tenths or note
        )
        draft.replace(f"observation:{key}", replace(visit, scales=place["scales"], scores=scores))


def _answers(draft: Draft, key: str, place: Table, words: Table) -> None:
    survey = draft.get(PupilSurvey, f"survey:{key}")
    if survey is None:
        return
    questions = tuple(
        SurveyQuestion(ask, tuple(AnswerCount(*pair) for pair in zip(answers, times, strict=True)))
        for ask, answers, times in zip(words["ask"], words["answers"], place["times"], strict=True)
    )
    asked = replace(survey, questions=questions)
    draft.replace(f"survey:{key}", asked)
    about = draft.get(Pattern, place["about"])
    if about is not None:
        draft.link(Role.RELATED, asked, about)


def _quality(draft: Draft, key: str, place: Table, words: list[str]) -> None:
    day = draft.schedule.day(place["at"])
    if day is None:
        return
    text, noticed, pitfall, challenge = words
    made = Quality(
        **draft.head(day), text=text, noticed_on=day, side=QualitySide(place["side"]), noticed=noticed,
        pitfall=pitfall, challenge=challenge,
    )  # fmt: skip
    draft.add(f"quality:{key}", made)
    for name in place["from"]:
        shown = _shown(draft, name)
        if shown is not None:
            draft.link(Role.RELATED, made, shown)


def _shown(draft: Draft, name: str) -> Record | None:
    cls = {"activity": Experience, "observation": Observation, "feedback": Feedback}[name.partition(":")[0]]
    return draft.get(cls, name)
