"""What a merge sets right afterwards: states set aside for the owner, places for one, and what purged records leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.domain.conflicts import SINGLE, Conflict, Place, combined, conflict_id, loses_words, place_of
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Selection
from portfolio_app.store import hlc, reading, state, writing
from portfolio_app.store.state import State, Stored
from portfolio_app.store.writing import Mark, Step

_FOUND_BY = "merge"
"""Stands in the vector of a conflict for whoever found it: both computers write down the same."""


def set_aside(stored: Stored, at: str, of_id: str) -> Conflict:
    """The record that keeps a state which did not stand; ``at`` is when it was written."""
    now = stored.state
    record = now.record(stored.kind)
    return Conflict(
        id=conflict_id(of_id, now.digest),
        written_at=datetime.fromisoformat(at),
        lang=record.lang if record else "nl",
        of_kind=stored.kind,
        of_id=of_id,
        body_version=now.schema_version,
        body=now.body or "",
        in_trash=now.trashed_at is not None,
        device=hlc.device_of(stored.hlc),
    )


def put_conflict(connection: Connection, conflict: Conflict, stamp: str) -> tuple[int, State] | None:
    """Write a conflict's row with the stamp of the state it keeps; None where it was known before, perhaps settled."""
    stored = state.find(connection, Conflict.KIND, conflict.id)
    if stored.n is not None:
        return None
    target = state.of(conflict)
    mark = Mark(state.instant(conflict.written_at), stamp, canonical.text({_FOUND_BY: 1}), 1)
    return writing.put_row(connection, stored, target, conflict, mark, purged=False), target


@dataclass(frozen=True)
class Union:
    """Records for the same place, made into one: ``keeper`` takes what the ``others`` had, and they go to the trash."""

    keeper: Record
    others: tuple[Record, ...]
    lost: tuple[tuple[Conflict, str], ...]
    """States with texts that the keeper does not have, each with its stamp."""


def unions(connection: Connection) -> list[Union]:
    """What stands twice where there can only be one."""
    kinds = canonical.text([cls.KIND for cls in SINGLE])
    rows = connection.execute(
        "SELECT n, hlc, changed_at, kind, schema_version, body FROM record"
        " WHERE kind IN (SELECT value FROM json_each(?)) AND body IS NOT NULL AND trashed_at IS NULL ORDER BY hlc, id",
        (kinds,),
    ).fetchall()
    groups: dict[Place, list[tuple[int, str, Record]]] = {}
    for n, _, at, *body in rows:
        for record in reading.readable([body]):
            place = place_of(record)
            if place is not None:
                groups.setdefault(place, []).append((n, at, record))
    return [_united(connection, group) for group in groups.values() if len(group) > 1]


def _united(connection: Connection, group: list[tuple[int, str, Record]]) -> Union:
    result = group[0][2]
    for _, _, record in group[1:]:
        result = combined(result, record)
    lost = list[tuple[Conflict, str]]()
    for n, at, record in group:
        if loses_words(record, result):
            stored = state.at(connection, n)
            lost.append((set_aside(stored, at, result.id), stored.hlc))
    others = tuple(record for _, _, record in group if record.id != result.id)
    return Union(result, others, tuple(lost))


def steps_of(connection: Connection, found: Iterable[Union], now: datetime) -> list[Step]:
    """Steps that bring about the unions: the keeper written, the others in the trash, their links at the keeper."""
    steps = list[Step]()
    renamed: dict[str, str] = {}
    for union in found:
        steps.append(_put(connection, union.keeper))
        for other in union.others:
            stored = state.find(connection, other.KIND, other.id)
            steps.append(Step(stored, replace(stored.state, trashed_at=state.instant(now)), other))
            renamed[other.id] = union.keeper.id
    if renamed:
        done = {step.stored.id: step.record for step in steps}
        steps += [_put(connection, link) for link in _moved_links(connection, renamed)]
        for selection in _selections(connection, renamed, done):
            steps = [step for step in steps if step.stored.id != selection.id] + [_put(connection, selection)]
    return steps


def _put(connection: Connection, record: Record) -> Step:
    return Step(state.find(connection, record.KIND, record.id), state.of(record), record)


def _moved_links(connection: Connection, renamed: Mapping[str, str]) -> list[Link]:
    rows = connection.execute(
        "SELECT r.kind, r.schema_version, r.body FROM record r WHERE r.trashed_at IS NULL AND r.body IS NOT NULL"
        " AND r.n IN (SELECT link FROM link_end WHERE source_id IN (SELECT value FROM json_each(?1))"
        " OR target_id IN (SELECT value FROM json_each(?1))) ORDER BY r.id",
        (canonical.text(sorted(renamed)),),
    ).fetchall()
    links = [item for item in reading.readable(rows) if isinstance(item, Link)]
    return [
        replace(
            link,
            source_id=renamed.get(link.source_id, link.source_id),
            target_id=renamed.get(link.target_id, link.target_id),
        )
        for link in links
    ]


def _selections(
    connection: Connection, renamed: Mapping[str, str], done: Mapping[str, Record | None]
) -> list[Selection]:
    """Choices for a reader that name a record which went into another one; ``done`` holds what is rewritten anyway."""
    rows = connection.execute(
        "SELECT kind, schema_version, body FROM record WHERE kind=? AND body IS NOT NULL AND trashed_at IS NULL",
        (Selection.KIND,),
    ).fetchall()
    found = list[Selection]()
    for item in reading.readable(rows):
        item = done.get(item.id) or item
        if isinstance(item, Selection) and item.id not in renamed and (item.chosen | item.left_out) & renamed.keys():
            chosen = frozenset(renamed.get(ident, ident) for ident in item.chosen)
            left_out = frozenset(renamed.get(ident, ident) for ident in item.left_out)
            found.append(replace(item, chosen=chosen, left_out=left_out))
    return found


def remains(connection: Connection) -> list[Step]:
    """Steps that purge what came in with words of purged records: links at them, and states of them set aside."""
    rows = connection.execute("SELECT id FROM record WHERE purged=1 AND kind <> ?", (Link.KIND,)).fetchall()
    found = writing.around(connection, [row[0] for row in rows]) if rows else []
    return [Step(stored, State(), purge=True) for stored in found if stored.state.body is not None or stored.version]
