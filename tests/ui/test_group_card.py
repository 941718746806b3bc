"""The card for a group, from the mark to what the group said, by mouse and by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.growth import Feedback, Talk
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.find import PickDialog
from portfolio_app.ui.dialogs.group_card import GroupCardDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.group_editor import GroupEditor
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.pages.today import Today
from portfolio_app.ui.shell.window import MainWindow
from tests.ui.conftest import bury, show
from tests.ui.driving import add, type_in, unnamed


def belief(services: Services, statement: str = "Wie stilvalt, heeft hulp nodig.", **more: Any) -> Pattern:
    records = services.records
    made = Pattern(
        id=records.new_id(),
        written_at=records.now(),
        kind=PatternKind.MENTAL_MODEL,
        statement=statement,
        noticed_on=records.today(),
        **more,
    )
    records.save(made)
    return made


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> MainWindow:
    made = MainWindow(desk)
    qtbot.addWidget(made)
    made.resize(1180, 820)
    with qtbot.waitExposed(made):
        made.show()
    return made


def editor_of(window: MainWindow) -> GroupEditor:
    page = window.stack.currentWidget()
    assert isinstance(page, Growth)
    assert isinstance(page.editor, GroupEditor)
    return page.editor


def press(root: QWidget, words: str) -> None:
    next(one for one in root.findChildren(QPushButton) if one.text() == words and one.isVisible()).click()


def the_card() -> GroupCardDialog:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, GroupCardDialog) and one.isVisible()][-1]


def test_what_was_marked_is_taken_to_a_group_and_comes_back(qtbot: QtBot, desk: Desk, window: MainWindow) -> None:
    services = desk.services
    made = belief(services, automatic="Ik help Sem meteen.", for_intervision=True)
    window.go("today")
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    editor = editor_of(window)
    assert unnamed(editor) == []
    type_in(editor.form.field("ask"), "Wat doen jullie als het stil wordt?")
    press(editor, "Maak de kaart")
    dialog = the_card()
    assert unnamed(dialog) == []
    page = dialog.findChildren(QTextEdit)[0]
    assert "Ik help Sem meteen." in page.toPlainText()
    name = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Sem")
    qtbot.keyClick(name, Qt.Key.Key_Space)
    assert "Ik help leerling 1 meteen." in page.toPlainText()
    assert "Sem" not in page.toPlainText()
    dialog.accept()
    type_in(editor.said, "Tel eens tot twintig.")
    press(editor, "Bewaar wat de groep zei")
    (said,) = services.records.load(Feedback)
    assert said.by_role == "collega's"
    assert services.records.need(Pattern, made.id).consultations[0].said == "Tel eens tot twintig."
    assert editor.said.value() == ""
    assert editor.feedback.linked[0].words.startswith("Tel eens tot twintig.")
    bury()


def test_what_is_in_sight_is_what_is_brought_and_else_it_is_asked(desk: Desk, window: MainWindow) -> None:
    moment = add(desk.services, "De klas werd stil", desk.today(), story="Niemand zei iets.")
    window.open_record(moment.KIND, moment.id)
    window.command("group-card")
    assert editor_of(window).form["tell"] == "Niemand zei iets."
    growth = window.go("growth")
    assert isinstance(growth, RecordPage)
    growth.show_list()
    press(growth, "Intervisiekaart")
    asked = [one for one in window.findChildren(PickDialog) if one.isVisible()]
    assert len(asked) == 1
    asked[0].reject()
    marked = [belief(desk.services, statement=words, for_intervision=True) for words in ("Stilte helpt.", "Ik vul in.")]
    for number in range(3):
        add(desk.services, f"Later {number}", desk.today())
    press(growth, "Intervisiekaart")
    (asked_again,) = [one for one in window.findChildren(PickDialog) if one.isVisible()]
    first = [asked_again._list.item(number).text().split("\n")[0] for number in (0, 1)]
    assert set(first) == {item.statement for item in marked}
    assert asked_again._list.count() == 6
    asked_again.reject()
    vented = add(desk.services, "Stoom", desk.today(), venting=True)
    window.open_record(vented.KIND, vented.id)
    window.command("group-card")
    assert "om stoom af te blazen" in window.toast.text
    bury()


def test_vandaag_makes_the_card_and_leads_to_it(qtbot: QtBot, desk: Desk) -> None:
    made = belief(desk.services)
    card = desk.services.group_cards.begin(made.KIND, made.id)
    page = show(qtbot, Today(desk))
    press(page, "Maak de kaart")
    dialog = the_card()
    with qtbot.waitSignal(page.open_requested) as asked:
        press(dialog, "Naar de kaart")
    assert asked.args == ["talk", card.id]
    bury()


def test_the_card_is_kept_as_pdf_and_docx_without_names(
    qtbot: QtBot, desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    desk.services.persons.remember("Sem", "leerling 1")
    made = belief(desk.services, automatic="Ik help Sem meteen.")
    card = desk.services.group_cards.begin(made.KIND, made.id)
    desk.services.talks.save(replace(card, happens_on=desk.today() + timedelta(days=1), with_role="groep van Sem"))
    dialog = GroupCardDialog(desk, desk.services.records.need(Talk, card.id), window)
    dialog.open()
    dialog.save_docx(tmp_path / "kaart.docx")
    dialog.save_pdf(tmp_path / "kaart.pdf")
    desk.services.jobs.wait_idle()
    words = "\n".join(item.text for item in docx.Document(str(tmp_path / "kaart.docx")).paragraphs)
    assert "Ik help leerling 1 meteen." in words
    assert "Sem" not in words
    assert (tmp_path / "kaart.pdf").read_bytes().startswith(b"%PDF-1.7")
    dialog.accept()
    bury()
