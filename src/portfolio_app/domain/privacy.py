"""What must not leave with a document: numbers of people, pupils who can be known, and what is nobody else's business.

The rules are data: which words are sought, beside which words, and how heavily it weighs. What needs arithmetic (a test
of a number) stands in `privacy_numbers`, what needs names and words in `privacy_people`; `privacy_look` puts them
together. A finding is never kept anywhere; only what the owner said is fine is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from portfolio_app.domain.names import folded
from portfolio_app.domain.sets import ContentSet, Texts


class Level(Enum):
    """How heavily something weighs: it can't go out, it goes out once she looked at it, or it is only pointed at."""

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


_WEIGHT: Final = {Level.HINT: 0, Level.WARN: 1, Level.BLOCK: 2}


class Kind(Enum):
    """What something is."""

    BSN = "bsn"
    EDUCATION_NUMBER = "education_number"
    NATIONAL_NUMBER = "national_number"
    IBAN = "iban"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    BIRTH_DATE = "birth_date"
    DATE = "date"
    CLASS_LIST = "class_list"
    KNOWN_NAME = "known_name"
    CUED_NAME = "cued_name"
    FIRST_NAME = "first_name"
    INITIALS = "initials"
    CLASS_CODE = "class_code"
    SPECIAL = "special"
    PUPIL = "pupil"
    SYSTEM = "system"
    TOKEN = "token"
    DOCUMENT_NUMBER = "document_number"
    METADATA = "metadata"
    UNREAD = "unread"
    OWN = "own"


NEVER_FINE: Final = frozenset(
    {Kind.BSN, Kind.EDUCATION_NUMBER, Kind.NATIONAL_NUMBER, Kind.IBAN, Kind.BIRTH_DATE, Kind.CLASS_LIST}
)
"""Kinds about which she can't say that it is fine: where one of them blocks, the text has to change."""

NAMES: Final = frozenset({Kind.CLASS_LIST, Kind.KNOWN_NAME, Kind.CUED_NAME, Kind.FIRST_NAME, Kind.INITIALS})
"""Kinds that are the name of somebody, for whom something can stand in."""


@dataclass(frozen=True, kw_only=True)
class PrivacyRule:
    """Words of one kind, and how heavily it weighs; what several sets say is put together.

    ``level`` is its weight and ``doubtful`` that of what may well be something else (a number without a word beside it
    that says so); of several sets the heaviest counts. ``cues`` are the words beside which it is one, ``words`` those
    that are sought themselves, ``ambiguous`` those among them that are ordinary words as well, ``unless`` what tells
    that it is something else. ``name`` and ``why`` are for a kind ``own``.

    A word in small letters is found in capitals too; one with a capital only as it stands. A ``*`` at the end stands
    for any ending.
    """

    kind: Kind
    level: Level | None = None
    doubtful: Level | None = None
    cues: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    name: Texts | None = None
    why: Texts | None = None


@dataclass(frozen=True, kw_only=True)
class PrivacySet(ContentSet):
    """Privacy rules: those of a language, or a school's own."""

    rules: tuple[PrivacyRule, ...]


@dataclass(frozen=True)
class Finding:
    """Something in a text, in a half-open range of characters.

    ``value`` is what stands there, ``masked`` is how it is shown. ``reason`` is a code of why it was found. ``own`` is
    the rule of a school's own that it was found by.
    """

    kind: Kind
    level: Level
    start: int
    end: int
    reason: str
    value: str = field(repr=False)
    own: PrivacyRule | None = field(default=None, repr=False)

    @property
    def masked(self) -> str:
        """The value as it may be shown: `masked`."""
        return masked(self.kind, self.value)

    @property
    def word(self) -> str:
        """The value as it is remembered: without capitals and accents, blanks made one."""
        return word_of(self.value)

    @property
    def may_be_fine(self) -> bool:
        """Whether she may say that it is fine, once and for all."""
        return self.level is not Level.BLOCK and self.kind not in NEVER_FINE


@dataclass(frozen=True)
class Fine:
    """Something of which she said that it is fine, or nobody: a kind, and the value as `word_of` writes it."""

    kind: Kind
    word: str = field(repr=False)


@dataclass(frozen=True)
class Setting:
    """What is known around a text: words of the owner's own name and her addresses, all as `word_of` writes them.

    ``day`` is when it happened: a date that makes somebody a child then may be one of birth. ``in_file`` says that it
    is the text of a file, ``file_name`` that it is the name of one, in which capitals tell nothing. ``stand_ins`` are
    what stands in for people, which is nobody's name; ``colleagues`` are names of people by their role.
    """

    owner: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    stand_ins: frozenset[str] = frozenset()
    colleagues: frozenset[str] = frozenset()
    day: date | None = None
    in_file: bool = False
    file_name: bool = False

    def is_owner(self, name: str) -> bool:
        """Whether a name is made of the owner's own words."""
        return set(word_of(name).split()) <= self.owner


def word_of(text: str) -> str:
    """A text without capitals and accents, every blank made one space."""
    return " ".join(folded(text)[0].split())


_SHOWN: Final = frozenset(
    {
        Kind.CLASS_LIST, Kind.KNOWN_NAME, Kind.CUED_NAME, Kind.FIRST_NAME, Kind.INITIALS, Kind.CLASS_CODE,
        Kind.SPECIAL, Kind.PUPIL, Kind.SYSTEM, Kind.METADATA, Kind.UNREAD, Kind.OWN,
    }
)  # fmt: skip
"""Kinds of which nobody can judge anything without seeing the word; none of them is a number or an address."""
_ENDS: Final = 3


def masked(kind: Kind, value: str) -> str:
    """A value as it may be shown: ``111***333``, ``s***@d***``; names and words stay as they are."""
    if kind in _SHOWN:
        return " ".join(value.split())
    if kind is Kind.EMAIL:
        name, _, place = value.partition("@")
        return f"{name[:1]}***@{place[:1]}***"
    if kind is Kind.TOKEN:
        return f"{value[: value.find('=') + 1]}***"
    signs = [sign for sign in value if sign.isalnum()]
    if len(signs) <= _ENDS * 2:
        return f"{''.join(signs[:1])}***"
    return f"{''.join(signs[:_ENDS])}***{''.join(signs[-_ENDS:])}"


def heaviest(levels: Iterable[Level | None]) -> Level | None:
    """The heaviest of some levels; None where none is said."""
    said = [level for level in levels if level is not None]
    return max(said, key=_WEIGHT.__getitem__, default=None)


def lighter(one: Finding, other: Finding) -> bool:
    """Whether one weighs less than another."""
    return _WEIGHT[one.level] < _WEIGHT[other.level]


def key_of(finding: Finding, place: str) -> str:
    """A name for a finding in a place, the same at every look; it can't be read back without knowing the value."""
    said = f"{finding.kind.value}\n{finding.level.value}\n{finding.word}\n{place}"
    return hashlib.sha256(said.encode()).hexdigest()[:24]
