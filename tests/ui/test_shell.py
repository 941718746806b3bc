"""The window as a whole: pages, commands, undo, hiding, languages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import EXAMPLE, WINDOW
from portfolio_app.store.values import Query
from portfolio_app.ui import files
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.dialogs.keys import KeysDialog
from portfolio_app.ui.dialogs.trash import TrashDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.menus import MENUS
from portfolio_app.ui.shell.pages import PAGES, page_of
from portfolio_app.ui.shell.tray import Tray
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.text_area import LiftButton, TextArea
from tests.ui.driving import answer_menu


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


def words_of(action: QAction) -> str:
    """What an action says, without the mark of its letter."""
    return action.text().replace("&", "")


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
    choosing = window.desk.services.choosing
    choosing.keep(replace(choosing.default(Audience.ARCHIVE), account="Over de vlinderkaart."))
    (hit,) = window.desk.services.search.find("vlinderkaart")
    window.open_record(hit.kind, hit.id)
    page = window.page("portfolio")
    assert window.stack.currentWidget() is page
    assert page is not None
    assert page.findChildren(TextArea)[0].value() == "Over de vlinderkaart."


def test_every_kind_is_opened_by_a_page_that_exists() -> None:
    from portfolio_app.domain.kinds import KINDS

    homeless = {"link", "conflict", "pseudonym"}
    assert {kind for kind in KINDS if page_of(kind) == "today"} <= homeless


def test_undo_names_the_step_and_takes_it_back(window: MainWindow) -> None:
    assert window.menus.actions["redo"].isEnabled() is False
    made = moment(window.desk, "Gesprek met Sem")
    undo = window.menus.actions["undo"]
    assert words_of(undo) == "Ongedaan maken: activiteit of moment toevoegen: ‘Gesprek met Sem’"

    undo.trigger()

    assert window.desk.services.records.get(Experience, made.id) is None
    assert words_of(window.menus.actions["redo"]).startswith("Opnieuw doen: ")
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


def test_a_quick_note_takes_five_keys_beside_its_words(window: MainWindow, qtbot: QtBot) -> None:
    keys = 0

    def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        nonlocal keys
        keys += 1
        widget = QApplication.focusWidget() or window
        QTest.keyClick(widget, key, held)

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    dialog = shown(window, CaptureDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    title, day, time = dialog.findChildren(QLineEdit)
    assert QApplication.focusWidget() is title
    QTest.keyClicks(title, "PLG lezen")
    while QApplication.focusWidget() is not time:
        press(Qt.Key.Key_Tab)
    assert day.text()  # today, unless she says otherwise
    QTest.keyClicks(time, "90m")
    press(Qt.Key.Key_Return)
    (saved,) = window.desk.services.records.load(Experience)
    assert (saved.title, saved.minutes, saved.happened_on) == ("PLG lezen", 90, window.desk.today())
    assert keys <= 5, keys


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
    page = window.page("search")
    assert page is not None
    page.words_requested.disconnect()
    page.words_requested.connect(lambda kind, ident, words: opened.append((kind, ident)))
    line = page.findChildren(QLineEdit)[0]
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
    assert words_of(window.menus.actions["undo"]) == "Ongedaan maken", "the name of a step holds words of the owner"
    assert not note.isVisible()
    assert not window.navigation.isVisible()
    assert dialog.childAt(dialog.rect().center()) is not None
    covers = [child for child in dialog.children() if type(child).__name__ == "Cover"]
    assert len(covers) == 1
    assert isinstance(covers[0], QWidget)
    assert covers[0].geometry() == dialog.rect()
    window.command("find")
    assert window.page("search") is None
    press_hide(dialog)
    assert not window.is_covered
    assert note.isVisible()
    qtbot.waitUntil(lambda: not [child for child in dialog.children() if type(child).__name__ == "Cover"])


def test_the_language_changes_while_it_runs(window: MainWindow) -> None:
    window.go("settings")
    window.retranslate(Translator("en"))
    assert words_of(window.menus.actions["find"]) == "Find…"
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


COMMANDS = (
    "capture",
    "trash",
    "verify",
    "merge",
    "conflicts",
    "check",
    "about",
    "licences",
    "keys",
    "passphrase",
    "recovery",
)


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


def test_a_dialog_that_goes_with_the_one_beneath_leaves_nothing_covered(window: MainWindow) -> None:
    beneath = QDialog(window)
    above = QDialog(beneath)
    beneath.show()
    above.show()
    staying = QDialog(window)
    staying.show()
    window.menus.actions["hide"].trigger()
    shiboken6.delete(beneath)
    staying.done(0)
    staying.show()
    window.menus.actions["hide"].trigger()
    assert not window.is_covered
    staying.reject()


def test_hiding_survives_a_dialog_that_closes_meanwhile(window: MainWindow, qtbot: QtBot) -> None:
    window.command("capture")
    dialog = shown(window, CaptureDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClicks(dialog.findChildren(QLineEdit)[0], "toets")
    press_hide(dialog)
    assert window.is_covered
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    assert dialog.isVisible(), "what is hidden hears no keys"
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(CaptureDialog))

    window.menus.actions["hide"].trigger()

    assert not window.is_covered
    window.menus.actions["hide"].trigger()
    assert window.is_covered
    window.menus.actions["hide"].trigger()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_menu_and_entry_has_a_letter_of_its_own(window: MainWindow, lang: str) -> None:
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    bar = window.menuBar().actions()
    for listed in (bar, *(entry.menu().actions() for entry in bar)):  # pyright: ignore[reportAttributeAccessIssue]
        texts = [action.text() for action in listed if action.text()]
        marks = [text[text.index("&") + 1].casefold() for text in texts]
        assert len(marks) == len(texts)
        assert len(set(marks)) == len(marks)


def test_the_menus_open_by_keyboard(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_F10)
    chosen = window.menuBar().activeAction()
    assert chosen is not None
    assert words_of(chosen) == "Bestand"


def test_no_two_commands_have_the_same_key() -> None:
    keys = [key for _, commands in MENUS for command in commands for key in command.keys]
    assert len(keys) == len(set(keys))


def test_the_keys_are_listed_from_the_table_of_commands(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = shown(window, KeysDialog)
    told = [label.text() for label in dialog.findChildren(QLabel)]
    for _, commands in MENUS:
        for command in commands:
            if command.keys:
                assert window.desk.t(command.words).rstrip("…") in told, command
    assert {"F9", "Ctrl+N", "Ctrl+L", "Alt+2", "Mijn week"} <= set(told)


def test_ctrl_enter_saves_a_quick_note(window: MainWindow, qtbot: QtBot) -> None:
    window.command("capture")
    dialog = shown(window, CaptureDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    title = dialog.findChildren(QLineEdit)[0]
    QTest.keyClicks(title, "Even snel")
    QTest.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [item.title for item in window.desk.services.records.load(Experience)] == ["Even snel"]


def test_ctrl_enter_saves_what_is_written_in_an_editor(window: MainWindow) -> None:
    made = moment(window.desk, "Toetsweek")
    window.open_record("experience", made.id)
    page = window.page("activities")
    assert page is not None
    title = next(line for line in page.findChildren(QLineEdit) if line.isVisible() and line.text() == "Toetsweek")
    title.setFocus()
    QTest.keyClicks(title, " voorbij")
    QTest.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    now = window.desk.services.records.get(Experience, made.id)
    assert now is not None
    assert now.title == "Toetsweek voorbij"


def selected(window: MainWindow, words: str) -> TextArea:
    """Write and select words in this week's first question."""
    page = window.go("week")
    area = page.findChildren(TextArea)[0]
    area.edit.setFocus()
    QTest.keyClicks(area.edit, words)
    assert not lifter(area).isVisible()
    for _ in range(6):
        QApplication.processEvents()  # let the page settle: the button stands where the text is
    area.edit.selectAll()
    return area


