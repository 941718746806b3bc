"""Everything that goes out is looked through before it does, and what she said is fine stays fine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.domain.portfolio import Person
from portfolio_app.domain.privacy import Kind, Level
from portfolio_app.domain.privacy_report import Hit, Report
from portfolio_app.domain.selection import Audience, Selection
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity, head, profile, reflection, saved

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


def test_who_is_erased_everywhere_is_no_longer_among_what_is_fine(services: Services) -> None:
    profile(services)
    reflection(services, answers={"what": "Vandaag las ik weer iets van Xander."})
    (hit,) = check(services).to_look_at
    services.privacy.say_fine(hit.finding)
    found = services.persons.find(["Xander"])
    services.persons.erase_everywhere(found, "[naam]")
    assert not any("xander" in each.word for each in services.privacy.fine())
    assert services.persons.find(["Xander"]).nowhere


def test_what_she_said_is_fine_is_there_when_she_opens_the_portfolio_again(desk: Desk) -> None:
    services = desk.open()
    profile(services)
    reflection(services, answers={"what": "Vandaag las ik weer iets van Thijs."})
    services.privacy.say_fine(check(services).to_look_at[0].finding)
    desk.close()
    again = desk.open(read_only=True)
    assert check(again).hits == ()
    with pytest.raises(UserError, match="read-only"):
        again.privacy.take_back(again.privacy.fine())


def test_a_change_of_one_text_is_seen_at_the_next_look(services: Services) -> None:
    profile(services)
    told = reflection(services, answers={"what": "Een rustige les."})
    assert check(services).hits == ()
    saved(services, replace(told, answers={"what": f"Een rustige les, BSN {BSN}."}))
    assert len(check(services).blocked) == 1
    saved(services, told)
    assert check(services).hits == ()


def test_what_the_document_prints_of_her_own_choice_is_looked_through(services: Services) -> None:
    profile(services, about=f"Mijn BSN is {BSN}")
    choice = replace(everything(services), account="Mail naar ouder@voorbeeld.nl")
    report = services.privacy.check(choice)
    assert [(hit.place.kind, hit.place.field) for hit in report.blocked] == [("profile", "about")]
    assert [(hit.place.kind, hit.place.field) for hit in report.to_look_at] == [("selection", "account")]


def test_a_colleague_who_is_known_by_role_is_only_pointed_at(services: Services) -> None:
    profile(services)
    saved(services, Person(**head(services), name="Thijs Overmars", role="coach"))
    reflection(services, answers={"what": "Toen kwam Thijs binnen, en Fenna keek op."})
    levels = {hit.finding.value: hit.finding.level for hit in check(services).hits}
    assert levels == {"Thijs": Level.HINT, "Fenna": Level.WARN}


def test_how_she_calls_the_document_holds_it_back_only_with_a_number_in_it(services: Services) -> None:
    profile(services)
    choice = everything(services)
    snapshot = services.composing.snapshot(choice)
    document = services.composing.compose(choice)

    def guarded(beside: str) -> Report:
        printed = replace(document, beside=beside, running_head=f"Zie {beside}")
        return services.privacy.guard(printed, snapshot, frozenset())

    assert guarded("Voor Karin de Wit (bewijs).zip").hits == ()
    with pytest.raises(UserError, match="privacy-blocked"):
        guarded(f"Dossier {BSN} (bewijs).zip")


def test_a_name_in_how_she_calls_the_document_is_told_where_it_stands_by_itself(services: Services) -> None:
    profile(services)
    choice = everything(services)
    snapshot = services.composing.snapshot(choice)
    document = services.composing.compose(choice)
    printed = replace(document, beside="Voor Karin (bewijs).zip", running_head="Karin kwam langs.")
    report = services.privacy.check_document(printed, snapshot)
    assert [hit.finding.value for hit in report.hits] == ["Karin"]
