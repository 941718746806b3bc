"""What changed since a reader last got a document, in words for the owner. Nothing of it stands in a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio_app.document.snapshot import Snapshot
from portfolio_app.domain import handed
from portfolio_app.domain.handed import Changes, Since
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Export, Part, Selection
from portfolio_app.services.composing import Composing
from portfolio_app.services.core import Core
from portfolio_app.services.selecting import PARTS
from portfolio_app.store.values import Query

__all__ = ["Difference", "Since", "SinceLast", "SinceService", "contents_of"]


@dataclass(frozen=True)
class Difference:
    """Something that is new, another or gone. Of her own text at a part, ``kind`` and ``id`` are empty; so is the
    heading of what is not there any more at all."""

    part: Part
    what: Since
    kind: str = ""
    id: str = ""
    heading: str = ""


@dataclass(frozen=True)
class SinceLast:
    """The last document for a reader, and what is different now, in the order of the parts."""

    export: Export
    changes: Changes
    differences: tuple[Difference, ...]

    def within(self, part: Part) -> tuple[Difference, ...]:
        """What is different in one part."""
        return tuple(found for found in self.differences if found.part is part)


class SinceService:
    """Compares what would go along now with what went along the last time."""

    def __init__(self, core: Core, composing: Composing) -> None:
        self._store = core.store
        self._composing = composing

    def last(self, selection: Selection) -> Export | None:
        """The last document for the reader of a choice, if there is one of which is known what went into it."""
        return handed.last_to(self._store.load(Export, Query(kinds=(Export.KIND,))), selection)

    def since(self, selection: Selection) -> SinceLast | None:
        """What changed since then; None where this reader got nothing yet.

        Reads everything that goes along: run it with ``jobs.submit`` from a window. Raises `UserError`
        ``nothing-selected`` and ``dates-reversed``.
        """
        export = self.last(selection)
        if export is None:
            return None
        snapshot = self._composing.snapshot(selection)
        records = {record.id: record for record in records_of(snapshot)}
        found = handed.changes(export.contents, handed.contents(records.values(), selection))
        told = [
            self._told(key, what, records)
            for what, keys in ((Since.NEW, found.new), (Since.CHANGED, found.changed), (Since.GONE, found.gone))
            for key in sorted(keys)
        ]
        order = {part: place for place, part in enumerate(Part)}
        told.sort(key=lambda one: order[one.part])
        return SinceLast(export, found, tuple(told))

    def _told(self, key: str, what: Since, records: Mapping[str, Record]) -> Difference:
        if (part := handed.text_part(key)) is not None:
            return Difference(part, what)
        # What is in the trash is known too, what was removed for good is not.
        record = records.get(key) or self._store.whatever(key)
        if record is None:
            return Difference(Part.ACCOUNT, what, id=key)
        # Who she is, where she worked and in which phase she is stand before her account.
        return Difference(PARTS.get(type(record), Part.ACCOUNT), what, record.KIND, key, record.heading)


def records_of(snapshot: Snapshot) -> list[Record]:
    """Every record that a document tells of."""
    return [record for record in snapshot.told() if not isinstance(record, Selection)]


def contents_of(snapshot: Snapshot) -> dict[str, str]:
    """What goes into a document, to be kept with it."""
    return handed.contents(records_of(snapshot), snapshot.selection)
