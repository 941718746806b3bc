"""One field over everything: typing, filters, more, the way to a hit, and searches that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.saved import SavedSearch
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.search import SearchPage
from portfolio_app.ui.pages.search_filters import SearchFilters
from portfolio_app.ui.pages.search_presenter import Ask
from portfolio_app.ui.pages.search_saved import NameDialog, SavedSearches
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.buttons import ChipButton, RowButton
from portfolio_app.ui.widgets.fields import ChoiceField
from portfolio_app.ui.widgets.found import FoundList, units


def moment(services: Services, title: str, story: str = "", days: int = 0, **more: object) -> Experience:
    records = services.records
    made = Experience(
        id=records.new_id(), written_at=records.now(), title=title, story=story,
        happened_on=records.today() - timedelta(days=days), **more,  # type: ignore[arg-type]
    )  # fmt: skip
    records.save(made)
    return made


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1180, 820)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def opened(window: MainWindow) -> SearchPage:
    window.command("find")
    page = window.page("search")
    assert isinstance(page, SearchPage)
    return page


def line_of(page: SearchPage) -> QLineEdit:
    return page.findChildren(QLineEdit)[0]


def lines(page: SearchPage) -> list[str]:
    return [line.words for line in page.findChildren(FoundList)[0].found.lines]


def typed(qtbot: QtBot, page: SearchPage, text: str, first: str) -> None:
    QTest.keyClicks(line_of(page), text)
    qtbot.waitUntil(lambda: first in lines(page))


def test_finds_as_one_types_in_groups_and_opens_at_the_words(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    story = "Eerst iets anders. " * 30 + "De wiskundetoetsen 😀 gingen goed."
    moment(services, "Maandag", story)
    head = services.records
    services.records.save(
        Reflection(
            id=head.new_id(), written_at=head.now(), title="Over een toets", happened_on=head.today(), template="free"
        )
    )
    page = opened(window)
    assert line_of(page).hasFocus()
    typed(qtbot, page, "toets", "Maandag")
    assert lines(page) == ["Activiteiten en momenten", "Maandag", "Reflecties", "Over een toets"]

    QTest.keyClick(line_of(page), Qt.Key.Key_Return)

    text = next(edit for edit in window.findChildren(QPlainTextEdit) if edit.toPlainText() == story)
    assert window.stack.currentWidget() is window.page("activities")
    assert text.textCursor().selectedText() == "wiskundetoetsen"
    window.command("find")
    assert lines(page)[1] == "Maandag", "what was found still stands there"


def test_kinds_have_their_count_and_narrow_without_losing_it(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    for number in range(60):
        moment(services, f"Les {number}", days=number)
    page = opened(window)
    typed(qtbot, page, "les", "Toon meer")
    found = page.findChildren(FoundList)[0]
    assert [line.small for line in found.found.lines if line.what == "group"] == ["5 van 60 getoond"]
    assert next(chip.text() for chip in page.findChildren(ChipButton) if chip.isVisible()) == "Alles  60"

    found.more_requested.emit("experience")
    qtbot.waitUntil(lambda: len(found.found.lines) == 1 + 55 + 1)
    found.more_requested.emit("experience")
    qtbot.waitUntil(lambda: len(found.found.lines) == 1 + 60)
    assert found.found.lines[0].small == "60"


def test_filters_narrow_and_say_so(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    moment(services, "Nieuwe les", tags=("vo",))
    moment(services, "Oude les", days=900)
    page = opened(window)
    typed(qtbot, page, "les", "Oude les")
    filters = page.findChildren(SearchFilters)[0]
    filters.fill(Ask(period="month"))
    filters.changed.emit()
    qtbot.waitUntil(lambda: lines(page) == ["Activiteiten en momenten", "Nieuwe les"])
    filters.fill(Ask(evidence=True))
    filters.changed.emit()
    qtbot.waitUntil(lambda: not lines(page))
    filters.fill(Ask(tag="vo"))
    filters.changed.emit()
    qtbot.waitUntil(lambda: lines(page)[1:] == ["Nieuwe les"])
    line_of(page).clear()
    qtbot.waitUntil(lambda: lines(page)[1:] == ["Nieuwe les"])
    assert {field.label for field in filters.findChildren(ChoiceField)} >= {"Periode", "Bekwaamheid", "Regeling"}


def test_a_newer_question_stops_the_older_one(window: MainWindow, services: Services, qtbot: QtBot) -> None:
    moment(services, "Toetsweek")
    moment(services, "Zwemles")
    page = opened(window)
    line = line_of(page)
    for text in ("to", "toe", "zwem"):
        line.setText(text)
        QTest.keyClick(line, Qt.Key.Key_Return)
        window.command("find")
    QTest.keyClicks(line, "l")
    qtbot.waitUntil(lambda: lines(page)[1:] == ["Zwemles"])


def test_a_search_is_kept_asked_again_renamed_and_thrown_away(
    window: MainWindow, services: Services, qtbot: QtBot
) -> None:
    moment(services, "Toetsweek", tags=("vo",))
    moment(services, "Toets zonder tag")
    page = opened(window)
    typed(qtbot, page, "toets", "Toetsweek")
    filters = page.findChildren(SearchFilters)[0]
    filters.fill(Ask(tag="vo"))
    filters.changed.emit()
    next(button for button in page.findChildren(type(page._keep)) if button.text() == "Deze zoekvraag bewaren…").click()
    dialog = window.findChildren(NameDialog)[0]
    name = dialog.findChildren(QLineEdit)[0]
    assert name.text() == "toets"
    name.setText("Toetsen vo")
    QTest.keyClick(name, Qt.Key.Key_Return)
    (kept,) = services.records.load(SavedSearch)
    assert (kept.name, kept.text, kept.tag, kept.period) == ("Toetsen vo", "toets", "vo", "always")

    line_of(page).clear()
    filters.fill(Ask())
    filters.changed.emit()
    saved = page.findChildren(SavedSearches)[0]
    qtbot.waitUntil(saved.isVisible)
    saved.findChildren(RowButton)[0].click()
    qtbot.waitUntil(lambda: lines(page)[1:] == ["Toetsweek"])
    assert line_of(page).text() == "toets"
    assert not services.search.find("Toetsen vo"), "a saved search is no hit itself"

    services.undo.undo()
    qtbot.waitUntil(lambda: saved.count == 0)
    services.undo.redo()
    window.open_record("saved_search", kept.id)
    assert window.stack.currentWidget() is page
    services.records.trash("saved_search", kept.id)
    assert [row.kind for row in services.records.rows(Query(trashed=True))] == ["saved_search"]


def test_places_are_counted_as_qt_does() -> None:
    assert units("a😀b", 2) == 3
