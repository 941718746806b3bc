"""From the first start to the window, locking and opening again, one instance, and bugs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
)
from pytestqt.qtbot import QtBot

from portfolio_app import bootstrap
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.services.settings import EXAMPLE, LANGUAGE, TEXT_SIZE, THEME, DeviceSettings
from portfolio_app.store.values import Query
from portfolio_app.ui.app import Leerlijn, Start
from portfolio_app.ui.dialogs.first_run import FirstRunDialog
from portfolio_app.ui.dialogs.passphrase import PassphraseDialog
from portfolio_app.ui.dialogs.recovery import RecoveryCode, RecoveryDialog
from portfolio_app.ui.dialogs.report import ReportDialog
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.instance import SingleInstance
from portfolio_app.ui.theme.tokens import DARK, LIGHT, in_force
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner
from portfolio_app.vault.keyring_slot import KeyringAccess
from portfolio_app.vault.slots import KdfCost
from tests.tools import keyring_file, keyring_slow
from tests.tools.keyring_file import FileKeyring
from tests.tools.somebody import unwritable

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
WORDS = "een goede lange zin"
Begin = Callable[[], Leerlijn]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    keyring = KeyringAccess(allowed=frozenset({f"{FileKeyring.__module__}.{FileKeyring.__qualname__}"}))
    environment = bootstrap.Environment(kdf=CHEAP, keyring=keyring, device=DeviceSettings(tmp_path / "device"))
    return Start(tmp_path / "portfolio", "nl", None, environment, tmp_path / "logs")


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot, start: Start) -> Iterator[Begin]:
    """Starts the program, and ends whatever the test left open."""
    made: list[Leerlijn] = []

    def run() -> Leerlijn:
        program = Leerlijn(qapp, start)
        made.append(program)
        program.begin()
        return program

    yield run
    for program in made:
        if program.window is not None:
            program.window.close()
        elif program.alive:
            program.end()
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()


def dialog_of(kind: type[QDialog]) -> QDialog:
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def make(start: Start) -> str:
    """A portfolio that exists already; returns its recovery code."""
    made = bootstrap.create_portfolio(start.home, passphrase=WORDS, environment=start.environment)
    from portfolio_app.domain.portfolio import Profile

    records = made.services.records
    records.save(Profile(id=records.new_id(), written_at=records.now(), given_name="Anna"))
    made.services.close()
    assert made.recovery_code
    return made.recovery_code


def press(dialog: QDialog, words: str) -> None:
    next(button for button in dialog.findChildren(Button) if button.text() == words).click()


def heading(dialog: QDialog) -> str:
    return dialog.accessibleName()


def test_the_first_start_goes_in_four_steps_to_one_sentence(qtbot: QtBot, begin: Begin, start: Start) -> None:
    program = begin()
    dialog = dialog_of(FirstRunDialog)
    assert heading(dialog) == "Van wie is deze computer?"
    press_next = dialog.findChildren(PrimaryButton)[-1]
    assert not press_next.isEnabled()
    school = next(button for button in dialog.findChildren(QRadioButton) if button.text() == "Van school")
    school.click()
    press_next.click()

    assert heading(dialog) == "Kies een wachtwoord."
    assert not next(b for b in dialog.findChildren(QuietButton) if b.text() == "Later").isVisible()
    first, again = [line for line in dialog.findChildren(QLineEdit) if line.isVisible()]
    first.setText(WORDS)
    again.setText(WORDS + "!")
    press_next.click()
    assert heading(dialog) == "Kies een wachtwoord."
    again.setText(WORDS)
    press_next.click()
    qtbot.waitUntil(lambda: heading(dialog) == "Je herstelcode", timeout=10_000)
    code = dialog.findChildren(RecoveryCode)[0].code
    press_next.click()

    assert heading(dialog) == "Wie ben je?"
    name = next(line for line in dialog.findChildren(QLineEdit) if line.isVisible())
    name.setText("Noor")
    press_next.click()

    assert heading(dialog) == "Wat bleef je bij deze week?"
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("Sem bleef na om te vragen hoe het met mij ging.")
    press_next.click()

    qtbot.waitUntil(lambda: program.window is not None)
    assert program.window is not None
    services = program.window.desk.services
    weeks = services.records.load(JournalWeek, Query(kinds=("journal_week",)))
    assert list(weeks[0].answers.values()) == ["Sem bleef na om te vragen hoe het met mij ging."]
    assert services.hours.cycles()
    profile = services.records.profile()
    assert profile is not None
    assert profile.given_name == "Noor"
    assert not services.keys.ways().keyring
    program.window.close()
    services = bootstrap.open_portfolio(start.home, bootstrap.Recovery(code), environment=start.environment)
    services.close()


def test_the_first_start_left_halfway_goes_on_where_it_was(qtbot: QtBot, begin: Begin, start: Start) -> None:
    made = bootstrap.create_portfolio(start.home, passphrase=WORDS, environment=start.environment)
    made.services.close()
    begin()
    unlock = dialog_of(UnlockDialog)
    unlock.findChildren(QLineEdit)[0].setText(WORDS)
    press(unlock, "Open")
    qtbot.waitUntil(lambda: any(isinstance(w, FirstRunDialog) for w in QApplication.topLevelWidgets()), timeout=10_000)
    assert heading(dialog_of(FirstRunDialog)) == "Wie ben je?"


def test_while_the_keyring_waits_for_an_answer_the_passphrase_opens(qtbot: QtBot, begin: Begin, start: Start) -> None:
    start.environment = replace(start.environment, keyring=keyring_slow.ACCESS)
    make(start)
    opened = bootstrap.open_portfolio(start.home, bootstrap.Passphrase(WORDS), environment=start.environment)
    opened.keys.use_keyring()
    opened.close()
    slow = keyring_slow.SlowKeyring()
    keyring.set_keyring(slow)
    try:
        program = begin()
        dialog = dialog_of(UnlockDialog)
        qtbot.waitUntil(slow.asked.is_set, timeout=10_000)
        line = next(line for line in dialog.findChildren(QLineEdit) if line.isVisible())
        assert line.isEnabled()
        line.setText(WORDS)
        press(dialog, "Open")
        qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)
    finally:
        slow.answered.set()
    assert program.window is not None
    assert not program.window.desk.services.read_only


@pytest.mark.parametrize("items", ["emptied", "replaced"])
def test_a_keyring_that_lost_the_key_is_one_sentence(qtbot: QtBot, begin: Begin, start: Start, items: str) -> None:
    make(start)
    opened = bootstrap.open_portfolio(start.home, bootstrap.Passphrase(WORDS), environment=start.environment)
    opened.keys.use_keyring()
    opened.close()
    place = Path(os.environ[keyring_file.PLACE])
    stored = {
        service: dict.fromkeys(accounts, "iets anders") for service, accounts in json.loads(place.read_text()).items()
    }
    place.write_text(json.dumps(stored if items == "replaced" else {}))
    program = begin()
    dialog = dialog_of(UnlockDialog)
    banner = dialog.findChildren(Banner)[0]
    qtbot.waitUntil(lambda: "kent dit portfolio niet meer" in banner.text, timeout=10_000)
    next(line for line in dialog.findChildren(QLineEdit) if line.isVisible()).setText(WORDS)
    press(dialog, "Open")
    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)


def test_a_wrong_passphrase_is_a_sentence_and_the_right_one_opens(qtbot: QtBot, begin: Begin, start: Start) -> None:
    make(start)
    program = begin()
    dialog = dialog_of(UnlockDialog)
    line = dialog.findChildren(QLineEdit)[0]
    line.setText("dit is het niet")
    press(dialog, "Open")
    trouble = next(banner for banner in dialog.findChildren(Banner))
    qtbot.waitUntil(lambda: bool(trouble.text), timeout=10_000)
    assert program.window is None

    line.setText(WORDS)
    press(dialog, "Open")

    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)


def test_the_recovery_code_opens_when_the_passphrase_is_forgotten(qtbot: QtBot, begin: Begin, start: Start) -> None:
    code = make(start)
    program = begin()
    dialog = dialog_of(UnlockDialog)
    press(dialog, "Ik ben mijn wachtwoord vergeten")
    line = next(line for line in dialog.findChildren(QLineEdit) if line.isVisible())
    QTest.keyClicks(line, code.lower().replace("-", " "))
    press(dialog, "Open")
    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)


def test_a_first_sentence_that_was_not_saved_waits_in_the_week(qtbot: QtBot, begin: Begin, start: Start) -> None:
    begin()
    dialog = dialog_of(FirstRunDialog)
    forward = dialog.findChildren(PrimaryButton)[-1]
    next(button for button in dialog.findChildren(QRadioButton) if button.text() == "Van school").click()
    forward.click()
    for line in dialog.findChildren(QLineEdit):
        line.setText(WORDS)
    forward.click()
    qtbot.waitUntil(lambda: heading(dialog) == "Je herstelcode", timeout=10_000)
    forward.click()
    next(line for line in dialog.findChildren(QLineEdit) if line.isVisible()).setText("Noor")
    forward.click()
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("Sem bleef na.")
    dialog.reject()

    program = begin()
    unlock = dialog_of(UnlockDialog)
    QTest.keyClicks(next(line for line in unlock.findChildren(QLineEdit) if line.isVisible()), WORDS)
    press(unlock, "Open")
    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)
    assert program.window is not None
    week = program.window.go("week")
    assert "Sem bleef na." in [field.toPlainText() for field in week.findChildren(QPlainTextEdit)]


def test_what_could_wait_is_asked_before_the_first_entry(qtbot: QtBot, begin: Begin, start: Start) -> None:
    program = begin()
    dialog = dialog_of(FirstRunDialog)
    forward = dialog.findChildren(PrimaryButton)[-1]
    next(button for button in dialog.findChildren(QRadioButton) if button.text() == "Van mij").click()
    forward.click()
    press(dialog, "Later")
    qtbot.waitUntil(lambda: heading(dialog) == "Wie ben je?", timeout=10_000)
    next(line for line in dialog.findChildren(QLineEdit) if line.isVisible()).setText("Noor")
    forward.click()
    dialog.findChildren(QPlainTextEdit)[0].setPlainText("Sem bleef na.")
    forward.click()
    asked = next(child for child in dialog.findChildren(PassphraseDialog))
    for line in asked.findChildren(QLineEdit):
        line.setText(WORDS)
    press(asked, "Bewaar")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(RecoveryDialog)), timeout=10_000)
    press(dialog.findChildren(RecoveryDialog)[0], "Ik heb hem")
    qtbot.waitUntil(lambda: program.window is not None)
    assert program.window is not None
    ways = program.window.desk.services.keys.ways()
    assert (ways.passphrase, ways.recovery, ways.keyring) == (True, True, True)
    program.window.close()

    again = Leerlijn(QApplication.instance(), start)  # pyright: ignore[reportArgumentType]
    again.begin()
    qtbot.waitUntil(lambda: again.window is not None, timeout=10_000)
    assert again.window is not None
    again.window.close()


def test_a_lock_left_by_another_computer_can_be_broken(qtbot: QtBot, begin: Begin, start: Start) -> None:
    make(start)
    bootstrap.Layout(start.home).lock.write_text('{"host": "schoollaptop", "pid": 7, "start": 1}', encoding="utf-8")
    program = begin()
    dialog = dialog_of(UnlockDialog)
    dialog.findChildren(QLineEdit)[0].setText(WORDS)
    press(dialog, "Open")
    trouble = dialog.findChildren(Banner)[0]
    qtbot.waitUntil(lambda: "schoollaptop" in trouble.text, timeout=10_000)

    trouble.action.click()

    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)


def test_where_nothing_may_be_written_the_window_reads_and_says_so(qtbot: QtBot, begin: Begin, start: Start) -> None:
    make(start)
    with unwritable(start.home):
        program = begin()
        dialog = dialog_of(UnlockDialog)
        dialog.findChildren(QLineEdit)[0].setText(WORDS)
        press(dialog, "Open")
        qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)
        window = program.window
        assert window is not None
        assert "alleen lezen" in window.notice.text
        for key in ("week", "growth", "hours", "patterns", "evidence", "settings", "portfolio", "looking_back"):
            window.go(key)
        note = window.go("today").findChildren(QPlainTextEdit)[0]
        note.setPlainText("Sem bleef na.")
        window.leave()
        assert "alleen" in window.toast.text
        window.command("undo")
        window.close()


def test_looking_around_in_the_example_leads_back_home(qtbot: QtBot, begin: Begin, start: Start) -> None:
    make(start)
    program = begin()
    dialog = dialog_of(UnlockDialog)
    own = bootstrap.open_portfolio(start.home, bootstrap.Passphrase(WORDS), environment=start.environment)
    dialog.hide()
    program.look_around(own)
    qtbot.waitUntil(lambda: program.window is not None, timeout=60_000)
    assert program.window is not None
    assert program.window.notice.text == "Dit is een voorbeeld. Niets hierin is van jou."
    assert program.window.desk.services is not own

    program.window.notice.action.click()

    assert program.window is not None
    assert program.window.desk.services is own
    assert program.window.notice.isHidden()


def test_locking_closes_the_portfolio_and_asks_again(qtbot: QtBot, begin: Begin, start: Start) -> None:
    make(start)
    start.unlock = bootstrap.Passphrase(WORDS)
    program = begin()
    assert program.window is not None
    note = program.window.go("today").findChildren(QPlainTextEdit)[0]
    note.setPlainText("half getypt")

    program.window.command("lock")

    assert program.window is None
    dialog = dialog_of(UnlockDialog)
    again = bootstrap.open_portfolio(start.home, bootstrap.Passphrase(WORDS), environment=start.environment)
    assert again.drafts.get("today") == "half getypt"
    again.close()
    dialog.findChildren(QLineEdit)[0].setText(WORDS)
    press(dialog, "Open")
    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)
    assert program.window is not None
    assert program.window.go("today").findChildren(QPlainTextEdit)[0].toPlainText() == "half getypt"


def test_look_text_size_and_language_change_without_a_restart(qtbot: QtBot, begin: Begin, start: Start) -> None:
    make(start)
    start.unlock = bootstrap.Passphrase(WORDS)
    program = begin()
    window = program.window
    assert window is not None
    device = start.environment.device
    window.command("dark")
    assert in_force() is DARK
    assert device.get(THEME) == "dark"
    device.set(TEXT_SIZE, 150)
    program.settings_changed(TEXT_SIZE.key)
    assert QApplication.font().pixelSize() == 21
    device.set(LANGUAGE, "en")
    program.settings_changed(LANGUAGE.key)
    assert window.menus.actions["quit"].text().replace("&", "") == "Quit"
    window.command("light")
    device.set(TEXT_SIZE, 100)
    program.settings_changed(TEXT_SIZE.key)
    assert in_force() is LIGHT


def test_a_second_start_wakes_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    other = SingleInstance(tmp_path / "another")
    try:
        assert first.take()
        with qtbot.waitSignal(first.show_requested):
            assert not second.take()
        assert other.take()
    finally:
        for instance in (first, second, other):
            instance.close()
    assert second.take()
    second.close()


def test_a_second_start_hands_its_cards_to_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    cards = [tmp_path / "één dag.activiteitkaart", Path("hier.activiteitkaart")]
    try:
        assert first.take()
        with qtbot.waitSignal(first.cards_requested) as heard:
            assert not second.take(cards)
        assert heard.args == [[cards[0], cards[1].absolute()]]
    finally:
        first.close()
        second.close()


@pytest.mark.logs_errors
def test_a_bug_is_told_once_and_its_report_holds_no_words(qtbot: QtBot, begin: Begin, start: Start) -> None:
    from portfolio_app import logs

    handler = logs.start(start.log_folder)
    make(start)
    start.unlock = bootstrap.Passphrase(WORDS)
    before = sys.excepthook
    begin()
    assert sys.excepthook is not before
    for _ in range(3):
        try:
            raise ValueError("een geheim van Sem")
        except ValueError:
            sys.excepthook(*sys.exc_info())  # pyright: ignore[reportArgumentType]
    qtbot.waitUntil(lambda: any(isinstance(w, ReportDialog) for w in QApplication.topLevelWidgets()))
    reports = [w for w in QApplication.topLevelWidgets() if isinstance(w, ReportDialog)]
    assert len(reports) == 1
    text = reports[0].findChildren(QPlainTextEdit)[0].toPlainText()
    assert "ValueError" in text
    assert "Sem" not in text
    reports[0].accept()
    logs.stop(handler)


def test_a_given_passphrase_that_is_wrong_is_refused_before_a_window_opens(begin: Begin, start: Start) -> None:
    from portfolio_app.domain.errors import UserError

    make(start)
    start.unlock = bootstrap.Passphrase("iets anders dan dat")
    with pytest.raises(UserError, match="wrong-passphrase"):
        begin()


def first_steps(start_at: str, dialog: QDialog, qtbot: QtBot) -> None:
    """Go to a step of the first start on a school's computer."""
    forward = dialog.findChildren(PrimaryButton)[-1]
    next(button for button in dialog.findChildren(QRadioButton) if button.text() == "Van school").click()
    forward.click()
    if heading(dialog) == start_at:
        return
    for line in [line for line in dialog.findChildren(QLineEdit) if line.isVisible()]:
        line.setText(WORDS)
    forward.click()
    qtbot.waitUntil(lambda: heading(dialog) == "Je herstelcode", timeout=10_000)
    if start_at == "Je herstelcode":
        return
    forward.click()
    next(line for line in dialog.findChildren(QLineEdit) if line.isVisible()).setText("Noor")
    forward.click()
    assert heading(dialog) == start_at


