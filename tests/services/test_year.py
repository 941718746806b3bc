"""A year is gathered by what stands in it, and what was vented shows no word."""

from __future__ import annotations

from datetime import date
from typing import Any

from portfolio_app.domain.experiences import Formality
from portfolio_app.domain.growth import Feedback
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.patterns import Consultation, Lens
from portfolio_app.domain.portfolio import Pause
from portfolio_app.domain.reflections import Source
from portfolio_app.domain.year import LearningShare, LensUse, Strand, Tally, YearKind, YearSpan
from portfolio_app.services.session import Services
from tests.services.helpers import activity, belief, head, reflection, saved

SPAN = YearSpan(YearKind.SCHOOL, 2025)
WEEK = Week(2026, 6)


def week(services: Services, number: int, **more: Any) -> JournalWeek:
    return saved(services, JournalWeek(**head(services), year=2026, number=number, **more))


def test_weeks_are_told_by_what_stands_in_them(services: Services) -> None:
    activity(services, happened_on=WEEK.monday)
    activity(services, "Gesprek in de gang", happened_on=WEEK.sunday, contact_minutes=0)
    activity(services, "Nog een", happened_on=WEEK.sunday, contact_minutes=0)
    activity(services, "Een jaar later", happened_on=date(2026, 8, 1))
    saved(services, Feedback(**head(services), given_on=WEEK.monday, by_role="coach", text="Mooi gedaan"))
    week(services, 6, answers={"stuck": "Een woord"})
    week(services, 7, state=WeekState.OFF)
    week(services, 8, answers={"stuck": "  "})
    gone = activity(services, "Weg", happened_on=WEEK.monday)
    services.records.trash(gone.KIND, gone.id)
    seen = services.years.look(SPAN)
    assert set(seen.tallies) == {
        Tally(WEEK, Strand.WEEK, 1),
        Tally(WEEK, Strand.ACTIVITY, 1),
        Tally(WEEK, Strand.MOMENT, 2),
        Tally(WEEK, Strand.TALK, 1),
    }
    assert seen.strands == (Strand.WEEK, Strand.MOMENT, Strand.ACTIVITY, Strand.TALK)


def test_what_was_vented_counts_as_written_and_its_entry_says_so(services: Services) -> None:
    week(services, 6, answers={"stuck": "Ik ben zo boos"}, venting=True)
    reflection(services, "Boze woorden", happened_on=WEEK.monday, venting=True)
    assert Tally(WEEK, Strand.WEEK, 1) in services.years.look(SPAN).tallies
    found = services.years.entries(SPAN, WEEK)
    assert [(item.kind, item.venting) for item in found] == [("journal_week", True), ("reflection", True)]


def test_a_week_shows_only_the_days_of_its_year(services: Services) -> None:
    last = Week.of(SPAN.last)
    activity(services, "Nog dit jaar", happened_on=SPAN.last)
    activity(services, "Al volgend jaar", happened_on=SPAN.plus(1).first)
    assert [item.heading for item in services.years.entries(SPAN, last)] == ["Nog dit jaar"]


def test_kinds_of_learning_in_minutes_and_in_times(services: Services) -> None:
    activity(services, happened_on=WEEK.monday, formality=Formality.FORMAL, contact_minutes=60, self_study_minutes=30)
    activity(services, "Moment", happened_on=WEEK.monday, contact_minutes=0)
    assert services.years.look(SPAN).learning == (
        LearningShare(Formality.FORMAL, 90, 1, 0),
        LearningShare(Formality.INFORMAL, 0, 0, 1),
    )


def test_lenses_come_from_beliefs_and_from_what_was_asked_of_pupils(services: Services) -> None:
    asked = (
        Consultation(date(2026, 2, 3), Lens.COLLEAGUES, "coach", "Kijk eens anders"),
        Consultation(date(2024, 2, 3), Lens.THEORY, "boek", "Vroeger"),
    )
    belief(services, consultations=asked)
    reflection(services, happened_on=date(2026, 2, 10), sources={"pupils_want": Source.ASKED, "pupils_do": Source.SEEN})
    lenses = {use.lens: use for use in services.years.look(SPAN).lenses}
    assert lenses[Lens.COLLEAGUES] == LensUse(Lens.COLLEAGUES, 1, date(2026, 2, 3))
    assert lenses[Lens.PUPILS] == LensUse(Lens.PUPILS, 1, date(2026, 2, 10))
    assert lenses[Lens.THEORY].number == lenses[Lens.OWN_EXPERIENCE].number == 0


def test_a_question_that_is_named_after_a_lens_counts_as_that_lens(services: Services) -> None:
    answers = {"colleagues": "Zij zag dat ik snel ingreep.", "theory": "  ", "statement": "Stilte is moeilijk."}
    reflection(services, template="vier-lenzen", happened_on=date(2026, 2, 10), answers=answers)
    reflection(services, template="alact", happened_on=date(2026, 2, 11), answers={"colleagues": "geen lens hier"})
    lenses = {use.lens: use for use in services.years.look(SPAN).lenses}
    assert lenses[Lens.COLLEAGUES] == LensUse(Lens.COLLEAGUES, 1, date(2026, 2, 10))
    assert lenses[Lens.THEORY].number == 0


def test_one_walks_from_the_oldest_entry_to_today_or_further(services: Services) -> None:
    today = services.records.today()
    assert services.years.edges(YearKind.CALENDAR) == (YearSpan.of(today, YearKind.CALENDAR),) * 2
    activity(services, happened_on=date(1948, 9, 1))
    activity(services, happened_on=date(2999, 1, 1))
    first, last = services.years.edges(YearKind.CALENDAR)
    assert (first.start, last.start) == (1948, 2999)


def test_holidays_are_told(services: Services) -> None:
    saved(services, Pause(**head(services), from_on=WEEK.monday, until_on=WEEK.sunday, reason="voorjaarsvakantie"))
    assert services.years.look(SPAN).weeks_off == {WEEK}
