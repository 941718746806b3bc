"""Every word in a dialog comes from the catalogue, also the words that only an error brings.

The catalogue of these tests puts a mark before every text, so that what comes from elsewhere is seen at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portfolio_app import paths
from portfolio_app.bootstrap import Environment, RawKey, create_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.dialogs.first_run import FirstRunDialog
from portfolio_app.ui.dialogs.passphrase import PassphraseDialog
from portfolio_app.ui.dialogs.recovery import RecoveryCode, RecoveryDialog
from portfolio_app.ui.dialogs.report import ReportDialog
from portfolio_app.ui.dialogs.trash import TrashDialog
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.dialogs.verify import VerifyDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.search import SearchPage
from portfolio_app.ui.widgets.buttons import PrimaryButton
from portfolio_app.ui.widgets.containers import Banner
from tests.ui.conftest import CHEAP

MARK = "¶"
PASSPHRASE = "een goede lange zin"
OWN = re.compile(r"[\W\d_]*|Leerlijn|[A-Z0-9-]{30,}|.*\.pdf|[\d.,:-]+ .*")
"""What needs no translation: signs and numbers, the name, a recovery code, a file."""


@pytest.fixture
def marked(tmp_path: Path) -> Translator:
    """A language in which every text of the catalogue begins with a mark."""
    with (paths.translations() / "nl" / "LC_MESSAGES" / "portfolio_app.po").open("rb") as file:
        known = read_po(file, locale="nl")
    made = Catalog(locale="nl")
    for message in known:
        if not message.id:
            continue
        if isinstance(message.id, str):
            made.add(message.id, MARK + message.id, context=message.context)
        else:
            made.add(message.id, tuple(MARK + part for part in message.id), context=message.context)
    folder = tmp_path / "words" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "portfolio_app.mo").open("wb") as out:
        write_mo(out, made)
    return Translator("nl", tmp_path / "words")


@pytest.fixture
def there(desk: Desk, marked: Translator) -> Desk:
    """The desk of a portfolio, in the marked language."""
    return Desk(desk.services, desk.tasks, marked)


def foreign(root: QWidget) -> list[str]:
    """Words in sight, and words for screen readers, that did not come from the catalogue."""
    found: set[str] = set()
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible() or widget.objectName().startswith("qt_"):
            continue
        texts = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        found |= {text for text in texts if MARK not in text and not OWN.fullmatch(text)}
    return sorted(found)


def press(dialog: QWidget, words: str) -> None:
    next(b for b in dialog.findChildren(QPushButton) if b.text() == MARK + words and b.isVisible()).click()


def lines(dialog: QWidget) -> list[QLineEdit]:
    return [line for line in dialog.findChildren(QLineEdit) if line.isVisible()]


def opened(dialog: QDialog) -> None:
    dialog.open()
    assert foreign(dialog) == []


def says(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def first_run(
    qtbot: QtBot, desk: Desk, marked: Translator, tmp_path: Path
) -> Iterator[tuple[FirstRunDialog, list[Services]]]:
    made: list[Services] = []

    def make(passphrase: str | None, computer: ComputerOwner, keyring: bool) -> tuple[Services, str | None]:
        new = create_portfolio(
            tmp_path / "first", passphrase=passphrase, computer=computer, environment=Environment(kdf=CHEAP)
        )
        made.append(new.services)
        return new.services, new.recovery_code

    dialog = FirstRunDialog(marked, desk.tasks, make)
    with qtbot.waitExposed(dialog):
        dialog.show()
    yield dialog, made
    for services in made:
        services.close()


def test_the_first_start(qtbot: QtBot, first_run: tuple[FirstRunDialog, list[Services]]) -> None:
    dialog, _ = first_run
    forward = dialog.findChildren(PrimaryButton)[-1]
    assert foreign(dialog) == []
    next(button for button in dialog.findChildren(QRadioButton) if "school" in button.text()).click()
    forward.click()
    first, again = lines(dialog)
    QTest.keyClicks(first, "kort")
    forward.click()
    assert foreign(dialog) == []
    assert says(dialog).count("eight characters") == 1, "one message, not two"
    first.setText(PASSPHRASE)
    first.textEdited.emit(PASSPHRASE)
    QTest.keyClicks(again, "iets anders")
    forward.click()
    assert "The two are not the same." in says(dialog)
    assert foreign(dialog) == []
    again.setText(PASSPHRASE)
    forward.click()
    qtbot.waitUntil(lambda: dialog.accessibleName() == MARK + "Your recovery code", timeout=10_000)
    press(dialog, "Copy")
    assert foreign(dialog) == []
    forward.click()
    forward.click()
    assert "What may Leerlijn call you?" in says(dialog)
    assert foreign(dialog) == []
    QTest.keyClicks(lines(dialog)[0], "Noor")
    forward.click()
    forward.click()
    assert "Write a few words first." in says(dialog)
    assert foreign(dialog) == []
    dialog.close()


def test_the_passphrase(qtbot: QtBot, there: Desk) -> None:
    dialog = PassphraseDialog(there)
    opened(dialog)
    press(dialog, "Save")
    assert foreign(dialog) == []
    present, first, again = lines(dialog)
    QTest.keyClicks(present, "dit is het niet")
    QTest.keyClicks(first, "kort")
    press(dialog, "Save")
    assert foreign(dialog) == []
    for line in (first, again):
        line.setText("vier losse woorden hier")
    again.setText("vijf")
    press(dialog, "Save")
    assert foreign(dialog) == []
    again.setText("vier losse woorden hier")
    press(dialog, "Save")
    qtbot.waitUntil(lambda: bool(dialog.trouble.text), timeout=10_000)
    assert foreign(dialog) == []
    dialog.reject()


def test_the_recovery_code(qtbot: QtBot, there: Desk) -> None:
    dialog = RecoveryDialog(there, ask=True)
    opened(dialog)
    press(dialog, "Next")
    assert foreign(dialog) == []
    QTest.keyClicks(lines(dialog)[0], "dit is het niet")
    press(dialog, "Next")
    qtbot.waitUntil(lambda: "This is not your passphrase." in says(dialog), timeout=10_000)
    assert foreign(dialog) == []
    lines(dialog)[0].setText(PASSPHRASE)
    press(dialog, "Next")
    qtbot.waitUntil(dialog.findChildren(RecoveryCode)[0].isVisible, timeout=10_000)
    press(dialog, "Copy")
    assert QGuiApplication.clipboard().text().count("-") == 6
    assert foreign(dialog) == []
    dialog.reject()


def test_the_lock(qtbot: QtBot, there: Desk) -> None:
    def refuse(*asked: object) -> Services:
        raise UserError("wrong-passphrase")

    def without_key(*asked: object) -> RawKey:
        raise UserError("keyring-lost")

    dialog = UnlockDialog(there.t, there.tasks, refuse, without_key)
    opened(dialog)
    press(dialog, "Open without typing")
    assert foreign(dialog) == []
    qtbot.waitUntil(lambda: any(banner.isVisible() for banner in dialog.findChildren(Banner)), timeout=10_000)
    assert foreign(dialog) == []
    press(dialog, "Open")
    assert foreign(dialog) == []
    lines(dialog)[0].setText("x")
    press(dialog, "Open")
    qtbot.waitUntil(lambda: any(banner.isVisible() for banner in dialog.findChildren(Banner)), timeout=10_000)
    assert foreign(dialog) == []
    press(dialog, "I forgot my passphrase")
    press(dialog, "Open")
    assert foreign(dialog) == []
    dialog.reject()


def test_a_quick_note(there: Desk) -> None:
    dialog = CaptureDialog(there)
    opened(dialog)
    press(dialog, "Save")
    _, day, hours = lines(dialog)
    for line, text in ((day, "geen dag"), (hours, "abc")):
        line.setText(text)
        line.textEdited.emit(text)
    press(dialog, "Save")
    assert foreign(dialog) == []
    QTest.keyClick(hours, Qt.Key.Key_Home)
    hours.setText("")
    QTest.keyClicks(hours, "1:30")
    assert "1 h 30 min" in says(dialog)
    assert foreign(dialog) == []
    dialog.reject()


def test_a_search_that_finds_nothing(qtbot: QtBot, there: Desk) -> None:
    page = SearchPage(there)
    page.retranslate()
    qtbot.addWidget(page)
    page.show()
    QTest.keyClicks(lines(page)[0], "qwxz")
    qtbot.waitUntil(lambda: "Nothing found" in says(page))
    assert foreign(page) == []


@pytest.mark.parametrize(
    "make",
    [
        TrashDialog,
        lambda desk: VerifyDialog(desk.t, desk.tasks, desk.services.verifying),
        lambda desk: ReportDialog(desk.t, json.dumps({})),
    ],
    ids=["trash", "verify", "report"],
)
def test_what_only_shows(there: Desk, make: Callable[[Desk], QDialog]) -> None:
    dialog = make(there)
    opened(dialog)
    for text in dialog.findChildren(QPlainTextEdit):
        assert text.isReadOnly()
    dialog.reject()