def test_the_first_start_is_walked_by_keyboard(qtbot: QtBot, begin: Begin) -> None:
    begin()
    dialog = dialog_of(FirstRunDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    first_steps("Kies een wachtwoord.", dialog, qtbot)
    line = next(line for line in dialog.findChildren(QLineEdit) if line.isVisible())
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    eye = dialog.focusWidget()
    assert eye.accessibleName() == "Laat zien wat ik typ"
    QTest.keyClick(eye, Qt.Key.Key_Space)
    assert line.echoMode() is QLineEdit.EchoMode.Normal
    back = next(button for button in dialog.findChildren(Button) if button.text() == "Terug")
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    assert heading(dialog) == "Van wie is deze computer?"


def test_nothing_is_ticked_in_advance(begin: Begin) -> None:
    begin()
    dialog = dialog_of(FirstRunDialog)
    next(button for button in dialog.findChildren(QRadioButton) if button.text() == "Van mij").click()
    dialog.findChildren(PrimaryButton)[-1].click()
    ticks = [box for box in dialog.findChildren(QCheckBox) if box.isVisible()]
    assert [box.isChecked() for box in ticks] == [False]


@pytest.mark.parametrize("answer", ["Terug naar de code", "Sluiten"])
def test_leaving_at_the_code_asks_first(qtbot: QtBot, begin: Begin, answer: str) -> None:
    program = begin()
    dialog = dialog_of(FirstRunDialog)
    first_steps("Je herstelcode", dialog, qtbot)

    def reply() -> None:
        box = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox))
        assert "Instellingen" in box.informativeText()
        next(button for button in box.buttons() if button.text() == answer).click()

    QTimer.singleShot(50, reply)
    dialog.reject()
    assert program.alive is (answer != "Sluiten")
    if program.alive:
        dialog.findChildren(PrimaryButton)[-1].click()
        assert heading(dialog) == "Wie ben je?"


