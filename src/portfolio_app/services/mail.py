"""What a mail that was kept as a file says of itself: its subject and its day."""

from __future__ import annotations

from datetime import date, tzinfo
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from portfolio_app.domain import file_names

LONGEST_SUBJECT = 200
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
"""What the parser of the standard library raises for headers that follow no rule."""
HEADER_OCTETS = 1 << 16
"""How much of a mail is read for its headers."""


def subject_and_day(head: bytes, zone: tzinfo | None) -> tuple[str, date | None]:
    """Subject and day of the mail that begins with these octets; empty and None where it does not say."""
    subject, day = _header(head, "subject"), _header(head, "date")
    return " ".join(file_names.without_unseen(subject).split())[:LONGEST_SUBJECT], _day(day, zone)


def _header(head: bytes, name: str) -> str:
    try:
        return str(BytesHeaderParser(policy=policy.default).parsebytes(head).get(name, ""))
    except _STUMBLES:
        return ""


def _day(written: object, zone: tzinfo | None) -> date | None:
    try:
        moment = parsedate_to_datetime(str(written))
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except (*_STUMBLES, OverflowError):
        return None
