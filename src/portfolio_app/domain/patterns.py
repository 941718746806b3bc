"""Patterns: habits and mental models (beliefs) that live for years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.links import Quote
from portfolio_app.domain.records import Record


class PatternKind(Enum):
    """A habit (what I do by itself) or a mental model (what I take to be so)."""

    HABIT = "habit"
    MENTAL_MODEL = "mental_model"


class Assumption(Enum):
    """Brookfield's three kinds of assumption (facts 4.7)."""

    PARADIGMATIC = "paradigmatic"
    PRESCRIPTIVE = "prescriptive"
    CAUSAL = "causal"


class Form(Enum):
    """The booklet's four forms of what is taken for granted."""

    FAMILIAR_WAY = "familiar_way"
    IMAGE = "image"
    ASSUMPTION = "assumption"
    STORY = "story"


class Layer(Enum):
    """Layers of the onion model at which a belief may sit (facts 4.2)."""

    BELIEFS = 4
    IDENTITY = 5
    MISSION = 6


class Rating(Enum):
    """How somebody thinks now, in words on an ordered scale."""

    NO_LONGER = 0
    IN_DOUBT = 1
    MOSTLY = 2
    WHOLLY = 3


class Decision(Enum):
    """What I see now: keep, sharpen, let go."""

    KEEP = "keep"
    SHARPEN = "sharpen"
    LET_GO = "let_go"


class Lens(Enum):
    """Brookfield's four lenses: whom or what I asked (facts 4.7)."""

    OWN_EXPERIENCE = "own_experience"
    PUPILS = "pupils"
    COLLEAGUES = "colleagues"
    THEORY = "theory"


class TryOutState(Enum):
    """An experiment is planned, told, or dropped."""

    PLANNED = "planned"
    TOLD = "told"
    DROPPED = "dropped"


@dataclass(frozen=True)
class RatingEntry:
    """How I thought on a day, with a word of why."""

    on: date
    rating: Rating
    note: str = ""


@dataclass(frozen=True)
class Case:
    """A time when it fitted or did not, and the record in which that can be seen too.

    That is an experience, a week of the journal, or a record of another kind (a reflection, a lesson visit, what pupils
    answered, evidence, feedback); at most one of them. ``quote`` are words of that record.
    """

    on: date
    fits: bool
    text: str
    experience_id: str = ""
    week_id: str = ""
    other_kind: str = ""
    other_id: str = ""
    quote: Quote | None = None

    @property
    def told_in(self) -> str:
        """Id of the record in which it is told as well; empty when there is none."""
        return self.experience_id or self.week_id or self.other_id

    @property
    def teller(self) -> tuple[str, str] | None:
        """Kind and id of the record in which it is told as well."""
        if not self.told_in:
            return None
        kind = "experience" if self.experience_id else "journal_week" if self.week_id else self.other_kind
        return kind, self.told_in

    def told_by(self, kind: str, id: str) -> Case:
        """The case with another record in which it is told as well; empty ones take it off, and its words too."""
        other = kind not in ("", "experience", "journal_week")
        return replace(
            self,
            experience_id=id if kind == "experience" else "",
            week_id=id if kind == "journal_week" else "",
            other_kind=kind if other else "",
            other_id=id if other else "",
            quote=self.quote if id == self.told_in else None,
        )


@dataclass(frozen=True)
class Consultation:
    """Whom I asked and what came of it; ``who`` is a role, not a name."""

    on: date
    lens: Lens
    who: str
    said: str


@dataclass(frozen=True)
class Experiment:
    """A try-out: I try …, I expect …, I would think differently if …; then what happened and what that says."""

    id: str
    planned_on: date
    try_text: str
    expect: str = ""
    rethink_if: str = ""
    due_on: date | None = None
    state: TryOutState = TryOutState.PLANNED
    told_on: date | None = None
    happened: str = ""
    says: str = ""


@dataclass(frozen=True)
class Wording:
    """An earlier sentence and what was decided about it on that day."""

    on: date
    statement: str
    decision: Decision
    note: str = ""


Entry = RatingEntry | Case | Consultation | Experiment
"""What a pattern gathers in its life."""


@dataclass(frozen=True, kw_only=True)
class Pattern(Record):
    """A habit or a mental model. ``statement`` is today's sentence in the first person."""

    KIND: ClassVar[str] = "pattern"
    SCHEMA_VERSION: ClassVar[int] = 3

    kind: PatternKind
    statement: str
    noticed_on: date
    cue: str = ""
    automatic: str = ""
    brings: str = ""
    costs: str = ""
    rival: str = ""
    origin: str = ""
    assumption: Assumption | None = None
    form: Form | None = None
    layer: Layer | None = None
    things_right: str = ""
    right_things: str = ""
    ratings: tuple[RatingEntry, ...] = ()
    cases: tuple[Case, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    experiments: tuple[Experiment, ...] = ()
    wordings: tuple[Wording, ...] = ()
    let_go_on: date | None = None
    competences: tuple[CompetenceRef, ...] = ()
    tags: tuple[str, ...] = ()
    for_intervision: bool = False
    for_talk: bool = False

    @property
    def rating(self) -> Rating | None:
        """The latest rating by day."""
        return max(self.ratings, key=lambda entry: entry.on).rating if self.ratings else None

    @property
    def heading(self) -> str:
        return self.statement

    @property
    def day(self) -> date:
        return self.noticed_on

    @property
    def words(self) -> tuple[str, ...]:
        return (
            self.cue, self.automatic, self.brings, self.costs, self.rival, self.origin, self.things_right,
            self.right_things, *(entry.note for entry in self.ratings), *(case.text for case in self.cases),
            *(asked.said for asked in self.consultations),
            *(text for tried in self.experiments
              for text in (tried.try_text, tried.expect, tried.rethink_if, tried.happened, tried.says)),
            *(wording.statement for wording in self.wordings), *self.tags,
        )  # fmt: skip


def decide(pattern: Pattern, on: date, decision: Decision, statement: str = "", note: str = "") -> Pattern:
    """Keep, sharpen or let go; the wording until now is kept and dated.

    Raises `UserError` ``pattern-no-new-wording`` when sharpening without a new sentence.
    """
    new = statement.strip()
    if decision is Decision.SHARPEN and (not new or new == pattern.statement):
        raise UserError("pattern-no-new-wording")
    kept = (*pattern.wordings, Wording(on, pattern.statement, decision, note))
    return replace(
        pattern,
        wordings=kept,
        statement=new if decision is Decision.SHARPEN else pattern.statement,
        let_go_on=on if decision is Decision.LET_GO else None,
    )


def due_experiments(pattern: Pattern, today: date) -> tuple[Experiment, ...]:
    """Try-outs whose day has come and of which nothing was told yet."""
    if pattern.let_go_on is not None:
        return ()
    return tuple(
        tried
        for tried in pattern.experiments
        if tried.state is TryOutState.PLANNED and tried.due_on is not None and tried.due_on <= today
    )


# Version 2 learnt cases that are told in a record of any kind, version 3 the words of it. What was written before is
# whole without those.
canonical.UPCASTERS[Pattern.KIND, 1] = dict
canonical.UPCASTERS[Pattern.KIND, 2] = dict
