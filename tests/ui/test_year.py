"""A year to look at, by keyboard, by mouse and as text."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.ui.dialogs.year import YearDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.shell.menus import MENUS
from portfolio_app.ui.widgets.buttons import RowButton
from tests.ui.conftest import show
from tests.ui.driving import add, unnamed
from tests.ui.fitting import cut, sideways


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    """What a dialog stands over: it lets itself go when it is closed."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk, over: QWidget) -> YearDialog:
    services, today = desk.services, desk.today()
    week = Week.of(today)
    add(services, "Studiedag", today, 120)
    add(services, "Gesprek in de gang", today)
    records = services.records
    records.save(
        JournalWeek(
            id=records.new_id(),
            written_at=records.now(),
            year=week.year,
            number=week.number,
            answers={"stuck": "Geheime boze woorden"},
            venting=True,
        )
    )
    add(services, "Heel lang geleden", today - timedelta(days=370), 60)
    made = YearDialog(desk, over)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: bool(made.view.map.told()))
    return made


def rows(dialog: YearDialog) -> list[RowButton]:
    QApplication.processEvents()
    return [button for button in dialog.findChildren(RowButton) if button.isVisible()]


def test_the_arrows_walk_the_weeks_and_enter_opens_one(qtbot: QtBot, dialog: YearDialog) -> None:
    shown = dialog.view.map
    here = shown.told()
    assert shown.hasFocus()
    assert here.endswith("week geschreven")
    qtbot.keyClick(shown, Qt.Key.Key_Left)
    assert "hier staat niets" in shown.told()
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    assert shown.told().endswith("1 moment")
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    found = rows(dialog)
    assert {button.text().split("  ·  ")[0] for button in found} == {
        "Stoom afblazen",
        "Studiedag",
        "Gesprek in de gang",
    }
    assert found[0].hasFocus()
    assert unnamed(dialog) == []
    opened: list[tuple[str, str]] = []
    dialog.open_requested.connect(lambda kind, ident: opened.append((kind, ident)))
    qtbot.keyClick(found[0], Qt.Key.Key_Space)
    assert opened
    assert not dialog.isVisible()


def test_the_same_is_there_as_text_and_never_a_word_of_what_was_vented(qtbot: QtBot, dialog: YearDialog) -> None:
    view = dialog.view
    qtbot.keyClick(view.as_text, Qt.Key.Key_Space)
    told = view._text.toPlainText()
    assert view._text.isVisible()
    assert not view.map.isVisible()
    assert "week geschreven, 1 moment, 1 activiteit" in told
    assert "Informeel leren: 1 moment." in told
    assert "Collega's: dit jaar nog niet." in told
    assert "boze" not in told.lower()


def test_one_walks_through_the_years_and_chooses_the_calendar(qtbot: QtBot, dialog: YearDialog, desk: Desk) -> None:
    view = dialog.view
    assert view.earlier.isEnabled()
    assert not view.later.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: view.map.told().endswith("1 activiteit"))
    assert view.later.isEnabled()
    assert not view.earlier.isEnabled()
    qtbot.mouseClick(view.later, Qt.MouseButton.LeftButton)
    button = next(found for found in dialog.findChildren(QPushButton) if found.text() == "Kalenderjaar")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: f"Het jaar {desk.today().year}" in view._text.toPlainText())


def test_nothing_of_it_is_cut(dialog: YearDialog) -> None:
    dialog.resize(880, 570)
    for _ in range(5):
        QApplication.processEvents()
    assert cut(dialog) == []
    assert sideways(dialog) == []


def test_where_i_stand_leads_to_it(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Growth(desk))
    asked: list[str] = []
    page.command_requested.connect(asked.append)
    page.header.action.click()
    assert asked == ["year"]
    assert "year" in {command.name for _, commands in MENUS for command in commands}


def test_an_empty_year_says_so(qtbot: QtBot, desk: Desk, over: QWidget) -> None:
    made = YearDialog(desk, over)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(made.view._empty.isVisible)
    assert not made.view.map.isVisible()
