"""Looking at evidence in the window: pages, pictures, words, and what can't be shown."""

from __future__ import annotations

from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import Evidence
from portfolio_app.ui.dialogs.file_view import FileView
from portfolio_app.ui.dialogs.look import LookDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.evidence import EvidencePage
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from tests.ui.conftest import show
from tests.ui.driving import unnamed
from tests.ui.fitting import cut
from tests.vault import documents


def take_in(desk: Desk, folder: Path, name: str, data: bytes) -> Evidence:
    file = folder / name
    file.write_bytes(data)
    return desk.services.evidence.add(file).evidence


def look(qtbot: QtBot, desk: Desk, item: Evidence) -> LookDialog:
    dialog = LookDialog(desk, item)
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.view.shown, timeout=20_000):
        dialog.open()
    QApplication.processEvents()  # lay out what is said now
    assert unnamed(dialog) == []
    assert cut(dialog) == []
    return dialog


def width_of(view: FileView) -> int:
    sheet = view.sheet.widget()
    assert sheet is not None
    return sheet.width()


def viewers() -> list[psutil.Process]:
    return [each for each in psutil.Process().children(recursive=True) if "vault.viewer" in " ".join(each.cmdline())]


def test_pages_turn_by_keyboard_and_say_where_they_are(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    item = take_in(desk, tmp_path, "verslag.pdf", documents.pdf("een", "twee", "drie"))
    dialog = look(qtbot, desk, item)
    view = dialog.view
    assert (view.page, view.sheet.accessibleName()) == (0, "Pagina 1 van 3 van verslag")
    assert view.sheet.hasFocus()
    for key, wanted in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_End, 2),
        (Qt.Key.Key_Left, 1),
        (Qt.Key.Key_Home, 0),
    ):
        with qtbot.waitSignal(view.shown, timeout=10_000):
            qtbot.keyClick(view.sheet, key)
        assert view.page == wanted
    # Page Down first goes down the page, and turns it at its end.
    bar = view.sheet.verticalScrollBar()
    assert bar.maximum() > 0
    qtbot.keyClick(view.sheet, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    bar.setValue(bar.maximum())
    with qtbot.waitSignal(view.shown, timeout=10_000):
        qtbot.keyClick(view.sheet, Qt.Key.Key_PageDown)
    assert (view.page, bar.value()) == (1, 0)
    with qtbot.waitSignal(view.shown, timeout=10_000):
        qtbot.keyClick(view.sheet, Qt.Key.Key_PageUp)
    assert (view.page, bar.value()) == (0, bar.maximum())
    dialog.reject()
    assert viewers() == []


def test_a_picture_fits_and_is_enlarged(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    item = take_in(desk, tmp_path, "bord.jpg", documents.jpeg(documents.halves((1600, 1000))))
    view = look(qtbot, desk, item).view
    fitted = width_of(view)
    assert fitted < view.sheet.width()
    assert view.sheet.accessibleName() == "Afbeelding: bord"
    with qtbot.waitSignal(view.shown, timeout=10_000):
        qtbot.keyClick(view.sheet, Qt.Key.Key_Plus)
    assert width_of(view) > fitted
    with qtbot.waitSignal(view.shown, timeout=10_000):
        qtbot.keyClick(view.sheet, Qt.Key.Key_0)
    assert width_of(view) == fitted


def test_a_picture_is_told_in_the_words_she_gave_it(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    from dataclasses import replace

    item = take_in(desk, tmp_path, "bord.jpg", documents.jpeg())
    told = replace(item, alternative_text="Het bord na de les: rood en blauw")
    assert look(qtbot, desk, told).view.sheet.accessibleName() == "Het bord na de les: rood en blauw"


def test_words_are_shown_and_one_endless_line_does_not_stop_the_window(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    item = take_in(desk, tmp_path, "regel.txt", b"woord " * 50_000)
    view = look(qtbot, desk, item).view
    assert view.text.toPlainText().startswith("woord woord")
    assert view.text.document().blockCount() > 100
    written = take_in(desk, tmp_path, "plan.docx", documents.docx(documents.paragraph("Lesplan")))
    view = look(qtbot, desk, written).view
    assert view.text.toPlainText() == "Lesplan"
    assert view.note.isVisible()


def test_what_can_not_be_shown_says_so_and_the_next_one_works(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    broken = take_in(desk, tmp_path, "kapot.pdf", b"%PDF-1.7 niets")
    view = look(qtbot, desk, broken).view
    assert "in een ander programma" in view.said.text()
    bomb = take_in(desk, tmp_path, "lijn.png", documents.png_bomb(1, 1_000_000_000))
    assert "te groot" in look(qtbot, desk, bomb).view.said.text()
    sound = take_in(desk, tmp_path, "gesprek.m4a", b"\0\0\0\x18ftypM4A " + bytes(64))
    assert "ander programma" in look(qtbot, desk, sound).view.said.text()
    whole = take_in(desk, tmp_path, "heel.pdf", documents.pdf("heel"))
    assert look(qtbot, desk, whole).view.page == 0


def test_a_look_that_is_closed_while_it_opens_leaves_no_process(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    item = take_in(desk, tmp_path, "verslag.pdf", documents.pdf("een"))
    dialog = LookDialog(desk, item)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.reject()
    assert desk.services.jobs.wait_idle()
    assert viewers() == []


def test_the_file_is_viewed_from_its_page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    item = take_in(desk, tmp_path, "verslag.pdf", documents.pdf("een"))
    page = EvidencePage(desk)
    show(qtbot, page)
    page.open_record("evidence", item.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    qtbot.keyClick(editor.file.see, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(LookDialog)
    with qtbot.waitSignal(dialog.view.shown, timeout=20_000):
        pass
    dialog.reject()


def test_closing_the_portfolio_ends_every_look(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    item = take_in(desk, tmp_path, "verslag.pdf", documents.pdf("een"))
    look(qtbot, desk, item)
    assert viewers() != []
    desk.services.looking.close()
    assert viewers() == []


def test_what_is_hidden_in_a_file_is_told_in_words(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    written = documents.exif(1)
    written[0x010F], written[0x0110] = "Apple", "iPhone 13"
    written.get_ifd(0x8769)[0x9003] = "2024:05:03 14:12:11"
    photo = take_in(desk, tmp_path, "bord.jpg", documents.jpeg(exif=written))
    film = take_in(desk, tmp_path, "les.mp4", b"\0\0\0\x18ftypisom" + bytes(64))
    page = EvidencePage(desk)
    show(qtbot, page)
    page.open_record("evidence", photo.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    words = editor.file.particulars
    qtbot.waitUntil(words.isVisible, timeout=20_000)
    assert words.text() == (
        "Gemaakt op 3 mei 2024 met Apple iPhone 13. De plaats staat erin. "
        "Een lezer krijgt dit niet: het wordt uit de kopie gehaald die meegaat."
    )
    page.open_record("evidence", film.id)
    qtbot.waitUntil(lambda: "is er niet uit te halen" in words.text(), timeout=20_000)
