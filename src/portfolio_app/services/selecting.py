"""What goes to which reader: the default for each audience, and item by item what is in and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, Quality, SelfCheck
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience, Part, Selection, in_order


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
    """One record that could go along. ``may_choose`` is False where no choice of hers can let it out; ``private`` says
    that it is so by nature."""

    part: Part
    kind: str
    id: str
    heading: str
    day: date | None
    included: bool
    why: Why
    may_choose: bool = True
    private: bool = False


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
    ``has_phases``: the phases of her career go along, which stand in the part of growth and are no items to choose.
    """

    selection: Selection
    parts: tuple[PartPlan, ...]
    schemes_unreadable: tuple[str, ...] = ()
    has_phases: bool = False

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
"""Kinds that belong to no other day than their own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that could go in: what has to be known of it to decide, and none of its text but the heading.

    It belongs to the days from ``first`` to ``last`` (None: to all that follow). ``pupils`` is of evidence alone.
    """

    part: Part
    kind: str
    id: str
    heading: str
    day: date | None
    first: date | None
    last: date | None
    private: bool
    venting: bool
    pupils: PupilsVisible | None = None


def candidates(records: Iterable[Record]) -> list[Candidate]:
    """What could go in among records, oldest first."""
    found = [_candidate(part, record) for record in records if (part := PARTS.get(type(record))) is not None]
    return sorted(found, key=lambda one: (one.day or date.min, one.id))


def _candidate(part: Part, record: Record) -> Candidate:
    return Candidate(
        part,
        record.KIND,
        record.id,
        record.heading,
        record.day,
        record.day,
        _last_day(record),
        _private(record),
        bool(getattr(record, "venting", False)),
        record.pupils if isinstance(record, Evidence) else None,
    )


def _last_day(record: Record) -> date | None:
    """The last day it belongs to; None where it goes on."""
    match record:
        case JournalWeek():
            return record.week.sunday
        case Pattern():
            return record.let_go_on
        case LearningQuestion():
            return record.closed_on
        case Certificate():
            return record.expires_on
        case Quality():
            return None
        case _:
            return record.day


def _private(record: Record) -> bool:
    """Private by nature: only her own choice lets it out. Activities, visits and certificates are not."""
    if isinstance(record, Experience):
        return not record.is_activity
    if isinstance(record, Evidence):
        return record.pupils is PupilsVisible.YES
    return not isinstance(record, Observation | Certificate)


def _in_period(one: Candidate, selection: Selection) -> bool:
    if one.first is None or one.first > selection.until_on:
        return False
    return one.last is None or one.last >= selection.from_on


Known = dict[tuple[str, Why], Item]
"""Items that were made before, by id and why, so that plan after plan shares what did not change."""


def make_plan(
    selection: Selection,
    stock: Iterable[Candidate],
    proves: Mapping[str, frozenset[str]],
    known: Known | None = None,
) -> Plan:
    """Decide for each candidate. ``proves`` gives for a piece of evidence the ids it belongs to.

    ``known`` is kept by whoever makes several plans of the same stock.
    """
    made: Known = {} if known is None else known
    items: dict[str, Item] = {}
    evidence: list[Candidate] = []
    everything = list(stock)
    for one in everything:
        if one.pupils is not None:
            evidence.append(one)
        elif _in_period(one, selection):
            items[one.id] = _item(one, selection, _why(one, selection), made)
    included = {item.id for item in items.values() if item.included}
    for piece in evidence:
        linked = not included.isdisjoint(proves.get(piece.id, ()))
        if linked or _in_period(piece, selection):
            items[piece.id] = _item(piece, selection, _why_evidence(piece, selection, linked), made)
    parts: dict[Part, list[Item]] = {part: [] for part in in_order(selection.part_order)}
    for one in everything:
        if (item := items.get(one.id)) is not None:
            parts[item.part].append(item)
    return Plan(
        selection, tuple(PartPlan(part, part in selection.parts, tuple(found)) for part, found in parts.items())
    )


def _item(one: Candidate, selection: Selection, why: Why, known: Known) -> Item:
    if why in _GOING and one.part not in selection.parts:
        why = Why.PART_OFF
    item = known.get((one.id, why))
    if item is None:
        item = known[one.id, why] = Item(
            one.part, one.kind, one.id, one.heading, one.day, why in _GOING, why, why not in _NEVER, one.private
        )
    return item


_GOING: Final = (Why.DEFAULT, Why.CHOSEN)
_NEVER: Final = (Why.LETTING_OFF_STEAM, Why.PUPILS_UNKNOWN)


def _why(one: Candidate, selection: Selection) -> Why:
    if one.venting:
        return Why.LETTING_OFF_STEAM
    if one.id in selection.left_out:
        return Why.LEFT_OUT
    if one.id in selection.chosen:
        return Why.CHOSEN
    if selection.audience is Audience.ARCHIVE or not one.private:
        return Why.DEFAULT
    return Why.PRIVATE


def _why_evidence(piece: Candidate, selection: Selection, linked: bool) -> Why:
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
