"""Holidays, rhythm, letters, the book and the reminder of My week, by mouse and by keyboard alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.holidays import Region
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.portfolio import Pause
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services.session import Services
from portfolio_app.services.settings import WEEK_REMINDER, WEEK_REMINDER_AT
from portfolio_app.ui.dialogs.letter import LetterDialog, LetterReadDialog
from portfolio_app.ui.dialogs.week_book import WeekBookDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.pages.week import MyWeek
from portfolio_app.ui.shell.tray import Tray
from portfolio_app.ui.shell.week_reminder import WeekReminder
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.theme.theme import Theme
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import CHEAP, bury, show
from tests.ui.fitting import cut, sideways

CHRISTMAS = datetime(2026, 12, 23, 14, 0, tzinfo=UTC)  # Wednesday in the holiday of every region
JUNE = datetime(2027, 6, 23, 14, 0, tzinfo=UTC)


class Clock:
    """A clock that stands where it is put."""

    now = CHRISTMAS

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def services(tmp_path: Path, clock: Clock) -> Iterator[Services]:
    """An open portfolio on a day that the test chooses."""
    made = create_portfolio(
        tmp_path / "portfolio",
        passphrase="een goede lange zin",
        environment=Environment(kdf=CHEAP, clock=clock, zone=UTC),
    )
    yield made.services
    bury()
    made.services.close()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> MyWeek:
    made = MyWeek(desk)
    show(qtbot, made)
    return made


def press(widget: QWidget, key: Qt.Key = Qt.Key.Key_Space) -> None:
    """Press a key with the focus on a widget, as somebody without a mouse."""
    widget.setFocus()
    QTest.keyClick(widget, key)


def press_main(qtbot: QtBot, made: QDialog) -> None:
    """Press Ctrl+Enter in a dialog."""
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    QTest.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def type_in(made: LetterDialog, text: str) -> None:
    """Type into the letter."""
    area = made.form.field("text")
    assert isinstance(area, TextArea)
    area.setFocus()
    QTest.keyClicks(area.edit, text)


def buttons(page: QWidget) -> list[str]:
    return [button.text() for button in page.findChildren(Button) if button.isVisible()]


def dialog(page: QWidget, kind: type[QDialog]) -> QDialog:
    (found,) = [each for each in page.findChildren(kind) if each.isVisible()]
    return found


def write(desk: Desk, week: Week, text: str = "Het bleef stil.", **more: object) -> JournalWeek:
    record = replace(desk.services.journal.week(week), answers={"stuck": text}, **more)
    desk.services.journal.save(record)
    return record


# -- holidays ------------------------------------------------------------------------------------------------------


def test_choosing_a_region_by_keyboard_makes_this_week_one_off(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    assert page._state.isHidden()
    page._beside._days_off.unfold()
    region = page._beside.holidays._region
    with qtbot.waitSignal(page.setting_changed):
        press(region.combo, Qt.Key.Key_Down)
    assert desk.services.days_off.region is Region.NORTH
    page.refresh(None)
    assert page._state.text() == "Kerstvakantie. Er wordt niets verwacht."
    assert page._card._note.text() == page._state.text()  # above the questions too


def test_a_week_of_holiday_is_taken_back_and_left_again(page: MyWeek, desk: Desk) -> None:
    desk.services.days_off.choose(Region.MIDDLE)
    page.refresh(None)
    assert "Ik werk deze week" in buttons(page)
    press(page._work)
    assert page._state.text() == "Kerstvakantie, en je werkt."
    assert not desk.services.journal.is_off(page._week)
    press(page._rest)
    assert desk.services.journal.is_off(page._week)
    assert desk.services.records.load(Pause) == []


def test_taking_a_week_back_keeps_what_was_being_written(page: MyWeek, desk: Desk) -> None:
    desk.services.days_off.choose(Region.MIDDLE)
    page.refresh(None)
    page._areas["stuck"].edit.setPlainText("Toch even nakijken.")
    page._work.click()
    assert page._areas["stuck"].value() == "Toch even nakijken."


def test_no_part_of_the_page_is_a_window_of_its_own(page: MyWeek) -> None:
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [page]


def test_tab_goes_through_the_week_and_then_beside_it(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    letter = replace(desk.services.letters.fresh(), text="Dag", opens_on=date(2027, 7, 1))
    desk.services.letters.save(letter)
    page._beside._letters.unfold()
    page.refresh(None)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page._areas["stuck"].edit.setFocus()
    wanted = [*(area.edit for area in page._areas.values()), page._done, page._skip, page._beside.book,
              page._beside._pdf, page._beside.rhythm.line, page._beside._write]  # fmt: skip
    met = [QApplication.focusWidget()]
    while met[-1] is not page._beside._write:
        QTest.keyClick(met[-1] or page, Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget())
        assert len(met) < 40
    assert [widget for widget in met if widget in wanted] == wanted
    assert isinstance(met[-2], Button)
    assert met[-2].text() == "Gaat open op 1 juli 2027"


# -- rhythm --------------------------------------------------------------------------------------------------------


def test_the_rhythm_tells_what_was_written_and_off_and_counts_nothing(page: MyWeek, desk: Desk) -> None:
    desk.services.days_off.choose(Region.MIDDLE)
    for number in (36, 37, 38, 41):
        write(desk, Week(2026, number))
    page.refresh(None)
    line = page._beside.rhythm.line
    assert line.accessibleName() == "Schooljaar 2026–2027"
    told = line.accessibleDescription()
    assert told.startswith("geschreven: week 36–38, 41; vrij: week 32–35, 43, 52–53")
    assert line.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_a_year_of_53_weeks_has_a_mark_for_each(page: MyWeek) -> None:
    marks = page._beside.rhythm.line._marks
    assert len(marks) == (Week.first_of_school_year(2027).monday - Week.first_of_school_year(2026).monday).days // 7
    page._go(Week(2020, 53))
    assert page._beside.rhythm.line.accessibleName() == "Schooljaar 2020–2021"


def test_after_a_silence_there_is_one_step(page: MyWeek, desk: Desk) -> None:
    write(desk, Week(2026, 40))
    page.refresh(None)
    assert page._welcome.text == "Welkom terug. Eén zin is genoeg."
    assert page._extra.isHidden()


# -- letters -------------------------------------------------------------------------------------------------------


def test_a_letter_is_offered_once_in_june(page: MyWeek, desk: Desk, clock: Clock) -> None:
    assert page._after.offer.isHidden()
    clock.now = JUNE
    page._go_now()
    assert page._after.offer.isVisible()
    press(page._after._not_now)
    assert page._after.offer.isHidden()
    page._go_earlier()
    page._go_now()
    assert page._after.offer.isHidden()


def test_a_letter_is_written_by_keyboard_and_stays_closed(page: MyWeek, qtbot: QtBot, desk: Desk, clock: Clock) -> None:
    clock.now = JUNE
    page._go_now()
    press(page._after._write)
    made = dialog(page, LetterDialog)
    assert isinstance(made, LetterDialog)
    type_in(made, "Lieve ik, houd vol.")
    press_main(qtbot, made)
    (letter,) = desk.services.letters.all()
    assert (letter.text, letter.opens_on) == ("Lieve ik, houd vol.", date(2028, 6, 23))
    assert page._after.offer.isHidden()
    page.open_record(Letter.KIND, letter.id)
    read = dialog(page, LetterReadDialog)
    assert isinstance(read, LetterReadDialog)
    assert "houd vol" not in " ".join(
        label.text() for label in read.findChildren(type(read._text)) if label.isVisible()
    )
    press(read._open)
    assert read._text.isVisible()
    assert read._text.text() == "Lieve ik, houd vol."
    read.accept()


def test_what_was_typed_in_a_letter_is_kept_when_the_window_goes(page: MyWeek, desk: Desk) -> None:
    page._beside.letter_requested.emit()
    made = dialog(page, LetterDialog)
    assert isinstance(made, LetterDialog)
    type_in(made, "Nog niet af")
    made.keeper.flush()
    made.reject()
    page.resume("new:letter")
    again = [each for each in page.findChildren(LetterDialog) if each.isVisible()][-1]
    assert again.form.field("text").value() == "Nog niet af"
    again._cancel()


def test_a_letter_comes_back_after_the_week_is_done_and_not_before(page: MyWeek, desk: Desk) -> None:
    letter = replace(
        desk.services.letters.fresh(), written_on=date(2025, 12, 1), opens_on=date(2026, 12, 1), text="Dag"
    )
    desk.services.letters.save(letter)
    page.refresh(None)
    assert page._after.back.isHidden()
    page._areas["stuck"].edit.setPlainText("Een rustige week.")
    page._done.click()
    assert page._after.back.isVisible()
    assert "Dag" not in buttons(page._after)


def test_today_has_one_line_about_it_without_its_text(qtbot: QtBot, desk: Desk) -> None:
    letter = replace(
        desk.services.letters.fresh(), written_on=date(2025, 12, 1), opens_on=date(2026, 12, 1), text="Dag"
    )
    desk.services.letters.save(letter)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    today = window.go("today")
    (line,) = [button for button in today.findChildren(Button) if "brief" in button.text()]
    assert line.text() == "Er ligt een brief van jezelf voor je klaar."
    press(line)
    read = dialog(window.go("week"), LetterReadDialog)
    assert isinstance(read, LetterReadDialog)
    assert read._text.text() == "Dag"
    read.accept()
    window.close()


# -- the book ------------------------------------------------------------------------------------------------------


def test_the_book_leaves_out_what_was_unticked_by_keyboard(
    page: MyWeek, qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(desk, Week(2026, 40), "Dit mag erin.")
    write(desk, Week(2026, 41), "Dit houd ik voor me.")
    write(desk, Week(2026, 42), "Woedend.", venting=True)
    target = tmp_path / "boek.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *told: (str(target), ""))
    press(page._beside._pdf)
    made = dialog(page, WeekBookDialog)
    assert isinstance(made, WeekBookDialog)
    assert [made._weeks.item(at).text()[:7] for at in range(made._weeks.count())] == ["Week 40", "Week 41"]
    made._weeks.setCurrentRow(1)
    press(made._weeks)
    press_main(qtbot, made)
    qtbot.waitUntil(lambda: made._told.text() == "Bewaard: boek.pdf", timeout=20_000)
    told = subprocess.run(["pdftotext", target, "-"], capture_output=True, text=True, check=True).stdout
    assert "Dit mag erin." in told
    assert "voor me" not in told
    assert "Woedend" not in told
    made.reject()


def test_a_book_that_is_being_made_can_be_stopped(page: MyWeek, qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    for number in range(32, 51):
        write(desk, Week(2026, number), "Een lange week. " * 400)
    page._beside._pdf.click()
    made = dialog(page, WeekBookDialog)
    assert isinstance(made, WeekBookDialog)
    made.save_to(tmp_path / "boek.pdf")
    assert made._bar.isVisible()
    press(made._close)
    qtbot.waitUntil(lambda: made._job is None, timeout=20_000)
    assert made.isVisible()
    assert not (tmp_path / "boek.pdf").exists()
    made.reject()


def test_a_book_without_weeks_says_so(page: MyWeek) -> None:
    page._beside._pdf.click()
    made = dialog(page, WeekBookDialog)
    assert isinstance(made, WeekBookDialog)
    assert made._told.text() == "Tussen deze dagen staan geen weken met tekst."
    assert not made._save.isEnabled()
    made.reject()


# -- the reminder --------------------------------------------------------------------------------------------------


def test_without_a_tray_a_line_above_the_pages_says_it_once(qtbot: QtBot, desk: Desk) -> None:
    desk.services.settings.set(WEEK_REMINDER, "2")
    desk.services.settings.set(WEEK_REMINDER_AT, 14 * 60)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    reminder = WeekReminder(desk.services.reminders, window)
    reminder.due.connect(window.notice.remind)
    reminder.start()
    assert window.notice.text == "Je week"
    press(window.notice.action)
    assert window.notice.isHidden()
    assert window.go("week").isVisible()
    with qtbot.assertNotEmitted(reminder.due):
        reminder.look()
    reminder.stop()
    window.close()


def test_the_tray_says_no_word_of_hers(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[str, ...]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isVisible", lambda self: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda self, *told: said.append(told[:2]))
    tray = Tray(Translator("nl"))
    assert tray.say("Je week", "Tien minuten. Kort is goed.")
    assert said == [("Je week", "Tien minuten. Kort is goed.")]
    with qtbot.waitSignal(tray.message_clicked):
        tray._icon.messageClicked.emit()


def test_day_and_time_are_chosen_in_settings(qtbot: QtBot, desk: Desk) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    page = window.go("settings")
    assert isinstance(page, Settings)
    card = page._week
    assert not card._at.isEnabled()
    press(card._day.combo, Qt.Key.Key_End)
    assert desk.services.settings.get(WEEK_REMINDER) == "6"
    assert card._at.isEnabled()
    press(card._at.combo, Qt.Key.Key_Home)
    assert desk.services.settings.get(WEEK_REMINDER_AT) == 7 * 60
    window.close()


# -- room ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_nothing_scrolls_sideways_or_is_cut(qtbot: QtBot, desk: Desk, lang: Lang, scale: int) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app)
    theme.apply("light", scale)
    try:
        desk.services.days_off.choose(Region.SOUTH)
        write(desk, Week(2026, 52).a_year_earlier(), "Een jaar geleden " * 20, state=WeekState.DONE)
        write(desk, Week(2026, 52), "Nu " * 60, state=WeekState.DONE)
        desk.t = Translator(lang)
        window = MainWindow(desk)
        qtbot.addWidget(window)
        window.resize(900, 600)
        with qtbot.waitExposed(window):
            window.show()
        page = window.go("week")
        assert isinstance(page, MyWeek)
        page._beside._days_off.unfold()
        page._beside._letters.unfold()
        for _ in range(6):
            QApplication.processEvents()
        assert sideways(page) == []
        assert cut(page) == []
        window.close()
    finally:
        theme.apply("light")
