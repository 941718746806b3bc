"""School years of the example: weeks with lessons in five blocks, holidays between them, and days by slot.

A slot says where in a career something belongs: ``y1.b3.2`` is the first year, block b, third week, Wednesday. The
blocks run from the summer to the autumn holiday (a), on to Christmas (b), to the spring holiday (c), to the May
holiday (d) and to the summer (e). The holidays are those of region Midden where they are known here, else plausible.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from portfolio_app.domain.journal import Week

WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
BLOCKS = "abcde"
FRIDAY = 4
LIVED = 0.75
"""The part of the years asked for that is lived at least; with four it is always just the fourth that is running."""
_SUMMER = {
    2018: (7, 16), 2019: (7, 15), 2020: (7, 20), 2021: (7, 19), 2022: (7, 11), 2023: (7, 10), 2024: (7, 15),
    2025: (7, 21), 2026: (7, 20), 2027: (7, 19),
}  # fmt: skip
_AUTUMN = {2022: (10, 24), 2023: (10, 16), 2024: (10, 28), 2025: (10, 20), 2026: (10, 19), 2027: (10, 18)}
_SPRING = {2022: (2, 28), 2023: (2, 27), 2024: (2, 19), 2025: (2, 24), 2026: (2, 16), 2027: (2, 22)}


@dataclass(frozen=True)
class Holiday:
    """Weeks without lessons, from Saturday to Sunday; ``name`` is a key of the texts."""

    name: str
    first: date
    last: date


@dataclass(frozen=True)
class SchoolYear:
    """The weeks with lessons by block, and the holiday after each block."""

    blocks: Mapping[str, tuple[Week, ...]]
    holidays: tuple[Holiday, ...]

    @property
    def weeks(self) -> tuple[Week, ...]:
        """All weeks with lessons, in order."""
        return tuple(week for block in BLOCKS for week in self.blocks[block])


def _monday(year: int, known: Mapping[int, tuple[int, int]], month: int, day: int) -> date:
    """The Monday on which a holiday begins: a known one, else the first on or after a day of the year."""
    if year in known:
        return date(year, *known[year])
    earliest = date(year, month, day)
    return earliest + timedelta(days=-earliest.weekday() % 7)


def _summer(year: int) -> date:
    return _monday(year, _SUMMER, 7, 13)


@cache
def school_year(year: int) -> SchoolYear:
    """The school year that begins in the summer of a calendar year."""
    starts = (
        ("summer", _summer(year), 6),
        ("autumn", _monday(year, _AUTUMN, 10, 18), 1),
        ("christmas", _monday(year, {}, 12, 21), 2),
        ("spring", _monday(year + 1, _SPRING, 2, 18), 1),
        ("may", _monday(year + 1, {}, 4, 26), 2),
        ("summer", _summer(year + 1), 6),
    )
    blocks: dict[str, tuple[Week, ...]] = {}
    for block, before, after in zip(BLOCKS, starts, starts[1:], strict=False):
        first, weeks = before[1] + WEEK * before[2], (after[1] - before[1]) // WEEK - before[2]
        blocks[block] = tuple(Week.of(first + WEEK * number) for number in range(weeks))
    holidays = tuple(Holiday(name, monday - 2 * DAY, monday + WEEK * weeks - DAY) for name, monday, weeks in starts[1:])
    return SchoolYear(blocks, holidays)


def first_day(year: int) -> date:
    """The Monday on which a school year begins."""
    return school_year(year).weeks[0].monday


def first_of(years: int, until: date) -> int:
    """The calendar year in which so many years of life before ``until`` begin, at the start of a school year.

    The school year that is running counts as one of them, unless too little would have been lived by then: four years
    end somewhere in the fourth, one year is nine months at least.
    """
    last = until.year if first_day(until.year) < until else until.year - 1
    lived = years - 1 + (until - first_day(last)) / timedelta(days=365)
    return last - years + (1 if lived >= LIVED * years else 0)


class Schedule:
    """Where slots fall, for somebody who has worked for so many years on the day ``until``; see `first_of`.

    ``sizes`` tells how many slots a block has (``y1.a``: 8). Where a block has more weeks, ``rng`` decides which of
    them have none; where it has fewer, slots without a mark in ``kept`` go first. Within a week ``rng`` moves days, but
    not in weeks that are ``fixed``. Days on or after ``until`` do not exist.
    """

    def __init__(
        self,
        years: int,
        until: date,
        sizes: Mapping[str, int],
        rng: random.Random,
        kept: frozenset[str] = frozenset(),
        fixed: frozenset[str] = frozenset(),
    ) -> None:
        last = until.year if first_day(until.year) < until else until.year - 1
        self.until = until
        self.begins = first_of(years, until)
        self.years = tuple(school_year(year) for year in range(self.begins, last + 1))
        self.first = self.years[0].weeks[0].monday
        self._rng = rng
        self._weeks: dict[str, Week] = {}
        self._moved: dict[str, tuple[int, ...]] = {}
        self.slots: dict[Week, str] = {}
        for number, year in enumerate(self.years, 1):
            for block in BLOCKS:
                self._spread(f"y{number}.{block}", year.blocks[block], sizes.get(f"y{number}.{block}", 0), kept)
        self._moved |= {name: tuple(range(5)) for name in fixed}

    def _spread(self, prefix: str, weeks: tuple[Week, ...], size: int, kept: frozenset[str]) -> None:
        names = [f"{prefix}{number}" for number in range(1, size + 1)]
        used = list(names)
        # The first and the last slot belong to their season; what stands just before the end can be missed best.
        for name in reversed(names[1:-1]):
            if len(used) > len(weeks) and name not in kept:
                used.remove(name)
        middle = range(1, len(weeks) - 1)
        places = [0, *sorted(self._rng.sample(middle, min(len(middle), max(0, len(used) - 2)))), len(weeks) - 1]
        for name, place in zip(used, places, strict=False):
            self._weeks[name] = weeks[place]
            self._moved[name] = _moved(self._rng)
            self.slots[weeks[place]] = name
        for index, name in enumerate(names):
            if name not in self._weeks:
                self._weeks[name] = self._weeks[names[index - 1]]
                self._moved[name] = self._moved[names[index - 1]]

    def weeks(self) -> list[Week]:
        """Weeks with lessons that are over before ``until`` (their Friday is)."""
        return [week for year in self.years for week in year.weeks if week.monday + 4 * DAY < self.until]

    def last_school_day(self) -> date:
        """The last day before ``until`` on which there was school."""
        days = (week.monday + number * DAY for year in self.years for week in year.weeks for number in range(5))
        return max((day for day in days if day < self.until), default=self.first)

    def holidays(self) -> list[Holiday]:
        """Holidays that have begun."""
        return [item for year in self.years for item in year.holidays if item.first < self.until]

    def week(self, slot: str) -> Week | None:
        """The week of a slot without a day; None when it does not exist (yet)."""
        week = self._weeks.get(slot)
        return week if week is not None and week.monday + 4 * DAY < self.until else None

    def day(self, slot: str) -> date | None:
        """The day of a slot; None when it does not exist (yet)."""
        if slot == "y0":
            return self.first - 60 * DAY
        day = self.future(slot)
        return day if day is not None and day < self.until else None

    def future(self, slot: str) -> date | None:
        """The day of a slot, also when it is still to come; None when the career ends before its year."""
        place, _, weekday = slot.rpartition(".")
        week = self._weeks.get(place)
        return None if week is None else week.monday + self._moved[place][int(weekday)] * DAY


def _moved(rng: random.Random) -> tuple[int, ...]:
    """Where the days of a week go: a day away at most, in the same order.

    Friday stays: the week is written then, and looks back on the other days.
    """
    days: list[int] = []
    for day in range(FRIDAY):
        moved = rng.randrange(max(0, day - 1), day + 2)
        days.append(max(moved, days[-1]) if days else moved)
    return (*days, FRIDAY)
