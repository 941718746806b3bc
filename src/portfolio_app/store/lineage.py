"""The versions of a record that another computer knows and this one does not, brought into its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.store import driver, indexing, writing
from portfolio_app.store.state import State, Stored


@dataclass(frozen=True)
class Known:
    """One version in somebody's history: the id of the operation that led to it, and the state it left."""

    operation: str
    state: State


def known(connection: Connection, stored: Stored) -> list[Known]:
    """Every version of a record that its history holds, oldest first."""
    rows = connection.execute(
        "SELECT o.id, d.schema_version, d.trashed_at, d.patch FROM delta d JOIN operation o ON o.seq=d.operation"
        " WHERE d.record=? ORDER BY d.operation DESC",
        (stored.n,),
    ).fetchall()
    now, found = stored.state, list[Known]()
    for ident, schema_version, trashed_at, way in rows:
        found.append(Known(ident, now))
        now = now.back(schema_version, trashed_at, way)
    return found[::-1]


class Steps:
    """Operations of another database, taken over when a version needs them; each once, in their order."""

    def __init__(self, here: Connection, there: Connection) -> None:
        self._here = here
        self._there = there
        self._numbers: dict[str, int] = dict(here.execute("SELECT id, seq FROM operation").fetchall())
        self._own = frozenset(self._numbers)
        self._theirs = frozenset(row[0] for row in there.execute("SELECT id FROM operation"))
        self._erases: set[str] = set()
        erased_here = {row[0] for row in here.execute("SELECT id FROM operation WHERE verb='erase'")}
        self._erased_apart = bool(erased_here - self._theirs)
        self.taken: list[str] = []
        """Stamps of what was taken over."""

    def was_known(self, operation: str) -> bool:
        """Whether this computer had the operation before the merge."""
        return operation in self._own

    def both_know(self, operation: str) -> bool:
        """Whether both computers had the operation before the merge."""
        return operation in self._own and operation in self._theirs

    def number(self, operation: str) -> int:
        """Number of an operation here."""
        return self._numbers[operation]

    def take(self, records: Sequence[int], purged: Sequence[int]) -> None:
        """Take over what led to a version of these records, or touched those that are purged there (numbers there).

        Undo passes by them: they are steps of another computer. The records they touched must be here already.
        """
        rows = self._there.execute(
            "SELECT o.id FROM operation o WHERE o.seq IN"
            " (SELECT operation FROM delta WHERE record IN (SELECT value FROM json_each(?)))"
            " UNION SELECT o.id FROM operation o, json_each(o.touched) t"
            " WHERE t.value IN (SELECT value FROM json_each(?))",
            (canonical.text(records), canonical.text(purged)),
        )
        ids = {row[0] for row in rows} - self._own
        rows = self._there.execute(
            "SELECT id, at, device, hlc, course, verb, kind, heading, touched,"
            " (SELECT u.id FROM operation u WHERE u.seq=o.undoes) FROM operation o ORDER BY seq"
        )
        for ident, *facts, touched, undoes in rows.fetchall():
            if ident in ids:
                self._put(ident, facts, touched, undoes)

    def take_names(self) -> None:
        """Name the steps that both know as the other side does, where a person was erased there.

        Not where one was erased here of which nothing is known there: that name would come back.
        """
        if not self._erases or self._erased_apart:
            return
        theirs = self._there.execute("SELECT heading, id FROM operation").fetchall()
        self._here.executemany(
            "UPDATE operation SET heading=?1 WHERE id=?2 AND heading <> ?1 AND heading <> ''", theirs
        )
        indexing.scrub(self._here)

    def erased(self, versions: Sequence[Known]) -> dict[str, State]:
        """States of the versions that both know, by operation, where words were taken out of them there; else none."""
        if self._erased_apart or not any(one.operation in self._erases for one in versions):
            return {}
        return {one.operation: one.state for one in versions if self.both_know(one.operation)}

    def _put(self, ident: str, facts: Sequence[str], touched: str, undoes: str | None) -> None:
        at, device, stamp, course, verb, kind, heading = facts
        records = self._records(touched)
        alive = [n for n, purged in records if not purged]
        if len(alive) < len(records):
            # A step is named after what it touched, and that is to be forgotten.
            heading = ""
        course = "gone" if course == "gone" or (records and not alive) else "final"
        seq = driver.value(self._here, "SELECT ifnull(max(seq), 0) + 1 FROM operation")
        self._here.execute(
            "INSERT INTO operation (seq, id, at, device, hlc, course, verb, kind, heading, undoes, touched)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (seq, ident, at, device, stamp, course, verb, kind, heading, self._numbers.get(undoes or ""),
             canonical.text([n for n, _ in records])),
        )  # fmt: skip
        self._numbers[ident] = seq
        self.taken.append(stamp)
        if verb == "erase":
            self._erases.add(ident)

    def _records(self, touched: str) -> list[tuple[int, bool]]:
        """Numbers here of the records with these numbers there, and whether they are purged."""
        found = self._there.execute("SELECT id FROM record WHERE n IN (SELECT value FROM json_each(?))", (touched,))
        names = canonical.text([row[0] for row in found])
        rows = self._here.execute(
            "SELECT n, purged FROM record WHERE id IN (SELECT value FROM json_each(?)) ORDER BY n", (names,)
        )
        return [(n, bool(purged)) for n, purged in rows]


def append(
    connection: Connection, n: int, versions: Sequence[tuple[int, State]], start: State, version: int
) -> tuple[State, int]:
    """Write versions behind a history that ends in ``start``; pairs of operation and state, in order.

    One that changes nothing is left out. Returns the last state, and the number of the last version.
    """
    for seq, target in versions:
        if target != start:
            version += 1
            writing.put_delta(connection, n, seq, version, start, target)
            start = target
    return start, version


def rewrite(connection: Connection, stored: Stored, states: Mapping[str, State]) -> State:
    """Put other states in the place of some that a history holds, by operation. Returns the last one as it is now.

    Only words that were erased on the other computer are ever taken out of a history.
    """
    after, versions = stored.state, known(connection, stored)
    numbers = connection.execute(
        "SELECT d.operation, o.id FROM delta d JOIN operation o ON o.seq=d.operation WHERE d.record=?", (stored.n,)
    ).fetchall()
    seqs = {ident: seq for seq, ident in numbers}
    before = State()
    for one in versions:
        after = states.get(one.operation, one.state)
        way = after.way_back_to(before)
        origin = before if way is not None else State()
        connection.execute(
            "UPDATE delta SET digest=?, schema_version=?, trashed_at=?, patch=? WHERE record=? AND operation=?",
            (after.digest, origin.schema_version, origin.trashed_at, way, stored.n, seqs[one.operation]),
        )
        before = after
    return after
