"""The trash, and what leaves it for good after a time that the owner sets."""

from __future__ import annotations

from datetime import datetime, timedelta

from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.services.core import Core
from portfolio_app.services.settings import TRASH_DAYS, Settings
from portfolio_app.store.store import Change
from portfolio_app.store.values import Query, Row


class Trash:
    """What was thrown away. Bringing back and removing by hand are verbs of `Records`."""

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core, self._settings = core, settings

    def rows(self, text: str = "") -> list[Row]:
        """What lies in the trash, what was thrown away last first; with ``text`` only what has these words."""
        found = self._core.store.rows(Query(trashed=True, order="written", text=text))
        return sorted(found, key=_thrown_at, reverse=True)

    def goes_at(self, row: Row) -> datetime | None:
        """Instant from which a record may be removed for good; None when it stays until the owner removes it."""
        days = self._settings.get(TRASH_DAYS)
        return _thrown_at(row) + timedelta(days=days) if days else None

    def purge_due(self) -> ChangeSet | None:
        """Remove for good what lay in the trash longer than the owner wants, as one step; None when there is none."""
        now = self._core.clock()
        due = [row for row in self.rows() if (at := self.goes_at(row)) is not None and at <= now]
        if not due:
            return None

        def work(change: Change) -> None:
            for row in due:
                change.purge(row.kind, row.id)

        return self._core.write(Label("purge_old"), work)


def _thrown_at(row: Row) -> datetime:
    """When it was thrown away, here or elsewhere; a change that reached it in the trash makes the time begin anew."""
    return max(row.trashed_at or row.changed_at, row.changed_at)
