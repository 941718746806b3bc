"""What goes to which reader: everything is private unless chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain.records import Record


class Audience(Enum):
    """For whom? (facts 8)"""

    MENTOR = "mentor"
    DOSSIER = "dossier"
    REGISTER = "register"
    ARCHIVE = "archive"


class Part(Enum):
    """Parts of the document, in their order: her account first, hours last."""

    ACCOUNT = "account"
    EXPERIENCES = "experiences"
    REFLECTIONS = "reflections"
    JOURNAL = "journal"
    PATTERNS = "patterns"
    GROWTH = "growth"
    FEEDBACK = "feedback"
    HOURS = "hours"
    EVIDENCE = "evidence"


DEFAULT_PARTS: dict[Audience, frozenset[Part]] = {
    Audience.MENTOR: frozenset(
        {Part.ACCOUNT, Part.EXPERIENCES, Part.REFLECTIONS, Part.PATTERNS, Part.GROWTH, Part.HOURS, Part.EVIDENCE}
    ),
    Audience.DOSSIER: frozenset({Part.ACCOUNT, Part.EXPERIENCES, Part.HOURS, Part.EVIDENCE}),
    Audience.REGISTER: frozenset({Part.EXPERIENCES, Part.HOURS, Part.EVIDENCE}),
    Audience.ARCHIVE: frozenset(Part),
}


@dataclass(frozen=True, kw_only=True)
class Selection(Record):
    """The owner's choice for one reader; there is one for each audience.

    ``from_on`` and ``until_on`` bound the period, both days included; ``own_period`` says that she chose it, else it
    follows the school year. ``chosen`` holds ids of records that are in although they are private by nature
    (reflections, weeks, patterns); ``left_out`` holds ids that are not in although their part is. ``account`` is her
    own introduction, in the language of the document (``lang``). ``to_whom`` is for her own list.
    """

    KIND: ClassVar[str] = "selection"

    audience: Audience
    from_on: date
    until_on: date
    own_period: bool = False
    parts: frozenset[Part] = frozenset()
    chosen: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    account: str = ""
    to_whom: str = ""
    embed_evidence: bool = True

    @property
    def heading(self) -> str:
        return self.to_whom

    @property
    def day(self) -> date:
        return self.until_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.account,)


@dataclass(frozen=True, kw_only=True)
class Export(Record):
    """A document that was handed over: to which audience, with the digest of the signed original."""

    KIND: ClassVar[str] = "export"

    audience: Audience
    exported_on: date
    from_on: date
    until_on: date
    file_name: str
    sha256: str
    octets: int
    pages: int
    fingerprint: str
    to_whom: str = ""

    @property
    def heading(self) -> str:
        return self.file_name

    @property
    def day(self) -> date:
        return self.exported_on
