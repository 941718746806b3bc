"""From a choice to the document as it will be signed: only what was chosen is read into it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from portfolio_app.document.compose import compose
from portfolio_app.document.snapshot import HoursView, Seal, Snapshot
from portfolio_app.document.tree import Document
from portfolio_app.domain.carrying import Place
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, PhaseEntry, Quality, SelfCheck
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Link
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.portfolio import Appointment
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Part, Selection
from portfolio_app.domain.sets import ContentSet
from portfolio_app.domain.standing import Standing
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services import handing
from portfolio_app.services.carrying import Carried, Carrying, beside_name
from portfolio_app.services.choosing import Choosing
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService
from portfolio_app.services.hours import Hours
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.store.values import Query

R = TypeVar("R", bound=Record)
C = TypeVar("C", bound=ContentSet)


class Composing:
    """Reads what was chosen and builds the semantic tree."""

    def __init__(
        self, core: Core, choosing: Choosing, evidence: EvidenceService, hours: Hours, carrying: Carrying
    ) -> None:
        self._core = core
        self._carrying = carrying
        self._store = core.store
        self._choosing = choosing
        self._evidence = evidence
        self._hours = hours

    def snapshot(self, selection: Selection) -> Snapshot:
        """Everything of the document and nothing else."""
        records, all_links = self._choosing.material()
        wanted = self._choosing.planned(selection, records, all_links).included

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
        known = self._choosing.planned(boundless, records, links).included
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
        return self.composed(selection, t or Translator(lang_of(selection)), None)[0]

    def composed(
        self,
        selection: Selection,
        t: Translator,
        seal: Seal | None,
        *,
        beside: str = "",
        less: int = 0,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> tuple[Document, Snapshot, Carried]:
        """The document, what it was composed from, and what goes along with it; with ``seal`` as it will be signed.

        ``beside`` is the name of the file for what lies beside it; ``less`` how much smaller than it thinks it must
        become for a mail. Raises what `Carrying.carry` raises.
        """
        snapshot = self.snapshot(selection)
        carried = self._carrying.carry(
            selection,
            snapshot.evidence,
            records=snapshot.records,
            less=less,
            progress=progress,
            cancelled=cancelled,
        )
        anything = Place.BESIDE in carried.places.values()
        snapshot = replace(
            snapshot,
            seal=seal,
            pictures=frozenset(carried.pictures),
            copies=carried.copies,
            places=carried.places,
            beside=(beside or beside_name(t("portfolio"), t)) if anything else "",
        )
        return compose(snapshot, t), snapshot, carried

    def handed(self, item: Evidence) -> tuple[bytes, bool]:
        """The copy that goes along, and whether it may still tell more than the content.

        Raises `UserError` ``covering-failed`` where what she covered can't be covered, and what reading raises.
        """
        original = self._carrying.original(item)
        try:
            return handing.handed_copy(
                self._core.vault,
                item.sha256,
                item.media_type,
                lambda: self._evidence.read(item),
                keep=not self._core.read_only,
                covers=original.covers,
            )
        except UserError as error:
            if error.code != "covering-failed":
                raise
            raise UserError(error.code, about=item.heading) from error

    def _all(self, cls: type[R]) -> list[R]:
        return self._store.load(cls, Query(kinds=(cls.KIND,)))


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


def lang_of(selection: Selection) -> Lang:
    """The language of the document."""
    return "en" if selection.lang == "en" else "nl"
