"""Looking back, in the form of the template each was written with; and pages from the weekly journal."""

from __future__ import annotations

from portfolio_app.document.compose.pieces import (
    anchor,
    asked,
    evidence_links,
    facts,
    joined,
    on_page,
    own_words,
    pick,
    run_in,
    titled,
)
from portfolio_app.document.snapshot import Snapshot
from portfolio_app.document.tree import Block, Column, Heading, Inline, PartBlock, Span, Table, spans
from portfolio_app.document.words import word
from portfolio_app.domain import rows
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Role
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Part
from portfolio_app.domain.sets import Question, QuestionForm, Step, StepForm, Template
from portfolio_app.i18n import Translator


def part(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """The reflections that were chosen, oldest first. What was vented is never among them."""
    chosen = [item for item in snapshot.reflections if not item.venting]
    if not chosen:
        return None
    blocks = [
        block
        for item in sorted(chosen, key=lambda item: (item.happened_on, item.id))
        for block in _reflection(item, snapshot, t)
    ]
    return PartBlock(Part.REFLECTIONS.value, word(Part.REFLECTIONS, t), tuple(blocks))


def _reflection(item: Reflection, snapshot: Snapshot, t: Translator) -> list[Block]:
    template = snapshot.templates.get((item.template, item.template_version))
    eyebrow = pick(template.name, t) if template else ""
    about = {one.id: one for one in snapshot.experiences}
    links = joined(
        (Span(about[ident].title, link=f"#{anchor(about[ident])}"), on_page(anchor(about[ident]), t))
        for ident in snapshot.targets(item.id, Role.ABOUT)
        if ident in about
    )
    return [
        Heading(2, titled(item, t), anchor(item), eyebrow),
        *facts(
            [
                (t("When"), t.date(item.happened_on)),
                (t("About"), links),
                (t("My own estimate of depth"), word(item.level, t) if item.level else ""),
                (t("Evidence"), evidence_links(item, snapshot, t)),
            ]
        ),
        *(_in_form(item, template, t) if template else _without_form(item, t)),
    ]


def _without_form(item: Reflection, t: Translator) -> list[Block]:
    return [block for key, text in item.answers.items() for block in asked(key, text, item.lang, t)]


def _in_form(item: Reflection, template: Template, t: Translator) -> list[Block]:
    blocks: list[Block] = []
    gridded = False
    tabled = {step.key: step for step in template.steps if step.form in _TABLES}
    for question in template.questions:
        step = tabled.get(question.step)
        if step is not None:
            if question.key == template.of_step(step.key)[0].key:
                blocks += _TABLES[step.form](item, step, template.of_step(step.key), t)
            continue
        if question.form is QuestionForm.GRID:
            if not gridded:
                gridded = True
                blocks += _grid(item, template, t)
            continue
        blocks += asked(pick(question.ask, t), _answer(question, item.answers.get(question.key, ""), t), item.lang, t)
    known = {question.key for question in template.questions}
    for key, text in item.answers.items():
        if key not in known:
            blocks += asked(key, text, item.lang, t)
    return blocks


def _conversation(item: Reflection, step: Step, questions: tuple[Question, ...], t: Translator) -> list[Block]:
    first, second = (item.answers.get(question.key, "") for question in questions)
    said = tuple(
        (own_words(one, item.lang, t), own_words(other, item.lang, t)) for one, other in rows.split(first, second)
    )
    heads = tuple(Column(pick(question.ask, t)) for question in questions)
    return [Table(heads, said, pick(step.title, t))] if said else []


def _beside(item: Reflection, step: Step, questions: tuple[Question, ...], t: Translator) -> list[Block]:
    answers = tuple(own_words(item.answers.get(question.key, ""), item.lang, t) for question in questions)
    heads = tuple(Column(pick(question.ask, t)) for question in questions)
    return [Table(heads, (answers,), pick(step.title, t))] if any(answers) else []


def _ladder(item: Reflection, step: Step, questions: tuple[Question, ...], t: Translator) -> list[Block]:
    """The rungs that were climbed, as one reads a climb: from the lowest."""
    climbed = tuple(
        (spans(pick(question.ask, t)), own_words(item.answers.get(question.key, ""), item.lang, t))
        for question in questions
        if item.answers.get(question.key, "").strip()
    )
    heads = (Column(t("Rung, from the bottom up"), row_head=True), Column(t("What I found there"), share=2))
    return [Table(heads, climbed, pick(step.title, t))] if climbed else []


_TABLES = {StepForm.CONVERSATION: _conversation, StepForm.COLUMNS: _beside, StepForm.LADDER: _ladder}
"""Forms that are read side by side; the others are read as question and answer."""


def _answer(question: Question, text: str, t: Translator) -> str:
    """A step on a scale in its words; any other answer as it is."""
    if question.form is QuestionForm.SCALE and text.isdigit() and 1 <= int(text) <= len(question.scale):
        return pick(question.scale[int(text) - 1], t)
    return text


def _grid(item: Reflection, template: Template, t: Translator) -> list[Block]:
    cells = {(q.row, q.column): q for q in template.questions if q.form is QuestionForm.GRID}
    lines = [
        row for row in template.rows if any(item.answers.get(_key(cells, row.key, c.key)) for c in template.columns)
    ]
    if not lines:
        return []
    heads = (Column(" ", row_head=True), *(Column(pick(column.title, t), share=3) for column in template.columns))
    body = tuple(
        (
            spans(pick(row.title, t)),
            *(_cell(item, cells.get((row.key, column.key)), t) for column in template.columns),
        )
        for row in lines
    )
    return [Table(heads, body, t("What happened, seen from both sides"))]


def _key(cells: dict[tuple[str, str], Question], row: str, column: str) -> str:
    question = cells.get((row, column))
    return question.key if question else ""


def _cell(item: Reflection, question: Question | None, t: Translator) -> Inline:
    if question is None:
        return ()
    text = own_words(item.answers.get(question.key, ""), item.lang, t)
    source = item.sources.get(question.key)
    if not text or source is None:
        return text
    return (*text, Span(f" ({word(source, t)})", emphasis=True))


def journal(snapshot: Snapshot, t: Translator) -> PartBlock | None:
    """Weeks that were chosen, oldest first. What was vented is never among them."""
    blocks: list[Block] = []
    month = ""
    for week in sorted(snapshot.weeks, key=lambda week: (week.week, week.id)):
        told = [] if week.venting else _week(week, snapshot, t)
        if told and (now := t.month(week.week.monday)) != month:
            month = now
            blocks.append(Heading(2, spans(month), divider=True))
        blocks += told
    return PartBlock(Part.JOURNAL.value, word(Part.JOURNAL, t), tuple(blocks)) if blocks else None


def _week(item: JournalWeek, snapshot: Snapshot, t: Translator) -> list[Block]:
    template = snapshot.templates.get((item.template, item.template_version))
    days = t("{first} to {last}", first=t.date(item.week.monday), last=t.date(item.week.sunday))
    title = t("Week {number}, {year}", number=item.number, year=item.year)
    blocks: list[Block] = []
    order = [question.key for question in template.questions] if template else []
    for key in sorted(item.answers, key=lambda key: order.index(key) if key in order else len(order)):
        question = template.question(key) if template else None
        label = pick(question.ask, t) if question else key
        answer = _answer(question, item.answers[key], t) if question else item.answers[key]
        blocks += run_in(label, answer, item.lang, t)
    return [Heading(3, spans(title), anchor(item), days), *blocks] if blocks else []
