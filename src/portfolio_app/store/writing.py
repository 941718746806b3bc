"""The one write path of records: operation, reverse deltas, link ends, index and stamps, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical, ids
from portfolio_app.domain.changes import Label, Operation
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Export
from portfolio_app.store import driver, hlc, indexing, state
from portfolio_app.store.state import State, Stored


@dataclass(frozen=True)
class Step:
    """One record's way from the state it is in to another one. ``purge`` leaves nothing but a tombstone."""

    stored: Stored
    target: State
    record: Record | None = None
    """The record of the target, where the caller has it at hand."""
    purge: bool = False

    @property
    def changes(self) -> bool:
        """Whether anything would differ afterwards."""
        return self.stored.n is not None if self.purge else self.target != self.stored.state


@dataclass(frozen=True)
class Stamp:
    """Who writes, and when."""

    device: str
    now: datetime


def record_change(
    connection: Connection,
    label: Label,
    steps: Sequence[Step],
    stamp: Stamp,
    course: str = "do",
    undoes: int | None = None,
) -> Operation | None:
    """Write every step as one operation; None when nothing changes. ``undoes`` is the number of another operation."""
    steps = [step for step in steps if step.changes]
    if not steps:
        return None
    if any(step.purge for step in steps):
        course, label = "final", replace(label, heading="")
    last = connection.execute("SELECT seq, hlc FROM operation ORDER BY seq DESC LIMIT 1").fetchone()
    seq = last[0] + 1 if last else 1
    clock = hlc.tick(last[1] if last else "", stamp.now, stamp.device)
    ident = ids.new_id(stamp.now)
    at = state.instant(stamp.now)
    rows = [_put_row(connection, step, at, clock, stamp.device) for step in steps]
    connection.execute(
        "INSERT INTO operation (seq, id, at, device, hlc, course, verb, kind, heading, undoes, touched)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (seq, ident, at, stamp.device, clock, course, label.verb, label.kind, label.heading, undoes,
         canonical.text([n for n, _ in rows])),
    )  # fmt: skip
    named = _named(connection, steps)
    for step, (n, record) in zip(steps, rows, strict=True):
        _put_delta(connection, step, n, seq, named)
        if step.target.body != step.stored.state.body and not step.purge:
            _follow(connection, n, step.stored, record)
    if course == "final":
        indexing.scrub(connection)
    return Operation(
        id=ident,
        seq=seq,
        label=label,
        at=stamp.now,
        device=stamp.device,
        undoes=_id_of(connection, undoes),
        course=course,
        touched=frozenset((step.stored.kind, step.stored.id) for step in steps),
    )


def _id_of(connection: Connection, seq: int | None) -> str | None:
    if seq is None:
        return None
    return driver.value(connection, "SELECT id FROM operation WHERE seq=?", seq)


def _put_row(connection: Connection, step: Step, at: str, clock: str, device: str) -> tuple[int, Record | None]:
    """Write the record itself; returns its number and what it is now."""
    stored, target = step.stored, step.target
    record = step.record or target.record(stored.kind)
    row = (
        target.schema_version, *state.promoted(record), at, target.trashed_at, stored.version + 1, clock,
        stored.next_vector(device), int(step.purge), target.body,
    )  # fmt: skip
    if stored.n is not None:
        connection.execute(
            "UPDATE record SET schema_version=?, heading=?, sort_key=?, day=?, minutes=?, tags=?, lang=?, written_at=?,"
            " changed_at=?, trashed_at=?, version=?, hlc=?, vector=?, purged=?, body=? WHERE n=?",
            (*row, stored.n),
        )
        return stored.n, record
    done = connection.execute(
        "INSERT INTO record (schema_version, heading, sort_key, day, minutes, tags, lang, written_at, changed_at,"
        " trashed_at, version, hlc, vector, purged, body, kind, id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, stored.kind, stored.id),
    )
    return done.lastrowid, record


def _put_delta(connection: Connection, step: Step, n: int, seq: int, named: str) -> None:
    stored, target = step.stored, step.target
    way = None
    if step.purge:
        _erase(connection, n, named)
    else:
        way = target.way_back_to(stored.state)
    before = stored.state if way is not None else State()
    connection.execute(
        "INSERT INTO delta (record, operation, version, digest, schema_version, trashed_at, patch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (n, seq, stored.version + 1, target.digest, before.schema_version, before.trashed_at, way),
    )


