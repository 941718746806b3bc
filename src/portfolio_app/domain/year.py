"""A year to look at: which weeks it has, which strands its entries belong to, and how was learned in it.

It says what is there. It holds no norm, no target and no comparison, and knows no texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from portfolio_app.domain.experiences import DEFAULT_FORMALITY, ActivityType, Formality
from portfolio_app.domain.journal import Week
from portfolio_app.domain.patterns import Lens

SCHOOL_YEAR_BEGINS: Final = (8, 1)
"""Month and day: 1 August, by law for every Dutch school."""
EARLIEST, LATEST = 2, 9997
"""A year outside these has days that no calendar knows; a mistyped date may ask for one."""


class YearKind(Enum):
    """A school year or a calendar year."""

    SCHOOL = "school"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class YearSpan:
    """One year to look at; ``start`` is the calendar year in which it begins."""

    kind: YearKind
    start: int

    @classmethod
    def of(cls, day: date, kind: YearKind) -> YearSpan:
        """The year in which a day falls."""
        begun = kind is YearKind.CALENDAR or (day.month, day.day) >= SCHOOL_YEAR_BEGINS
        start = day.year if begun else day.year - 1
        return cls(kind, min(max(start, EARLIEST), LATEST))

    @property
    def first(self) -> date:
        """First day."""
        month, day = SCHOOL_YEAR_BEGINS if self.kind is YearKind.SCHOOL else (1, 1)
        return date(self.start, month, day)

    @property
    def last(self) -> date:
        """Last day."""
        return YearSpan(self.kind, self.start + 1).first - timedelta(days=1)

    @property
    def weeks(self) -> tuple[Week, ...]:
        """Its weeks in order; the first and the last may begin or end outside it."""
        found, week, last = list[Week](), Week.of(self.first), Week.of(self.last)
        while week <= last:
            found.append(week)
            week = week.plus(1)
        return tuple(found)

    def plus(self, years: int) -> YearSpan:
        """The year so many years later (earlier when negative)."""
        return YearSpan(self.kind, min(max(self.start + years, EARLIEST), LATEST))


class Strand(Enum):
    """What an entry is a part of, as the rows of the year show it."""

    WEEK = "week"
    MOMENT = "moment"
    ACTIVITY = "activity"
    LOOKING_BACK = "looking_back"
    PATTERN = "pattern"
    TALK = "talk"
    VISIT = "visit"
    GROWTH = "growth"
    EVIDENCE = "evidence"


STRANDS: Final[Mapping[str, Strand]] = {
    "journal_week": Strand.WEEK,
    "experience": Strand.MOMENT,
    "reflection": Strand.LOOKING_BACK,
    "pattern": Strand.PATTERN,
    "talk": Strand.TALK,
    "agreement": Strand.TALK,
    "feedback": Strand.TALK,
    "observation": Strand.VISIT,
    "pupil_survey": Strand.VISIT,
    "learning_question": Strand.GROWTH,
    "self_check": Strand.GROWTH,
    "quality": Strand.GROWTH,
    "evidence": Strand.EVIDENCE,
    "certificate": Strand.EVIDENCE,
}
"""The strand of each kind of record that a year shows; an experience with minutes is an activity."""


def strand_of(kind: str, minutes: int) -> Strand:
    """The strand of an entry by its kind and its minutes."""
    return Strand.ACTIVITY if kind == "experience" and minutes > 0 else STRANDS[kind]


@dataclass(frozen=True)
class Tally:
    """Entries of one strand in one week."""

    week: Week
    strand: Strand
    number: int


@dataclass(frozen=True)
class Learned:
    """Experiences that are alike: how they were named, what type they are, how many there are and their minutes."""

    formality: Formality | None
    activity_type: ActivityType | None
    number: int
    minutes: int


@dataclass(frozen=True)
class LearningShare:
    """One kind of learning in a year: minutes, activities and moments. ``formality`` None: not said."""

    formality: Formality | None
    minutes: int = 0
    activities: int = 0
    moments: int = 0


@dataclass(frozen=True)
class LensUse:
    """A lens, how often something was looked at through it in a year, and the last day."""

    lens: Lens
    number: int = 0
    last_on: date | None = None


@dataclass(frozen=True)
class YearEntry:
    """An entry as a list shows it. ``venting``: its heading is not to be shown."""

    kind: str
    id: str
    heading: str
    day: date
    minutes: int
    venting: bool


@dataclass(frozen=True)
class YearSeen:
    """Everything a year shows; ``weeks_off`` are those of holidays and leave."""

    span: YearSpan
    tallies: tuple[Tally, ...] = ()
    weeks_off: frozenset[Week] = frozenset()
    learning: tuple[LearningShare, ...] = ()
    lenses: tuple[LensUse, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in it."""
        return not self.tallies

    @property
    def strands(self) -> tuple[Strand, ...]:
        """The strands that have something in this year; those without are not held up to anybody."""
        found = {tally.strand for tally in self.tallies}
        return tuple(strand for strand in Strand if strand in found)


def learning_shares(found: Iterable[Learned]) -> tuple[LearningShare, ...]:
    """Kinds of learning that occur, in their own order, what was not said last.

    What was named is taken as it was named. An activity without a name follows its type. A moment without one is
    informal learning: by definition that is what comes of daily work without a plan (facts 6.1).
    """
    shares: dict[Formality | None, LearningShare] = {}
    for part in found:
        formality = part.formality or _by_type(part)
        before = shares.get(formality, LearningShare(formality))
        shares[formality] = LearningShare(
            formality,
            before.minutes + part.minutes,
            before.activities + (part.number if part.minutes else 0),
            before.moments + (0 if part.minutes else part.number),
        )
    return tuple(shares[formality] for formality in (*Formality, None) if formality in shares)


def _by_type(part: Learned) -> Formality | None:
    if part.activity_type is not None:
        return DEFAULT_FORMALITY[part.activity_type]
    return None if part.minutes else Formality.INFORMAL


def lens_uses(found: Iterable[LensUse]) -> tuple[LensUse, ...]:
    """Every lens once, in the order of the lenses, with what several sources say of it taken together."""
    uses = {lens: LensUse(lens) for lens in Lens}
    for use in found:
        before = uses[use.lens]
        days = [day for day in (before.last_on, use.last_on) if day is not None]
        uses[use.lens] = LensUse(use.lens, before.number + use.number, max(days, default=None))
    return tuple(uses.values())
