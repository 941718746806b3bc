"""Where somebody stands in a scheme: facts and codes; the window words them. Nothing here is a judgement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from portfolio_app.domain.allocations import missing_fields
from portfolio_app.domain.competences import coverage, main_competences
from portfolio_app.domain.counting import (
    Excluded,
    HoursData,
    LedgerRow,
    Tally,
    amount,
    applicable,
    assumes_full_time,
    falls_under,
    ledger,
    limit,
    tally,
    target_of,
)
from portfolio_app.domain.periods import (
    Period,
    Span,
    fte_days,
    joined,
    overlap_days,
    periods,
    running_spans,
)
from portfolio_app.domain.portfolio import Pause
from portfolio_app.domain.register import (
    Count,
    Cycle,
    EvidenceField,
    Extra,
    Maximum,
    Minimum,
    Practice,
    Rule,
    Scheme,
    Total,
)


class State(Enum):
    """How it is with a rule. ``OVER``: more minutes than count; ``ADDS``: it raises the total; ``TOLD``: to know."""

    MET = "met"
    MISSING = "missing"
    OVER = "over"
    ADDS = "adds"
    TOLD = "told"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class RuleStanding:
    """How it is with one rule.

    ``have`` and ``need`` are minutes, except for a count rule (numbers of competences). ``open_codes`` are the codes
    of the competences that a count rule still misses.
    """

    rule: Rule
    state: State
    have: int = 0
    need: int = 0
    open_codes: tuple[str, ...] = ()

    @property
    def missing(self) -> int:
        """What is still to be done; never negative."""
        return max(0, self.need - self.have) if self.state is State.MISSING else 0

    @property
    def over(self) -> int:
        """What does not count because it is over a maximum."""
        return max(0, self.have - self.need) if self.state is State.OVER else 0


@dataclass(frozen=True)
class CategoryStanding:
    """Minutes in a category (empty id: without a category): all that were put in it, and those that count."""

    category: str
    recorded: int
    counted: int


@dataclass(frozen=True)
class Lacking:
    """An activity of which the scheme wants to know more."""

    experience_id: str
    fields: tuple[EvidenceField, ...]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where somebody stands in one period of a scheme. All amounts are minutes.

    ``target`` is None where no hours are asked. ``days_left`` counts calendar days, today included;
    ``needed_per_month`` is what a month asks on average, pauses left out (None: nothing is missing, or no day is
    left). ``full_time_assumed`` says that the size of the job was never noted.
    """

    scheme_id: str
    scheme_version: int
    cycle_id: str
    period: Period
    target: int | None
    counted: int
    carried: int
    categories: tuple[CategoryStanding, ...]
    rules: tuple[RuleStanding, ...]
    lacking: tuple[Lacking, ...]
    excluded: tuple[Excluded, ...]
    unplaced: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    days_left: int
    needed_per_month: int | None
    full_time_assumed: bool

    @property
    def total(self) -> int:
        """Minutes that count, those brought along included."""
        return self.counted + self.carried

    @property
    def missing(self) -> int:
        """Minutes still to be done for the total; never negative."""
        return max(0, (self.target or 0) - self.total)

    @property
    def complete(self) -> bool:
        """Whether nothing is open in the rules (what was told or does not apply asks for nothing)."""
        return all(item.state is not State.MISSING for item in self.rules)


def standing(scheme: Scheme, cycle: Cycle, data: HoursData, today: date, number: int | None = None) -> Standing:
    """Where somebody stands in the period in which today falls, or in the period with a number (the last until today).

    Minutes carried over from earlier periods are worked out on the way.
    """
    *earlier, wanted = _until_wanted(scheme, cycle, data.pauses, today, number)
    carried = _carried_in(scheme, cycle.carried_minutes)
    for period in earlier:
        target = target_of(scheme, cycle, period, data) or 0
        carried = _carried_in(scheme, tally(scheme, period, data, target).counted + carried - target)
    target = target_of(scheme, cycle, wanted, data)
    return _standing(scheme, cycle, data, today, wanted, target, tally(scheme, wanted, data, target or 0), carried)


def days_needed(scheme: Scheme, cycle: Cycle, pauses: Iterable[Pause], today: date, number: int | None = None) -> Span:
    """The days of which `standing` looks at the experiences, with the same arguments."""
    needed = _until_wanted(scheme, cycle, pauses, today, number)
    return Span(needed[0].span.first, needed[-1].span.last)


def _until_wanted(
    scheme: Scheme, cycle: Cycle, pauses: Iterable[Pause], today: date, number: int | None
) -> tuple[Period, ...]:
    """The wanted period, and before it the earlier ones where minutes carry over from them."""
    found = periods(scheme, cycle, pauses, today)
    count = len(found) if number is None else min(max(number, 1), len(found))
    return found[:count] if scheme.carry_over is not None else found[count - 1 : count]


def _carried_in(scheme: Scheme, surplus: int) -> int:
    rule = scheme.carry_over
    if rule is None or surplus <= 0:
        return 0
    return surplus if rule.max_hours is None else min(surplus, rule.max_hours * 60)


