"""The page of habits and beliefs, driven as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.journal import Week
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Decision, Lens, Pattern, PatternKind, Rating, TryOutState
from portfolio_app.ui.dialogs.find import PickDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.links import RecordField
from portfolio_app.ui.pages.pattern_editor import PatternEditor
from portfolio_app.ui.pages.pattern_mending import MendDialog
from portfolio_app.ui.pages.pattern_parts import Cases, Ratings, TryOuts
from portfolio_app.ui.pages.patterns import Patterns
from tests.ui.conftest import bury, show
from tests.ui.driving import add, type_in, unnamed

D = TypeVar("D", bound=QDialog)


@pytest.fixture(autouse=True)
def _no_dialog_stays(qapp: QApplication) -> Iterator[None]:
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Patterns:
    made = Patterns(desk)
    show(qtbot, made)
    return made


def begun(page: Patterns, desk: Desk, statement: str = "Wie stilvalt, heeft hulp nodig.") -> PatternEditor:
    page.start_new("pattern")
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    editor._statement.edit.setPlainText(statement)
    assert editor.save()
    return editor


def only(desk: Desk) -> Pattern:
    (found,) = desk.services.patterns.all()
    return found


def test_without_a_sentence_nothing_is_saved_and_the_field_says_so(page: Patterns, desk: Desk) -> None:
    page.start_new("pattern")
    editor = page.editor
    assert editor is not None
    assert not editor.save()
    assert editor.form.problems() == {"statement": "Schrijf het in één zin."}
    assert desk.services.patterns.all() == []


def test_the_sentence_stays_in_sight(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    assert editor._statement_shown.text() == "Wie stilvalt, heeft hulp nodig."
    assert editor._statement_shown.isVisible()


def test_a_rating_goes_on_the_line_in_words(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    desk.services.patterns.rate(only(desk).id, Rating.IN_DOUBT, "na het lesbezoek")
    editor.reload()
    assert only(desk).rating is Rating.IN_DOUBT
    chart = editor._parts[0]._line  # pyright: ignore[reportAttributeAccessIssue]
    assert "ik twijfel" in chart.accessibleDescription()
    assert "na het lesbezoek" in chart.accessibleDescription()


def test_sharpening_keeps_the_earlier_wording(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    editor._sharpen.click()
    assert only(desk).wordings == ()
    assert editor._new_words.error
    editor._new_words.edit.setPlainText("Wie stilvalt, denkt soms na.")
    editor._sharpen.click()
    found = only(desk)
    assert found.statement == "Wie stilvalt, denkt soms na."
    assert [(item.statement, item.decision) for item in found.wordings] == [
        ("Wie stilvalt, heeft hulp nodig.", Decision.SHARPEN)
    ]


def test_a_try_out_is_planned_and_told(page: Patterns, desk: Desk) -> None:
    begun(page, desk)
    patterns = desk.services.patterns
    patterns.add_experiment(only(desk).id, "vijf tellen wachten")
    patterns.tell(only(desk).id, only(desk).experiments[0].id, "iemand begon te praten")
    assert only(desk).experiments[0].state is TryOutState.TOLD


def test_text_typed_beside_a_button_is_saved_with_it(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    editor._texts["automatic"].edit.setPlainText("Ik vul de stilte op.")
    editor._keep.click()
    assert only(desk).automatic == "Ik vul de stilte op."
    assert [item.decision for item in only(desk).wordings] == [Decision.KEEP]


def test_opening_the_same_one_again_does_not_lose_what_was_typed(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    editor._texts["costs"].edit.setPlainText("Niemand denkt zelf nog na.")
    page.open_record("pattern", only(desk).id)
    assert editor._texts["costs"].value() == "Niemand denkt zelf nog na."
    assert only(desk).costs == "Niemand denkt zelf nog na."


def test_what_is_written_in_one_part_survives_an_entry_in_another(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    ratings, cases, tries, _ = editor._parts
    assert isinstance(ratings, Ratings)
    assert isinstance(cases, Cases)
    assert isinstance(tries, TryOuts)
    cases._text.edit.setPlainText("Bij Sara klopte het niet.")
    editor._why.edit.setPlainText("Ik zie het nu anders.")
    tries._try.edit.setPlainText("vijf tellen wachten")
    tries._plan.click()
    assert only(desk).experiments[0].try_text == "vijf tellen wachten"
    assert tries._try.value() == ""
    assert cases._text.value() == "Bij Sara klopte het niet."
    assert editor._why.value() == "Ik zie het nu anders."
    ratings._scale.set_value(Rating.IN_DOUBT)
    ratings._add.click()
    assert only(desk).rating is Rating.IN_DOUBT
    assert cases._text.value() == "Bij Sara klopte het niet."


def test_half_an_answer_comes_back_after_going_elsewhere(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    cases, tries = editor._parts[1], editor._parts[2]
    assert isinstance(cases, Cases)
    assert isinstance(tries, TryOuts)
    pattern = desk.services.patterns.add_experiment(only(desk).id, "vijf tellen wachten")
    editor.reload()
    cases._text.edit.setPlainText("Bij Sara klopte het niet.")
    tries._telling[pattern.experiments[0].id][1].edit.setPlainText("Iemand begon te praten.")
    editor.go_back()
    page.start_new("pattern")
    assert cases._text.value() == ""
    page.open_record("pattern", pattern.id)
    assert cases._text.value() == "Bij Sara klopte het niet."
    box, happened, _ = tries._telling[pattern.experiments[0].id]
    assert happened.value() == "Iemand begon te praten."
    assert not box.isHidden()
    tries._tell(pattern.experiments[0].id, happened.value(), "")
    cases._add_other()
    assert only(desk).experiments[0].happened == "Iemand begon te praten."
    assert not any(key.startswith("composing:") for key, _, _ in desk.services.drafts.all())


def test_what_is_written_beside_a_sentence_that_is_not_saved_yet_goes_along(page: Patterns, desk: Desk) -> None:
    page.start_new("pattern")
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    editor._new_words.edit.setPlainText("Soms denkt iemand na.")
    editor._statement.edit.setPlainText("Wie stilvalt, heeft hulp nodig.")
    editor.leave()
    assert [key for key, _, _ in desk.services.drafts.all()] == [f"composing:{only(desk).id}"]
    page.start_new("pattern")
    assert editor._new_words.value() == ""


def test_letting_go_moves_it_to_its_own_list_and_undo_brings_it_back(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    editor._let_go.click()
    assert only(desk).let_go_on == desk.today()
    desk.services.undo.undo()
    assert only(desk).let_go_on is None


def test_trash_and_undo(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    editor.move_to_trash()
    assert desk.services.patterns.all() == []
    assert page.editor is None
    desk.services.undo.undo()
    assert only(desk).statement == "Wie stilvalt, heeft hulp nodig."


def test_lifted_words_lead_back_to_where_they_stood(page: Patterns, desk: Desk) -> None:
    from dataclasses import replace

    journal = desk.services.journal
    week = replace(journal.week(Week.of(desk.today())), answers={"stuck": "Ik dacht: hij snapt het niet."})
    journal.save(week)
    pattern, link = desk.services.patterns.lift_out(week, "answers.stuck", 10, 29, PatternKind.MENTAL_MODEL)
    assert page.open_record("pattern", pattern.id)
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    (origin,) = page._presenter.origins(pattern, desk.t)
    assert (origin.kind, origin.id, origin.quote) == ("journal_week", week.id, "hij snapt het niet.")
    assert link.role is Role.LIFTED_FROM


def test_examples_are_shown_and_never_adopted(page: Patterns, desk: Desk) -> None:
    page._front.empty.action_requested.emit()
    assert page._examples.is_open
    QApplication.processEvents()
    told = [label.text() for label in page._examples.findChildren(QLabel) if label.isVisible()]
    assert "Opbrengsten zeggen of ik mijn werk goed doe." in told
    assert "Rekenschap geven is de basis voor vertrouwen." in told
    at = told.index("Wat kost het?")
    assert told[at + 1].startswith("Ontwikkelen wordt het verbeteren van rendement")
    press(page._examples, "Stilte betekent")
    assert unnamed(page) == []
    QApplication.processEvents()
    press(page._examples, "Leg weg")
    assert desk.services.patterns.all() == []
    assert desk.services.drafts.all() == []


def test_an_example_that_is_recognised_is_a_beginning_and_hers_only_when_saved(
    qtbot: QtBot, page: Patterns, desk: Desk
) -> None:
    page._front.empty.action_requested.emit()
    press(page._examples, "Stilte betekent")
    press(page._examples, "Neem als begin")
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    assert editor._statement.value() == "Stilte betekent dat er geleerd wordt."
    editor.go_back()
    assert desk.services.patterns.all() == []
    assert desk.services.drafts.all() == []
    press(page._examples, "Stilte betekent")
    press(page._examples, "Neem als begin")
    editor._statement.edit.setPlainText("Als het stil is, wordt er geleerd.")
    editor.keeper.flush()
    (draft,) = [key for key, _, _ in desk.services.drafts.all()]
    later = Patterns(desk)
    show(qtbot, later)
    assert later.resume(draft)
    again = later.editor
    assert isinstance(again, PatternEditor)
    assert again._statement.value() == "Als het stil is, wordt er geleerd."
    assert again.save()
    assert only(desk).statement == "Als het stil is, wordt er geleerd."


def test_a_new_belief_can_begin_with_a_stem_and_a_habit_has_none(page: Patterns, desk: Desk) -> None:
    page.start_new("pattern")
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    QApplication.processEvents()
    assert editor._statement.edit.placeholderText() == "Ik ga er kennelijk van uit dat …"
    assert editor._stems.isVisible()
    press(editor._stems, "Begin met: Als ik niet …, dan …")
    assert editor._statement.value() == "Als ik niet …, dan …"
    assert editor._statement.edit.textCursor().selectedText() == "…"
    assert not editor._stems.isVisible()
    editor._statement.edit.insertPlainText("ingrijp")
    assert editor._statement.value() == "Als ik niet ingrijp, dan …"
    assert editor.save()
    editor._statement.edit.setPlainText("")
    assert not editor._stems.isVisible()
    editor._statement.edit.setPlainText("Als ik niet ingrijp, dan blijft het stil.")
    page._habit.click()
    assert editor._stem_flow.count() == 0
    assert editor._statement.edit.placeholderText() == ""


def press(root: QWidget, name: str) -> None:
    """Press the button that says this to a screen reader (or begins so)."""
    next(
        one for one in root.findChildren(QAbstractButton) if (one.accessibleName() or one.text()).startswith(name)
    ).click()


def opened(kind: type[D]) -> D:
    bury()  # the event loop lets a closed dialog go
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def save(dialog: QDialog) -> None:
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Bewaar").click()


def test_a_rating_noted_by_mistake_is_put_right_and_taken_away(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    ratings = editor._parts[0]
    assert isinstance(ratings, Ratings)
    ratings._scale.set_value(Rating.WHOLLY)
    ratings._add.click()
    press(ratings, "Rechtzetten")
    dialog = opened(MendDialog)
    assert unnamed(dialog) == []
    dialog.form._fields["rating"].set_value(Rating.IN_DOUBT)
    type_in(dialog.form._fields["note"], "na het lesbezoek")
    save(dialog)
    assert [(entry.rating, entry.note) for entry in only(desk).ratings] == [(Rating.IN_DOUBT, "na het lesbezoek")]
    assert "ik twijfel" in ratings._line.accessibleDescription()
    press(ratings, "Weghalen")
    assert only(desk).ratings == ()
    desk.services.undo.undo()
    assert only(desk).rating is Rating.IN_DOUBT


def test_a_try_out_and_a_conversation_are_put_right(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    patterns = desk.services.patterns
    patterns.add_experiment(only(desk).id, "vijf teln wachten")
    patterns.consult(only(desk).id, Lens.PUPILS, "2B", "Ze wilden tijd.")
    editor.reload()
    tries, asked = editor._parts[2], editor._parts[3]
    press(tries, "Rechtzetten")
    dialog = opened(MendDialog)
    type_in(dialog.form._fields["try_text"], "")
    save(dialog)
    assert dialog.form._fields["try_text"].error
    type_in(dialog.form._fields["try_text"], "vijf tellen wachten")
    save(dialog)
    assert only(desk).experiments[0].try_text == "vijf tellen wachten"
    press(tries, "Weghalen")
    assert only(desk).experiments == ()
    press(asked, "Rechtzetten")
    dialog = opened(MendDialog)
    type_in(dialog.form._fields["said"], "Ze wilden meer tijd.")
    dialog.reject()
    assert only(desk).consultations[0].said == "Ze wilden tijd."
    press(asked, "Rechtzetten")
    save(opened(MendDialog))
    assert only(desk).consultations[0].said == "Ze wilden meer tijd."
    assert desk.services.drafts.all() == []


def test_a_case_is_linked_to_any_moment_and_to_a_week(qtbot: QtBot, page: Patterns, desk: Desk) -> None:
    from dataclasses import replace

    from portfolio_app.domain.journal import JournalWeek

    services = desk.services
    old = add(services, "Stilte in 1B", desk.today() - timedelta(days=700))
    for number in range(60):
        add(services, f"Moment {number}", desk.today() - timedelta(days=number))
    journal = services.journal
    journal.save(replace(journal.week(Week.of(desk.today())), answers={"stuck": "Iemand dacht na."}))
    editor = begun(page, desk)
    cases = editor._parts[1]
    assert isinstance(cases, Cases)
    cases._text.edit.setPlainText("Toen viel het stil.")
    cases._moment._choose.click()
    picking = opened(PickDialog)
    type_in(picking._line, "1b")
    qtbot.keyClick(picking._line.edit, Qt.Key.Key_Return)
    editor.leave()
    page.open_record("pattern", only(desk).id)
    assert cases._moment.value() == ("experience", old.id)
    cases._fits.click()
    assert [(case.experience_id, case.week_id) for case in only(desk).cases] == [(old.id, "")]
    assert cases._moment.value() is None
    press(cases, "Rechtzetten")
    dialog = opened(MendDialog)
    told = dialog.form._fields["told_in"]
    assert isinstance(told, RecordField)
    told._choose.click()
    picking = opened(PickDialog)
    type_in(picking._line, "dacht")
    qtbot.keyClick(picking._line.edit, Qt.Key.Key_Return)
    save(dialog)
    (week,) = services.records.load(JournalWeek)
    assert [(case.experience_id, case.week_id) for case in only(desk).cases] == [("", week.id)]
    shown: list[tuple[str, str]] = []
    page.open_requested.connect(lambda kind, ident: shown.append((kind, ident)))
    next(one for one in cases.findChildren(QPushButton) if one.text() == "Toon de week").click()
    assert shown == [("journal_week", week.id)]


def test_a_belief_opens_where_a_try_out_waits_for_its_story(page: Patterns, qtbot: QtBot, desk: Desk) -> None:
    begun(page, desk)
    patterns = desk.services.patterns
    patterns.add_experiment(only(desk).id, "Tien tellen wachten", due_on=desk.today() - timedelta(days=1))
    page.show_list()
    page.open_record(Pattern.KIND, only(desk).id)
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    (try_outs,) = editor.findChildren(TryOuts)
    waiting = try_outs.waiting()
    assert waiting is not None
    qtbot.waitUntil(lambda: not waiting.visibleRegion().isEmpty())
    patterns.not_yet(only(desk).id, only(desk).experiments[0].id, desk.today() + timedelta(days=7))
    editor.reload()
    assert try_outs.waiting() is None
