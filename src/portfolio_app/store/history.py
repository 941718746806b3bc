"""Undo, redo and what went before.

The line of undo is linear and lives in the database: a step that is undone, and the undoing itself, are operations
like any other. Something new ends the possibility to redo; nothing is ever taken out of the history but by a purge.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain.changes import Label, Operation
from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver, state
from portfolio_app.store.state import State, Stored
from portfolio_app.store.values import Version
from portfolio_app.store.writing import Stamp, Step, record_change

_COLUMNS = (
    "o.seq, o.id, o.at, o.device, o.verb, o.kind, o.heading, o.course,"
    " (SELECT id FROM operation u WHERE u.seq = o.undoes)"
)
_WIDTH = 9
"""Number of these columns."""

_UNDOABLE = "o.course IN ('do', 'redo') AND o.undone_by IS NULL"
_REDOABLE = (
    "o.course = 'undo' AND o.undone_by IS NULL"
    " AND o.seq > ifnull((SELECT seq FROM operation WHERE course NOT IN ('undo', 'redo') ORDER BY seq DESC LIMIT 1), 0)"
)


def undoable(connection: Connection) -> Operation | None:
    """The step that `undo` would take back."""
    return _top(connection, _UNDOABLE)


def redoable(connection: Connection) -> Operation | None:
    """The undoing that `redo` would take back; its label names the step itself."""
    return _top(connection, _REDOABLE)


def undo(connection: Connection, stamp: Stamp) -> Operation | None:
    """Take the last step back; None when there is none.

    Raises `UserError` ``undo-conflict`` when one of its records was changed by something outside the line (a merge
    with another computer): nothing is changed then, and the record's own history still has every version.
    """
    return _reverse(connection, undoable(connection), stamp, "undo")


def redo(connection: Connection, stamp: Stamp) -> Operation | None:
    """Do again what was undone last; None when there is nothing. Raises as `undo` does."""
    return _reverse(connection, redoable(connection), stamp, "redo")


def _top(connection: Connection, condition: str) -> Operation | None:
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM operation o WHERE {condition} ORDER BY o.seq DESC LIMIT 1"
    ).fetchall()
    return next(iter(_operations(connection, rows)), None)


def _reverse(connection: Connection, what: Operation | None, stamp: Stamp, course: str) -> Operation | None:
    if what is None:
        return None
    steps: list[Step] = []
    rows = connection.execute(
        "SELECT d.record, d.digest, d.schema_version, d.trashed_at, d.patch FROM operation o, json_each(o.touched) t"
        " CROSS JOIN delta d ON d.record=t.value AND d.operation=o.seq WHERE o.seq=?",
        (what.seq,),
    ).fetchall()
    for n, digest, schema_version, trashed_at, way in rows:
        stored = state.at(connection, n)
        if stored.state.digest != digest:
            raise UserError("undo-conflict", kind=stored.kind)
        steps.append(Step(stored, stored.state.back(schema_version, trashed_at, way)))
    done = record_change(connection, what.label, steps, stamp, course, what.seq)
    if done is not None:
        connection.execute("UPDATE operation SET undone_by=? WHERE seq=?", (done.seq, what.seq))
    return done


def operations(connection: Connection, limit: int, offset: int) -> list[Operation]:
    """Committed steps, newest first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM operation o ORDER BY o.seq DESC LIMIT ? OFFSET ?", (limit, offset)
    ).fetchall()
    return _operations(connection, rows)


def _operations(connection: Connection, rows: Sequence[Any]) -> list[Operation]:
    if not rows:
        return []
    seqs = [row[0] for row in rows]
    touched: dict[int, set[tuple[str, str]]] = {seq: set() for seq in seqs}
    marks = ",".join("?" * len(seqs))
    query = (
        "SELECT o.seq, r.kind, r.id FROM operation o, json_each(o.touched) t CROSS JOIN record r ON r.n=t.value"
        f" WHERE o.seq IN ({marks})"
    )
    for seq, kind, ident in connection.execute(query, tuple(seqs)):
        touched[seq].add((kind, ident))
    return [
        Operation(
            id=ident,
            seq=seq,
            label=Label(verb, kind, heading),
            at=datetime.fromisoformat(at),
            device=device,
            undoes=undoes,
            course=course,
            touched=frozenset(touched[seq]),
        )
        for seq, ident, at, device, verb, kind, heading, course, undoes in rows
    ]


def versions(connection: Connection, kind: str, ident: str, limit: int | None = None, offset: int = 0) -> list[Version]:
    """Versions of a record, newest first, each with the step that led to it; ``offset`` passes by the newest.

    The way back goes through every version after those that are asked for.
    """
    stored = state.find(connection, kind, ident)
    most = -1 if limit is None else offset + limit
    rows = connection.execute(
        f"SELECT {_COLUMNS}, d.version, d.schema_version, d.trashed_at, d.patch"
        " FROM delta d JOIN operation o ON o.seq=d.operation WHERE d.record=? ORDER BY d.operation DESC LIMIT ?",
        (stored.n, most),
    ).fetchall()
    now, found = stored.state, list[Version]()
    steps = _operations(connection, [row[:_WIDTH] for row in rows[offset:]])
    for at, (*_, version, schema_version, trashed_at, way) in enumerate(rows):
        if at >= offset:
            step = steps[at - offset]
            found.append(Version(version, step.at, step, now.record(kind), now.trashed_at is not None))
        now = now.back(schema_version, trashed_at, way)
    return found


def states(connection: Connection, stored: Stored) -> Generator[State]:
    """Every state of a record, newest first, without the steps that led there: much lighter where these are large."""
    now = stored.state
    yield now
    ways = connection.execute(
        "SELECT schema_version, trashed_at, patch FROM delta WHERE record=? ORDER BY operation DESC", (stored.n,)
    ).fetchall()
    for schema_version, trashed_at, way in ways:
        now = now.back(schema_version, trashed_at, way)
        yield now


def version_count(connection: Connection, ident: str) -> int:
    """How many versions of a record there are."""
    query = "SELECT count(*) FROM delta WHERE record=(SELECT n FROM record WHERE id=?)"
    return int(driver.value(connection, query, ident))
