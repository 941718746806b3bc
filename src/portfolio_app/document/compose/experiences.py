"""Activities and moments: purpose, story, and the chain to what pupils learned."""

from __future__ import annotations

from typing import Final

from portfolio_app.document.compose import lessons
from portfolio_app.document.compose.grouping import Told, by_theme, by_time
from portfolio_app.document.compose.pieces import (
    anchor,
    asked,
    deeper,
    evidence_links,
    facts,
    joined,
    ledger_anchor,
    meta,
    own_words,
    run_in,
    shows,
    titled,
)
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Block, Column, Heading, Inline, ListBlock, PartBlock, Span, Table, spans
from portfolio_app.document.words import word
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import Observation
from portfolio_app.domain.links import Role
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator

BESIDE: Final = 1_200
"""Characters that fit beside each other; what is longer reads better one under the other."""


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """All that were chosen, visits and surveys among them: by theme where she chose so, else oldest first."""
    every: list[Told] = [*snapshot.experiences, *snapshot.observations, *snapshot.surveys]
    if not every:
        return None
    items = sorted(every, key=lambda item: (item.day, item.id))
    blocks: list[Block] = []
    chapters = by_theme(items, snapshot, t) if snapshot.selection.by_theme else by_time(items, t)
    for chapter in chapters:
        told = [block for item in chapter.items for block in _told(item, snapshot, t)]
        if not chapter.title:
            blocks += told
            continue
        blocks += [Heading(2, spans(chapter.title), divider=True), *deeper(told)]
        if chapter.elsewhere:
            blocks += [Heading(3, spans(t("Told elsewhere, and belongs here too"))), ListBlock(chapter.references(t))]
    return PartBlock(Part.EXPERIENCES.value, word(Part.EXPERIENCES, t), tuple(blocks))


def _told(item: Told, snapshot: Snapshot, t: Translator) -> list[Block]:
    if isinstance(item, Experience):
        return _experience(item, snapshot, t)
    if isinstance(item, Observation):
        return lessons.observation(item, snapshot, t)
    return lessons.survey(item, snapshot, t)


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


def _hours(item: Experience, snapshot: Snapshot, t: Translator) -> Inline:
    """Its hours, and the way to where they were counted."""
    counted = item.id in snapshot.counted
    return (Span(_time(item, t), link=f"#{ledger_anchor(item.id)}" if counted else ""),) if item.minutes else ()


def _experience(item: Experience, snapshot: Snapshot, t: Translator) -> list[Block]:
    kind = word(item.activity_type, t) if item.activity_type else (t("moment") if not item.is_activity else "")
    eyebrow = " · ".join(part for part in (kind, word(item.formality, t) if item.formality else "") if part)
    where = joined(own_words(text, item.lang, t) for text in (item.provider, item.place) if text)
    lang = item.lang
    blocks: list[Block] = [Heading(2, titled(item, t), anchor(item), eyebrow)]
    blocks += facts(
        [
            (t("When"), _days(item, t)),
            (t("Hours"), _hours(item, snapshot, t)),
            (t("Provider") if item.provider else t("Place"), where),
            (t("With"), own_words(", ".join(item.with_roles), lang, t)),
            (t("Validated"), item.validation_number or (t("yes") if item.validated else "")),
            (t("Evidence"), evidence_links(item, snapshot, t)),
        ]
    )
    blocks += _purpose(item, t)
    blocks += asked(t("What I did"), item.story, lang, t)
    blocks += _chain(item, t)
    blocks += _congruence(item, t)
    blocks += asked(t("What it added to my work"), item.contribution, lang, t)
    blocks += _questions(item, snapshot, t)
    blocks += lessons.seen_in(item, snapshot, t)
    blocks += shows(item.competences, snapshot, t)
    return blocks


def _purpose(item: Experience, t: Translator) -> list[Block]:
    """What she wanted to learn; as it stood beforehand, with its day, where that is known."""
    if not item.purpose_before.strip():
        return asked(t("What I wanted to learn"), item.purpose, item.lang, t)
    on = item.purpose_before_on
    blocks = asked(t("What I wanted to learn"), item.purpose_before, item.lang, t)
    blocks.append(meta(t("Written beforehand, on {day}.", day=t.date(on)) if on else t("Written beforehand.")))
    if item.purpose.strip() and item.purpose.strip() != item.purpose_before.strip():
        blocks += run_in(t("What it became on the way"), item.purpose, item.lang, t)
    return blocks


def _chain(item: Experience, t: Translator) -> list[Block]:
    """From her learning to theirs, each link leading to the next; links without words are not in it."""
    links = (
        (t("Learning situations I designed"), item.chain_designed),
        (t("How I carried them out"), item.chain_carried_out),
        (t("How I evaluated them"), item.chain_evaluated),
        (t("What pupils learned differently"), item.chain_pupils_learned),
        (t("What came of it"), item.chain_resulted),
    )
    told = [(label, text) for label, text in links if text.strip()]
    if not told:
        return []
    blocks: list[Block] = [Heading(3, spans(t("From my learning to theirs")))]
    for number, (label, text) in enumerate(told):
        blocks += run_in(f"→ {label}" if number else label, text, item.lang, t)
    return blocks


def _congruence(item: Experience, t: Translator) -> list[Block]:
    """The same question for her and for her pupils, side by side where both have an answer."""
    mine, theirs = t("How I learn this"), t("How my pupils learn this")
    both = (item.how_i_learn.strip(), item.how_they_learn.strip())
    if not all(both) or max(map(len, both)) > BESIDE:
        return [*asked(mine, item.how_i_learn, item.lang, t), *asked(theirs, item.how_they_learn, item.lang, t)]
    row = (own_words(item.how_i_learn, item.lang, t), own_words(item.how_they_learn, item.lang, t))
    return [
        Heading(3, spans(t("The same question for me and for them"))),
        Table((Column(mine), Column(theirs)), (row,)),
    ]


def _questions(item: Experience, snapshot: Snapshot, t: Translator) -> list[Block]:
    known = {question.id: question for question in snapshot.questions}
    asked_here = [known[ident] for ident in snapshot.targets(item.id, Role.ANSWERS) if ident in known]
    if not asked_here:
        return []
    items = tuple((Span(question.question, link=f"#{anchor(question)}"),) for question in asked_here)
    return [Heading(3, spans(t("Learning questions it belongs to"))), ListBlock(items)]
