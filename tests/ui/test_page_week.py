"""The journal page, driven as a person would."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from portfolio_app.domain.journal import Week, WeekState
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
    from dataclasses import replace

    before = desk.services.journal.week(Week.of(desk.today()).a_year_earlier())
    desk.services.journal.save(replace(before, answers={"stuck": "Toen lukte het niet."}))
    page.refresh(None)
    assert page._before.isHidden()
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Nu wel.")
    page._done.click()
    assert not page._before.isHidden()


def test_skipping_keeps_what_was_written(page: MyWeek, desk: Desk) -> None:
    areas(page)["Wat bleef je bij?"].edit.setPlainText("Half zinnetje")
    page._skip.click()
    week = desk.services.journal.week(Week.of(desk.today()))
    assert (week.state, week.answers["stuck"]) == (WeekState.OFF, "Half zinnetje")


def test_there_is_no_week_after_this_one(page: MyWeek, qtbot: QtBot) -> None:
    assert not page._later.isEnabled()
    qtbot.mouseClick(page._earlier, Qt.MouseButton.LeftButton)
    assert page._later.isEnabled()
