"""Calendar arithmetic of hours: periods of a cycle, pauses, and the size of the job over time. Days are inclusive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.portfolio import Appointment, Pause, Sector
from portfolio_app.domain.register import Cycle, PeriodRule, Scheme

DAY = timedelta(days=1)
MAX_PERIODS = 100
"""More periods than a career holds; it bounds the work on a mistyped year."""
HORIZON = date(8000, 1, 1)
"""A pause that is meant to last for ever ends here, so that the period after it still lies in the calendar."""


@dataclass(frozen=True)
class Span:
    """Days from first to last, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Number of days; 0 when it ends before it begins."""
        return max(0, (self.last - self.first).days + 1)

    def within(self, other: Span) -> Span:
        """The part that lies within another span (empty when they don't meet)."""
        return Span(max(self.first, other.first), min(self.last, other.last))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Period:
    """One period of a cycle.

    ``number`` counts from 1; ``length`` is the number of days it has without pauses and when nobody leaves;
    ``stopped_days`` are the days on which a pause stood it still, by which its end moved; ``closed`` says that the
    owner left the scheme in it, on ``span.last``.
    """

    number: int
    span: Span
    length: int
    stopped_days: int = 0
    closed: bool = False

    def days_left(self, today: date) -> int:
        """Days that remain, today included."""
        return Span(max(today, self.span.first), self.span.last).days


def plus_years(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def first_day(rule: PeriodRule, began_on: date) -> date:
    """First day of the first period of somebody who joined on a day."""
    anchor = rule.month_and_day
    if anchor is None:
        return began_on
    start = date(began_on.year, *anchor)
    return start if start <= began_on else plus_years(start, -1)


def stops(pauses: Iterable[Pause]) -> tuple[Span, ...]:
    """Spans in which a period stands still: the pauses that do so, overlapping ones joined, in order."""
    return joined(Span(pause.from_on, min(pause.until_on, HORIZON)) for pause in pauses if pause.stops_period)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, overlapping and touching ones joined, empty ones left out."""
    out: list[Span] = []
    for span in sorted((span for span in spans if span.days), key=lambda span: span.first):
        if out and (span.first - out[-1].last).days <= 1:
            out[-1] = Span(out[-1].first, max(out[-1].last, span.last))
        else:
            out.append(span)
    return tuple(out)


def overlap_days(spans: Sequence[Span], window: Span) -> int:
    """Days of the window on which one of the (joined) spans falls."""
    return sum(span.within(window).days for span in spans)


def periods(scheme: Scheme, cycle: Cycle, pauses: Iterable[Pause], until: date) -> tuple[Period, ...]:
    """Periods of a cycle up to and including the one in which ``until`` falls; at least the first.

    A pause that stops the period moves its end by as many days, except where periods follow the calendar.
    """
    calendar = scheme.period.month_and_day is not None
    still = () if calendar else stops(pauses)
    start = first_day(scheme.period, cycle.began_on)
    out: list[Period] = []
    for number in range(1, MAX_PERIODS + 1):
        length = (plus_years(start, scheme.period.years) - start).days
        span, stopped = _stretched(start, length, still)
        closed = cycle.closed_on is not None and cycle.closed_on <= span.last
        if closed and cycle.closed_on is not None:
            span = Span(start, max(start, cycle.closed_on))
        out.append(Period(number, span, length, stopped, closed))
        if closed or span.last >= until:
            break
        start = span.last + DAY
    return tuple(out)


def running_spans(scheme: Scheme, period: Period, pauses: Iterable[Pause]) -> tuple[Span, ...]:
    """The days of a period on which it does not stand still, in order."""
    if scheme.period.month_and_day is not None:
        return (period.span,)
    out: list[Span] = []
    first = period.span.first
    for still in stops(pauses):
        if still.within(period.span).days:
            out.append(Span(first, still.first - DAY))
            first = max(first, still.last + DAY)
    out.append(Span(first, period.span.last))
    return tuple(span for span in out if span.days)


def _stretched(first: date, length: int, still: Sequence[Span]) -> tuple[Span, int]:
    """Move the end on until the days that do not stand still are as many as without pauses."""
    stopped = 0
    while True:
        span = Span(first, first + timedelta(days=length + stopped - 1))
        now = overlap_days(still, span)
        if now == stopped:
            return span, stopped
        stopped = now


def fte_days(appointments: Iterable[Appointment], window: Span, sectors: Sequence[Sector] = ()) -> int:
    """Sum over the days of a window of the percentage of full time worked on that day, at most 100 a day.

    Jobs in other sectors than the given ones (empty: all) are left out.
    """
    jobs = [
        (Span(job.from_on, job.until_on or window.last).within(window), job.fte_percent)
        for job in appointments
        if not sectors or job.sector in sectors
    ]
    jobs = [(span, percent) for span, percent in jobs if span.days]
    cuts = sorted({edge for span, _ in jobs for edge in (span.first, span.last + DAY)})
    total = 0
    for first, after in pairwise(cuts):
        percent = sum(percent for span, percent in jobs if first in span)
        total += min(100, percent) * (after - first).days
    return total


def phase_on(entries: Iterable[PhaseEntry], day: date) -> Phase | None:
    """The career phase somebody is in on a day, or None when nothing was noted before it."""
    begun = [entry for entry in entries if entry.began_on <= day]
    return max(begun, key=lambda entry: (entry.began_on, entry.written_at)).phase if begun else None


def phases_in(entries: Sequence[PhaseEntry], window: Span) -> frozenset[Phase]:
    """All career phases somebody is in on some day of a window."""
    days = {window.first, *(entry.began_on for entry in entries if entry.began_on in window)}
    return frozenset(phase for day in days if (phase := phase_on(entries, day)) is not None)
