"""Locked: nothing is open, nothing is shown, nothing was lost; and back at the same place."""

from __future__ import annotations

import gc
import os
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import bootstrap
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.portfolio import Profile
from portfolio_app.interchange.activity_card import ActivityCard, write
from portfolio_app.services.jobs import Job
from portfolio_app.services.settings import LOCK_MINUTES, DeviceSettings
from portfolio_app.ui import clipboard
from portfolio_app.ui.app import Leerlijn, Start
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.dialogs.card import CardDialog
from portfolio_app.ui.dialogs.new_keys import NewKeysDialog, WritingDialog
from portfolio_app.ui.dialogs.recovery import RecoveryCode
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.shell.cover import Cover
from portfolio_app.ui.shell.idleness import Idleness
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.vault.slots import KdfCost

WORDS = "een goede lange zin"
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
TITLE = "Studiedag over formatief handelen"
Begin = Callable[[], Leerlijn]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """A portfolio with one activity, to be opened with its passphrase."""
    environment = bootstrap.Environment(kdf=CHEAP, device=DeviceSettings(tmp_path / "device"))
    home = tmp_path / "portfolio"
    services = bootstrap.create_portfolio(home, passphrase=WORDS, environment=environment).services
    records = services.records
    records.save(Profile(id=records.new_id(), written_at=records.now(), given_name="Anna"))
    records.save(Experience(id=records.new_id(), written_at=records.now(), title=TITLE, happened_on=date(2026, 10, 1)))
    services.close()
    return Start(home, "nl", bootstrap.Passphrase(WORDS), environment, tmp_path / "logs")


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
        program._locking.stop()
        if program.window is not None:
            program.window.close()
            program.window.deleteLater()  # one that is covered would cover the dialogs of other tests
        elif program.alive:
            program.end()
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    bury()
    qapp.processEvents()


def bury() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def shown(kind: type[Any]) -> list[Any]:
    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]


def press(root: QWidget, words: str) -> None:
    next(button for button in root.findChildren(Button) if button.text() == words and button.isVisible()).click()


def window_of(program: Leerlijn) -> MainWindow:
    assert program.window is not None
    return program.window


def unlock(qtbot: QtBot, program: Leerlijn, words: str = WORDS) -> MainWindow:
    (dialog,) = shown(UnlockDialog)
    next(line for line in dialog.findChildren(QLineEdit) if line.isVisible()).setText(words)
    press(dialog, "Open")
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    return window_of(program)


def open_files(below: Path) -> list[str]:
    """Files below a folder that this process holds open."""
    found: list[str] = []
    for handle in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(handle)
        except OSError:
            continue
        if target.startswith(str(below)):
            found.append(target)
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at what the process holds open")
def test_locked_means_closed_forgotten_and_out_of_sight(qtbot: QtBot, begin: Begin, start: Start) -> None:
    program = begin()
    window = window_of(program)
    for page in ("activities", "week", "settings"):
        window.go(page)
    services = window.desk.services
    buffers = [services._master._master, services._master._database, services._master._vault]
    assert all(any(buffer) for buffer in buffers)
    pages = [(page, weakref.ref(page)) for page in window.findChildren(Page)]
    alive = [page for page, _ in pages]
    assert open_files(start.home)
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert program.window is None
    bury()
    assert [page for page in alive if shiboken6.isValid(page)] == []
    assert not shiboken6.isValid(window)
    del window, services, alive, pages
    gc.collect()
    assert open_files(start.home) == []
    assert not any(any(buffer) for buffer in buffers)
    (dialog,) = shown(QWidget)
    assert isinstance(dialog, UnlockDialog)
    assert dialog.windowTitle() == "Leerlijn"
    assert TITLE not in " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_what_was_copied_here_can_not_be_pasted_after_the_lock(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window_of(program)
    clipboard.copy("ABCD-EFGH-IJKL")
    assert QGuiApplication.clipboard().text() == "ABCD-EFGH-IJKL"
    program.lock()
    qtbot.waitUntil(lambda: bool(shown(UnlockDialog)), timeout=20_000)
    assert QGuiApplication.clipboard().text() == ""


