"""Taking part in schemes, and what activities add up to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import ActivityType
from portfolio_app.domain.portfolio import Appointment, Sector
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.services.session import Services
from tests.services.helpers import activity, head, own_scheme, profile


def test_the_sector_picks_what_to_begin_with(services: Services) -> None:
    profile(services, sector=Sector.VO)
    joined = services.hours.join_defaults(Sector.VO, date(2025, 8, 1))
    assert [cycle.scheme for cycle in joined] == ["nl-dossier", "nl-cao-vo"]
    assert services.hours.join_defaults(Sector.VO, date(2025, 8, 1)) == []
    with pytest.raises(UserError, match="scheme-joined"):
        services.hours.join("nl-cao-vo", date(2026, 1, 1))
    services.undo.undo()
    assert services.hours.cycles() == []


def test_a_standing_from_a_suggested_allocation_and_a_part_time_job(services: Services) -> None:
    profile(services, sector=Sector.VO)
    services.records.save(Appointment(**head(services), function="Leraar", fte_percent=50, from_on=date(2025, 8, 1)))
    cycle = services.hours.join("nl-cao-vo", date(2025, 8, 1))
    made = activity(services, activity_type=ActivityType.STUDY_DAY)
    made = replace(made, allocations=services.hours.suggest(made))
    services.records.save(made)
    assert sum(part.minutes for part in made.allocations) == made.minutes == 180
    assert services.hours.suggest(made) == made.allocations  # what is placed stays
    (standing,) = services.hours.standings()
    assert (standing.total, standing.target, standing.missing) == (180, 83 * 60 // 2, 83 * 30 - 180)
    assert [(row.title, row.counted) for row in services.hours.ledger(cycle.id)] == [(made.title, 180)]
    services.hours.set_target(cycle.id, 240)
    assert services.hours.standing(cycle.id).missing == 60
    services.hours.set_target(cycle.id, None)
    assert services.hours.standing(cycle.id).target == 83 * 30


def test_leaving_keeps_what_was_recorded(services: Services) -> None:
    cycle = services.hours.join("nl-cao-vo", date(2024, 8, 1))
    assert len(services.hours.periods(cycle.id)) == 2
    services.hours.leave(cycle.id)
    assert services.hours.cycles() == []
    assert [item.id for item in services.hours.cycles(closed=None)] == [cycle.id]
    assert services.hours.standings() == []


def test_coming_back_within_the_period_goes_on_where_she_was(services: Services) -> None:
    cycle = services.hours.join("nl-cao-vo", date(2025, 8, 1), target_minutes=600)
    made = activity(services)
    services.records.save(replace(made, allocations=services.hours.suggest(made)))
    services.hours.leave(cycle.id, date(2026, 3, 1))
    again = services.hours.join("nl-cao-vo", date(2026, 3, 10))
    assert again == cycle
    assert services.hours.cycles(closed=None) == [cycle]
    views = services.composing.snapshot(services.choosing.default(Audience.MENTOR)).hours
    assert [view.standing.counted for view in views] == [180]


def test_coming_back_in_a_later_period_begins_anew(services: Services) -> None:
    first = services.hours.join("nl-cao-vo", date(2024, 8, 1))
    services.hours.leave(first.id, date(2025, 6, 1))
    second = services.hours.join("nl-cao-vo", date(2025, 10, 1))
    assert second.id != first.id
    third = services.hours.join("nl-registerleraar-2017", date(2024, 8, 1))
    services.hours.leave(third.id, date(2026, 2, 1))
    assert services.hours.join("nl-registerleraar-2017", date(2026, 2, 2)).began_on == date(2026, 2, 2)


def test_evidence_in_the_trash_proves_nothing(services: Services, tmp_path: Path) -> None:
    cycle = services.hours.join("nl-cao-vo", date(2025, 8, 1))
    made = activity(services)
    services.records.save(replace(made, allocations=services.hours.suggest(made)))

    proof = tmp_path / "bewijs.txt"
    proof.write_text("Certificaat")
    added = services.evidence.add(proof, about=made)
    assert services.hours.ledger(cycle.id)[0].evidence == 1
    services.records.trash("evidence", added.evidence.id)
    assert services.hours.ledger(cycle.id)[0].evidence == 0


@pytest.mark.parametrize("typo", [True, False])
def test_a_scheme_whose_file_is_gone_takes_nothing_else_down(services: Services, typo: bool) -> None:
    file = own_scheme(services)
    services.hours.join("onze-school", date(2025, 8, 1))
    services.hours.join("nl-cao-vo", date(2025, 8, 1))
    if typo:
        file.write_text(file.read_text(encoding="utf-8").replace("unit =", "unti ="), encoding="utf-8")
    else:
        file.unlink()
    services.content.reload()
    assert [item.scheme_id for item in services.hours.standings()] == ["nl-cao-vo"]
    assert [item.scheme for item in services.hours.unreadable()] == ["onze-school"]
    made = activity(services)
    assert {part.scheme for part in services.hours.suggest(made)} == {"nl-cao-vo"}
    standing = services.today().standing
    assert standing is not None
    assert standing.scheme_id == "nl-cao-vo"
    selection = services.choosing.default(Audience.MENTOR)
    assert services.choosing.plan(selection).schemes_unreadable == ("onze-school",)
    assert services.choosing.plan(replace(selection, parts=frozenset({Part.ACCOUNT}))).schemes_unreadable == ()
    assert [view.scheme.id for view in services.composing.snapshot(selection).hours] == ["nl-cao-vo"]