def lifter(area: TextArea) -> QPushButton:
    return area.findChildren(LiftButton)[0]


def test_selected_words_show_that_they_can_be_lifted_out(window: MainWindow, qtbot: QtBot) -> None:
    area = selected(window, "Wie stilvalt heeft hulp nodig")
    button = lifter(area)
    assert button.isVisible()
    assert button.text() == "Licht deze woorden eruit…"
    assert button.accessibleDescription() == area.label
    assert button.geometry().bottom() < area.edit.y() + 12
    with qtbot.waitSignal(area.lift_requested):
        answer_menu(qtbot)
        button.click()
    patterns = window.desk.services.records.load(Pattern)
    assert [pattern.statement for pattern in patterns] == ["Wie stilvalt heeft hulp nodig"]


def test_words_of_a_week_that_is_done_can_be_selected_and_lifted_by_the_menu(window: MainWindow, qtbot: QtBot) -> None:
    selected(window, "Wie stilvalt heeft hulp nodig")
    page = window.go("week")
    next(button for button in page.findChildren(QPushButton) if button.text() == "Klaar").click()
    area = page.findChildren(TextArea)[0]
    assert area.edit.isReadOnly()
    QTest.keyClicks(area.edit, "meer")
    assert area.value() == "Wie stilvalt heeft hulp nodig"
    window.menus.actions["lift"].trigger()
    assert window.toast.text.startswith("Selecteer eerst woorden")
    area.edit.setFocus()
    area.edit.selectAll()
    answer_menu(qtbot)
    window.menus.actions["lift"].trigger()
    assert len(window.desk.services.records.load(Pattern)) == 1