def test_the_first_sentence_may_wait(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    dialog = dialog_of(FirstRunDialog)
    first_steps("Wat bleef je bij deze week?", dialog, qtbot)
    press(dialog, "Later")
    qtbot.waitUntil(lambda: program.window is not None)
    assert program.window is not None
    assert not program.window.desk.services.records.load(JournalWeek)


def test_the_look_of_an_example_is_not_that_of_this_computer(begin: Begin, start: Start) -> None:
    make(start)
    device = start.environment.device
    device.set(THEME, "light")
    services = bootstrap.open_portfolio(start.home, bootstrap.Passphrase(WORDS), environment=start.environment)
    services.settings.set(EXAMPLE, True)
    services.close()
    start.unlock = bootstrap.Passphrase(WORDS)
    program = begin()
    assert program.window is not None
    assert program.window.notice.text == "Dit is een voorbeeld. Niets hierin is van jou."
    assert in_force() == LIGHT
    program.window.command("dark")
    assert in_force() == DARK
    assert device.get(THEME) == "light"
    program.set_theme("light")


def test_qt_speaks_dutch_also_where_its_own_catalogue_is_silent(begin: Begin) -> None:
    begin()
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptOpen)
    dialog.show()
    told = {label.text().replace("&", "") for label in dialog.findChildren(QLabel)}
    assert {"Zoek in:", "Bestandsnaam:", "Soort bestand:"} <= told
    assert {button.text().replace("&", "") for button in dialog.findChildren(QPushButton)} == {"Openen", "Annuleren"}
    dialog.close()
