"""The signature among the settings: whose key, renewed, brought along, back again, and who stamps the time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.portfolio import Profile
from portfolio_app.services.spoken import fingerprint_words
from portfolio_app.ui.dialogs.key_file import KeyFileDialog
from portfolio_app.ui.dialogs.timestamp import TimestampDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_signing import SigningRow
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.pages.settings_signing import SigningCard
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, RowButton
from portfolio_app.ui.widgets.containers import Banner, Label
from portfolio_app.ui.widgets.fields import LineField
from tests.tools.key_files import SECRET, Authority
from tests.tools.timestamp_server import Service, nobody_there, serving
from tests.ui.conftest import show


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a key from elsewhere."""
    return Authority(tmp_path_factory.mktemp("authority")).key_file()


@pytest.fixture
def card(qtbot: QtBot, desk: Desk) -> SigningCard:
    page = show(qtbot, Settings(desk))
    return page.findChildren(SigningCard)[0]


def button(root: QWidget, words: str) -> Button:
    return next(found for found in root.findChildren(Button) if found.text() == words)


def told(root: QWidget) -> str:
    """Everything that is in sight, as it is read aloud."""
    labels = [label for label in root.findChildren(Label) if label.isVisible()]
    return "\n".join(label.accessibleName() or label.text() for label in labels)


def press_by_key(qtbot: QtBot, root: QWidget, words: str) -> None:
    """As somebody without a mouse does."""
    found = button(root, words)
    found.setFocus()
    qtbot.keyClick(found, Qt.Key.Key_Space)


def say_yes(monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """Answer a question with this button; what was asked."""
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        found = next(each for each in box.buttons() if each.text() == words)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: found)
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return asked


def test_a_key_is_made_and_its_fingerprint_can_be_read_aloud(qtbot: QtBot, desk: Desk, card: SigningCard) -> None:
    assert "Er is nog geen sleutel" in told(card)
    press_by_key(qtbot, card, "Maak mijn sleutel nu")
    qtbot.waitUntil(lambda: desk.services.signing.active() is not None and card.isEnabled(), timeout=20_000)
    key = desk.services.signing.active()
    assert key is not None
    said = told(card)
    assert "Op naam van Anna." in said
    assert " ".join(fingerprint_words(key.fingerprint)) in said
    assert key.fingerprint[:4].upper() in said
    assert not button(card, "Maak mijn sleutel nu").isVisible()


def test_the_certificate_is_saved(desk: Desk, card: SigningCard, tmp_path: Path, qtbot: QtBot) -> None:
    desk.services.signing.renew()
    card.refresh()
    card.save_to(tmp_path / "anna.cer")
    assert (tmp_path / "anna.cer").read_bytes().startswith(b"\x30\x82")
    troubles: list[object] = []
    card._page.trouble_met.connect(troubles.append)
    card.save_to(desk.services.home / "anna.cer")
    assert len(troubles) == 1


