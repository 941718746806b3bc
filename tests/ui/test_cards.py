"""Activity cards in the window: dropped, picked, made; shown first, kept only when somebody says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import ActivityType, Allocation, CompetenceRef, Experience
from portfolio_app.interchange.activity_card import ActivityCard, read, write
from portfolio_app.services.drafts import CARD
from portfolio_app.ui.dialogs.as_evidence import AsEvidenceDialog
from portfolio_app.ui.dialogs.card import CardDialog
from portfolio_app.ui.dialogs.card_maker import CardMakerDialog
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.containers import Label
from tests.ui.driving import add, saved, type_in, unnamed

DAY = ActivityCard(
    title="Studiedag <b>toetsing</b>",
    happened_on=date(2026, 11, 20),
    contact_minutes=360,
    activity_type=ActivityType.STUDY_DAY,
    provider="Opleidingsschool De Brug",
    purpose="Toetsen die iets vertellen.",
    made_by="Schoolopleider",
    allocations=(Allocation("nl-cao-vo", "a", 360),),
    competences=(CompetenceRef("nl-bekwaamheid-2017", "VI-a"), CompetenceRef("mars", "M1")),
)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "studiedag.activiteitkaart"
    path.write_bytes(write(DAY))
    return path


def open_card(qtbot: QtBot, window: MainWindow) -> CardDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(CardDialog)))
    return next(each for each in window.findChildren(CardDialog) if each.isVisible())


def said(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(Label) if label.isVisible())


def test_a_dropped_card_is_shown_and_fills_in_an_activity(qtbot: QtBot, window: MainWindow, sent: Path) -> None:
    services = window.desk.services
    window.incoming.receive(Offer((sent,)))
    dialog = open_card(qtbot, window)
    words = said(dialog)
    for part in (DAY.title, "20 november 2026", "6 uur", "De Brug", "Toetsen die", "Schoolopleider", "mars M1"):
        assert part in words
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(Label))
    assert unnamed(dialog) == []
    assert saved(services) == []
    assert services.evidence.all() == []
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (made,) = saved(services)
    assert (made.title, made.contact_minutes) == (DAY.title, 360)
    assert made.competences == (CompetenceRef("nl-bekwaamheid-2017", "VI-a"),)
    page = window.page("activities")
    assert page is not None
    assert page.in_sight() == ("experience", made.id)
    assert services.evidence.all() == []
    window.undo()
    assert saved(services) == []


def test_dropped_on_an_open_activity_it_is_still_no_evidence(qtbot: QtBot, window: MainWindow, sent: Path) -> None:
    mine = add(window.desk.services, "Iets anders", window.desk.today(), 60)
    window.open_record("experience", mine.id)
    window.incoming.receive(Offer((sent,)))
    open_card(qtbot, window).reject()
    assert window.desk.services.evidence.all() == []
    assert [item.id for item in saved(window.desk.services)] == [mine.id]


def test_other_files_beside_a_card_go_their_own_way(
    qtbot: QtBot, window: MainWindow, sent: Path, tmp_path: Path
) -> None:
    other = tmp_path / "bord.txt"
    other.write_text("Foto van het bord")
    window.go("hours")
    window.incoming.receive(Offer((sent, other)))
    (asked,) = window.findChildren(AsEvidenceDialog)
    assert "bord.txt" in said(asked)
    assert "studiedag" not in said(asked)
    asked.reject()
    open_card(qtbot, window).reject()


def test_the_same_card_leads_to_what_came_of_it(qtbot: QtBot, window: MainWindow, sent: Path) -> None:
    services = window.desk.services
    made = services.cards.take(services.cards.read(sent))
    window.incoming.receive(Offer((sent,)))
    dialog = open_card(qtbot, window)
    assert "staat al bij je activiteiten" in dialog.known.text
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [item.id for item in saved(services)] == [made.id]
    page = window.page("activities")
    assert page is not None
    assert page.in_sight() == ("experience", made.id)


def test_several_cards_come_one_after_the_other(qtbot: QtBot, window: MainWindow, sent: Path, tmp_path: Path) -> None:
    more = tmp_path / "b.activiteitkaart"
    more.write_bytes(write(replace(DAY, title="Tweede dag")))
    window.incoming.receive(Offer((sent, more)))
    first = open_card(qtbot, window)
    assert DAY.title in said(first)
    first.reject()
    qtbot.waitUntil(lambda: any("Tweede dag" in said(each) for each in window.findChildren(CardDialog)))


def test_a_hostile_card_is_one_sentence_and_the_next_one_still_comes(
    qtbot: QtBot, window: MainWindow, sent: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "a.activiteitkaart"
    bad.write_bytes(b'{"activiteitkaart": 1, "title": "' + b"x" * 10_000_000 + b'"}')
    window.incoming.receive(Offer((bad, sent)))
    open_card(qtbot, window)
    assert window.toast.text.startswith("Dit bestand is groter dan een activiteitkaart")
    assert window.desk.services.evidence.all() == []


def test_hidden_nothing_is_shown(window: MainWindow, sent: Path) -> None:
    window.toggle_cover()
    window.incoming.receive(Offer((sent,)))
    assert window.findChildren(CardDialog) == []


def test_a_schoolopleider_makes_one_by_keyboard(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dag"
    monkeypatch.setattr("portfolio_app.ui.dialogs.card_maker.ask_where", lambda *_: target)
    window.command("card")
    (dialog,) = window.findChildren(CardMakerDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert unnamed(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog._title.error
    qtbot.keyClicks(dialog._title.edit, "Studiedag rekenen")
    type_in(dialog._contact, "6")
    type_in(dialog._provider, "De Brug")
    chosen = next(ref for ref in dialog._competences._buttons if ref.code == "VI-a")
    dialog._competences._buttons[chosen].click()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = read((tmp_path / "dag.activiteitkaart").read_bytes())
    assert (made.title, made.contact_minutes, made.provider) == ("Studiedag rekenen", 360, "De Brug")
    assert made.made_by == "Anna"
    assert made.competences == (chosen,)
    assert window.toast.text == "De kaart staat klaar: dag.activiteitkaart"
    assert saved(window.desk.services) == []


def test_a_card_that_is_being_made_comes_back(qtbot: QtBot, window: MainWindow) -> None:
    window.command("card")
    (dialog,) = window.findChildren(CardMakerDialog)
    type_in(dialog._title, "Halverwege")
    dialog.keeper.flush()
    dialog.close()
    QApplication.processEvents()
    waiting = window.desk.services.drafts.waits(CARD)
    assert waiting is not None
    window.resume(CARD)
    again = next(each for each in window.findChildren(CardMakerDialog) if each.isVisible())
    assert again._title.value() == "Halverwege"


def test_made_of_an_activity_it_begins_with_its_facts(window: MainWindow) -> None:
    mine = add(window.desk.services, "Lesbezoeken", window.desk.today(), 90, provider="De Brug", story="Privé")
    dialog = CardMakerDialog(window.desk, mine, window)
    card = dialog.card()
    assert isinstance(mine, Experience)
    assert (card.title, card.contact_minutes, card.provider, card.purpose) == ("Lesbezoeken", 90, "De Brug", "")
    assert "Privé" not in str(card)
    dialog.reject()
