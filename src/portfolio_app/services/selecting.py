"""What goes to which reader: the default for each audience, and item by item what is in and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, Quality, SelfCheck
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience, Part, Selection


class Why(Enum):
    """Why an item is in, or not."""

    DEFAULT = "default"
    CHOSEN = "chosen"
    LEFT_OUT = "left_out"
    PRIVATE = "private"
    LETTING_OFF_STEAM = "letting_off_steam"
    PUPILS = "pupils"
    PUPILS_UNKNOWN = "pupils_unknown"
    NOT_LINKED = "not_linked"
    PART_OFF = "part_off"


@dataclass(frozen=True)
class Item:
    """One record that could go along. ``may_choose`` is False where no choice of hers can let it out."""

    part: Part
    kind: str
    id: str
    heading: str
    day: date | None
    included: bool
    why: Why
    may_choose: bool = True


@dataclass(frozen=True)
class PartPlan:
    """A part of the document with its items, oldest first."""

    part: Part
    included: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Plan:
    """What goes in, part by part. Shown to the owner only; the document never mentions what is left out.

    ``schemes_unreadable`` are ids of schemes whose hours can't go in, because their file is missing or damaged.
    """

    selection: Selection
    parts: tuple[PartPlan, ...]
    schemes_unreadable: tuple[str, ...] = ()

    @property
    def included(self) -> frozenset[str]:
        """Ids of everything that goes in."""
        return frozenset(item.id for part in self.parts for item in part.items if item.included)


PARTS: Mapping[type[Record], Part] = {
    Experience: Part.EXPERIENCES,
    Observation: Part.EXPERIENCES,
    PupilSurvey: Part.EXPERIENCES,
    Reflection: Part.REFLECTIONS,
    JournalWeek: Part.JOURNAL,
    Pattern: Part.PATTERNS,
    LearningQuestion: Part.GROWTH,
    SelfCheck: Part.GROWTH,
    Quality: Part.GROWTH,
    Agreement: Part.GROWTH,
    Feedback: Part.FEEDBACK,
    Certificate: Part.EVIDENCE,
    Evidence: Part.EVIDENCE,
}
"""Kinds that can go into a document; no other kind ever does as an item of its own."""

BY_DAY: frozenset[type[Record]] = frozenset(
    {Experience, Observation, PupilSurvey, Reflection, SelfCheck, Agreement, Feedback}
)
"""Kinds of which `in_period` asks nothing but the day."""


def in_period(record: Record, selection: Selection) -> bool:
    """Whether a record belongs to the period."""
    day = record.day
    if day is None or day > selection.until_on:
        return False
    if isinstance(record, JournalWeek):
        return record.week.sunday >= selection.from_on
    if isinstance(record, Pattern):
        return record.let_go_on is None or record.let_go_on >= selection.from_on
    if isinstance(record, LearningQuestion):
        return record.closed_on is None or record.closed_on >= selection.from_on
    if isinstance(record, Quality):
        return True
    if isinstance(record, Certificate):
        return record.expires_on is None or record.expires_on >= selection.from_on
    return day >= selection.from_on


def make_plan(selection: Selection, records: Iterable[Record], proves: Mapping[str, frozenset[str]]) -> Plan:
    """Decide for each record. ``proves`` gives for a piece of evidence the ids it belongs to."""
    items: dict[Part, list[Item]] = {part: [] for part in Part}
    evidence: list[Evidence] = []
    for record in records:
        part = PARTS.get(type(record))
        if part is None:
            continue
        if isinstance(record, Evidence):
            evidence.append(record)
        elif in_period(record, selection):
            items[part].append(_item(part, record, selection, _why(record, selection)))
    included = {item.id for found in items.values() for item in found if item.included}
    for piece in evidence:
        targets = proves.get(piece.id, frozenset[str]())
        linked = bool(targets & included)
        if linked or in_period(piece, selection):
            items[Part.EVIDENCE].append(_item(Part.EVIDENCE, piece, selection, _why_evidence(piece, selection, linked)))
    return Plan(
        selection,
        tuple(
            PartPlan(
                part,
                part in selection.parts,
                tuple(sorted(items[part], key=lambda item: (item.day or date.min, item.id))),
            )
            for part in Part
        ),
    )


def _item(part: Part, record: Record, selection: Selection, why: Why) -> Item:
    if part not in selection.parts and why in (Why.DEFAULT, Why.CHOSEN):
        why = Why.PART_OFF
    return Item(
        part,
        record.KIND,
        record.id,
        record.heading,
        record.day,
        why in (Why.DEFAULT, Why.CHOSEN),
        why,
        why not in (Why.LETTING_OFF_STEAM, Why.PUPILS_UNKNOWN),
    )


def _why(record: Record, selection: Selection) -> Why:
    if getattr(record, "venting", False):
        return Why.LETTING_OFF_STEAM
    if record.id in selection.left_out:
        return Why.LEFT_OUT
    if record.id in selection.chosen:
        return Why.CHOSEN
    if selection.audience is Audience.ARCHIVE or not _private(record):
        return Why.DEFAULT
    return Why.PRIVATE


def _private(record: Record) -> bool:
    """Private by nature: only her own choice lets it out. Activities, visits and certificates are not."""
    if isinstance(record, Experience):
        return not record.is_activity
    return not isinstance(record, Observation | Certificate)


def _why_evidence(piece: Evidence, selection: Selection, linked: bool) -> Why:
    # Until she has said whether there are pupils in it, no choice lets it out: that is what the question promises.
    if piece.pupils is PupilsVisible.UNKNOWN:
        return Why.PUPILS_UNKNOWN
    if piece.id in selection.left_out:
        return Why.LEFT_OUT
    if piece.id in selection.chosen:
        return Why.CHOSEN
    if piece.pupils is PupilsVisible.YES:
        return Why.PUPILS
    return Why.DEFAULT if linked or selection.audience is Audience.ARCHIVE else Why.NOT_LINKED


def school_year(day: date) -> date:
    """First day of the school year in which a day falls (1 August)."""
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)
