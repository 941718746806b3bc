"""The window as a whole: pages, commands, undo, hiding, languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import WINDOW
from portfolio_app.store.values import Query
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.dialogs.find import FindDialog
from portfolio_app.ui.dialogs.trash import TrashDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.pages import PAGES, page_of
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.text_area import TextArea


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.reject()
    made.close()


def moment(desk: Desk, title: str) -> Experience:
    records = desk.services.records
    made = Experience(
        id=records.new_id(), written_at=records.now(), lang="nl", title=title, happened_on=records.today()
    )
    records.save(made)
    return made


def press_hide(widget: QWidget) -> None:
    """Press the key as the system delivers it: to the native window."""
    handle = widget.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_F9)


def shown(window: QWidget, kind: type[QDialog]) -> QDialog:
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())


def test_the_pages_stand_in_the_order_and_words_of_a_teacher(window: MainWindow) -> None:
    t = window.desk.t
    assert [t(line.title) for line in PAGES] == [
        "Vandaag", "Mijn week", "Activiteiten", "Terugkijken", "Gewoontes en opvattingen", "Waar sta ik?",
        "Bewijsstukken", "Scholingsuren", "Portfolio", "Instellingen",
    ]  # fmt: skip


def test_only_today_is_made_at_the_start(window: MainWindow) -> None:
    assert [line.key for line in PAGES if window.page(line.key)] == ["today"]


def test_every_page_opens_by_its_number_key(window: MainWindow) -> None:
    for number, line in enumerate(PAGES, start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number % 10), Qt.KeyboardModifier.AltModifier)
        assert window.stack.currentWidget() is window.page(line.key)


def test_a_choice_that_search_found_opens_with_its_account(window: MainWindow) -> None:
    exports = window.desk.services.exports
    exports.keep(replace(exports.default(Audience.ARCHIVE), account="Over de vlinderkaart."))
    (hit,) = window.desk.services.search.find("vlinderkaart")
    window.open_record(hit.kind, hit.id)
    page = window.page("portfolio")
    assert window.stack.currentWidget() is page
    assert page is not None
    assert page.findChildren(TextArea)[0].value() == "Over de vlinderkaart."


def test_every_kind_is_opened_by_a_page_that_exists() -> None:
    from portfolio_app.domain.kinds import KINDS

    homeless = {"link"}
    assert {kind for kind in KINDS if page_of(kind) == "today"} <= homeless


def test_undo_names_the_step_and_takes_it_back(window: MainWindow) -> None:
    assert window.menus.actions["redo"].isEnabled() is False
    made = moment(window.desk, "Gesprek met Sem")
    undo = window.menus.actions["undo"]
    assert undo.text() == "Ongedaan maken: activiteit of moment toevoegen"

    undo.trigger()

    assert window.desk.services.records.get(Experience, made.id) is None
    assert window.menus.actions["redo"].text().startswith("Opnieuw doen: ")
    assert window.toast.text == "Ongedaan gemaakt."
    window.menus.actions["redo"].trigger()
    assert window.desk.services.records.get(Experience, made.id) is not None


def test_a_quick_note_is_an_activity_when_it_has_time(window: MainWindow) -> None:
    window.command("capture")
    dialog = shown(window, CaptureDialog)
    title, day, time = dialog.findChildren(QLineEdit)
    QTest.keyClicks(title, "Lesbezoek bij Engels")
    time.setText("1:30")
    QTest.keyClick(time, Qt.Key.Key_Return)

    saved = window.desk.services.records.load(Experience, Query(kinds=("experience",)))
    assert [(item.title, item.minutes, item.is_activity) for item in saved] == [("Lesbezoek bij Engels", 90, True)]
    assert day.text()
    assert window.toast.button.isVisible()


def test_a_quick_note_that_was_not_saved_comes_back(window: MainWindow) -> None:
    window.command("capture")
    dialog = shown(window, CaptureDialog)
    QTest.keyClicks(dialog.findChildren(QLineEdit)[0], "Lesbezoek")
    window.leave()
    assert [key for key, _, _ in window.desk.services.drafts.all()] == ["new:capture"]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    window.command("capture")
    again = shown(window, CaptureDialog)
    title = again.findChildren(QLineEdit)[0]
    assert title.text() == "Lesbezoek"
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert [item.title for item in window.desk.services.records.load(Experience)] == ["Lesbezoek"]
    assert window.desk.services.drafts.all() == []


def test_find_opens_what_was_found_by_the_keyboard_alone(window: MainWindow, qtbot: QtBot) -> None:
    made = moment(window.desk, "Toetsweek overleefd")
    opened: list[tuple[str, str]] = []
    window.command("find")
    dialog = shown(window, FindDialog)
    assert isinstance(dialog, FindDialog)
    dialog.open_requested.disconnect()
    dialog.open_requested.connect(lambda kind, ident: opened.append((kind, ident)))
    line = dialog.findChildren(QLineEdit)[0]
    QTest.keyClicks(line, "toetsw")

    QTest.keyClick(line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: bool(opened))
    assert opened == [("experience", made.id)]


def test_the_trash_gives_back(window: MainWindow) -> None:
    made = moment(window.desk, "Weg en terug")
    window.desk.services.records.trash("experience", made.id)
    window.command("trash")
    dialog = shown(window, TrashDialog)
    from portfolio_app.ui.widgets.buttons import PrimaryButton

    dialog.findChildren(PrimaryButton)[0].click()

    back = window.desk.services.records.get(Experience, made.id)
    assert back is not None
    assert back.title == "Weg en terug"


def test_one_key_hides_everything_and_brings_it_back(window: MainWindow, qtbot: QtBot) -> None:
    note = window.go("today").findChildren(QPlainTextEdit)[0]
    note.setPlainText("Een geheim")
    window.command("capture")
    dialog = shown(window, CaptureDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert note.isVisible()

    press_hide(dialog)

    assert window.is_covered
    assert not note.isVisible()
    assert not window.navigation.isVisible()
    assert dialog.childAt(dialog.rect().center()) is not None
    covers = [child for child in dialog.children() if type(child).__name__ == "Cover"]
    assert len(covers) == 1
    assert isinstance(covers[0], QWidget)
    assert covers[0].geometry() == dialog.rect()
    window.command("find")
    assert not window.findChildren(FindDialog)
    press_hide(dialog)
    assert not window.is_covered
    assert note.isVisible()
    qtbot.waitUntil(lambda: not [child for child in dialog.children() if type(child).__name__ == "Cover"])


def test_the_language_changes_while_it_runs(window: MainWindow) -> None:
    window.go("settings")
    window.retranslate(Translator("en"))
    assert window.menus.actions["find"].text() == "Find…"
    assert window.navigation.accessibleName() == "Pages"
    today = window.page("today")
    assert today is not None
    assert today.findChildren(QPlainTextEdit)[0].accessibleName() == "What would you like to remember?"
    window.retranslate(Translator("nl"))
    assert today.findChildren(QPlainTextEdit)[0].accessibleName() == "Wat wil je niet vergeten?"


def test_the_place_of_the_window_is_remembered(window: MainWindow, desk: Desk) -> None:
    window.resize(900, 640)
    window.close()
    assert desk.services.settings.get(WINDOW)


def test_expected_trouble_is_one_sentence_at_the_foot(window: MainWindow) -> None:
    window.open_record("profile", "x")
    window.explain(UserError("record-missing"))
    assert "prullenbak" in window.toast.text


def focusable(root: QWidget) -> list[QWidget]:
    inner = (QLineEdit,)
    return [
        child
        for child in root.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisibleTo(root)
        and child.focusProxy() is None
        and not (isinstance(child, inner) and isinstance(child.parentWidget(), QComboBox))
        and not child.objectName().startswith("qt_")
    ]


def name_of(widget: QWidget) -> str:
    from PySide6.QtGui import QAccessible

    face = QAccessible.queryAccessibleInterface(widget)
    name = str(face.text(QAccessible.Text.Name)) if face is not None else ""
    del face
    return name


@pytest.mark.parametrize("key", ["today", "settings"])
def test_every_control_of_a_page_has_a_name(window: MainWindow, key: str) -> None:
    page = window.go(key)
    found = focusable(page)
    assert found
    assert [type(widget).__name__ for widget in found if not name_of(widget)] == []


COMMANDS = ("capture", "find", "trash", "verify", "check", "about", "licences", "passphrase", "recovery")


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_dialog_opens_with_named_controls(window: MainWindow, qtbot: QtBot, lang: str) -> None:
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    for command in COMMANDS:
        window.command(command)
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        found = focusable(dialog)
        assert found, command
        assert [type(widget).__name__ for widget in found if not name_of(widget)] == [], command
        window.desk.services.jobs.wait_idle()
        QApplication.processEvents()
        dialog.reject()
        qtbot.waitUntil(lambda: not window.findChildren(QDialog))
