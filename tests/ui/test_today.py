"""The page of today: few things, in order, and no text of a reflection in sight."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.patterns import Experiment, Pattern, PatternKind, TryOutState
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.today import Today
from portfolio_app.ui.pages.today_presenter import TodayPresenter, split_title, talk_words
from tests.ui.conftest import show

NL = Translator("nl")


def pattern(services: Services, due: date) -> Pattern:
    records = services.records
    made = Pattern(
        id=records.new_id(), written_at=records.now(), lang="nl", kind=PatternKind.MENTAL_MODEL,
        statement="Wie stilvalt, heeft hulp nodig.", noticed_on=due - timedelta(days=30),
        experiments=(Experiment("e1", due - timedelta(days=7), "Tel tot tien", due_on=due),),
    )  # fmt: skip
    records.save(made)
    return made


def seen(page: QWidget) -> str:
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    texts += [button.text() for button in page.findChildren(QAbstractButton) if button.isVisible()]
    return "\n".join(texts)


def press(page: QWidget, words: str) -> None:
    next(b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def test_a_quiet_day_asks_for_nothing(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Today(desk))
    assert "Niets dat vandaag moet." in seen(page)
    assert "Wat wil je niet vergeten?" in seen(page)
    assert "scholing 0 van" in seen(page)
    assert "reservekopie" not in seen(page)


def test_a_note_is_kept_as_a_moment_of_today(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Today(desk))
    note = page.findChildren(QPlainTextEdit)[0]
    press(page, "Bewaar")
    assert "Schrijf eerst een paar woorden." in seen(page)
    note.setPlainText("Sem vroeg zelf om hulp\nHij stak zijn hand op en wachtte.")

    with qtbot.waitSignal(page.message_requested) as said:
        press(page, "Bewaar")

    assert said.args == ["Bewaard als moment van vandaag.", True]
    assert note.toPlainText() == ""
    kept = desk.services.records.load(Experience, Query(kinds=("experience",)))[0]
    assert (kept.title, kept.story) == ("Sem vroeg zelf om hulp", "Hij stak zijn hand op en wachtte.")
    assert kept.happened_on == desk.today()
    assert not kept.is_activity


def test_what_is_typed_is_there_again_after_a_crash(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Today(desk))
    page.findChildren(QPlainTextEdit)[0].setPlainText("half")
    qtbot.waitUntil(lambda: desk.services.drafts.get("today") == "half", timeout=2000)

    again = show(qtbot, Today(desk))

    assert again.findChildren(QPlainTextEdit)[0].toPlainText() == "half"


def test_a_file_goes_with_what_was_just_typed(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = Today(desk)
    show(qtbot, page)
    file = tmp_path / "bord.txt"
    file.write_text("foto van het bord", encoding="utf-8")
    page.findChildren(QPlainTextEdit)[0].setPlainText("Bordplan van 2B")

    with qtbot.waitSignals([page.message_requested] * 2, timeout=10_000):
        page.add_files([file])

    services = desk.services
    evidence = services.records.load(Evidence, Query(kinds=("evidence",)))
    moments = services.records.load(Experience, Query(kinds=("experience",)))
    assert [link.target_id for link in services.records.links_from(evidence[0].id)] == [moments[0].id]


def test_the_talk_and_the_try_out_stand_there_without_their_words(qtbot: QtBot, desk: Desk) -> None:
    services = desk.services
    services.talks.plan(desk.today() + timedelta(days=1), "coach")
    made = pattern(services, desk.today())
    page = show(qtbot, Today(desk))
    text = seen(page)
    assert text.index("Morgen spreek je je coach.") < text.index("Je zou iets uitproberen. Hoe ging het?")
    assert "Tel tot tien" not in text
    assert "Wie stilvalt" not in text
    with qtbot.waitSignal(page.open_requested) as opened:
        press(page, "Vertel")
    assert opened.args == ["pattern", made.id]


def test_a_try_out_can_be_let_go(desk: Desk, qtbot: QtBot) -> None:
    made = pattern(desk.services, desk.today())
    page = show(qtbot, Today(desk))
    press(page, "Laat maar")
    assert desk.services.patterns.get(made.id).experiments[0].state is TryOutState.DROPPED
    assert "Je zou iets uitproberen" not in seen(page)


def test_not_yet_asks_when_and_the_keyboard_answers(desk: Desk, qtbot: QtBot) -> None:
    made = pattern(desk.services, desk.today())
    page = show(qtbot, Today(desk))
    button = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Nog niet" and one.isVisible())
    qtbot.keyClick(button, Qt.Key.Key_Space)
    (menu,) = [one for one in page.findChildren(QMenu) if one.isVisible()]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    tried = desk.services.patterns.get(made.id).experiments[0]
    assert (tried.state, tried.due_on) == (TryOutState.PLANNED, desk.today() + timedelta(days=7))
    assert "Je zou iets uitproberen" not in seen(page)
    desk.services.undo.undo()
    page.refresh(None)
    assert "Je zou iets uitproberen" in seen(page)


def test_what_could_be_completed_is_folded_and_opens_its_record(qtbot: QtBot, desk: Desk) -> None:
    records = desk.services.records
    made = Experience(
        id=records.new_id(), written_at=records.now(), lang="nl", title="Studiedag", happened_on=desk.today(),
        contact_minutes=60,
    )  # fmt: skip
    records.save(made)
    page = show(qtbot, Today(desk))
    assert "Nog aan te vullen (1)" in seen(page)
    assert "Studiedag" not in seen(page)
    next(b for b in page.findChildren(QAbstractButton) if b.text() == "Nog aan te vullen (1)").click()
    with qtbot.waitSignal(page.open_requested) as opened:
        next(b for b in page.findChildren(QPushButton) if b.text().startswith("Studiedag")).click()
    assert opened.args == ["experience", made.id]


def test_the_presenter_needs_no_window(services: Services) -> None:
    view = TodayPresenter(services).view(NL)
    assert view.nothing
    assert view.talk == ""
    assert view.week.startswith("Week ")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Vandaag spreek je je coach."), (1, "Morgen spreek je je coach."), (2, "Donderdag spreek je je coach."),
     (9, "Op 3 december 2026 spreek je je coach.")],
)  # fmt: skip
def test_the_day_of_a_talk_is_said_as_people_do(days: int, words: str) -> None:
    from datetime import UTC, datetime

    today = date(2026, 11, 24)
    talk = Talk(id="t", written_at=datetime(2026, 11, 1, tzinfo=UTC), happens_on=today + timedelta(days=days))
    assert talk_words(talk, today, NL) == words


def test_a_long_note_keeps_every_word() -> None:
    text = "woord " * 40
    title, story = split_title(text)
    assert len(title) <= 95
    assert story == text.strip()
    assert split_title("Kort") == ("Kort", "")


def test_an_agreement_comes_back_without_its_words_and_can_be_answered(qtbot: QtBot, desk: Desk) -> None:
    talks = desk.services.talks
    made = talks.agree("Elke week filmen", with_role="coach", due_on=desk.today())
    page = show(qtbot, Today(desk))
    assert "iets af met je coach." in seen(page)
    assert "Elke week filmen" not in seen(page)
    press(page, "Wat was het?")
    assert "Elke week filmen" in seen(page)
    press(page, "Nog niet")
    assert desk.services.records.need(Agreement, made.id).due_on == desk.today() + timedelta(days=7)
    page.refresh(None)
    assert "iets af met je coach." not in seen(page)
    desk.services.undo.undo()
    page.refresh(None)
    press(page, "Hoeft niet meer")
    assert desk.services.records.need(Agreement, made.id).dropped_on == desk.today()
    desk.services.undo.undo()
    page.refresh(None)
    done = next(one for one in page.findChildren(QAbstractButton) if one.text() == "Gedaan" and one.isVisible())
    with qtbot.waitSignal(page.message_requested) as said:
        qtbot.keyClick(done, Qt.Key.Key_Space)
    assert said.args == ["Afgerond.", True]
    assert desk.services.records.need(Agreement, made.id).done_on == desk.today()
    with qtbot.waitSignal(page.command_requested) as asked:
        press(page, "Mijn coach zei …")
    assert asked.args == ["heard"]
