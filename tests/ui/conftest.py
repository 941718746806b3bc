"""A real portfolio behind real pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.domain.portfolio import Profile, Sector
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.tasks import Tasks
from portfolio_app.vault.slots import KdfCost

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """An open portfolio of a teacher in secondary education."""
    opened = create_portfolio(
        tmp_path / "portfolio", passphrase="een goede lange zin", environment=Environment(kdf=CHEAP)
    )
    services = opened.services
    records = services.records
    records.save(
        Profile(
            id=records.new_id(), written_at=records.now(), given_name="Anna", sector=Sector.VO, subject="Nederlands"
        )
    )
    services.hours.join_defaults(Sector.VO, date(records.today().year - 1, 8, 1))
    yield services
    bury()
    services.close()


def bury() -> None:
    """Delete the widgets that were closed; without an event loop they would live on, and so would their timers."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, services: Services) -> Iterator[Desk]:
    """What pages are handed, in Dutch."""
    del qtbot, qapp
    tasks = Tasks(services.jobs)
    yield Desk(services, tasks, Translator("nl"))
    services.jobs.wait_idle()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    """The whole window, in sight; dialogs that a test left open are closed before it."""
    made = MainWindow(desk)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    for dialog in made.findChildren(QDialog):
        dialog.reject()
    made.close()


def show(qtbot: QtBot, page: Page) -> Page:
    """Say a page's words and bring it in sight, as the shell does."""
    page.retranslate()
    qtbot.addWidget(page)
    page.resize(1180, 820)
    with qtbot.waitExposed(page):
        page.show()
    return page
