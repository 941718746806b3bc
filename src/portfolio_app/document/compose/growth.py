"""Where I stand: phases, learning questions, self-checks in words, agreements; and what others said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from portfolio_app.document.compose.pieces import (
    anchor,
    asked,
    body,
    capital,
    evidence_links,
    facts,
    own_words,
    pick,
    quoted,
    shows,
    titled,
)
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import (
    Block,
    Column,
    Group,
    Heading,
    Inline,
    ListBlock,
    PartBlock,
    Span,
    Step,
    StepChart,
    Table,
    spans,
)
from portfolio_app.document.words import word
from portfolio_app.domain.growth import (
    Agreement,
    CheckAnswer,
    Feedback,
    LearningQuestion,
    NamedBy,
    QualitySide,
    SelfCheck,
)
from portfolio_app.domain.links import Role
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.domain.sets import Instrument, Texts, step_words
from portfolio_app.i18n import Translator

TOGETHER: Final = 900
"""Characters of feedback and answer that stay on one page."""


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Phases, questions, self-checks, agreements; whatever of it was chosen."""
    blocks = [
        *_phases(snapshot, t),
        *_qualities(snapshot, t),
        *_questions(snapshot, t),
        *_checks(snapshot, t),
        *_agreements(snapshot, t),
    ]
    return PartBlock(Part.GROWTH.value, word(Part.GROWTH, t), tuple(blocks)) if blocks else None


def _phases(snapshot: Snapshot, t: Translator) -> list[Block]:
    entries = sorted(snapshot.phases, key=lambda entry: entry.began_on)
    # A note beside a phase can't be chosen, so it goes to nobody but herself.
    own = snapshot.selection.audience is Audience.ARCHIVE
    items = tuple(
        (
            Span(f"{t.month(entry.began_on)}: {word(entry.phase, t)}. ", strong=True),
            *own_words(entry.note if own else "", entry.lang, t),
        )
        for entry in entries
    )
    return [Heading(2, spans(t("The way so far"))), ListBlock(items)] if items else []


def _questions(snapshot: Snapshot, t: Translator) -> list[Block]:
    blocks: list[Block] = []
    for question in sorted(snapshot.questions, key=lambda item: (item.asked_on, item.id)):
        blocks += _question(question, snapshot, t)
    return blocks


def _question(item: LearningQuestion, snapshot: Snapshot, t: Translator) -> list[Block]:
    here = {one.id: one for one in (*snapshot.experiences, *snapshot.reflections, *snapshot.patterns)}
    answers = [here[ident] for ident in snapshot.sources(item.id, Role.ANSWERS) if ident in here]
    links = tuple((Span(one.heading, link=f"#{anchor(one)}"),) for one in answers)
    return [
        Heading(2, titled(item, t), anchor(item), t("learning question")),
        *facts(
            [
                (t("Asked"), t.date(item.asked_on)),
                (t("Where it comes from"), word(item.origin, t)),
                (t("Closed"), t.date(item.closed_on) if item.closed_on else ""),
            ]
        ),
        *asked(t("Why"), item.why, item.lang, t),
        *asked(t("Can I?"), item.can, item.lang, t),
        *asked(t("Do I want to?"), item.want, item.lang, t),
        *asked(t("May I?"), item.may, item.lang, t),
        *([Heading(3, spans(t("What belongs to it"))), ListBlock(links)] if links else []),
        *asked(t("What came of it"), item.came_of_it, item.lang, t),
        *shows(item.competences, snapshot, t),
    ]


def _qualities(snapshot: Snapshot, t: Translator) -> list[Block]:
    """Strengths beside growth points, in her own words."""
    here = {one.id: one for one in (*snapshot.experiences, *snapshot.reflections, *snapshot.feedback)}
    blocks: list[Block] = []
    for side in QualitySide:
        items: list[Inline] = []
        for item in snapshot.qualities:
            if item.side is not side:
                continue
            links = [here[ident] for ident in snapshot.targets(item.id, Role.RELATED) if ident in here]
            lines = ((t("How can I tell?"), item.noticed), (t("Pitfall"), item.pitfall),
                     (t("Challenge"), item.challenge))  # fmt: skip
            told = [
                (Span(f" {label} ", emphasis=True), *own_words(text, item.lang, t)) for label, text in lines if text
            ]
            shown = [(Span(" "), Span(one.heading, link=f"#{anchor(one)}")) for one in links]
            strong = tuple(replace(span, strong=True) for span in own_words(item.text, item.lang, t))
            items.append((*strong, *(span for part in (*told, *shown) for span in part)))
        if items:
            blocks += [Heading(3, spans(word(side, t))), ListBlock(tuple(items))]
    return [Heading(2, spans(t("Strengths beside growth points"))), *blocks] if blocks else []


def _checks(snapshot: Snapshot, t: Translator) -> list[Block]:
    """Every self-check that was chosen, those of one instrument together, with a line for each statement over time."""
    blocks: list[Block] = []
    checks = sorted(snapshot.self_checks, key=lambda item: (item.taken_on, item.id))
    for name in dict.fromkeys(check.instrument for check in checks):
        taken = [check for check in checks if check.instrument == name]
        for check in taken:
            blocks += _check(check, snapshot, t)
        newest = snapshot.instruments.get((name, taken[-1].instrument_version))
        if newest is not None and len(taken) > 1 and not newest.about_activity:
            blocks += _over_time(newest, taken, t)
    return blocks


