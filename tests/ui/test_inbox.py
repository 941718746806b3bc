"""The inbox in the window: chosen once, watched, and filed piece by piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.session import Services
from portfolio_app.services.settings import INBOX_AFTER
from portfolio_app.ui import inbox
from portfolio_app.ui.dialogs.filing import FilingDialog
from portfolio_app.ui.dialogs.inbox import InboxDialog
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Label
from tests.ui.driving import add, type_in, unnamed


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SOON_MS", 50)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "postvak"
    made.mkdir()
    return made


def put(folder: Path, name: str, words: str = "") -> Path:
    path = folder / name
    path.write_text(words or name)
    return path


def taken(services: Services, folder: Path, *names: str) -> None:
    services.inbox.choose(folder, with_present=True)
    for name in names:
        put(folder, name)
    services.inbox.look()
    services.inbox.look()
    assert services.jobs.wait_idle()


def press(dialog: QDialog, words: str) -> None:
    next(button for button in dialog.findChildren(Button) if button.text() == words and button.isVisible()).click()


def test_what_lands_in_the_folder_comes_in_by_itself(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    services = window.desk.services
    put(folder, "oud.txt")
    page = window.go("settings")
    assert isinstance(page, Settings)
    page._inbox.take(folder)
    qtbot.waitUntil(lambda: bool(window.findChildren(InboxDialog)))
    (dialog,) = window.findChildren(InboxDialog)
    assert unnamed(dialog) == []
    assert dialog._present.box.text() == "Ook het ene bestand dat er nu in zit toevoegen"
    press(dialog, "Maak er mijn postvak van")
    assert services.inbox.folder == folder
    window.go("today")
    put(folder, "bord.txt")
    qtbot.waitUntil(lambda: len(services.inbox.waiting()) == 1, timeout=20_000)
    assert [item.title for item in services.inbox.waiting()] == ["bord"]
    qtbot.waitUntil(lambda: "via je postvak" in window.toast.text, timeout=5_000)
    shown = [label.text() for label in window.stack.findChildren(Label) if label.isVisible()]
    assert "Er zit 1 bestand in je postvak." in shown
    assert services.settings.get(INBOX_AFTER) == "leave"
    assert (folder / "bord.txt").exists()
    qtbot.waitUntil(lambda: window.incoming.inbox._job is None, timeout=10_000)


def test_pieces_are_filed_one_after_the_other(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    services = window.desk.services
    made = add(services, "Studiedag", services.records.today(), 60)
    taken(services, folder, "a.txt", "b.txt", "c.txt", "d.txt")
    window.go("evidence")
    window.command("inbox")
    (dialog,) = window.findChildren(FilingDialog)
    assert dialog.accessibleName() == "Postvak: 4 bestanden om op te ruimen"
    assert unnamed(dialog) == []
    type_in(dialog._title, "Bordplan van 2B")
    dialog._pupils.set_value(PupilsVisible.NO)
    dialog.join("experience", made.id)
    (kept,) = services.evidence.of(made.id)
    assert (kept.title, kept.pupils) == ("Bordplan van 2B", PupilsVisible.NO)
    type_in(dialog._title, "Gesprek na de les")
    press(dialog, "Maak er een moment van")
    assert "Gesprek na de les" in {item.title for item in services.records.load(Experience)}
    press(dialog, "Later")
    assert dialog._title.value() == "d"
    press(dialog, "Zo laten")
    assert dialog.accessibleName() == "Postvak"
    assert [item.title for item in services.inbox.waiting()] == ["c"]
    press(dialog, "Sluiten")
    assert "Er zit 1 bestand in je postvak." in [label.text() for label in window.findChildren(Label)]


def test_the_empty_inbox_leads_to_the_settings(window: MainWindow) -> None:
    window.command("inbox")
    (dialog,) = window.findChildren(FilingDialog)
    press(dialog, "Naar de instellingen")
    assert window.stack.currentWidget() is window.page("settings")


def test_the_trash_of_the_computer_takes_a_file(folder: Path) -> None:
    source = put(folder, "weg.txt")
    gone = inbox.to_trash(source)
    assert gone is not source.exists()  # where there is no trash it stays
    assert not inbox.to_trash(folder / "is er niet.txt")


def test_no_folder_any_more(window: MainWindow, folder: Path) -> None:
    services = window.desk.services
    services.inbox.choose(folder, with_present=True)
    page = window.go("settings")
    assert isinstance(page, Settings)
    page._inbox.refresh()
    assert page._inbox._state.text() == str(folder)
    page._inbox._forget.click()
    assert services.inbox.folder is None
    assert page._inbox._state.text() == "Er is geen map gekozen."
