"""Merges another database of the same portfolio into this one, so that nothing is lost on either side.

Record by record the version vectors tell who knows of whose changes. Where neither does, `domain.conflicts` says which
state stands; the other one is kept as a record of its own. Everything happens in one transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import Label
from portfolio_app.domain.conflicts import Claim, Conflict, Order, Rank, compare, joined
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.kinds import BESIDE, KINDS
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.store import aside, driver, foreign, hlc, lineage, shelf, state, writing
from portfolio_app.store.lineage import Known, Steps
from portfolio_app.store.state import State, Stored
from portfolio_app.store.values import BlobRow
from portfolio_app.store.writing import Mark, Stamp, Step

Progress = Callable[[int, int], None]
_LABEL = Label("merge")


@dataclass
class Merged:
    """What a merge brought, as pairs of kind and id; links are counted among nothing but ``touched``.

    ``back`` was deleted on one computer and is there because the other one had gone on with it; ``united`` stood twice
    where there can only be one. ``conflicts`` are ids of states that were set aside.
    """

    new: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    changed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    removed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    back: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    united: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    conflicts: list[str] = field(default_factory=list[str])
    touched: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    operation: str = ""
    """Id of the last operation that was taken over or written; empty when nothing is different."""


@dataclass(frozen=True)
class _Side:
    """A record as one computer has it; ``at`` is the instant of its last change."""

    connection: Connection
    stored: Stored
    purged: bool
    at: str

    @property
    def rank(self) -> Rank:
        if self.purged:
            return Rank.PURGED
        if self.stored.state.body is None:
            return Rank.NOT_THERE
        return Rank.TRASHED if self.stored.state.trashed_at else Rank.LIVE

    @property
    def vector(self) -> dict[str, int]:
        return json.loads(self.stored.vector)

    def history(self) -> list[Known]:
        """Every version it knows of, oldest first; read anew each time, because together they are large."""
        return lineage.known(self.connection, self.stored)

    def knew(self, text: State) -> bool:
        """Whether these words were on this computer at some time."""
        return any(version.state.body == text.body for version in self.history())


@dataclass(frozen=True)
class _Plan:
    """What becomes of one record. ``stands`` is one of the two sides."""

    mine: _Side
    theirs: _Side
    stands: _Side
    vector: str
    apart: bool = False
    conflict: Conflict | None = None


def merge(
    here: Connection,
    there: Connection,
    stamp: Stamp,
    *,
    blobs: Sequence[BlobRow] = (),
    leave: Collection[str] = (),
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Merged:
    """Bring in everything that ``there`` has. ``blobs`` are its files, which lie in this vault already;
    ``leave`` are keys of settings that speak of one computer.

    Raises `UserError` ``merge-newer`` where the other side was written by a newer version, ``record-unreadable``,
    ``bundle-damaged`` where it says what can't be, and
    `Cancelled`; the transaction is to be rolled back then.
    """
    foreign.check(there)
    _refuse_newer(there)
    for blob in blobs:
        shelf.put_blob(here, blob, stamp.now)
    _take_small_things(here, there, leave)
    steps = Steps(here, there)
    merger = _Merger(here, there, stamp, steps)
    before = writing.newest(here)
    wanted = _differing(here, there)
    for number, ident in enumerate(wanted):
        if cancelled():
            raise Cancelled
        progress(number, len(wanted))
        merger.take(ident)
    merger.take_histories()
    if steps.taken:
        # Before this computer's own steps, so that their stamps are the newest.
        writing.set_clock(here, hlc.meeting(before[1], max(steps.taken), stamp.now, stamp.device))
    merger.set_right()
    progress(len(wanted), len(wanted))
    if writing.newest(here)[0] > before[0]:
        merger.merged.operation = driver.value(here, "SELECT id FROM operation ORDER BY seq DESC LIMIT 1")
    return merger.merged


def wanted_files(here: Connection, there: Connection) -> set[str]:
    """Digests of the files that records there name, but for those that were erased here after that."""
    gone = {row[0]: json.loads(row[1]) for row in here.execute("SELECT id, vector FROM record WHERE purged=1")}
    rows = there.execute("SELECT u.sha256, r.id, r.vector FROM blob_use u JOIN record r ON r.n=u.record").fetchall()
    erased = (Order.AHEAD, Order.SAME)
    return {
        sha256
        for sha256, ident, vector in rows
        if ident not in gone or compare(gone[ident], json.loads(vector)) not in erased
    }


def _refuse_newer(there: Connection) -> None:
    rows = there.execute("SELECT kind, max(schema_version) FROM record WHERE body IS NOT NULL GROUP BY kind")
    for kind, version in rows.fetchall():
        if kind not in KINDS or version > KINDS[kind].SCHEMA_VERSION:
            raise UserError("merge-newer")


def _take_small_things(here: Connection, there: Connection, leave: Collection[str]) -> None:
    """Settings and secrets that are not here. Nobody knows which is newer, so what is here stays."""
    for table in ("setting", "secret"):
        for row in there.execute(f"SELECT * FROM {table}").fetchall():
            if table == "setting" and row[0] in leave:
                continue
            here.execute(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", row)


def _differing(here: Connection, there: Connection) -> list[str]:
    """Ids of the records that are not the same on both sides, in the order of the other one; links last."""
    columns = "id, vector, hlc, purged, trashed_at, schema_version"
    known = {row[0]: row for row in here.execute(f"SELECT {columns} FROM record")}
    theirs = there.execute(f"SELECT {columns} FROM record ORDER BY kind = 'link', n")
    return [row[0] for row in theirs if known.get(row[0]) != row]


class _Merger:
    def __init__(self, here: Connection, there: Connection, stamp: Stamp, steps: Steps) -> None:
        self._here = here
        self._there = there
        self._stamp = stamp
        self._steps = steps
        self._taken: list[int] = []
        """Numbers there of the records that are taken over; `_purged` holds those that were purged there."""
        self._purged: list[int] = []
        self._back: set[str] = set()
        """Ids of the records that were purged on one side and stand because of what the other one wrote."""
        self._gone: list[Stored] = []
        self._new: list[tuple[str, int]] = []
        self._plans: list[tuple[_Plan, int]] = []
        self._left: list[tuple[int, int, State, State]] = []
        """Records whose history does not end in what stands: number, version, last state, what stands."""
        self._conflicts: list[tuple[Conflict, str]] = []
        self.merged = Merged()

    # -- what is to become of a record ------------------------------------------------------------------------

    def plan(self, ident: str) -> _Plan | None:
        """What becomes of a record; None when this side knows of everything that the other one did with it."""
        theirs = _side(self._there, ident)
        mine = _side(self._here, ident, theirs.stored.kind)
        order = compare(mine.vector, theirs.vector)
        vector = canonical.text(joined(mine.vector, theirs.vector))
        if mine.purged is not theirs.purged and mine.stored.n is not None:
            kept = self._kept_link(mine, theirs)
            if kept is not None:
                return kept
        if order is Order.AHEAD:
            return None
        if order is Order.BEHIND:
            return _Plan(mine, theirs, theirs, vector)
        mine_stands = self._claim(mine, theirs).beats(self._claim(theirs, mine))
        if order is Order.SAME and mine_stands:
            return None
        stands, loser = (mine, theirs) if mine_stands else (theirs, mine)
        if loser.purged and not stands.purged:
            self._back.add(ident)
        return _Plan(mine, theirs, stands, vector, True, _conflict(stands, loser))

    def _kept_link(self, mine: _Side, theirs: _Side) -> _Plan | None:
        """The plan for a link that was purged with a record that is back now: it is back, too, as if newly made."""
        alive, purge = (theirs, mine) if mine.purged else (mine, theirs)
        link = alive.stored.state.record(alive.stored.kind)
        if not isinstance(link, Link) or compare(alive.vector, purge.vector) is Order.AHEAD:
            return None
        ends = canonical.text([link.source_id, link.target_id])
        query = "SELECT count(*) FROM record WHERE purged=1 AND id IN (SELECT value FROM json_each(?))"
        if not {link.source_id, link.target_id} & self._back or driver.value(self._here, query, ends):
            return None
        vector = joined(mine.vector, theirs.vector)
        vector[self._stamp.device] = vector.get(self._stamp.device, 0) + 1
        clock = hlc.tick(writing.newest(self._here)[1], self._stamp.now, self._stamp.device)
        clock = hlc.above(clock, max(mine.stored.hlc, theirs.stored.hlc), self._stamp.device)
        stands = replace(alive, stored=replace(alive.stored, hlc=clock), at=state.instant(self._stamp.now))
        mine, theirs = (mine, stands) if mine.purged else (stands, theirs)
        return _Plan(mine, theirs, stands, canonical.text(vector), apart=True)

    def _claim(self, side: _Side, other: _Side) -> Claim:
        now = side.stored.state
        unseen = other.purged and self._has_unseen(side)
        return Claim(side.rank, side.stored.hlc, now.digest, now.trashed_at or "", unseen)

    def _has_unseen(self, side: _Side) -> bool:
        """Whether there were words on one side that the other one, which purged the record, never had."""
        history = side.history()
        seen = {one.state.body for one in history if self._steps.both_know(one.operation)}
        return any(one.state.body not in (None, *seen) for one in history)

    # -- writing it down --------------------------------------------------------------------------------------

    def take(self, ident: str) -> None:
        """Write the row of a record as it stands from now on; its history comes later, with the operations."""
        plan = self.plan(ident)
        if plan is None:
            return
        n = self._put_row(plan)
        self._tell(plan)
        self._taken.append(plan.theirs.stored.n or 0)
        if plan.theirs.purged:
            self._purged.append(plan.theirs.stored.n or 0)
        if plan.stands.purged:
            self._gone += [] if plan.mine.purged else [plan.mine.stored]
        elif plan.mine.stored.n is None:
            # On a computer that is new nearly everything is: together it would take too much memory.
            self._new.append((ident, n))
        else:
            self._plans.append((plan, n))

    def take_histories(self) -> None:
        """Erase what was purged, take over the operations, and put the versions of every record in its history."""
        writing.erase(self._here, self._gone)
        self._steps.take(self._taken, self._purged)
        self._steps.take_names()
        for plan, n in self._plans:
            self._put_history(plan, n)
        for ident, n in self._new:
            theirs = _side(self._there, ident)
            versions = self._numbered(theirs.history())
            _, version = lineage.append(self._here, n, versions, State(), 0)
            self._here.execute("UPDATE record SET version=? WHERE n=?", (max(version, 1), n))

    def _put_row(self, plan: _Plan) -> int:
        mine, stands = plan.mine, plan.stands
        kind, target = mine.stored.kind, stands.stored.state
        record = target.record(kind)
        version = max(mine.stored.version, 1)
        mark = Mark(stands.at, stands.stored.hlc, plan.vector, version)
        n = writing.put_row(self._here, mine.stored, target, record, mark, purged=stands.purged)
        if stands is plan.theirs and not stands.purged and target.body != mine.stored.state.body:
            self._take_text(mine.stored, record)
            writing.follow(self._here, n, kind, record, State(), fresh=mine.stored.n is None)
        if not stands.purged and not plan.theirs.purged:
            self._take_uses(plan.theirs.stored.n, n)
        return n

    def _take_text(self, mine: Stored, record: Record | None) -> None:
        """The text that was read out of a file goes with the file."""
        if not isinstance(record, Evidence):
            return
        text = driver.value(self._there, "SELECT text FROM evidence_text WHERE record_id=?", record.id)
        before = mine.state.record(mine.kind)
        if text is not None:
            self._here.execute("INSERT OR REPLACE INTO evidence_text VALUES (?, ?)", (record.id, text))
        elif isinstance(before, Evidence) and before.sha256 != record.sha256:
            self._here.execute("DELETE FROM evidence_text WHERE record_id=?", (record.id,))

    def _take_uses(self, there: int | None, here: int) -> None:
        rows = self._there.execute("SELECT sha256 FROM blob_use WHERE record=?", (there,)).fetchall()
        for (sha256,) in rows:
            self._here.execute("INSERT OR IGNORE INTO blob_use VALUES (?, ?)", (sha256, here))

    def _put_history(self, plan: _Plan, n: int) -> None:
        """Put the other side's versions behind what is here; a record that was purged gets its whole history back."""
        versions = [] if plan.theirs.purged else plan.theirs.history()
        start, target = plan.mine.stored.state, plan.stands.stored.state
        erased = self._steps.erased(versions)
        if erased and not plan.mine.purged:
            start = lineage.rewrite(self._here, plan.mine.stored, erased)
        if plan.mine.purged:
            self._here.execute("DELETE FROM delta WHERE record=?", (n,))
        else:
            versions = [one for one in versions if not self._steps.was_known(one.operation)]
        last, version = lineage.append(self._here, n, self._numbered(versions), start, plan.mine.stored.version)
        if last != target:
            version += 1
            self._left.append((n, version, last, target))
        self._here.execute("UPDATE record SET version=? WHERE n=?", (max(version, 1), n))
        if plan.conflict is not None:
            loser = plan.mine if plan.stands is plan.theirs else plan.theirs
            self._conflicts.append((plan.conflict, loser.stored.hlc))

    def _numbered(self, versions: Sequence[Known]) -> list[tuple[int, State]]:
        return sorted(((self._steps.number(one.operation), one.state) for one in versions), key=_number)

    def set_right(self) -> None:
        """Write this computer's own step: what stands after all, what was set aside, and what belongs together."""
        found = aside.unions(self._here)
        self._put_own_step([*self._conflicts, *(lost for union in found for lost in union.lost)])
        self._record(aside.steps_of(self._here, found, self._stamp.now))
        self._record(aside.remains(self._here))
        self.merged.united += [(union.keeper.KIND, union.keeper.id) for union in found]

    def _record(self, steps: Sequence[Step]) -> None:
        done = writing.record_change(self._here, _LABEL, steps, self._stamp, "final")
        if done is not None:
            self.merged.touched |= done.touched

    def _put_own_step(self, conflicts: Sequence[tuple[Conflict, str]]) -> None:
        written = list(self._left)
        for conflict, stamp in conflicts:
            row = aside.put_conflict(self._here, conflict, stamp)
            if row is not None:
                written.append((row[0], 1, State(), row[1]))
                self.merged.conflicts.append(conflict.id)
                self.merged.touched.add((Conflict.KIND, conflict.id))
        if not written:
            return
        seq = writing.put_operation(self._here, _LABEL, sorted({n for n, *_ in written}), self._stamp, "final").seq
        for n, version, before, after in written:
            writing.put_delta(self._here, n, seq, version, before, after)

    # -- telling ----------------------------------------------------------------------------------------------

    def _tell(self, plan: _Plan) -> None:
        key = (plan.mine.stored.kind, plan.mine.stored.id)
        before, after = plan.mine.stored.state, plan.stands.stored.state
        deleted = [side for side in (plan.mine, plan.theirs) if side.stored.n and side.rank is not Rank.LIVE]
        live = plan.stands.rank is Rank.LIVE
        if before != after:
            self.merged.touched.add(key)
        if key[0] in BESIDE:
            return
        if live and plan.apart and deleted:
            self.merged.back.append(key)
        elif live and plan.mine.stored.n is None:
            self.merged.new.append(key)
        elif plan.mine.rank is Rank.LIVE and not live:
            self.merged.removed.append(key)
        elif live and before.body != after.body:
            self.merged.changed.append(key)


def _number(version: tuple[int, State]) -> int:
    return version[0]


def _conflict(stands: _Side, loser: _Side) -> Conflict | None:
    lost, kept = loser.stored.state, stands.stored.state
    if stands.purged or loser.stored.kind == Conflict.KIND or lost.body in (None, kept.body) or stands.knew(lost):
        return None
    return aside.set_aside(loser.stored, loser.at, loser.stored.id)


def _side(connection: Connection, ident: str, kind: str = "") -> _Side:
    row = connection.execute("SELECT kind, purged, changed_at FROM record WHERE id=?", (ident,)).fetchone()
    if row is None:
        return _Side(connection, state.find(connection, kind, ident), False, "")
    return _Side(connection, state.find(connection, row[0], ident), bool(row[1]), row[2])
