"""Where I stand: phases, learning questions, self-checks in words, agreements; and what others said."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import anchor, asked, body, competences, facts, own_words, pick
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import (
    Block,
    Column,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    PartBlock,
    Span,
    Table,
    spans,
)
from portfolio_app.document.words import word
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, NamedBy, SelfCheck
from portfolio_app.domain.links import Role
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.i18n import Translator


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Phases, questions, self-checks, agreements; whatever of it was chosen."""
    blocks = [*_phases(snapshot, t), *_questions(snapshot, t), *_checks(snapshot, t), *_agreements(snapshot, t)]
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
        Heading(2, own_words(item.question, item.lang, t), anchor(item), t("learning question")),
        *facts(
            [
                (t("Asked"), t.date(item.asked_on)),
                (t("Where it comes from"), word(item.origin, t)),
                (t("Closed"), t.date(item.closed_on) if item.closed_on else ""),
                (t("Competences"), competences(item.competences, snapshot, t)),
            ]
        ),
        *asked(t("Why"), item.why, item.lang, t),
        *asked(t("Can I?"), item.can, item.lang, t),
        *asked(t("Do I want to?"), item.want, item.lang, t),
        *asked(t("May I?"), item.may, item.lang, t),
        *([Heading(3, spans(t("What belongs to it"))), ListBlock(links)] if links else []),
        *asked(t("What came of it"), item.came_of_it, item.lang, t),
    ]


def _checks(snapshot: Snapshot, t: Translator) -> list[Block]:
    blocks: list[Block] = []
    for check in sorted(snapshot.self_checks, key=lambda item: (item.taken_on, item.id)):
        blocks += _check(check, snapshot, t)
    return blocks


def _check(check: SelfCheck, snapshot: Snapshot, t: Translator) -> list[Block]:
    instrument = snapshot.instruments.get((check.instrument, check.instrument_version))
    title = pick(instrument.name, t) if instrument else check.instrument
    items = {item.key: item for item in instrument.items} if instrument else {}
    rows: list[tuple[Inline, ...]] = []
    for answer in check.answers:
        if answer.step is None and not answer.example:
            continue
        item = items.get(answer.item)
        scale = instrument.scale if instrument else ()
        step = pick(scale[answer.step - 1], t) if answer.step and answer.step <= len(scale) else ""
        example = own_words(answer.example, check.lang, t)
        if example and answer.named_by is not NamedBy.SELF:
            example = (*example, Span(f" ({word(answer.named_by, t)})", emphasis=True))
        rows.append((spans(pick(item.text, t) if item else answer.item), spans(step), example))
    columns = (
        Column(t("Statement"), share=4, row_head=True),
        Column(t("I see this"), share=2),
        Column(t("For example"), share=4),
    )
    return [
        Heading(2, spans(t("{what}, {day}", what=title, day=t.date(check.taken_on))), anchor(check), t("self-check")),
        *([Table(columns, tuple(rows))] if rows else []),
        *body(check.note, check.lang, t),
    ]


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
    blocks = [block for item in said for block in _said(item, t)]
    return PartBlock(Part.FEEDBACK.value, word(Part.FEEDBACK, t), tuple(blocks)) if blocks else None


def _said(item: Feedback, t: Translator) -> list[Block]:
    how = t("spoken, noted down by me") if item.spoken else t("in writing")
    who = item.by_role or t("somebody")
    return [
        Heading(2, spans(t("{who}, {day}", who=who, day=t.date(item.given_on))), anchor(item), how),
        Paragraph(own_words(item.text, item.lang, t), "quote"),
        *asked(t("My answer"), item.my_answer, item.lang, t),
    ]
