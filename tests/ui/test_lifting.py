"""Words that became a habit or a belief: the way there and back, and what keeps coming back in her own texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.lifted import LiftedLines
from portfolio_app.ui.pages.suggestions import Suggestions
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import bury
from tests.ui.driving import add

WORDS = "Wie stilvalt heeft hulp nodig"
STORY = f"🎉 Eerst was het stil. {WORDS}, dacht ik. Later weer: {WORDS}."


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1180, 780)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    bury()


def lifted(services: Services) -> tuple[Experience, Pattern]:
    """A moment, and a belief made of the second time that the words stand in it."""
    moment = add(services, "Stil", date(2026, 3, 2), story=STORY)
    start = STORY.rindex(WORDS)
    pattern, _ = services.patterns.lift_out(moment, "story", start, start + len(WORDS), PatternKind.MENTAL_MODEL)
    return moment, pattern


def page_of(window: MainWindow, key: str) -> Page:
    page = window.page(key)
    assert page is not None
    return page


def selected(window: MainWindow) -> list[QPlainTextEdit]:
    edits = page_of(window, "activities").findChildren(QPlainTextEdit)
    return [edit for edit in edits if edit.textCursor().hasSelection()]


def press(window: MainWindow, pattern: Pattern) -> None:
    window.open_record("pattern", pattern.id)
    page = page_of(window, "patterns")
    next(row for row in page.findChildren(RowButton) if "Wie stilvalt" in row.text()).click()


def test_a_belief_leads_to_the_very_words_also_after_edits_around_them(window: MainWindow) -> None:
    services = window.desk.services
    moment, pattern = lifted(services)
    story = STORY.replace("dacht ik", "dacht ik toen 🎈").replace("Later weer:", "Veel later weer:")
    services.records.save(replace(moment, story=story))
    press(window, pattern)
    (shown,) = selected(window)
    assert shown.textCursor().selectedText() == WORDS
    after = shown.toPlainText().encode("utf-16-le")[2 * shown.textCursor().selectionEnd() :].decode("utf-16-le")
    assert after == "."


def test_words_that_are_gone_are_told_kindly_and_the_text_opens(window: MainWindow) -> None:
    services = window.desk.services
    moment, pattern = lifted(services)
    services.records.save(replace(moment, story="Het was stil."))
    window.open_record("pattern", pattern.id)
    page = page_of(window, "patterns")
    (row,) = [row for row in page.findChildren(RowButton) if "Wie stilvalt" in row.text()]
    assert "staat daar niet meer" in row.text()
    row.click()
    assert window.toast.text.startswith("Deze woorden staan er niet meer")
    assert selected(window) == []


def test_the_text_shows_what_became_of_its_words(window: MainWindow, qtbot: QtBot) -> None:
    services = window.desk.services
    moment, pattern = lifted(services)
    services.records.save(replace(pattern, statement="Soms heeft wie stilvalt hulp nodig."))
    window.open_record("experience", moment.id)
    page = page_of(window, "activities")
    (lines,) = [one for one in page.findChildren(LiftedLines) if not one.isHidden()]
    lines.unfold()
    (row,) = lines.findChildren(RowButton)
    assert row.text() == f"“{WORDS}” → Soms heeft wie stilvalt hulp nodig."
    with qtbot.waitSignal(page.open_requested) as asked:
        row.click()
    assert asked.args == ["pattern", pattern.id]
    services.records.save(replace(moment, story="Het was stil."))
    QApplication.processEvents()
    window.open_record("experience", moment.id)
    assert "staat hier niet meer" in lines.findChildren(RowButton)[-1].text()
    services.records.trash("pattern", pattern.id)
    window.open_record("experience", moment.id)
    assert lines.isHidden()


def weeks(services: Services, sentence: str = "Een goede leraar houdt de rust in zijn stem.") -> list[JournalWeek]:
    made: list[JournalWeek] = []
    for at in range(3):
        week = services.journal.week(Week.of(services.records.today() - timedelta(weeks=at)))
        made.append(replace(week, answers={"stayed": sentence}))
        services.journal.save(made[-1])
    return made


def suggestions(window: MainWindow, qtbot: QtBot) -> Suggestions:
    page = window.go("patterns")
    found = page.findChildren(Suggestions)[0]
    qtbot.waitUntil(lambda: found._job is None, timeout=10_000)
    return found


def test_nothing_is_in_sight_while_nothing_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    assert suggestions(window, qtbot).isHidden()


def test_what_comes_back_is_explained_by_its_quotes_and_becomes_a_belief(window: MainWindow, qtbot: QtBot) -> None:
    services = window.desk.services
    weeks(services)
    found = suggestions(window, qtbot)
    qtbot.waitUntil(found.isVisible)
    assert not found.is_open  # her sentences don't stand open where others may look along
    found.unfold()
    rows = found.findChildren(RowButton)
    assert len(rows) == 3
    assert all("Een goede leraar houdt de rust" in row.text() for row in rows)
    with qtbot.waitSignal(page_of(window, "patterns").words_requested):
        rows[0].click()
    found = suggestions(window, qtbot)
    make = next(one for one in found.findChildren(Button) if one.text() == "Maak er een opvatting van")
    qtbot.keyClick(make, Qt.Key.Key_Return)
    (pattern,) = services.patterns.all()
    assert len(services.records.links_from(pattern.id, Role.LIFTED_FROM)) == 3
    qtbot.waitUntil(lambda: found._job is None)
    assert found.isHidden()


def test_what_was_dismissed_stays_away(window: MainWindow, qtbot: QtBot) -> None:
    weeks(window.desk.services)
    found = suggestions(window, qtbot)
    qtbot.waitUntil(found.isVisible)
    next(one for one in found.findChildren(QuietButton) if one.text() == "Niet voorstellen").click()
    assert found.isHidden()
    found.look()
    qtbot.waitUntil(lambda: found._job is None)
    assert found.isHidden()
    (kept,) = window.desk.services.signals.silenced()
    assert kept.topic


def test_what_comes_back_is_never_on_the_page_of_today(window: MainWindow) -> None:
    weeks(window.desk.services)
    assert window.go("today").findChildren(Suggestions) == []


def test_words_that_somebody_said_can_be_lifted_out_too(window: MainWindow) -> None:
    services = window.desk.services
    said = services.talks.heard("Je vraagt en geeft dan zelf het antwoord.", "coach")
    window.open_record("feedback", said.id)
    area = next(
        area
        for area in page_of(window, "growth").findChildren(TextArea)
        if area.isVisible() and area.value() == said.text
    )
    assert area.edit.may_lift
    assert not area.edit.may_look  # they are not her own words
