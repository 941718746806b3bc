"""Builds a whole database from a damaged one and from backups of it.

What can be read comes from the file itself, for that is newest; what can't comes from the backups, the newest first.
The damaged file is only read. What is derived from the records is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical, ids
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.selection import Export
from portfolio_app.store import check, driver, history, indexing, migrate, pages, state
from portfolio_app.store.tolerant import Row, TolerantReader

_BY_NUMBER: Final = ("operation", "record")
_BESIDE: Final = ("blob", "evidence_text", "draft", "setting", "secret")
_DELTA: Final = "delta"
_NAMED: Final = "blob_use"
_NAMED_COLUMNS: Final = ("sha256", "record")
_EVERYTHING: Final = frozenset({*_BY_NUMBER, *_BESIDE, _DELTA})
_ITEM: Final = "body IS NOT NULL AND kind <> 'link'"


@dataclass(frozen=True)
class Source:
    """A backup's database, whole and at today's revision."""

    path: Path
    key: bytes


@dataclass(frozen=True)
class Salvaged:
    """What was saved, in numbers of items (links are not counted).

    ``lost`` are records of any kind that once were there and are in no file any more; ``histories`` are records of
    which the earliest versions are gone; ``unreadable`` are items of which the text is half gone everywhere. They are
    kept, but count as saved nowhere.
    """

    from_file: int
    from_backups: int
    lost: int
    histories: int
    unreadable: int = 0

    @property
    def items(self) -> int:
        """How many items there are now."""
        return self.from_file + self.from_backups


def salvage(
    damaged: Path,
    key: bytes,
    portfolio_id: str,
    target: Path,
    *,
    salt: bytes | None = None,
    sources: Sequence[Source] = (),
    step: Callable[[str], None] = lambda part: None,
) -> Salvaged:
    """Make a whole database at ``target`` (which must not exist) under the same key.

    ``salt`` is the key file's copy of the first 16 octets; ``sources`` come newest first; ``step`` hears the name of
    each table and may raise to stop. Raises `UserError` ``disk-full`` and ``no-permission``.
    """
    migrate.build(target, key, portfolio_id)
    with closing(driver.connect(target, key)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN IMMEDIATE")
        troubled = _take_from_file(connection, damaged, key, salt, step)
        unreadable = _unreadable(connection)
        if unreadable:
            troubled |= {"record"}
        from_file = _items(connection, unreadable)
        for source in sources if troubled else ():
            step("backup")
            with closing(driver.connect(source.path, source.key, mode="ro")) as backup:
                _fill(connection, backup, troubled, unreadable)
        from_backups = _items(connection, unreadable) - from_file
        step("history")
        lost = _lost(connection)
        histories = _mend_histories(connection)
        _derive(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    migrate.sync_file(target)
    return Salvaged(from_file, from_backups, lost, histories, len(unreadable))


def salvage_salt(damaged: Path, key: bytes, salt: bytes | None) -> bytes | None:
    """The salt under which most of a file's pages are authentic: the one to read it with; None for its own."""
    if salt is None or not damaged.is_file() or pages.key_fits(damaged, key, (pages.read_salt(damaged),)):
        return None
    return salt


# -- from the file itself ----------------------------------------------------------------------------------------


def _take_from_file(
    connection: Connection, damaged: Path, key: bytes, salt: bytes | None, step: Callable[[str], None]
) -> frozenset[str]:
    """Copy what can be read; returns the tables of which something could not."""
    with TolerantReader(damaged, key, salvage_salt(damaged, key, salt)) as reader:
        if not reader.opens():
            return _EVERYTHING
        for table in (*_BY_NUMBER, *_BESIDE):
            step(table)
            columns = _shared(connection, table, reader)
            if not columns:
                reader.troubled.add(table)
                continue
            _insert(connection, table, columns, (row[1:] for row in reader.rows(table, columns)))
        _insert(connection, _NAMED, _NAMED_COLUMNS, reader.both_ends(_NAMED, _NAMED_COLUMNS, "sha256"))
        step(_DELTA)
        columns = _shared(connection, _DELTA, reader)
        if columns:
            last = _last_record(connection)
            _insert(connection, _DELTA, columns, reader.parts(_DELTA, columns, "record", "operation", last))
        else:
            reader.troubled.add(_DELTA)
        return frozenset(reader.troubled)


def _shared(connection: Connection, table: str, reader: TolerantReader) -> list[str]:
    """Columns that both the file and today's tables have: the file may be of an older revision."""
    ours = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
    return [column for column in reader.columns(table) if column in ours]