def test_a_note_from_the_tray_leaves_the_window_where_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized)
    window.capture()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, CaptureDialog) and w.isVisible())
    assert dialog.parentWidget() is None
    assert window.isMinimized()
    QTest.keyClicks(dialog.findChildren(QLineEdit)[0], "In de trein bedacht")
    QTest.keyClick(dialog.findChildren(QLineEdit)[0], Qt.Key.Key_Return)
    assert [item.title for item in window.desk.services.records.load(Experience)] == ["In de trein bedacht"]
    assert window.isMinimized()


def test_the_menu_of_the_tray_asks_for_what_it_says(qtbot: QtBot) -> None:
    tray = Tray(Translator("nl"))
    note, said, show, leave = tray.menu.actions()
    words = [action.text() for action in (note, said, show, leave)]
    assert words == ["Snel noteren…", "Mijn coach zei …", "Leerlijn tonen", "Afsluiten"]
    for action, signal in (
        (note, tray.capture_requested),
        (said, tray.heard_requested),
        (show, tray.show_requested),
        (leave, tray.quit_requested),
    ):
        with qtbot.waitSignal(signal):
            action.trigger()


def test_an_example_says_so(qtbot: QtBot, desk: Desk) -> None:
    desk.services.settings.set(EXAMPLE, True)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    assert made.notice.text == "Dit is een voorbeeld. Niets hierin is van jou."
    assert made.notice.action.isHidden()
    assert made.windowTitle() == "Leerlijn: voorbeeld"


def test_a_file_that_nothing_opens_is_named(window: MainWindow, tmp_path: Path) -> None:
    window.go("today").show_outside(tmp_path / "portfolio.pdf")
    assert str(tmp_path / "portfolio.pdf") in window.toast.text


def test_questions_for_a_file_begin_among_the_documents_and_then_where_the_last_one_was(
    qapp: QApplication, tmp_path: Path
) -> None:
    qapp.setProperty(files.LAST, None)
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    assert files.start_folder() == (documents if documents.is_dir() else Path.home())
    qapp.setProperty(files.LAST, str(tmp_path))
    assert files.start_folder() == tmp_path
    qapp.setProperty(files.LAST, str(tmp_path / "weg"))
    assert files.start_folder() != tmp_path / "weg"
    qapp.setProperty(files.LAST, None)
