"""Backups in the window: made, listed, tried out, put back, asked for on Vandaag, opened on a new computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.bootstrap import Environment, Passphrase
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.session import Services
from portfolio_app.services.settings import BACKUP_FOLDER, DeviceSettings
from portfolio_app.store.values import Query
from portfolio_app.ui.app import Leerlijn, Start
from portfolio_app.ui.dialogs.backup_now import BackupNowDialog
from portfolio_app.ui.dialogs.backups import BackupsDialog
from portfolio_app.ui.dialogs.first_backup import FirstBackupDialog
from portfolio_app.ui.dialogs.restore import RestoreDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.pages.today import Today
from portfolio_app.ui.widgets.containers import Banner
from tests.ui.conftest import CHEAP, bury, show

PASSPHRASE = "een goede lange zin"


@pytest.fixture(autouse=True)
def _no_dialog_stays(qapp: QApplication) -> Iterator[None]:
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()
    # Otherwise Python might throw one away on another thread, while a job allocates.
    bury()


def button(parent: QWidget, words: str) -> QPushButton:
    return next(each for each in parent.findChildren(QPushButton) if each.text() == words and each.isVisible())


def told(parent: QWidget) -> str:
    return " ".join(banner.text for banner in parent.findChildren(Banner) if banner.isVisible())


def moment(services: Services, title: str) -> None:
    records = services.records
    records.save(Experience(id=records.new_id(), written_at=records.now(), title=title, happened_on=records.today()))


def titles(services: Services) -> set[str]:
    return {item.title for item in services._core.store.load(Experience, Query())}


@pytest.fixture
def choosing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let the question for a folder be answered with this one."""

    def choose(folder: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))

    return choose


def test_back_up_now_writes_reads_back_and_says_so(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    dialog = BackupNowDialog(desk, stick)
    with qtbot.waitSignal(dialog.made, timeout=20_000):
        dialog.open()
    qtbot.waitUntil(lambda: "Je reservekopie is gemaakt en teruggelezen." in told(dialog))
    assert len(list(stick.glob("*.leerlijn"))) == 1
    button(dialog, "Sluiten").click()


def test_a_vanished_stick_is_one_sentence(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    dialog = BackupNowDialog(desk, tmp_path / "weg")
    dialog.open()
    qtbot.waitUntil(lambda: "De plek voor de reservekopie is er niet meer" in told(dialog), timeout=20_000)
    dialog.close()


def test_a_backup_is_tried_out(qtbot: QtBot, desk: Desk) -> None:
    desk.services.backups.snapshot("regular")
    dialog = BackupsDialog(desk, trial=True)
    with qtbot.waitSignal(dialog.proved, timeout=20_000):
        dialog.open()
    qtbot.waitUntil(lambda: "Deze reservekopie werkt" in told(dialog))
    listed = dialog.findChild(QListWidget)
    assert listed is not None
    assert "op deze computer\nteruggelezen en heel" in listed.item(0).text()
    dialog.close()


def test_the_settings_choose_a_place_and_write_there(
    qtbot: QtBot, desk: Desk, tmp_path: Path, choosing: Callable[[Path], None]
) -> None:
    page = Settings(desk)
    show(qtbot, page)
    assert any(
        "Er is nog geen plek" in label.text() for label in page._backups.findChildren(type(page._backups._place))
    )
    stick = tmp_path / "stick"
    stick.mkdir()
    choosing(stick)
    page._backups._choose.click()
    assert desk.services.settings.get(BACKUP_FOLDER) == str(stick)
    assert desk.services.jobs.wait_idle()
    assert len(list(stick.glob("*-weekly.leerlijn"))) == 1
    assert "dezelfde schijf" in told(page._backups)
    with qtbot.waitSignal(page.command_requested) as asked:
        page._backups._list.click()
    assert asked.args == ["backups"]
    troubles: list[object] = []
    page.trouble_met.connect(troubles.append)
    choosing(desk.services.home)
    page._backups._choose.click()
    assert len(troubles) == 1
    page._backups._none.click()
    assert desk.services.settings.get(BACKUP_FOLDER) == ""


def test_vandaag_asks_and_can_be_put_off(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    backups = desk.services.backups
    backups.snapshot("regular")
    monkeypatch.setattr(type(backups), "need", lambda self: "" if self._put_off() else "trial")
    page = Today(desk)
    show(qtbot, page)
    assert page._backup.text() == "reservekopie: vandaag"
    assert not page._nothing.isVisible()
    with qtbot.waitSignal(page.command_requested) as asked:
        button(page._safe, "Probeer uit").click()
    assert asked.args == ["trial"]
    button(page._safe, "Nu niet").click()
    assert not page._safe.isVisible()
    assert page._nothing.isVisible()


def environment(folder: Path) -> Environment:
    return Environment(kdf=CHEAP, device=DeviceSettings(folder / "settings"))


def test_a_backup_is_looked_at_and_put_back_in_the_window(
    qtbot: QtBot, qapp: QApplication, services: Services, tmp_path: Path
) -> None:
    moment(services, "Blijft")
    home = services.home
    stick = tmp_path / "stick"
    stick.mkdir()
    path = services.backups.write_to(stick).path
    moment(services, "Van daarna")
    services.close()
    program = Leerlijn(qapp, Start(home, "nl", Passphrase(PASSPHRASE), environment(tmp_path), tmp_path / "log"))
    try:
        program.begin()
        window = program.window
        assert window is not None
        dialog = RestoreDialog(window.desk, path, window)
        dialog.prepared.connect(window.restore_prepared)
        dialog.open()
        qtbot.waitUntil(lambda: "Sindsdien geschreven" in dialog._lines.text(), timeout=20_000)
        assert "activiteit" in dialog._lines.text().lower()
        button(dialog, "Zet terug").click()
        qtbot.waitUntil(lambda: program.window not in (None, window), timeout=20_000)
        again = program._services
        assert again is not None
        assert titles(again) == {"Blijft"}
        assert again.warnings == ()
        before = next(backup for backup in again.backups.all() if backup.reason == "restore")
        with again.backups.open(before.path) as opened:
            assert {item.title for item in opened.store.load(Experience, Query())} == {"Blijft", "Van daarna"}
    finally:
        program._close_window()
        program.end()
    assert len(list((tmp_path / "settings" / "backups").rglob("*.leerlijn"))) == 1


def test_a_new_computer_begins_with_a_backup(
    qtbot: QtBot, qapp: QApplication, services: Services, tmp_path: Path
) -> None:
    moment(services, "Van thuis")
    path = services.bundles.write(tmp_path / "b.leerlijn").path
    there = tmp_path / "nieuw"
    program = Leerlijn(qapp, Start(there / "portfolio", "nl", None, environment(there), there / "log"))
    try:
        program.begin()
        first = program._dialog
        assert first is not None
        button(first, "Ik heb een reservekopie…").click()
        dialog = first.findChild(FirstBackupDialog)
        assert dialog is not None
        dialog.choose(path)
        dialog._way.field.set_value("een heel ander wachtwoord")
        button(dialog, "Zet terug").click()
        qtbot.waitUntil(lambda: "niet het wachtwoord" in told(dialog), timeout=20_000)
        dialog._way.field.set_value(PASSPHRASE)
        button(dialog, "Zet terug").click()
        qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
        assert program._services is not None
        assert titles(program._services) == {"Van thuis"}
    finally:
        program._close_window()
        program.end()
