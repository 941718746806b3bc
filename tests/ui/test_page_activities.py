"""Activities: quick to log, honest about hours, never losing what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Experience, Formality
from portfolio_app.domain.lessons import PupilSurvey
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Plan
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query, Row
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.activity_editor import ActivityEditor
from portfolio_app.ui.pages.activity_kinds import PlanEditor
from portfolio_app.ui.pages.activity_presenter import (
    ActivityPresenter,
)
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.lesson_editors import SurveyEditor
from portfolio_app.ui.widgets.buttons import RowButton
from tests.ui.conftest import show
from tests.ui.driving import add, answer_menu, saved, type_in, unnamed

NL = Translator("nl")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Activities:
    made = show(qtbot, Activities(desk))
    assert isinstance(made, Activities)
    return made


def open_editor(page: Activities) -> ActivityEditor:
    editor = page.editor
    assert isinstance(editor, ActivityEditor)
    return editor


def test_title_and_hours_are_enough_and_the_hours_find_their_place(page: Activities, services: Services) -> None:
    page.start_new("experience")
    editor = open_editor(page)
    type_in(editor._title, "Training formatief handelen")
    type_in(editor._contact, "1:30")
    editor._type.set_value(ActivityType.COURSE)
    editor._type.changed.emit()
    assert editor._formality.value() is Formality.NON_FORMAL
    assert editor.save()
    (made,) = saved(services)
    assert (made.contact_minutes, made.happened_on) == (90, services.records.today())
    assert made.allocations == (Allocation("nl-cao-vo", "a", 90, 1),)


def test_a_split_made_by_hand_does_not_follow_the_minutes(page: Activities, services: Services) -> None:
    placed = (Allocation("nl-cao-vo", "d", 60),)
    made = add(services, "Lezen", services.records.today(), 120, allocations=placed)
    page.open_record("experience", made.id)
    editor = open_editor(page)
    type_in(editor._contact, "3")
    assert editor.save()
    assert services.records.need(Experience, made.id).allocations == placed


def test_a_proposed_split_follows_when_the_minutes_change(page: Activities, services: Services) -> None:
    placed = (Allocation("nl-cao-vo", "a", 120),)
    made = add(services, "Cursus", services.records.today(), 120, activity_type=ActivityType.COURSE, allocations=placed)
    page.open_record("experience", made.id)
    editor = open_editor(page)
    type_in(editor._contact, "3")
    assert editor.save()
    assert services.records.need(Experience, made.id).allocations == (Allocation("nl-cao-vo", "a", 180),)


def test_doubled_hours_are_refused_beside_the_field(page: Activities, services: Services) -> None:
    made = add(services, "Cursus", services.records.today(), 60)
    page.open_record("experience", made.id)
    editor = open_editor(page)
    editor._allocations.set_value((Allocation("nl-cao-vo", "a", 60), Allocation("nl-cao-vo", "b", 30)))
    editor._allocations.changed.emit()
    assert not editor.save()
    assert "één keer" in editor._allocations.error
    assert editor._folds["hours"].is_open
    assert services.records.need(Experience, made.id).allocations == ()


def test_ordinary_work_is_warned_about_only_where_a_scheme_says_so(page: Activities, services: Services) -> None:
    made = add(services, "Vergadering", services.records.today(), 60)
    page.open_record("experience", made.id)
    editor = open_editor(page)
    editor._ordinary.box.click()
    assert editor._warning.text == ""
    services.hours.join("nl-registerleraar-2017", services.records.today())
    page.open_record("experience", made.id)
    assert "160 uur" in open_editor(page)._warning.text


def test_everything_of_an_activity_is_kept(page: Activities, services: Services) -> None:
    page.start_new("experience")
    editor = open_editor(page)
    type_in(editor._title, "Werkplaats")
    for name, area in editor._texts.items():
        area.edit.setPlainText(f"woorden van {name}")
    type_in(editor._provider, "De hogeschool")
    type_in(editor._cost, "€ 1.250,00")
    editor._validated.box.click()
    type_in(editor._number, "V-12")
    chosen = next(ref for ref in editor._competences._buttons if ref.code == "VI-a")
    editor._competences._buttons[chosen].click()
    editor._talk.box.click()
    editor._roles.set_value(("collega",))
    assert editor.save()
    (made,) = saved(services)
    assert {getattr(made, name) for name in editor._texts} == {f"woorden van {name}" for name in editor._texts}
    assert (made.provider, made.cost_cents, made.validated, made.validation_number) == (
        "De hogeschool",
        125000,
        True,
        "V-12",
    )
    assert made.competences == (CompetenceRef("nl-bekwaamheid-2017", "VI-a", 1),)
    assert (made.with_roles, made.for_talk, made.venting) == (("collega",), True, False)


def test_a_moment_asks_for_no_hours_until_somebody_wants_them(page: Activities) -> None:
    page.start_new("moment")
    editor = open_editor(page)
    assert not editor._learning.isVisible()
    editor._more_hours.click()
    assert editor._learning.isVisible()
    assert editor._folds["hours"].isVisible()


def test_wrong_days_are_told_where_they_stand(page: Activities, services: Services) -> None:
    page.start_new("experience")
    editor = open_editor(page)
    assert not editor.save()
    assert editor._title.error
    type_in(editor._title, "Cursus")
    type_in(editor._until, "1-1-2020")
    assert not editor.save()
    assert editor._until.error == NL("The last day lies before the first.")
    assert not saved(services)


def test_what_was_typed_without_a_title_comes_back(page: Activities, services: Services) -> None:
    page.start_new("moment")
    open_editor(page)._texts["story"].edit.setPlainText("De klas viel stil.")
    open_editor(page).go_back()
    assert not saved(services)
    page.start_new("moment")
    assert open_editor(page)._texts["story"].value() == "De klas viel stil."
    assert open_editor(page).restored.text


def test_going_to_another_record_keeps_what_was_typed(page: Activities, services: Services) -> None:
    made = add(services, "Een", services.records.today(), 60)
    page.open_record("experience", made.id)
    open_editor(page)._texts["story"].edit.setPlainText("later erbij")
    page.start_new("plan")
    assert services.records.need(Experience, made.id).story == "later erbij"


def test_the_trash_can_be_undone(page: Activities, services: Services) -> None:
    made = add(services, "Weg ermee", services.records.today())
    page.open_record("experience", made.id)
    said: list[bool] = []
    page.message_requested.connect(lambda text, undo: said.append(undo))
    open_editor(page).move_to_trash()
    assert services.records.get(Experience, made.id) is None
    assert said == [True]
    assert page.stack.currentIndex() == 0
    services.undo.undo()
    assert services.records.get(Experience, made.id) is not None


def test_enter_opens_and_delete_trashes_in_the_list(qtbot: QtBot, page: Activities, services: Services) -> None:
    add(services, "Een", services.records.today())
    page.refresh(None)
    page._table.selectRow(0)
    qtbot.keyClick(page._table, Qt.Key.Key_Return)
    assert open_editor(page)._title.value() == "Een"
    open_editor(page).go_back()
    page._table.selectRow(0)
    qtbot.keyClick(page._table, Qt.Key.Key_Delete)
    assert services.records.count(Query(kinds=("experience",))) == 0


def test_searching_and_letting_go_of_the_search(qtbot: QtBot, page: Activities, services: Services) -> None:
    add(services, "Een", services.records.today())
    add(services, "Ander", services.records.today())
    page.refresh(None)
    type_in(page._text, "zzz")
    qtbot.waitUntil(page._empty.isVisible, timeout=2000)
    page._empty.action_requested.emit()
    assert page._model.rowCount() == 2
    assert page._text.value() == ""


def test_files_are_attached_and_duplicates_say_where(
    qtbot: QtBot, page: Activities, services: Services, tmp_path: Path
) -> None:
    file = tmp_path / "certificaat.txt"
    file.write_text("bewijs van deelname")
    first = add(services, "Eerste cursus", services.records.today(), 60)
    second = add(services, "Tweede cursus", services.records.today(), 60)
    page.open_record("experience", first.id)
    editor = open_editor(page)
    editor.evidence.add([file])
    qtbot.waitUntil(lambda: bool(services.evidence.of(first.id)), timeout=5000)
    qtbot.waitUntil(lambda: not page.desk.intake.busy, timeout=5000)
    page.open_record("experience", second.id)
    with qtbot.waitSignal(page.message_requested, timeout=5000) as said:
        editor.evidence.add([file])
    assert said.args is not None
    assert "Eerste cursus" in said.args[0]
    assert [button.text() for button in editor.evidence.findChildren(RowButton)] != []
    assert [item.id for item in services.evidence.of(second.id)] == [item.id for item in services.evidence.of(first.id)]


def test_taking_evidence_off_leaves_the_file(page: Activities, services: Services, tmp_path: Path) -> None:
    file = tmp_path / "foto.txt"
    file.write_text("x")
    made = add(services, "Cursus", services.records.today(), 60)
    services.evidence.add(file, about=made)
    page.open_record("experience", made.id)
    part = open_editor(page).evidence
    (item,) = ActivityPresenter(services).evidence(made, NL)
    part._unlink(item)
    assert services.evidence.of(made.id) == []
    assert len(services.evidence.all()) == 1
    services.undo.undo()
    assert len(services.evidence.of(made.id)) == 1


def test_files_wait_for_a_record_that_can_be_saved(page: Activities, services: Services, tmp_path: Path) -> None:
    file = tmp_path / "foto.txt"
    file.write_text("x")
    page.start_new("experience")
    open_editor(page).evidence.add([file])
    assert open_editor(page)._title.error
    assert not services.evidence.all()


def test_looking_back_asks_for_a_reflection_about_the_saved_record(
    qtbot: QtBot, page: Activities, services: Services
) -> None:
    page.start_new("experience")
    type_in(open_editor(page)._title, "Les 3B")
    with qtbot.waitSignal(page.open_requested) as asked:
        open_editor(page)._look_back.click()
    (made,) = saved(services)
    assert asked.args == ["reflection", made.id]


def test_there_is_no_looking_back_on_steam(page: Activities, services: Services) -> None:
    made = add(services, "Poeh", services.records.today(), venting=True)
    page.open_record("experience", made.id)
    assert not open_editor(page)._back.isVisible()


def test_words_are_lifted_out_of_a_field_that_was_just_typed(
    qtbot: QtBot, page: Activities, services: Services
) -> None:
    made = add(services, "Les", services.records.today())
    page.open_record("experience", made.id)
    area = open_editor(page)._texts["story"]
    area.edit.setPlainText("Ik vul stilte altijd op.")
    opened: list[str] = []
    page.open_requested.connect(lambda kind, ident: opened.append(ident))
    answer_menu(qtbot)
    area.lift_requested.emit(0, 23)
    assert services.patterns.get(opened[0]).statement == "Ik vul stilte altijd op"
    assert services.records.links_to(made.id, Role.LIFTED_FROM)


def test_a_pupil_survey_keeps_totals(page: Activities, services: Services) -> None:
    page.start_new("pupil_survey")
    editor = page.editor
    assert isinstance(editor, SurveyEditor)
    type_in(editor.heading, "Uitleg")
    editor._answers.spin.setValue(24)
    editor._outcome.edit.setPlainText("18 van de 24 willen meer voorbeelden")
    assert editor.save()
    (made,) = services.records.load(PupilSurvey)
    assert (made.title, made.respondents) == ("Uitleg", 24)


def test_a_plan_becomes_an_activity_with_its_purpose_and_hours(page: Activities, services: Services) -> None:
    page.start_new("plan")
    plan = page.editor
    assert isinstance(plan, PlanEditor)
    type_in(plan.heading, "Cursus differentiëren")
    type_in(plan._minutes, "2")
    plan._purpose.edit.setPlainText("Beter kijken wie wat nodig heeft")
    plan._happened.click()
    (made,) = saved(services)
    assert open_editor(page).record == made
    assert (made.contact_minutes, made.purpose) == (120, "Beter kijken wie wat nodig heeft")
    assert not services.records.load(Plan)


def test_the_rest_of_the_kinds_stand_in_the_menu_and_the_table(page: Activities, services: Services) -> None:
    actions = page._menu.actions()
    assert [action.text() for action in actions if action.text()] == [
        "Nieuw lesbezoek",
        "Nieuwe leerlingenenquête",
        "Nieuw plan",
        "Activiteitkaart openen…",
        "Activiteitkaart maken…",
    ]
    actions[0].trigger()
    editor = page.editor
    assert editor is not None
    assert editor.record is not None
    assert editor.record.KIND == "observation"
    type_in(editor.heading, "Les 2A")  # type: ignore[attr-defined]
    editor.go_back()
    assert isinstance(page._model.row_at(0), Row)
    assert page._model.index(0, 2).data() == "lesbezoek"


def test_a_change_elsewhere_shows_unless_words_are_being_typed(page: Activities, services: Services) -> None:
    from dataclasses import replace

    made = add(services, "Oud", services.records.today())
    page.open_record("experience", made.id)
    changes = services.records.save(replace(made, title="Nieuw"))
    page.refresh(changes)
    assert open_editor(page)._title.value() == "Nieuw"
    type_in(open_editor(page)._title, "Ik typ nog")
    page.refresh(services.records.save(replace(made, title="Nog nieuwer")))
    assert open_editor(page)._title.value() == "Ik typ nog"


def test_every_control_has_a_name_in_both_languages(page: Activities, desk: Desk, services: Services) -> None:
    made = add(services, "Cursus", services.records.today(), 60)
    for lang in ("nl", "en"):
        desk.t = Translator(lang)
        page.retranslate()
        for kind in ("experience", "observation", "pupil_survey", "plan"):
            assert page.open_record(kind, made.id) if kind == "experience" else page.start_new(kind)
            QApplication.processEvents()
            assert unnamed(page) == []


def test_the_roles_of_people_she_knows_are_offered(page: Activities, services: Services) -> None:
    from portfolio_app.domain.portfolio import Person

    made = add(services, "Lesbezoek", services.records.today())
    page.open_record("experience", made.id)
    records = services.records
    for name, role in (("Vos", "schoolopleider"), ("K.", "coach")):
        records.save(Person(id=records.new_id(), written_at=records.now(), name=name, role=role))
    page.open_record("experience", made.id)
    editor = open_editor(page)
    assert list(editor._roles._buttons)[:3] == ["coach", "schoolopleider", "collega"]
    editor._roles._buttons["schoolopleider"].click()
    assert editor.save()
    assert services.records.need(Experience, made.id).with_roles == ("schoolopleider",)
