"""Lesson visits and pupil surveys: what was asked, what was seen or answered, what came of it."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import (
    anchor,
    asked,
    evidence_links,
    facts,
    joined,
    note,
    own_words,
    pick,
    titled,
)
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Block, Column, Heading, Inline, ListBlock, Span, Table, spans
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import Observation, PupilSurvey, ScaleScore
from portfolio_app.domain.links import Role
from portfolio_app.i18n import Translator


def observation(item: Observation, snapshot: Snapshot, t: Translator) -> list[Block]:
    """A lesson visit; what the observer noted is shown as hers, scale by scale and never added up."""
    return [
        Heading(2, titled(item, t), anchor(item), t("lesson visit")),
        *facts(
            [
                (t("When"), t.date(item.visited_on)),
                (t("Seen by"), own_words(item.by_role, item.lang, t)),
                (t("About"), _about(item, snapshot)),
                (t("Evidence"), evidence_links(item, snapshot, t)),
            ]
        ),
        *asked(t("What I asked to look at"), item.question, item.lang, t),
        *asked(t("What was seen"), item.seen, item.lang, t),
        *_scores(item, snapshot, t),
        *asked(t("What I learned from it"), item.learned, item.lang, t),
    ]


def _scores(item: Observation, snapshot: Snapshot, t: Translator) -> list[Block]:
    if not item.scores:
        return []
    scales = snapshot.scales.get(item.scales)
    names = {one.key: pick(one.text, t) for one in scales.items} if scales is not None else {}
    order = {key: number for number, key in enumerate(names)}

    def row(score: ScaleScore) -> tuple[Inline, ...]:
        number = t.number(score.tenths / 10, 1) if score.tenths is not None else ""
        return spans(names.get(score.item, score.item)), spans(number), own_words(score.note, item.lang, t)

    scores = sorted(item.scores, key=lambda score: order.get(score.item, len(order)))
    columns = (
        Column(t("Scale"), share=2, row_head=True),
        Column(t.p("scale", "Number"), "right", 0.7),
        Column(t("In words"), share=2.2),
    )
    blocks: list[Block] = [
        Heading(3, spans(t("What the observer noted"))),
        Table(columns, tuple(row(score) for score in scores)),
    ]
    if scales is not None:
        blocks.append(note(t("Noted by the observer, from 1.0 to 4.0; no appraisal. {source}", source=scales.cite)))
    return blocks


def survey(item: PupilSurvey, snapshot: Snapshot, t: Translator) -> list[Block]:
    """A pupil survey: per question how often each answer was given."""
    return [
        Heading(2, titled(item, t), anchor(item), t("pupil survey")),
        *facts(
            [
                (t("When"), t.date(item.held_on)),
                (t("Group"), own_words(item.group, item.lang, t)),
                (t("Answers"), t.number(item.respondents) if item.respondents else ""),
                (t("About"), _about(item, snapshot)),
                (t("Evidence"), evidence_links(item, snapshot, t)),
            ]
        ),
        *_questions(item, t),
        *asked(t("What pupils said"), item.outcome, item.lang, t),
        *asked(t("What I learned from it"), item.learned, item.lang, t),
    ]


def _questions(item: PupilSurvey, t: Translator) -> list[Block]:
    rows: list[tuple[Inline, ...]] = []
    for question in item.questions:
        answers = joined(
            ((*own_words(answer.answer, item.lang, t), Span(f": {t.number(answer.times)}\u00a0×", strong=True))
             for answer in question.answers),
            "  ·  ",
        )  # fmt: skip
        rows.append((own_words(question.ask, item.lang, t), answers))
    columns = (Column(t("Question"), share=1, row_head=True), Column(t("Answers"), share=1.4))
    return [Table(columns, tuple(rows))] if rows else []


def _about(item: Observation | PupilSurvey, snapshot: Snapshot) -> Inline:
    """Links to the activities, habits and beliefs that it is about, as far as they are in this document."""
    known = {one.id: one for one in (*snapshot.experiences, *snapshot.patterns)}
    found = [known[ident] for ident in snapshot.targets(item.id, Role.RELATED) if ident in known]
    return joined((Span(one.heading, link=f"#{anchor(one)}"),) for one in found)


def seen_in(item: Experience, snapshot: Snapshot, t: Translator) -> list[Block]:
    """The visits and surveys that are about an activity, as far as they are in this document."""
    sources = set(snapshot.sources(item.id, Role.RELATED))
    found = [one for one in (*snapshot.observations, *snapshot.surveys) if one.id in sources]
    if not found:
        return []
    items = tuple((Span(one.heading, link=f"#{anchor(one)}"),) for one in found)
    return [Heading(3, spans(t("Lesson visits and pupil surveys about it"))), ListBlock(items)]
