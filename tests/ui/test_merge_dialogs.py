"""Two computers in the window: a file out, a file in, and a choice between two texts."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app import bootstrap
from portfolio_app.bootstrap import Passphrase, create_portfolio, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.conflicts import ConflictsDialog
from portfolio_app.ui.dialogs.merge import MergeDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.today import Today
from portfolio_app.ui.widgets.differences import DifferencesView
from tests.services.helpers import environment
from tests.ui.conftest import show


def story(services: Services, text: str) -> None:
    records = services.records
    known = records.get(Experience, IDENT)
    written = known.written_at if known else records.now()
    records.save(Experience(id=IDENT, written_at=written, title="Rekenles", happened_on=date(2026, 3, 2), story=text))


IDENT = "01900000-0000-7000-8000-0000000000aa"


@pytest.fixture
def school(desk: Desk, tmp_path: Path) -> Generator[Services]:
    """The same portfolio on another computer, from before both wrote in it."""
    story(desk.services, "Wij telden de knikkers.")
    home = tmp_path / "school" / "portfolio"
    desk.services._core.store.database.checkpoint()
    shutil.copytree(desk.services.home, home, ignore=shutil.ignore_patterns("lock"))
    other = open_portfolio(home, Passphrase("een goede lange zin"), environment=environment(tmp_path / "school"))
    yield other
    other.close()


def press(within: QWidget, words: str) -> None:
    next(b for b in within.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def seen(within: QWidget) -> str:
    return "\n".join(label.text() for label in within.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    """What the dialog stands over: a dialog lets itself go when it is closed, and goes with this otherwise."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def take_in(qtbot: QtBot, desk: Desk, over: QWidget, path: Path) -> MergeDialog:
    dialog = MergeDialog(desk, over)
    dialog.open()
    dialog.read_from(path)
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    return dialog


def test_a_file_goes_out_and_another_comes_in(
    qtbot: QtBot, desk: Desk, over: QWidget, school: Services, tmp_path: Path
) -> None:
    story(desk.services, "Wij telden de knikkers en de eikels.")
    story(school, "Wij telden de kastanjes.")
    school.merging.write(tmp_path / "school.leerlijn")
    dialog = take_in(qtbot, desk, over, tmp_path / "school.leerlijn")
    assert "Samengevoegd" in seen(dialog)
    assert "1 tekst is op beide computers gewijzigd" in seen(dialog)
    asked = list[bool]()
    dialog.conflicts_requested.connect(lambda: asked.append(True))
    dialog.write_to(tmp_path / "thuis.leerlijn")
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    assert "thuis.leerlijn" in seen(dialog)
    assert school.merging.merge(tmp_path / "thuis.leerlijn").changed
    dialog._look()
    assert asked == [True]


def test_two_texts_stand_side_by_side_and_both_can_be_kept(
    qtbot: QtBot, desk: Desk, school: Services, tmp_path: Path
) -> None:
    story(desk.services, "Wij telden de knikkers en de eikels.")
    story(school, "Wij telden de kastanjes.")
    school.merging.write(tmp_path / "school.leerlijn")
    desk.services.merging.merge(tmp_path / "school.leerlijn")
    page = show(qtbot, Today(desk))
    commands = list[str]()
    page.command_requested.connect(commands.append)
    press(page, "1 tekst is op twee computers gewijzigd")
    assert commands == ["conflicts"]
    dialog = ConflictsDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    now, other = dialog.findChildren(DifferencesView)
    texts = {now.toPlainText(), other.toPlainText()}
    assert any("kastanjes" in text for text in texts)
    assert any("eikels" in text for text in texts)
    assert "nu" in now.accessibleDescription()
    opened = list[str]()
    dialog.open_requested.connect(lambda kind, ident: opened.append(ident))
    press(dialog, "Beide houden en er één tekst van maken")
    assert opened == [IDENT]
    kept = desk.services.records.need(Experience, IDENT).story
    assert "kastanjes" in kept
    assert "eikels" in kept
    page.notice(None)
    assert not any("twee computers" in b.text() for b in page.findChildren(QPushButton) if b.isVisible())


def test_settling_the_last_one_says_so(qtbot: QtBot, desk: Desk, school: Services, tmp_path: Path) -> None:
    story(desk.services, "Thuis.")
    story(school, "School.")
    school.merging.write(tmp_path / "school.leerlijn")
    desk.services.merging.merge(tmp_path / "school.leerlijn")
    dialog = ConflictsDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    press(dialog, "Laten zoals het is")
    assert "Er wacht geen tekst op je keuze." in seen(dialog)


def test_a_file_that_is_no_bundle_is_told(qtbot: QtBot, desk: Desk, over: QWidget, tmp_path: Path) -> None:
    (tmp_path / "foto.leerlijn").write_bytes(b"geen bundel")
    dialog = take_in(qtbot, desk, over, tmp_path / "foto.leerlijn")
    assert "geen reservekopie" in seen(dialog)
    assert not [field for field in dialog.findChildren(QLineEdit) if field.isVisible()]


def test_another_key_is_asked_for_in_the_same_place(
    qtbot: QtBot, desk: Desk, over: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    same = desk.services._core.store.database.portfolio_id
    monkeypatch.setattr(bootstrap.ids, "new_id", lambda now, randomness=None: same)
    folder = tmp_path / "anders"
    other = create_portfolio(folder / "p", passphrase="een heel andere zin", environment=environment(folder)).services
    monkeypatch.undo()
    story(other, "Van elders.")
    other.merging.write(tmp_path / "anders.leerlijn")
    other.close()
    dialog = take_in(qtbot, desk, over, tmp_path / "anders.leerlijn")
    (field,) = [field for field in dialog.findChildren(QLineEdit) if field.isVisible()]
    press(dialog, "Open")
    assert "Typ het eerst hier." in seen(dialog)
    field.setText("niet dit")
    press(dialog, "Open")
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    assert dialog.trouble.text
    field.setText("een heel andere zin")
    press(dialog, "Open")
    qtbot.waitUntil(lambda: dialog._job is None, timeout=20_000)
    assert "Samengevoegd: 1 nieuw." in seen(dialog)
    assert not field.isVisible()
    assert desk.services.records.need(Experience, IDENT).story == "Van elders."