def test_a_changed_name_offers_a_new_key_and_the_old_one_stays(
    qtbot: QtBot, desk: Desk, card: SigningCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = desk.services
    first = services.signing.renew()
    owner = services.records.profile()
    assert isinstance(owner, Profile)
    services.records.save(replace(owner, school="De Wissel"))
    card.refresh()
    banner = next(found for found in card.findChildren(Banner) if found.isVisible())
    assert "veranderd sinds deze sleutel" in banner.text
    asked = say_yes(monkeypatch, "Nieuwe sleutel maken")
    banner.action.click()
    qtbot.waitUntil(lambda: len(services.signing.all()) == 2 and card.isEnabled(), timeout=20_000)
    assert asked == ["Een nieuwe sleutel maken?"]
    assert not banner.isVisible()
    assert "De Wissel" in told(card)
    line = next(found for found in card.findChildren(RowButton) if "in gebruik sinds" in found.text())
    line.click()
    assert services.signing.fingerprint() == first.fingerprint


def test_a_key_from_a_file_is_looked_at_first(qtbot: QtBot, desk: Desk, card: SigningCard, brought: Path) -> None:
    services = desk.services
    own = services.signing.renew()
    card.refresh()
    card.bring(brought)
    dialog = card._page.findChildren(KeyFileDialog)[0]
    go = dialog.findChildren(PrimaryButton)[0]
    [secret] = dialog.findChildren(LineField)
    secret.set_value("iets anders")
    go.click()
    qtbot.waitUntil(lambda: "opent het bestand niet" in dialog.trouble.text)
    assert services.signing.fingerprint() == own.fingerprint
    secret.set_value(SECRET)
    go.click()
    qtbot.waitUntil(lambda: go.text() == "Met deze sleutel ondertekenen")
    assert "Uitgever Voorbeeld" in told(dialog)
    assert secret.value() == ""
    go.click()
    qtbot.waitUntil(lambda: "Anna de Vries" in told(card))
    assert not button(card, "Nieuwe sleutel…").isVisible()
    press_by_key(qtbot, card, "Terug naar mijn eigen sleutel")
    assert services.signing.fingerprint() == own.fingerprint
    assert button(card, "Nieuwe sleutel…").isVisible()


def test_a_certificate_that_is_over_is_a_choice(
    qtbot: QtBot, desk: Desk, brought: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = desk.services
    key = services.signing.bring(services.signing.read_file(brought, SECRET)[0])
    late = key.about.until.replace(year=key.about.until.year + 1)
    object.__setattr__(services._core, "clock", lambda: late)
    page = show(qtbot, Portfolio(desk))
    asked = say_yes(monkeypatch, "Annuleren")
    where: list[object] = []
    monkeypatch.setattr("portfolio_app.ui.pages.portfolio_signing.ask_where", lambda *_: where.append(1))
    page.header.action.click()
    assert "liep af op" in asked[0]
    assert where == []
    asked = say_yes(monkeypatch, "Toch ondertekenen")
    page.header.action.click()
    qtbot.waitUntil(lambda: where == [1], timeout=20_000)  # once it was looked through for what must not go out
    settings = show(qtbot, Settings(desk))
    assert "liep af op" in settings.findChildren(SigningCard)[0].findChildren(Banner)[0].text


def test_a_timestamp_server_is_tried_and_kept(qtbot: QtBot, desk: Desk, card: SigningCard) -> None:
    assert "Er gaat niets over het netwerk" in told(card)
    press_by_key(qtbot, card, "Tijdstempel…")
    dialog = card._page.findChildren(TimestampDialog)[0]
    url = dialog.findChildren(LineField)[0]
    button(dialog, "Proberen").click()
    assert "geen adres" in dialog.trouble.text
    with serving(Service()) as address:
        url.set_value(address)
        button(dialog, "Proberen").click()
        answer = next(found for found in dialog.findChildren(Banner) if found is not dialog.trouble)
        qtbot.waitUntil(lambda: "Tijdstempeldienst Voorbeeld" in answer.text, timeout=10_000)
    button(dialog, "Bewaar").click()
    assert "127.0.0.1 stempelt de tijd" in told(card)
    press_by_key(qtbot, card, "Geen tijdstempel")
    assert desk.services.signing.server() is None
    assert "Er gaat niets over het netwerk" in told(card)


def test_trying_can_be_stopped_and_a_closed_dialog_lets_go(qtbot: QtBot, desk: Desk, card: SigningCard) -> None:
    button(card, "Tijdstempel…").click()
    dialog = card._page.findChildren(TimestampDialog)[0]
    service = Service("silent")
    with serving(service) as address:
        dialog.findChildren(LineField)[0].set_value(address)
        tried = button(dialog, "Proberen")
        tried.click()
        assert tried.text() == "Stop"
        qtbot.waitUntil(lambda: bool(service.seen))
        tried.click()
        qtbot.waitUntil(lambda: tried.text() == "Proberen")
        assert dialog.trouble.text == ""
        tried.click()
        dialog.reject()
        desk.services.jobs.wait_idle()


def test_a_server_out_of_reach_leaves_the_choice(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = show(qtbot, Portfolio(desk))
    row = page.findChildren(SigningRow)[0]
    banner = next(found for found in row.findChildren(Banner) if found.property("role") == "warn")
    out = tmp_path / "uit.pdf"
    with nobody_there() as address:
        desk.services.signing.name_server(address)
    row.export_to(out)
    qtbot.waitUntil(lambda: bool(banner.text), timeout=60_000)
    assert "niet te bereiken" in banner.text
    assert not out.exists()
    banner.other.click()
    qtbot.waitUntil(lambda: row.job is None and bool(banner.text), timeout=60_000)
    assert not out.exists()
    banner.action.click()
    qtbot.waitUntil(out.exists, timeout=60_000)
    qtbot.waitUntil(lambda: row.job is None)
    assert not banner.isVisible()
    assert desk.services.exports.all()[0].stamped_by == ""
