"""Which backups stay: close together while they are young, ever further apart as they grow old."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import Final

HOURLY: Final = timedelta(hours=24)
DAILY: Final = timedelta(days=14)
WEEKLY: Final = timedelta(weeks=8)


def kept(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of backups made at these instants, those that stay.

    Of the last 24 hours the newest of each hour, then of each day for two weeks, of each week for eight, and from then
    on of each month. The newest of all always stays, and so does one that seems to come from the future: then the
    clock was wrong, and nobody knows when.
    """
    listed = sorted(made, reverse=True)
    staying = {each for each in listed if each > now} | set(listed[:1])
    periods: set[Hashable] = set()
    for each in listed:
        period = _period(now - each)(each)
        if each <= now and period not in periods:
            periods.add(period)
            staying.add(each)
    return staying


def _period(age: timedelta) -> Callable[[datetime], Hashable]:
    """What a backup of this age must be alone in."""
    if age <= HOURLY:
        return lambda made: (made.date(), made.hour)
    if age <= DAILY:
        return lambda made: made.date()
    if age <= WEEKLY:
        return lambda made: tuple(made.isocalendar())[:2]
    return lambda made: (made.year, made.month, "month")
