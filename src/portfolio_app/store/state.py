"""A record as it stands in the database, and the states it goes through."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record
from portfolio_app.store import patch
from portfolio_app.store.words import fold

_SORT_LENGTH = 80


@dataclass(frozen=True)
class State:
    """What undo restores: the form and text of the body (None: there is no such record) and when it was trashed."""

    schema_version: int = 0
    body: str | None = None
    trashed_at: str | None = None

    @property
    def digest(self) -> int:
        """Number that two states share only when record and trash agree; zero where there is no record.

        Undo compares it with what it expects to find, so the instant of trashing is left out: redoing a step must
        lead to the same number.
        """
        if self.body is None:
            return 0
        mark = b"t" if self.trashed_at else b"l"
        return int.from_bytes(hashlib.blake2b(mark + self.body.encode(), digest_size=8).digest(), "big", signed=True)

    def record(self, kind: str) -> Record | None:
        """The record in this state."""
        return None if self.body is None else canonical.load(kind, self.schema_version, self.body)

    def way_back_to(self, before: State) -> str | None:
        """The patch with which `back` returns to ``before``; the whole body where nothing is left to patch."""
        if before.body is None or self.body is None:
            return before.body
        return patch.encode(self.body, before.body)

    def back(self, schema_version: int, trashed_at: str | None, way: str | None) -> State:
        """The state before, from a delta's columns; raises UserError record-unreadable."""
        if way is None:
            return State()
        try:
            body = way if self.body is None else patch.decode(self.body, way)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
            raise UserError("record-unreadable") from error
        return State(schema_version, body, trashed_at)


@dataclass(frozen=True)
class Stored:
    """A row of ``record``: its number (None before its first save), version, version vector, stamp and state."""

    n: int | None
    kind: str
    id: str
    version: int
    vector: str
    hlc: str
    state: State

    def next_vector(self, device: str) -> str:
        """The version vector after one more change on this device."""
        counts: dict[str, int] = json.loads(self.vector)
        counts[device] = counts.get(device, 0) + 1
        return canonical.text(counts)


_COLUMNS = "n, kind, id, version, vector, hlc, schema_version, body, trashed_at"


def find(connection: Connection, kind: str, ident: str) -> Stored:
    """The row of a record; an empty one where it was never saved. Raises ValueError when the id is of another kind."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM record WHERE id=?", (ident,)).fetchone()
    if row is None:
        return Stored(None, kind, ident, 0, "{}", "", State())
    if row[1] != kind:
        raise ValueError(f"{ident} is a {row[1]}, not a {kind}")
    return _stored(row)


def at(connection: Connection, n: int) -> Stored:
    """The row with a number."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM record WHERE n=?", (n,)).fetchone()
    return _stored(row)


def _stored(row: Any) -> Stored:
    n, kind, ident, version, vector, hlc, schema_version, body, trashed_at = row
    return Stored(n, kind, ident, version, vector, hlc, State(schema_version, body, trashed_at))


def of(record: Record) -> State:
    """The live state of a record."""
    return State(record.SCHEMA_VERSION, canonical.dump(record))


def promoted(record: Record | None) -> tuple[str, str, str | None, int | None, str | None, str, str]:
    """Columns by which lists are filtered and sorted: heading, sort key, day, minutes, tags, lang, written_at."""
    if record is None:
        return ("", "", None, None, None, "", "")
    minutes = getattr(record, "minutes", None)
    tags: tuple[str, ...] = getattr(record, "tags", ())
    day = record.day
    return (
        record.heading,
        fold(record.heading)[:_SORT_LENGTH],
        day.isoformat() if day else None,
        minutes if isinstance(minutes, int) else None,
        canonical.text(list(tags)) if tags else None,
        record.lang,
        instant(record.written_at),
    )


def instant(moment: datetime) -> str:
    """An instant as the tables hold it."""
    return str(canonical.to_plain(moment))
