"""What an observer noted and what pupils answered, in words. Knows no Qt."""

from __future__ import annotations

from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.lessons import ScaleScore, SurveyQuestion
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator


def scored(record: Record, score: ScaleScore, content: ContentSets, t: Translator) -> str:
    """The name of a scale, and the number and the words that the observer noted."""
    name = score.item
    try:
        scales = content.observation_scales(
            str(getattr(record, "scales", "")), int(getattr(record, "scales_version", 1))
        )
    except UserError:
        pass  # a set of the school's own that is gone
    else:
        name = next((t.pick(dict(item.text)) for item in scales.items if item.key == score.item), name)
    number = t.number(score.tenths / 10, 1) if score.tenths is not None else ""
    return " · ".join(part for part in (name, number, score.note) if part)


def answered(question: SurveyQuestion, t: Translator) -> str:
    """A question with how often each answer was given, on a line for each."""
    return "\n".join([question.ask, *(f"{answer.answer}: {t.number(answer.times)}" for answer in question.answers)])
