"""Files dropped and pasted anywhere in the window: each finds its place, and nothing is asked twice."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QFileSystemWatcher, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.ui.dialogs.as_evidence import AsEvidenceDialog
from portfolio_app.ui.dialogs.brought_in import BroughtInDialog
from portfolio_app.ui.dialogs.find import PickDialog
from portfolio_app.ui.dialogs.folders import FoldersDialog
from portfolio_app.ui.offers import Offer, offer_of
from portfolio_app.ui.pages.evidence import EvidencePage
from portfolio_app.ui.shell.incoming import IntakeBar
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.buttons import Button, ChipButton
from portfolio_app.ui.widgets.containers import Label
from tests.ui.driving import add, unnamed


def file(folder: Path, name: str = "bord.txt", words: str = "Foto van het bord") -> Path:
    path = folder / name
    path.write_text(words)
    return path


def dragged(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drop(window: MainWindow, data: QMimeData) -> QDropEvent:
    """Let go over the window, as the desktop tells it."""
    handle, move = window.windowHandle(), Qt.DropAction.MoveAction
    both = move | Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(window.rect().center(), both, data, left, none)
    enter.setDropAction(move)
    QApplication.sendEvent(handle, enter)
    event = QDropEvent(QPointF(window.rect().center()), both, data, left, none, QEvent.Type.Drop)
    event.setDropAction(move)
    if enter.isAccepted():
        QApplication.sendEvent(handle, event)
    return event


def shown(window: MainWindow, kind: type[QDialog]) -> QDialog:
    return next(dialog for dialog in window.findChildren(kind) if dialog.isVisible())


def press(dialog: QDialog, words: str) -> None:
    next(button for button in dialog.findChildren(Button) if button.text() == words and button.isVisible()).click()


def said(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(Label))


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.wait(10)
    qtbot.waitUntil(lambda: not window.desk.intake.busy, timeout=10_000)


def evidence(window: MainWindow) -> list[Evidence]:
    return window.desk.services.evidence.all()


def test_what_is_dropped_on_a_record_belongs_to_it(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    services = window.desk.services
    made = add(services, "Studiedag", services.records.today(), 60)
    window.open_record("experience", made.id)
    event = drop(window, dragged(file(tmp_path)))
    assert event.isAccepted()
    assert event.dropAction() == Qt.DropAction.CopyAction  # a move would make the file manager throw it away
    settle(qtbot, window)
    assert [item.title for item in services.evidence.of(made.id)] == ["bord"]
    assert window.toast.text == "1 bestand staat er veilig in."


def test_also_on_a_belief_which_shows_it_at_once(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    records = window.desk.services.records
    belief = Pattern(id=records.new_id(), written_at=records.now(), kind=PatternKind.MENTAL_MODEL,
                     statement="Wie stilvalt, heeft hulp nodig.", noticed_on=records.today())  # fmt: skip
    records.save(belief)
    window.open_record("pattern", belief.id)
    drop(window, dragged(file(tmp_path)))
    settle(qtbot, window)
    assert [item.title for item in window.desk.services.evidence.of(belief.id)] == ["bord"]


def test_a_page_without_a_place_for_files_offers_to_keep_them(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.go("hours")
    drop(window, dragged(file(tmp_path)))
    qtbot.waitUntil(lambda: bool(window.findChildren(AsEvidenceDialog)))
    assert evidence(window) == []
    shown(window, AsEvidenceDialog).accept()
    settle(qtbot, window)
    assert [item.title for item in evidence(window)] == ["bord"]
    assert window.page("evidence") is window.stack.currentWidget()


def test_words_are_dropped_as_ever_and_nothing_while_it_is_hidden(window: MainWindow, tmp_path: Path) -> None:
    words = QMimeData()
    words.setText("zomaar een zin")
    assert offer_of(words) == Offer()
    window.toggle_cover()
    drop(window, dragged(file(tmp_path)))
    QApplication.processEvents()
    assert not window.desk.intake.busy
    window.toggle_cover()


def test_a_folder_is_asked_for_once(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "stage"
    (folder / "week 1").mkdir(parents=True)
    file(folder, "een.txt", "een")
    file(folder / "week 1", "twee.txt", "twee")
    file(folder, ".DS_Store", "x")
    window.go("evidence")
    drop(window, dragged(folder))
    qtbot.waitUntil(lambda: bool(window.findChildren(FoldersDialog)))
    dialog = shown(window, FoldersDialog)
    assert dialog.accessibleName() == "2 bestanden in 2 mappen toevoegen?"
    dialog.reject()
    settle(qtbot, window)
    assert evidence(window) == []
    drop(window, dragged(folder))
    qtbot.waitUntil(lambda: any(item.isVisible() for item in window.findChildren(FoldersDialog)))
    shown(window, FoldersDialog).accept()
    settle(qtbot, window)
    assert {item.title for item in evidence(window)} == {"een", "twee"}
    assert not [item for item in window.findChildren(BroughtInDialog) if item.isVisible()]


def test_what_is_there_already_is_shown_with_its_place(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    services = window.desk.services
    day = services.records.today()
    first, second = add(services, "Studiedag", day, 60), add(services, "Lesbezoek", day, 60)
    item = services.evidence.add(file(tmp_path, "Certificaat BHV.txt"), about=first).evidence
    window.go("evidence")
    drop(window, dragged(tmp_path / "Certificaat BHV.txt"))
    settle(qtbot, window)
    dialog = shown(window, BroughtInDialog)
    words = said(dialog)
    assert "Je hebt dit bestand al: ‘Certificaat BHV’, bij" in words
    assert "“Studiedag”" in words
    assert [one.id for one in services.evidence.proves(item.id)] == [first.id]  # nothing was linked unasked
    assert unnamed(dialog) == []
    press(dialog, "Ook ergens anders aan koppelen…")
    choose = dialog.findChildren(PickDialog)[0]
    choose.open_requested.emit("experience", second.id)
    choose.reject()
    assert [one.id for one in services.evidence.proves(item.id)] == [first.id, second.id]
    press(dialog, "Open")
    page = window.page("evidence")
    assert page is not None
    assert page.editor.record.id == item.id  # type: ignore[attr-defined]


def test_what_lies_in_the_trash_is_offered_back(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    services = window.desk.services
    item = services.evidence.add(file(tmp_path)).evidence
    services.records.trash("evidence", item.id)
    window.go("evidence")
    drop(window, dragged(tmp_path / "bord.txt"))
    settle(qtbot, window)
    assert evidence(window) == []
    press(shown(window, BroughtInDialog), "Terugzetten")
    assert [one.id for one in evidence(window)] == [item.id]


def test_trouble_is_told_together_in_the_end(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.go("evidence")
    drop(window, dragged(file(tmp_path), tmp_path / "weg.txt", file(tmp_path, "leeg.txt", "")))
    settle(qtbot, window)
    dialog = shown(window, BroughtInDialog)
    words = said(dialog)
    assert dialog.accessibleName() == "1 bestand staat er veilig in."
    assert "weg.txt: het ging weg of veranderde tijdens het kopiëren" in words
    assert "1 leeg bestand blijft achter." in words


def test_the_bar_shows_how_far_it_is_and_stops(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (bar,) = window.findChildren(IntakeBar)
    large = tmp_path / "groot.bin"
    large.write_bytes(bytes(64 << 20))
    seen: list[bool] = []
    window.desk.intake.progressed.connect(lambda *_: seen.append(bar.isVisible()))
    window.desk.intake.progressed.connect(lambda *_: bar.stop.click())
    window.go("evidence")
    drop(window, dragged(large, file(tmp_path)))
    settle(qtbot, window)
    assert seen
    assert all(seen)
    assert not bar.isVisible()
    assert evidence(window) == []
    assert "Gestopt" in window.toast.text


def test_a_second_drop_waits_for_the_first(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.go("evidence")
    drop(window, dragged(file(tmp_path, "een.txt", "een")))
    drop(window, dragged(file(tmp_path, "twee.txt", "twee")))
    settle(qtbot, window)
    assert {item.title for item in evidence(window)} == {"een", "twee"}


def test_a_pasted_picture_comes_in_without_a_plain_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "plain"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "plain").mkdir()
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("seagreen"))
    QGuiApplication.clipboard().setImage(picture)
    written: list[str] = []
    watch = QFileSystemWatcher([str(tmp_path / "plain")])
    watch.directoryChanged.connect(written.append)
    window.go("evidence")
    window.menus.actions["paste"].trigger()
    settle(qtbot, window)
    (kept,) = evidence(window)
    assert (kept.media_type, kept.made_on) == ("image/png", window.desk.today())
    assert kept.title == f"Afbeelding van {window.desk.t.date(window.desk.today())}"
    back = QImage.fromData(window.desk.services.evidence.read(kept))
    assert (back.size(), back.pixelColor(5, 5)) == (picture.size(), QColor("seagreen"))
    assert written == []


def test_copied_files_go_before_their_picture_and_text_is_no_picture(tmp_path: Path) -> None:
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    both = dragged(file(tmp_path))
    both.setImageData(picture)
    assert offer_of(both).paths == (tmp_path / "bord.txt",)
    cells = QMimeData()
    cells.setText("a\tb")
    cells.setImageData(picture)
    assert not offer_of(cells)
    away = QMimeData()
    away.setUrls([QUrl("https://voorbeeld.example/foto.jpg")])
    assert not offer_of(away)


def test_pasting_into_a_text_is_left_to_the_text(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = window.go("evidence")
    window.desk.services.evidence.add(file(tmp_path))
    page.refresh(None)
    QGuiApplication.clipboard().setText("bord")
    line = page.findChildren(QLineEdit)[0]
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == "bord"
    assert isinstance(window.menus.actions["paste"], QAction)
    window.command("paste")
    assert window.toast.text.startswith("Er staat geen bestand of afbeelding op het klembord")


def test_files_pasted_into_a_text_belong_to_its_record(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    services = window.desk.services
    made = add(services, "Studiedag", services.records.today(), 60)
    window.open_record("experience", made.id)
    QGuiApplication.clipboard().setMimeData(dragged(file(tmp_path)))
    press_paste = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(window.windowHandle(), press_paste)
    settle(qtbot, window)
    assert [item.title for item in services.evidence.of(made.id)] == ["bord"]
    assert services.records.need(type(made), made.id).story == ""


def test_the_list_is_narrowed_to_what_is_still_to_be_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    services = window.desk.services
    made = add(services, "Studiedag", services.records.today(), 60)
    loose = services.evidence.add(file(tmp_path, "los.txt", "los")).evidence
    linked = services.evidence.add(file(tmp_path, "vast.txt", "vast"), about=made).evidence
    services.records.save(replace(loose, pupils=PupilsVisible.NO))
    page = window.go("evidence")
    assert isinstance(page, EvidencePage)

    def narrowed(words: str) -> list[str]:
        next(button for button in page._only.findChildren(ChipButton) if button.text() == words).click()
        return [row.heading for row in page._presenter.page(0, 10, "")]

    assert narrowed("hoort nog nergens bij") == ["los"]
    assert narrowed("leerlingen: nog niet beantwoord") == ["vast"]
    assert narrowed("certificaten") == []
    assert page._table.isVisible()
    assert page._model.rowCount() == 0
    assert len(narrowed("certificaten")) == 2  # pressed again it lets go
    services.records.trash("experience", made.id)
    assert set(narrowed("hoort nog nergens bij")) == {"los", "vast"}
    assert linked.id in {item.id for item in evidence(window)}
    assert unnamed(page) == []
