"""Handing over: what goes in, the document, the signed file, and whether a file is still as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from portfolio_app.document.compose import compose
from portfolio_app.document.snapshot import Copy, HoursView, Seal, Snapshot
from portfolio_app.document.tree import Document
from portfolio_app.domain import file_names
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, PhaseEntry, Quality, SelfCheck
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.portfolio import Appointment
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Export, Part, Selection
from portfolio_app.domain.sets import ContentSet
from portfolio_app.domain.standing import Standing
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services import selecting, tasks
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService, stored_of
from portfolio_app.services.hours import Hours
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.places import check_target
from portfolio_app.services.selecting import Plan, make_plan, school_year
from portfolio_app.store.values import Query
from portfolio_app.vault import disk

if TYPE_CHECKING:
    from portfolio_app.pdf.differences import Fact
    from portfolio_app.pdf.produce import Produced
    from portfolio_app.pdf.sign import Signer
    from portfolio_app.pdf.verify import Verdict

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=ContentSet)
SIGNER = "signer"
REGISTER_YEARS = 4
PDF = "application/pdf"
PATIENCE = 600.0
"""Seconds after which a file that is being verified is called too large to be looked at."""


class Exports:
    """From a choice to a signed document."""

    def __init__(self, core: Core, evidence: EvidenceService, hours: Hours) -> None:
        self._core = core
        self._store = core.store
        self._evidence = evidence
        self._hours = hours

    # -- choosing ---------------------------------------------------------------------------------------------

    def default(self, audience: Audience, lang: Lang = "nl", today: date | None = None) -> Selection:
        """What a reader gets unless the owner chooses otherwise: this school year, four years, or everything."""
        day = today or self._core.today()
        first = school_year(day)
        if audience is Audience.REGISTER:
            first = date(first.year - REGISTER_YEARS + 1, first.month, first.day)
        elif audience is Audience.ARCHIVE:
            first = self._first_day(day)
        head = self._core.head()
        head["lang"] = lang
        return Selection(**head, audience=audience, from_on=first, until_on=day, parts=DEFAULT_PARTS[audience])

    def kept(self, audience: Audience) -> Selection | None:
        """What she chose for a reader, as it was saved; None where nothing was."""
        return next((item for item in self._all(Selection) if item.audience is audience), None)

    def selection(self, audience: Audience, lang: Lang = "nl", today: date | None = None) -> Selection:
        """What a reader gets: what she chose for that reader, else the default in a language.

        A period that she did not choose herself goes on with the days.
        """
        usual, kept = self.default(audience, lang, today), self.kept(audience)
        if kept is None:
            return usual
        return kept if kept.own_period else replace(kept, from_on=usual.from_on, until_on=usual.until_on)

    def keep(self, selection: Selection) -> Selection:
        """Save what she chose for a reader, in the place of what was chosen before."""
        known = self.kept(selection.audience)
        if known is not None and known.id != selection.id:
            selection = replace(selection, id=known.id, written_at=known.written_at)
        verb = "edit" if known else "create"
        self._core.save([_checked_days(selection)], label=Label(verb, Selection.KIND, selection.heading))
        return selection

    def _first_day(self, today: date) -> date:
        rows = self._store.rows(Query(kinds=tuple(cls.KIND for cls in selecting.PARTS), order="oldest", limit=1))
        return rows[0].day if rows and rows[0].day and rows[0].day < today else today

    def plan(self, selection: Selection, cancelled: Callable[[], bool] = never) -> Plan:
        """What goes in and what does not, and why. For the owner's eyes. Raises `Cancelled`."""
        plan = self._planned(selection, *self._material(selection, cancelled))
        return replace(plan, schemes_unreadable=self._schemes_unreadable(selection))

    def _schemes_unreadable(self, selection: Selection) -> tuple[str, ...]:
        if Part.HOURS not in selection.parts:
            return ()
        return tuple(
            cycle.scheme
            for cycle in self._hours.unreadable(closed=None)
            if cycle.began_on <= selection.until_on
            and (cycle.closed_on is None or cycle.closed_on >= selection.from_on)
        )

    def _material(
        self, within: Selection | None = None, cancelled: Callable[[], bool] = never
    ) -> tuple[list[Record], list[Link]]:
        """Everything that could go in (within the days of a choice, where one is given), and every link."""
        records: list[Record] = []
        for cls in selecting.PARTS:
            if cancelled():
                raise Cancelled
            by_day = within is not None and cls in selecting.BY_DAY
            query = Query(from_on=within.from_on, until_on=within.until_on) if within and by_day else Query()
            records += self._store.load(cls, query)
        return records, self._all(Link)

    @staticmethod
    def _planned(selection: Selection, records: Iterable[Record], links: Iterable[Link]) -> Plan:
        proves: dict[str, set[str]] = {}
        for link in links:
            if link.role is Role.PROVES:
                proves.setdefault(link.source_id, set()).add(link.target_id)
        return make_plan(_checked(selection), records, {key: frozenset(ids) for key, ids in proves.items()})

    def keeping_metadata(
        self, selection: Selection, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = never
    ) -> tuple[Evidence, ...]:
        """The files that would go along with what device or program wrote beside the content, oldest first.

        For the owner's eyes, before she signs. Reads every file: run it with ``jobs.submit`` from a window. Raises
        `Cancelled`, and `UserError` ``evidence-lost`` and ``evidence-damaged``.
        """
        if not selection.embed_evidence:
            return ()
        wanted = self.plan(selection).included
        files = sorted((item for item in self._all(Evidence) if item.id in wanted), key=lambda item: item.made_on)
        found: list[Evidence] = []
        for number, item in enumerate(files):
            if cancelled():
                raise Cancelled
            progress(number, len(files), item.file_name)
            if self._keeps_metadata(item):
                found.append(item)
        progress(len(files), len(files), "")
        return tuple(found)

    def _keeps_metadata(self, item: Evidence) -> bool:
        # A film may be large, and is known for what it is without being read.
        return tasks.always_keeps_metadata(item.media_type) or self._handed(item)[1]

    def _handed(self, item: Evidence) -> tuple[bytes, bool]:
        """The copy that goes along, and whether it may still tell more than the content."""
        keep = not self._core.read_only
        return tasks.handed_copy(
            self._core.vault, item.sha256, item.media_type, lambda: self._evidence.read(item), keep=keep
        )

    # -- composing --------------------------------------------------------------------------------------------

    def snapshot(self, selection: Selection) -> Snapshot:
        """Everything of the document and nothing else."""
        records, all_links = self._material()
        wanted = self._planned(selection, records, all_links).included

        def chosen(cls: type[R]) -> tuple[R, ...]:
            found = (record for record in records if isinstance(record, cls) and record.id in wanted)
            return tuple(sorted(found, key=lambda record: (record.day or date.min, record.id)))

        experiences, evidence = chosen(Experience), chosen(Evidence)
        links = tuple(link for link in all_links if {link.source_id, link.target_id} <= wanted)
        reflections, weeks, checks = chosen(Reflection), chosen(JournalWeek), chosen(SelfCheck)
        content, first, last = self._core.content, selection.from_on, selection.until_on
        return Snapshot(
            selection=selection,
            today=self._core.today(),
            owner=self._core.profile(),
            appointments=tuple(
                job
                for job in self._all(Appointment)
                if job.from_on <= last and (job.until_on is None or job.until_on >= first)
            ),
            phases=tuple(entry for entry in self._all(PhaseEntry) if entry.began_on <= last),
            experiences=experiences,
            observations=chosen(Observation),
            surveys=chosen(PupilSurvey),
            reflections=reflections,
            weeks=weeks,
            patterns=chosen(Pattern),
            questions=chosen(LearningQuestion),
            self_checks=checks,
            qualities=chosen(Quality),
            agreements=chosen(Agreement),
            feedback=chosen(Feedback),
            certificates=chosen(Certificate),
            evidence=evidence,
            links=links,
            hours=self._views(selection, records, all_links, wanted) if Part.HOURS in selection.parts else (),
            frameworks={item.id: item for item in content.frameworks()},
            scales={item.id: item for item in content.all_observation_scales()},
            templates=_readable(
                content.template, ((item.template, item.template_version) for item in (*reflections, *weeks))
            ),
            instruments=_readable(content.instrument, ((item.instrument, item.instrument_version) for item in checks)),
        )

    def _views(
        self, selection: Selection, records: Sequence[Record], links: Sequence[Link], listed: frozenset[str]
    ) -> tuple[HoursView, ...]:
        """Where she stands, as this reader may know it: over whole periods, not over the days of the document.

        A period is tallied from everything that would go along if the document were about all her days. So its hours
        are those of the window, but for activities that she took out of this document: they count as if they were
        not there, as do moments and evidence that she keeps to herself where a rule asks for evidence. The rows are
        the activities ``listed`` in the document; what counts besides lies outside its days, and nowhere else.
        """
        boundless = replace(selection, from_on=date.min, until_on=date.max, parts=frozenset(Part))
        known = self._planned(boundless, records, links).included
        content = self._core.content
        return tuple(
            HoursView(content.scheme(item.scheme_id, item.scheme_version), _listing(item, listed))
            for item in self._hours.views(
                [record for record in records if isinstance(record, Experience) and record.id in known],
                [link for link in links if link.source_id in known],
                selection.from_on,
                selection.until_on,
            )
        )

    def compose(self, selection: Selection, t: Translator | None = None) -> Document:
        """The document as it will be signed, for the preview."""
        return self._composed(selection, t or Translator(_lang(selection)), None)[0]

    def _composed(
        self, selection: Selection, t: Translator, seal: Seal | None
    ) -> tuple[Document, Snapshot, dict[str, bytes]]:
        snapshot = self.snapshot(selection)
        pictures = self._pictures(snapshot.evidence)
        copies = {item.id: self._copy(item) for item in snapshot.evidence} if selection.embed_evidence else {}
        snapshot = replace(snapshot, seal=seal, pictures=frozenset(pictures), copies=copies)
        return compose(snapshot, t), snapshot, pictures

    def _copy(self, item: Evidence) -> Copy:
        """Digest and size of the copy that goes along."""
        copy, stays = self._handed(item)
        digest = hashlib.sha256(copy).hexdigest()
        return Copy(digest, len(copy), stripped=digest != item.sha256 and not stays)

    def _pictures(self, evidence: Iterable[Evidence]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for item in evidence:
            if item.is_picture and (data := self._evidence.page_copy(item)):
                found[item.sha256] = data
        return found

    # -- handing over -----------------------------------------------------------------------------------------

    def export(
        self,
        selection: Selection,
        out: Path,
        *,
        lang: Lang | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Export:
        """Compose, lay out and sign; keep the original, note that it was handed over, and put the file in its place.

        In this order: whatever fails, there is never a signed file at ``out`` that her own list does not know.

        The document is in the language of the selection unless another one is asked for.

        Blocks; run it with ``jobs.submit`` from a window. Raises `Cancelled`, and `UserError` ``nothing-selected``,
        ``disk-full``, ``no-permission``, ``folder-missing``, ``inside-portfolio``, ``write-failed``,
        ``evidence-lost``, ``evidence-damaged``.
        """
        check_target(out, self._core.vault.folder.parent)
        signer = self.signer()
        seal = Seal(signer.name, signer.fingerprint)
        document, snapshot, pictures = self._composed(selection, Translator(lang or _lang(selection)), seal)
        young = out.with_name(f".{out.name[:60]}.{self._core.new_id()}.part")
        task = tasks.ExportTask(
            document=document,
            out=young,
            signer=signer,
            now=self._core.clock(),
            vault=self._core.vault,
            originals={
                snapshot.copies[item.id].sha256: (stored_of(self._store.blob(item.sha256)), item.media_type)
                for item in snapshot.evidence
                if item.id in snapshot.copies
            },
            pictures=pictures,
        )
        try:
            made = self._core.jobs.run_process(tasks.produce_document, task, progress=progress, cancelled=cancelled)
            record = self._record(selection, made, out)
            if not self._core.read_only:
                self._keep(record, young)
            self._hand_over(record, young, out)
        finally:
            young.unlink(missing_ok=True)
        return record

    def _record(self, selection: Selection, made: Produced, out: Path) -> Export:
        return Export(
            **self._core.head(),
            audience=selection.audience,
            exported_on=self._core.today(),
            from_on=selection.from_on,
            until_on=selection.until_on,
            file_name=file_names.tidy(out.name),
            sha256=made.sha256,
            octets=made.octets,
            pages=made.pages,
            fingerprint=made.fingerprint,
            to_whom=selection.to_whom.strip(),
        )

    def _keep(self, record: Export, out: Path) -> None:
        """The original goes into the vault, so that a returned file can be laid beside it."""
        stored = self._core.vault.put(out)
        blob = self._core.keep_blob(stored, PDF)
        self._core.save([record], label=Label("export", Export.KIND, record.heading), blobs=[blob])

    def _hand_over(self, record: Export, young: Path, out: Path) -> None:
        """Put the finished file in its place; where that fails nothing was handed over, and the list says so."""
        try:
            with disk.disk_trouble():
                disk.replace(young, out)
        except (OSError, UserError) as error:
            if not self._core.read_only:
                self._core.write(Label("purge", Export.KIND), lambda change: change.purge(Export.KIND, record.id))
            raise (error if isinstance(error, UserError) else UserError("write-failed")) from error
        with suppress(OSError):
            disk.sync_folder(out.parent)

    def all(self) -> list[Export]:
        """What was handed over, newest first."""
        return self._all(Export)

    def signer(self) -> Signer:
        """Her own signing key; made on the first export and kept in the encrypted store."""
        from portfolio_app.pdf.sign import Signer, make_signer

        kept = self._store.secret(SIGNER)
        if kept is not None:
            return Signer.load(kept)
        owner = self._core.profile()
        name = owner.heading if owner else ""
        made = make_signer(name, owner.school if owner else "", owner.email if owner else "", self._core.clock())
        self._store.set_secret(SIGNER, made.dump())
        return made

    def fingerprint(self) -> str | None:
        """Fingerprint of her key, to be given to a reader; None before the first export."""
        return self.signer().fingerprint if self._store.secret(SIGNER) is not None else None

    # -- verifying --------------------------------------------------------------------------------------------

    def verify(self, path: Path, original: Path | None = None, signer: str | None = None) -> Verdict:
        """Is this file as it was signed? A file that began as one of hers is laid beside the kept original."""
        from portfolio_app.pdf.differences import fact
        from portfolio_app.pdf.verify import Verdict, read_file

        data, known = read_file(path), None
        if isinstance(data, Verdict):
            return data
        if original is not None:
            kept = read_file(original)
            if isinstance(kept, Verdict) or not kept:
                return Verdict("unreadable", (fact("original-unreadable"),))
        else:
            known = self._origin(data)
            kept = self._core.vault.read(stored_of(self._store.blob(known.sha256))) if known else b""
        expected = signer or (known.fingerprint if known else None)
        try:
            verdict = self._core.jobs.run_process(tasks.judge_file, data, kept, expected, timeout=PATIENCE)
        except UserError as error:
            if error.code != "worker-stopped":
                raise
            return Verdict("unreadable", (fact("too-much-inside"),))
        return replace(verdict, facts=tuple(map(_of_her_own, verdict.facts))) if known and not signer else verdict

    def origin(self, path: Path) -> Export | None:
        """The export of which a file is a copy, with or without answers after it; None when it is none of hers."""
        from portfolio_app.pdf.verify import read_file

        data = read_file(path)
        return self._origin(data) if isinstance(data, bytes) else None

    def _origin(self, data: bytes) -> Export | None:
        exports = self.all()
        found = _digests(data, {export.octets for export in exports})
        return next(
            (item for item in exports if found.get(item.octets) == item.sha256 and self._store.blob(item.sha256)),
            None,
        )

    def _all(self, cls: type[R]) -> list[R]:
        return self._store.load(cls, Query(kinds=(cls.KIND,)))


def _of_her_own(fact: Fact) -> Fact:
    """She named no key, so nobody expected one: it is simply hers."""
    return replace(fact, code="signer-own") if fact.code == "signer-expected" else fact


def _digests(data: bytes, sizes: Iterable[int]) -> dict[int, str]:
    """SHA-256 of the beginning of a file, for each of the sizes it has."""
    found: dict[int, str] = {}
    digest, done = hashlib.sha256(), 0
    whole = memoryview(data)
    for size in sorted(size for size in sizes if size <= len(data)):
        digest.update(whole[done:size])
        done = size
        found[size] = digest.copy().hexdigest()
    return found


def _readable(read: Callable[[str, int], C], keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], C]:
    """The content sets with these ids and versions; what was written with a missing one goes without its questions."""
    found: dict[tuple[str, int], C] = {}
    for key in set(keys):
        try:
            found[key] = read(*key)
        except UserError as error:
            if error.code != "content-missing":
                raise
    return found


def _listing(standing: Standing, listed: frozenset[str]) -> Standing:
    """A standing that names no other activities than these."""
    rows = tuple(row for row in standing.rows if row.experience_id in listed)
    return replace(standing, rows=rows, lacking=(), excluded=(), unplaced=())


def _checked(selection: Selection) -> Selection:
    if not selection.parts:
        raise UserError("nothing-selected")
    return _checked_days(selection)


def _checked_days(selection: Selection) -> Selection:
    if selection.until_on < selection.from_on:
        raise UserError("dates-reversed")
    return selection


def _lang(selection: Selection) -> Lang:
    return "en" if selection.lang == "en" else "nl"
