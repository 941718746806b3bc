"""What every use case stands on: the store, the vault, the content, the clock, and the one way to write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import TypedDict

from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.growth import PhaseEntry
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.portfolio import Appointment, Profile
from portfolio_app.domain.records import Record
from portfolio_app.domain.register import Cycle
from portfolio_app.services.ids import Ids
from portfolio_app.services.jobs import Jobs
from portfolio_app.store.store import Change, Store
from portfolio_app.store.values import BlobRow, Clock, Query
from portfolio_app.vault.blobs import Stored, Vault

FREE_KINDS = frozenset({Profile.KIND, PhaseEntry.KIND, Appointment.KIND, Cycle.KIND})
"""Kinds that say who somebody is: they may be saved before a passphrase or recovery code exists."""


class Head(TypedDict):
    """The fields of `Record` itself, to be unpacked into a new one."""

    id: str
    written_at: datetime
    lang: str


@dataclass(frozen=True)
class Core:
    """Shared by the use cases; made by `bootstrap`."""

    store: Store
    vault: Vault
    vault_key: bytes
    content: ContentSets
    jobs: Jobs
    clock: Clock
    protected: Callable[[], bool]
    """Whether a passphrase or a recovery code can open the portfolio."""
    zone: tzinfo | None = None
    read_only: bool = False
    ids: Callable[[datetime], str] = field(default_factory=Ids)
    evidence_stays: threading.RLock = field(default_factory=threading.RLock)
    """Held by whoever relies on the names of encrypted files, and by whoever writes them anew under other names."""

    def new_id(self) -> str:
        """A fresh id."""
        return self.ids(self.clock())

    def today(self) -> date:
        """Calendar day where the owner is."""
        return self.clock().astimezone(self.zone).date()

    def write(self, label: Label, work: Callable[[Change], None]) -> ChangeSet:
        """Run one operation: one transaction, one undo step, one notice.

        Raises `UserError` ``read-only`` and ``disk-full``.
        """
        if self.read_only:
            raise UserError("read-only")
        with self.store.change(label) as change:
            work(change)
        return change.changes

    def guard(self, kinds: Iterable[str]) -> None:
        """Raise `UserError` ``no-passphrase-yet`` when entries would be saved that nobody could ever open again.

        And ``read-only``, before a file of theirs is written into a vault that may be in use elsewhere.
        """
        if self.read_only:
            raise UserError("read-only")
        if not FREE_KINDS.issuperset(kinds) and not self.protected():
            raise UserError("no-passphrase-yet")

    def save(
        self,
        records: Sequence[Record],
        *,
        links: Sequence[Link] = (),
        label: Label,
        blobs: Sequence[BlobRow] = (),
        trash: Sequence[Record] = (),
    ) -> ChangeSet:
        """Store records and links in one operation, files first."""
        self.guard(record.KIND for record in records)

        def work(change: Change) -> None:
            for blob in blobs:
                change.put_blob(blob)
            for record in (*records, *links):
                change.put(record)
            for record in trash:
                change.trash(record.KIND, record.id)

        return self.write(label, work)

    def link(self, role: Role, source: Record, target: Record, quote: Quote | None = None) -> Link:
        """Make a link that is not saved yet."""
        return Link(
            id=self.new_id(),
            written_at=self.clock(),
            lang=source.lang,
            role=role,
            source_kind=source.KIND,
            source_id=source.id,
            target_kind=target.KIND,
            target_id=target.id,
            quote=quote,
        )

    def keep_blob(self, stored: Stored, media_type: str) -> BlobRow:
        """The row for content that was just put in the vault, to be saved with its record.

        An older row with another salt is dropped: its file was damaged or swept, and cannot be opened any more.
        """
        known = self.store.blob(stored.sha256)
        if known is not None and known.salt != stored.salt:
            self.store.drop_blob(stored.sha256)
        return BlobRow(stored.sha256, stored.name, stored.salt, stored.octets, media_type)

    def head(self) -> Head:
        """What every new record starts with: id, instant, and the language its owner writes in."""
        return {"id": self.new_id(), "written_at": self.clock(), "lang": self.lang()}

    def lang(self) -> str:
        """Language the owner writes in, whatever the window speaks."""
        return "en" if self.store.setting("writing_language") == '"en"' else "nl"

    def profile(self) -> Profile | None:
        """The owner, once she said who she is."""
        found = self.store.load(Profile, Query(kinds=(Profile.KIND,), order="written", limit=1))
        return found[0] if found else None
