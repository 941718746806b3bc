"""The weekly journal: ISO weeks (ISO 8601), a rhythm and not a streak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import ClassVar

from portfolio_app.domain.records import Record

SCHOOL_YEAR_BEGINS = 8
"""Month in which a school year begins."""


class WeekState(Enum):
    """Open while she writes, done after [Klaar], off after [Deze week niet]."""

    OPEN = "open"
    DONE = "done"
    OFF = "off"


@dataclass(frozen=True, order=True)
class Week:
    """An ISO week."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """Week in which a day falls."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        """First day of the week."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Last day of the week."""
        return self.monday + timedelta(days=6)

    @property
    def thursday(self) -> date:
        """The day that decides in which year, month and school year the week counts (ISO 8601)."""
        return self.monday + timedelta(days=3)

    @property
    def friday(self) -> date:
        """Last school day of the week."""
        return self.monday + timedelta(days=4)

    @property
    def school_year(self) -> int:
        """The calendar year in which its school year began (in August)."""
        day = self.thursday
        return day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1

    @classmethod
    def first_of_school_year(cls, year: int) -> Week:
        """The first week that counts in the school year that begins in a calendar year."""
        week = cls.of(date(year, SCHOOL_YEAR_BEGINS, 1))
        return week if week.school_year == year else week.plus(1)

    def plus(self, weeks: int) -> Week:
        """Week so many weeks later (earlier when negative)."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def a_year_earlier(self) -> Week:
        """Week with the same number a year before; week 53 falls back on the last week of that year."""
        last = date(self.year - 1, 12, 28).isocalendar().week
        return Week(self.year - 1, min(self.number, last))


@dataclass(frozen=True, kw_only=True)
class JournalWeek(Record):
    """One week of the journal; ``answers`` by the key of the template's question."""

    KIND: ClassVar[str] = "journal_week"

    year: int
    number: int
    template: str = "week"
    template_version: int = 1
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    state: WeekState = WeekState.OPEN
    energy: int | None = None
    venting: bool = False
    for_talk: bool = False

    @property
    def week(self) -> Week:
        """The ISO week it is about."""
        return Week(self.year, self.number)

    @property
    def heading(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def day(self) -> date:
        return self.week.monday

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.answers.values())
