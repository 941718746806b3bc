"""The book of weeks as a document of its own: her weeks of a period, oldest first, with the questions they answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from portfolio_app.document.compose.pieces import meta, pick, run_in
from portfolio_app.document.tree import Block, Group, Heading, PartBlock, spans
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.sets import QuestionForm, Template
from portfolio_app.i18n import Translator

TemplateOf = Callable[[JournalWeek], Template]


def week_book(
    weeks: Sequence[JournalWeek], first: date, last: date, template_of: TemplateOf, t: Translator
) -> PartBlock:
    """A chapter for every month. What was vented is never in it, whoever asks."""
    period = t("{first} to {last}", first=t.date(first), last=t.date(last))
    blocks: list[Block] = [meta(period)]
    month = ""
    for week in sorted(weeks, key=lambda item: (item.week, item.id)):
        told = [] if week.venting else _week(week, template_of(week), t)
        now = t.month(week.week.thursday)
        if told and now != month:
            month = now
            blocks.append(Heading(2, spans(month), divider=True))
        blocks += told
    return PartBlock("week-book", t("My book of weeks"), tuple(blocks), "Leerlijn")


def _week(week: JournalWeek, template: Template, t: Translator) -> list[Block]:
    order = {question.key: at for at, question in enumerate(template.questions)}
    days = t("{first} to {last}", first=t.date(week.week.monday), last=t.date(week.week.friday))
    blocks: list[Block] = []
    for key in sorted(week.answers, key=lambda key: order.get(key, len(order))):
        question = template.question(key)
        blocks += _together(run_in(pick(question.ask, t) if question else key, week.answers[key], week.lang, t))
    scale = next((item for item in template.questions if item.form is QuestionForm.SCALE), None)
    if blocks and scale is not None and week.energy is not None and 1 <= week.energy <= len(scale.scale):
        blocks += _together(run_in(pick(scale.ask, t), pick(scale.scale[week.energy - 1], t), t.lang, t))
    title = t("Week {number}, {year}", number=week.number, year=week.year)
    return [Heading(3, spans(title), f"week-{week.heading}", days), *blocks] if blocks else []


def _together(blocks: Sequence[Block]) -> list[Block]:
    """A question never stands at the foot of a page with its answer on the next."""
    return [Group(tuple(blocks[:2])), *blocks[2:]] if blocks else []
