"""The window that verifies: with and without a portfolio, with the ZIP file beside, and keys that are remembered."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.carrying import Place
from portfolio_app.i18n import Translator
from portfolio_app.pdf.sign import Signer, make_signer
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.services.jobs import Jobs
from portfolio_app.services.judging import Judging
from portfolio_app.ui.dialogs import verify as module
from portfolio_app.ui.dialogs.as_evidence import AsEvidenceDialog
from portfolio_app.ui.dialogs.known_keys import KnownKeysDialog
from portfolio_app.ui.dialogs.naming import NamingDialog
from portfolio_app.ui.dialogs.unlock import UnlockDialog
from portfolio_app.ui.dialogs.verify import VerifyDialog, is_verifiable
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.tasks import Tasks
from tests.pdf.attacker_acts import by_hand
from tests.pdf.sample import NOW
from tests.pdf.stage import FILES, small

T = Translator("nl")


def press(root: QWidget, words: str) -> None:
    """Press a button by its words."""
    next(button for button in root.findChildren(QPushButton) if button.text() == words).click()


def said_in(root: QWidget) -> str:
    """Everything that is said."""
    return "\n".join(label.text() for label in root.findChildren(QLabel) if not label.isHidden())


@pytest.fixture(scope="module")
def anna() -> Signer:
    """Her key."""
    return make_signer("Anna de Vries", "", "", NOW)


@pytest.fixture
def judging(tmp_path: Path) -> Generator[Judging]:
    """Judges without a portfolio."""
    jobs = Jobs()
    yield Judging(jobs, tmp_path / "settings", NOW.date)
    jobs.close()


@pytest.fixture
def tasks(judging: Judging) -> Tasks:
    """Brings answers to the thread of the window."""
    return Tasks(judging._jobs)


@pytest.fixture
def dialog(qtbot: QtBot, judging: Judging, tasks: Tasks) -> VerifyDialog:
    """The window, as from the start screen."""
    made = VerifyDialog(T, tasks, judging)
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.open()
    return made


def dropped(dialog: VerifyDialog, *paths: Path) -> None:
    """Drop files on it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


def judged(qtbot: QtBot, dialog: VerifyDialog) -> str:
    """Wait for the answer, and give everything that is said."""
    qtbot.waitUntil(lambda: dialog._verdict is not None and dialog._more.isVisible(), timeout=60_000)
    QApplication.processEvents()
    return said_in(dialog)


@pytest.fixture
def file(anna: Signer, tmp_path: Path) -> Path:
    """A small signed file."""
    path = tmp_path / "portfolio.pdf"
    path.write_bytes(by_hand(anna, {}))
    return path


def test_a_dropped_file_is_judged_and_its_key_remembered(
    qtbot: QtBot, dialog: VerifyDialog, judging: Judging, file: Path, anna: Signer
) -> None:
    dropped(dialog, file)
    said = judged(qtbot, dialog)
    assert "Onveranderd sinds ondertekening" in said
    assert anna.fingerprint[:4].upper() in said
    press(dialog, "Onthoud deze sleutel…")
    naming = dialog.findChild(NamingDialog)
    assert naming is not None
    naming.name.set_value("Anna van 4V")
    press(naming, "Bewaar")
    qtbot.waitUntil(lambda: "bekend is als “Anna van 4V”" in said_in(dialog))
    assert [key.name for key in judging.known.all()] == ["Anna van 4V"]


def test_a_pdf_and_its_zip_are_dropped_together_or_one_after_the_other(
    qtbot: QtBot, dialog: VerifyDialog, anna: Signer, tmp_path: Path
) -> None:
    path, beside = tmp_path / "met.pdf", tmp_path / "gekregen.zip"
    small(path, anna, "Portfolio", Place.BESIDE)
    with zipfile.ZipFile(beside, "w") as archive:
        archive.writestr("brief.txt", FILES["brief.txt"])
    dropped(dialog, beside)
    assert "gekregen.zip" in said_in(dialog)
    dropped(dialog, path)
    said = judged(qtbot, dialog)
    assert "In het zipbestand ontbreekt “uren.csv”." in said
    with zipfile.ZipFile(beside, "a") as archive:
        archive.writestr("uren.csv", FILES["uren.csv"])
    dialog._verdict = None
    dropped(dialog, path, beside)
    assert "De 2 bestanden in het zipbestand ernaast" in judged(qtbot, dialog)


