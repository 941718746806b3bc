"""Mending what the privacy check found: one step each, undone in one, and stable for the same person."""

from __future__ import annotations

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.persons import Pseudonym
from portfolio_app.domain.privacy import Kind
from portfolio_app.domain.privacy_report import Hit
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience
from portfolio_app.services.session import Services
from tests.services.helpers import activity, profile, reflection

BSN = "111222333"
LEFT = "[weggehaald]"


def hits(services: Services, *kinds: Kind) -> list[Hit]:
    report = services.privacy.check(services.choosing.selection(Audience.ARCHIVE))
    return [hit for hit in report.hits if not kinds or hit.finding.kind in kinds]


def test_a_number_is_taken_out_of_every_field_it_stands_in_and_comes_back_by_undo(services: Services) -> None:
    profile(services)
    text = f"Het BSN {BSN} en nog eens BSN {BSN}."
    told = reflection(services, "Over een BSN", answers={"what": text, "why": "Niets."})
    course = activity(services, story=f"Zijn BSN is {BSN}")
    found = hits(services, Kind.BSN)
    changed = services.mending.take_out(found, LEFT)
    assert {record.id for record in changed} == {told.id, course.id}
    now = services.records.need(Reflection, told.id)
    assert now.answers == {"what": f"Het BSN {LEFT} en nog eens BSN {LEFT}.", "why": "Niets."}
    assert hits(services, Kind.BSN) == []
    label = services.undo.undo_label()
    assert label is not None
    assert label.verb == "take_out"
    services.undo.undo()
    assert services.records.need(Reflection, told.id).answers["what"] == text
    assert services.records.need(Experience, course.id).story == course.story


def test_a_stand_in_is_the_same_one_wherever_the_person_is_named(services: Services) -> None:
    profile(services)
    told = reflection(services, answers={"what": "Leerling Sanne de Vries zei niets. Sanne’s werk lag er."})
    course = activity(services, story="De moeder van Sanne belde.")
    whole = next(hit for hit in hits(services) if "Vries" in hit.finding.value)
    assert services.mending.can_stand_in(whole)
    assert services.mending.stand_in_of(whole.finding.value, "leerling") == "leerling 1"
    services.mending.stand_in(whole.finding.value, "leerling 1", hits(services))
    assert "leerling 1 zei niets" in services.records.need(Reflection, told.id).answers["what"]
    # The first name of somebody who has a stand-in is that same person.
    assert services.mending.stand_in_of("Sanne", "leerling") == "leerling 1"
    services.mending.stand_in("Sanne", "leerling 1", hits(services))
    assert "Sanne" not in services.records.need(Experience, course.id).story
    (person,) = services.persons.stand_ins()
    assert (person.stand_in, person.every_spelling.names("Sanne")) == ("leerling 1", True)
    assert services.mending.stand_in_of("Thijs", "leerling") == "leerling 2"


def test_one_step_back_brings_the_name_and_forgets_the_stand_in(services: Services) -> None:
    profile(services)
    told = reflection(services, answers={"what": "Leerling Fenna zei niets."})
    services.mending.stand_in("Fenna", "leerling 1", hits(services))
    assert services.undo.undo_label() is not None
    services.undo.undo()
    assert services.records.need(Reflection, told.id).answers["what"] == "Leerling Fenna zei niets."
    assert services.records.load(Pseudonym) == []


def test_two_people_of_one_first_name_are_not_mixed_up(services: Services) -> None:
    services.persons.remember("Sanne de Vries", "leerling 1")
    services.persons.remember("Sanne Bakker", "leerling 2")
    assert services.mending.stand_in_of("Sanne", "leerling") == "leerling 3"
    assert services.mending.stand_in_of("Sanne Bakker", "leerling") == "leerling 2"


def test_nothing_of_the_name_is_in_the_label_of_the_step(services: Services) -> None:
    profile(services)
    reflection(services, answers={"what": "Leerling Fenna zei niets."})
    services.mending.stand_in("Fenna", "leerling 1", hits(services))
    label = services.undo.undo_label()
    assert label is not None
    assert "Fenna" not in f"{label}"


def test_what_can_not_be_is_refused_and_changes_nothing(services: Services) -> None:
    profile(services)
    reflection(services, answers={"what": "Leerling Fenna zei niets."})
    services.persons.remember("Iemand anders", "leerling 1")
    with pytest.raises(UserError, match="stand-in-taken"):
        services.mending.stand_in("Fenna", "leerling 1", hits(services))
    for name, stand_in in (("Fenna", " "), ("", "leerling 2"), ("Fenna", "Fenna B")):
        with pytest.raises(UserError, match="name-missing"):
            services.mending.stand_in(name, stand_in, hits(services))
    with pytest.raises(UserError, match="record-missing"):
        services.mending.stand_in("Fenna", "leerling 2", [])
    with pytest.raises(UserError, match="record-missing"):
        services.mending.take_out([], LEFT)
    assert len(services.persons.stand_ins()) == 1


def test_a_tag_and_a_title_are_mended_too(services: Services) -> None:
    profile(services)
    course = activity(services, f"BSN {BSN}", tags=("een tag", f"bsn {BSN}"))
    services.mending.take_out(hits(services, Kind.BSN), LEFT)
    now = services.records.need(Experience, course.id)
    assert BSN not in now.title
    assert now.tags[0] == "een tag"


def test_what_is_taken_out_leaves_longer_words_whole(services: Services) -> None:
    profile(services)
    text = "Leerling Fenna heeft adhd; adhdachtig is geen woord."
    told = reflection(services, answers={"what": text})
    found = [hit for hit in hits(services, Kind.SPECIAL) if hit.finding.word == "adhd"]
    assert found
    services.mending.take_out(found, LEFT)
    assert services.records.need(Reflection, told.id).answers["what"] == text.replace("adhd;", f"{LEFT};")


def test_a_number_against_other_signs_is_taken_out_too(services: Services) -> None:
    profile(services)
    told = reflection(services, answers={"what": f"Zie BSN{BSN}x en BSN {BSN}."})
    services.mending.take_out(hits(services, Kind.BSN), LEFT)
    assert BSN not in services.records.need(Reflection, told.id).answers["what"]
