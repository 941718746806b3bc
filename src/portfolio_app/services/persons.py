"""People who are written about: where they are named, what stands in for them, and erasing them everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.names import Spellings
from portfolio_app.domain.persons import Pseudonym, next_stand_in
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import Export
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.store.erase import Places
from portfolio_app.store.store import Change
from portfolio_app.store.values import Query

_ELSE = "\u2603"
"""Stands in while looking: no name has it."""


@dataclass(frozen=True)
class Naming:
    """A record in which somebody is named: today, in so many earlier versions, in what its file says."""

    kind: str
    id: str
    heading: str
    day: date | None
    now: bool
    earlier: int
    in_file: bool


@dataclass(frozen=True)
class Found:
    """Where somebody is named. ``files`` say the name themselves, ``exports`` are signed documents that do.

    ``drafts``, ``settings`` and ``steps`` (names of steps in the history) are numbers.
    """

    spellings: Spellings
    places: Places
    records: tuple[Naming, ...]
    files: tuple[Evidence, ...]
    exports: tuple[Export, ...]
    known: Pseudonym | None

    @property
    def nowhere(self) -> bool:
        """Whether the name is nowhere but, perhaps, among the stand-ins."""
        return self.places.nowhere and not self.exports and not self.files


class Persons:
    """Finding, standing in and erasing."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store

    # -- stand-ins ------------------------------------------------------------------------------------------------

    def stand_ins(self) -> list[Pseudonym]:
        """Every name that something stands in for, the newest first."""
        return self._store.load(Pseudonym, Query(kinds=(Pseudonym.KIND,), order="written"))

    def next_stand_in(self, word: str) -> str:
        """A stand-in that nobody has yet, such as ``leerling 3``."""
        return next_stand_in(word, frozenset(each.stand_in for each in self.stand_ins()))

    def remember(self, name: str, stand_in: str, spellings: Sequence[str] = ()) -> Pseudonym:
        """Let something stand in for a name from now on; a name that has a stand-in gets the new one.

        Raises `UserError` ``name-missing`` and ``stand-in-taken`` where it stands in for somebody else.
        """
        every = Spellings.of((name, *spellings))
        if not every.terms or not stand_in.strip():
            raise UserError("name-missing")
        known = self._known(every)
        taken = [each for each in self.stand_ins() if each.stand_in == stand_in.strip() and each != known]
        if taken:
            raise UserError("stand-in-taken")
        record = known or Pseudonym(**self._core.head(), name=name, stand_in=stand_in)
        record = replace(record, name=name.strip(), stand_in=stand_in.strip(), spellings=tuple(spellings))
        self._core.save([record], label=Label("edit" if known else "create", Pseudonym.KIND, record.heading))
        return record

    def forget(self, known: Pseudonym) -> None:
        """Forget who it is that something stands in for, also in the history; the texts keep the stand-in."""
        self._core.write(Label("purge", Pseudonym.KIND), lambda change: change.purge(Pseudonym.KIND, known.id))

    def offers(self, text: str) -> tuple[Pseudonym, ...]:
        """Names in a text that something stands in for, in the order in which they stand there."""
        found = [(each.every_spelling.find(text), each) for each in self.stand_ins()]
        return tuple(each for _, each in sorted(((at[0], each) for at, each in found if at), key=lambda pair: pair[0]))

    def _known(self, spellings: Spellings) -> Pseudonym | None:
        return next((each for each in self.stand_ins() if spellings.names(each.name)), None)

    # -- finding --------------------------------------------------------------------------------------------------

    def find(
        self, terms: Iterable[str], progress: Progress = no_progress, cancelled: Callable[[], bool] = never
    ) -> Found:
        """Look in every record and version, draft, setting, file and signed document.

        Raises `Cancelled`, and `UserError` ``name-missing`` where there is nothing to look for.
        """
        spellings = Spellings.of(terms)
        if not spellings.terms:
            raise UserError("name-missing")

        def matches(key: str, text: str) -> bool:
            return spellings.rewritten(key, text, _ELSE) != text

        def step(done: int, total: int) -> None:
            if cancelled():
                raise Cancelled
            progress(done, total, "records")

        places = self._store.find_words(matches, step)
        records: list[Naming] = []
        files: list[Evidence] = []
        for place in places.records:
            record = self._store.any(place.kind, place.id)
            heading, day = (record.heading, record.day) if record is not None else ("", None)
            records.append(Naming(place.kind, place.id, heading, day, place.now, place.earlier, place.in_file))
            if place.in_file and isinstance(record, Evidence):
                files.append(record)
        known = {item.id for item in files}
        files += [item for item in self._earlier_files_naming(spellings, cancelled) if item.id not in known]
        exports = tuple(self._exports_naming(spellings, progress, cancelled))
        return Found(spellings, places, tuple(records), tuple(files), exports, self._known(spellings))

    def _earlier_files_naming(self, spellings: Spellings, cancelled: Callable[[], bool]) -> Iterable[Evidence]:
        """Evidence of which an earlier file, that only its history has, holds the name."""
        for item in self._store.load(Evidence, Query(kinds=(Evidence.KIND,))):
            earlier = [digest for digest in item.digests if digest != item.sha256]
            if any(spellings.names(self._text_of(digest, item.media_type, cancelled)) for digest in earlier):
                yield item

    def _text_of(self, sha256: str, media_type: str, cancelled: Callable[[], bool]) -> str:
        """What a file says; nothing where it is gone or unreadable, for that is the check's to tell."""
        from portfolio_app.vault import worker

        if cancelled():
            raise Cancelled
        row = self._store.blob(sha256)
        try:
            with self._core.vault.open(stored_of(row)) as stream:
                return worker.read_text(stream, (row and row.media_type) or media_type, cancelled=cancelled)
        except UserError:
            return ""

    def _exports_naming(
        self, spellings: Spellings, progress: Progress, cancelled: Callable[[], bool]
    ) -> Iterable[Export]:
        exports = self._store.load(Export, Query(kinds=(Export.KIND,)))
        for number, export in enumerate(exports):
            progress(number, len(exports), "exports")
            if spellings.names(self._text_of(export.sha256, "application/pdf", cancelled)):
                yield export

    # -- replacing and erasing ------------------------------------------------------------------------------------

    def stand_in_everywhere(self, found: Found, stand_in: str, *, remember: bool = True) -> ChangeSet:
        """Put a stand-in in the place of the name in every text, version and draft; it can't be undone.

        With ``remember`` it stands in for the name from now on. The files and documents themselves stay as they are.
        """
        if not stand_in.strip() or found.spellings.names(stand_in):
            raise UserError("name-missing")
        if self._core.read_only:
            raise UserError("read-only")
        if remember:
            self.remember(found.spellings.terms[0], stand_in, found.spellings.terms[1:])
        return self._rewrite(found, stand_in.strip())

    def erase_everywhere(self, found: Found, left: str, throw_away: Sequence[Record] = ()) -> ChangeSet:
        """Take the name out of every text, version and draft, and throw whole files and documents away for good.

        ``left`` is what is read in its place. Nobody remembers who it was; it can't be undone. Done again after a kill
        it takes out what is left.
        """
        if self._core.read_only:
            raise UserError("read-only")
        gone = [item for item in throw_away if isinstance(item, Evidence | Export)]
        known = [found.known] if found.known is not None else []
        if gone or known:

            def work(change: Change) -> None:
                for item in (*gone, *known):
                    change.purge(item.KIND, item.id)

            named = {sha256 for item in gone for sha256 in self._ever_named(item)}
            self._core.write(Label("purge"), work)
            for sha256 in named - self._store.live_blobs():
                self._core.vault.remove(sha256)
                self._store.drop_blob(sha256)
        thrown = {item.id for item in gone}
        kept = tuple(place for place in found.places.records if place.id not in thrown)
        return self._rewrite(replace(found, places=replace(found.places, records=kept)), left)

    def _ever_named(self, item: Evidence | Export) -> set[str]:
        if isinstance(item, Export):
            return {item.sha256}
        versions = [version.record for version in self._store.history(item.KIND, item.id)]
        return {digest for each in (item, *versions) if isinstance(each, Evidence) for digest in each.digests}

    def _rewrite(self, found: Found, stand_in: str) -> ChangeSet:
        return self._store.rewrite_words(found.places, lambda key, text: found.spellings.rewritten(key, text, stand_in))