def test_an_answer_about_an_earlier_file_is_not_shown_for_a_later_one(
    qtbot: QtBot, dialog: VerifyDialog, judging: Judging, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = file.with_name("later.pdf")
    other.write_bytes(b"no PDF at all")
    gate, ended = threading.Event(), list[Path]()
    real = judging.verify

    def verify(path: Path, *more: Any, **named: Any) -> Verdict:
        if path == other:
            gate.wait(20)
        # Whoever wanted to stop it came too late.
        verdict = real(path, *more, **{**named, "cancelled": lambda: False})
        ended.append(path)
        return verdict

    monkeypatch.setattr(judging, "verify", verify)
    dialog.take([file])
    dialog.take([other])
    qtbot.waitUntil(lambda: file in ended, timeout=20_000)
    qtbot.wait(50)
    assert "Onveranderd sinds ondertekening" not in said_in(dialog)
    assert dialog._stop.isVisible()
    gate.set()
    assert "Onveranderd sinds ondertekening" not in judged(qtbot, dialog)


def test_what_was_found_is_kept_as_data(
    qtbot: QtBot, dialog: VerifyDialog, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.take([file])
    judged(qtbot, dialog)
    target = tmp_path / "uitkomst.json"
    monkeypatch.setattr(module, "ask_where", lambda *_: target)
    press(dialog, "Uitkomst bewaren…")
    assert json.loads(target.read_text("utf-8"))["outcome"] == "untouched"


def test_another_copy_is_laid_beside_it(
    qtbot: QtBot, dialog: VerifyDialog, file: Path, anna: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog.take([file])
    judged(qtbot, dialog)
    other = tmp_path / "ander.pdf"
    other.write_bytes(file.read_bytes() + b"\n% more")
    monkeypatch.setattr(module, "ask_file", lambda *_: other)
    dialog._verdict = None
    press(dialog, "Leg er een andere kopie naast…")
    assert "Antwoorden die in het bestand stonden, zijn weg." in judged(qtbot, dialog)


def test_keys_are_renamed_forgotten_and_taken_from_a_certificate(
    qtbot: QtBot, judging: Judging, anna: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KnownKeysDialog(T, judging.known)
    qtbot.addWidget(keys)
    certificate = tmp_path / "anna.pem"
    certificate.write_bytes(anna.certificate_pem)
    keys.take(certificate)
    naming = keys.findChild(NamingDialog)
    assert naming is not None
    with qtbot.waitSignal(keys.changed):
        press(naming, "Bewaar")
    assert "Anna de Vries" in said_in(keys)
    monkeypatch.setattr("portfolio_app.ui.dialogs.known_keys.agreed", lambda *_, **__: True)
    with qtbot.waitSignal(keys.changed):
        press(keys, "Vergeten…")
    assert judging.known.all() == ()
    keys.take(tmp_path / "weg.cer")
    assert "geen certificaat" in said_in(keys)


def test_the_lock_lets_anybody_verify(qtbot: QtBot, tasks: Tasks) -> None:
    lock = UnlockDialog(T, tasks, lambda unlock, take_over: pytest.fail("opened"))
    qtbot.addWidget(lock)
    with qtbot.waitSignal(lock.verify_requested) as asked:
        press(lock, "Een pdf controleren…")
    assert asked.args == [()]


def test_what_may_be_a_portfolio_is_offered_to_be_verified(qtbot: QtBot, file: Path) -> None:
    zipped, text = file.with_suffix(".zip"), file.with_suffix(".txt")
    assert is_verifiable([file])
    assert is_verifiable([zipped, file])
    assert not is_verifiable([zipped])
    assert not is_verifiable([file, text])
    offered = AsEvidenceDialog(T, Offer((file,)), verifiable=True)
    qtbot.addWidget(offered)
    with qtbot.waitSignal(offered.verify_requested):
        press(offered, "Liever controleren…")
