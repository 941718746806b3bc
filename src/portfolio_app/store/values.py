"""Values that cross the store's border: what is asked and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from portfolio_app.domain.changes import Operation
from portfolio_app.domain.records import Record

Clock = Callable[[], datetime]
"""Returns the present instant, in UTC."""

Lacking = Literal["place", "pupils"]
Order = Literal["newest", "oldest", "heading", "written"]


@dataclass(frozen=True)
class Query:
    """Which records to list. No kinds means every kind but those of `kinds.BESIDE`; days are included.

    Every tag must be there. ``activity`` keeps records with minutes (True) or with none (False). ``lacking`` keeps
    evidence of which something is still to be said: its place, or whether there are pupils in it. ``trashed`` lists the
    trash instead. ``has_competences`` keeps records that name a competence.
    """

    kinds: tuple[str, ...] = ()
    text: str = ""
    from_on: date | None = None
    until_on: date | None = None
    tags: tuple[str, ...] = ()
    trashed: bool = False
    order: Order = "newest"
    limit: int | None = None
    offset: int = 0
    activity: bool | None = None
    lacking: Lacking | None = None
    has_competences: bool = False


@dataclass(frozen=True)
class Row:
    """A record as a list shows it, read without its body. ``minutes`` is None for kinds that have none."""

    id: str
    kind: str
    heading: str
    day: date | None
    written_at: datetime
    changed_at: datetime
    minutes: int | None
    trashed_at: datetime | None
    version: int


@dataclass(frozen=True)
class Version:
    """A record as an operation left it; ``record`` is None where it did not exist then."""

    number: int
    at: datetime
    operation: Operation
    record: Record | None
    trashed: bool = False


@dataclass(frozen=True)
class Hit:
    """A record found. ``marks`` are half-open ranges of characters in ``snippet``, ``heading_marks`` in ``heading``."""

    kind: str
    id: str
    heading: str
    day: date | None
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()
    heading_marks: tuple[tuple[int, int], ...] = ()


Place = Literal["live", "trash"]


@dataclass(frozen=True)
class Question:
    """What is searched for: words, and filters that all must hold. Without words the filters alone decide.

    Days are included; a record without a day is left out by them. ``competence`` is a framework and a code, whose parts
    count too. ``evidence`` keeps what is shown by a piece of evidence (True) or by none (False); evidence itself is
    neither. ``place`` is where to look: what lies in the trash has to be asked for.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    competence: tuple[str, str] | None = None
    scheme: str = ""
    tags: tuple[str, ...] = ()
    evidence: bool | None = None
    place: Place = "live"

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked; where to look is no question."""
        return not self.text.strip() and replace(self, text="", place="live") == Question()


@dataclass(frozen=True)
class Found:
    """What was found: how many of each kind, and the first of them, those with the words in the title first."""

    counts: Mapping[str, int] = field(default_factory=dict[str, int])
    hits: Mapping[str, tuple[Hit, ...]] = field(default_factory=dict[str, "tuple[Hit, ...]"])

    @property
    def total(self) -> int:
        """How many records were found in all."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class BlobRow:
    """What is needed to find and open an encrypted file: its name in the vault and the salt of its key.

    ``sha256`` is the hex digest of the plain bytes, ``octets`` their number.
    """

    sha256: str
    name: str
    salt: str
    octets: int
    media_type: str = ""


@dataclass(frozen=True)
class Finding:
    """Something the check found: a code and facts without the owner's words."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict[str, object])
