"""The page of settings: stored at once, said at once."""

from __future__ import annotations

import json
import os
import time
from datetime import date
from pathlib import Path
from typing import Any

import keyring
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.growth import Talk
from portfolio_app.domain.portfolio import Appointment, ComputerOwner, Pause, Person
from portfolio_app.services.settings import LOCK_MINUTES, THEME, WRITING_LANGUAGE
from portfolio_app.store.values import Query
from portfolio_app.ui.dialogs.working_life import AppointmentDialog, PauseDialog, PersonDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.pages.settings_ways import WaysIn
from portfolio_app.ui.pages.today_presenter import TodayPresenter
from portfolio_app.ui.shell.pages import page_of
from portfolio_app.ui.widgets.containers import Banner
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, DateField, LineField, NumberField
from tests.tools import keyring_file, keyring_slow
from tests.ui.conftest import bury, show
from tests.ui.driving import type_in


def choice(page: QWidget, key: str) -> ChoiceField[Any]:
    return next(field for field in page.findChildren(ChoiceField) if field.property("setting") == key)


def choose(field: ChoiceField[Any], value: object) -> None:
    field.set_value(value)
    field.combo.activated.emit(field.combo.currentIndex())


def press(root: QWidget, words: str) -> None:
    next(b for b in root.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()
    bury()  # the event loop lets a closed dialog go before the next one opens


def dialog(kind: type[QDialog]) -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible())


def field(root: QWidget, kind: type[Any], label: str) -> Any:
    return next(found for found in root.findChildren(kind) if found.label == label)


