"""Finding a person in the window, and the stand-in that is offered while a name is being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QMessageBox, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.ui.dialogs.person import PersonDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.stand_ins import PAUSE_MS
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.toast import ToastBar


@pytest.fixture(autouse=True)
def _no_dialog_stays(qapp: QApplication) -> Iterator[None]:
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()


def moment(desk: Desk, title: str, story: str) -> Experience:
    records = desk.services.records
    made = Experience(
        id=records.new_id(), written_at=records.now(), title=title, story=story, happened_on=records.today()
    )
    records.save(made)
    return made


def press(dialog: QDialog, words: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == words).click()


def answering(words: str, check: Callable[[QMessageBox], None] = lambda box: None) -> None:
    """Press a button of the question that comes next."""

    def answer() -> None:
        box = next((each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)), None)
        if box is None:
            QTimer.singleShot(20, answer)
            return
        check(box)
        next(button for button in box.buttons() if button.text() == words).click()

    QTimer.singleShot(0, answer)


def looked(qtbot: QtBot, desk: Desk, name: str) -> PersonDialog:
    dialog = PersonDialog(desk)
    dialog.open()
    dialog.findChildren(QLineEdit)[0].setText(name)
    press(dialog, "Zoek")
    qtbot.waitUntil(lambda: dialog._found is not None, timeout=10_000)
    return dialog


def places(dialog: PersonDialog) -> list[str]:
    rows = dialog.findChild(QListWidget)
    assert rows is not None
    return [rows.item(row).text() for row in range(rows.count())]


def test_a_name_is_replaced_everywhere_after_one_question(qtbot: QtBot, desk: Desk) -> None:
    made = moment(desk, "Gesprek met Zwaantje", "Zij lachte.")
    dialog = looked(qtbot, desk, "Zwaantje Oerlemans")
    assert places(dialog) == ["Gesprek met Zwaantje\nactiviteit of moment · nu"]
    told: list[str] = []
    answering("Vervang overal", lambda box: told.append(box.informativeText()))
    press(dialog, "Vervang overal…")
    qtbot.waitUntil(lambda: places(dialog) == [], timeout=10_000)
    assert "reservekopieën" in told[0].lower()
    assert desk.services.records.need(Experience, made.id).title == "Gesprek met leerling 1"
    assert [each.stand_in for each in desk.services.persons.stand_ins()] == ["leerling 1"]
    old = desk.services.backups.snapshot("regular").path
    press(dialog, "Maak ze opnieuw en gooi de oude weg")
    qtbot.waitUntil(lambda: not old.exists(), timeout=10_000)
    (new,) = desk.services.backups.all()
    assert new.whole


def test_nothing_happens_when_she_thinks_better_of_it(qtbot: QtBot, desk: Desk) -> None:
    made = moment(desk, "Gesprek met Zwaantje", "")
    dialog = looked(qtbot, desk, "Zwaantje")
    answering("Annuleren")
    press(dialog, "Wis overal…")
    assert desk.services.records.need(Experience, made.id).title == "Gesprek met Zwaantje"


def test_the_stand_in_is_offered_while_writing_and_put_by_a_key(qtbot: QtBot, desk: Desk) -> None:
    desk.services.persons.remember("Zwaantje Oerlemans", "leerling 1", ["Zwaantje"])
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    page = window.go("week")
    field = next(each for each in page.findChildren(QPlainTextEdit) if each.isVisible())
    field.setFocus()
    field.setPlainText("Zwaantjes vraag bleef hangen")
    qtbot.waitUntil(lambda: any("leerling 1" in bar.text for bar in page.findChildren(ToastBar)), timeout=5_000)
    window.command("stand_in")
    assert field.toPlainText() == "leerling 1’s vraag bleef hangen"
    field.undo()
    assert field.toPlainText() == "Zwaantjes vraag bleef hangen"


def test_what_is_typed_after_closing_is_not_looked_at(qtbot: QtBot, desk: Desk) -> None:
    desk.services.persons.remember("Zwaantje Oerlemans", "leerling 1", ["Zwaantje"])
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.close()
    other = QPlainTextEdit()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
    other.setFocus()
    other.setPlainText("Zwaantjes vraag bleef hangen")
    qtbot.wait(PAUSE_MS * 2)
    assert other.findChildren(ToastBar) == []
