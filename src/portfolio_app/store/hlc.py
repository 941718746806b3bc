"""Hybrid logical clock: stamps that sort by time and never go back, also when the computer's clock does."""

from __future__ import annotations

from datetime import datetime

_MOST = 99_999


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
