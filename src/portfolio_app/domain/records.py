"""What every record has, and the register of kinds of records.

A record is an aggregate: it is saved, undone, trashed and merged as a whole. Records are frozen; a change is a new
value made with `dataclasses.replace`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypeVar

KINDS: dict[str, type[Record]] = {}


@dataclass(frozen=True, kw_only=True)
class Record:
    """Header of every record.

    ``lang`` is the language its texts are written in (``nl`` or ``en``); ``written_at`` is the UTC instant of the
    first save and never changes, unlike the calendar day on which something happened.
    """

    KIND: ClassVar[str] = ""
    SCHEMA_VERSION: ClassVar[int] = 1

    id: str
    written_at: datetime
    lang: str = "nl"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if cls.KIND:
            KINDS[cls.KIND] = cls

    @property
    def heading(self) -> str:
        """Words by which the owner recognises the record in a list; may be empty."""
        return ""

    @property
    def day(self) -> date | None:
        """Calendar day on which it happened, or None when it belongs to no day."""
        return None

    @property
    def words(self) -> tuple[str, ...]:
        """Every text of the record that a search should find, the heading apart."""
        return ()


R = TypeVar("R", bound=Record)
