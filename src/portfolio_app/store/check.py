"""Looks for damage, and repairs what can be derived from the records."""

from __future__ import annotations

from typing import Any

from sqlcipher3.dbapi2 import Connection, DatabaseError

from portfolio_app.domain import canonical
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.links import Link
from portfolio_app.store import driver, history, indexing, state
from portfolio_app.store.engine import Database
from portfolio_app.store.values import Finding

_ENDS = "SELECT link, role, source_kind, source_id, target_kind, target_id FROM link_end"


def check(database: Database, deep: bool, index: bool = True) -> list[Finding]:
    """Findings, worst first; an empty list when all is well. Without ``index`` nothing has to wait for the check.

    Codes: ``page-damaged`` (fact ``pages``), ``database-inconsistent``, ``operations-missing`` (``missing``),
    ``record-unreadable`` (``count``), ``history-unreadable`` (``count``), ``blob-missing`` (``count``),
    ``links-repaired`` (``count``), ``search-rebuilt``; for reading only ``links-wrong`` (``count``).
    """
    findings: list[Finding] = []
    with database.driver_connection() as raw:
        damaged = raw.execute("PRAGMA cipher_integrity_check").fetchall()
        if damaged:
            findings.append(Finding("page-damaged", {"pages": len(damaged)}))
        elif _inconsistent(raw.execute(f"PRAGMA {'integrity_check' if deep else 'quick_check'}").fetchall()):
            findings.append(Finding("database-inconsistent"))
    if findings:
        return findings
    with database.read() as connection:
        findings += _operations(connection)
        findings += _records(connection, deep)
        findings += _blobs(connection)
        wrong = _wrong_link_ends(connection)
    if wrong:
        findings.append(Finding("links-wrong" if database.read_only else "links-repaired", {"count": wrong}))
        if not database.read_only:
            database.write(repair_link_ends)
    if index and not database.read_only and not _search_is_sound(database):
        # To SQLite a stale index is a malformed database; it is not: every word of it stands in the records.
        database.write(indexing.rebuild)
        findings.append(Finding("search-rebuilt"))
    return findings


def _inconsistent(told: list[tuple[Any, ...]]) -> bool:
    # A connection that looked at the index before another one wrote takes it for stale here; it has a check of its own.
    return any(row != ("ok",) and not str(row[0]).startswith("fts5:") for row in told)


def _operations(connection: Connection) -> list[Finding]:
    last = driver.value(connection, "SELECT ifnull(max(seq), 0) FROM operation")
    there = driver.value(connection, "SELECT count(*) FROM operation")
    return [Finding("operations-missing", {"missing": last - there})] if last != there else []


def _records(connection: Connection, deep: bool) -> list[Finding]:
    if not deep:
        return []
    bodies = histories = 0
    for kind, ident in connection.execute("SELECT kind, id FROM record WHERE purged=0").fetchall():
        stored = state.find(connection, kind, ident)
        try:
            stored.state.record(kind)
        except UserError:
            bodies += 1
            continue
        try:
            for earlier in history.states(connection, stored):
                earlier.record(kind)
        except (UserError, ValueError, TypeError, KeyError, IndexError):
            histories += 1
    found = (("record-unreadable", bodies), ("history-unreadable", histories))
    return [Finding(code, {"count": count}) for code, count in found if count]


def _blobs(connection: Connection) -> list[Finding]:
    missing = driver.value(
        connection, "SELECT count(DISTINCT sha256) FROM blob_use WHERE sha256 NOT IN (SELECT sha256 FROM blob)"
    )
    return [Finding("blob-missing", {"count": missing})] if missing else []


def _expected_link_ends(connection: Connection) -> set[tuple[object, ...]]:
    rows = connection.execute("SELECT n, schema_version, body FROM record WHERE kind='link' AND body IS NOT NULL")
    found: set[tuple[object, ...]] = set()
    for n, schema_version, body in rows:
        try:
            link = canonical.load(Link.KIND, schema_version, body)
        except UserError:
            # Nobody can tell its ends any more, so what the index says of them stays.
            found.update(tuple(row) for row in connection.execute(f"{_ENDS} WHERE link=?", (n,)))
            continue
        if isinstance(link, Link):
            found.add((n, link.role.value, link.source_kind, link.source_id, link.target_kind, link.target_id))
    return found


def _wrong_link_ends(connection: Connection) -> int:
    there = {tuple(row) for row in connection.execute(_ENDS)}
    return len(there ^ _expected_link_ends(connection))


def repair_link_ends(connection: Connection) -> None:
    """Make the index of links anew from the links themselves."""
    expected = _expected_link_ends(connection)
    connection.execute("DELETE FROM link_end")
    for row in expected:
        connection.execute("INSERT INTO link_end VALUES (?, ?, ?, ?, ?, ?)", row)


def _search_is_sound(database: Database) -> bool:
    def work(connection: Connection) -> bool:
        try:
            connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")
        except DatabaseError:
            return False
        return indexing.is_complete(connection)

    return database.write(work)
