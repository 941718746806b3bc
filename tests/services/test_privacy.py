"""Everything that goes out is looked through before it does, and what she said is fine stays fine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.domain.privacy import Kind, Level
from portfolio_app.domain.privacy_report import Hit, Report
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.services.session import Services
from tests.services.helpers import activity, profile, reflection, saved

BSN = "111222333"


def everything(services: Services) -> Selection:
    return services.choosing.selection(Audience.ARCHIVE)


def check(services: Services) -> Report:
    return services.privacy.check(everything(services))


def hits(report: Report, kind: Kind) -> list[Hit]:
    return [hit for hit in report.hits if hit.finding.kind is kind]


def test_a_number_in_a_reflection_is_held_back_with_its_place(services: Services) -> None:
    profile(services)
    told = reflection(services, answers={"what": f"Ik noteerde het BSN {BSN} van een leerling."})
    report = check(services)
    (hit,) = report.blocked
    assert (hit.finding.kind, hit.finding.level, hit.finding.masked) == (Kind.BSN, Level.BLOCK, "111***333")
    assert (hit.place.kind, hit.place.id, hit.place.field) == ("reflection", told.id, "answers.what")
    assert hit.place.in_record
    assert BSN not in hit.around
    assert "111***333 van een leerling" in hit.around


def test_what_is_not_printed_is_nobodys(services: Services, tmp_path: Path) -> None:
    profile(services)
    course = activity(services)
    (tmp_path / "bord.txt").write_text("Een bord.", encoding="utf-8")
    item = services.evidence.add(tmp_path / "bord.txt", about=course).evidence
    saved(services, replace(item, pupils=PupilsVisible.NO, consent_note="Moeder van Fenna, moeder@voorbeeld.nl"))
    assert check(services).to_look_at == ()
    saved(services, replace(item, pupils=PupilsVisible.NO, description="Van moeder@voorbeeld.nl"))
    (hit,) = check(services).to_look_at
    assert (hit.finding.kind, hit.place.kind, hit.place.field) == (Kind.EMAIL, "evidence", "description")


def test_her_own_address_and_name_are_hers_and_those_of_others_are_told(services: Services) -> None:
    profile(services, given_name="Sanne", family_name="Zandkamp", email="sanne@kompas.nl")
    reflection(services, answers={"what": "Ik, Sanne Zandkamp, mail met Sanne@Kompas.nl en met fenna@kompas.nl."})
    (hit,) = check(services).to_look_at
    assert hit.finding.value == "fenna@kompas.nl"


def test_what_is_fine_stays_fine_and_can_be_taken_back(services: Services) -> None:
    profile(services)
    reflection(services, answers={"what": "Vandaag las ik weer iets van Thijs."})
    (hit,) = check(services).to_look_at
    services.privacy.say_fine(hit.finding)
    assert check(services).hits == ()
    services.privacy.take_back(services.privacy.fine())
    assert len(check(services).to_look_at) == 1


def test_a_number_is_never_fine(services: Services) -> None:
    profile(services)
    reflection(services, answers={"what": f"BSN {BSN}"})
    with pytest.raises(UserError, match="privacy-never-fine"):
        services.privacy.say_fine(check(services).blocked[0].finding)


def test_it_stops_when_asked(services: Services) -> None:
    profile(services)
    reflection(services, happened_on=date(2026, 2, 1))
    with pytest.raises(Cancelled):
        services.privacy.check(everything(services), cancelled=lambda: True)
