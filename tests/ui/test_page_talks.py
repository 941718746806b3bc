"""Talks: what was marked comes together, and clears once the talk took place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.domain.records import Record
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.pages.growth_editors import AgreementEditor, TalkEditor
from portfolio_app.ui.widgets.buttons import QuietButton, RowButton
from tests.ui.conftest import show
from tests.ui.driving import add


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Growth:
    made = Growth(desk)
    show(qtbot, made)
    return made


@pytest.fixture
def talk(desk: Desk) -> Talk:
    return desk.services.talks.plan(desk.today() + timedelta(days=2), "coach")


def opened(page: Growth, talk: Talk) -> TalkEditor:
    assert page.open_record(talk.KIND, talk.id)
    editor = page.editor
    assert isinstance(editor, TalkEditor)
    return editor


def mark(desk: Desk) -> tuple[Experience, JournalWeek]:
    moment = add(desk.services, "De klas werd stil", desk.today(), for_talk=True)
    week = replace(desk.services.journal.week(Week.of(desk.today())), answers={"stuck": "Sem bleef na."}, for_talk=True)
    desk.services.journal.save(week)
    return moment, week


def marked(desk: Desk, *records: Record) -> list[bool]:
    return [getattr(desk.services.records.need(type(item), item.id), "for_talk") for item in records]  # noqa: B009


def test_a_talk_that_took_place_clears_the_marks_in_one_step(desk: Desk, page: Growth, talk: Talk) -> None:
    moment, week = mark(desk)
    editor = opened(page, talk)
    editor.form.load({"held": True, "notes": "We spraken over stilte."})
    assert editor.save()
    assert marked(desk, moment, week) == [False, False]
    kept = desk.services.records.need(Talk, talk.id)
    assert (kept.held, kept.notes) == (True, "We spraken over stilte.")
    desk.services.undo.undo()
    assert marked(desk, moment, week) == [True, True]
    assert not desk.services.records.need(Talk, talk.id).held


def test_what_is_marked_after_a_talk_stays_for_the_next(desk: Desk, page: Growth, talk: Talk) -> None:
    desk.services.talks.hold(talk)
    moment, week = mark(desk)
    editor = opened(page, talk)
    editor.form.load({"notes": "Nog iets toegevoegd."})
    assert editor.save()
    assert marked(desk, moment, week) == [True, True]


def test_what_is_marked_elsewhere_is_in_sight_at_once(desk: Desk, page: Growth, talk: Talk) -> None:
    editor = opened(page, talk)
    week = replace(desk.services.journal.week(Week.of(desk.today())), answers={"stuck": "Sem bleef na."}, for_talk=True)
    page.notice(desk.services.journal.save(week))
    assert week.heading in [button.text() for button in editor.findChildren(RowButton)]


def test_an_agreement_is_settled_from_the_talk(qtbot: QtBot, desk: Desk, page: Growth, talk: Talk) -> None:
    made = desk.services.talks.agree("Eén les filmen", with_role="coach")
    editor = opened(page, talk)
    done = next(b for b in editor.findChildren(QuietButton) if b.accessibleName() == "Klaar: Eén les filmen")
    with qtbot.waitSignal(page.message_requested) as said:
        done.click()
    assert said.args == ["Afgerond.", True]
    assert desk.services.records.need(Agreement, made.id).done_on == desk.today()
    assert [b for b in editor.findChildren(RowButton) if b.text() == "Eén les filmen"] == []
    label = desk.services.undo.undo_label()
    assert label is not None
    assert label.verb == "settle"


def test_a_day_on_which_it_was_done_settles_an_agreement(desk: Desk, page: Growth) -> None:
    made = desk.services.talks.agree("Eén les filmen")
    day = desk.today() - timedelta(days=1)
    assert page.open_record(made.KIND, made.id)
    editor = page.editor
    assert isinstance(editor, AgreementEditor)
    editor.form.load({"done_on": day, "outcome": "Drie lessen."})
    assert editor.save()
    kept = desk.services.records.need(Agreement, made.id)
    assert (kept.done_on, kept.outcome) == (day, "Drie lessen.")
    label = desk.services.undo.undo_label()
    assert label is not None
    assert label.verb == "settle"
    assert desk.services.talks.open_agreements() == []
