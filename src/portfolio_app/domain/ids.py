"""Identifiers: UUIDv7 (RFC 9562), so that ids sort by the time they were made."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id(now: datetime, randomness: bytes | None = None) -> str:
    """Make a UUIDv7 from a UTC instant (millisecond precision) and ten random bytes.

    ``randomness`` is given only where the same seed must make the same ids.
    """
    millis = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    noise = int.from_bytes(randomness or secrets.token_bytes(10), "big")
    value = millis << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62 | noise & ((1 << 62) - 1)
    return str(uuid.UUID(int=value))
