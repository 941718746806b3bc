"""What today shows: little, nothing of the insides, and no pile after a silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portfolio_app.domain.evidence import Certificate
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Sector
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, belief, head, profile


def test_an_empty_day(services: Services) -> None:
    today = services.today()
    assert today.empty
    assert not today.welcome_back
    assert (today.day, today.week, today.standing, today.last_backup) == (date(2026, 3, 11), Week(2026, 11), None, None)


def test_a_day_with_something(desk: Desk) -> None:
    services = desk.open()
    profile(services)
    services.hours.join_defaults(Sector.VO, date(2025, 8, 1))
    services.hours.join("nl-registerleraar-2017", date(2025, 8, 1))
    talk = services.talks.plan(date(2026, 3, 12), "coach")
    pattern = belief(services)
    services.patterns.add_experiment(pattern.id, "Tien tellen wachten", due_on=date(2026, 3, 10))
    bare = activity(services, "Alleen een titel")
    unlinked = activity(services, "Met verhaal", story="We keken.", happened_on=date(2026, 3, 1))
    activity(services, "Compleet", story="We keken.", competences=(CompetenceRef("nl-bekwaamheid-2017", "PE"),))
    activity(services, "Lang geleden", happened_on=date(2024, 3, 1))
    services.records.save(
        Certificate(**head(services), title="BHV", issued_on=date(2025, 4, 1), expires_on=date(2026, 4, 1))
    )
    services.backups.snapshot("regular")
    today = services.today()
    assert today.talk == talk
    assert [tried.try_text for _, tried in today.try_outs] == ["Tien tellen wachten"]
    assert {(item.id, item.why) for item in today.incomplete} == {(bare.id, "story"), (unlinked.id, "competences")}
    assert [item.title for item in today.expiring] == ["BHV"]
    assert today.standing is not None
    assert today.standing.scheme_id == "nl-cao-vo"
    assert today.last_backup == date(2026, 3, 11)


def test_nothing_is_asked_about_a_moment_that_let_off_steam(services: Services) -> None:
    services.records.save(replace(activity(services, "Weer zo'n les"), venting=True))
    assert services.today().incomplete == ()


def test_after_a_silent_month_one_step_and_no_pile(desk: Desk) -> None:
    services = desk.open()
    pattern = belief(services)
    services.patterns.add_experiment(pattern.id, "Tien tellen wachten", due_on=date(2026, 3, 20))
    activity(services)
    desk.clock.go_to(date(2026, 5, 1))
    today = services.today()
    assert today.welcome_back
    assert (today.try_outs, today.incomplete) == ((), ())


def test_going_on_with_something_old_is_no_silence(desk: Desk) -> None:
    services = desk.open()
    course = activity(services)
    activity(services, "Nog een")
    desk.clock.go_to(date(2026, 4, 20))
    services.records.save(replace(course, story="Alsnog verteld."))
    desk.clock.go_to(date(2026, 5, 1))
    assert not services.today().welcome_back


def test_a_talk_far_away_waits(services: Services) -> None:
    services.talks.plan(date(2026, 5, 12), "coach")
    assert services.today().talk is None
    assert services.today(date(2026, 5, 1)).talk is not None
