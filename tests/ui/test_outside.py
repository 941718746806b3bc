"""Opening elsewhere, a changed copy, and versions, as somebody meets them in the window."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.ui.dialogs.look import LookDialog
from portfolio_app.ui.dialogs.outside import OutsideDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from portfolio_app.ui.shell.window import MainWindow
from tests.ui.driving import unnamed
from tests.ui.fitting import cut, sideways


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the desktop was asked to open."""
    found: list[Path] = []

    def open_url(url: QUrl) -> bool:
        found.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return found


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


@pytest.fixture
def editor(window: MainWindow, desk: Desk, tmp_path: Path) -> EvidenceEditor:
    source = tmp_path / "lesplan.txt"
    source.write_text("eerste opzet")
    item = desk.services.evidence.add(source).evidence
    window.open_record("evidence", item.id)
    page = window.page("evidence")
    assert page is not None
    editor = page.findChild(EvidenceEditor)
    assert editor is not None
    return editor


def present(desk: Desk) -> Evidence:
    (item,) = desk.services.evidence.all()
    return item


def test_a_copy_is_explained_once_and_opened(
    qtbot: QtBot, window: MainWindow, editor: EvidenceEditor, opened: list[Path]
) -> None:
    editor.file.elsewhere.click()
    dialog = window.findChild(OutsideDialog)
    assert dialog is not None
    assert cut(dialog) == []
    assert opened == []
    dialog.accept()
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=10_000)
    assert opened[0].read_text() == "eerste opzet"
    assert "buiten de versleuteling" in window.toast.text
    # The second time it opens at once.
    editor.file.elsewhere.click()
    qtbot.waitUntil(lambda: len(opened) == 2, timeout=10_000)
    assert [each for each in window.findChildren(OutsideDialog) if each.isVisible()] == []


def test_who_does_not_want_a_copy_gets_none(
    window: MainWindow, editor: EvidenceEditor, desk: Desk, opened: list[Path]
) -> None:
    editor.file.elsewhere.click()
    dialog = window.findChild(OutsideDialog)
    assert dialog is not None
    dialog.reject()
    assert desk.services.jobs.wait_idle()
    assert opened == desk.services.outside.copies() == []


def test_what_was_changed_outside_is_asked_about_and_taken_in(
    qtbot: QtBot, window: MainWindow, editor: EvidenceEditor, desk: Desk
) -> None:
    copy = desk.services.outside.open(present(desk))
    saved = copy.with_name("lesplan 2.txt")
    saved.write_text("tweede opzet")
    os.utime(saved, (1_790_000_000, 1_790_000_000))
    watch = window.outside
    assert not watch.isVisible()
    watch.look()
    qtbot.waitUntil(lambda: not watch._looking, timeout=10_000)
    watch.look()
    qtbot.waitUntil(watch.isVisible, timeout=10_000)
    assert "lesplan 2.txt" in watch.banner.text
    # It is in sight a moment before the layout gave its buttons their room.
    qtbot.waitUntil(lambda: cut(window) == [])
    watch.banner.action.click()
    qtbot.waitUntil(lambda: len(present(desk).earlier) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: editor.record is not None and editor.record.file_name == "lesplan 2.txt", timeout=10_000)
    assert not watch.isVisible()
    assert desk.services.evidence.read(present(desk)) == b"tweede opzet"
    assert desk.services.jobs.wait_idle()


def test_no_is_an_answer(qtbot: QtBot, window: MainWindow, editor: EvidenceEditor, desk: Desk) -> None:
    copy = desk.services.outside.open(present(desk))
    copy.with_name("lesplan 2.txt").write_text("tweede opzet")
    watch = window.outside
    for _ in range(2):
        watch.look()
        qtbot.waitUntil(lambda: not watch._looking, timeout=10_000)
    qtbot.waitUntil(watch.isVisible, timeout=10_000)
    watch.leave.click()
    assert not watch.isVisible()
    watch.look()
    qtbot.waitUntil(lambda: not watch._looking, timeout=10_000)
    assert not watch.isVisible()
    assert present(desk).earlier == ()


def test_versions_are_put_in_seen_and_brought_back(
    qtbot: QtBot,
    window: MainWindow,
    editor: EvidenceEditor,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    newer = tmp_path / "lesplan-2.txt"
    newer.write_text("tweede opzet")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(newer), ""))
    editor._title.set_value("Lesplan breuken")
    editor._title.changed.emit()
    editor.versions.newer.click()
    qtbot.waitUntil(lambda: len(present(desk).earlier) == 1, timeout=10_000)
    # What was being written is saved before.
    assert (present(desk).title, present(desk).file_name) == ("Lesplan breuken", "lesplan-2.txt")
    assert desk.services.jobs.wait_idle()
    qtbot.waitUntil(lambda: editor.record == present(desk), timeout=10_000)
    buttons = {button.accessibleName(): button for button in editor.versions.findChildren(QPushButton)}
    assert unnamed(editor) == []
    assert sideways(window) == []
    buttons["Bekijken: lesplan.txt"].click()
    dialog = window.findChild(LookDialog)
    assert dialog is not None
    with qtbot.waitSignal(dialog.view.shown, timeout=20_000):
        pass
    assert dialog.view.text.toPlainText() == "eerste opzet"
    dialog.reject()
    buttons["Terugzetten: lesplan.txt"].click()
    assert present(desk).file_name == "lesplan.txt"
    assert desk.services.jobs.wait_idle()


def test_consent_is_asked_for_where_there_are_pupils(editor: EvidenceEditor, desk: Desk) -> None:
    assert not editor._consent_from.isVisible()
    editor._pupils.set_value(PupilsVisible.YES)
    editor._pupils.changed.emit()
    assert editor._consent_from.isVisible()
    editor._consent_from.set_value("ouders van Noor")
    editor._consent_on.set_value(desk.today())
    editor._consent_for.set_value("mijn portfolio")
    assert editor.save()
    kept = present(desk)
    assert (kept.consent_note, kept.consent_on, kept.consent_for) == (
        "ouders van Noor",
        desk.today(),
        "mijn portfolio",
    )
