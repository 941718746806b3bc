"""The store: every record of a portfolio, with its history, behind one object.

A record is a document. `Store.change` is the only way to write one; it commits, then announces what was touched.
Links of a record in the trash stay, but are not returned while one of their ends is trashed or gone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import ChangeSet, Label, Operation
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import R, Record
from portfolio_app.store import asking, check, driver, erase, history, hlc, indexing, reading, state, writing
from portfolio_app.store import merge as merging
from portfolio_app.store.change import Change
from portfolio_app.store.engine import Database
from portfolio_app.store.merge import Merged
from portfolio_app.store.search import Searcher
from portfolio_app.store.shelf import Shelf
from portfolio_app.store.snippets import Marker
from portfolio_app.store.stopping import Stop
from portfolio_app.store.values import BlobRow, Clock, Finding, Found, Hit, Query, Question, Row, Version
from portfolio_app.store.writing import Stamp

__all__ = ["BlobRow", "Change", "Finding", "Hit", "Merged", "Query", "Row", "Store", "Version"]

_log = logging.getLogger(__name__)
Listener = Callable[[ChangeSet], None]


def _no_progress(_done: int, _total: int) -> None:
    """Nobody is told."""


def _never() -> bool:
    """Nobody stops it."""
    return False


class Store(Shelf):
    """Records of one open database. ``device`` is the replica id of this computer. May be used from any thread."""

    def __init__(self, database: Database, device: str, clock: Clock) -> None:
        super().__init__(database)
        self._database = database
        self._device = device
        self._clock = clock
        self._searcher = Searcher(database)
        self._listeners: list[Listener] = []
        self._changing = False

    @property
    def device(self) -> str:
        """Replica id of this computer, as operations carry it."""
        return self._device

    @property
    def database(self) -> Database:
        """The database underneath."""
        return self._database

    # Reading

    def get(self, cls: type[R], id: str) -> R | None:
        """The live record, or None when it is gone or in the trash. Raises `UserError` ``record-unreadable``."""
        with self._database.read() as connection:
            found = reading.one(connection, id)
        return found if isinstance(found, cls) else None

    def need(self, cls: type[R], id: str) -> R:
        """The live record; raises `UserError` ``record-missing`` when it is gone or in the trash."""
        found = self.get(cls, id)
        if found is None:
            raise UserError("record-missing")
        return found

    def any(self, kind: str, id: str) -> Record | None:
        """The record, also when it is in the trash."""
        with self._database.read() as connection:
            return state.find(connection, kind, id).state.record(kind)

    def whatever(self, id: str) -> Record | None:
        """The record with an id, of whatever kind, also when it is in the trash."""
        with self._database.read() as connection:
            kind = driver.value(connection, "SELECT kind FROM record WHERE id=?", id)
            return state.find(connection, kind, id).state.record(kind) if kind else None

    def version(self, id: str) -> int:
        """Number of the record's present version; 0 when it was never saved."""
        with self._database.read() as connection:
            return int(driver.value(connection, "SELECT version FROM record WHERE id=?", id) or 0)

    def rows(self, query: Query) -> list[Row]:
        """Light rows of a query, for lists."""
        match = self._match(query)
        with self._database.select() as connection:
            return reading.rows(connection, query, match)

    def count(self, query: Query) -> int:
        """Number of records of a query, whatever its limit and offset."""
        match = self._match(query)
        with self._database.select() as connection:
            return reading.count(connection, query, match)

    def load(self, cls: type[R], query: Query) -> list[R]:
        """Whole records of one kind; the kinds of the query are not looked at."""
        only = replace(query, kinds=(cls.KIND,))
        match = self._match(query)
        with self._database.select() as connection:
            return cast("list[R]", reading.records(connection, only, match))

    def load_ids(self, ids: Sequence[str]) -> list[Record]:
        """Live records with these ids, in their order."""
        with self._database.read() as connection:
            return reading.by_id(connection, ids)

    def links_from(self, id: str, role: Role | None = None) -> list[Link]:
        """Links of which the record is the source, oldest first."""
        with self._database.read() as connection:
            return reading.links(connection, "source", id, role)

    def links_to(self, id: str, role: Role | None = None) -> list[Link]:
        """Links of which the record is the target, oldest first."""
        with self._database.read() as connection:
            return reading.links(connection, "target", id, role)

    def is_linked(self, role: Role, source: str, target: str) -> bool:
        """Whether there is such a link, also one that comes back with an end that lies in the trash."""
        with self._database.read() as connection:
            return reading.is_linked(connection, role, source, target)

    def naming(self, cls: type[R], sha256: str) -> list[tuple[R, bool]]:
        """Records of which some version named this content, and whether they lie in the trash; the live ones first."""
        with self._database.read() as connection:
            found = reading.naming(connection, cls.KIND, sha256)
        return [(item, gone) for item, gone in found if isinstance(item, cls)]

    def link_counts(self, role: Role, source_kind: str) -> dict[str, int]:
        """How many live records of a kind stand in a role to each record, by its id."""
        with self._database.read() as connection:
            return reading.link_counts(connection, role, source_kind)

    # Writing

    @contextmanager
    def change(self, label: Label) -> Generator[Change]:
        """Collect changes and write them as one operation: one transaction, one undo step, one notice.

        Nothing is written when the block raises. What the store returns inside the block is still as it was before.
        """
        if self._database.read_only:
            raise UserError("read-only")
        with self._database.write_lock:
            if self._changing:
                raise RuntimeError("a change is open already")
            self._changing = True
            try:
                change = Change(label)
                yield change
                done = self._database.write(lambda connection: change.write(connection, self._stamp()))
            finally:
                self._changing = False
        change.changes = self._announce(done, change.records())

    def merge(
        self,
        other: Database,
        *,
        blobs: Sequence[BlobRow] = (),
        leave: Collection[str] = (),
        progress: merging.Progress = _no_progress,
        cancelled: Callable[[], bool] = _never,
    ) -> Merged:
        """Take in what another database of this portfolio has: one transaction, one notice.

        ``blobs`` are the files its records name, which lie in this vault already; ``leave`` are keys of settings
        that speak of one computer. Raises `UserError`
        ``merge-other-portfolio``, ``merge-newer`` and ``record-unreadable``, and `Cancelled`; nothing is changed then.
        """
        if other.portfolio_id != self._database.portfolio_id:
            raise UserError("merge-other-portfolio")

        def work(connection: Connection) -> Merged:
            with other.read() as there:
                return merging.merge(
                    connection, there, self._stamp(), blobs=blobs, leave=leave, progress=progress, cancelled=cancelled
                )

        merged = self._database.write(work)
        self._searcher.vocabulary.forget()
        if merged.operation:
            self._notify(ChangeSet(merged.operation, frozenset(merged.touched), self.operation_counter()))
        return merged

    def wanted_files(self, other: Database) -> set[str]:
        """Digests of the files that have to be here before `merge`."""
        with self._database.read() as here, other.read() as there:
            return merging.wanted_files(here, there)

    def undo(self) -> Operation | None:
        """Take the last step back; its label names it. Raises `UserError` ``undo-conflict``."""
        return self._reverse(history.undo)

    def redo(self) -> Operation | None:
        """Do again what was undone last. Raises `UserError` ``undo-conflict``."""
        return self._reverse(history.redo)

    def undoable(self) -> Operation | None:
        """The step that `undo` would take back."""
        with self._database.read() as connection:
            return history.undoable(connection)

    def redoable(self) -> Operation | None:
        """What `redo` would do again; the label is that of the step."""
        with self._database.read() as connection:
            return history.redoable(connection)

    def operations(self, limit: int = 50, offset: int = 0) -> list[Operation]:
        """Committed steps, newest first."""
        with self._database.read() as connection:
            return history.operations(connection, limit, offset)

    def history(self, kind: str, id: str, limit: int | None = None, offset: int = 0) -> list[Version]:
        """Versions of a record, newest first: every one, or so many after the newest ``offset``."""
        with self._database.read() as connection:
            return history.versions(connection, kind, id, limit, offset)

    def version_count(self, id: str) -> int:
        """How many versions of a record there are."""
        with self._database.read() as connection:
            return history.version_count(connection, id)

    def operation_counter(self) -> int:
        """Number of operations ever committed; mirrored outside the database to notice commits that got lost."""
        with self._database.read() as connection:
            return int(driver.value(connection, "SELECT ifnull(max(seq), 0) FROM operation"))

    def last_active(self) -> datetime | None:
        """When anything was last changed, here or on a computer that was merged; None at the beginning.

        The last operation does not tell: a merge puts older ones of another computer behind it.
        """
        with self._database.read() as connection:
            return hlc.moment(writing.newest(connection)[1])

    # Erasing

    def find_words(self, matches: erase.Matcher, step: Callable[[int, int], None]) -> erase.Places:
        """Where words are, also in versions, drafts and the names of steps; see `erase.find`."""
        with self._database.read() as connection:
            return erase.find(connection, matches, step)

    def rewrite_words(self, places: erase.Places, rewriter: erase.Rewriter) -> ChangeSet:
        """Rewrite what `find_words` found, in the history too. It can't be undone; nothing of it stays in the file."""
        seq = self._database.write(lambda connection: erase.rewrite(connection, places, rewriter, self._stamp()))
        self._searcher.vocabulary.forget()
        self._database.checkpoint()
        return self._notify(ChangeSet("", frozenset((place.kind, place.id) for place in places.records), seq))

    def subscribe(self, callback: Listener) -> Callable[[], None]:
        """Call ``callback`` after every commit, in the committing thread. Returns what ends the subscription."""
        self._listeners.append(callback)

        def unsubscribe() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return unsubscribe

    # Searching

    def search(self, text: str, *, kinds: Sequence[str] = (), limit: int = 50) -> list[Hit]:
        """Live records with every word of the text, those with all in the title first."""
        return self._searcher.search(text, kinds, limit)

    def find(self, question: Question, most: int | Mapping[str, int] = 50, stop: Stop | None = None) -> Found:
        """What answers a question, of each kind at most so many hits. Raises `Cancelled` when it is stopped."""
        return self._searcher.find(question, most, stop or Stop())

    def tags(self) -> list[str]:
        """Every tag of the live records, in the order of the alphabet."""
        with self._database.read() as connection:
            return reading.tags(connection)

    def marker(self, text: str) -> Marker:
        """What finds the words of a search in any text."""
        return Marker(asking.read(text))

    def renew_index(self, cancelled: Callable[[], bool], told: Callable[[int, int], None]) -> None:
        """Build the index anew where another stemmer made it, a few records at a time, and read its vocabulary."""
        if self._searcher.renewal.run(cancelled, told):
            self._searcher.vocabulary.forget()
        self._searcher.warm()

    def index_evidence_text(self, evidence_id: str, text: str) -> None:
        """Keep the text that was read out of a file and make it findable; an empty one says that there is none.

        Does nothing when the piece of evidence was purged while its file was being read.
        """
        text = canonical.sound(text)

        def work(connection: Connection) -> bool:
            if not driver.value(connection, "SELECT count(*) FROM record WHERE id=? AND purged=0", evidence_id):
                return False
            connection.execute("INSERT OR REPLACE INTO evidence_text VALUES (?, ?)", (evidence_id, text))
            stored = state.find(connection, "evidence", evidence_id)
            record = stored.state.record("evidence")
            if stored.n is not None and record is not None:
                indexing.index(connection, stored.n, record, fresh=False)
            return True

        if self._database.write(work):
            self._searcher.vocabulary.add(text)

    def evidence_text(self, evidence_id: str) -> str | None:
        """The text that was read out of a file; empty when there is none, None when nobody tried yet."""
        with self._database.read() as connection:
            found = driver.value(connection, "SELECT text FROM evidence_text WHERE record_id=?", evidence_id)
            return None if found is None else str(found)

    def evidence_unread(self) -> list[str]:
        """Ids of live evidence of which no text was ever kept, not even an empty one; the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT id FROM record WHERE kind='evidence' AND body IS NOT NULL AND trashed_at IS NULL"
                " AND id NOT IN (SELECT record_id FROM evidence_text) ORDER BY n"
            )
            return [row[0] for row in rows]

    # Care

    def check(self, deep: bool = False, index: bool = True) -> list[Finding]:
        """Look for damage; what can be repaired from the records is repaired.

        ``deep`` reads every version, too; looking at the ``index`` keeps others from saving meanwhile.
        """
        findings = check.check(self._database, deep, index)
        self._searcher.vocabulary.forget()
        return findings

    def maintain(self) -> None:
        """What should happen now and then outside the owner's way: ballast, write-ahead log."""
        if not self._database.read_only:
            self._database.ensure_ballast()
            self._database.checkpoint()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def _reverse(self, way: Callable[[Connection, Stamp], Operation | None]) -> Operation | None:
        done = self._database.write(lambda connection: way(connection, self._stamp()))
        if done is not None:
            live = self.load_ids([ident for _, ident in done.touched])
            self._announce(done, live)
        return done

    def _announce(self, done: Operation | None, records: Sequence[Record]) -> ChangeSet:
        if done is None:
            return ChangeSet("")
        for record in records:
            self._searcher.vocabulary.add("\n".join((record.heading, *record.words)))
        return self._notify(ChangeSet(done.id, done.touched, done.seq))

    def _notify(self, result: ChangeSet) -> ChangeSet:
        for listener in list(self._listeners):
            try:
                listener(result)
            except Exception as error:  # noqa: BLE001 - what a listener makes of it must not look like a save that failed
                # Neither message nor traceback, which could hold the owner's words.
                _log.error("a listener failed after a commit: %s", type(error).__name__)
        return result

    def _match(self, query: Query) -> str | None:
        if not query.text.strip():
            return None
        self._searcher.bring_up_to_date()
        with self._database.read() as connection:
            return self._searcher.expression(connection, query.text)

    def _stamp(self) -> Stamp:
        now: datetime = self._clock()
        return Stamp(self._device, now)
