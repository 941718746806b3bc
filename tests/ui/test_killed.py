"""A program that is killed two seconds after the last key has every word on disk, and the next one offers them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from portfolio_app.bootstrap import Environment, Passphrase, create_portfolio, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.tasks import Tasks
from tests.ui.conftest import CHEAP, bury
from tests.ui.driving import add
from tests.ui.typist import PASSPHRASE, WORDS

WITHIN = 2.0


def type_and_kill(home: Path, what: str) -> None:
    """Let somebody type in a process of its own and kill it when the time is over."""
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.ui.typist", str(home), what], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert typist.stdout is not None
    assert typist.stderr is not None
    said = typist.stdout.readline().decode().strip()
    time.sleep(WITHIN)
    typist.kill()
    _, trouble = typist.communicate()
    assert said == "typed", trouble.decode()


@contextmanager
def opened(home: Path) -> Iterator[Services]:
    services = open_portfolio(
        home, Passphrase(PASSPHRASE), environment=Environment(device=DeviceSettings(home.parent / "settings"))
    )
    try:
        yield services
    finally:
        bury()
        services.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A closed portfolio with one saved moment."""
    home = tmp_path / "portfolio"
    made = create_portfolio(home, passphrase=PASSPHRASE, environment=Environment(kdf=CHEAP))
    add(made.services, "Rekenles", date(2026, 3, 1), story="Eerst dit. ")
    made.services.close()
    return home


def window_on(services: Services, qtbot: QtBot) -> MainWindow:
    window = MainWindow(Desk(services, Tasks(services.jobs), Translator("nl")))
    qtbot.addWidget(window)
    window.show()
    return window


def shown_story(window: MainWindow) -> str:
    page = window.page("activities")
    assert isinstance(page, Activities)
    assert page.editor is not None
    assert any(WORDS and banner.text.startswith("Dit schreef je op") for banner in page.findChildren(DraftBanner))
    return str(page.editor.form["story"])


@pytest.mark.timeout(120)
def test_words_of_a_record_that_was_never_saved_and_of_a_quick_note(
    home: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    del qapp
    type_and_kill(home, "new")
    with opened(home) as services:
        assert [item.title for item in services.records.load(Experience)] == ["Rekenles"]
        window = window_on(services, qtbot)
        waiting = {item.key for item in services.drafts.waiting()}
        assert waiting == {"new:activity", "new:capture"}
        window.resume("new:activity")
        assert shown_story(window) == WORDS
        window.resume("new:capture")
        dialog = window.findChild(CaptureDialog)
        assert dialog is not None
        assert dialog.findChildren(QLineEdit)[0].text() == WORDS
        dialog.close()


@pytest.mark.timeout(120)
def test_words_typed_in_a_saved_record(home: Path, qtbot: QtBot, qapp: QApplication) -> None:
    del qapp
    type_and_kill(home, "saved")
    with opened(home) as services:
        (made,) = services.records.load(Experience)
        assert made.story == "Eerst dit. ", "no version arises while somebody types"
        assert services.history.count(made.id) == 1
        window = window_on(services, qtbot)
        window.open_record(made.KIND, made.id)
        assert WORDS in shown_story(window)
        window.leave()
        assert WORDS in services.records.need(Experience, made.id).story
        assert services.history.count(made.id) == 2