def test_after_unlocking_she_is_where_she_was(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    (made,) = window.desk.services.records.load(Experience)
    window.open_record("experience", made.id)
    page = window.page("activities")
    assert page is not None
    title = next(line for line in page.findChildren(QLineEdit) if line.text() == TITLE and line.isVisible())
    title.setText("")  # not whole, so it stays a draft
    title.textEdited.emit("")
    window.command("lock")
    bury()
    window = unlock(qtbot, program)
    assert window.stack.currentWidget() is window.page("activities")
    assert window.sight.shown == ("experience", made.id)
    assert TITLE not in [line.text() for line in window.findChildren(QLineEdit) if line.isVisible()]
    assert window.desk.services.drafts.get(made.id)


def test_what_was_begun_and_not_saved_is_open_again(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    page = window.go("activities")
    page.start_new("moment")
    title = next(line for line in page.findChildren(QLineEdit) if line.isVisible() and not line.text())
    title.setText("Iets uit de les")
    title.textEdited.emit("Iets uit de les")
    window.command("lock")
    bury()
    window = unlock(qtbot, program)
    page = window.page("activities")
    assert page is not None
    assert "Iets uit de les" in [line.text() for line in page.findChildren(QLineEdit)]


def test_a_dialog_that_waits_for_an_answer_does_not_hold_the_lock(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    QTimer.singleShot(100, lambda: window.command("lock"))
    box = QMessageBox(window)
    box.setText(TITLE)
    box.exec()
    bury()
    assert program.window is None
    assert len(shown(UnlockDialog)) == 1
    assert shown(QMessageBox) == []


def test_a_dialog_for_files_goes_with_the_lock(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    QTimer.singleShot(100, lambda: window.command("lock"))
    chosen, _ = QFileDialog.getSaveFileName(
        window, "Bewaar", str(Path.home()), "", options=QFileDialog.Option.DontUseNativeDialog
    )
    assert chosen == ""
    bury()
    assert program.window is None
    assert len(shown(UnlockDialog)) == 1


def test_what_was_set_going_comes_to_its_end_behind_the_cover(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    go_on, stopped = threading.Event(), threading.Event()

    def work(job: Job[str]) -> str:
        go_on.wait(20)
        if job.cancelled():
            stopped.set()
        return "klaar"

    ended: list[str] = []
    window.desk.tasks.start(window, work, ended.append)
    window.command("lock")
    assert program.window is window
    assert window.is_covered
    window.toggle_cover()
    QTest.keyClick(window, Qt.Key.Key_F9)
    window.command("hide")
    assert window.is_covered
    go_on.set()
    qtbot.waitUntil(lambda: program.window is None, timeout=10_000)
    assert not stopped.is_set()
    assert len(shown(UnlockDialog)) == 1


def test_a_dialog_that_grows_behind_the_cover_shows_nothing(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    window.command("keys")
    (dialog,) = [each for each in shown(QDialog) if each is not window]
    window.command("hide")
    dialog.resize(dialog.width() + 80, dialog.height() + 120)
    (cover,) = dialog.findChildren(Cover)
    assert cover.geometry() == dialog.rect()
    window.command("hide")
    window.command("passphrase")
    window.command("hide")
    assert [each for each in shown(QDialog) if not each.findChildren(Cover)] == []


def test_whoever_has_to_go_now_locks_at_once(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    begun = threading.Event()

    def work(job: Job[str]) -> str:
        begun.set()
        while not job.cancelled():
            threading.Event().wait(0.01)
        return "gestopt"

    window.desk.tasks.start(window, work)
    qtbot.waitUntil(begun.is_set)
    window.command("lock")
    assert program.window is window
    press(window.cover, "Stop ermee en vergrendel nu")
    assert program.window is None
    assert len(shown(UnlockDialog)) == 1


def test_left_alone_it_locks_also_while_a_dialog_is_open(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    window.desk.services.settings.set(LOCK_MINUTES, 5)
    now = [1000.0]
    idle = window.findChildren(Idleness)[0]
    idle._now = lambda: now[0]
    idle.touch()
    window.command("keys")
    now[0] += 4 * 60
    idle.look()
    assert program.window is window
    QTest.mouseMove(window)
    idle.touch()
    now[0] += 4 * 60
    idle.look()
    assert program.window is window
    now[0] += 60
    idle.look()
    bury()
    assert program.window is None
    assert len(shown(QDialog)) == 1


def test_a_computer_that_slept_is_locked_before_the_first_key_counts(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    qtbot.waitUntil(window.isActiveWindow)
    now = [1000.0]
    idle = window.findChildren(Idleness)[0]
    idle._now = lambda: now[0]
    idle.touch()
    now[0] += 9 * 3600  # the lid was closed overnight; no timer ran
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert program.window is None
    assert len(shown(UnlockDialog)) == 1


def test_never_is_never(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    window.desk.services.settings.set(LOCK_MINUTES, 0)
    idle = window.findChildren(Idleness)[0]
    now = [1000.0]
    idle._now = lambda: now[0]
    idle.touch()
    now[0] += 9 * 3600
    idle.look()
    assert program.window is window


def test_the_example_locks_too_and_her_own_portfolio_with_it(
    qtbot: QtBot, begin: Begin, start: Start, tmp_path: Path
) -> None:
    start.unlock = None
    program = begin()
    own = bootstrap.open_portfolio(start.home, bootstrap.Passphrase(WORDS), environment=start.environment)
    elsewhere = bootstrap.Environment(kdf=CHEAP, device=DeviceSettings(tmp_path / "device"))
    example = bootstrap.create_portfolio(tmp_path / "voorbeeld", passphrase=WORDS, environment=elsewhere).services
    shown(UnlockDialog)[0].hide()
    program._own = own
    program._show_window(example, visiting=True)
    window_of(program).command("lock")
    bury()
    assert program.window is None
    assert not any(own._master._master)
    assert not any(example._master._master)
    window = unlock(qtbot, program)
    assert window.desk.services.home == start.home


def test_new_keys_are_made_in_the_window(qtbot: QtBot, begin: Begin, start: Start, tmp_path: Path) -> None:
    program = begin()
    window = window_of(program)
    path = tmp_path / "bewijs.txt"
    path.write_bytes(b"een bewijs")
    window.desk.services.evidence.add(path)
    old = window.desk.services.key_to_reopen()
    window.go("evidence")
    window.command("new-keys")
    (dialog,) = shown(NewKeysDialog)
    dialog.findChildren(QLineEdit)[0].setText(WORDS)
    press(dialog, "Verder")
    code = dialog.findChildren(RecoveryCode)[0]
    qtbot.waitUntil(code.isVisible, timeout=20_000)
    text = code.code
    press(dialog, "Ik heb hem, verder")
    qtbot.waitUntil(lambda: program.window not in (None, window), timeout=20_000)

    def done() -> bool:
        return program.window is not None and not program.window.desk.services.rotation.under_way

    qtbot.waitUntil(done, timeout=20_000)
    window = window_of(program)
    assert window.stack.currentWidget() is window.page("evidence")
    (item,) = window.desk.services.evidence.all()
    assert window.desk.services.evidence.read(item) == b"een bewijs"
    assert window.desk.services.key_to_reopen() != old
    assert shown(WritingDialog) == []
    assert "rotation" in [backup.reason for backup in window.desk.services.backups.all()]
    window.command("lock")
    bury()
    (lock,) = shown(UnlockDialog)
    press(lock, "Ik ben mijn wachtwoord vergeten")
    next(line for line in lock.findChildren(QLineEdit) if line.isVisible()).setText(text)
    press(lock, "Open")
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)


def test_a_window_that_closed_holds_back_no_key_elsewhere(qtbot: QtBot, desk: Desk) -> None:
    desk.services.settings.set(LOCK_MINUTES, 5)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    idle = window.findChildren(Idleness)[0]
    late = idle._now() + 3600
    idle._now = lambda: late
    window.close()
    line = QLineEdit()
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
    idle._last = late - 3600
    QTest.keyClick(line.windowHandle(), Qt.Key.Key_N)
    assert line.text() == "n"


def test_a_quick_note_from_the_tray_asks_to_unlock_first(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window_of(program).lock()
    assert program.window is None
    program.tray.capture_requested.emit()
    program.tray.capture_requested.emit()
    assert shown(CaptureDialog) == []
    assert len(shown(UnlockDialog)) == 1
    window = unlock(qtbot, program)
    qtbot.waitUntil(lambda: len(shown(CaptureDialog)) == 1)
    (dialog,) = shown(CaptureDialog)
    title = dialog.findChildren(QLineEdit)[0]
    QTest.keyClicks(title, "Op de gang bedacht")
    QTest.keyClick(title, Qt.Key.Key_Return)
    assert "Op de gang bedacht" in [item.title for item in window.desk.services.records.load(Experience)]


def test_a_card_that_is_opened_while_locked_waits_for_the_unlocking(qtbot: QtBot, begin: Begin, tmp_path: Path) -> None:
    program = begin()
    card = ActivityCard(title="Studiedag", happened_on=date(2026, 11, 20), contact_minutes=60)
    path = tmp_path / "dag.activiteitkaart"
    path.write_bytes(write(card))
    window_of(program).lock()
    program.wishes.cards([path])
    assert shown(CardDialog) == []
    unlock(qtbot, program)
    qtbot.waitUntil(lambda: len(shown(CardDialog)) == 1)


def test_the_tray_also_quits_while_locked(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window_of(program).lock()
    with qtbot.waitSignal(program.ended):
        program.tray.quit_requested.emit()
    assert not program.alive


def drawing() -> list[psutil.Process]:
    """Processes that draw pages for this program."""
    return [each for each in psutil.Process().children(recursive=True) if "vault.viewer" in " ".join(each.cmdline())]


def test_a_portfolio_that_is_being_made_is_finished_and_its_pages_are_forgotten(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    program = begin()
    window = window_of(program)
    page = window.go("portfolio")
    assert isinstance(page, Portfolio)
    page._pages.begin()
    qtbot.waitUntil(lambda: page._pages.leaf.has_sheet, timeout=20_000)
    assert drawing()
    out = tmp_path / "portfolio.pdf"
    page._signing.export_to(out)
    window.command("lock")
    assert program.window is window
    assert window.is_covered
    qtbot.waitUntil(lambda: program.window is None, timeout=40_000)
    assert out.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.glob(".*part")) == []
    assert drawing() == []
    assert len(unlock(qtbot, program).desk.services.exports.all()) == 1


def test_pages_that_are_being_made_hold_back_no_lock(qtbot: QtBot, begin: Begin) -> None:
    program = begin()
    window = window_of(program)
    page = window.go("portfolio")
    assert isinstance(page, Portfolio)
    page._pages.begin()
    qtbot.waitUntil(lambda: page._pages._job is not None)
    window.command("lock")
    assert program.window is None
    assert drawing() == []
