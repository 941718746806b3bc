"""Experiences: an *activity* is an experience with minutes, a *moment* is one without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain import canonical
from portfolio_app.domain.records import Record


class ActivityType(Enum):
    """The seven activity types of the voluntary register (facts 1.2)."""

    STUDY = "opleiding"
    COURSE = "cursus"
    STUDY_DAY = "studiedag"
    CONFERENCE = "conferentie"
    INSIDE_SCHOOL = "overig_binnen_school"
    OUTSIDE_SCHOOL = "overig_buiten_school"
    SELF_STUDY = "zelfstudie"


class Formality(Enum):
    """Formal, non-formal or informal learning (EU Council Recommendation of 20 December 2012; facts 6.1)."""

    FORMAL = "formal"
    NON_FORMAL = "non_formal"
    INFORMAL = "informal"


DEFAULT_FORMALITY: dict[ActivityType, Formality] = {
    ActivityType.STUDY: Formality.FORMAL,
    ActivityType.COURSE: Formality.NON_FORMAL,
    ActivityType.STUDY_DAY: Formality.NON_FORMAL,
    ActivityType.CONFERENCE: Formality.NON_FORMAL,
    ActivityType.INSIDE_SCHOOL: Formality.INFORMAL,
    ActivityType.OUTSIDE_SCHOOL: Formality.INFORMAL,
    ActivityType.SELF_STUDY: Formality.INFORMAL,
}
"""Proposal for a new activity; the owner may choose otherwise (facts 6.1)."""


@dataclass(frozen=True)
class CompetenceRef:
    """A competence in a framework: ``framework`` and ``code`` as in the content set of that ``version``."""

    framework: str
    code: str
    version: int = 1


@dataclass(frozen=True)
class Allocation:
    """Minutes of an activity that count in one category of one scheme; ``category`` is empty where it has none."""

    scheme: str
    category: str
    minutes: int
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Experience(Record):
    """Something experienced: a course, a lesson visit, a moment in class.

    Minutes are whole clock minutes, contact and self-study apart. The four fields of the chain are the booklet's:
    learning situations for pupils designed, carried out and evaluated, what pupils learned differently, what resulted.
    ``purpose_before`` is the purpose as it stood in the plan on ``purpose_before_on``, and is not written over by what
    somebody makes of it later. ``card`` is the digest of the activity card that the activity was filled in from.
    """

    KIND: ClassVar[str] = "experience"
    SCHEMA_VERSION: ClassVar[int] = 2

    title: str
    happened_on: date
    ended_on: date | None = None
    activity_type: ActivityType | None = None
    formality: Formality | None = None
    contact_minutes: int = 0
    self_study_minutes: int = 0
    provider: str = ""
    place: str = ""
    with_roles: tuple[str, ...] = ()
    purpose: str = ""
    story: str = ""
    chain_designed: str = ""
    chain_carried_out: str = ""
    chain_evaluated: str = ""
    chain_pupils_learned: str = ""
    chain_resulted: str = ""
    how_i_learn: str = ""
    how_they_learn: str = ""
    contribution: str = ""
    ordinary_work: bool = False
    validated: bool = False
    validation_number: str = ""
    cost_cents: int = 0
    competences: tuple[CompetenceRef, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    tags: tuple[str, ...] = ()
    venting: bool = False
    for_talk: bool = False
    purpose_before: str = ""
    purpose_before_on: date | None = None
    card: str = ""

    @property
    def minutes(self) -> int:
        """Minutes in all, contact and self-study together."""
        return self.contact_minutes + self.self_study_minutes

    @property
    def is_activity(self) -> bool:
        """Whether it has minutes (an activity) or none (a moment)."""
        return self.minutes > 0

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.happened_on

    @property
    def words(self) -> tuple[str, ...]:
        return (
            self.provider, self.place, self.purpose, self.purpose_before, self.story, self.chain_designed,
            self.chain_carried_out, self.chain_evaluated, self.chain_pupils_learned, self.chain_resulted,
            self.how_i_learn, self.how_they_learn, self.contribution, *self.with_roles, *self.tags,
        )  # fmt: skip


# Version 2 learnt the purpose as it was written beforehand and the card it was filled in from. What was written before
# is whole without them, but a program that does not know them must not write the record back without them.
canonical.UPCASTERS[Experience.KIND, 1] = dict
