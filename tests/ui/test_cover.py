"""The picture editor: by mouse and by keyboard alone, in words, with a way back, and never on the picture itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui import unsaved
from portfolio_app.ui.dialogs.cover import CoverDialog
from portfolio_app.ui.dialogs.cover_presenter import Covering
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.evidence import EvidencePage
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.theme.theme import Theme
from tests.ui.conftest import show
from tests.ui.driving import unnamed
from tests.ui.fitting import cut, sideways

DUTCH = Translator("nl")


@pytest.fixture
def photo(services: Services, tmp_path: Path) -> Evidence:
    """A photo that is taken in and not answered yet."""
    path = tmp_path / "bord.jpg"
    Image.new("RGB", (600, 400), (90, 160, 200)).save(path)
    return services.evidence.add(path, title="De klas bij het bord").evidence


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, photo: Evidence) -> CoverDialog:
    """The editor, its picture in sight."""
    return opened(qtbot, desk, photo)


def opened(qtbot: QtBot, desk: Desk, item: Evidence) -> CoverDialog:
    made = CoverDialog(desk, item)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: not made.board.room().isEmpty(), timeout=20_000)
    return made


def kept(services: Services, item: Evidence) -> Evidence:
    found = services.records.get(Evidence, item.id)
    assert found is not None
    return found


def at(dialog: CoverDialog, across: float, down: float) -> QPoint:
    room = dialog.board.room()
    return QPoint(round(room.x() + across * room.width()), round(room.y() + down * room.height()))


def drag(dialog: CoverDialog, start: QPoint, end: QPoint) -> None:
    board, left = dialog.board, Qt.MouseButton.LeftButton
    QTest.mousePress(board, left, pos=start)
    QTest.mouseMove(board, (start + end) / 2)
    QTest.mouseMove(board, end)
    QTest.mouseRelease(board, left, pos=end)


def near(box: Cover, *expected: int) -> bool:
    told = (box.left, box.top, box.width, box.height)
    return all(abs(one - other) < 150 for one, other in zip(told, expected, strict=True))


def test_a_box_is_drawn_dragged_and_pulled_larger_by_mouse(dialog: CoverDialog) -> None:
    drag(dialog, at(dialog, 0.2, 0.2), at(dialog, 0.4, 0.5))
    (box,) = dialog._work.boxes
    assert near(box, 2_000, 2_000, 2_000, 3_000)
    drag(dialog, at(dialog, 0.3, 0.3), at(dialog, 0.5, 0.4))
    (box,) = dialog._work.boxes
    assert near(box, 4_000, 3_000, 2_000, 3_000)
    corner = dialog.board.on_board(box).bottomRight().toPoint()
    drag(dialog, corner, at(dialog, 0.9, 0.9))
    (box,) = dialog._work.boxes
    assert near(box, 4_000, 3_000, 5_000, 6_000)
    for _ in range(3):
        dialog._back.click()
    assert dialog._work.boxes == ()
    assert not dialog._back.isEnabled()


def test_a_click_alone_draws_nothing(dialog: CoverDialog) -> None:
    QTest.mouseClick(dialog.board, Qt.MouseButton.LeftButton, pos=at(dialog, 0.5, 0.5))
    assert dialog._work.boxes == ()


def test_everything_goes_by_keyboard_and_is_told_in_words(
    qtbot: QtBot, dialog: CoverDialog, services: Services, photo: Evidence
) -> None:
    board = dialog.board
    assert unnamed(dialog) == []
    dialog._add.setFocus()
    QTest.keyClick(dialog._add, Qt.Key.Key_Space)
    assert board.hasFocus()
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
    before = dialog._work.boxes[0]
    for key, held in ((Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Up, ctrl)):
        QTest.keyClick(board, key, held)
    QTest.keyClick(board, Qt.Key.Key_Right, shift)
    QTest.keyClick(board, Qt.Key.Key_Down, shift | ctrl)
    assert dialog._work.boxes == (Cover(before.left - 100, before.top - 20, before.width + 100, before.height + 20),)
    QTest.keyClick(board, Qt.Key.Key_Insert)
    assert len(dialog._work.boxes) == 2
    assert "2 vlakken. Vlak 2, zwart vlak: in het midden" in board.accessibleName()
    QTest.keyClick(board, Qt.Key.Key_PageUp)
    assert dialog._work.chosen == 0
    assert dialog._list.currentRow() == 0
    QTest.keyClick(board, Qt.Key.Key_Delete)
    assert len(dialog._work.boxes) == 1
    QTest.keyClick(dialog, Qt.Key.Key_Z, ctrl)
    assert len(dialog._work.boxes) == 2
    answer = dialog._pupils._buttons[0]
    assert answer.text() == "geen leerling herkenbaar"
    answer.setFocus()
    QTest.keyClick(answer, Qt.Key.Key_Space)
    QTest.keyClick(dialog, Qt.Key.Key_Return, ctrl)
    now = kept(services, photo)
    assert (len(now.covers), now.pupils) == (2, PupilsVisible.NO)


def test_saving_is_one_step_and_the_file_is_as_it_was(dialog: CoverDialog, services: Services, photo: Evidence) -> None:
    before = services.evidence.read(photo)
    dialog.add()
    dialog._look._buttons[1].click()
    dialog.save()
    assert kept(services, photo).covers == (Cover(3_500, 3_500, 3_000, 3_000, CoverLook.BLUR),)
    assert services.evidence.read(photo) == before
    label = services.undo.undo_label()
    assert label is not None
    assert label.verb == "cover"
    services.undo.undo()
    assert kept(services, photo).covers == ()


def test_before_and_after(qtbot: QtBot, dialog: CoverDialog) -> None:
    dialog.add()
    dialog._finished.click()
    qtbot.waitUntil(lambda: dialog.board.shows_finished, timeout=20_000)
    middle = dialog.board.room().center().toPoint()
    shown = dialog.board.grab().toImage().pixelColor(middle)
    assert (shown.red(), shown.green(), shown.blue()) == (0, 0, 0)
    # Nothing moves that isn't seen.
    boxes = dialog._work.boxes
    QTest.keyClick(dialog.board, Qt.Key.Key_Left)
    drag(dialog, at(dialog, 0.1, 0.1), at(dialog, 0.3, 0.3))
    assert dialog._work.boxes == boxes
    dialog._finished.click()
    assert not dialog.board.shows_finished


def test_whoever_takes_a_box_away_is_asked_about_pupils_again(photo: Evidence) -> None:
    work = Covering(replace(photo, covers=(Cover(0, 0, 900, 900), Cover(900, 0, 900, 900)), pupils=PupilsVisible.NO))
    work.add()
    assert work.pupils is PupilsVisible.NO
    work.remove()
    assert work.pupils is PupilsVisible.UNKNOWN
    work.answer(PupilsVisible.NO)
    work.choose(0)
    work.move(300, 0)
    assert work.pupils is PupilsVisible.UNKNOWN
    work.answer(PupilsVisible.YES)
    work.undo()
    assert work.pupils is PupilsVisible.YES


def test_a_row_of_moves_is_one_step_back_and_the_look_stays(photo: Evidence) -> None:
    work = Covering(photo)
    work.set_look(CoverLook.BLUR)
    work.add()
    for _ in range(5):
        work.move(100, 0)
    work.undo()
    assert work.boxes == (Cover(3_500, 3_500, 3_000, 3_000, CoverLook.BLUR),)
    work.undo()
    assert (work.boxes, work.can_undo, work.told(DUTCH)) == ((), False, "Er is nog niets afgedekt.")
    work.undo()
    work.remove()
    work.move(1, 1)
    assert work.boxes == ()


def test_boxes_that_are_added_by_keyboard_never_lie_on_top_of_each_other(photo: Evidence) -> None:
    work = Covering(photo)
    for _ in range(12):
        work.add()
    assert len(set(work.boxes)) == 12
    assert all(box.left + box.width <= WHOLE for box in work.boxes)


def test_the_editor_opens_from_the_evidence_and_says_what_is_covered(
    qtbot: QtBot, desk: Desk, services: Services, photo: Evidence
) -> None:
    page = EvidencePage(desk)
    show(qtbot, page)
    page.open_record("evidence", photo.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    assert editor.file.cover.isVisible()
    assert not editor.file.covered.isVisible()
    editor._title.set_value("De klas, met titel")
    editor.form.changed.emit()
    editor.file.cover.click()
    (made,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, CoverDialog) and each.isVisible()]
    made.add()
    with qtbot.waitSignal(page.message_requested):
        made.save()
    page.refresh(None)
    assert len(kept(services, photo).covers) == 1
    assert editor.file.covered.text() == "Op elke kopie ervan die naar buiten gaat ligt één vlak."
    assert editor.file.covered.isVisible()


def test_what_is_no_picture_has_nothing_to_cover(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "verslag.txt").write_text("een verslag")
    page = EvidencePage(desk)
    show(qtbot, page)
    page.open_record("evidence", desk.services.evidence.add(tmp_path / "verslag.txt").evidence.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    assert not editor.file.cover.isVisible()


def test_a_picture_that_cannot_be_read_says_so(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "kapot.jpg").write_bytes(b"\xff\xd8\xff\xe0 geen foto")
    item = desk.services.evidence.add(tmp_path / "kapot.jpg").evidence
    made = CoverDialog(desk, item)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(made.trouble.text), timeout=20_000)
    assert not made._save.isEnabled()


@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_is_cut(qtbot: QtBot, qapp: QApplication, desk: Desk, photo: Evidence, scale: int) -> None:
    theme = Theme(qapp)
    theme.apply("light", scale)
    try:
        made = opened(qtbot, desk, photo)
        made.add()
        assert cut(made) == []
        assert sideways(made) == []
    finally:
        theme.apply("light")


def test_what_was_drawn_is_there_again_however_the_editor_was_closed(
    qtbot: QtBot, desk: Desk, services: Services, photo: Evidence
) -> None:
    first = opened(qtbot, desk, photo)
    first.add()
    first._pupils._buttons[0].click()
    drawn = first._work.boxes
    QTest.keyClick(first, Qt.Key.Key_Escape)
    assert kept(services, photo).covers == ()
    again = opened(qtbot, desk, photo)
    assert (again._work.boxes, again._work.pupils) == (drawn, PupilsVisible.NO)
    assert again.restored.isVisible()
    assert "nog niet bewaard" in again.restored.text
    again._back.click()
    assert again._work.boxes == ()
    again.add()
    again.save()
    assert len(kept(services, photo).covers) == 1
    assert services.drafts.waiting() == []
    assert not opened(qtbot, desk, kept(services, photo)).restored.isVisible()


def test_boxes_are_on_disk_while_the_editor_is_open(
    qtbot: QtBot, desk: Desk, services: Services, photo: Evidence
) -> None:
    made = opened(qtbot, desk, photo)
    made.add()
    qtbot.waitUntil(lambda: bool(services.drafts.waiting()), timeout=5_000)
    (waiting,) = services.drafts.waiting()
    assert waiting.record is not None
    assert waiting.record.id == photo.id
    services.records.trash(Evidence.KIND, photo.id)
    (waiting,) = services.drafts.waiting()
    assert waiting.gone
    assert "Vlak 1, zwart vlak: in het midden" in unsaved.text_of(services, waiting, DUTCH)


def test_a_drawing_is_thrown_away_and_brought_back(
    qtbot: QtBot, desk: Desk, services: Services, photo: Evidence
) -> None:
    first = opened(qtbot, desk, photo)
    first.add()
    first.reject()
    again = opened(qtbot, desk, photo)
    again.restored.other_requested.emit()
    assert (again._work.boxes, services.drafts.waiting()) == ((), [])
    again.restored.action_requested.emit()
    assert len(again._work.boxes) == 1
    again.reject()
    assert len(services.drafts.waiting()) == 1
    last = opened(qtbot, desk, photo)
    last.remove()
    last.reject()
    assert services.drafts.waiting() == [], "whoever takes everything back leaves nothing that waits"


def test_boxes_for_an_earlier_file_wait_until_she_says_so(
    qtbot: QtBot, desk: Desk, services: Services, photo: Evidence
) -> None:
    first = opened(qtbot, desk, photo)
    first.add()
    first.reject()
    newer = replace(photo, title="Een andere titel")
    services.records.save(newer)
    again = opened(qtbot, desk, newer)
    assert again._work.boxes == ()
    again.restored.action_requested.emit()
    assert len(again._work.boxes) == 1


def test_boxes_that_wait_are_opened_from_the_first_page(
    qtbot: QtBot, desk: Desk, services: Services, photo: Evidence
) -> None:
    first = opened(qtbot, desk, photo)
    first.add()
    first.reject()
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.resume(f"cover:{photo.id}")
    (made,) = [each for each in window.findChildren(CoverDialog) if each.isVisible()]
    assert len(made._work.boxes) == 1
    made.reject()
