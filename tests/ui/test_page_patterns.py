"""The page of habits and beliefs, driven as a person would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.journal import Week
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Decision, Lens, Pattern, PatternKind, Rating, TryOutState
from portfolio_app.ui.dialogs.find import PickDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.later import LaterDialog
from portfolio_app.ui.pages.links import RecordField
from portfolio_app.ui.pages.pattern_asked import Asked
from portfolio_app.ui.pages.pattern_cases import Cases
from portfolio_app.ui.pages.pattern_editor import PatternEditor
from portfolio_app.ui.pages.pattern_mending import MendDialog
from portfolio_app.ui.pages.pattern_quote import QuoteDialog
from portfolio_app.ui.pages.pattern_ratings import Ratings
from portfolio_app.ui.pages.pattern_tries import TryOuts
from portfolio_app.ui.pages.patterns import Patterns
from portfolio_app.ui.widgets.buttons import RowButton
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
    editor.decided.sharpen.click()
    assert only(desk).wordings == ()
    assert editor.decided.words.error
    editor.decided.words.edit.setPlainText("Wie stilvalt, denkt soms na.")
    editor.decided.sharpen.click()
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
    editor.decided.keep.click()
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
    ratings, cases, tries = editor._parts[:3]
    assert isinstance(ratings, Ratings)
    assert isinstance(cases, Cases)
    assert isinstance(tries, TryOuts)
    cases._text.edit.setPlainText("Bij Sara klopte het niet.")
    editor.decided.why.edit.setPlainText("Ik zie het nu anders.")
    tries._try.edit.setPlainText("vijf tellen wachten")
    tries._plan.click()
    assert only(desk).experiments[0].try_text == "vijf tellen wachten"
    assert tries._try.value() == ""
    assert cases._text.value() == "Bij Sara klopte het niet."
    assert editor.decided.why.value() == "Ik zie het nu anders."
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
    editor.decided.words.edit.setPlainText("Soms denkt iemand na.")
    editor._statement.edit.setPlainText("Wie stilvalt, heeft hulp nodig.")
    editor.leave()
    assert [key for key, _, _ in desk.services.drafts.all()] == [f"composing:{only(desk).id}"]
    page.start_new("pattern")
    assert editor.decided.words.value() == ""


def test_letting_go_moves_it_to_its_own_list_and_undo_brings_it_back(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    editor.decided.let_go.click()
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
    tries, asked = editor._parts[2], editor._parts[4]
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


def test_the_line_takes_an_earlier_day_and_none_that_is_still_to_come(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    ratings = editor._parts[0]
    assert isinstance(ratings, Ratings)
    ratings._scale.set_value(Rating.WHOLLY)
    type_in(ratings._day, "3-11-2023")
    ratings._add.click()
    ratings._scale.set_value(Rating.IN_DOUBT)
    assert ratings._day.value() == desk.today()
    ratings._add.click()
    assert [(entry.on, entry.rating) for entry in only(desk).ratings] == [
        (date(2023, 11, 3), Rating.WHOLLY),
        (desk.today(), Rating.IN_DOUBT),
    ]
    assert ratings._line.accessibleDescription().startswith("3 november 2023: helemaal; ")
    assert "%" not in ratings._line.accessibleDescription()
    ratings._scale.set_value(Rating.MOSTLY)
    ratings._day.set_value(desk.today() + timedelta(days=1))
    ratings._add.click()
    assert ratings._day.error == "Die dag moet nog komen."
    assert len(only(desk).ratings) == 2


def test_a_case_is_seen_in_evidence_in_answers_of_pupils_and_in_feedback(page: Patterns, desk: Desk) -> None:
    from portfolio_app.domain.growth import Feedback
    from portfolio_app.domain.lessons import PupilSurvey

    records, long_ago = desk.services.records, date(2025, 3, 4)
    survey = PupilSurvey(id=records.new_id(), written_at=records.now(), title="Wat helpt jou?", held_on=long_ago)
    said = Feedback(
        id=records.new_id(), written_at=records.now(), given_on=long_ago, by_role="coach", text="Je wacht nu langer."
    )
    for record in (survey, said):
        records.save(record)
    editor = begun(page, desk)
    cases = editor._parts[1]
    assert isinstance(cases, Cases)
    for record, button in ((survey, cases._not), (said, cases._fits)):
        cases._text.edit.setPlainText(f"Te zien in {record.heading}")
        cases._moment.choose(record.KIND, record.id)
        button.click()
    assert [(case.on, case.fits, case.teller) for case in only(desk).cases] == [
        (long_ago, False, ("pupil_survey", survey.id)),
        (long_ago, True, ("feedback", said.id)),
    ]
    roles = {link.role: link.source_id for link in records.links_to(only(desk).id)}
    assert roles == {Role.DOESNT_FIT: survey.id, Role.FITS: said.id}
    shown: list[tuple[str, str]] = []
    page.open_requested.connect(lambda kind, ident: shown.append((kind, ident)))
    press(cases, "Toon wat leerlingen antwoordden")
    assert shown == [("pupil_survey", survey.id)]
    press(cases, "Weghalen")
    assert [link.source_id for link in records.links_to(only(desk).id)] == [said.id]
    desk.services.undo.undo()
    assert len(records.links_to(only(desk).id)) == 2
    assert len(only(desk).cases) == 2


def test_a_lens_that_was_not_used_asks_its_question_and_leads_to_the_fields(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    asked = editor._parts[-1]
    assert isinstance(asked, Asked)
    editor._folds["asked"].unfold()
    press(asked, "Wat zou een leerling hierover opschrijven?")
    assert asked._lens.value() is Lens.PUPILS
    asked._said.edit.setPlainText("We willen tijd.")
    asked._add.click()
    assert [(entry.lens, entry.said) for entry in only(desk).consultations] == [(Lens.PUPILS, "We willen tijd.")]
    left = [one.text() for one in asked.findChildren(RowButton)]
    assert left == [
        "Wat ken ik hiervan uit mijn eigen schooltijd?",
        "Wat zag een collega die meekeek?",
        "Wat zegt onderzoek of theorie; spreekt iets mij tegen?",
    ]


def test_not_yet_asks_when(page: Patterns, qtbot: QtBot, desk: Desk) -> None:
    begun(page, desk)
    patterns = desk.services.patterns
    patterns.add_experiment(only(desk).id, "Tien tellen wachten", due_on=desk.today())
    page.open_record(Pattern.KIND, only(desk).id)
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    (tries,) = editor.findChildren(TryOuts)
    QApplication.processEvents()
    press(tries, "Nog niet")
    (menu,) = [one for one in tries.findChildren(QMenu) if one.isVisible()]
    assert [one.text() for one in menu.actions()] == [
        "Over een week", "Over twee weken", "Over een maand", "Op een andere dag…",
    ]  # fmt: skip
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert only(desk).experiments[0].due_on == desk.today() + timedelta(days=14)
    press(tries, "Nog niet")
    (menu,) = [one for one in tries.findChildren(QMenu) if one.isVisible()]
    menu.actions()[-1].trigger()
    menu.close()
    dialog = opened(LaterDialog)
    assert unnamed(dialog) == []
    dialog.day.set_value(desk.today())
    press(dialog, "Vraag het dan")
    assert dialog.day.error == "Kies een dag die nog komt."
    dialog.day.set_value(desk.today() + timedelta(days=40))
    press(dialog, "Vraag het dan")
    assert only(desk).experiments[0].due_on == desk.today() + timedelta(days=40)


def test_every_earlier_sentence_is_seen_and_the_last_one_stands_by_the_sentence(page: Patterns, desk: Desk) -> None:
    editor = begun(page, desk)
    for words, why in (("Wie stilvalt, denkt soms.", "na het lesbezoek"), ("Stilte kan denken zijn.", "")):
        editor.decided.words.edit.setPlainText(words)
        editor.decided.why.edit.setPlainText(why)
        editor.decided.sharpen.click()
    assert editor._before_shown.text().endswith(": “Wie stilvalt, denkt soms.”")
    QApplication.processEvents()
    told = [label.text() for label in editor.decided.findChildren(QLabel) if label.isVisible()]
    assert "“Wie stilvalt, heeft hulp nodig.”" in told
    assert "“Wie stilvalt, denkt soms.”" in told
    assert any(line.endswith("aangescherpt: na het lesbezoek") for line in told)
    desk.services.undo.undo()
    editor.reload()
    assert editor._statement_shown.text() == "Wie stilvalt, denkt soms."


def test_a_case_quotes_the_words_of_a_week_and_leads_back_to_them(page: Patterns, qtbot: QtBot, desk: Desk) -> None:
    from dataclasses import replace

    from portfolio_app.domain.journal import JournalWeek

    services = desk.services
    journal = services.journal
    journal.save(replace(journal.week(Week.of(desk.today())), answers={"stuck": "Het was stil. Toen dacht iemand na."}))
    (week,) = services.records.load(JournalWeek)
    editor = begun(page, desk)
    cases = editor._parts[1]
    assert isinstance(cases, Cases)
    assert cases._quote.isHidden()
    cases._text.edit.setPlainText("Stilte was denken.")
    cases._moment.choose("journal_week", week.id)
    QApplication.processEvents()
    assert cases._quote.isVisible()
    press(cases._quote, "Kies de woorden")
    dialog = opened(QuoteDialog)
    assert unnamed(dialog) == []
    press(dialog, "Neem deze woorden")
    assert dialog.isVisible()
    (edit,) = dialog.edits
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in "Het was stil.":
        qtbot.keyClick(edit, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(edit, "x")  # it is read, not written in
    press(dialog, "Neem deze woorden")
    cases._not.click()
    (case,) = only(desk).cases
    assert case.quote is not None
    assert (case.quote.field, case.quote.text, case.quote.version) == ("answers.stuck", "Het was stil.", 1)
    assert cases._quote.value() is None
    assert any("“Het was stil.”" in label.text() for label in cases.findChildren(QLabel))
    shown: list[tuple[object, ...]] = []
    page.words_requested.connect(lambda *where: shown.append(where))
    press(cases, "Toon de week")
    assert shown == [("journal_week", week.id, case.quote)]
    journal.save(replace(week, answers={"stuck": "Eerst iets anders. Het was stil. Toen dacht iemand na."}))
    assert case.quote.find(services.records.need(JournalWeek, week.id).answers["stuck"]) == 19
    press(cases, "Weghalen")
    services.undo.undo()
    assert only(desk).cases == (case,)
