"""Lists and records as they are now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select, text, union_all
from sqlcipher3 import dbapi2

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.kinds import BESIDE
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record
from portfolio_app.store.tables import record
from portfolio_app.store.values import Query, Row
from portfolio_app.store.words import fold

_CHUNK = 500
_LACKING: Final = {
    "place": "record.kind = 'evidence' AND record.id NOT IN (SELECT e.source_id FROM link_end e"
    " JOIN record l ON l.n = e.link JOIN record t ON t.id = e.target_id WHERE e.role = 'proves'"
    " AND l.body IS NOT NULL AND l.trashed_at IS NULL AND t.body IS NOT NULL AND t.trashed_at IS NULL)",
    "pupils": "record.kind = 'evidence' AND ifnull(record.body ->> 'pupils', 'unknown') = 'unknown'",
}
_ROW = (
    record.c.id, record.c.kind, record.c.heading, record.c.day, record.c.written_at, record.c.changed_at,
    record.c.minutes, record.c.trashed_at, record.c.version,
)  # fmt: skip


def rows(connection: Connection, query: Query, match: str | None) -> list[Row]:
    """List rows of a query. ``match`` is the full-text expression of its text, if it has any."""
    if query.order == "newest" and query.limit is not None and match is None and _is_plain(query):
        return _newest(connection, query, query.offset + query.limit)
    return [_row(found) for found in connection.execute(_ordered(select(*_ROW), query, match))]


def _is_plain(query: Query) -> bool:
    """Whether the index of live records by kind and day can answer it."""
    return bool(query.kinds) and not (
        query.trashed or query.tags or query.has_competences or query.activity is not None
    )


def _newest(connection: Connection, query: Query, least: int) -> list[Row]:
    """A page of the newest: first only their numbers, out of the small index; sorting whole rows takes seconds.

    Of one kind the index has them in order already. Within a day what was saved first may come later than what was
    written first, for only the page itself is sorted by that.
    """
    parts = [
        select(record.c.n, record.c.day)
        .where(*_conditions(replace(query, kinds=(kind,)), None))
        .order_by(record.c.day.desc(), record.c.n.desc())
        .limit(least)
        .subquery()
        for kind in query.kinds
    ]
    every = union_all(*(select(part.c.n, part.c.day) for part in parts)).subquery()
    page = select(every.c.n).order_by(every.c.day.desc(), every.c.n.desc()).limit(query.limit).offset(query.offset)
    numbers = list(connection.execute(page).scalars())
    found = connection.execute(select(*_ROW).where(record.c.n.in_(numbers)).order_by(*_newest_first()))
    return [_row(row) for row in found]


def _newest_first() -> tuple[ColumnElement[Any], ...]:
    return record.c.day.desc().nulls_last(), record.c.written_at.desc(), record.c.n.desc()


def count(connection: Connection, query: Query, match: str | None) -> int:
    """Number of records of a query, whatever its limit."""
    statement = select(func.count()).select_from(record).where(*_conditions(query, match))
    return int(connection.execute(statement).scalar_one())


def records(connection: Connection, query: Query, match: str | None) -> list[Record]:
    """Records of a query; one that can't be read is left out, and told by the check."""
    statement = _ordered(select(record.c.kind, record.c.schema_version, record.c.body), query, match)
    return list(readable(connection.execute(statement)))


def readable(rows: Iterable[Any]) -> Iterator[Record]:
    """The records of rows of kind, version and body; one that is damaged must not take the others down."""
    for row in rows:
        with suppress(UserError):
            yield canonical.load(*row)


def one(connection: dbapi2.Connection, ident: str) -> Record | None:
    """The live record with an id, or None. Raises `UserError` ``record-unreadable`` and ``record-newer``."""
    found = connection.execute(
        "SELECT kind, schema_version, body FROM record WHERE id=? AND body IS NOT NULL AND trashed_at IS NULL", (ident,)
    ).fetchone()
    return canonical.load(*found) if found else None


def by_id(connection: dbapi2.Connection, idents: Sequence[str]) -> list[Record]:
    """Live records with these ids, in the order of the ids; what is gone, trashed or unreadable is left out."""
    found: dict[str, Record] = {}
    for start in range(0, len(idents), _CHUNK):
        part = tuple(idents[start : start + _CHUNK])
        marks = ",".join("?" * len(part))
        rows = connection.execute(
            "SELECT kind, schema_version, body FROM record"
            f" WHERE id IN ({marks}) AND body IS NOT NULL AND trashed_at IS NULL",
            part,
        )
        found.update((item.id, item) for item in readable(rows))
    return [found[ident] for ident in dict.fromkeys(idents) if ident in found]


def links(connection: dbapi2.Connection, end: str, ident: str, role: Role | None) -> list[Link]:
    """Links of which ``end`` (source or target) is the record, oldest first; both ends must be there."""
    marks: tuple[Any, ...] = (ident, role.value) if role else (ident,)
    found = connection.execute(
        "SELECT l.kind, l.schema_version, l.body FROM link_end e JOIN record l ON l.n=e.link"
        " JOIN record s ON s.id=e.source_id JOIN record t ON t.id=e.target_id"
        f" WHERE e.{end}_id=? {'AND e.role=?' if role else ''}"
        " AND l.body IS NOT NULL AND l.trashed_at IS NULL AND s.body IS NOT NULL AND s.trashed_at IS NULL"
        " AND t.body IS NOT NULL AND t.trashed_at IS NULL ORDER BY l.n",
        marks,
    )
    return [link for link in readable(found) if isinstance(link, Link)]