def _over_time(instrument: Instrument, checks: Sequence[SelfCheck], t: Translator) -> list[Block]:
    """Small multiples: a line in words for each statement that was answered more than once."""
    charts: list[Block] = []
    for item in instrument.items:
        answers = [(check.taken_on, answer) for check in checks for answer in check.answers if answer.item == item.key]
        asked_of = f" {pick(instrument.question, t)}" if instrument.question else ""
        first = [(day, answer.step) for day, answer in answers]
        charts += _chart(f"{pick(item.text, t)}{asked_of}", instrument.scale_of(item.key), first, t)
        if instrument.second is not None:
            besides = [(day, answer.second) for day, answer in answers]
            title = f"{pick(item.text, t)} {pick(instrument.second.ask, t)}"
            charts += _chart(title, instrument.second.scale, besides, t)
    title = t("{what} over time", what=pick(instrument.name, t))
    return [Heading(3, spans(title)), *charts] if charts else []


def _chart(
    title: str, scale: Sequence[Texts], answers: Sequence[tuple[date, int | None]], t: Translator
) -> list[Block]:
    words = tuple(pick(step, t) for step in scale)
    steps = tuple(
        Step(day, step - 1, t.month(day)) for day, step in answers if step is not None and 0 < step <= len(words)
    )
    if len(steps) < 2:
        return []
    told = "; ".join(f"{t.date(step.on)}: {words[step.level]}" for step in steps)
    return [
        Group((StepChart(title, words, steps, f"{told}."),)),
    ]


def _check(check: SelfCheck, snapshot: Snapshot, t: Translator) -> list[Block]:
    instrument = snapshot.instruments.get((check.instrument, check.instrument_version))
    title = pick(instrument.name, t) if instrument else check.instrument
    here = {one.id: one for one in snapshot.experiences}
    about = [here[ident] for ident in snapshot.targets(check.id, Role.ABOUT) if ident in here]
    links: list[tuple[str, str | Inline]] = [
        (t("About"), (Span(one.heading, link=f"#{anchor(one)}"),)) for one in about
    ]
    rows = tuple(_row(answer, check, instrument, t) for answer in check.answers if answer.given)
    second = instrument.second if instrument else None
    asked_first = instrument.question if instrument else None
    asked_words = instrument.example_label if instrument else None
    columns = (
        Column(t("Statement"), share=4, row_head=True),
        Column(pick(asked_first, t) or t("I see this"), share=2),
        *((Column(pick(second.ask, t), share=2),) if second else ()),
        Column(pick(asked_words, t) or t("For example"), share=4),
    )
    return [
        Heading(2, spans(t("{what}, {day}", what=title, day=t.date(check.taken_on))), anchor(check), t("self-check")),
        *facts(links),
        *([Table(columns, rows)] if rows else []),
        *body(check.note, check.lang, t),
    ]


def _row(answer: CheckAnswer, check: SelfCheck, instrument: Instrument | None, t: Translator) -> tuple[Inline, ...]:
    """One statement: the step, what was asked besides, and the words with who named them."""
    item = instrument.item(answer.item) if instrument else None
    scale = instrument.scale_of(answer.item) if instrument else ()
    second = instrument.second if instrument else None
    example = own_words(answer.example, check.lang, t)
    if example and answer.named_by is not NamedBy.SELF:
        who = word(answer.named_by, t) + (f", {answer.by_role}" if answer.by_role else "")
        when = f", {t.date(answer.named_on)}" if answer.named_on else ""
        example = (*example, Span(f" ({who}{when})", emphasis=True))
    return (
        spans(pick(item.text, t) if item else answer.item),
        spans(pick(step_words(scale, answer.step), t)),
        *((spans(pick(step_words(second.scale, answer.second), t)),) if second else ()),
        example,
    )


def _agreements(snapshot: Snapshot, t: Translator) -> list[Block]:
    made = sorted(snapshot.agreements, key=lambda item: (item.agreed_on, item.id))
    if not made:
        return []

    def row(item: Agreement) -> tuple[Inline, ...]:
        done = t("done on {day}", day=t.date(item.done_on)) if item.done_on else t("open")
        outcome: Inline = (*spans(done), *own_words(f". {item.outcome}" if item.outcome else "", item.lang, t))
        return (
            spans(t.date(item.agreed_on)),
            own_words(item.text, item.lang, t),
            own_words(item.with_role, item.lang, t),
            outcome,
        )

    columns = (
        Column(t("Agreed"), share=2, row_head=True),
        Column(t("What"), share=4),
        Column(t("With"), share=2),
        Column(t("How it went"), share=3),
    )
    title = t("Agreements")
    return [Heading(2, spans(title)), Table(columns, tuple(row(item) for item in made))]


def feedback(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """What others said, oldest first; what was spoken is called so."""
    said = sorted(snapshot.feedback, key=lambda item: (item.given_on, item.id))
    blocks = [block for item in said for block in _said(item, snapshot, t)]
    return PartBlock(Part.FEEDBACK.value, word(Part.FEEDBACK, t), tuple(blocks)) if blocks else None


def _said(item: Feedback, snapshot: Snapshot, t: Translator) -> list[Block]:
    how = t("spoken, noted down by me") if item.spoken else t("in writing")
    who = own_words(item.by_role or t("somebody"), item.lang if item.by_role else t.lang, t)
    told = [*quoted(item.text, item.lang, t), *asked(t("My answer"), item.my_answer, item.lang, t)]
    # A short answer is not parted from what it answers.
    short = len(item.text) + len(item.my_answer) <= TOGETHER
    return [
        Heading(2, (*capital(who), Span(f", {t.date(item.given_on)}")), anchor(item), how),
        *facts([(t("Evidence"), evidence_links(item, snapshot, t))]),
        *([Group(tuple(told))] if short and told else told),
    ]
