"""Nothing is cut: in a small window, at a large text size, after an error, in a dialog that says more than before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import SelfCheck
from portfolio_app.domain.journal import Week
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.i18n import Translator
from portfolio_app.services.example import plan
from portfolio_app.services.settings import WINDOW
from portfolio_app.ui.dialogs.report import ReportDialog
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.pages import PAGES, SEARCH, PageEntry
from portfolio_app.ui.shell.place import FRAME, fitting
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner, EmptyState
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, MinutesField
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.driving import add
from tests.ui.fitting import cut, sideways

SMALL = (900, 600)
STORY = "Zijn stem sloeg over en hij was eerlijk. Het enige wat ik heb gedaan is blijven zitten. " * 3


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The look of the program; sizes of text are put back."""
    made = Theme(qapp)
    made.apply("light")
    yield made
    made.apply("light")


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, theme: Theme) -> Iterator[MainWindow]:
    today = desk.today()
    for at in range(3):
        add(desk.services, f"Overleg {at}", today - timedelta(days=at), 75 * at, story=STORY * at)
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(*SMALL)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def settled(widget: QWidget) -> None:
    """Let every layout finish."""
    for _ in range(6):
        QApplication.processEvents()
    assert widget.isVisible()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("line", [SEARCH, *PAGES], ids=lambda line: line.key)
def test_a_small_window_cuts_nothing(window: MainWindow, lang: str, line: PageEntry) -> None:
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    page = window.go(line.key)
    settled(page)
    assert (window.width(), window.height()) == SMALL
    assert sideways(page) == []
    assert cut(page) == []
    inside = page.mapTo(window, page.rect().topRight()).x()
    beyond = [
        button.text()
        for button in page.header.findChildren(QPushButton)
        if button.isVisible() and button.mapTo(window, button.rect().topRight()).x() > inside
    ]
    assert beyond == []


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_small_window_with_large_letters_is_only_scrolled_down(window: MainWindow, theme: Theme, lang: str) -> None:
    theme.apply("light", 150)
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    for line in (SEARCH, *PAGES):
        page = window.go(line.key)
        settled(page)
        assert sideways(page) == [], line.key
        assert cut(page) == [], line.key


@pytest.fixture(scope="module")
def everyday() -> dict[str, Record]:
    """A record of every kind that opens on a page, and more than one where pages differ."""
    found: dict[str, Record] = {}
    for record in plan("nl", 4, date(2026, 11, 24)).records:
        kind, about = record.KIND, ""
        if isinstance(record, SelfCheck):
            about = record.instrument
        elif isinstance(record, Reflection):
            about = record.template
        elif isinstance(record, Experience):
            about = "activity" if record.is_activity else "moment"
        if kind in {kind for line in PAGES for kind in line.kinds} - {"evidence", "cycle", "letter"}:
            found.setdefault(f"{kind} {about}".strip(), record)
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_record_in_a_small_window_with_large_letters_is_only_scrolled_down(
    window: MainWindow, theme: Theme, everyday: dict[str, Record], lang: str
) -> None:
    assert len(everyday) > 20
    for record in everyday.values():
        window.desk.services.records.save(record)
    theme.apply("light", 150)
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    trouble: dict[str, list[str]] = {}
    for name, record in everyday.items():
        window.open_record(record.KIND, record.id)
        page = window.stack.currentWidget()
        assert page is not None
        settled(page)
        if found := [*sideways(page), *cut(page)]:
            trouble[name] = found
    assert trouble == {}


def test_a_week_with_all_its_buttons_has_room_beside_the_book(window: MainWindow) -> None:
    window.retranslate(Translator("nl"))
    journal = window.desk.services.journal
    week = journal.week(Week.of(window.desk.today()))
    journal.save(replace(week, answers={journal.questions(week)[0].key: "Het bleef lang stil."}))
    window.resize(1180, 780)
    page = window.go("week")
    settled(page)
    shown = {button.text() for button in page.findChildren(QPushButton) if button.isVisible()}
    assert {"Klaar", "Geschiedenis…", "Naar de prullenbak"} <= shown
    assert sideways(page) == []