def is_linked(connection: dbapi2.Connection, role: Role, source: str, target: str) -> bool:
    """Whether there is such a link, be it that one of its ends lies in the trash."""
    found = connection.execute(
        "SELECT 1 FROM link_end e JOIN record l ON l.n=e.link WHERE e.role=? AND e.source_id=? AND e.target_id=?"
        " AND l.body IS NOT NULL AND l.trashed_at IS NULL",
        (role.value, source, target),
    )
    return found.fetchone() is not None


def naming(connection: dbapi2.Connection, kind: str, sha256: str) -> list[tuple[Record, bool]]:
    """Records of a kind of which some version named this content, and whether they lie in the trash; those last."""
    found = connection.execute(
        "SELECT r.trashed_at IS NOT NULL AS gone, r.kind, r.schema_version, r.body FROM blob_use u"
        " JOIN record r ON r.n=u.record WHERE u.sha256=? AND r.kind=? AND r.body IS NOT NULL ORDER BY gone, r.n",
        (sha256, kind),
    )
    return [(item, bool(gone)) for gone, *stored in found for item in readable([stored])]


def link_counts(connection: dbapi2.Connection, role: Role, source_kind: str) -> dict[str, int]:
    """How many live records of a kind stand in a role to each record, by its id; those with none are left out."""
    found = connection.execute(
        "SELECT e.target_id, count(DISTINCT e.source_id) FROM link_end e JOIN record l ON l.n=e.link"
        " JOIN record s ON s.id=e.source_id WHERE e.role=? AND e.source_kind=?"
        " AND l.body IS NOT NULL AND l.trashed_at IS NULL AND s.body IS NOT NULL AND s.trashed_at IS NULL"
        " GROUP BY e.target_id",
        (role.value, source_kind),
    )
    return dict(found.fetchall())


def tags(connection: dbapi2.Connection) -> list[str]:
    """Every tag of the live records."""
    found = connection.execute(
        "SELECT DISTINCT t.value FROM record r, json_each(r.tags) t"
        " WHERE r.tags IS NOT NULL AND r.body IS NOT NULL AND r.trashed_at IS NULL"
    )
    return sorted((str(row[0]) for row in found), key=fold)


def _row(found: Any) -> Row:
    ident, kind, heading, day, written_at, changed_at, minutes, trashed_at, version = found
    return Row(
        id=ident,
        kind=kind,
        heading=heading,
        day=date.fromisoformat(day) if day else None,
        written_at=datetime.fromisoformat(written_at),
        changed_at=datetime.fromisoformat(changed_at),
        minutes=minutes,
        trashed_at=datetime.fromisoformat(trashed_at) if trashed_at else None,
        version=version,
    )


def _ordered(statement: Select[*tuple[Any, ...]], query: Query, match: str | None) -> Select[*tuple[Any, ...]]:
    orders: dict[str, tuple[ColumnElement[Any], ...]] = {
        "newest": _newest_first(),
        "oldest": (record.c.day.asc().nulls_last(), record.c.written_at, record.c.n),
        "heading": (record.c.sort_key, record.c.n),
        "written": (record.c.written_at.desc(), record.c.n.desc()),
    }
    statement = statement.where(*_conditions(query, match)).order_by(*orders[query.order])
    if query.limit is not None or query.offset:
        statement = statement.limit(-1 if query.limit is None else query.limit).offset(query.offset)
    return statement


def _conditions(query: Query, match: str | None) -> list[ColumnElement[bool]]:
    # The first two are those of the partial index.
    found: list[ColumnElement[bool]] = [
        record.c.body.is_not(None),
        record.c.trashed_at.is_not(None) if query.trashed else record.c.trashed_at.is_(None),
        record.c.kind.in_(query.kinds) if query.kinds else record.c.kind.not_in(sorted(BESIDE)),
    ]
    if query.from_on:
        found.append(record.c.day >= query.from_on.isoformat())
    if query.until_on:
        found.append(record.c.day <= query.until_on.isoformat())
    if query.activity is not None:
        found.append(record.c.minutes > 0 if query.activity else func.ifnull(record.c.minutes, 0) == 0)
    if query.lacking is not None:
        found.append(text(_LACKING[query.lacking]))  # pyright: ignore[reportArgumentType]
    if query.has_competences:
        found.append(func.instr(record.c.body, '"competences":[') > 0)
    for number, tag in enumerate(query.tags):
        has = text(f"EXISTS (SELECT 1 FROM json_each(record.tags) WHERE value = :tag{number})")
        found.append(has.bindparams(**{f"tag{number}": tag}))  # pyright: ignore[reportArgumentType]
    if match is not None:
        indexed = text("record.n IN (SELECT rowid FROM search WHERE search MATCH :match)")
        found.append(indexed.bindparams(match=match))  # pyright: ignore[reportArgumentType]
    return found