def test_a_choice_is_stored_and_announced(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    with qtbot.waitSignal(page.setting_changed) as changed:
        choose(choice(page, THEME.key), "dark")
    assert changed.args == ["theme"]
    assert desk.services.settings.get(THEME) == "dark"
    with qtbot.waitSignal(page.setting_changed):
        choose(choice(page, LOCK_MINUTES.key), 5)
    assert desk.services.settings.get(LOCK_MINUTES) == 5
    page.retranslate()
    page.refresh(None)
    assert choice(page, LOCK_MINUTES.key).value() == 5


def test_what_is_written_from_now_on_is_in_the_language_of_choice(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    assert choice(page, WRITING_LANGUAGE.key).value() == "nl"
    before = desk.services.talks.plan(desk.today())
    with qtbot.waitSignal(page.setting_changed):
        choose(choice(page, WRITING_LANGUAGE.key), "en")
    assert desk.lang() == "en"
    assert TodayPresenter(desk.services).keep("Sam stayed behind.").lang == "en"
    assert desk.services.talks.plan(desk.today()).lang == "en"
    assert desk.services.records.need(Talk, before.id).lang == "nl"


def test_the_profile_is_saved_and_can_be_undone(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    line = field(page, LineField, "Achternaam")
    line.edit.setText("Bakker")
    line.edit.textEdited.emit("Bakker")
    with qtbot.waitSignal(page.message_requested):
        press(page, "Bewaar")
    profile = desk.services.records.profile()
    assert profile is not None
    assert (profile.given_name, profile.family_name) == ("Anna", "Bakker")
    desk.services.undo.undo()
    page.refresh(None)
    assert line.value() == ""


def test_leaving_saves_a_profile_that_was_changed(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    line = field(page, LineField, "School")
    line.edit.setText("Het Lyceum")
    line.edit.textEdited.emit("Het Lyceum")
    page.leave()
    profile = desk.services.records.profile()
    assert profile is not None
    assert profile.school == "Het Lyceum"


def test_a_job_is_added_changed_and_thrown_away(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    press(page, "Baan toevoegen")
    box = dialog(AppointmentDialog)
    press(box, "Bewaar")
    assert field(box, LineField, "Functie").error == "Wat doe je daar?"
    field(box, LineField, "Functie").set_value("Docent Nederlands")
    field(box, NumberField, "Omvang van de baan").set_value(80)
    field(box, DateField, "Vanaf").set_value(date(2024, 8, 1))
    press(box, "Bewaar")
    records = desk.services.records
    jobs = records.load(Appointment, Query(kinds=("appointment",)))
    assert [(job.function, job.fte_percent, job.until_on) for job in jobs] == [("Docent Nederlands", 80, None)]
    page.refresh(None)
    next(b for b in page.findChildren(QPushButton) if b.text().startswith("Docent Nederlands")).click()
    press(dialog(AppointmentDialog), "Naar de prullenbak")
    assert records.load(Appointment, Query(kinds=("appointment",))) == []


def test_a_pause_that_ends_before_it_begins_is_refused_in_words(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    press(page, "Pauze toevoegen")
    box = dialog(PauseDialog)
    first, last = field(box, DateField, "Vanaf"), field(box, DateField, "Tot en met")
    first.set_value(date(2026, 10, 17))
    last.set_value(date(2026, 10, 10))
    press(box, "Bewaar")
    assert last.error == "Dit ligt vóór de eerste dag."
    last.set_value(date(2026, 10, 25))
    press(box, "Bewaar")
    pauses = desk.services.records.load(Pause, Query(kinds=("pause",)))
    assert [(pause.from_on, pause.until_on) for pause in pauses] == [(date(2026, 10, 17), date(2026, 10, 25))]


def test_the_ways_in_are_said_and_led_to(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    asked: list[str] = []
    page.command_requested.connect(asked.append)
    press(page, "Kies een ander…")
    press(page, "Vernieuwen…")
    press(page, "Nu nakijken")
    assert asked == ["passphrase", "recovery", "check"]
    assert [line for line in page.findChildren(QLineEdit) if line.text() == "een goede lange zin"] == []


@pytest.fixture
def keyring_desk(qtbot: QtBot, desk: Desk) -> Desk:
    """The desk on a computer with the keyring of the test."""
    desk.services.keys._keyring = keyring_slow.ACCESS
    return desk


def ways(page: QWidget) -> tuple[CheckField, ChoiceField[ComputerOwner]]:
    card = page.findChildren(WaysIn)[0]
    return card.findChildren(CheckField)[0], card.findChildren(ChoiceField)[0]


def test_the_keyring_is_switched_on_and_off(qtbot: QtBot, keyring_desk: Desk) -> None:
    page = show(qtbot, Settings(keyring_desk))
    tick, _ = ways(page)
    keys = keyring_desk.services.keys
    qtbot.waitUntil(tick.box.isEnabled)
    qtbot.mouseClick(tick.box, Qt.MouseButton.LeftButton, pos=QPoint(6, tick.box.height() // 2))
    qtbot.waitUntil(lambda: keys.ways().keyring and tick.box.isEnabled())
    assert tick.value()
    qtbot.keyClick(tick.box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not keys.ways().keyring and tick.box.isEnabled())


def test_a_keyring_that_asks_something_leaves_the_window_alone(qtbot: QtBot, keyring_desk: Desk) -> None:
    slow = keyring_slow.SlowKeyring()
    keyring.set_keyring(slow)
    page = show(qtbot, Settings(keyring_desk))
    tick, _ = ways(page)
    qtbot.waitUntil(tick.box.isEnabled)
    began = time.monotonic()
    qtbot.keyClick(tick.box, Qt.Key.Key_Space)
    qtbot.waitUntil(slow.asked.is_set)
    assert not tick.box.isEnabled()
    assert time.monotonic() - began < 10
    slow.answered.set()
    qtbot.waitUntil(lambda: keyring_desk.services.keys.ways().keyring and tick.box.isEnabled())


def test_a_computer_that_becomes_the_schools_forgets_the_key(qtbot: QtBot, keyring_desk: Desk) -> None:
    keys = keyring_desk.services.keys
    keys.use_keyring()
    page = show(qtbot, Settings(keyring_desk))
    tick, owner = ways(page)
    owner.set_value(ComputerOwner.SCHOOL)
    owner.changed.emit()
    qtbot.waitUntil(lambda: keys.computer is ComputerOwner.SCHOOL and not tick.value())
    qtbot.waitUntil(lambda: not keyring_desk.services.jobs.wait_idle(0) or not tick.box.isEnabled())
    assert not keys.ways().keyring
    stored = json.loads(Path(os.environ[keyring_file.PLACE]).read_text())
    assert [items for items in stored.values() if items] == []


def test_without_a_keyring_it_is_not_offered(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    tick, _ = ways(page)
    qtbot.waitUntil(lambda: not tick.box.isEnabled())
    assert any("geen sleutelbos" in label.text() for label in tick.findChildren(QLabel))


def test_a_half_filled_job_comes_back_when_its_dialog_was_closed(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    press(page, "Baan toevoegen")
    box = dialog(AppointmentDialog)
    type_in(field(box, LineField, "Functie"), "Docent Nederlands")
    box.reject()
    press(page, "Baan toevoegen")
    box = dialog(AppointmentDialog)
    assert field(box, LineField, "Functie").value() == "Docent Nederlands"
    assert any(banner.text.startswith("Dit schreef je op") for banner in box.findChildren(Banner))
    press(box, "Weggooien")
    assert field(box, LineField, "Functie").value() == ""
    type_in(field(box, LineField, "Functie"), "Docent")
    press(box, "Annuleren")
    assert desk.services.drafts.all() == []


def test_a_change_to_a_pause_is_a_draft_of_that_pause(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    records = desk.services.records
    pause = Pause(
        id=records.new_id(), written_at=records.now(), from_on=date(2026, 10, 17), until_on=date(2026, 10, 25)
    )
    records.save(pause)
    page.open_record("pause", pause.id)
    box = dialog(PauseDialog)
    type_in(field(box, LineField, "Reden (voor jezelf)"), "herfst")
    box.reject()
    assert [key for key, _, _ in desk.services.drafts.all()] == [pause.id]
    page.open_record("pause", pause.id)
    press(dialog(PauseDialog), "Bewaar")
    assert records.need(Pause, pause.id).reason == "herfst"
    assert desk.services.drafts.all() == []


def test_a_person_is_added_found_changed_and_thrown_away(qtbot: QtBot, desk: Desk) -> None:
    page = show(qtbot, Settings(desk))
    press(page, "Persoon toevoegen")
    box = dialog(PersonDialog)
    press(box, "Bewaar")
    assert field(box, LineField, "Naam").error
    assert field(box, LineField, "Rol").error
    type_in(field(box, LineField, "Naam"), "Vos")
    type_in(field(box, LineField, "Rol"), "schoolopleider")
    press(box, "Bewaar")
    (person,) = desk.services.records.load(Person)
    (hit,) = desk.services.search.find("vos")
    assert (hit.kind, hit.id, page_of(hit.kind)) == ("person", person.id, Settings.KEY)
    assert page.open_record(hit.kind, hit.id)
    type_in(field(dialog(PersonDialog), LineField, "School (mag leeg blijven)"), "Het Lyceum")
    press(dialog(PersonDialog), "Bewaar")
    page.refresh(None)
    line = next(b for b in page.findChildren(QPushButton) if b.text() == "Vos · schoolopleider · Het Lyceum")
    line.click()
    press(dialog(PersonDialog), "Naar de prullenbak")
    assert desk.services.records.load(Person) == []
    assert not page.open_record("person", person.id)


def test_a_long_list_is_folded_after_its_first_lines(qtbot: QtBot, desk: Desk) -> None:
    records = desk.services.records
    for number in range(6):
        records.save(Person(id=records.new_id(), written_at=records.now(), name=f"Collega {number}", role="coach"))
    page = show(qtbot, Settings(desk))
    buttons = [button for button in page.findChildren(QPushButton) if button.text().startswith("Collega")]
    assert [button.isVisible() for button in buttons].count(True) == 4
    more = next(button for button in page.findChildren(QToolButton) if button.text() == "nog 2")
    more.click()
    assert all(button.isVisible() for button in buttons)
