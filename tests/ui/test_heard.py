"""*Mijn coach zei …*: noted in half a minute by keyboard alone, about something or nothing, and never lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.growth import Feedback
from portfolio_app.domain.links import Role
from portfolio_app.ui.dialogs.heard import HeardDialog
from portfolio_app.ui.pages.base import Desk
from tests.ui.conftest import bury
from tests.ui.driving import add, unnamed


def opened(qtbot: QtBot, desk: Desk) -> HeardDialog:
    dialog = HeardDialog(desk)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def said(desk: Desk) -> list[Feedback]:
    return desk.services.records.load(Feedback)


def test_a_few_words_and_enter_are_enough(qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    assert unnamed(dialog) == []
    text = dialog.focusWidget()
    assert isinstance(text, QPlainTextEdit)
    qtbot.keyClicks(text, "Je wacht al langer dan je denkt.")
    qtbot.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (kept,) = said(desk)
    assert (kept.text, kept.by_role, kept.spoken) == ("Je wacht al langer dan je denkt.", "mijn coach", True)
    bury()


def test_who_said_it_is_chosen_and_what_it_is_about_can_be(qtbot: QtBot, desk: Desk) -> None:
    moment = add(desk.services, "De klas werd stil", desk.today())
    dialog = opened(qtbot, desk)
    dialog.form.load({"text": "Mooi gedaan.", "by_role": "mijn coach"})
    role = next(button for button in dialog.findChildren(QPushButton) if button.text() == "een collega")
    qtbot.keyClick(role, Qt.Key.Key_Space)
    assert role.isChecked()
    dialog.set_about(moment.KIND, moment.id)
    dialog._save()
    (kept,) = said(desk)
    assert kept.by_role == "een collega"
    assert [link.target_id for link in desk.services.records.links_from(kept.id, Role.ABOUT)] == [moment.id]
    bury()


def test_nothing_is_kept_of_nothing_and_what_was_typed_comes_back(qtbot: QtBot, desk: Desk) -> None:
    dialog = opened(qtbot, desk)
    dialog._save()
    assert dialog.isVisible()
    assert said(desk) == []
    text = dialog.focusWidget()
    assert isinstance(text, QPlainTextEdit)
    qtbot.keyClicks(text, "Bijna kwijt")
    dialog.reject()
    bury()
    again = opened(qtbot, desk)
    assert again.form["text"] == "Bijna kwijt"
    (waiting,) = desk.services.drafts.waiting()
    assert waiting.kind == "feedback"
    again._cancel()
    bury()
