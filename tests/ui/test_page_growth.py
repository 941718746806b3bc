"""The page "Where I stand", driven as a person would: long lists, talks with their agreements, what hangs together."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.widgets.buttons import RowButton
from portfolio_app.ui.widgets.containers import Disclosure, Label
from tests.ui.conftest import show
from tests.ui.driving import unnamed


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Growth:
    made = Growth(desk)
    show(qtbot, made)
    return made


def rows(root: QWidget) -> list[str]:
    QApplication.processEvents()  # what was put in a layout shows a moment later
    return [button.text() for button in root.findChildren(RowButton) if button.isVisible()]


def button(root: QWidget, words: str) -> QPushButton:
    return next(found for found in root.findChildren(QPushButton) if found.text() == words and found.isVisible())


def test_a_long_list_opens_whole_by_the_keyboard_and_stays_open(qtbot: QtBot, page: Growth, desk: Desk) -> None:
    for number in range(12):
        desk.services.talks.plan(desk.today() + timedelta(days=number), f"gesprek {number}")
    page.refresh(None)
    card = page._cards["talk"][0]
    assert len(rows(card)) == 8
    more = button(card, "Toon alles (12)")
    assert more.accessibleName() == "Gesprekken: Toon alles (12)"
    assert unnamed(page) == []
    more.setFocus()
    qtbot.keyClick(more, Qt.Key.Key_Space)
    assert len(rows(card)) == 12
    reached = QApplication.focusWidget()
    assert isinstance(reached, RowButton)
    assert reached.text() == rows(card)[8]
    desk.services.talks.plan(desk.today(), "nog een")
    page.refresh(None)
    assert len(rows(card)) == 13
    button(card, "Toon minder").click()
    assert len(rows(card)) == 8


def test_self_checks_taken_are_all_in_reach_and_their_fold_stays_open(page: Growth, desk: Desk) -> None:
    from dataclasses import replace

    growth = desk.services.growth
    instrument = growth.instruments()[0]
    for number in range(10):
        check = growth.begin_check(instrument)
        answers = (replace(check.answers[0], step=2), *check.answers[1:])
        growth.save_check(replace(check, taken_on=desk.today() - timedelta(days=number), answers=answers))
    page.refresh(None)

    def fold() -> Disclosure:
        return next(one for one in page.findChildren(Disclosure) if one._button.text() == "Eerdere zelfchecks")

    fold().unfold()
    assert len(rows(fold())) == 8
    button(fold(), "Toon alles (10)").click()
    page.refresh(None)
    assert len(rows(fold())) == 10


def test_what_shows_each_competence_is_gathered_beside_the_window(
    qtbot: QtBot, page: Growth, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        return [label.text() for label in page._coverage.findChildren(Label) if label.isVisible()]

    page.refresh(None)
    QApplication.processEvents()
    at_once = told()
    monkeypatch.setattr("portfolio_app.services.records.MANY", -1)
    page.refresh(None)
    QApplication.processEvents()
    qtbot.waitUntil(lambda: told() == at_once)
    assert len(at_once) > 3
