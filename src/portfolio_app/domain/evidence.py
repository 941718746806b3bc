"""Evidence: what is known of a file; its bytes lie encrypted in the vault."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import ClassVar

from portfolio_app.domain import canonical, covers
from portfolio_app.domain.covers import Cover
from portfolio_app.domain.records import Record


class PupilsVisible(Enum):
    """Are there pupils in it? Left out of exports by default until answered."""

    UNKNOWN = "unknown"
    NO = "no"
    YES = "yes"


@dataclass(frozen=True)
class FileVersion:
    """A file as a record has or had it; ``replaced_at`` is the instant at which a newer one took its place.

    ``covers`` are the boxes that were laid over it, so that they come back with it.
    """

    sha256: str
    file_name: str
    octets: int
    media_type: str
    replaced_at: datetime | None = None
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Evidence(Record):
    """A file that shows something. ``sha256`` is the hex digest of the plain bytes, ``octets`` their number.

    ``earlier`` are the files it had before, oldest first; what hangs on the record hangs on all of them. The consent
    note says who gave it; the fields after it on which day, and for what. ``covers`` are boxes over a picture: they are
    on every copy that goes out, and never on the file itself.
    """

    KIND: ClassVar[str] = "evidence"
    SCHEMA_VERSION: ClassVar[int] = 3

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
    covers: tuple[Cover, ...] = ()

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
        return FileVersion(self.sha256, self.file_name, self.octets, self.media_type, covers=self.covers)

    @property
    def digests(self) -> tuple[str, ...]:
        """Digests of every file that it needs, the present one first."""
        return (self.sha256, *(version.sha256 for version in self.earlier))

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown as a picture on a page."""
        return self.media_type.startswith("image/")

    @property
    def is_covered(self) -> bool:
        """Whether a copy of it goes out with something covered."""
        return bool(self.covers) and self.is_picture

    @property
    def sight(self) -> str:
        """What tells pictures of it apart: its digest, and that of its boxes. Two records may have the same file."""
        return f"{self.sha256}-{covers.digest_of(self.covers)[:16]}" if self.is_covered else self.sha256

    @property
    def copy_name(self) -> str:
        """The file name of the copy that goes out."""
        return covers.name_of_copy(self.file_name, self.media_type) if self.is_covered else self.file_name

    @property
    def copy_type(self) -> str:
        """The type of the copy that goes out."""
        return covers.kind_of_copy(self.media_type) if self.is_covered else self.media_type


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
        covers=file.covers,
    )


def with_covers(record: Evidence, boxes: tuple[Cover, ...], pupils: PupilsVisible) -> Evidence:
    """The record with these boxes over its picture, and what she says about pupils now that they are there."""
    return replace(record, covers=boxes, pupils=pupils)


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
# Version 3 learnt the boxes over a picture. A program that does not know them must not hand the picture over either: it
# would be seen whole.
canonical.UPCASTERS[Evidence.KIND, 2] = dict


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
