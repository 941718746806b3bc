"""The one write path of records: operation, reverse deltas, link ends, index and stamps, in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical, ids
from portfolio_app.domain.changes import Label, Operation
from portfolio_app.domain.conflicts import Conflict
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Export
from portfolio_app.store import driver, hlc, indexing, state
from portfolio_app.store.state import State, Stored

CLOCK_KEY: Final = "clock"
"""Where `meta` holds the stamp after which the clock goes on, and since which operation."""


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


@dataclass(frozen=True)
class Mark:
    """What a row says of its last change: instant, stamp of the clock, version vector and number of the version."""

    at: str
    stamp: str
    vector: str
    version: int


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
    clock = hlc.tick(newest(connection)[1], stamp.now, stamp.device)
    at = state.instant(stamp.now)
    rows = [_put_row(connection, step, at, clock, stamp.device) for step in steps]
    done = put_operation(connection, label, [n for n, _ in rows], stamp, course, undoes)
    seq = done.seq
    erase(connection, [step.stored for step in steps if step.purge])
    for step, (n, record) in zip(steps, rows, strict=True):
        _put_delta(connection, step, n, seq)
        if step.target.body != step.stored.state.body and not step.purge:
            follow(connection, n, step.stored.kind, record, step.stored.state, fresh=step.stored.n is None)
    return replace(done, touched=frozenset((step.stored.kind, step.stored.id) for step in steps))


def put_operation(
    connection: Connection, label: Label, numbers: Sequence[int], stamp: Stamp, course: str, undoes: int | None = None
) -> Operation:
    """Write down a step that touched the records with these numbers; the answer does not name them."""
    last, latest = newest(connection)
    done = Operation(
        id=ids.new_id(stamp.now),
        seq=last + 1,
        label=label,
        at=stamp.now,
        device=stamp.device,
        undoes=_id_of(connection, undoes),
        course=course,
    )
    connection.execute(
        "INSERT INTO operation (seq, id, at, device, hlc, course, verb, kind, heading, undoes, touched)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (done.seq, done.id, state.instant(stamp.now), stamp.device, hlc.tick(latest, stamp.now, stamp.device), course,
         label.verb, label.kind, label.heading, undoes, canonical.text(numbers)),
    )  # fmt: skip
    return done


def newest(connection: Connection) -> tuple[int, str]:
    """Number of the last operation, and the stamp after which the clock goes on; nought and empty at the beginning."""
    row = connection.execute(
        "SELECT o.seq, o.hlc, m.value FROM operation o LEFT JOIN meta m ON m.key=? ORDER BY o.seq DESC LIMIT 1",
        (CLOCK_KEY,),
    ).fetchone()
    if row is None:
        return 0, ""
    seq, stamp, met = row
    until, _, clock = (met or "0 ").partition(" ")
    return seq, clock if int(until) == seq else stamp


def set_clock(connection: Connection, stamp: str) -> None:
    """Let the clock go on after this stamp, whatever the last operation says that came from elsewhere."""
    last, _ = newest(connection)
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (CLOCK_KEY, f"{last} {stamp}"))


def _id_of(connection: Connection, seq: int | None) -> str | None:
    if seq is None:
        return None
    return driver.value(connection, "SELECT id FROM operation WHERE seq=?", seq)


def _put_row(connection: Connection, step: Step, at: str, clock: str, device: str) -> tuple[int, Record | None]:
    """Write the record itself; returns its number and what it is now."""
    stored, target = step.stored, step.target
    record = step.record or target.record(stored.kind)
    mark = Mark(at, hlc.above(clock, stored.hlc, device), stored.next_vector(device), stored.version + 1)
    return put_row(connection, stored, target, record, mark, purged=step.purge), record


def put_row(
    connection: Connection, stored: Stored, target: State, record: Record | None, mark: Mark, *, purged: bool
) -> int:
    """Write the row of a record in a state; returns its number."""
    row = (
        target.schema_version, *state.promoted(record), mark.at, target.trashed_at, mark.version, mark.stamp,
        mark.vector, int(purged), target.body,
    )  # fmt: skip
    if stored.n is not None:
        connection.execute(
            "UPDATE record SET schema_version=?, heading=?, sort_key=?, day=?, minutes=?, tags=?, lang=?, written_at=?,"
            " changed_at=?, trashed_at=?, version=?, hlc=?, vector=?, purged=?, body=? WHERE n=?",
            (*row, stored.n),
        )
        return stored.n
    done = connection.execute(
        "INSERT INTO record (schema_version, heading, sort_key, day, minutes, tags, lang, written_at, changed_at,"
        " trashed_at, version, hlc, vector, purged, body, kind, id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*row, stored.kind, stored.id),
    )
    return int(done.lastrowid or 0)


def _put_delta(connection: Connection, step: Step, n: int, seq: int) -> None:
    before = State() if step.purge else step.stored.state
    put_delta(connection, n, seq, step.stored.version + 1, before, step.target)


def put_delta(connection: Connection, n: int, seq: int, version: int, before: State, after: State) -> None:
    """Write down how a step leads back from one state of a record to the one before."""
    way = after.way_back_to(before)
    origin = before if way is not None else State()
    connection.execute(
        "INSERT INTO delta (record, operation, version, digest, schema_version, trashed_at, patch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (n, seq, version, after.digest, origin.schema_version, origin.trashed_at, way),
    )


def follow(connection: Connection, n: int, kind: str, record: Record | None, before: State, *, fresh: bool) -> None:
    """Bring what is derived from a body in step with it; ``fresh`` when there never was one in this row."""
    if isinstance(record, Link) or kind == Link.KIND:
        _put_link_end(connection, n, record if isinstance(record, Link) else None)
        return
    if record is None:
        indexing.forget(connection, n)
        return
    if isinstance(record, Evidence) and _had_another_file(before, record):
        # Its words are those of the file before; it is read again.
        connection.execute("DELETE FROM evidence_text WHERE record_id=?", (record.id,))
    indexing.index(connection, n, record, fresh=fresh)
    if isinstance(record, Evidence | Export):
        digests = record.digests if isinstance(record, Evidence) else (record.sha256,)
        for digest in digests:
            connection.execute("INSERT OR IGNORE INTO blob_use VALUES (?, ?)", (digest, n))


def _had_another_file(before: State, record: Evidence) -> bool:
    if before.body is None:
        return False
    body: dict[str, object] = json.loads(before.body)
    return body.get("sha256") != record.sha256


def _put_link_end(connection: Connection, n: int, link: Link | None) -> None:
    connection.execute("DELETE FROM link_end WHERE link=?", (n,))
    if link is not None:
        connection.execute(
            "INSERT INTO link_end VALUES (?, ?, ?, ?, ?, ?)",
            (n, link.role.value, link.source_kind, link.source_id, link.target_kind, link.target_id),
        )


def erase(connection: Connection, purged: Sequence[Stored]) -> None:
    """Remove every word of purged records but what their rows hold: see `_erase`."""
    if not purged:
        return
    named = _named(connection, purged)
    for stored in purged:
        if stored.n is not None:
            _erase(connection, stored.n, named)
    indexing.scrub(connection)


def _named(connection: Connection, purged: Sequence[Stored]) -> str:
    """Kinds after which a step that touched one of the purged records may be named, as JSON.

    The step that made or took away a link is named after one of its ends.
    """
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
    """Steps that purge records together with what `around` finds."""
    return [Step(one, State(), purge=True) for one in (*stored, *around(connection, [one.id for one in stored]))]


def around(connection: Connection, idents: Sequence[str]) -> list[Stored]:
    """What holds words of these records: links at either end, which may quote them, and states set aside in a merge."""
    ids = canonical.text(idents)
    rows = connection.execute(
        "WITH gone AS (SELECT value FROM json_each(?))"
        " SELECT link FROM link_end WHERE source_id IN gone UNION SELECT link FROM link_end WHERE target_id IN gone"
        " UNION SELECT n FROM record WHERE kind=? AND body IS NOT NULL AND body ->> 'of_id' IN gone",
        (ids, Conflict.KIND),
    ).fetchall()
    numbers = {row[0] for row in rows} | _undone_links(connection, ids)
    return [state.at(connection, n) for n in sorted(numbers)]


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
