"""A damaged portfolio, from the sentence that says so to the window that shows what was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import bootstrap
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.portfolio import Profile
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.app import Leerlijn, Start
from portfolio_app.ui.dialogs.check import CheckDialog
from portfolio_app.ui.dialogs.repair import RepairDialog
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.containers import Banner
from portfolio_app.vault.slots import KdfCost
from tests.ui.conftest import bury

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
WORDS = "een goede lange zin"


@pytest.fixture
def start(tmp_path: Path) -> Start:
    environment = bootstrap.Environment(kdf=CHEAP, device=DeviceSettings(tmp_path / "device"))
    return Start(tmp_path / "portfolio", "nl", None, environment, tmp_path / "logs")


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, start: Start) -> Iterator[Leerlijn]:
    """The program on a portfolio that has a backup in a file."""
    made = bootstrap.create_portfolio(start.home, passphrase=WORDS, environment=start.environment).services
    made.records.save(Profile(id=made.records.new_id(), written_at=made.records.now(), given_name="Anna"))
    made.bundles.write(start.home.parent / "reserve.leerlijn")
    made.close()
    program = Leerlijn(qapp, start)
    yield program
    if program.window is not None:
        program.window.close()
    elif program.alive:
        program.end()
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()


def shown(kind: type[QDialog]) -> QDialog | None:
    top = QApplication.topLevelWidgets()
    return next((widget for widget in top if isinstance(widget, kind) and widget.isVisible()), None)


def told(widget: QWidget) -> str:
    return " ".join(banner.text for banner in widget.findChildren(Banner) if banner.isVisible())


def press(widget: QWidget, words: str) -> None:
    next(each for each in widget.findChildren(QPushButton) if each.text() == words and each.isVisible()).click()


def type_passphrase(dialog: QDialog) -> None:
    next(line for line in dialog.findChildren(QLineEdit) if line.isVisible()).setText(WORDS)
    press(dialog, "Open")


def repair_by_hand(qtbot: QtBot, backup: Path) -> None:
    qtbot.waitUntil(lambda: shown(RepairDialog) is not None, timeout=10_000)
    dialog = shown(RepairDialog)
    assert isinstance(dialog, RepairDialog)
    dialog.use(backup)
    press(dialog, "Herstel")
    qtbot.waitUntil(lambda: "beschadigde bestand is bewaard" in told(dialog), timeout=20_000)
    press(dialog, "Open")


def test_a_file_that_does_not_open_is_repaired_from_a_backup(qtbot: QtBot, program: Leerlijn, start: Start) -> None:
    database = start.home / "portfolio.db"
    data = bytearray(database.read_bytes())
    data[1000] ^= 1
    database.write_bytes(data)
    program.begin()
    unlock = shown(UnlockDialog)
    assert unlock is not None
    type_passphrase(unlock)
    qtbot.waitUntil(lambda: "beschadigd" in told(unlock), timeout=10_000)
    press(unlock, "Herstellen…")
    repair_by_hand(qtbot, start.home.parent / "reserve.leerlijn")
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)
    assert program.window is not None
    profile = program.window.desk.services.records.profile()
    assert profile is not None
    assert profile.given_name == "Anna"


def spoil(database: Path) -> None:
    """Damage a few pages, whatever stands in them by now; done again it changes nothing but what was written since."""
    with database.open("r+b") as file:
        for back in (2000, 6000, 10000):
            file.seek(-back, 2)
            file.write(bytes(16))


def test_damage_that_is_found_while_working_is_told_and_repaired(qtbot: QtBot, program: Leerlijn, start: Start) -> None:
    program.begin()
    unlock = shown(UnlockDialog)
    assert unlock is not None
    type_passphrase(unlock)
    qtbot.waitUntil(lambda: program.window is not None, timeout=10_000)
    window = program.window
    assert window is not None
    window.desk.services._core.store.database.checkpoint()
    database = start.home / "portfolio.db"
    spoil(database)
    window.notice.look_after()
    qtbot.waitUntil(lambda: "eschadigd" in window.notice.text, timeout=20_000)
    spoil(database)  # a page that was saved meanwhile is whole again
    window.notice.action.click()
    qtbot.waitUntil(lambda: shown(CheckDialog) is not None, timeout=10_000)
    check = shown(CheckDialog)
    assert check is not None
    qtbot.waitUntil(lambda: "eschadigd" in told(check), timeout=20_000)
    press(check, "Herstellen…")
    qtbot.waitUntil(lambda: shown(UnlockDialog) is not None, timeout=10_000)
    assert program.window is None
    again = shown(UnlockDialog)
    assert again is not None
    type_passphrase(again)
    repair_by_hand(qtbot, start.home.parent / "reserve.leerlijn")
    qtbot.waitUntil(lambda: program.window is not None, timeout=20_000)


def test_evidence_that_is_gone_is_named(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    paper = tmp_path / "Certificaat BHV.txt"
    paper.write_text("gehaald")
    evidence: Evidence = desk.services.evidence.add(paper).evidence
    desk.services._core.vault.path(evidence.sha256).unlink()
    dialog = CheckDialog(desk)
    dialog.open()
    qtbot.waitUntil(lambda: "verdwenen" in told(dialog) or "niet meer in" in told(dialog), timeout=10_000)
    press(dialog, "Kijk in de reservekopieën")
    qtbot.waitUntil(lambda: "Certificaat BHV" in told(dialog), timeout=10_000)
    dialog.close()
    bury()
