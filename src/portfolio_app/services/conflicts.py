"""Texts that were changed on two computers: what stands now, what was set aside, and what the owner makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.conflicts import Conflict, both_texts, with_head
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record
from portfolio_app.services.core import Core
from portfolio_app.services.records import Records, check
from portfolio_app.store.store import Change
from portfolio_app.store.values import Query


@dataclass(frozen=True)
class Sides:
    """A conflict with both its texts. ``now`` is None where the record is not there at all any more."""

    conflict: Conflict
    now: Record | None
    other: Record


class Conflicts:
    """Lists them and settles them. Both versions stay in the history of the record, whatever is chosen."""

    def __init__(self, core: Core, records: Records) -> None:
        self._core, self._store, self._records = core, core.store, records

    def count(self) -> int:
        """How many wait."""
        return self._store.count(Query(kinds=(Conflict.KIND,)))

    def all(self) -> list[Sides]:
        """Those that wait, the newest first; one that can't be read is left out, and told by the check."""
        found: list[Sides] = []
        for conflict in self._store.load(Conflict, Query(order="written")):
            try:
                other = conflict.record()
                now = self._store.any(conflict.of_kind, conflict.of_id)
            except UserError:
                continue
            found.append(Sides(conflict, now, other))
        return found

    def keep(self, sides: Sides) -> ChangeSet:
        """Leave it as it is now."""
        return self._settle(sides, None)

    def take(self, sides: Sides) -> ChangeSet:
        """Take the text that was set aside. Raises what saving raises, and `UserError` ``place-taken``."""
        written = sides.now.written_at if sides.now is not None else sides.other.written_at
        return self._settle(sides, with_head(sides.other, sides.other.id, written))

    def keep_both(self, sides: Sides) -> ChangeSet:
        """Put both texts under each other, for the owner to make one of them. Raises as `take` does."""
        if sides.now is None:
            return self.take(sides)
        return self._settle(sides, both_texts(sides.now, sides.other))

    def _settle(self, sides: Sides, record: Record | None) -> ChangeSet:
        if record is not None:
            check(record)
            self._records.check_place(record)

        def work(change: Change) -> None:
            if record is not None:
                change.put(record)
            change.trash(Conflict.KIND, sides.conflict.id)

        shown = record or sides.now or sides.other
        return self._core.write(Label("choose", shown.KIND, shown.heading), work)
