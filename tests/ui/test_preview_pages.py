"""The pages of the portfolio to be, beneath what goes along: they turn, follow a change, and never show what is out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Part
from portfolio_app.services.preview import COVER
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_preview import PreviewCard
from tests.ui.conftest import show
from tests.ui.driving import add, type_in, unnamed


@pytest.fixture
def courses(desk: Desk) -> list[Experience]:
    return [add(desk.services, f"Training {n}", desk.today() - timedelta(days=n), 60) for n in (1, 2)]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, courses: list[Experience]) -> Portfolio:
    made = Portfolio(desk)
    show(qtbot, made)
    return made


@pytest.fixture
def card(qtbot: QtBot, page: Portfolio) -> PreviewCard:
    """Opened, with every page laid out."""
    page._pages.toggle.click()
    qtbot.waitUntil(lambda: whole(page._pages), timeout=20_000)
    return page._pages


def whole(card: PreviewCard) -> bool:
    return card.place.sheets is not None and card.place.sheets.whole and card.leaf.has_sheet


def seen(card: PreviewCard) -> str:
    return card.leaf.sheet.accessibleDescription()


def go(qtbot: QtBot, card: PreviewCard, key: str) -> None:
    card.parts.set_value((key, 0))
    card.parts.changed.emit()
    qtbot.waitUntil(lambda: card.leaf._shown is not None and card.leaf._shown[0][0] == key, timeout=10_000)


def test_pages_turn_by_mouse_and_keys_and_say_what_they_are(qtbot: QtBot, card: PreviewCard) -> None:
    sheets = card.place.sheets
    assert sheets is not None
    assert card.where.text() == f"Pagina 1 van {sheets.pages}"
    assert card.place.key == COVER
    assert not card.back.isEnabled()
    sheet = card.leaf.sheet
    qtbot.keyClick(sheet, Qt.Key.Key_PageDown)
    assert card.where.text() == f"Pagina 2 van {sheets.pages}"
    card.on.click()
    assert card.where.text() == f"Pagina 3 van {sheets.pages}"
    qtbot.keyClick(sheet, Qt.Key.Key_End)
    assert card.where.text() == f"Pagina {sheets.pages} van {sheets.pages}"
    assert not card.on.isEnabled()
    qtbot.keyClick(sheet, Qt.Key.Key_PageUp)
    assert card.where.text() == f"Pagina {sheets.pages - 1} van {sheets.pages}"
    qtbot.keyClick(sheet, Qt.Key.Key_Home)
    assert card.where.text() == f"Pagina 1 van {sheets.pages}"
    go(qtbot, card, "experiences")
    assert sheet.accessibleName() == f"Pagina {card.place.number} van {sheets.pages}, Activiteiten en momenten"
    assert "Training 1" in seen(card)
    assert unnamed(card) == []


def test_the_list_leads_to_parts_and_to_what_is_in_them(qtbot: QtBot, card: PreviewCard) -> None:
    words = [text for _, text in card.place.choices]
    assert "Activiteiten en momenten" in words
    assert "    Training 2" in words
    card.parts.combo.setCurrentIndex(words.index("    Training 2"))
    card.parts.changed.emit()
    assert card.place.key == "experiences"


def test_a_page_can_be_as_large_as_wanted(qtbot: QtBot, card: PreviewCard) -> None:
    def percent() -> int:
        return int(card.percent.text().split()[0])

    sheet, leaf = card.leaf.sheet, card.leaf
    qtbot.waitUntil(lambda: leaf._job is None and not leaf._later.isActive())
    whole_page = percent()
    qtbot.keyClick(sheet, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: percent() == 100)
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: percent() == 125)
    card.width_.click()
    qtbot.waitUntil(lambda: percent() not in (100, 125))
    assert sheet.horizontalScrollBar().maximum() == 0
    assert percent() > whole_page
    card.whole.click()
    qtbot.waitUntil(lambda: percent() == whole_page)
    assert sheet.verticalScrollBar().maximum() == 0


def test_one_tick_changes_the_page_in_sight(
    qtbot: QtBot, page: Portfolio, card: PreviewCard, courses: list[Experience]
) -> None:
    go(qtbot, card, "experiences")
    assert "Training 1" in seen(card)
    part = next(part for part in page._presenter.plan().parts if part.part is Part.EXPERIENCES)
    page._switched(next(item for item in part.items if item.id == courses[0].id), False)
    assert card.leaf._faded  # what is in sight may be what she just took out
    qtbot.waitUntil(lambda: "Training 1" not in seen(card), timeout=10_000)
    assert card.place.key == "experiences"
    assert "Training 2" in seen(card)
    assert not card.leaf._faded
    page._switched(Part.EXPERIENCES, False)
    qtbot.waitUntil(lambda: card.place.key != "experiences", timeout=10_000)
    qtbot.waitUntil(lambda: "Training 2" not in seen(card), timeout=10_000)


def test_the_words_she_writes_and_the_language_are_followed(qtbot: QtBot, page: Portfolio, card: PreviewCard) -> None:
    go(qtbot, card, "account")
    type_in(page._texts.account, "Dit jaar leerde ik wachten.")
    qtbot.waitUntil(lambda: "leerde ik wachten" in seen(card), timeout=10_000)
    page._reader.language.set_value("en")
    page._reader.language.changed.emit()
    qtbot.waitUntil(lambda: "About this period" in seen(card), timeout=10_000)


def test_nothing_chosen_is_said_in_the_place_of_pages(qtbot: QtBot, page: Portfolio, card: PreviewCard) -> None:
    for part in Part:
        page._presenter.switch_part(part, False)
    page._planned_anew()
    qtbot.waitUntil(card.said.isVisible, timeout=10_000)
    assert "gekozen" in card.said.text()
    assert seen(card) == ""
    page._presenter.switch_part(Part.EXPERIENCES, True)
    page._planned_anew()
    qtbot.waitUntil(lambda: whole(card) and card.leaf.isVisible(), timeout=10_000)


def test_looking_elsewhere_stops_the_work_and_coming_back_goes_on(
    qtbot: QtBot, desk: Desk, page: Portfolio, card: PreviewCard
) -> None:
    go(qtbot, card, "experiences")
    page.hide()
    add(desk.services, "Training 3", desk.today(), 60)
    page.refresh(None)
    assert card._job is None or card._job.done
    page.show()
    qtbot.waitUntil(lambda: "Training 3" in seen(card), timeout=10_000)
    card.toggle.click()
    assert not card.is_open
    assert desk.services.previews._open == []
    assert not card.leaf.has_sheet


def test_paper_is_white_in_the_dark(qtbot: QtBot, page: Portfolio, card: PreviewCard) -> None:
    go(qtbot, card, "experiences")
    image = card.leaf._image
    assert image.pixelColor(8, image.height() // 2) == QColor(255, 255, 255)


def test_the_process_that_draws_may_end(qtbot: QtBot, page: Portfolio, card: PreviewCard) -> None:
    preview = card._preview
    assert preview is not None
    assert preview._viewer is not None
    preview._viewer.close()
    go(qtbot, card, "experiences")
    assert "Training 1" in seen(card)


def test_closing_the_portfolio_while_pages_are_made_ends_cleanly(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    page._pages.toggle.click()
    page.leave()
    desk.services.previews.close()
    qtbot.waitUntil(lambda: page._pages._job is None or page._pages._job.done, timeout=10_000)
    assert not page._pages.leaf.has_sheet


def test_before_the_first_signature_it_is_said_that_the_key_comes_later(
    qtbot: QtBot, desk: Desk, page: Portfolio, card: PreviewCard
) -> None:
    go(qtbot, card, "signature")
    assert "vingerafdruk komt hier te staan" in card.note.text()
    go(qtbot, card, "experiences")
    assert card.note.text() == ""
    key = desk.services.signing.renew()
    go(qtbot, card, "signature")
    page._show_pages()
    qtbot.waitUntil(lambda: key.fingerprint[:4].upper() in seen(card), timeout=20_000)
    qtbot.waitUntil(lambda: whole(card) and card.note.text() == "")
