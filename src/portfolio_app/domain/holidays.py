"""School holidays by region, and the weeks that they take out of the rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Pause
from portfolio_app.domain.sets import Confidence, ContentSet, Texts


class Region(Enum):
    """Regions among which the Dutch school holidays are spread."""

    NORTH = "noord"
    MIDDLE = "midden"
    SOUTH = "zuid"


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """A holiday, first and last day included, in the regions that have it then."""

    name: Texts
    from_on: date
    until_on: date
    regions: tuple[Region, ...]


@dataclass(frozen=True, kw_only=True)
class SchoolYear:
    """The holidays of one school year (``2026-2027``), and how sure they are."""

    year: str
    confidence: Confidence = Confidence.HIGH
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, kw_only=True)
class HolidayCalendar(ContentSet):
    """School holidays of a country by school year."""

    years: tuple[SchoolYear, ...]

    def of(self, region: Region) -> tuple[Holiday, ...]:
        """Every holiday of a region, in order."""
        return tuple(item for year in self.years for item in year.holidays if region in item.regions)


def takes(from_on: date, until_on: date, week: Week) -> bool:
    """Whether days from first to last take a week: all its school days lie in them.

    A holiday from Saturday to Sunday nine days later takes exactly one week.
    """
    return from_on <= week.monday and until_on >= week.friday


@dataclass(frozen=True)
class DaysOff:
    """Which weeks do not count: holidays of the chosen region, and pauses of her own, but not weeks taken back."""

    holidays: tuple[Holiday, ...] = ()
    pauses: tuple[Pause, ...] = ()

    @classmethod
    def of(cls, holidays: Iterable[Holiday], pauses: Iterable[Pause]) -> DaysOff:
        """From whatever there is."""
        return cls(tuple(holidays), tuple(pauses))

    def holiday(self, week: Week) -> Holiday | None:
        """The school holiday in which a week lies, also when she works in it."""
        return next((item for item in self.holidays if takes(item.from_on, item.until_on, week)), None)

    def pause(self, week: Week) -> Pause | None:
        """A pause of her own in which a week lies."""
        return next((item for item in self._own(works=False) if takes(item.from_on, item.until_on, week)), None)

    def taken_back(self, week: Week) -> Pause | None:
        """What says that she works in a week though it lies in a school holiday."""
        return next((item for item in self._own(works=True) if takes(item.from_on, item.until_on, week)), None)

    def off(self, week: Week) -> bool:
        """Whether a week does not count."""
        if self.pause(week) is not None:
            return True
        return self.holiday(week) is not None and self.taken_back(week) is None

    def takes_day(self, day: date) -> bool:
        """Whether a single day does not count, be it in the middle of a week that does."""
        if any(item.from_on <= day <= item.until_on for item in self._own(works=False)):
            return True
        in_holiday = any(item.from_on <= day <= item.until_on for item in self.holidays)
        return in_holiday and not any(item.from_on <= day <= item.until_on for item in self._own(works=True))

    def _own(self, *, works: bool) -> tuple[Pause, ...]:
        return tuple(item for item in self.pauses if item.works is works)