def test_the_navigation_leaves_room_for_the_page(window: MainWindow, theme: Theme) -> None:
    assert window.navigation.width() < 100
    assert window.navigation.findChildren(QWidget)
    window.resize(1300, 700)
    settled(window)
    assert window.navigation.width() > 180
    theme.apply("light", 200)
    settled(window)
    assert window.navigation.width() < 150
    buttons = [button for button in window.navigation.findChildren(QWidget) if button.toolTip()]
    assert len(buttons) == len((SEARCH, *PAGES))


@pytest.mark.parametrize("scale", [130, 200])
def test_large_letters_have_room(window: MainWindow, theme: Theme, scale: int) -> None:
    window.resize(1350, 728)
    theme.apply("light", scale)
    for key in ("today", "portfolio", "settings"):
        page = window.go(key)
        settled(page)
        assert cut(page) == [], key
    for field in window.go("portfolio").findChildren(DateField):
        room = field.edit.width() - 2 * field.edit.fontMetrics().horizontalAdvance("0")
        assert room >= field.edit.fontMetrics().horizontalAdvance(field.edit.text())


@pytest.mark.parametrize("room", [QSize(1366, 768), QSize(1024, 640), QSize(3000, 2000)])
def test_the_first_window_fits_the_screen_with_its_frame(room: QSize) -> None:
    size = fitting(QSize(1180, 780), room)
    assert size.width() <= min(1180, room.width() - FRAME.width())
    assert size.height() <= min(780, room.height() - FRAME.height())


def test_a_window_from_a_large_screen_fits_a_small_one(window: MainWindow, qtbot: QtBot, desk: Desk) -> None:
    window.resize(3000, 2000)
    window.close()
    assert desk.services.settings.get(WINDOW)
    again = MainWindow(desk)
    qtbot.addWidget(again)
    room = again.screen().availableGeometry()
    assert again.height() <= max(600, room.height())
    assert again.width() <= max(900, room.width())
    again.close()


def test_an_opened_list_shows_its_last_line(qtbot: QtBot, theme: Theme) -> None:
    field: ChoiceField[int] = ChoiceField()
    field.set_choices([(at, f"studiedag nummer {at}") for at in range(4)])
    qtbot.addWidget(field)
    field.resize(240, 80)
    with qtbot.waitExposed(field):
        field.show()
    combo = field.findChildren(QComboBox)[0]
    combo.showPopup()
    view = combo.view()
    last = view.visualRect(combo.model().index(3, 0))
    settled(view)
    assert last.bottom() <= view.viewport().height()
    assert view.verticalScrollBar().maximum() == 0
    combo.hidePopup()


@pytest.mark.parametrize("width", [150, 260, 420])
def test_what_is_wrong_stands_whole_beneath_its_field(qtbot: QtBot, theme: Theme, width: int) -> None:
    box = QWidget()
    column = QVBoxLayout(box)
    hours = MinutesField()
    hours.set_label("Contacturen")
    column.addWidget(hours)
    column.addStretch()
    qtbot.addWidget(box)
    box.resize(width, 300)
    with qtbot.waitExposed(box):
        box.show()
    hours.set_error("Schrijf uren als 7,5 of als 1:30, en niets anders.")
    settled(box)
    assert cut(box) == []
    message = next(label for label in hours.findChildren(QLabel) if label.text().startswith("Schrijf"))
    assert message.y() >= hours.edit.y() + hours.edit.height()


