"""Hybrid logical clock: stamps that sort by time and never go back, also when the computer's clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_MOST = 99_999
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
DRIFT: Final = timedelta(days=1)
"""How far ahead of this computer's clock another one's stamps are followed."""


def tick(last: str, now: datetime, device: str) -> str:
    """The stamp after ``last`` (empty for the first): milliseconds, counter, device."""
    millis, count = int(now.timestamp() * 1000), 0
    if last:
        then, steps, _ = last.split("-", 2)
        if int(then) >= millis:
            millis, count = int(then), int(steps) + 1
            if count > _MOST:
                millis, count = millis + 1, 0
    return f"{millis:013d}-{count:05d}-{device}"


def above(stamp: str, last: str, device: str) -> str:
    """``stamp``, or the next one after ``last`` where that is not earlier: a later change must look later."""
    if stamp > last:
        return stamp
    return tick(last, _BEGINNING, device)


def meeting(own: str, seen: str, now: datetime, device: str) -> str:
    """Where this computer's clock goes on after it met another one: past what it saw, within reason.

    ``own`` and ``seen`` are the newest stamps on either side, empty for none. A clock that ran years ahead must not
    make its stamps the newest for ever, here or there. What this computer's clock says is believed, and what both
    sides had reached already (a clock can also have fallen back); a stamp more than a day beyond that is not followed.
    """
    believed = max(int(now.timestamp() * 1000), min(_millis(own), _millis(seen)))
    limit = believed + int(DRIFT.total_seconds() * 1000)
    within = [stamp for stamp in (own, seen) if stamp and _millis(stamp) <= limit]
    return max(within, default=f"{believed:013d}-{0:05d}-{device}")


def moment(stamp: str) -> datetime | None:
    """The instant that a stamp names; None for an empty one."""
    return _BEGINNING + timedelta(milliseconds=_millis(stamp)) if stamp else None


def device_of(stamp: str) -> str:
    """Which computer made a stamp."""
    return stamp.split("-", 2)[-1]


def _millis(stamp: str) -> int:
    return int(stamp.split("-", 1)[0]) if stamp else 0
