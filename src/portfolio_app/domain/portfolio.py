"""The owner and her working life: profile, appointments, pauses, people by role, and plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record

SMALLEST_JOB, LARGEST_JOB = 1, 200
"""Percents of full time between which the size of a job lies."""


class Sector(Enum):
    """Sectors that have a CAO of their own."""

    PO = "po"
    VO = "vo"
    MBO = "mbo"


class Start(Enum):
    """Where the owner stands when she begins: student, starter, or longer in the work."""

    STUDENT = "student"
    STARTER = "starter"
    LONGER = "longer"


class ComputerOwner(Enum):
    """Whose computer is this? On a school's computer the keyring is not used."""

    MINE = "mine"
    SCHOOL = "school"


@dataclass(frozen=True, kw_only=True)
class Profile(Record):
    """The owner; there is one. No national number and no date of birth: they are not needed."""

    KIND: ClassVar[str] = "profile"

    given_name: str = ""
    family_name: str = ""
    sector: Sector = Sector.VO
    subject: str = ""
    school: str = ""
    email: str = ""
    start: Start = Start.STARTER
    about: str = ""

    @property
    def heading(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def words(self) -> tuple[str, ...]:
        return (self.subject, self.school, self.about)


@dataclass(frozen=True, kw_only=True)
class Appointment(Record):
    """A job: function, school, sector and size. ``fte_percent`` is whole percents of full time."""

    KIND: ClassVar[str] = "appointment"

    function: str
    school: str = ""
    sector: Sector = Sector.VO
    fte_percent: int = 100
    from_on: date
    until_on: date | None = None

    @property
    def heading(self) -> str:
        return self.function

    @property
    def day(self) -> date:
        return self.from_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.school,)


def check_appointment(job: Appointment) -> None:
    """Raise `UserError` ``job-size`` (least, most) for a size that no job has."""
    if not SMALLEST_JOB <= job.fte_percent <= LARGEST_JOB:
        raise UserError("job-size", least=SMALLEST_JOB, most=LARGEST_JOB)


@dataclass(frozen=True, kw_only=True)
class Pause(Record):
    """Holiday or leave: weeks off do not count. The reason is the owner's own and is never printed.

    ``works`` says the reverse: in these weeks she works, though they lie in a school holiday.
    """

    KIND: ClassVar[str] = "pause"
    SCHEMA_VERSION: ClassVar[int] = 2

    from_on: date
    until_on: date
    reason: str = ""
    stops_period: bool = False
    works: bool = False

    @property
    def heading(self) -> str:
        return self.reason

    @property
    def day(self) -> date:
        return self.from_on


@dataclass(frozen=True, kw_only=True)
class Person(Record):
    """A person by role; the name may be a pseudonym."""

    KIND: ClassVar[str] = "person"

    name: str
    role: str
    school: str = ""

    @property
    def heading(self) -> str:
        return self.name

    @property
    def words(self) -> tuple[str, ...]:
        return (self.role, self.school)


@dataclass(frozen=True, kw_only=True)
class Plan(Record):
    """Something the owner means to learn or do, before it becomes an activity."""

    KIND: ClassVar[str] = "plan"

    title: str
    planned_on: date
    purpose: str = ""
    minutes: int = 0

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.planned_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.purpose,)


# The second form can say that she works in these weeks; a pause of the first one never does.
canonical.UPCASTERS[Pause.KIND, 1] = dict
