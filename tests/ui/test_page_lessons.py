"""Lesson visits, pupil surveys, the chain, and activities that come back: by mouse and by keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import AnswerCount, Observation, PupilSurvey, ScaleScore, SurveyQuestion
from portfolio_app.domain.links import Role
from portfolio_app.domain.portfolio import Pause, Person, Plan
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.card_maker import CardMakerDialog
from portfolio_app.ui.dialogs.repeat import RepeatDialog
from portfolio_app.ui.dialogs.survey_table import SurveyTableDialog
from portfolio_app.ui.dialogs.working_life import PersonDialog
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.activity_editor import ActivityEditor
from portfolio_app.ui.pages.activity_kinds import PlanEditor
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.lesson_editors import ObservationEditor, SurveyEditor
from portfolio_app.ui.pages.links_presenter import ABOUT_LESSON, SEEN_IN
from portfolio_app.ui.parsing import parse_tenths, show_tenths
from tests.services.helpers import head
from tests.ui.conftest import show
from tests.ui.driving import add, saved, type_in, unnamed


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Activities:
    made = show(qtbot, Activities(desk))
    assert isinstance(made, Activities)
    return made


def activity_editor(page: Activities) -> ActivityEditor:
    assert isinstance(page.editor, ActivityEditor)
    return page.editor


# -- lesson visits --------------------------------------------------------------------------------------------------


def visit_editor(page: Activities) -> ObservationEditor:
    page.start_new("observation")
    assert isinstance(page.editor, ObservationEditor)
    type_in(page.editor.heading, "Les 3B")
    return page.editor


def test_the_seven_scales_stand_folded_with_their_source(page: Activities) -> None:
    editor = visit_editor(page)
    assert not editor._fold.is_open
    assert len(editor._noted._lines) == 7
    assert "Rijksuniversiteit Groningen" in editor._cite.text()
    editor._fold.unfold()
    assert unnamed(editor) == []


def test_what_the_observer_noted_is_kept_as_hers(page: Activities, services: Services) -> None:
    editor = visit_editor(page)
    number, words = editor._noted._lines["activating"]
    number.setText("2,5")
    number.textEdited.emit("2,5")
    words.setText("Vooral de eerste rij")
    assert not editor.save()
    assert "Wie tekende dit op?" in editor._noted.error
    assert editor._fold.is_open
    type_in(editor._by, "schoolopleider")
    assert editor.save()
    (made,) = services.records.load(Observation)
    assert made.scores == (ScaleScore("activating", 25, "Vooral de eerste rij"),)
    assert (made.scales, made.scales_version) == ("icalt", 1)
    assert "Vooral de eerste rij" in made.words
    page.open_record("observation", made.id)
    assert editor._fold.is_open
    assert editor._noted.value() == made.scores
    told = FieldWords(services.records, services.content, page.t).value(made, "scores", made.scores)
    assert told == "Intensieve en activerende les · 2,5 · Vooral de eerste rij"


@pytest.mark.parametrize("typed", ["5", "0,9", "4,1", "goed", "2,55"])
def test_only_numbers_of_the_scales_are_taken(page: Activities, services: Services, typed: str) -> None:
    editor = visit_editor(page)
    type_in(editor._by, "coach")
    number, _ = editor._noted._lines["climate"]
    number.setText(typed)
    number.textEdited.emit(typed)
    assert not editor.save()
    assert "1,0 tot 4,0" in editor._noted.error
    assert services.records.load(Observation) == []


def test_tenths_are_read_and_written_as_people_do() -> None:
    assert [parse_tenths(text) for text in ("3", "2,5", "2.5", " 1,0 ", "x", "", "2,55")] == [
        30,
        25,
        25,
        10,
        None,
        None,
        None,
    ]
    assert (show_tenths(25, "nl"), show_tenths(25, "en"), show_tenths(None, "nl")) == ("2,5", "2.5", "")


def test_a_visit_is_linked_to_what_it_is_about_and_seen_from_there(page: Activities, services: Services) -> None:
    mine = add(services, "PLG", services.records.today(), 60)
    editor = visit_editor(page)
    assert editor.save()
    editor.belongs.parts[ABOUT_LESSON].join("experience", mine.id)
    assert editor.record is not None
    assert [link.target_id for link in services.records.links_from(editor.record.id, Role.RELATED)] == [mine.id]
    page.open_record("experience", mine.id)
    assert [item.kind for item in activity_editor(page).belongs.parts[SEEN_IN].linked] == ["observation"]


# -- pupil surveys --------------------------------------------------------------------------------------------------


def survey_editor(page: Activities) -> SurveyEditor:
    page.start_new("pupil_survey")
    assert isinstance(page.editor, SurveyEditor)
    type_in(page.editor.heading, "Durven vragen")
    return page.editor


def test_a_question_is_entered_by_keyboard_alone(qtbot: QtBot, page: Activities, services: Services) -> None:
    editor = survey_editor(page)
    editor._questions.more.setFocus()
    qtbot.keyClick(editor._questions.more, Qt.Key.Key_Return)
    qtbot.waitUntil(editor._questions.boxes[0].more.isVisible)
    typing = QApplication.focusWidget()
    assert typing is not None
    qtbot.keyClicks(typing, "Durf je te vragen?")
    for word, times in (("ja", 14), ("nee", 3)):
        for _ in range(2):  # past the button that takes the question, or the answer before, off
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClicks(QApplication.focusWidget(), word)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        qtbot.keyClicks(QApplication.focusWidget(), str(times))
    assert unnamed(editor) == []
    assert editor.save()
    (made,) = services.records.load(PupilSurvey)
    assert made.questions == (SurveyQuestion("Durf je te vragen?", (AnswerCount("ja", 14), AnswerCount("nee", 3))),)
    assert made.questions[0].given == 17


def test_answers_from_a_file_are_shown_before_they_are_taken_over(
    qtbot: QtBot, page: Activities, services: Services, tmp_path: Path
) -> None:
    table = tmp_path / "antwoorden.csv"
    table.write_text("Naam;Ging het?;Rustig?\n" + "Sem;ja;ja\nNoor;ja;nee\nFatima;nee;nee\n", encoding="utf-16")
    editor = survey_editor(page)
    editor.read(table)
    qtbot.waitUntil(lambda: bool(editor.findChildren(SurveyTableDialog)))
    (dialog,) = editor.findChildren(SurveyTableDialog)
    assert [question.ask for _, question in dialog.ticks] == ["Ging het?", "Rustig?"]
    assert editor._questions.value() == ()
    dialog.ticks[1][0].box.click()
    dialog._yes.click()
    assert [question.ask for question in editor._questions.value()] == ["Ging het?"]
    assert editor.save()
    (made,) = services.records.load(PupilSurvey)
    assert (made.respondents, made.questions[0].answers) == (3, (AnswerCount("ja", 2), AnswerCount("nee", 1)))
    assert not any(name in str(made) for name in ("Sem", "Noor", "Fatima"))


def test_a_file_that_is_no_table_is_one_sentence(qtbot: QtBot, page: Activities, tmp_path: Path) -> None:
    bad = tmp_path / "foto.csv"
    bad.write_bytes(b"\x89PNG\r\n\x00\x00" * 100)
    editor = survey_editor(page)
    told: list[str] = []
    page.desk.tasks.failed.connect(lambda error: told.append(error.code))
    editor.read(bad)
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["table-foreign"]
    assert editor.findChildren(SurveyTableDialog) == []


def test_an_answer_without_its_question_is_asked_for(page: Activities, services: Services) -> None:
    editor = survey_editor(page)
    editor._questions.add([SurveyQuestion("", (AnswerCount("ja", 1),))])
    assert not editor.save()
    assert editor._questions.error
    editor._questions.boxes[0].drop_requested.emit()
    assert editor.save()
    (made,) = services.records.load(PupilSurvey)
    assert made.questions == ()


# -- the chain and the purpose ----------------------------------------------------------------------------------------


def test_the_chain_is_walked_link_by_link(qtbot: QtBot, page: Activities, services: Services) -> None:
    mine = add(services, "PLG", services.records.today(), 60, chain_designed="Exit-kaartjes")
    page.open_record("experience", mine.id)
    editor = activity_editor(page)
    chain = editor.chain
    assert [link.is_open for link in chain.links] == [False, True, False, False, False]
    assert chain._gists[0].text() == "Exit-kaartjes"
    editor._texts["chain_carried_out"].edit.setPlainText("In 3B")
    chain.onward[1].setFocus()
    qtbot.keyClick(chain.onward[1], Qt.Key.Key_Space)
    assert [link.is_open for link in chain.links] == [False, False, True, False, False]
    assert editor._texts["chain_evaluated"].edit.hasFocus()
    assert chain._gists[1].text() == "In 3B"
    assert editor.save()
    assert saved(services)[0].chain_carried_out == "In 3B"


def test_a_purpose_that_was_written_beforehand_stays_in_sight(page: Activities, services: Services) -> None:
    page.start_new("plan")
    assert isinstance(page.editor, PlanEditor)
    plan = page.editor
    type_in(plan.heading, "Lesbezoek")
    plan._purpose.edit.setPlainText("Leren wachten")
    plan._happened.click()
    editor = activity_editor(page)
    assert "vooraf opgeschreven" in editor._before.text()
    editor._texts["purpose"].edit.setPlainText("Leren zwijgen")
    assert editor.save()
    (made,) = saved(services)
    assert (made.purpose_before, made.purpose) == ("Leren wachten", "Leren zwijgen")
    page.open_record("experience", made.id)
    assert "“Leren wachten”" in editor._before.text()
    services.undo.undo()
    services.undo.undo()
    assert services.records.load(Plan) != []
    assert saved(services) == []


def test_what_is_still_to_come_has_its_purpose_beforehand(page: Activities, services: Services) -> None:
    page.start_new("experience")
    editor = activity_editor(page)
    type_in(editor._title, "Studiedag")
    editor._day.set_value(services.records.today() + timedelta(days=20))
    editor._texts["purpose"].edit.setPlainText("Minder praten")
    assert editor.save()
    (made,) = saved(services)
    assert (made.purpose_before, made.purpose_before_on) == ("Minder praten", services.records.today())


# -- again and again, people, cards -----------------------------------------------------------------------------------


def test_it_comes_back_on_the_days_that_are_ticked(qtbot: QtBot, page: Activities, services: Services) -> None:
    services.records.save(Pause(**head(services), from_on=date(2026, 9, 14), until_on=date(2026, 9, 18)))
    mine = add(services, "PLG", date(2026, 9, 1), 60)
    page.open_record("experience", mine.id)
    editor = activity_editor(page)
    editor.more.list.actions()[0].trigger()
    (dialog,) = editor.findChildren(RepeatDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    type_in(dialog._until, "29-9-2026")
    assert [(day.day, tick.value()) for day, tick in dialog.days] == [(8, True), (15, False), (22, True), (29, True)]
    assert "vakantie" in dialog.days[1][1].box.text()
    dialog.days[3][1].box.click()
    assert unnamed(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sorted(item.happened_on.day for item in saved(services)) == [1, 8, 22]
    services.undo.undo()
    assert [item.happened_on.day for item in saved(services)] == [1]


def test_a_mistyped_year_makes_nothing(page: Activities, services: Services) -> None:
    mine = add(services, "PLG", date(2026, 9, 1), 60)
    page.open_record("experience", mine.id)
    dialog = RepeatDialog(page.desk, mine, page)
    type_in(dialog._until, "29-9-2926")
    assert dialog.days == []
    assert not dialog._yes.isEnabled()
    assert "120" in dialog.trouble.text
    dialog.reject()


def test_somebody_new_is_chosen_by_role(page: Activities, services: Services) -> None:
    mine = add(services, "PLG", services.records.today(), 60)
    page.open_record("experience", mine.id)
    editor = activity_editor(page)
    editor._folds["people"].unfold()
    editor._someone.click()
    (dialog,) = editor.findChildren(PersonDialog)
    dialog.form._fields["name"].set_value("Kompas")
    dialog.form._fields["role"].set_value("vakcoach")
    dialog._save()
    (person,) = services.records.load(Person)
    assert (person.name, person.role) == ("Kompas", "vakcoach")
    assert editor._roles.value() == ("vakcoach",)
    assert editor.save()
    kept = services.records.need(Experience, mine.id)
    assert kept.with_roles == ("vakcoach",)
    assert "Kompas" not in str(kept)


def test_a_card_is_made_from_the_menu_of_an_activity(page: Activities, services: Services) -> None:
    mine = add(services, "Studiedag", services.records.today(), 60)
    page.open_record("experience", mine.id)
    editor = activity_editor(page)
    editor.more.list.actions()[1].trigger()
    (dialog,) = editor.findChildren(CardMakerDialog)
    assert dialog.card().title == "Studiedag"
    dialog.reject()
