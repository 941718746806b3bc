"""Which minutes count in a period of a scheme: never more than an activity has, never over a maximum."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cached_property

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.periods import Period, Span, fte_days, phases_in, running_spans
from portfolio_app.domain.portfolio import Appointment, Pause, Sector
from portfolio_app.domain.register import (
    Cycle,
    Extra,
    Maximum,
    Minimum,
    ProRata,
    Rule,
    Scheme,
    Total,
    Unit,
)
from portfolio_app.domain.sets import Framework


@dataclass(frozen=True, kw_only=True)
class HoursData:
    """What of the portfolio is needed to tell how somebody stands. ``evidence_counts`` is by id of the experience."""

    sector: Sector
    experiences: Sequence[Experience] = ()
    appointments: Sequence[Appointment] = ()
    pauses: Sequence[Pause] = ()
    phases: Sequence[PhaseEntry] = ()
    evidence_counts: Mapping[str, int] = field(default_factory=dict[str, int])
    framework: Framework | None = None

    def within(self, span: Span) -> Sequence[Experience]:
        """The experiences that began in a span, in order of day."""
        ordered, days = self._by_day
        return ordered[bisect_left(days, span.first) : bisect_right(days, span.last)]

    @cached_property
    def _by_day(self) -> tuple[list[Experience], list[date]]:
        ordered = sorted(self.experiences, key=lambda item: (item.happened_on, item.id))
        return ordered, [item.happened_on for item in ordered]


class Reason(Enum):
    """Why minutes that were put in a scheme do not count there."""

    ORDINARY_WORK = "ordinary_work"
    UNKNOWN_CATEGORY = "unknown_category"
    DOUBLED = "doubled"


@dataclass(frozen=True)
class Excluded:
    """Minutes of an experience that do not count at all."""

    experience_id: str
    reason: Reason
    minutes: int


@dataclass(frozen=True)
class Portion:
    """Minutes of an activity in one category; ``counted`` is what remains of them under the maxima."""

    experience: Experience
    category: str
    minutes: int
    counted: int


@dataclass(frozen=True)
class Tally:
    """All portions of a period in order of day, what is left out, and activities that have no place yet (ids)."""

    portions: tuple[Portion, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    unplaced: tuple[str, ...] = ()

    @property
    def counted(self) -> int:
        """Minutes that count."""
        return sum(portion.counted for portion in self.portions)


@dataclass(frozen=True)
class LedgerRow:
    """One line of the overview: an activity in one category."""

    experience_id: str
    on: date
    title: str
    category: str
    minutes: int
    counted: int
    evidence: int


def tally(scheme: Scheme, period: Period, data: HoursData, target: int) -> Tally:
    """Count the minutes of a period; an activity belongs to the period in which it began."""
    if scheme.unit is Unit.NONE:
        return Tally()
    portions: list[Portion] = []
    excluded: list[Excluded] = []
    unplaced: list[str] = []
    for experience in data.within(period.span):
        if experience.is_activity:
            _portion_out(scheme, experience, portions, excluded, unplaced)
    for rule in applicable(scheme, period, data):
        if isinstance(rule, Maximum):
            portions = _under(portions, rule, limit(rule, target))
    return Tally(tuple(portions), tuple(excluded), tuple(unplaced))


def ledger(counted: Tally, evidence_counts: Mapping[str, int]) -> tuple[LedgerRow, ...]:
    """The overview of a period, in order of day: what counts, in which category, with how much evidence."""
    return tuple(
        LedgerRow(
            experience_id=portion.experience.id,
            on=portion.experience.happened_on,
            title=portion.experience.title,
            category=portion.category,
            minutes=portion.minutes,
            counted=portion.counted,
            evidence=evidence_counts.get(portion.experience.id, 0),
        )
        for portion in counted.portions
    )


def _portion_out(
    scheme: Scheme,
    experience: Experience,
    portions: list[Portion],
    excluded: list[Excluded],
    unplaced: list[str],
) -> None:
    parts = [part for part in experience.allocations if part.scheme == scheme.id and part.minutes > 0]
    if experience.ordinary_work and not scheme.counts_normal_work:
        if parts:
            excluded.append(Excluded(experience.id, Reason.ORDINARY_WORK, sum(part.minutes for part in parts)))
        return
    if not parts:
        unplaced.append(experience.id)
    room = experience.minutes
    for part in parts:
        if part.category and scheme.category(part.category) is None:
            excluded.append(Excluded(experience.id, Reason.UNKNOWN_CATEGORY, part.minutes))
            continue
        minutes = min(part.minutes, room)
        room -= minutes
        if minutes < part.minutes:
            excluded.append(Excluded(experience.id, Reason.DOUBLED, part.minutes - minutes))
        if minutes:
            portions.append(Portion(experience, part.category, minutes, minutes))


def _under(portions: list[Portion], rule: Maximum, most: int) -> list[Portion]:
    """Let the earliest minutes count, up to the maximum."""
    out: list[Portion] = []
    room = most
    for portion in portions:
        if falls_under(portion, rule):
            counted = min(portion.counted, room)
            room -= counted
            out.append(replace(portion, counted=counted))
        else:
            out.append(portion)
    return out


def falls_under(portion: Portion, rule: Minimum | Maximum) -> bool:
    """Whether a rule is about this portion."""
    return (not rule.categories or portion.category in rule.categories) and (
        not rule.activity_types or portion.experience.activity_type in rule.activity_types
    )


def applicable(scheme: Scheme, period: Period, data: HoursData) -> tuple[Rule, ...]:
    """The rules that hold for somebody in a period. Of several totals the one with a condition goes first."""
    phases = phases_in(data.phases, period.span)
    rules = [rule for rule in scheme.rules if holds(rule, data.sector, phases)]
    totals = sorted((rule for rule in rules if isinstance(rule, Total)), key=lambda rule: rule.when is None)
    return tuple(rule for rule in rules if not isinstance(rule, Total) or rule is totals[0])


def holds(rule: Rule, sector: Sector, phases: frozenset[Phase]) -> bool:
    """Whether the condition of a rule is met."""
    when = rule.when
    return when is None or (
        (not when.sectors or sector in when.sectors) and (not when.phases or bool(phases & set(when.phases)))
    )


def limit(rule: Minimum | Maximum, target: int) -> int:
    """Minutes a minimum or maximum comes to; a share is taken of the target (a minimum rounds up, a maximum down)."""
    if rule.hours is not None:
        return rule.hours * 60
    share = (rule.share_percent or 0) * target
    return share // 100 if isinstance(rule, Maximum) else -(-share // 100)


def assumes_full_time(scheme: Scheme, data: HoursData) -> bool:
    """Whether the size of the job matters and was never noted for a sector of the scheme."""
    matters = any(isinstance(rule, Total | Extra) and rule.pro_rata is ProRata.FTE for rule in scheme.rules)
    return matters and not any(scheme.suits(job.sector) for job in data.appointments)


def amount(scheme: Scheme, rule: Total | Extra, period: Period, data: HoursData) -> int:
    """Minutes a total or an extra comes to for somebody.

    Pro rata weighs the percentage of full time by days: ``minutes x sum of percent over the days / (100 x days of the
    period)``, rounded down to whole minutes, so that never more is asked or claimed than the agreement says.
    """
    minutes = rule.hours * 60
    if rule.pro_rata is not ProRata.FTE:
        return minutes
    spans = running_spans(scheme, period, data.pauses)
    if assumes_full_time(scheme, data):
        worked = 100 * sum(span.days for span in spans)
    else:
        worked = sum(fte_days(data.appointments, span, scheme.sectors) for span in spans)
    return minutes * worked // (100 * period.length)


def target_of(scheme: Scheme, cycle: Cycle, period: Period, data: HoursData) -> int | None:
    """Minutes to reach in a period, the owner's own target first; None where the scheme asks for no hours."""
    if cycle.target_minutes is not None:
        return cycle.target_minutes
    amounts = [
        amount(scheme, rule, period, data)
        for rule in applicable(scheme, period, data)
        if isinstance(rule, Total | Extra)
    ]
    return sum(amounts) if amounts else None