def test_a_sentence_of_two_lines_is_whole_where_nothing_is_yet(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyState()
    empty.set_texts("Er is nog niets uitgelicht.", "Selecteer woorden in een week en licht ze eruit. " * 3, "Bekijk")
    qtbot.addWidget(empty)
    empty.resize(1000, 400)
    with qtbot.waitExposed(empty):
        empty.show()
    settled(empty)
    assert cut(empty) == []


@pytest.mark.parametrize("width", [200, 333, 700])
def test_writing_says_its_height_for_any_width_beforehand(qtbot: QtBot, theme: Theme, width: int) -> None:
    area = TextArea(least=2, most=40)
    area.set_value(STORY * 2 + "\n\nen een tweede alinea")
    qtbot.addWidget(area)
    foretold = area.edit.heightForWidth(width)
    area.resize(width, 900)
    with qtbot.waitExposed(area):
        area.show()
    settled(area)
    assert area.edit.width() == width
    assert area.edit.height() == foretold == area.edit.heightForWidth(width)
    assert area.edit.verticalScrollBar().maximum() == 0


def test_the_editor_has_no_holes_whatever_was_open_before(window: MainWindow) -> None:
    window.resize(1100, 700)
    records = window.desk.services.records
    from portfolio_app.domain.experiences import Experience

    made = sorted(records.load(Experience), key=lambda record: len(record.story), reverse=True)
    page = window.go("activities")
    for record in (*made, made[0], made[-1]):
        window.open_record("experience", record.id)
        settled(page)
        assert sideways(page) == []
        for area in page.findChildren(TextArea):
            if area.isVisible():
                assert area.edit.height() == area.edit.heightForWidth(area.edit.width())
                label = next(child for child in area.findChildren(QLabel) if child.text() == area.label)
                assert area.edit.y() - label.height() - label.y() <= 8
                assert label.height() <= label.heightForWidth(label.width()) + 2


def test_the_button_beneath_a_note_stays_where_it_is(window: MainWindow) -> None:
    page = window.go("today")
    save = next(button for button in page.findChildren(QPushButton) if button.text() == "Bewaar")
    note = page.findChildren(QPlainTextEdit)[0]
    settled(page)

    def gap() -> int:
        return save.mapTo(page, save.rect().topLeft()).y() - note.mapTo(page, note.rect().bottomLeft()).y()

    before, place = gap(), save.mapTo(page, save.rect().topLeft()).y()
    note.setPlainText("\n".join("regel" for _ in range(6)))
    settled(page)
    assert gap() == before
    save.click()
    settled(page)
    assert (gap(), save.mapTo(page, save.rect().topLeft()).y()) == (before, place)


def test_the_lock_grows_with_what_it_says(qtbot: QtBot, desk: Desk, theme: Theme) -> None:
    def refuse(*asked: object) -> Any:
        from portfolio_app.domain.errors import UserError

        raise UserError("wrong-passphrase")

    dialog = UnlockDialog(desk.t, desk.tasks, refuse, refuse)
    with qtbot.waitExposed(dialog):
        dialog.show()
    QTest.keyClicks(dialog.focusWidget(), "fout wachtwoord")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(banner.isVisible() for banner in dialog.findChildren(Banner)))
    settled(dialog)
    assert cut(dialog) == []
    dialog.reject()


def test_an_unfolded_report_is_whole(qtbot: QtBot, theme: Theme) -> None:
    dialog = ReportDialog(Translator("nl"), "een regel\n" * 40)
    dialog.show()
    from portfolio_app.ui.widgets.containers import Disclosure

    dialog.findChildren(Disclosure)[0].unfold()
    settled(dialog)
    assert cut(dialog) == []
    box = dialog.findChildren(QPlainTextEdit)[0]
    assert box.mapTo(dialog, box.rect().bottomLeft()).y() < dialog.height() - 60
    assert "gemaild" not in " ".join(label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()


def test_words_on_a_line_go_to_the_next_one(qtbot: QtBot, theme: Theme) -> None:
    field: ScaleField[int] = ScaleField()
    field.set_choices([(at, f"begeleider nummer {at}") for at in range(5)])
    qtbot.addWidget(field)
    field.resize(330, 300)
    with qtbot.waitExposed(field):
        field.show()
    settled(field)
    assert cut(field) == []
    assert len({button.y() for button in field.findChildren(QPushButton)}) > 1


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_dialog_is_cut(window: MainWindow, qtbot: QtBot, theme: Theme, lang: str, scale: int) -> None:
    theme.apply("light", scale)
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    for command in ("capture", "inbox", "trash", "verify", "about", "licences", "keys", "passphrase", "recovery"):
        window.command(command)
        dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
        settled(dialog)
        assert cut(dialog) == [], command
        assert sideways(dialog) == [], command
        dialog.reject()
        qtbot.waitUntil(lambda: not window.findChildren(QDialog))
