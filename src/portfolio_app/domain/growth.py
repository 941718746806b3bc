"""Growth: career phase, learning questions, self-checks, talks and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain import canonical
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.records import Record


class Phase(Enum):
    """Phases of a career in Dutch schools (facts 3.1)."""

    STUDENT = "student"
    START = "startbekwaam"
    INDUCTION = "inductie"
    BASIC = "basisbekwaam"
    PROFICIENT = "vakbekwaam"
    EXPERT = "expert"


class Origin(Enum):
    """Where a learning question comes from."""

    CHANGE = "change"  # change from outside
    DEVELOPMENT = "development"  # own development
    FEEDBACK = "feedback"


class NamedBy(Enum):
    """Who named the example: leervermogen is something one *shows*."""

    SELF = "self"
    COLLEAGUE = "colleague"
    COACH = "coach"


class QualitySide(Enum):
    """Both sides of how somebody works."""

    STRENGTH = "strength"
    GROWTH = "growth"


@dataclass(frozen=True, kw_only=True)
class PhaseEntry(Record):
    """A career phase that began on a day."""

    KIND: ClassVar[str] = "phase"

    phase: Phase
    began_on: date
    note: str = ""

    @property
    def day(self) -> date:
        return self.began_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.note,)


@dataclass(frozen=True, kw_only=True)
class LearningQuestion(Record):
    """A question the owner wants to learn from, its origin and what came of it."""

    KIND: ClassVar[str] = "learning_question"

    question: str
    asked_on: date
    origin: Origin = Origin.DEVELOPMENT
    why: str = ""
    can: str = ""
    want: str = ""
    may: str = ""
    closed_on: date | None = None
    came_of_it: str = ""
    competences: tuple[CompetenceRef, ...] = ()
    for_talk: bool = False

    @property
    def heading(self) -> str:
        return self.question

    @property
    def day(self) -> date:
        return self.asked_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.why, self.can, self.want, self.may, self.came_of_it)


@dataclass(frozen=True)
class CheckAnswer:
    """Answer to one item: a step on the instrument's scale (None: not answered) and an example in words.

    ``second`` is the step on the scale of what the instrument asks besides. Where somebody else named the example,
    ``by_role`` says who in more words and ``named_on`` when.
    """

    item: str
    step: int | None = None
    example: str = ""
    named_by: NamedBy = NamedBy.SELF
    second: int | None = None
    by_role: str = ""
    named_on: date | None = None

    @property
    def given(self) -> bool:
        """Whether anything was answered."""
        return self.step is not None or self.second is not None or bool(self.example.strip())


@dataclass(frozen=True, kw_only=True)
class SelfCheck(Record):
    """A self-check taken on a day with an instrument that is data."""

    KIND: ClassVar[str] = "self_check"
    SCHEMA_VERSION: ClassVar[int] = 2

    instrument: str
    instrument_version: int = 1
    taken_on: date
    answers: tuple[CheckAnswer, ...] = ()
    note: str = ""

    @property
    def day(self) -> date:
        return self.taken_on

    @property
    def words(self) -> tuple[str, ...]:
        told = (part for answer in self.answers for part in (answer.example, answer.by_role))
        return (self.note, *(part for part in told if part))


@dataclass(frozen=True, kw_only=True)
class Quality(Record):
    """A strength or a growth point in her own words; no list says what it has to be.

    ``noticed`` is how it can be told. Of a strength, ``pitfall`` is what too much of it becomes, and ``challenge`` what
    would balance that (valkuil and uitdaging); both may stay empty.
    """

    KIND: ClassVar[str] = "quality"

    text: str
    noticed_on: date
    side: QualitySide = QualitySide.STRENGTH
    noticed: str = ""
    pitfall: str = ""
    challenge: str = ""

    @property
    def heading(self) -> str:
        return self.text

    @property
    def day(self) -> date:
        return self.noticed_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.noticed, self.pitfall, self.challenge)


@dataclass(frozen=True, kw_only=True)
class Talk(Record):
    """A talk with coach or manager, planned or held; or with ``for_group`` a peer consultation (intervisie).

    What she needs is noted apart as ``can``, ``want`` and ``may`` (kunnen, willen, mogen); ``need`` holds what was
    written in one piece. ``sheet_order`` are the ids of what was marked in the order chosen for the sheet, and
    ``left_out`` those that stay off it. ``tried`` and ``no_advice`` are of a peer consultation.
    """

    KIND: ClassVar[str] = "talk"
    SCHEMA_VERSION: ClassVar[int] = 2

    happens_on: date
    with_role: str = ""
    tell: str = ""
    ask: str = ""
    need: str = ""
    can: str = ""
    want: str = ""
    may: str = ""
    notes: str = ""
    held: bool = False
    for_group: bool = False
    tried: str = ""
    no_advice: str = ""
    sheet_order: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.with_role

    @property
    def day(self) -> date:
        return self.happens_on

    @property
    def words(self) -> tuple[str, ...]:
        return (
            self.tell, self.ask, self.need, self.can, self.want, self.may, self.tried, self.no_advice, self.notes,
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Agreement(Record):
    """Something agreed with a coach or manager; it returns before the next talk.

    ``who`` does it, a role or she herself; ``with_role`` is with whom it was agreed. What need not be done any more has
    ``dropped_on``.
    """

    KIND: ClassVar[str] = "agreement"
    SCHEMA_VERSION: ClassVar[int] = 2

    text: str
    agreed_on: date
    with_role: str = ""
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None
    outcome: str = ""

    @property
    def open(self) -> bool:
        """Whether it still comes back."""
        return self.done_on is None and self.dropped_on is None

    @property
    def heading(self) -> str:
        return self.text

    @property
    def day(self) -> date:
        return self.agreed_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.outcome, self.with_role, self.who)


@dataclass(frozen=True, kw_only=True)
class Feedback(Record):
    """What a coach, colleague or pupil said; ``spoken`` is labelled "mondeling, door mij genoteerd"."""

    KIND: ClassVar[str] = "feedback"

    given_on: date
    by_role: str
    text: str
    spoken: bool = True
    my_answer: str = ""

    @property
    def heading(self) -> str:
        return self.text

    @property
    def day(self) -> date:
        return self.given_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.by_role, self.my_answer)


# What was written before these fields were there had none of them.
canonical.UPCASTERS[SelfCheck.KIND, 1] = dict
canonical.UPCASTERS[Talk.KIND, 1] = dict
canonical.UPCASTERS[Agreement.KIND, 1] = dict