def _standing(
    scheme: Scheme,
    cycle: Cycle,
    data: HoursData,
    today: date,
    period: Period,
    target: int | None,
    counted: Tally,
    carried: int,
) -> Standing:
    total = counted.counted + carried
    days_left = period.days_left(today)
    return Standing(
        scheme_id=scheme.id,
        scheme_version=scheme.version,
        cycle_id=cycle.id,
        period=period,
        target=target,
        counted=counted.counted,
        carried=carried,
        categories=_categories(scheme, counted),
        rules=_rules(scheme, data, today, period, target or 0, counted, total),
        lacking=_lacking(scheme, data, counted),
        excluded=counted.excluded,
        unplaced=counted.unplaced,
        rows=ledger(counted, data.evidence_counts),
        days_left=days_left,
        needed_per_month=_per_month(max(0, (target or 0) - total), _days_to_use(data, today, period)),
        full_time_assumed=assumes_full_time(scheme, data),
    )


def _categories(scheme: Scheme, counted: Tally) -> tuple[CategoryStanding, ...]:
    used = {portion.category for portion in counted.portions}
    ids = [item.id for item in scheme.categories] + ([""] if "" in used else [])
    return tuple(
        CategoryStanding(
            name,
            sum(portion.minutes for portion in counted.portions if portion.category == name),
            sum(portion.counted for portion in counted.portions if portion.category == name),
        )
        for name in ids
    )


def _lacking(scheme: Scheme, data: HoursData, counted: Tally) -> tuple[Lacking, ...]:
    seen = {portion.experience.id: portion.experience for portion in counted.portions}
    told = (
        Lacking(name, missing_fields(scheme, item, data.evidence_counts.get(name, 0))) for name, item in seen.items()
    )
    return tuple(item for item in told if item.fields)


def _rules(
    scheme: Scheme, data: HoursData, today: date, period: Period, target: int, counted: Tally, total: int
) -> tuple[RuleStanding, ...]:
    hold = applicable(scheme, period, data)
    out: list[RuleStanding] = []
    for rule in scheme.rules:
        if not any(rule is held for held in hold):
            out.append(RuleStanding(rule, State.NOT_APPLICABLE))
        elif isinstance(rule, Total):
            out.append(_reached(rule, total, target))
        elif isinstance(rule, Extra):
            out.append(RuleStanding(rule, State.ADDS, 0, amount(scheme, rule, period, data)))
        elif isinstance(rule, Minimum | Maximum):
            out.append(_bound(rule, counted, target))
        elif isinstance(rule, Practice):
            out.append(_reached(rule, practice_minutes(rule, scheme, period, data, today), rule.hours * 60))
        elif isinstance(rule, Count):
            out.append(_evidence_per_competence(rule, period, data))
        else:
            out.append(RuleStanding(rule, State.TOLD))
    return tuple(out)


def _reached(rule: Rule, have: int, need: int) -> RuleStanding:
    return RuleStanding(rule, State.MET if have >= need else State.MISSING, have, need)


def _bound(rule: Minimum | Maximum, counted: Tally, target: int) -> RuleStanding:
    need = limit(rule, target)
    portions = [portion for portion in counted.portions if falls_under(portion, rule)]
    if isinstance(rule, Minimum):
        return _reached(rule, sum(portion.counted for portion in portions), need)
    have = sum(portion.minutes for portion in portions)
    return RuleStanding(rule, State.OVER if have > need else State.MET, have, need)


def practice_minutes(rule: Practice, scheme: Scheme, period: Period, data: HoursData, today: date) -> int:
    """Estimate of the minutes worked as a teacher in a period until today, from the appointments; rounded down.

    A full-time year has the rule's number of hours, spread evenly over the days of the period.
    """
    until_today = Span(period.span.first, min(period.span.last, today))
    worked = sum(
        fte_days(data.appointments, span.within(until_today)) for span in running_spans(scheme, period, data.pauses)
    )
    full_time = rule.full_time_hours_per_year * 60 * scheme.period.years
    return full_time * worked // (100 * period.length)


def _evidence_per_competence(rule: Count, period: Period, data: HoursData) -> RuleStanding:
    if data.framework is None:
        return RuleStanding(rule, State.NOT_APPLICABLE)
    main = {item.code for item in main_competences(data.framework, data.sector)}
    covered = coverage(data.framework, data.sector, data.within(period.span), data.evidence_counts)
    still_open = tuple(
        item.competence.code for item in covered if item.competence.code in main and item.evidence < rule.n
    )
    have = len(main) - len(still_open)
    return RuleStanding(rule, State.MISSING if still_open else State.MET, have, len(main), still_open)


def _days_to_use(data: HoursData, today: date, period: Period) -> int:
    """Days left on which somebody works: pauses of any kind are left out."""
    rest = Span(max(today, period.span.first), period.span.last)
    return rest.days - overlap_days(
        joined(Span(pause.from_on, pause.until_on) for pause in data.pauses if not pause.works), rest
    )


def _per_month(missing: int, days: int) -> int | None:
    """Minutes a month (a twelfth of 365 days), rounded up so that keeping to it is enough; all in the last one."""
    if not missing or days <= 0:
        return None
    return min(missing, -(-missing * 365 // (12 * days)))
