"""What went before: the versions of a record, the way back to one, and the steps that were taken."""

from __future__ import annotations

from datetime import tzinfo

from portfolio_app.domain.changes import ChangeSet, Label, Operation
from portfolio_app.domain.errors import UserError
from portfolio_app.services.core import Core
from portfolio_app.services.records import Records, check
from portfolio_app.store.values import Version


class History:
    """Reads the history of records and brings versions back. Nothing in it is ever changed."""

    def __init__(self, core: Core, records: Records) -> None:
        self._core, self._store, self._records = core, core.store, records

    @property
    def zone(self) -> tzinfo | None:
        """Where the owner is; None: as the computer says."""
        return self._core.zone

    def here(self, device: str) -> bool:
        """Whether a step was taken in this copy of the portfolio on this computer."""
        return device == self._store.device

    def count(self, id: str) -> int:
        """How many versions of a record there are."""
        return self._store.version_count(id)

    def versions(self, kind: str, id: str, limit: int | None = None, offset: int = 0) -> list[Version]:
        """Versions of a record, newest first: every one, or so many after the newest ``offset``."""
        return self._store.history(kind, id, limit, offset)

    def version(self, kind: str, id: str, number: int) -> Version:
        """One version by its number. Raises `UserError` ``record-missing``."""
        found = next((item for item in self._store.history(kind, id) if item.number == number), None)
        if found is None:
            raise UserError("record-missing")
        return found

    def restore(self, kind: str, id: str, number: int) -> ChangeSet:
        """Make an earlier version the present one: a new version, one step to undo. Links stay as they are.

        A record in the trash comes back with it. Raises `UserError` ``record-missing`` where the record did not exist
        in that version, ``place-taken``, and what saving raises.
        """
        record = self.version(kind, id, number).record
        if record is None:
            raise UserError("record-missing")
        check(record)
        self._records.check_place(record)
        return self._core.save([record], label=Label("revert", kind, record.heading))

    def steps(self, limit: int, offset: int = 0) -> list[Operation]:
        """Steps that were taken, newest first."""
        return self._store.operations(limit, offset)

    def step_count(self) -> int:
        """How many steps were ever taken."""
        return self._store.operation_counter()

    def live(self, id: str) -> bool:
        """Whether a record is there and not in the trash."""
        return bool(self._store.load_ids([id]))