def _follow(connection: Connection, n: int, stored: Stored, record: Record | None) -> None:
    """Bring what is derived from a body in step with it."""
    if isinstance(record, Link) or stored.kind == Link.KIND:
        _put_link_end(connection, n, record if isinstance(record, Link) else None)
        return
    if record is None:
        indexing.forget(connection, n)
        return
    indexing.index(connection, n, record, fresh=stored.n is None)
    if isinstance(record, Evidence | Export):
        connection.execute("INSERT OR IGNORE INTO blob_use VALUES (?, ?)", (record.sha256, n))


def _put_link_end(connection: Connection, n: int, link: Link | None) -> None:
    connection.execute("DELETE FROM link_end WHERE link=?", (n,))
    if link is not None:
        connection.execute(
            "INSERT INTO link_end VALUES (?, ?, ?, ?, ?, ?)",
            (n, link.role.value, link.source_kind, link.source_id, link.target_kind, link.target_id),
        )


def _named(connection: Connection, steps: Sequence[Step]) -> str:
    """Kinds after which a step that touched one of the purged records may be named, as JSON.

    The step that made or took away a link is named after one of its ends.
    """
    purged = [step.stored for step in steps if step.purge]
    rows = connection.execute(
        "WITH gone AS (SELECT value FROM json_each(?))"
        " SELECT source_kind FROM link_end WHERE link IN gone"
        " UNION SELECT target_kind FROM link_end WHERE link IN gone",
        (canonical.text([stored.n for stored in purged]),),
    )
    return canonical.text(sorted({row[0] for row in rows} | {stored.kind for stored in purged}))


def _erase(connection: Connection, n: int, named: str) -> None:
    """Remove every word of a purged record: index, extracted text, drafts, history, and its name in the list of steps.

    The key of a draft has the id of the record it is of or about between colons. A step that touched nothing else
    can no longer be undone; the others keep what they did to other records.
    """
    indexing.forget(connection, n)
    for statement in (
        "DELETE FROM link_end WHERE link=?",
        "DELETE FROM blob_use WHERE record=?",
        "DELETE FROM evidence_text WHERE record_id=(SELECT id FROM record WHERE n=?)",
        "DELETE FROM draft WHERE instr(':' || key || ':', (SELECT ':' || id || ':' FROM record WHERE n=?))",
    ):
        connection.execute(statement, (n,))
    connection.execute(
        "UPDATE operation SET heading='' WHERE kind IN (SELECT value FROM json_each(?))"
        " AND seq IN (SELECT operation FROM delta WHERE record=?)",
        (named, n),
    )
    connection.execute(
        "UPDATE operation SET course='gone' WHERE course <> 'final'"
        " AND seq IN (SELECT operation FROM delta WHERE record=?) AND NOT EXISTS"
        " (SELECT 1 FROM json_each(operation.touched) t CROSS JOIN delta d"
        " ON d.record=t.value AND d.operation=operation.seq WHERE d.record <> ?)",
        (n, n),
    )
    connection.execute("DELETE FROM delta WHERE record=?", (n,))


def purges(connection: Connection, stored: Sequence[Stored]) -> list[Step]:
    """Steps that purge records together with the links at either end of them, which may quote their words."""
    ids = canonical.text([one.id for one in stored])
    rows = connection.execute(
        "WITH gone AS (SELECT value FROM json_each(?))"
        " SELECT link FROM link_end WHERE source_id IN gone UNION SELECT link FROM link_end WHERE target_id IN gone",
        (ids,),
    ).fetchall()
    numbers = {row[0] for row in rows} | _undone_links(connection, ids)
    links = [state.at(connection, n) for n in sorted(numbers)]
    return [Step(one, State(), purge=True) for one in (*stored, *links)]


def _undone_links(connection: Connection, ids: str) -> set[int]:
    """Numbers of the links at these records (ids as JSON) that were undone: only their history still has them."""
    rows = connection.execute(
        "WITH gone AS (SELECT value FROM json_each(?))"
        " SELECT r.n FROM record r JOIN delta d ON d.record=r.n AND d.version=r.version"
        " WHERE r.kind=? AND r.body IS NULL AND r.purged=0 AND json_valid(d.patch)"
        " AND (d.patch ->> 'source_id' IN gone OR d.patch ->> 'target_id' IN gone)",
        (ids, Link.KIND),
    )
    return {row[0] for row in rows}
