"""Activities and moments: purpose, story, and the chain to what pupils learned."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import anchor, asked, competences, evidence_links, facts, own_words
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Block, Heading, ListBlock, PartBlock, Span, spans
from portfolio_app.document.words import word
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Role
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """All that were chosen, oldest first, visits and surveys among them."""
    items = [*snapshot.experiences, *snapshot.observations, *snapshot.surveys]
    if not items:
        return None
    blocks: list[Block] = []
    for item in sorted(items, key=lambda item: (item.day, item.id)):
        if isinstance(item, Experience):
            blocks += _experience(item, snapshot, t)
        elif isinstance(item, Observation):
            blocks += _observation(item, snapshot, t)
        else:
            blocks += _survey(item, snapshot, t)
    return PartBlock(Part.EXPERIENCES.value, word(Part.EXPERIENCES, t), tuple(blocks))


def _days(item: Experience, t: Translator) -> str:
    if item.ended_on is None or item.ended_on == item.happened_on:
        return t.date(item.happened_on)
    return t("{first} to {last}", first=t.date(item.happened_on), last=t.date(item.ended_on))


def _time(item: Experience, t: Translator) -> str:
    if not item.minutes:
        return ""
    if item.contact_minutes and item.self_study_minutes:
        return t(
            "{all} hours, {own} of them self-study", all=t.hours(item.minutes), own=t.hours(item.self_study_minutes)
        )
    return t("{all} hours", all=t.hours(item.minutes))


def _experience(item: Experience, snapshot: Snapshot, t: Translator) -> list[Block]:
    eyebrow = word(item.activity_type, t) if item.activity_type else (t("moment") if not item.is_activity else "")
    lang = item.lang
    blocks: list[Block] = [Heading(2, own_words(item.title, lang, t), anchor(item), eyebrow)]
    blocks += facts(
        [
            (t("When"), _days(item, t)),
            (t("Hours"), _time(item, t)),
            (t("Provider"), own_words(item.provider, lang, t)),
            (t("Place"), own_words(item.place, lang, t)),
            (t("With"), own_words(", ".join(item.with_roles), lang, t)),
            (t("Kind of learning"), word(item.formality, t) if item.formality else ""),
            (t("Competences"), competences(item.competences, snapshot, t)),
            (t("Validated"), item.validation_number or (t("yes") if item.validated else "")),
            (t("Evidence"), evidence_links(item, snapshot, t)),
        ]
    )
    blocks += asked(t("What I wanted to learn"), item.purpose, lang, t)
    blocks += asked(t("What I did"), item.story, lang, t)
    blocks += _chain(item, t)
    blocks += asked(t("How I learn this"), item.how_i_learn, lang, t)
    blocks += asked(t("How my pupils learn this"), item.how_they_learn, lang, t)
    blocks += asked(t("What it added to my work"), item.contribution, lang, t)
    blocks += _questions(item, snapshot, t)
    return blocks


def _chain(item: Experience, t: Translator) -> list[Block]:
    links = (
        (t("Learning situations I designed"), item.chain_designed),
        (t("How I carried them out"), item.chain_carried_out),
        (t("How I evaluated them"), item.chain_evaluated),
        (t("What pupils learned differently"), item.chain_pupils_learned),
        (t("What came of it"), item.chain_resulted),
    )
    items = tuple(
        (Span(f"{label}. ", strong=True), *own_words(text, item.lang, t)) for label, text in links if text.strip()
    )
    return [Heading(3, spans(t("From my learning to theirs"))), ListBlock(items, ordered=True)] if items else []


def _questions(item: Experience, snapshot: Snapshot, t: Translator) -> list[Block]:
    known = {question.id: question for question in snapshot.questions}
    asked_here = [known[ident] for ident in snapshot.targets(item.id, Role.ANSWERS) if ident in known]
    if not asked_here:
        return []
    items = tuple((Span(question.question, link=f"#{anchor(question)}"),) for question in asked_here)
    return [Heading(3, spans(t("Learning questions it belongs to"))), ListBlock(items)]


def _observation(item: Observation, snapshot: Snapshot, t: Translator) -> list[Block]:
    return [
        Heading(2, own_words(item.title, item.lang, t), anchor(item), t("lesson visit")),
        *facts(
            [
                (t("When"), t.date(item.visited_on)),
                (t("Seen by"), own_words(item.by_role, item.lang, t)),
                (t("Evidence"), evidence_links(item, snapshot, t)),
            ]
        ),
        *asked(t("What I asked to look at"), item.question, item.lang, t),
        *asked(t("What was seen"), item.seen, item.lang, t),
        *asked(t("What I learned from it"), item.learned, item.lang, t),
    ]


def _survey(item: PupilSurvey, snapshot: Snapshot, t: Translator) -> list[Block]:
    return [
        Heading(2, own_words(item.title, item.lang, t), anchor(item), t("pupil survey")),
        *facts(
            [
                (t("When"), t.date(item.held_on)),
                (t("Group"), own_words(item.group, item.lang, t)),
                (t("Answers"), t.number(item.respondents) if item.respondents else ""),
                (t("Evidence"), evidence_links(item, snapshot, t)),
            ]
        ),
        *asked(t("What pupils said"), item.outcome, item.lang, t),
        *asked(t("What I learned from it"), item.learned, item.lang, t),
    ]
