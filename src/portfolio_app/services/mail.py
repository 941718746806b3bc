"""What a mail that was kept as a file says of itself: its subject and its day."""

from __future__ import annotations

from datetime import date, tzinfo
from email import policy
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from portfolio_app.domain import file_names

LONGEST_SUBJECT = 200
HEADER_OCTETS = 1 << 16
"""How much of a mail is read for its headers."""


def subject_and_day(head: bytes, zone: tzinfo | None) -> tuple[str, date | None]:
    """Subject and day of the mail that begins with these octets; empty and None where it does not say."""
    headers = BytesHeaderParser(policy=policy.default).parsebytes(head)
    try:
        subject = str(headers.get("subject", ""))
    except (ValueError, LookupError, IndexError):  # the parser stumbles over some malformed headers
        subject = ""
    return " ".join(file_names.without_unseen(subject).split())[:LONGEST_SUBJECT], _day(headers.get("date", ""), zone)


def _day(written: object, zone: tzinfo | None) -> date | None:
    try:
        moment = parsedate_to_datetime(str(written))
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
