"""What a document is composed from: only what was chosen for this reader, so that nothing else can slip in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import cast

from portfolio_app.domain.carrying import Place
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, PhaseEntry, Quality, SelfCheck
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.portfolio import Appointment, Profile
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.register import Scheme
from portfolio_app.domain.selection import Selection
from portfolio_app.domain.sets import Framework, Instrument, ObservationScales, Template
from portfolio_app.domain.standing import Standing


@dataclass(frozen=True)
class HoursView:
    """One scheme in one period.

    Counted over the whole period, also where that reaches beyond the days of the document; its rows are only those of
    activities in the document.
    """

    scheme: Scheme
    standing: Standing


@dataclass(frozen=True)
class Seal:
    """The signature to come: whose, the SHA-256 of the certificate in hex, and its beginning in words.

    ``issuer`` is who issued the certificate, empty for one made here. ``stamped_by`` is who stamps the time; without
    it the date is that of this computer.
    """

    name: str
    fingerprint: str
    words: tuple[str, ...] = ()
    issuer: str = ""
    stamped_by: str = ""


@dataclass(frozen=True)
class Copy:
    """The copy of a piece of evidence that goes along: digest and size of its very bytes.

    ``stripped`` says that what camera or word processor wrote beside the content was taken out; ``smaller`` that it is
    a JPEG with fewer pixels than the original has.
    """

    sha256: str
    octets: int
    stripped: bool = False
    smaller: bool = False


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything of one document. Records are only those that are in it; links only those between them."""

    selection: Selection
    today: date
    owner: Profile | None = None
    appointments: tuple[Appointment, ...] = ()
    phases: tuple[PhaseEntry, ...] = ()
    experiences: tuple[Experience, ...] = ()
    observations: tuple[Observation, ...] = ()
    surveys: tuple[PupilSurvey, ...] = ()
    reflections: tuple[Reflection, ...] = ()
    weeks: tuple[JournalWeek, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    questions: tuple[LearningQuestion, ...] = ()
    self_checks: tuple[SelfCheck, ...] = ()
    qualities: tuple[Quality, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    links: tuple[Link, ...] = ()
    hours: tuple[HoursView, ...] = ()
    frameworks: Mapping[str, Framework] = field(default_factory=dict[str, Framework])
    templates: Mapping[tuple[str, int], Template] = field(default_factory=dict[tuple[str, int], Template])
    instruments: Mapping[tuple[str, int], Instrument] = field(default_factory=dict[tuple[str, int], Instrument])
    scales: Mapping[str, ObservationScales] = field(default_factory=dict[str, ObservationScales])
    seal: Seal | None = None
    copies: Mapping[str, Copy] = field(default_factory=dict[str, Copy])
    """By id of the evidence; those that are handed out."""
    places: Mapping[str, Place] = field(default_factory=dict[str, Place])
    """Where each piece of evidence goes, by its id; what isn't here is only listed."""
    beside: str = ""
    """Name of the file with the evidence that lies beside the document."""
    pictures: frozenset[str] = frozenset()
    """``sight`` of the evidence of which a picture can be shown."""

    def sources(self, target_id: str, role: Role) -> tuple[str, ...]:
        """Ids of records that stand in this role to a record."""
        return tuple(self._ends[0].get((target_id, role), ()))

    def targets(self, source_id: str, role: Role) -> tuple[str, ...]:
        """Ids of records to which a record stands in this role."""
        return tuple(self._ends[1].get((source_id, role), ()))

    @cached_property
    def _ends(self) -> tuple[dict[tuple[str, Role], list[str]], dict[tuple[str, Role], list[str]]]:
        """Where links come from by what they lead to, and where they lead by what they come from."""
        sources, targets = dict[tuple[str, Role], list[str]](), dict[tuple[str, Role], list[str]]()
        for link in self.links:
            sources.setdefault((link.target_id, link.role), []).append(link.source_id)
            targets.setdefault((link.source_id, link.role), []).append(link.target_id)
        return sources, targets

    def copy(self, item: Evidence) -> Copy:
        """The copy of a piece of evidence; the original itself where it is only listed."""
        return self.copies.get(item.id) or Copy(item.sha256, item.octets)

    def told(self) -> Iterator[Record]:
        """Every record that the document tells of, and the choice itself; links are not told of."""
        for part in fields(self):
            held: object = getattr(self, part.name)
            several = cast("tuple[object, ...]", held) if isinstance(held, tuple) else (held,)
            yield from (one for one in several if isinstance(one, Record) and not isinstance(one, Link))

    @property
    def records(self) -> int:
        """How many records with something to read are in it."""
        kinds = (
            self.experiences, self.observations, self.surveys, self.reflections, self.weeks, self.patterns,
            self.questions, self.self_checks, self.qualities, self.agreements, self.feedback, self.certificates,
            self.evidence,
        )  # fmt: skip
        return sum(map(len, kinds))

    def place(self, item: Evidence) -> Place:
        """Where a piece of evidence goes."""
        return self.places.get(item.id, Place.LISTED)

    @cached_property
    def counted(self) -> frozenset[str]:
        """Ids of the activities that stand among the counted hours."""
        return frozenset(row.experience_id for view in self.hours for row in view.standing.rows)

    def number(self, evidence_id: str) -> int:
        """Number of a piece of evidence in this document, from 1."""
        return self._numbers[evidence_id]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {item.id: number for number, item in enumerate(self.evidence, start=1)}
