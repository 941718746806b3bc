"""Habits and beliefs of the example, as far as their life has come on the last day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Quote, Role
from portfolio_app.domain.patterns import (
    Assumption,
    Case,
    Consultation,
    Decision,
    Experiment,
    Form,
    Layer,
    Lens,
    Pattern,
    PatternKind,
    Rating,
    RatingEntry,
    TryOutState,
    decide,
)
from portfolio_app.services.example.draft import Draft, competence
from portfolio_app.services.example.texts import Table, shape

TRY_OUT_TIME = timedelta(days=8)
STUDENT_FROM = 4
_PLAIN = ("cue", "automatic", "brings", "costs", "rival", "origin", "things_right", "right_things")


def plan_patterns(draft: Draft) -> None:
    """Add every pattern that was noticed, with what happened to it since."""
    written = draft.texts.file("patterns")
    for key, form in shape("patterns").items():
        noticed = draft.schedule.day(form["noticed"])
        if noticed is not None:
            pattern = draft.add(f"pattern:{key}", _pattern(draft, form, written[key], noticed))
            _link_cases(draft, form, pattern)
            _link_week(draft, form, written[key]["quote"], pattern)
    _plan_next_try_out(draft)


def _plan_next_try_out(draft: Draft) -> None:
    """Add a try-out whose day has come to the belief about mentoring, once there is a student to mentor."""
    key, words = "pattern:begeleiden", draft.texts.file("growth")["now"]
    pattern = draft.get(Pattern, key)
    planned = draft.until - TRY_OUT_TIME
    if (
        pattern is None
        or not any(case.on <= planned for case in pattern.cases)
        or len(draft.schedule.years) < STUDENT_FROM
    ):
        return
    tried = Experiment(
        id=draft.id_at(draft.evening(planned)),
        planned_on=planned,
        try_text=words["try_text"],
        expect=words["try_expect"],
        rethink_if=words["try_rethink_if"],
        due_on=draft.until,
    )
    draft.replace(key, replace(pattern, experiments=(*pattern.experiments, tried)))


def _pattern(draft: Draft, form: Table, text: Table, noticed: date) -> Pattern:
    pattern = Pattern(
        **draft.head(noticed),
        kind=PatternKind(form["kind"]),
        statement=text["statement"],
        noticed_on=noticed,
        assumption=Assumption(form["assumption"]) if "assumption" in form else None,
        form=Form(form["form"]),
        layer=Layer(form["layer"]),
        ratings=tuple(_ratings(draft, form, text)),
        cases=tuple(case for case, _ in _cases(draft, form, text)),
        consultations=tuple(_consultations(draft, form, text)),
        experiments=tuple(_experiments(draft, form, text)),
        competences=(competence(form["comp"]),),
        tags=tuple(form.get("tags", ())),
        for_talk=form.get("talk", False),
        for_intervision=form.get("intervision", False),
    )
    pattern = replace(pattern, **{field: str(text[field]) for field in _PLAIN})
    for (slot, decision), (statement, note) in zip(_pairs(form["decided"]), text["decided"], strict=True):
        day = draft.schedule.day(slot)
        if day is not None:
            pattern = decide(pattern, day, Decision(decision), statement, note)
    return pattern


def _pairs(entries: list[str]) -> Iterator[tuple[str, str]]:
    return (cast("tuple[str, str]", tuple(entry.split(" ", 1))) for entry in entries)


def _ratings(draft: Draft, form: Table, text: Table) -> Iterator[RatingEntry]:
    for (slot, rating), note in zip(_pairs(form["ratings"]), text["ratings"], strict=True):
        day = draft.schedule.day(slot)
        if day is not None:
            yield RatingEntry(day, Rating[rating.upper()], note)


def _cases(draft: Draft, form: Table, text: Table) -> Iterator[tuple[Case, Experience]]:
    for (slot, fits), words in zip(_pairs(form["cases"]), text["cases"], strict=True):
        moment = draft.get(Experience, f"moment:{slot}")
        if moment is not None:
            yield Case(moment.happened_on, fits == "yes", words, moment.id), moment


def _consultations(draft: Draft, form: Table, text: Table) -> Iterator[Consultation]:
    for (slot, lens), (who, said) in zip(_pairs(form["asked"]), text["asked"], strict=True):
        day = draft.schedule.day(slot)
        if day is not None:
            yield Consultation(day, Lens(lens), who, said)


def _experiments(draft: Draft, form: Table, text: Table) -> Iterator[Experiment]:
    for entry, words in zip(form["tries"], text["tries"], strict=True):
        planned_slot, due_slot, told_slot = entry.split()
        planned, due = draft.schedule.day(planned_slot), draft.schedule.future(due_slot)
        if planned is None:
            continue
        told = None if told_slot == "-" else draft.schedule.day(told_slot)
        try_text, expect, rethink_if, happened, says = words
        yield Experiment(
            id=draft.id_at(draft.evening(planned)),
            planned_on=planned,
            try_text=try_text,
            expect=expect,
            rethink_if=rethink_if,
            due_on=due,
            # A try-out that was never told was dropped, and stays in the life as such.
            state=TryOutState.TOLD if told else TryOutState.DROPPED if told_slot == "-" else TryOutState.PLANNED,
            told_on=told,
            happened=happened if told else "",
            says=says if told else "",
        )


def _link_cases(draft: Draft, form: Table, pattern: Pattern) -> None:
    for slot, fits in _pairs(form["cases"]):
        moment = draft.get(Experience, f"moment:{slot}")
        if moment is not None:
            draft.link(Role.FITS if fits == "yes" else Role.DOESNT_FIT, moment, pattern)


def _link_week(draft: Draft, form: Table, words: str, pattern: Pattern) -> None:
    week = draft.get(JournalWeek, f"week:{form['week']}")
    if week is not None:
        body = week.answers[form["field"]]
        start = body.index(words)
        quote = Quote.take(f"answers.{form['field']}", body, start, start + len(words), version=1)
        draft.link(Role.LIFTED_FROM, pattern, week, quote)
