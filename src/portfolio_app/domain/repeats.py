"""Days on which something comes back: every week, every two weeks or every month, without the days off."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Final

from portfolio_app.domain.errors import UserError

MOST_TIMES: Final = 120
"""More times than something comes back in two school years; it bounds the work on a mistyped year."""


class Rhythm(Enum):
    """How often something comes back."""

    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


@dataclass(frozen=True)
class Turn:
    """A day on which it would come back; ``off`` says that it lies in a holiday or leave."""

    on: date
    off: bool = False


def turns(first: date, until: date, rhythm: Rhythm, is_off: Callable[[date], bool]) -> tuple[Turn, ...]:
    """The days after ``first`` up to and including ``until``, each with whether it ``is_off``.

    Every month means the same weekday in the same week of the month (the second Tuesday), and the last one where a
    month has no fifth. Raises `UserError` ``repeats-many`` (most) beyond `MOST_TIMES`, and ``dates-reversed``.
    """
    if until < first:
        raise UserError("dates-reversed")
    found: list[Turn] = []
    number = 1
    while (day := _turn(first, rhythm, number)) is not None and day <= until:
        if number > MOST_TIMES:
            raise UserError("repeats-many", most=MOST_TIMES)
        found.append(Turn(day, is_off(day)))
        number += 1
    return tuple(found)


def _turn(first: date, rhythm: Rhythm, number: int) -> date | None:
    """The day of one turn, or None beyond the end of the calendar."""
    try:
        if rhythm is not Rhythm.MONTH:
            return first + timedelta(weeks=number * (2 if rhythm is Rhythm.TWO_WEEKS else 1))
        months = first.month - 1 + number
        year, month = first.year + months // 12, months % 12 + 1
        week = (first.day - 1) // 7
        start = date(year, month, 1)
    except (ValueError, OverflowError):
        return None
    day = 1 + (first.weekday() - start.weekday()) % 7 + 7 * week
    return start.replace(day=day if day <= calendar.monthrange(year, month)[1] else day - 7)
