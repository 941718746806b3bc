"""The board of habits and beliefs and the list beside it, by mouse and by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from portfolio_app.domain.patterns import Pattern, PatternKind, Rating
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.patterns import Patterns
from portfolio_app.ui.widgets.board import CardColumn
from tests.ui.conftest import show
from tests.ui.driving import unnamed

LONG_AGO = date(2025, 1, 12)


def made(desk: Desk, statement: str, rating: Rating | None = None, **more: Any) -> Pattern:
    records = desk.services.records
    pattern = Pattern(
        id=records.new_id(),
        written_at=records.now(),
        kind=PatternKind.MENTAL_MODEL,
        statement=statement,
        noticed_on=LONG_AGO,
    )
    records.save(replace(pattern, **more))
    return desk.services.patterns.rate(pattern.id, rating, on=LONG_AGO) if rating is not None else pattern


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Patterns:
    made(desk, "Stilte is leren.", Rating.MOSTLY, tags=("inductie",))
    made(desk, "Ik geef zelf het antwoord.", Rating.WHOLLY, kind=PatternKind.HABIT)
    made(desk, "Ouders willen cijfers.")
    page = Patterns(desk)
    show(qtbot, page)
    return page


def sentences(column: CardColumn) -> list[str]:
    return [card.heading for card in column.cards.items]


def lying(page: Patterns) -> dict[str, list[str]]:
    front, found = page._front, dict[str, list[str]]()
    for place, column in (*front.board.columns.items(), ("unsaid", front.unsaid), ("let_go", front.gone)):
        if sentences(column):
            found[place.name if isinstance(place, Rating) else place] = sentences(column)
    return found


def drop(page: Patterns, card_of: CardColumn, at: int, on: CardColumn) -> None:
    """What the window is told when a card that was picked up is carried over a column and let go there."""
    carried = card_of.cards.mimeData([card_of.cards.index(at)])
    QApplication.processEvents()  # a fold that was just opened has its place now
    page._to(on)
    middle = on.viewport().mapTo(page, on.viewport().rect().center())
    moves, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window = page.windowHandle()
    for event in (
        QDragEnterEvent(middle, moves, carried, left, none),
        QDragMoveEvent(middle, moves, carried, left, none),
        QDropEvent(QPointF(middle), moves, carried, left, none),
    ):
        QApplication.sendEvent(window, event)
        assert event.isAccepted()
    QApplication.processEvents()


def test_cards_lie_by_how_she_thinks_now_and_the_unsaid_and_let_go_apart(page: Patterns, desk: Desk) -> None:
    assert lying(page) == {
        "WHOLLY": ["Ik geef zelf het antwoord."],
        "MOSTLY": ["Stilte is leren."],
        "unsaid": ["Ouders willen cijfers."],
    }
    mostly = page._front.board.columns[Rating.MOSTLY]
    assert mostly.accessibleName() == "Meestal"
    assert page._front.board.columns[Rating.IN_DOUBT].accessibleName() == "Ik twijfel, leeg"
    told = mostly.cards.data(mostly.cards.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert told == "Stilte is leren., opvatting, sinds 12 jan 2025"
    assert unnamed(page) == []


def test_the_keyboard_walks_the_columns_and_takes_a_card_along(qtbot: QtBot, page: Patterns, desk: Desk) -> None:
    columns = page._front.board.columns
    columns[Rating.WHOLLY].look()
    qtbot.keyClick(columns[Rating.WHOLLY], Qt.Key.Key_Right)
    assert columns[Rating.MOSTLY].hasFocus()
    said: list[tuple[str, bool]] = []
    page.message_requested.connect(lambda text, undo: said.append((text, undo)))
    qtbot.keyClick(columns[Rating.MOSTLY], Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert lying(page)["IN_DOUBT"] == ["Stilte is leren."]
    assert columns[Rating.IN_DOUBT].hasFocus()
    assert said == [("Genoteerd onder vandaag: ik twijfel.", True)]
    (moved,) = [item for item in desk.services.patterns.all() if item.statement == "Stilte is leren."]
    assert [(entry.on, entry.rating) for entry in moved.ratings] == [
        (LONG_AGO, Rating.MOSTLY),
        (desk.today(), Rating.IN_DOUBT),
    ]
    desk.services.undo.undo()
    page.refresh(None)
    assert lying(page)["MOSTLY"] == ["Stilte is leren."]
    qtbot.keyClick(columns[Rating.WHOLLY], Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert lying(page)["WHOLLY"] == ["Ik geef zelf het antwoord."]


def test_a_card_is_dragged_to_another_column(page: Patterns, desk: Desk) -> None:
    front = page._front
    drop(page, front.unsaid, 0, front.board.columns[Rating.NO_LONGER])
    assert lying(page)["NO_LONGER"] == ["Ouders willen cijfers."]
    assert front._unsaid_fold.isHidden()
    front._gone_fold.unfold()
    drop(page, front.board.columns[Rating.NO_LONGER], 0, front.gone)
    assert lying(page)["let_go"] == ["Ouders willen cijfers."]
    drop(page, front.gone, 0, front.board.columns[Rating.IN_DOUBT])
    assert lying(page)["IN_DOUBT"] == ["Ouders willen cijfers."]
    desk.services.undo.undo()
    page.refresh(None)
    assert lying(page)["let_go"] == ["Ouders willen cijfers."]


def test_the_menu_of_a_card_offers_the_four_words(qtbot: QtBot, page: Patterns) -> None:
    unsaid = page._front.unsaid
    unsaid.look()
    middle = unsaid.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, middle, unsaid.mapToGlobal(middle))
    QApplication.sendEvent(unsaid.viewport(), event)
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    assert [one.text() for one in menu.actions() if one.text()] == [
        "Helemaal", "Meestal", "Ik twijfel", "Niet meer", "Loslaten", "Open",
    ]  # fmt: skip
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert lying(page)["IN_DOUBT"] == ["Ouders willen cijfers."]


def test_the_list_is_the_same_by_kind_tag_and_words(page: Patterns, desk: Desk, qtbot: QtBot) -> None:
    front = page._front
    front.view._buttons[1].click()
    assert front.list.isVisible()
    assert sentences(front.list) == ["Ouders willen cijfers.", "Ik geef zelf het antwoord.", "Stilte is leren."]
    feet = [card.foot for card in front.list.cards.items]
    assert feet == ["nog niet gezegd", "helemaal · sinds 12 jan 2025", "meestal · sinds 12 jan 2025"]
    front.kind._buttons[1].click()
    assert sentences(front.list) == ["Ik geef zelf het antwoord."]
    front.kind._buttons[0].click()
    front.tag.set_value("inductie")
    front.tag.changed.emit()
    assert sentences(front.list) == ["Stilte is leren."]
    front.tag.set_value("")
    front.tag.changed.emit()
    front.text.edit.setFocus()
    qtbot.keyClicks(front.text.edit, "ouders cijf")
    qtbot.keyClick(front.text.edit, Qt.Key.Key_Return)
    assert sentences(front.list) == ["Ouders willen cijfers."]
    qtbot.keyClicks(front.text.edit, "xyz")
    qtbot.keyClick(front.text.edit, Qt.Key.Key_Return)
    assert front.empty.isVisible()
    front.empty.action_requested.emit()
    assert len(sentences(front.list)) == 3
    other = Patterns(desk)
    show(qtbot, other)
    assert other._front.list.isVisible()  # the choice is kept


def test_a_click_and_enter_open_and_delete_trashes(qtbot: QtBot, page: Patterns, desk: Desk) -> None:
    column = page._front.board.columns[Rating.MOSTLY]
    card = column.visualRect(column.cards.index(0)).center()
    qtbot.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, pos=card)
    assert page.editor is not None
    page.editor.go_back()
    column.look()
    qtbot.keyClick(column, Qt.Key.Key_Return)
    assert page.editor is not None
    page.editor.go_back()
    qtbot.keyClick(column, Qt.Key.Key_Delete)
    assert len(desk.services.patterns.all()) == 2


def test_ten_thousand_cards_are_only_made_where_they_are_looked_at(page: Patterns, desk: Desk) -> None:
    records, today = desk.services.records, desk.today()
    many = [
        Pattern(id=records.new_id(), written_at=records.now(), kind=PatternKind.HABIT, statement=f"Gewoonte {number}",
                noticed_on=today - timedelta(days=number % 900))
        for number in range(300)
    ]  # fmt: skip
    page._presenter._known.update((item.id, item) for item in many)
    page._front.fill()
    QApplication.processEvents()
    unsaid = page._front.unsaid.cards
    assert unsaid.rowCount() == 301
    assert len(unsaid._made) < 60


def test_a_screen_reader_hears_the_cards(page: Patterns) -> None:
    column = page._front.board.columns[Rating.MOSTLY]
    seen = QAccessible.queryAccessibleInterface(column)
    assert seen.role() == QAccessible.Role.List
    assert seen.child(0).text(QAccessible.Text.Name) == "Stilte is leren., opvatting, sinds 12 jan 2025"
    del seen


def test_only_what_changed_is_read_again(page: Patterns, desk: Desk) -> None:
    before = dict(page._presenter._known)
    moved = next(item for item in before.values() if item.rating is Rating.MOSTLY)
    desk.services.patterns.rate(moved.id, Rating.WHOLLY)
    page.refresh(None)
    after = page._presenter._known
    assert after[moved.id].rating is Rating.WHOLLY
    assert all(after[ident] is item for ident, item in before.items() if ident != moved.id)
    desk.services.records.trash(Pattern.KIND, moved.id)
    page.refresh(None)
    assert moved.id not in page._presenter._known
    desk.services.undo.undo()
    page.refresh(None)
    assert lying(page)["WHOLLY"] == ["Ik geef zelf het antwoord.", "Stilte is leren."]
