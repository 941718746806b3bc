"""Hours: schemes as versioned data, and the owner's part in them.

The rules of a scheme are data. What they make of somebody's activities is worked out in
`portfolio_app.domain.standing`, the periods in `portfolio_app.domain.periods`, the splitting of minutes in
`portfolio_app.domain.allocations`. Minutes are integers everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain.experiences import ActivityType
from portfolio_app.domain.growth import Phase
from portfolio_app.domain.portfolio import Sector
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import ContentSet, Texts


@dataclass(frozen=True, kw_only=True)
class Cycle(Record):
    """The owner takes part in a scheme from a day on, period after period.

    ``target_minutes`` overrides the total that the scheme works out for a period, pro rata and extra hours included.
    ``carried_minutes`` were brought along from before the first period; a scheme without carry-over ignores them.
    """

    KIND: ClassVar[str] = "cycle"

    scheme: str
    scheme_version: int = 1
    began_on: date
    target_minutes: int | None = None
    carried_minutes: int = 0
    closed_on: date | None = None

    @property
    def heading(self) -> str:
        return self.scheme

    @property
    def day(self) -> date:
        return self.began_on


class Status(Enum):
    """What a scheme is today: no longer in force, asked by law, agreed with the employer, or nobody's rule."""

    HISTORIC = "historic"
    ACTIVE = "active"
    EMPLOYER = "employer"
    NONE = "none"


class Unit(Enum):
    """What is counted: hours, or nothing (a scheme of documents)."""

    HOURS = "h"
    NONE = "none"


class HourPart(Enum):
    """Parts in which the minutes of an activity are accounted for."""

    CONTACT = "contact"
    SELF_STUDY = "self_study"


class EvidenceField(Enum):
    """What a scheme wants to know of an activity that nobody validated."""

    CERTIFICATE = "certificate"
    ACTIVITY_TYPE = "activity_type"
    NAME = "name"
    PROVIDER = "provider"
    CONTRIBUTION = "contribution"
    CONTENT = "content"
    HOURS = "hours"


@dataclass(frozen=True, kw_only=True)
class PeriodRule:
    """How long a period lasts and when it begins.

    ``anchor`` is a day of the year (``MM-DD``: periods follow the calendar, whenever somebody joins), or
    ``registration_date`` or ``free``: then the first period begins on the day the owner joins.
    """

    years: int
    anchor: str
    cite: str

    @property
    def month_and_day(self) -> tuple[int, int] | None:
        """Month and day on which every period begins, or None when that is the owner's own day."""
        month, dash, day = self.anchor.partition("-")
        return (int(month), int(day)) if dash and month.isdigit() and day.isdigit() else None


@dataclass(frozen=True, kw_only=True)
class Category:
    """A category in which minutes count.

    ``competences`` (codes of the scheme's framework, their parts included) and ``activity_types`` only help to
    propose a category for a new activity; the owner decides.
    """

    id: str
    name: Texts
    competences: tuple[str, ...] = ()
    activity_types: tuple[ActivityType, ...] = ()


@dataclass(frozen=True, kw_only=True)
class When:
    """For whom a rule holds: each condition that is given must be met."""

    sectors: tuple[Sector, ...] = ()
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What all rules share: ``label`` for people, ``when`` it holds, and ``cite``: where it comes from."""

    label: Texts
    cite: str
    when: When | None = None


class ProRata(Enum):
    """How an amount follows the size of the job."""

    NONE = "none"
    FTE = "fte"


@dataclass(frozen=True, kw_only=True)
class Total(Rule):
    """So many hours in a period, all categories together."""

    hours: int
    pro_rata: ProRata = ProRata.NONE


@dataclass(frozen=True, kw_only=True)
class Extra(Rule):
    """Hours on top of the total, for whom the condition holds on any day of the period."""

    hours: int
    pro_rata: ProRata = ProRata.NONE


@dataclass(frozen=True, kw_only=True)
class Minimum(Rule):
    """At least so many hours, or so many percent of the total, in these categories and types (empty: any)."""

    hours: int | None = None
    share_percent: int | None = None
    categories: tuple[str, ...] = ()
    activity_types: tuple[ActivityType, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Maximum(Rule):
    """At most so many hours, or percent of the total, count in these categories and types; the rest is only kept."""

    hours: int | None = None
    share_percent: int | None = None
    categories: tuple[str, ...] = ()
    activity_types: tuple[ActivityType, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Practice(Rule):
    """So many hours of work as a teacher in a period; a full-time year has ``full_time_hours_per_year``."""

    hours: int
    full_time_hours_per_year: int


class Counted(Enum):
    """What a count rule counts."""

    EVIDENCE_PER_COMPETENCE = "evidence_per_competence"


@dataclass(frozen=True, kw_only=True)
class Count(Rule):
    """At least ``n`` of something that is not hours."""

    what: Counted
    n: int


@dataclass(frozen=True, kw_only=True)
class Info(Rule):
    """Something to know that cannot be counted here."""


AnyRule = Total | Extra | Minimum | Maximum | Practice | Count | Info

RULE_TYPES: dict[str, type[Rule]] = {
    "total": Total,
    "extra": Extra,
    "min": Minimum,
    "max": Maximum,
    "practice": Practice,
    "count": Count,
    "info": Info,
}
"""Names of the rules in content files."""


@dataclass(frozen=True, kw_only=True)
class CarryOver:
    """Hours above the total go along to the next period: at most so many (None: all)."""

    cite: str
    max_hours: int | None = None


@dataclass(frozen=True, kw_only=True)
class KeepEvidence:
    """Evidence must be kept so many months after the period."""

    months_after_period: int
    cite: str


@dataclass(frozen=True, kw_only=True)
class Scheme(ContentSet):
    """A scheme of hours or documents.

    ``sectors`` is empty where it is for everybody; a scheme with ``offer_first`` is proposed on the first day.
    ``framework`` is the framework it leans on, ``framework_for`` the exceptions by sector.
    """

    status: Status
    unit: Unit
    period: PeriodRule
    sectors: tuple[Sector, ...] = ()
    offer_first: bool = False
    framework: str = ""
    framework_for: Mapping[str, str] = field(default_factory=dict[str, str])
    categories: tuple[Category, ...] = ()
    rules: tuple[AnyRule, ...] = ()
    activity_types: tuple[ActivityType, ...] = ()
    hour_parts: tuple[HourPart, ...] = ()
    evidence_fields: tuple[EvidenceField, ...] = ()
    counts_normal_work: bool = True
    keep_evidence: KeepEvidence | None = None
    carry_over: CarryOver | None = None

    def category(self, id: str) -> Category | None:
        """The category with an id, or None."""
        return next((item for item in self.categories if item.id == id), None)

    def framework_id(self, sector: Sector) -> str:
        """Id of the framework that goes with it in a sector; empty when it has none."""
        return self.framework_for.get(sector.value, self.framework)

    def suits(self, sector: Sector) -> bool:
        """Whether it is meant for this sector."""
        return not self.sectors or sector in self.sectors
