"""What goes to which reader: everything is private unless chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, ClassVar

from portfolio_app.domain import canonical
from portfolio_app.domain.records import Record


class Audience(Enum):
    """For whom? (facts 8)"""

    MENTOR = "mentor"
    DOSSIER = "dossier"
    REGISTER = "register"
    APPLICATION = "application"
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


class Carry(Enum):
    """How evidence goes along: small files inside and large ones beside, everything inside, as small as a mail wants
    it, or only named in the list."""

    FITTING = "fitting"
    INSIDE = "inside"
    MAIL = "mail"
    LISTED = "listed"


class Paper(Enum):
    """Size of the pages."""

    A4 = "a4"
    LETTER = "letter"


DEFAULT_PARTS: dict[Audience, frozenset[Part]] = {
    Audience.MENTOR: frozenset(
        {
            Part.ACCOUNT,
            Part.EXPERIENCES,
            Part.REFLECTIONS,
            Part.JOURNAL,
            Part.PATTERNS,
            Part.GROWTH,
            Part.HOURS,
            Part.EVIDENCE,
        }
    ),
    Audience.DOSSIER: frozenset({Part.ACCOUNT, Part.EXPERIENCES, Part.HOURS, Part.EVIDENCE}),
    Audience.REGISTER: frozenset({Part.EXPERIENCES, Part.HOURS, Part.EVIDENCE}),
    Audience.APPLICATION: frozenset({Part.ACCOUNT, Part.EXPERIENCES, Part.EVIDENCE}),
    Audience.ARCHIVE: frozenset(Part),
}


@dataclass(frozen=True, kw_only=True)
class Selection(Record):
    """The owner's choice for one reader: the usual one of an audience, or one of her own that has a ``name``.

    ``from_on`` and ``until_on`` bound the period, both days included; ``own_period`` says that she chose it, else it
    follows the school year. ``chosen`` holds ids of records that are in although they are private by nature
    (reflections, weeks, patterns); ``left_out`` holds ids that are not in although their part is. ``account`` is her
    own introduction, and ``part_texts`` what she writes at the head of a part (by its value), both in the language of
    the document (``lang``). ``part_order`` is the order of the parts, the usual one where it is empty; ``by_theme``
    puts experiences by theme instead of by time. ``ink_page`` adds a page for stamp and pen. ``mail_megabytes`` is how
    large the document may become where it goes by mail. ``to_whom`` is for her own list.
    """

    KIND: ClassVar[str] = "selection"
    SCHEMA_VERSION: ClassVar[int] = 2

    audience: Audience
    from_on: date
    until_on: date
    own_period: bool = False
    parts: frozenset[Part] = frozenset()
    chosen: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    account: str = ""
    to_whom: str = ""
    name: str = ""
    part_order: tuple[Part, ...] = ()
    part_texts: Mapping[str, str] = field(default_factory=dict[str, str])
    by_theme: bool = False
    paper: Paper = Paper.A4
    ink_page: bool = False
    carry: Carry = Carry.FITTING
    mail_megabytes: int = 10

    @property
    def heading(self) -> str:
        return self.name or self.to_whom

    @property
    def day(self) -> date:
        return self.until_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.account, *self.part_texts.values())


def in_order(wanted: Iterable[Part]) -> tuple[Part, ...]:
    """Every part once: the wanted ones first and as wanted, then the others in their usual order."""
    return tuple(dict.fromkeys((*wanted, *Part)))


def moved(order: Iterable[Part], part: Part, past: Part) -> tuple[Part, ...]:
    """The order with a part moved to the other side of another; the others stay as they stood."""
    parts = list(in_order(order))
    there = parts.index(past)
    parts.remove(part)
    parts.insert(there, part)
    return tuple(parts)


@dataclass(frozen=True, kw_only=True)
class Export(Record):
    """A document that was handed over: to which audience, with the digest of the signed original.

    ``choice_id`` and ``choice_name`` tell from which choice it was made. ``beside_name`` and the like are of the file
    with evidence that lies beside it. ``contents`` gives for the id of each record that went in the digest of what it
    was then, so that it can be told what changed since. ``stamped_by`` is the service that stamped the time, if any.
    """

    KIND: ClassVar[str] = "export"
    SCHEMA_VERSION: ClassVar[int] = 2

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
    choice_id: str = ""
    choice_name: str = ""
    beside_name: str = ""
    beside_sha256: str = ""
    beside_octets: int = 0
    contents: Mapping[str, str] = field(default_factory=dict[str, str])
    stamped_by: str = ""

    @property
    def heading(self) -> str:
        return self.file_name

    @property
    def day(self) -> date:
        return self.exported_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.choice_name, self.beside_name, self.stamped_by)


def _carrying(plain: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew only whether evidence went along inside the document."""
    kept = dict(plain)
    carry = Carry.FITTING if kept.pop("embed_evidence", True) else Carry.LISTED
    return {**kept, "carry": carry.value}


canonical.UPCASTERS[Selection.KIND, 1] = _carrying
canonical.UPCASTERS[Export.KIND, 1] = dict
