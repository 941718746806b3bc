"""Help in the window: read, chosen, kept as a PDF; and who may open it later."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from portfolio_app.content.help import CARDS, PAGES
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import HEIR
from portfolio_app.ui.dialogs.help import HelpDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.shell.window import MainWindow


def test_topics_are_read_and_kept_as_a_pdf(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    dialog = HelpDialog(desk, first="backups")
    qtbot.addWidget(dialog)
    dialog.open()
    listed = dialog.findChild(QListWidget)
    assert listed is not None
    keys = [*PAGES, *CARDS]
    assert listed.count() == len(keys)
    assert "Op deze computer" in dialog._page.toPlainText()
    listed.setCurrentRow(keys.index("other-school"))
    assert str(desk.services.home) in dialog._page.toPlainText()
    assert not dialog._heir.isVisible()
    dialog.save_to(tmp_path / "kaart.pdf")
    qtbot.waitUntil(lambda: "Bewaard: kaart.pdf" in dialog._told.text(), timeout=20_000)
    with pikepdf.open(tmp_path / "kaart.pdf") as written:
        assert len(written.pages) >= 1
        assert bool(written.Root.MarkInfo.Marked)
    dialog.save_to(desk.services.home / "kaart.pdf")
    qtbot.waitUntil(dialog.trouble.isVisible)


def test_the_page_of_the_portfolio_leads_to_what_you_give_to_whom(qtbot: QtBot, window: MainWindow) -> None:
    page = window.go("portfolio")
    assert isinstance(page, Portfolio)
    page._reader.help.click()
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    assert dialog.part.title == "Wat geef je aan wie?"
    assert "Wat nooit meegaat" in dialog._page.toPlainText()


def test_nobody_is_an_answer_that_stays(qtbot: QtBot, desk: Desk) -> None:
    dialog = HelpDialog(desk, first="heir")
    qtbot.addWidget(dialog)
    dialog.open()
    assert "mag openen" in dialog._page.toPlainText()
    dialog._heir.set_value("nobody")
    dialog._heir_chosen()
    assert "niemand het opent" in dialog._page.toPlainText()
    assert desk.services.settings.get(HEIR) == "nobody"
    dialog.close()
    desk.t = Translator("en")
    again = HelpDialog(desk, first="heir")
    qtbot.addWidget(again)
    again.open()
    assert "I want nobody to open it" in again._page.toPlainText()
    again.close()
