"""Advice where the portfolio lies in a folder that a service keeps in step: once at opening, always in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.portfolio import Profile
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.app import Leerlijn, Start
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.settings import Settings
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.containers import Banner
from portfolio_app.vault.slots import KdfCost
from tests.ui.conftest import bury, show

WORDS = "een goede lange zin"


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """A portfolio in a folder of Dropbox."""
    environment = Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1), device=DeviceSettings(tmp_path / "device"))
    home = tmp_path / "Dropbox" / "portfolio"
    made = create_portfolio(home, passphrase=WORDS, environment=environment).services
    made.records.save(Profile(id=made.records.new_id(), written_at=made.records.now(), given_name="Anna"))
    made.close()
    return Start(home, "nl", None, environment, tmp_path / "logs")


@pytest.fixture
def program(qapp: QApplication, start: Start) -> Iterator[Leerlijn]:
    made = Leerlijn(qapp, start)
    yield made
    if made.window is not None:
        made.window.close()
    qapp.processEvents()


def said(within: QWidget) -> str:
    return "\n".join(banner.text for banner in within.findChildren(Banner) if banner.isVisible())


def opened(program: Leerlijn, qtbot: QtBot) -> None:
    program.begin()
    dialog = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, UnlockDialog))
    dialog._field.set_value(WORDS)
    next(b for b in dialog.findChildren(QPushButton) if b.isDefault()).click()
    qtbot.waitUntil(lambda: program.window is not None)


def test_it_is_said_until_it_was_read(program: Leerlijn, qtbot: QtBot, start: Start) -> None:
    opened(program, qtbot)
    window = program.window
    assert window is not None
    qtbot.waitUntil(lambda: "map van Dropbox" in said(window), timeout=20_000)
    window.notice.action.click()
    assert "Dropbox" not in said(window)
    program._caretaker.advise()
    assert "Dropbox" not in said(window), "she has read it"


def test_the_settings_go_on_saying_it(qtbot: QtBot, start: Start) -> None:
    from portfolio_app.bootstrap import Passphrase, open_portfolio

    services = open_portfolio(start.home, Passphrase(WORDS), environment=start.environment)
    page = show(qtbot, Settings(Desk(services, Tasks(services.jobs), Translator("nl"))))
    assert "laat de wekelijkse reservekopie naar Dropbox gaan" in said(page)
    services.jobs.wait_idle()
    page.close()
    bury()
    services.close()
