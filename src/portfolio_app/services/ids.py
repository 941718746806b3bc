"""Ids that follow the order in which they were asked for, also within one millisecond."""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta

from portfolio_app.domain.ids import new_id

_LOW = 62
_BITS = 12 + _LOW
"""Random bits of a UUIDv7: twelve before its variant and 62 behind it."""
_LEAP = 1 << 40
_BACK = timedelta(seconds=10)
"""A clock that was put back by less than this is held; by more, it is followed (RFC 9562, section 6.2)."""


class Ids:
    """Makes UUIDv7 that never sort before the one made last: lists that are ordered by id keep the order of writing.

    Within a millisecond the random part is counted up by a random leap (RFC 9562, section 6.2, method 2). Safe to share
    between threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at = 0
        self._noise = 0

    def __call__(self, now: datetime) -> str:
        """A fresh id for a UTC instant."""
        with self._lock:
            at = int(now.timestamp() * 1000)
            if at <= self._at < at + _BACK / timedelta(milliseconds=1):
                noise = self._noise + 1 + secrets.randbelow(_LEAP)
                self._at += noise >> _BITS  # counted over its end: into the next millisecond
                self._noise = noise & ((1 << _BITS) - 1)
            else:
                self._at, self._noise = at, secrets.randbits(_BITS)
            high, low = self._noise >> _LOW, self._noise & ((1 << _LOW) - 1)
            instant = now + timedelta(milliseconds=self._at - at)
        return new_id(instant, (high << 68 | low).to_bytes(10, "big"))
