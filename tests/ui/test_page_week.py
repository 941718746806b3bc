"""The journal page, driven as a person would."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.week import MyWeek
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import show


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> MyWeek:
    made = MyWeek(desk)
    show(qtbot, made)
    return made


def areas(page: MyWeek) -> dict[str, TextArea]:
    return {area.label: area for area in page.findChildren(TextArea)}


def test_asks_the_three_questions_in_their_order(page: MyWeek) -> None:
    asked = [area.label for area in page.findChildren(TextArea)][:3]
    assert asked == ["Wat bleef je bij?", "Wat deed je toen vanzelf?", "Wat doe je maandag weer, of anders?"]


def test_done_keeps_the_words_and_closes_the_week(page: MyWeek, desk: Desk) -> None:
    areas(page)["Wat bleef je bij?"].edit.setPlainText("De klas werd stil.")
    page._done.click()
    week = desk.services.journal.week(Week.of(desk.today()))
    assert week.state is WeekState.DONE
    assert week.answers["stuck"] == "De klas werd stil."
    assert areas(page)["Wat bleef je bij?"].edit.isReadOnly()


def test_an_empty_week_can_not_be_done_and_says_so(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    with qtbot.waitSignal(page.trouble_met) as met:
        page._done.click()
    assert met.args is not None
    assert met.args[0].code == "week-empty"
    assert desk.services.journal.week(Week.of(desk.today())).state is WeekState.OPEN


def test_what_is_typed_is_a_draft_within_two_seconds_and_comes_back(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Nog niet bewaard")
    key = f"week:{desk.services.journal.week(Week.of(desk.today())).heading}"
    qtbot.waitUntil(lambda: "Nog niet bewaard" in (desk.services.drafts.get(key) or ""), timeout=2000)
    again = MyWeek(desk)
    show(qtbot, again)
    assert areas(again)["Wat bleef je bij?"].value() == "Nog niet bewaard"
    page._form.settle()


def test_leaving_saves_a_version(page: MyWeek, desk: Desk) -> None:
    areas(page)["Wat deed je toen vanzelf?"].edit.setPlainText("Meteen antwoorden.")
    page.leave()
    week = desk.services.journal.week(Week.of(desk.today()))
    assert week.answers == {"by_itself": "Meteen antwoorden."}
    assert week.state is WeekState.OPEN


def test_last_year_shows_only_after_done(page: MyWeek, desk: Desk) -> None:
    before = desk.services.journal.week(Week.of(desk.today()).a_year_earlier())
    desk.services.journal.save(replace(before, answers={"stuck": "Toen lukte het niet."}))
    page.refresh(None)
    assert page._after.before.isHidden()
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Nu wel.")
    page._done.click()
    assert not page._after.before.isHidden()


def test_skipping_keeps_what_was_written(page: MyWeek, desk: Desk) -> None:
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Half zinnetje")
    page._skip.click()
    week = desk.services.journal.week(Week.of(desk.today()))
    assert (week.state, week.answers["stuck"]) == (WeekState.OFF, "Half zinnetje")


def test_there_is_no_week_after_this_one(page: MyWeek, qtbot: QtBot) -> None:
    assert not page._later.isEnabled()
    qtbot.mouseClick(page._earlier, Qt.MouseButton.LeftButton)
    assert page._later.isEnabled()


def write(desk: Desk, week: Week, text: str = "Het bleef stil.") -> JournalWeek:
    record = replace(desk.services.journal.week(week), answers={"stuck": text})
    desk.services.journal.save(record)
    return record


def lines(page: MyWeek) -> list[str]:
    model = page._beside.book.model()
    return [" ".join(str(model.index(row, at).data()) for at in (0, 1)).strip() for row in range(model.rowCount())]


def test_the_book_goes_back_to_the_first_week_that_was_kept(page: MyWeek, desk: Desk) -> None:
    this = Week.of(desk.today())
    assert len(lines(page)) == 1
    write(desk, this.plus(-130))
    page.refresh(None)
    assert len(lines(page)) == 131
    assert lines(page)[-1].endswith("begonnen")
    assert page._beside.book.currentIndex().row() == 0


def test_a_book_of_forty_years_asks_only_for_what_is_in_sight(
    page: MyWeek, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Week.of(desk.today()).plus(-2079)
    write(desk, first)
    asked: list[int] = []
    overview = desk.services.journal.weeks_overview

    def watch(start: Week, end: Week) -> object:
        asked.append((end.monday - start.monday).days // 7 + 1)
        return overview(start, end)

    monkeypatch.setattr(desk.services.journal, "weeks_overview", watch)
    page.refresh(None)
    page.grab()
    assert page._beside.book.model().rowCount() == 2080
    assert sum(asked) <= 2 * page._beside._lines.PAGE
    assert page._beside.book.model().index(2079, 1).data() == "begonnen"


def test_a_line_of_the_book_opens_its_week(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    write(desk, Week.of(desk.today()).plus(-3), "Drie weken terug")
    page.refresh(None)
    page._beside.book.setCurrentIndex(page._beside.book.model().index(3, 0))
    qtbot.keyClick(page._beside.book, Qt.Key.Key_Return)
    assert areas(page)["Wat bleef je bij?"].value() == "Drie weken terug"
    place = page._beside.book.visualRect(page._beside.book.model().index(0, 0)).center()
    qtbot.mouseClick(page._beside.book.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert areas(page)["Wat bleef je bij?"].value() == ""


def test_a_week_goes_to_the_trash_from_the_page(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    assert page._trash.isHidden()
    record = write(desk, Week.of(desk.today()))
    page.refresh(None)
    with qtbot.waitSignal(page.message_requested) as said:
        page._trash.click()
    assert said.args == ["In de prullenbak gelegd.", True]
    assert areas(page)["Wat bleef je bij?"].value() == ""
    assert page._trash.isHidden()
    desk.services.undo.undo()
    page.refresh(None)
    assert desk.services.journal.week(record.week).id == record.id
    assert areas(page)["Wat bleef je bij?"].value() == "Het bleef stil."


def test_delete_in_the_book_throws_that_week_away_and_no_other(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    this = Week.of(desk.today())
    kept, thrown = write(desk, this), write(desk, this.plus(-2))
    page.refresh(None)
    page._beside.book.setCurrentIndex(page._beside.book.model().index(2, 0))
    qtbot.keyClick(page._beside.book, Qt.Key.Key_Delete)
    assert [week.id for week in desk.services.records.load(JournalWeek)] == [kept.id]
    assert desk.services.records.trashed()[0].id == thrown.id
    page._beside.book.setCurrentIndex(page._beside.book.model().index(0, 0))


def test_what_is_being_typed_is_in_the_trash_too(page: MyWeek, desk: Desk) -> None:
    week = Week.of(desk.today())
    record = write(desk, week)
    page.refresh(None)
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Het bleef stil, heel lang.")
    page._trash.click()
    thrown = desk.services.records.any(JournalWeek.KIND, record.id)
    assert isinstance(thrown, JournalWeek)
    assert thrown.answers == {"stuck": "Het bleef stil, heel lang."}


def test_emptying_a_week_is_kept_and_said(page: MyWeek, qtbot: QtBot, desk: Desk) -> None:
    week = Week.of(desk.today())
    record = write(desk, week)
    page.refresh(None)
    areas(page)["Wat bleef je bij?"].edit.setPlainText("")
    with qtbot.waitSignal(page.message_requested) as said:
        page.leave()
    assert said.args == ["Deze week is nu leeg.", True]
    assert desk.services.journal.week(week).answers == {}
    desk.services.undo.undo()
    assert desk.services.journal.week(week).answers == record.answers


def test_a_week_without_a_word_is_not_made_by_leaving(page: MyWeek, desk: Desk) -> None:
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Iets")
    areas(page)["Wat bleef je bij?"].edit.setPlainText("")
    page.leave()
    assert desk.services.records.load(JournalWeek) == []
