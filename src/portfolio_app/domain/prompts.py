"""Which of the questions that take turns a week asks: by the time of the school year and the phase of a career."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from portfolio_app.domain.growth import Phase
from portfolio_app.domain.journal import Week
from portfolio_app.domain.sets import Question


def prompts(
    questions: Sequence[Question],
    week: Week,
    most: int,
    phase_in: Callable[[Week], Phase | None],
    answered_in: Mapping[Week, Iterable[str]],
) -> tuple[Question, ...]:
    """At most ``most`` of the questions that take turns, for a week: always the same ones for the same past.

    One belongs to the time of the year and one to the phase, where there are such; the others are for every week. Of
    each sort comes what was asked or answered (``answered_in``: keys by week) longest ago. To know that, the weeks are
    gone through since the beginning of the school year before; what was asked is stored nowhere.
    """
    start = Week.first_of_school_year(week.school_year - 1)
    order = _turned(questions, start.year)
    last: dict[str, Week] = {}
    now = start
    while now < week:
        for question in _next(order, now, most, phase_in(now), last):
            last[question.key] = now
        last.update(dict.fromkeys(answered_in.get(now, ()), now))
        now = now.plus(1)
    return _next(order, week, most, phase_in(week), last)


def _turned(questions: Sequence[Question], by: int) -> tuple[Question, ...]:
    """The same ring of questions, begun elsewhere, so that two years do not begin alike."""
    at = by % len(questions) if questions else 0
    return (*questions[at:], *questions[:at])


def _next(
    order: Sequence[Question], week: Week, most: int, phase: Phase | None, last: Mapping[str, Week]
) -> tuple[Question, ...]:
    long_ago = Week(1, 1)
    fitting = sorted(
        (item for item in order if _fits(item, week, phase)), key=lambda item: last.get(item.key, long_ago)
    )
    of_season = [item for item in fitting if item.months][:1]
    of_phase = [item for item in fitting if item.phases and not item.months][:1]
    always = [item for item in fitting if not item.phases and not item.months]
    chosen = (of_season + of_phase + always)[:most]
    # A school's own template may have nothing for every week.
    more = [item for item in fitting if item not in chosen]
    return tuple((chosen + more)[:most])


def _fits(question: Question, week: Week, phase: Phase | None) -> bool:
    in_phase = not question.phases or phase in question.phases
    return in_phase and (not question.months or week.thursday.month in question.months)
