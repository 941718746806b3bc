"""The page "Where I stand", driven as a person would: long lists, talks with their agreements, what hangs together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import CompetenceRef, Experience
from portfolio_app.domain.growth import Feedback, NamedBy, QualitySide
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.activity_editor import ActivityEditor
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.pages.growth_check import CheckEditor
from portfolio_app.ui.pages.growth_editors import QuestionEditor
from portfolio_app.ui.pages.growth_qualities import QualityEditor
from portfolio_app.ui.pages.links_presenter import CHECKS
from portfolio_app.ui.widgets.buttons import ChipButton, RowButton
from portfolio_app.ui.widgets.containers import Disclosure, Label
from portfolio_app.ui.widgets.multiples import SmallLine
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import show
from tests.ui.driving import unnamed


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Growth:
    made = Growth(desk)
    show(qtbot, made)
    return made


def rows(root: QWidget) -> list[str]:
    QApplication.processEvents()  # what was put in a layout shows a moment later
    return [button.text() for button in root.findChildren(RowButton) if button.isVisible()]


def button(root: QWidget, words: str) -> QPushButton:
    return next(found for found in root.findChildren(QPushButton) if found.text() == words and found.isVisible())


def test_a_long_list_opens_whole_by_the_keyboard_and_stays_open(qtbot: QtBot, page: Growth, desk: Desk) -> None:
    for number in range(12):
        desk.services.talks.plan(desk.today() + timedelta(days=number), f"gesprek {number}")
    page.refresh(None)
    card = page._cards["talk"][0]
    assert len(rows(card)) == 8
    more = button(card, "Toon alles (12)")
    assert more.accessibleName() == "Gesprekken: Toon alles (12)"
    assert unnamed(page) == []
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert len(rows(card)) == 12
    reached = QApplication.focusWidget()
    assert isinstance(reached, RowButton)
    assert reached.text() == rows(card)[8]
    desk.services.talks.plan(desk.today(), "nog een")
    page.refresh(None)
    assert len(rows(card)) == 13
    button(card, "Toon minder").click()
    assert len(rows(card)) == 8


def test_self_checks_taken_are_all_in_reach_and_their_fold_stays_open(page: Growth, desk: Desk) -> None:
    growth = desk.services.growth
    instrument = growth.instruments()[0]
    for number in range(10):
        check = growth.begin_check(instrument)
        answers = (replace(check.answers[0], step=2), *check.answers[1:])
        growth.save_check(replace(check, taken_on=desk.today() - timedelta(days=number), answers=answers))
    page.refresh(None)

    def fold() -> Disclosure:
        return next(one for one in page.findChildren(Disclosure) if one._button.text() == "Eerdere zelfchecks")

    fold().unfold()
    assert len(rows(fold())) == 8
    button(fold(), "Toon alles (10)").click()
    page.refresh(None)
    assert len(rows(fold())) == 10


def test_what_shows_each_competence_is_gathered_beside_the_window(
    qtbot: QtBot, page: Growth, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        return [label.text() for label in page._coverage.findChildren(Label) if label.isVisible()]

    page.refresh(None)
    QApplication.processEvents()
    at_once = told()
    monkeypatch.setattr("portfolio_app.services.records.MANY", -1)
    page.refresh(None)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: told() == at_once)
    assert len(at_once) > 3


def begin(page: Growth, name: str) -> CheckEditor:
    instrument = page.desk.services.content.instrument(name)
    page._begin_check(instrument)
    editor = page.editor
    assert isinstance(editor, CheckEditor)
    return editor


def test_what_somebody_else_named_keeps_who_and_when(page: Growth, desk: Desk) -> None:
    editor = begin(page, "leervermogen")
    row = editor.rows["curious"]
    assert not row.named.isVisible()
    row.example.edit.setPlainText("Je vroeg door bij de collega's van natuurkunde.")
    assert row.named.isVisible()
    assert not row.role.isVisible()
    button(row.named, word(NamedBy.COLLEAGUE, desk.t)).click()
    row.role.set_value("collega natuurkunde")
    row.day.set_value(desk.today())
    assert editor.save()
    (check,) = desk.services.growth.checks("leervermogen")
    answer = next(answer for answer in check.answers if answer.item == "curious")
    assert (answer.named_by, answer.by_role, answer.named_on) == (
        NamedBy.COLLEAGUE,
        "collega natuurkunde",
        desk.today(),
    )
    assert unnamed(editor) == []


def test_the_culture_asks_two_questions_of_each_statement(page: Growth, desk: Desk) -> None:
    editor = begin(page, "cultuur")
    row = editor.rows["deciders"]
    assert [row.step.label, row.second.label, row.example.label] == [
        "Herken ik dit?",
        "Wil ik dit?",
        "Wat is mijn aandeel?",
    ]
    button(row.second, "soms").click()
    assert not row.named.isVisible()
    assert editor.save()
    (check,) = desk.services.growth.checks("cultuur")
    answer = next(answer for answer in check.answers if answer.item == "deciders")
    assert (answer.step, answer.second) == (None, 2)


def test_what_may_serve_as_an_example_is_offered_and_never_filled_in(qtbot: QtBot, page: Growth, desk: Desk) -> None:
    records = desk.services.records
    head = {"written_at": records.now(), "lang": "nl"}
    wrong = Experience(
        id=records.new_id(), title="De toets was te lang", happened_on=desk.today(), tags=("fout",), **head
    )
    vented = replace(wrong, id=records.new_id(), title="Bah", venting=True)
    said = Feedback(
        id=records.new_id(), text="Wacht langer", by_role="coach", given_on=desk.today(), my_answer="Ik tel.", **head
    )
    for record in (wrong, vented, said):
        records.save(record)
    editor = begin(page, "leervermogen")
    mistakes, feedback = editor.rows["mistakes"], editor.rows["evaluations"]
    qtbot.waitUntil(mistakes._offers.isVisible)
    mistakes._offers.unfold()
    feedback._offers.unfold()
    assert [row.split("  ·")[0] for row in rows(mistakes)] == ["De toets was te lang"]
    assert [row.split("  ·")[0] for row in rows(feedback)] == ["Wacht langer"]
    assert not editor.rows["curious"]._offers.isVisible()
    assert (
        editor.collect(editor.record or editor.services.growth.begin_check(editor.instrument)).answers[0].example == ""
    )
    with qtbot.waitSignal(page.open_requested) as opened:
        mistakes.findChildren(RowButton)[0].click()
    assert opened.args == ["experience", wrong.id]


def test_the_quality_of_an_activity_is_linked_and_reached_from_it(qtbot: QtBot, page: Growth, desk: Desk) -> None:
    records = desk.services.records
    course = Experience(
        id=records.new_id(), written_at=records.now(), lang="nl", title="Cursus toetsen", happened_on=desk.today()
    )
    records.save(course)
    activities = Activities(desk)
    show(qtbot, activities)
    activities.open_record("experience", course.id)
    editor = activities.editor
    assert isinstance(editor, ActivityEditor)
    checks = editor.belongs.parts[CHECKS]
    editor.belongs.unfold()
    activities.open_requested.connect(page.open_record)
    checks.add.setFocus()
    qtbot.keyClick(checks.add, Qt.Key.Key_Space)
    check = page.editor
    assert isinstance(check, CheckEditor)
    assert "Cursus toetsen" in check._intro.text()
    check.rows["active"].step.set_value(2)
    check.rows["active"].step.changed.emit()
    assert check.save()
    (taken,) = desk.services.growth.checks("kwaliteit-activiteit")
    assert [item.id for item in check.linked.linked] == [course.id]
    activities.open_record("experience", course.id)
    assert [item.id for item in checks.linked] == [taken.id]


def test_a_competence_opens_to_what_shows_it_and_frameworks_are_chosen(qtbot: QtBot, page: Growth, desk: Desk) -> None:
    records, card = desk.services.records, page._coverage
    framework = desk.services.content.framework(card.frameworks.value()[0])
    code = framework.competences[1].code
    shown = Experience(
        id=records.new_id(),
        written_at=records.now(),
        lang="nl",
        title="Les over betogen",
        happened_on=desk.today(),
        competences=(CompetenceRef(framework.id, code),),
    )
    records.save(shown)
    page.refresh(None)
    competence = next(row for row in card.findChildren(RowButton) if row.text().startswith(f"{code} "))
    competence.setFocus()
    qtbot.keyClick(competence, Qt.Key.Key_Return)
    found = next(row for row in card.findChildren(RowButton) if row.text().startswith("Les over betogen"))
    with qtbot.waitSignal(page.open_requested) as opened:
        found.click()
    assert opened.args == ["experience", shown.id]
    page.refresh(None)  # what stands open stays open
    assert any(row.startswith("Les over betogen") for row in rows(card))
    for chip in card.frameworks.findChildren(ChipButton):
        if chip.isChecked():
            chip.click()
    assert rows(card) == []
    assert page._presenter.chosen_frameworks() == ()
    assert "%" not in "".join(label.text() for label in page.findChildren(Label))


def test_closing_a_question_asks_what_came_of_it_and_keeps_it_apart(qtbot: QtBot, page: Growth, desk: Desk) -> None:
    question = desk.services.growth.ask("Wat doe ik als het stil blijft?")
    page.open_record("learning_question", question.id)
    editor = page.editor
    assert isinstance(editor, QuestionEditor)
    editor.close_button.setFocus()
    qtbot.keyClick(editor.close_button, Qt.Key.Key_Space)
    asked = editor.form.field("came_of_it")
    assert isinstance(asked, TextArea)
    assert asked.edit.hasFocus()
    asked.edit.setPlainText("Tellen tot tien.")
    assert editor.save()
    (closed,) = desk.services.growth.questions(closed=True)
    assert (closed.closed_on, closed.came_of_it) == (desk.today(), "Tellen tot tien.")
    page.show_list()
    page._closed.unfold()
    assert rows(page._closed) == ["Wat doe ik als het stil blijft?  ·  Tellen tot tien."]


def test_answers_over_time_are_lines_with_words_that_can_be_read_as_text(page: Growth, desk: Desk) -> None:
    growth = desk.services.growth
    instrument = desk.services.content.instrument("cultuur")
    for days, step, second in ((200, 1, 3), (0, 3, 2)):
        check = growth.begin_check(instrument)
        answer = replace(check.answers[0], step=step, second=second)
        growth.save_check(
            replace(check, taken_on=desk.today() - timedelta(days=days), answers=(answer, *check.answers[1:]))
        )
    page.refresh(None)
    recognised, wanted = page.findChildren(SmallLine)
    assert recognised.accessibleName() == "Medewerkers worden aangesproken op gedrag. Herken ik dit?"
    told = recognised.accessibleDescription()
    assert told.index("nee") < told.index("; ") < told.index("ja")
    assert "soms" in wanted.accessibleDescription()
    fold = next(one for one in page.findChildren(Disclosure) if one._button.text() == "Lees als tekst")
    fold.unfold()
    texts = [label.text() for label in fold.findChildren(Label)]
    assert texts[0].endswith(f"{desk.t.date(desk.today())}: ja")
    assert unnamed(page) == []


def test_strengths_and_growth_points_stand_beside_each_other_with_what_shows_them(
    qtbot: QtBot, page: Growth, desk: Desk
) -> None:
    for words, said in (("Groeipunt noteren", "Ik vul stiltes op."), ("Sterk punt noteren", "Ik zie wie er stilvalt.")):
        page.show_list()
        add = button(page._qualities, words)
        add.setFocus()
        qtbot.keyClick(add, Qt.Key.Key_Space)
        editor = page.editor
        assert isinstance(editor, QualityEditor)
        assert editor.form.field("pitfall").isVisible() is (words == "Sterk punt noteren")
        editor.form.field("text").set_value(said)
        assert editor.save()
    records = desk.services.records
    lesson = Experience(
        id=records.new_id(), written_at=records.now(), lang="nl", title="Mentoruur", happened_on=desk.today()
    )
    records.save(lesson)
    editor.linked.join("experience", lesson.id)
    page.show_list()
    strengths, growth_points = (page._qualities._columns[side][1] for side in QualitySide)
    assert [texts(strengths), texts(growth_points)] == [
        ["Ik zie wie er stilvalt.  ·  1 onderdeel laat het zien"],
        ["Ik vul stiltes op."],
    ]
    assert unnamed(page) == []


def texts(layout: QLayout) -> list[str]:
    items = (layout.itemAt(at) for at in range(layout.count()))
    found = [item.widget() for item in items if item is not None]
    return [widget.text() for widget in found if isinstance(widget, RowButton)]
