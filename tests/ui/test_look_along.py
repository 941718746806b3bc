"""“Kijk eens mee”: only when asked, over the text and not in it, by mouse and by keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLabel, QToolTip
from pytestqt.qtbot import QtBot

from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.signals import Silenced
from portfolio_app.ui.look_along import LookAlong
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.pages.pattern_editor import PatternEditor
from portfolio_app.ui.pages.patterns import Patterns
from portfolio_app.ui.pages.reflection_editor import ReflectionEditor
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.pages.settings_signals import SignalsCard
from portfolio_app.ui.pages.week import MyWeek
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.text_area import TextArea, units
from tests.ui.conftest import bury, show

TEXT = "🎉 Iedereen praat erdoor. Ik moet dan wachten."


@pytest.fixture
def week(qtbot: QtBot, desk: Desk) -> MyWeek:
    page = MyWeek(desk)
    show(qtbot, page)
    return page


def area_of(page: MyWeek, text: str = TEXT) -> tuple[TextArea, LookAlong]:
    area = next(iter(page._areas.values()))
    area.edit.setFocus()
    area.edit.insertPlainText(text)
    QApplication.processEvents()
    return area, area.findChildren(LookAlong)[0]


def wait(qtbot: QtBot, look: LookAlong) -> None:
    qtbot.waitUntil(look.panel.isVisible, timeout=5000)


def underlined(area: TextArea) -> list[str]:
    return [selection.cursor.selectedText() for selection in area.edit.extraSelections()]


def test_nothing_is_asked_until_somebody_asks_for_it(week: MyWeek, qtbot: QtBot) -> None:
    area, look = area_of(week)
    qtbot.wait(60)
    assert underlined(area) == []
    assert look.panel.isHidden()
    assert look.button.isVisible()
    qtbot.mouseClick(look.button, Qt.MouseButton.LeftButton)
    wait(qtbot, look)
    assert underlined(area) == ["Iedereen", "Ik moet"]
    assert "Iedereen" in look.question.text()
    assert area.edit.hasFocus()


def test_the_button_comes_with_the_first_words_and_not_before(week: MyWeek) -> None:
    area = next(iter(week._areas.values()))
    look = area.findChildren(LookAlong)[0]
    area.edit.setFocus()
    QApplication.processEvents()
    assert look.isHidden()
    area.edit.insertPlainText("A")
    assert look.isVisible()
    area.edit.clear()
    assert look.isHidden()


def test_a_key_walks_from_one_to_the_next(week: MyWeek, qtbot: QtBot) -> None:
    area, look = area_of(week)
    qtbot.keyClick(area.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, look)
    assert "Iedereen" in look.question.text()
    qtbot.keyClick(area.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert "Ik moet" in look.question.text()
    assert area.edit.textCursor().position() == units(TEXT, TEXT.index(" dan"))
    qtbot.keyClick(area.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert "Iedereen" in look.question.text()
    assert look.done.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(look.done, Qt.Key.Key_Return)
    assert (underlined(area), look.panel.isHidden()) == ([], True)


def test_the_text_and_what_can_be_undone_in_it_stay_as_they_are(week: MyWeek, qtbot: QtBot) -> None:
    area, look = area_of(week)
    document = area.edit.document()
    steps, revision = document.availableUndoSteps(), document.revision()
    look.look()
    wait(qtbot, look)
    look.go_on()
    look.put_away()
    assert (document.availableUndoSteps(), document.revision(), area.value()) == (steps, revision, TEXT)


def test_writing_on_keeps_what_still_stands_and_lets_go_what_was_written_over(week: MyWeek, qtbot: QtBot) -> None:
    area, look = area_of(week)
    look.look()
    wait(qtbot, look)
    cursor = area.edit.textCursor()
    cursor.setPosition(0)
    cursor.insertText("Vandaag. ")
    assert underlined(area) == ["Iedereen", "Ik moet"]
    cursor.setPosition(area.value().index("erdoor") + 1)
    cursor.insertText(" Zeg.")
    assert underlined(area) == ["Iedereen", "Ik moet"]
    cursor.setPosition(13)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 3)
    cursor.insertText("xx")
    assert underlined(area) == ["Ik moet"]
    assert "Ik moet" in look.question.text()
    area.edit.clear()
    assert (underlined(area), look.panel.isHidden()) == ([], True)


def test_hovering_tells_the_question(week: MyWeek, qtbot: QtBot) -> None:
    area, look = area_of(week)
    look.look()
    wait(qtbot, look)
    cursor = QTextCursor(area.edit.document())
    cursor.setPosition(5)
    spot = area.edit.cursorRect(cursor).center()
    viewport = area.edit.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QHelpEvent.Type.ToolTip, spot, viewport.mapToGlobal(spot)))
    assert "Iedereen" in QToolTip.text()
    far = QPoint(viewport.width() - 2, viewport.height() - 2)
    QApplication.sendEvent(viewport, QHelpEvent(QHelpEvent.Type.ToolTip, far, viewport.mapToGlobal(far)))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_each_way_of_not_asking_again(week: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    area, look = area_of(week)
    signals = desk.services.signals
    look.look()
    wait(qtbot, look)
    qtbot.mouseClick(look.here, Qt.MouseButton.LeftButton)
    assert underlined(area) == ["Ik moet"]
    (here,) = signals.silenced()
    assert here.place.endswith(":answers." + next(iter(week._areas)))
    qtbot.mouseClick(look.word, Qt.MouseButton.LeftButton)
    assert look.panel.isHidden()
    look.look()
    qtbot.waitUntil(look.panel.isVisible)
    assert underlined(area) == []
    assert "“" not in look.question.text()
    signals.take_back(signals.silenced())
    look.put_away()
    look.look()
    qtbot.waitUntil(lambda: bool(underlined(area)))
    qtbot.mouseClick(look.kind, Qt.MouseButton.LeftButton)
    assert signals.silenced() == (Silenced("absolute"),)


def test_what_lets_off_steam_is_left_alone(week: MyWeek, qtbot: QtBot) -> None:
    area, look = area_of(week)
    look.look()
    wait(qtbot, look)
    week._venting.box.click()
    assert (underlined(area), look.button.isVisible()) == ([], False)
    qtbot.keyClick(area.edit, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(60)
    assert underlined(area) == []
    assert look.panel.isVisible()
    assert look.here.isHidden()


def test_every_field_of_a_reflection_and_of_a_habit_has_it(qtbot: QtBot, desk: Desk) -> None:
    back, patterns = LookingBack(desk), Patterns(desk)
    show(qtbot, back)
    show(qtbot, patterns)
    records = desk.services.records
    made = Reflection(
        id=records.new_id(), written_at=records.now(), lang="en", title="", happened_on=date(2026, 3, 1),
        template="alact", answers={}, venting=True,
    )  # fmt: skip
    records.save(made)
    assert back.open_record("reflection", made.id)
    editor = back.editor
    assert isinstance(editor, ReflectionEditor)
    areas = [field for field in editor.answers.fields.values() if isinstance(field, TextArea)]
    assert areas
    for area in areas:
        (look,) = area.findChildren(LookAlong)
        area.edit.setFocus()
        area.edit.insertPlainText("They never listen.")
        assert look.button.isHidden()
    patterns.start_new("pattern")
    habit = patterns.editor
    assert isinstance(habit, PatternEditor)
    for area in (*habit._texts.values(), habit._statement):
        assert area.findChildren(LookAlong)


def test_the_settings_show_what_is_not_asked_again_and_take_it_back(qtbot: QtBot, desk: Desk) -> None:
    signals = desk.services.signals
    everyone, must = signals.look(TEXT, "nl", "a")
    signals.dismiss_here(everyone, "a")
    signals.dismiss_word(everyone)
    signals.dismiss_kind(must)
    signals.dismiss_topic("nl:rust")
    page = Settings(desk)
    show(qtbot, page)
    (card,) = page.findChildren(SignalsCard)
    said = [label.text() for label in card.findChildren(QLabel)]
    assert {
        "“iedereen” (Alles-of-nietswoorden), in één tekst", "“iedereen” (Alles-of-nietswoorden)",
        "Alles van de soort Moeten", "Zinnen over “rust”",
    } <= set(said)  # fmt: skip
    for _ in range(4):
        next(button for button in card.findChildren(QuietButton) if button.text().startswith("Weer")).click()
        bury()
    assert signals.silenced() == ()
