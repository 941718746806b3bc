"""What is collected inside `Store.change` before it is written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import ChangeSet, Label, Operation
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.store import shelf, state, writing
from portfolio_app.store.state import State, Stored
from portfolio_app.store.values import BlobRow
from portfolio_app.store.writing import Stamp, Step

_Fate = Literal["keep", "trash", "restore", "purge"]


@dataclass
class _Intent:
    record: Record | None = None
    fate: _Fate = "keep"


class Change:
    """Changes that become one operation. ``changes`` says what was touched, once the block is left."""

    def __init__(self, label: Label) -> None:
        self.label = replace(label, heading=canonical.sound(label.heading))
        self.changes = ChangeSet("")
        self._intents: dict[tuple[str, str], _Intent] = {}
        self._blobs: list[BlobRow] = []
        self._drafts: list[str] = []

    def put(self, record: Record) -> None:
        """Create or replace a record. One that was in the trash is back afterwards: who saves wants to see it."""
        if KINDS.get(record.KIND) is not type(record):
            raise ValueError(f"{type(record).__name__} is no kind of record")
        intent = self._intent(record.KIND, record.id)
        intent.record, intent.fate = canonical.sound_record(record), "restore"

    def link(self, link: Link) -> None:
        """Put a link."""
        self.put(link)

    def trash(self, kind: str, id: str) -> None:
        """Move a record to the trash."""
        self._intent(kind, id).fate = "trash"

    def restore(self, kind: str, id: str) -> None:
        """Take a record out of the trash."""
        self._intent(kind, id).fate = "restore"

    def purge(self, kind: str, id: str) -> None:
        """Remove a record for good, with its history and the links at either end. This can't be undone."""
        self._intent(kind, id).fate = "purge"

    def put_blob(self, row: BlobRow) -> None:
        """Write down an encrypted file in the same transaction as its record."""
        self._blobs.append(row)

    def drop_draft(self, key: str) -> None:
        """Throw a draft away in the same transaction as the record it became."""
        self._drafts.append(key)

    def records(self) -> list[Record]:
        """Records that were put."""
        return [intent.record for intent in self._intents.values() if intent.record is not None]

    def write(self, connection: Connection, stamp: Stamp) -> Operation | None:
        """Write everything; None when no record changes."""
        for row in self._blobs:
            shelf.put_blob(connection, row, stamp.now)
        for key in self._drafts:
            connection.execute("DELETE FROM draft WHERE key=?", (key,))
        found = [(state.find(connection, *key), intent) for key, intent in self._intents.items()]
        kept = [_step(stored, intent, stamp) for stored, intent in found if intent.fate != "purge"]
        gone = [stored for stored, intent in found if intent.fate == "purge" and stored.n is not None]
        # Purging comes last, so that it wins over a change of the same link.
        steps = {step.stored.id: step for step in (*kept, *(writing.purges(connection, gone) if gone else ()))}
        return writing.record_change(connection, self.label, list(steps.values()), stamp)

    def _intent(self, kind: str, ident: str) -> _Intent:
        return self._intents.setdefault((kind, ident), _Intent())


def _step(stored: Stored, intent: _Intent, stamp: Stamp) -> Step:
    target = state.of(intent.record) if intent.record is not None else stored.state
    if target.body is None:
        raise UserError("record-missing")
    trashed_at = (stored.state.trashed_at or state.instant(stamp.now)) if intent.fate == "trash" else None
    return Step(stored, State(target.schema_version, target.body, trashed_at), intent.record)
