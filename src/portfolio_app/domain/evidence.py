"""Evidence: what is known of a file; its bytes lie encrypted in the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain.records import Record


class PupilsVisible(Enum):
    """Are there pupils in it? Left out of exports by default until answered."""

    UNKNOWN = "unknown"
    NO = "no"
    YES = "yes"


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A file that shows something. ``sha256`` is the hex digest of the plain bytes, ``octets`` their number."""

    KIND: ClassVar[str] = "evidence"

    title: str
    file_name: str
    sha256: str
    octets: int
    media_type: str
    made_on: date
    description: str = ""
    alternative_text: str = ""
    pupils: PupilsVisible = PupilsVisible.UNKNOWN
    consent_note: str = ""
    tags: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.title or self.file_name

    @property
    def day(self) -> date:
        return self.made_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.file_name, self.description, self.alternative_text, self.consent_note, *self.tags)

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture on a page."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, kw_only=True)
class Certificate(Record):
    """A certificate that may expire (BHV, EHBO)."""

    KIND: ClassVar[str] = "certificate"

    title: str
    issued_on: date
    expires_on: date | None = None
    issuer: str = ""
    number: str = ""

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.issued_on

    @property
    def words(self) -> tuple[str, ...]:
        return (self.issuer, self.number)
