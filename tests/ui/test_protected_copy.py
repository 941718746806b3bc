"""A copy with a password: from what was just signed, and from what was handed over before."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.selection import Audience, Export
from portfolio_app.ui.dialogs.handed_over import HandedOverDialog
from portfolio_app.ui.dialogs.protected_copy import ProtectedCopyDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_handed import HandedOver
from portfolio_app.ui.pages.portfolio_signing import SigningRow
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Banner, Label
from tests.ui.conftest import show


@pytest.fixture
def handed(desk: Desk, tmp_path: Path) -> Export:
    """What was handed over."""
    services = desk.services
    return services.exports.export(services.choosing.selection(Audience.MENTOR, "nl"), tmp_path / "portfolio.pdf")


def shown_words(dialog: ProtectedCopyDialog) -> str:
    code = next(label for label in dialog.findChildren(Label) if label.property("role") == "code")
    assert code.accessibleName() == f"Wachtwoord: {' '.join(code.text().split())}"
    return " ".join(code.text().split())


def test_the_words_that_are_shown_open_the_copy(qtbot: QtBot, desk: Desk, handed: Export, tmp_path: Path) -> None:
    dialog = ProtectedCopyDialog(desk, handed)
    qtbot.addWidget(dialog)
    dialog.open()
    first = shown_words(dialog)
    next(button for button in dialog.findChildren(QuietButton) if button.text() == "Andere woorden").click()
    words = shown_words(dialog)
    assert words != first
    next(button for button in dialog.findChildren(Button) if button.text() == "Kopiëren").click()
    assert QApplication.clipboard().text() == words
    out = tmp_path / "mail.pdf"
    dialog.save_to(out)
    done = next(banner for banner in dialog.findChildren(Banner) if banner is not dialog.trouble)
    qtbot.waitUntil(lambda: "Bewaard: mail.pdf" in done.text, timeout=20_000)
    with pikepdf.open(out, password=words) as opened:
        assert list(opened.attachments) == ["portfolio.pdf"]
    dialog.save_to(desk.services.home / "mail.pdf")
    qtbot.waitUntil(lambda: bool(dialog.trouble.text))
    assert done.text == ""


def test_it_is_offered_after_signing(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = show(qtbot, Portfolio(desk))
    row = page.findChildren(SigningRow)[0]
    row.export_to(tmp_path / "uit.pdf")
    result = next(banner for banner in row.findChildren(Banner) if banner.property("role") == "good")
    qtbot.waitUntil(lambda: bool(result.text), timeout=60_000)
    assert result.other.text() == "Met wachtwoord…"
    result.other.click()
    [dialog] = page.findChildren(ProtectedCopyDialog)
    assert len(shown_words(dialog).split()) == 8
    dialog.reject()


def test_it_is_offered_for_what_was_handed_over_before(qtbot: QtBot, desk: Desk, handed: Export) -> None:
    page = show(qtbot, Portfolio(desk))
    card = page.findChildren(HandedOver)[0]
    assert card.open_export(handed.id)
    [shown] = card.findChildren(HandedOverDialog)
    offer = next(button for button in shown.findChildren(Button) if button.text() == "Kopie met wachtwoord…")
    assert offer.isVisible()
    offer.click()
    [dialog] = page.findChildren(ProtectedCopyDialog)
    dialog.reject()
    shown.reject()
    desk.services._core.store.drop_blob(handed.sha256)
    assert card.open_export(handed.id)
    again = card.findChildren(HandedOverDialog)[-1]
    assert not any(b.text() == "Kopie met wachtwoord…" and b.isVisible() for b in again.findChildren(Button))
    again.reject()
