"""Evidence: what is known of a file; its bytes lie encrypted in the vault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from portfolio_app.domain import canonical
from portfolio_app.domain.records import Record


class PupilsVisible(Enum):
    """Are there pupils in it? Left out of exports by default until answered."""

    UNKNOWN = "unknown"
    NO = "no"
    YES = "yes"


@dataclass(frozen=True)
class FileVersion:
    """A file as a record has or had it; ``replaced_at`` is the instant at which a newer one took its place."""

    sha256: str
    file_name: str
    octets: int
    media_type: str
    replaced_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A file that shows something. ``sha256`` is the hex digest of the plain bytes, ``octets`` their number.

    ``earlier`` are the files it had before, oldest first; what hangs on the record hangs on all of them. The consent
    note says who gave it; the fields after it on which day, and for what.
    """

    KIND: ClassVar[str] = "evidence"
    SCHEMA_VERSION: ClassVar[int] = 2

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
    consent_on: date | None = None
    consent_for: str = ""
    tags: tuple[str, ...] = ()
    earlier: tuple[FileVersion, ...] = ()

    @property
    def heading(self) -> str:
        return self.title or self.file_name

    @property
    def day(self) -> date:
        return self.made_on

    @property
    def words(self) -> tuple[str, ...]:
        return (
            self.file_name, self.description, self.alternative_text, self.consent_note, self.consent_for, *self.tags,
        )  # fmt: skip

    @property
    def file(self) -> FileVersion:
        """The file it has now."""
        return FileVersion(self.sha256, self.file_name, self.octets, self.media_type)

    @property
    def digests(self) -> tuple[str, ...]:
        """Digests of every file that it needs, the present one first."""
        return (self.sha256, *(version.sha256 for version in self.earlier))

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture on a page."""
        return self.media_type.startswith("image/")


def with_other_file(record: Evidence, file: FileVersion) -> Evidence:
    """The record with another file instead of its own. Whether there are pupils in that one, nobody said yet."""
    pupils = record.pupils if record.pupils is PupilsVisible.YES else PupilsVisible.UNKNOWN
    return replace(
        record,
        sha256=file.sha256,
        file_name=file.file_name,
        octets=file.octets,
        media_type=file.media_type,
        pupils=pupils,
    )


def with_newer_file(record: Evidence, file: FileVersion, now: datetime) -> Evidence:
    """The record with a newer file; the one it had is kept as an earlier version."""
    kept = tuple(one for one in record.earlier if one.sha256 not in (file.sha256, record.sha256))
    return replace(with_other_file(record, file), earlier=(*kept, replace(record.file, replaced_at=now)))


def with_earlier_file(record: Evidence, file: FileVersion, now: datetime) -> Evidence:
    """The record with one of its earlier files again; the one it had becomes an earlier one."""
    return record if file.sha256 == record.sha256 else with_newer_file(record, file, now)


# Version 2 learnt the earlier files and the particulars of consent. What was written before is whole without them, but
# a program that does not know them must not write the record back without them.
canonical.UPCASTERS[Evidence.KIND, 1] = dict


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