def _insert(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def _last_record(connection: Connection) -> int:
    """The highest number of a record that anything names."""
    named = "SELECT max(value) FROM operation, json_each(operation.touched)"
    found = (driver.value(connection, "SELECT max(n) FROM record"), driver.value(connection, named))
    return max((number for number in found if number is not None), default=0)


# -- from a backup -----------------------------------------------------------------------------------------------


def _fill(connection: Connection, backup: Connection, troubled: frozenset[str], unreadable: set[int]) -> None:
    """Put in what the file lacks. A table that was read whole is left alone: what it lacks was taken out of it."""
    for table in _BESIDE:
        if table in troubled:
            columns = [row[1] for row in backup.execute(f"PRAGMA table_info({table})")]
            _insert(connection, table, columns, backup.execute(f"SELECT {', '.join(columns)} FROM {table}"))
    if not troubled & {*_BY_NUMBER, _DELTA}:
        return
    steps = _fill_steps(connection, backup)
    numbers, fresh = _fill_records(connection, backup, unreadable)
    for n in fresh:
        # A way back from a version that is gone leads nowhere.
        connection.execute("DELETE FROM delta WHERE record=?", (n,))
    closed = _closed(connection, steps.values()) - set(fresh)
    deltas = backup.execute("SELECT record, operation, version, digest, schema_version, trashed_at, patch FROM delta")
    connection.executemany(
        "INSERT OR IGNORE INTO delta (record, operation, version, digest, schema_version, trashed_at, patch)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (numbers[record], steps[step], *rest)
            for record, step, *rest in deltas
            if record in numbers and step in steps and numbers[record] not in closed
        ],
    )


def _closed(connection: Connection, known: Iterable[int]) -> set[int]:
    """Numbers of the records of which the backup's past must not come back: removed for good, or freed of a name by a
    step that is not among the ``known`` ones of the backup.
    """
    gone = {row[0] for row in connection.execute("SELECT n FROM record WHERE purged=1")}
    query = (
        "SELECT DISTINCT t.value FROM operation o, json_each(o.touched) t"
        " WHERE o.verb='erase' AND o.seq NOT IN (SELECT value FROM json_each(?))"
    )
    return gone | {row[0] for row in connection.execute(query, (canonical.text(list(known)),))}


def _fill_steps(connection: Connection, backup: Connection) -> dict[int, int]:
    """Steps by their number in the backup, each to its number here."""
    columns = [row[1] for row in backup.execute("PRAGMA table_info(operation)")]
    _insert(connection, "operation", columns, backup.execute(f"SELECT {', '.join(columns)} FROM operation"))
    here = dict(connection.execute("SELECT id, seq FROM operation").fetchall())
    return {seq: here[ident] for seq, ident in backup.execute("SELECT seq, id FROM operation") if ident in here}


def _fill_records(connection: Connection, backup: Connection, unreadable: set[int]) -> tuple[dict[int, int], list[int]]:
    """Records by their number in the backup, each to its number here; and the numbers of those that were put in.

    ``unreadable`` are numbers of records here that are replaced by one that can be read, and then no longer among them.
    """
    columns = [row[1] for row in backup.execute("PRAGMA table_info(record)")]
    at = columns.index("id")
    here: dict[str, int] = dict(connection.execute("SELECT id, n FROM record").fetchall())
    taken = set(here.values())
    numbers: dict[int, int] = {}
    fresh: list[int] = []
    for row in backup.execute(f"SELECT {', '.join(columns)} FROM record ORDER BY n"):
        facts = dict(zip(columns, row, strict=True))
        n: int = facts["n"]
        ident: str = row[at]
        if here.get(ident) in unreadable and _loads(facts):
            connection.execute("DELETE FROM record WHERE id=?", (ident,))
            unreadable.discard(here[ident])
            n = here.pop(ident)
            taken.discard(n)
        if ident not in here:
            here[ident] = n if n not in taken else max(taken) + 1
            taken.add(here[ident])
            fresh.append(here[ident])
            _insert(connection, "record", columns, [tuple((facts | {"n": here[ident]})[name] for name in columns)])
        numbers[n] = here[ident]
    return numbers, fresh


def _unreadable(connection: Connection) -> set[int]:
    """Numbers of the records of which the body makes no sense: written by a program with a fault, not by the disk."""
    query = "SELECT n, kind, schema_version, body FROM record WHERE body IS NOT NULL"
    columns = ("n", "kind", "schema_version", "body")
    return {row[0] for row in connection.execute(query) if not _loads(dict(zip(columns, row, strict=True)))}


def _loads(facts: dict[str, Any]) -> bool:
    try:
        canonical.load(facts["kind"], facts["schema_version"], facts["body"])
    except UserError:
        return False
    return True


