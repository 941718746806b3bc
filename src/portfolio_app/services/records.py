"""Reading and writing records of every kind; the pages stand on this."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from portfolio_app.domain.allocations import check_allocations
from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.conflicts import place_of
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, check_scores
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.portfolio import Appointment, Profile, check_appointment
from portfolio_app.domain.records import R, Record
from portfolio_app.services.core import Core
from portfolio_app.services.drafts import of_week
from portfolio_app.store.store import Change
from portfolio_app.store.values import Query, Row, Version

MANY = 2_000
"""From so many records on it is felt when all of them are gone through."""


class Records:
    """Every kind of record, one verb each."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store

    def new_id(self) -> str:
        """A fresh id for a record that is not saved yet."""
        return self._core.new_id()

    def now(self) -> datetime:
        """The present instant in UTC, for ``written_at``."""
        return self._core.clock()

    def today(self) -> date:
        """Today's calendar day."""
        return self._core.today()

    def lang(self) -> str:
        """Language the owner writes in, for ``lang`` of a new record."""
        return self._core.lang()

    def get(self, cls: type[R], id: str) -> R | None:
        """A record, or None when it is gone or in the trash."""
        return self._store.get(cls, id)

    def need(self, cls: type[R], id: str) -> R:
        """A record; raises `UserError` ``record-missing``."""
        return self._store.need(cls, id)

    def any(self, kind: str, id: str) -> Record | None:
        """A record of a kind that is known by name only, also from the trash."""
        return self._store.any(kind, id)

    def by_id(self, id: str) -> Record | None:
        """A record of whatever kind; None when it is gone or in the trash."""
        return next(iter(self._store.load_ids([id])), None)

    def profile(self) -> Profile | None:
        """The owner, once she said who she is."""
        return self._core.profile()

    def rows(self, query: Query) -> list[Row]:
        """Light rows for a list."""
        return self._store.rows(query)

    @property
    def are_many(self) -> bool:
        """Whether there are so many that going through them all would hold up a window."""
        return self.count(Query()) > MANY

    def count(self, query: Query) -> int:
        """How many records a query finds, its limit apart."""
        return self._store.count(query)

    def load(self, cls: type[R], query: Query | None = None) -> list[R]:
        """Whole records of one kind."""
        return self._store.load(cls, query or Query(kinds=(cls.KIND,)))

    def save(self, record: Record, *, links: Sequence[Link] = (), verb: str | None = None) -> ChangeSet:
        """Store a new or changed record with its new links: one step to undo.

        Raises `UserError`: ``no-passphrase-yet``, ``empty-record``, ``dates-reversed``, ``hours-doubled``,
        ``hours-negative``, ``job-size``.
        """
        check(record)
        if verb is None:
            verb = "edit" if self._store.version(record.id) else "create"
        return self._core.save([record], links=links, label=Label(verb, record.KIND, record.heading))

    def save_all(self, records: Sequence[Record], *, label: Label, links: Sequence[Link] = ()) -> ChangeSet:
        """Store several records in one step."""
        for record in records:
            check(record)
        return self._core.save(records, links=links, label=label)

    def trash(self, kind: str, id: str) -> ChangeSet:
        """Move a record to the trash; its links come back with it."""
        found = self._store.any(kind, id)

        def work(change: Change) -> None:
            change.trash(kind, id)
            if isinstance(found, JournalWeek):
                # Its key has no id by which a purge would know it, and the same week written anew has the same key.
                change.drop_draft(of_week(found.heading))

        return self._step("trash", kind, id, work)

    def restore(self, kind: str, id: str) -> ChangeSet:
        """Take a record out of the trash. Raises `UserError` ``place-taken`` where another took its place meanwhile."""
        found = self._store.any(kind, id)
        if found is not None:
            self.check_place(found)
        return self._step("restore", kind, id, lambda change: change.restore(kind, id))

    def check_place(self, record: Record) -> None:
        """Raise `UserError` ``place-taken`` when another record stands where there can only be one.

        Two of them would hide each other's words.
        """
        place = place_of(record)
        if place is None:
            return
        day = record.day if isinstance(record, JournalWeek) else None
        same = self._store.load(type(record), Query(from_on=day, until_on=day))
        if any(item.id != record.id and place_of(item) == place for item in same):
            raise UserError("place-taken")

    def purge(self, kind: str, id: str) -> ChangeSet:
        """Remove a record for good, its history too. This can't be undone."""
        # The heading is left out: a name of what was erased must not stay behind in the list of steps.
        return self._core.write(Label("purge", kind), lambda change: change.purge(kind, id))

    def empty_trash(self) -> ChangeSet | None:
        """Remove everything in the trash for good; None when it was empty."""
        rows = self.trashed()
        if not rows:
            return None

        def work(change: Change) -> None:
            for row in rows:
                change.purge(row.kind, row.id)

        return self._core.write(Label("empty_trash"), work)

    def trashed(self) -> list[Row]:
        """What lies in the trash."""
        return self._store.rows(Query(trashed=True, order="written"))

    def _step(self, verb: str, kind: str, id: str, work: Callable[[Change], None]) -> ChangeSet:
        found = self._store.any(kind, id)
        if found is None:
            raise UserError("record-missing")
        return self._core.write(Label(verb, kind, found.heading), work)

    def link(self, role: Role, source: Record, target: Record, quote: Quote | None = None) -> Link:
        """Link two saved records; an equal link that exists already is returned as it is."""
        for known in self._store.links_from(source.id, role):
            if known.target_id == target.id and known.quote == quote:
                return known
        link = self._core.link(role, source, target, quote)
        self._core.save([], links=[link], label=Label("link", source.KIND, source.heading))
        return link

    def unlink(self, link_id: str) -> ChangeSet:
        """Take a link away; undo brings it back."""
        return self._core.write(Label("unlink", Link.KIND), lambda change: change.trash(Link.KIND, link_id))

    def links_from(self, id: str, role: Role | None = None) -> list[Link]:
        """Links that start at a record."""
        return self._store.links_from(id, role)

    def links_to(self, id: str, role: Role | None = None) -> list[Link]:
        """Links that point at a record."""
        return self._store.links_to(id, role)

    def history(self, kind: str, id: str) -> list[Version]:
        """Every version of a record, newest first."""
        return self._store.history(kind, id)


def check(record: Record) -> None:
    """Raise `UserError` when a record can't be saved as it is."""
    if isinstance(record, Experience):
        if not record.title.strip():
            raise UserError("empty-record")
        if record.ended_on is not None and record.ended_on < record.happened_on:
            raise UserError("dates-reversed")
        if record.contact_minutes < 0 or record.self_study_minutes < 0:
            raise UserError("hours-negative", scheme="")
        check_allocations(record)
    if isinstance(record, Observation):
        check_scores(record)
    if isinstance(record, Appointment):
        check_appointment(record)
    first = getattr(record, "from_on", None)
    last = getattr(record, "until_on", None)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        raise UserError("dates-reversed")
