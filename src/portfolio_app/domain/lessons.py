"""What others saw in a lesson and what pupils said: lesson visits and short surveys, linked to what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record

LOWEST, HIGHEST = 10, 40
"""Tenths between which an observer's score lies: 1.0 to 4.0."""
MOST_QUESTIONS: Final = 60
MOST_ANSWERS: Final = 40
"""Different answers to one question; beyond that it is no question with answers to choose from."""


@dataclass(frozen=True)
class ScaleScore:
    """What an observer noted for one scale: a score in tenths, words, or both. Scores are never added up."""

    item: str
    tenths: int | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Observation(Record):
    """A lesson visit: what was asked beforehand, what was seen, by whom (a role), and what came of it.

    ``scores`` hold what the observer noted by the scales of ``scales`` (a content set), if anything.
    """

    KIND: ClassVar[str] = "observation"
    SCHEMA_VERSION: ClassVar[int] = 2

    title: str
    visited_on: date
    by_role: str = ""
    question: str = ""
    seen: str = ""
    learned: str = ""
    scales: str = ""
    scales_version: int = 1
    scores: tuple[ScaleScore, ...] = ()

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.visited_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.by_role, self.question, self.seen, self.learned, *(score.note for score in self.scores))


@dataclass(frozen=True)
class AnswerCount:
    """An answer and how many pupils gave it."""

    answer: str
    times: int


@dataclass(frozen=True)
class SurveyQuestion:
    """A question with how often each answer was given; what pupils wrote freely is not kept here."""

    ask: str
    answers: tuple[AnswerCount, ...] = ()

    @property
    def given(self) -> int:
        """How many answers there are to it."""
        return sum(answer.times for answer in self.answers)


@dataclass(frozen=True, kw_only=True)
class PupilSurvey(Record):
    """A short survey among pupils, kept as totals and never by name."""

    KIND: ClassVar[str] = "pupil_survey"
    SCHEMA_VERSION: ClassVar[int] = 2

    title: str
    held_on: date
    group: str = ""
    respondents: int = 0
    outcome: str = ""
    learned: str = ""
    questions: tuple[SurveyQuestion, ...] = ()

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.held_on

    @property
    def words(self) -> tuple[str, ...]:
        asked = (text for item in self.questions for text in (item.ask, *(answer.answer for answer in item.answers)))
        return (self.group, self.outcome, self.learned, *asked)


def check_scores(visit: Observation) -> None:
    """Raise `UserError` ``score-outside`` for a score that the scales do not have."""
    if any(score.tenths is not None and not LOWEST <= score.tenths <= HIGHEST for score in visit.scores):
        raise UserError("score-outside", least="1", most="4")


# Version 2 learnt the scores of an observer and the answers per question. What was written before is whole without
# them, but a program that does not know them must not write the record back without them.
canonical.UPCASTERS[Observation.KIND, 1] = dict
canonical.UPCASTERS[PupilSurvey.KIND, 1] = dict