# -- making it whole ---------------------------------------------------------------------------------------------


def _items(connection: Connection, unreadable: set[int]) -> int:
    """How many items can be read."""
    return sum(n not in unreadable for (n,) in connection.execute(f"SELECT n FROM record WHERE {_ITEM}"))


def _lost(connection: Connection) -> int:
    """Numbers that were given to a record and have none: rows are never taken away, so somebody's words are gone."""
    named = {row[0] for row in connection.execute("SELECT DISTINCT record FROM delta")}
    named |= {row[0] for row in connection.execute("SELECT DISTINCT value FROM operation, json_each(touched)")}
    there = {row[0] for row in connection.execute("SELECT n FROM record")}
    last = max(there | named, default=0)
    return len(set(range(1, last + 1)) - there)


def _mend_histories(connection: Connection) -> int:
    """Cut every history where a version is missing, for what lies before it can't be read; how many were cut."""
    connection.execute("DELETE FROM delta WHERE record NOT IN (SELECT n FROM record)")
    broken = connection.execute(
        "SELECT r.n, r.version FROM record r LEFT JOIN delta d ON d.record=r.n GROUP BY r.n"
        " HAVING ifnull(max(d.version), 0) <> r.version OR max(d.version) - min(d.version) + 1 <> count(d.version)"
        " OR (min(d.version) > 1 AND r.purged=0)"
    ).fetchall()
    for n, version in broken:
        whole = version
        for (number,) in connection.execute(
            "SELECT version FROM delta WHERE record=? ORDER BY version DESC", (n,)
        ).fetchall():
            if number != whole:
                break
            whole -= 1
        connection.execute("DELETE FROM delta WHERE record=? AND version <= ?", (n, whole))
    _stand_in_for_steps(connection)
    return len(broken)


def _stand_in_for_steps(connection: Connection) -> None:
    """Give every step that is gone a stand-in, so that the count stays true; none of them can be undone."""
    there = {row[0] for row in connection.execute("SELECT seq FROM operation")}
    last = driver.value(connection, "SELECT max(operation) FROM delta") or 0
    for seq in sorted(set(range(1, max(there | {last}, default=0) + 1)) - there):
        touched = [row[0] for row in connection.execute("SELECT record FROM delta WHERE operation=?", (seq,))]
        at, clock = _moment_before(connection, seq)
        connection.execute(
            "INSERT INTO operation (seq, id, at, device, hlc, course, verb, kind, heading, touched)"
            " VALUES (?, ?, ?, '', ?, 'gone', 'edit', '', '', ?)",
            (seq, ids.new_id(datetime.fromisoformat(at)), at, clock, canonical.text(touched)),
        )
    connection.execute(
        "UPDATE operation SET course='gone' WHERE course IN ('do', 'undo', 'redo') AND EXISTS"
        " (SELECT 1 FROM json_each(operation.touched) t WHERE NOT EXISTS"
        " (SELECT 1 FROM delta d WHERE d.record=t.value AND d.operation=operation.seq))"
    )


def _moment_before(connection: Connection, seq: int) -> tuple[str, str]:
    """Instant and stamp of the last step before a number that is known; of the oldest record where there is none."""
    nearest = (
        "SELECT max(at), max(hlc) FROM operation WHERE seq < ?1 UNION ALL SELECT min(changed_at), min(hlc) FROM record"
    )
    found = [(str(at), str(clock)) for at, clock in connection.execute(nearest, (seq,)) if at is not None]
    return found[0]


def _derive(connection: Connection) -> None:
    """Make anew what follows from the records: links by their ends, files by who names them, the index."""
    check.repair_link_ends(connection)
    connection.execute("DELETE FROM blob_use WHERE record NOT IN (SELECT n FROM record WHERE purged=0)")
    kinds = (Evidence.KIND, Export.KIND)
    query = "SELECT n, kind, id FROM record WHERE kind IN (?, ?) AND purged=0"
    for n, kind, ident in connection.execute(query, kinds).fetchall():
        rows = [(sha256, n) for sha256 in sorted(_files(connection, kind, ident))]
        connection.executemany("INSERT OR IGNORE INTO blob_use VALUES (?, ?)", rows)
    indexing.rebuild(connection)


def _files(connection: Connection, kind: str, ident: str) -> set[str]:
    """Digests that the versions of a record name, as far as they can be read."""
    found: set[str] = set()
    with suppress(UserError, ValueError, TypeError, KeyError, IndexError):
        for earlier in history.states(connection, state.find(connection, kind, ident)):
            record = earlier.record(kind)
            if isinstance(record, Evidence):
                found.update(record.digests)
            elif isinstance(record, Export):
                found.add(record.sha256)
    return found
