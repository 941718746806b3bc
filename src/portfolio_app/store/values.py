"""Values that cross the store's border: what is asked and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from portfolio_app.domain.changes import Operation
from portfolio_app.domain.records import Record

Clock = Callable[[], datetime]
"""Returns the present instant, in UTC."""

Order = Literal["newest", "oldest", "heading", "written"]


@dataclass(frozen=True)
class Query:
    """Which records to list. No kinds means every kind but those of `kinds.BESIDE`; days are included.

    Every tag must be there. ``activity`` keeps records with minutes (True) or with none (False). ``trashed`` lists the
    trash instead.
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
    """A record found. ``marks`` are half-open ranges of characters in ``snippet``."""

    kind: str
    id: str
    heading: str
    day: date | None
    snippet: str
    marks: tuple[tuple[int, int], ...] = ()


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
