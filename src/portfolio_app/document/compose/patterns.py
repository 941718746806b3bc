"""Habits and beliefs with their life: how I thought over time, what fitted, what I tried, the words then and now."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import (
    anchor,
    asked,
    evidence_anchor,
    evidence_links,
    facts,
    on_page,
    own_words,
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
    Paragraph,
    PartBlock,
    Span,
    Step,
    StepChart,
    Table,
    spans,
)
from portfolio_app.document.words import word
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import (
    Case,
    Consultation,
    Decision,
    Experiment,
    Pattern,
    PatternKind,
    Rating,
    TryOutState,
)
from portfolio_app.domain.selection import Part
from portfolio_app.i18n import Translator


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """The habits and beliefs that were chosen, in the order they were noticed."""
    if not snapshot.patterns:
        return None
    blocks = [
        block
        for item in sorted(snapshot.patterns, key=lambda item: (item.noticed_on, item.id))
        for block in _pattern(item, snapshot, t)
    ]
    return PartBlock(Part.PATTERNS.value, word(Part.PATTERNS, t), tuple(blocks))


def _pattern(item: Pattern, snapshot: Snapshot, t: Translator) -> list[Block]:
    lang = item.lang
    return [
        Heading(2, titled(item, t), anchor(item), word(item.kind, t)),
        *facts(
            [
                (t("Noticed"), t.date(item.noticed_on)),
                (t("What I think now"), word(item.rating, t) if item.rating else ""),
                (t("Let go on"), t.date(item.let_go_on) if item.let_go_on else ""),
                (t("Kind of assumption"), word(item.assumption, t) if item.assumption else ""),
                (t("Form"), word(item.form, t) if item.form else ""),
                (t("Evidence"), evidence_links(item, snapshot, t)),
            ]
        ),
        *_lifted(item, snapshot, t),
        *_habit(item, t),
        *asked(t("Where it comes from"), item.origin, lang, t),
        *_ratings(item, t),
        *_cases(item, snapshot, t),
        *asked(t("How it could also be"), item.rival, lang, t),
        *_consulted(item, t),
        *_tried(item, t),
        *asked(t("Doing things right"), item.things_right, lang, t),
        *asked(t("Doing the right things"), item.right_things, lang, t),
        *_wordings(item, t),
        *shows(item.competences, snapshot, t),
    ]


def _habit(item: Pattern, t: Translator) -> list[Block]:
    label = t("What I do without thinking") if item.kind is PatternKind.HABIT else t("What I then do without thinking")
    return [
        *asked(t("When it starts"), item.cue, item.lang, t),
        *asked(label, item.automatic, item.lang, t),
        *asked(t("What it brings"), item.brings, item.lang, t),
        *asked(t("What it costs"), item.costs, item.lang, t),
    ]


def _seen_in(snapshot: Snapshot, t: Translator) -> dict[str, tuple[str, str]]:
    """Words and place in this document of every record in which a belief can be seen, by its id."""
    found: dict[str, tuple[str, str]] = {
        one.id: (one.title or t.date(one.day), anchor(one))
        for one in (*snapshot.experiences, *snapshot.observations, *snapshot.surveys, *snapshot.reflections)
    }
    found |= {
        one.id: (t("Week {number}, {year}", number=one.number, year=one.year), anchor(one))
        for one in snapshot.weeks
        if any(one.answers.values())
    }
    found |= {one.id: (f"{one.by_role}, {t.date(one.given_on)}", anchor(one)) for one in snapshot.feedback}
    found |= {
        one.id: (t("Evidence {n}", n=snapshot.number(one.id)), evidence_anchor(one.id)) for one in snapshot.evidence
    }
    return found


def _lifted(item: Pattern, snapshot: Snapshot, t: Translator) -> list[Block]:
    """The words it was lifted out of, and where they stand; only where that is in this document."""
    seen, blocks = _seen_in(snapshot, t), list[Block]()
    for link in snapshot.links:
        if link.source_id != item.id or link.role is not Role.LIFTED_FROM or link.target_id not in seen:
            continue
        words, place = seen[link.target_id]
        if link.quote is not None:
            quoted = own_words(link.quote.text, link.lang, t)
            blocks.append(Paragraph((Span("“"), *quoted, Span("”")), "quote"))
        blocks.append(Paragraph((*spans(f"{t('Lifted from')}: "), Span(words, link=f"#{place}")), "meta"))
    return blocks


def _ratings(item: Pattern, t: Translator) -> list[Block]:
    entries = sorted(item.ratings, key=lambda entry: entry.on)
    if not entries:
        return []
    told = [
        t("{day}: {rating}", day=t.date(entry.on), rating=word(entry.rating, t))
        + (f" ({' '.join(entry.note.split())})" if entry.note else "")
        for entry in entries
    ]
    if len(entries) == 1:
        return [Paragraph(spans(told[0]), "meta")]
    chart = StepChart(
        t("How I thought over time"),
        tuple(word(rating, t) for rating in sorted(Rating, key=lambda rating: rating.value)),
        tuple(Step(entry.on, entry.rating.value, t.month(entry.on)) for entry in entries),
        "; ".join(told) + ".",
    )
    notes = tuple(
        (Span(f"{t.date(entry.on)}, {word(entry.rating, t)}. ", strong=True), *own_words(entry.note, item.lang, t))
        for entry in entries
        if entry.note
    )
    return [chart, *([ListBlock(notes)] if notes else [])]


def _cases(item: Pattern, snapshot: Snapshot, t: Translator) -> list[Block]:
    seen = _seen_in(snapshot, t)

    def told(case: Case) -> Inline:
        text: Inline = (Span(f"{t.date(case.on)}. ", strong=True), *own_words(case.text, item.lang, t))
        if case.told_in not in seen:
            return text
        words, place = seen[case.told_in]
        if case.quote is not None:
            text = (*text, Span(" “"), *own_words(case.quote.text, item.lang, t, emphasis=True), Span("”"))
        return (*text, Span(" "), Span(words, link=f"#{place}"), on_page(place, t))

    blocks: list[Block] = []
    for fits, label in ((True, t("It was so")), (False, t("It was not so"))):
        items = tuple(told(case) for case in item.cases if case.fits is fits)
        if items:
            blocks += [Heading(3, spans(label)), ListBlock(items)]
    return blocks


def _consulted(item: Pattern, t: Translator) -> list[Block]:
    items = tuple(
        (
            Span(f"{t.date(one.on)}, {_through(one, t)}. ", strong=True),
            *own_words(one.said, item.lang, t),
        )
        for one in sorted(item.consultations, key=lambda one: one.on)
    )
    return [Heading(3, spans(t("Whom I asked"))), ListBlock(items)] if items else []


def _through(one: Consultation, t: Translator) -> str:
    """Whom she asked, and with whose eyes that looks where the first does not say so."""
    lens = word(one.lens, t)
    return f"{one.who} ({lens})" if one.who and one.who.casefold() != lens.casefold() else lens


def _tried(item: Pattern, t: Translator) -> list[Block]:
    blocks = [Group(tuple(_experiment(tried, item.lang, t))) for tried in _in_order(item)]
    return [Heading(3, spans(t("What I tried"))), *blocks] if blocks else []


def _in_order(item: Pattern) -> list[Experiment]:
    return sorted(item.experiments, key=lambda tried: (tried.planned_on, tried.id))


def _experiment(tried: Experiment, lang: str, t: Translator) -> list[Block]:
    told = t.date(tried.told_on) if tried.told_on else ""
    state = told if tried.state is TryOutState.TOLD else word(tried.state, t)
    lines = (
        (t("I try"), tried.try_text),
        (t("I expect"), tried.expect),
        (t("I would think differently if"), tried.rethink_if),
        (t("What happened"), tried.happened),
        (t("What that says about the belief"), tried.says),
    )
    items = tuple((Span(f"{label}: ", strong=True), *own_words(text, lang, t)) for label, text in lines if text)
    when = t("{planned}, then {state}", planned=t.date(tried.planned_on), state=state)
    return [Paragraph(spans(when), "meta"), ListBlock(items)]


def _wordings(item: Pattern, t: Translator) -> list[Block]:
    """Then and now; a sentence that was only kept is not told twice."""
    earlier = [wording for wording in item.wordings if wording.decision is not Decision.KEEP or wording.note]
    if not earlier:
        return []
    rows: list[tuple[Inline, ...]] = [
        (
            spans(t.date(wording.on)),
            own_words(wording.statement, item.lang, t),
            (*spans(word(wording.decision, t)), *spans(f". {wording.note}" if wording.note else "")),
        )
        for wording in earlier
    ]
    if item.let_go_on is None:
        rows.append((spans(t("Now")), own_words(item.statement, item.lang, t), ()))
    columns = (Column(t("Until"), row_head=True, share=2), Column(t("Sentence"), share=4), Column(t("Then"), share=3))
    return [Table(columns, tuple(rows), t("The sentence, then and now"))]
