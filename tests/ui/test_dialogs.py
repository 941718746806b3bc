"""Dialogs that do something: verifying, checking, changing the ways in."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QPageSize, QPdfWriter
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator
from portfolio_app.services.verdicts import FACTS, OUTCOMES, tell_verdict
from portfolio_app.ui.dialogs.check import CheckDialog
from portfolio_app.ui.dialogs.passphrase import PassphraseDialog
from portfolio_app.ui.dialogs.recovery import RecoveryCode, RecoveryDialog
from portfolio_app.ui.dialogs.trash import TrashDialog
from portfolio_app.ui.dialogs.verify import VerifyDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.containers import Banner


@pytest.fixture(autouse=True)
def _no_dialog_stays(qapp: QApplication) -> Iterator[None]:
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()


def banners(dialog: QWidget) -> list[str]:
    return [banner.text for banner in dialog.findChildren(Banner) if banner.isVisible()]


def press(dialog: QWidget, words: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == words).click()


@pytest.mark.parametrize(
    ("body", "said"),
    [(b"hallo", "Dit bestand is niet als pdf te lezen."), (None, "Deze pdf is niet ondertekend")],
)
def test_a_dropped_file_is_judged_in_words(
    qtbot: QtBot, desk: Desk, tmp_path: Path, body: bytes | None, said: str
) -> None:
    file = tmp_path / "portfolio.pdf"
    if body is None:
        import pikepdf

        empty = pikepdf.new()
        empty.add_blank_page()
        empty.save(file)
    else:
        file.write_bytes(body)
    dialog = VerifyDialog(desk.t, desk.tasks, desk.services.verifying)
    dialog.open()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    dialog.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    qtbot.waitUntil(lambda: any(text.startswith(said) for text in banners(dialog)), timeout=10_000)


def test_every_outcome_has_its_sentence_in_dutch() -> None:
    from typing import get_args

    from portfolio_app.pdf.verdict import Outcome, Verdict, fact

    assert set(get_args(Outcome)) == set(OUTCOMES)
    t = Translator("nl")
    every = {"name": "{page} van Sem", "page": 3, "count": 2, "before": 4, "after": 5, "part": "/Pages"}
    verdict = Verdict("changed", tuple(fact(code, **every) for code in FACTS), "Anna", "ab" * 32)
    told = tell_verdict(verdict, t)
    assert len(told) == len(FACTS) + 4  # the outcome, the signer, and the fingerprint in figures and in words
    assert "{page} van Sem" in " ".join(told)
    assert not [sentence for sentence in told if "{name}" in sentence or "{count}" in sentence]
    assert told[0].startswith("Dit is niet het portfolio")
    assert "ABAB ABAB" in " ".join(told)


def test_the_check_says_that_all_is_well(qtbot: QtBot, desk: Desk) -> None:
    dialog = CheckDialog(desk)
    dialog.open()
    qtbot.waitUntil(lambda: any(text.startswith("Alles is in orde") for text in banners(dialog)), timeout=10_000)


def test_a_loss_that_she_knows_of_is_not_reported_any_more(qtbot: QtBot, desk: Desk) -> None:
    desk.services._counter.write(desk.services._core.store.operation_counter() + 2)
    dialog = CheckDialog(desk)
    dialog.open()
    qtbot.waitUntil(lambda: any("stappen" in text for text in banners(dialog)), timeout=10_000)
    with qtbot.waitSignal(dialog.loss_accepted):
        press(dialog, "Ik weet het, meld dit niet meer")
    assert not any("stappen" in text for text in banners(dialog))
    assert desk.services.checks.lost() is None


def test_another_passphrase_opens_from_now_on(qtbot: QtBot, desk: Desk) -> None:
    from portfolio_app import bootstrap

    dialog = PassphraseDialog(desk)
    dialog.open()
    present, first, again = [line for line in dialog.findChildren(QLineEdit) if line.isVisible()]
    first.setText("kort")
    first.textEdited.emit("kort")
    assert any("minstens acht" in label.text() for label in dialog.findChildren(QLabel))
    press(dialog, "Bewaar")
    assert dialog.isVisible()
    for line in (first, again):
        line.setText("vier losse woorden hier")
    press(dialog, "Bewaar")
    assert dialog.isVisible(), "whoever finds the window open may not change it"
    present.setText("dit is het niet")
    press(dialog, "Bewaar")
    qtbot.waitUntil(lambda: any("niet het wachtwoord" in text for text in banners(dialog)), timeout=10_000)
    qtbot.waitUntil(next(b for b in dialog.findChildren(QPushButton) if b.text() == "Bewaar").isEnabled)
    present.setText("een goede lange zin")
    with qtbot.waitSignal(dialog.accepted, timeout=10_000):
        press(dialog, "Bewaar")
    opened = bootstrap.open_portfolio(
        desk.services.home, bootstrap.Passphrase("vier losse woorden hier"), read_only=True
    )
    opened.close()


def test_the_recovery_code_goes_on_a_sheet_and_nowhere_else(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    dialog = RecoveryDialog(desk, ask=False)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dialog.findChildren(RecoveryCode)[0]
    press(shown, "Kopiëren")
    assert QGuiApplication.clipboard().text() == shown.code
    sheet = tmp_path / "papieren" / "blad.pdf"
    sheet.parent.mkdir()
    shown.save_to(sheet)
    qtbot.waitUntil(lambda: any("blad.pdf" in label.text() for label in shown.findChildren(QLabel)), timeout=20_000)
    press(dialog, "Ik heb hem")
    assert shown.code in "".join(text_of(sheet).split())
    others = [path for path in tmp_path.rglob("*") if path.is_file() and path != sheet]
    assert others
    assert [path.name for path in others if shown.code.encode() in path.read_bytes()] == []


def test_a_sheet_does_not_go_into_the_folder_of_the_portfolio(qtbot: QtBot, desk: Desk) -> None:
    shown = RecoveryCode(Translator("nl"), desk.tasks)
    qtbot.addWidget(shown)
    shown.show_code("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345", desk.services.sheets)
    shown.save_to(desk.services.home / "blad.pdf")
    qtbot.waitUntil(lambda: any("kies een andere map" in label.text() for label in shown.findChildren(QLabel)))
    assert not (desk.services.home / "blad.pdf").exists()


def test_the_sheet_is_printed_on_one_page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    shown = RecoveryCode(Translator("nl"), desk.tasks)
    qtbot.addWidget(shown)
    shown.show_code("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345", desk.services.sheets)
    printed = tmp_path / "printed.pdf"
    writer = QPdfWriter(str(printed))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    shown.draw_on(writer)
    del writer
    text = text_of(printed)
    # A font may set the letters wide, and may have hyphens for capitals that are read as room between them.
    assert "ABCDEFGHJKLMNPQRSTUVWXYZ2345" in "".join(filter(str.isalnum, text))
    assert "Portfoliovan:Anna" in "".join(text.split())
    assert text.count("\f") == 1


def text_of(path: Path) -> str:
    """What a PDF says; every page ends with a form feed."""
    return subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout


def opens(desk: Desk, code: str) -> bool:
    """Whether a recovery code opens the portfolio."""
    from portfolio_app import bootstrap
    from portfolio_app.domain.errors import UserError

    try:
        bootstrap.open_portfolio(desk.services.home, bootstrap.Recovery(code), read_only=True).close()
    except UserError:
        return False
    return True


def test_a_new_recovery_code_counts_once_its_owner_has_it(qtbot: QtBot, desk: Desk) -> None:
    old = desk.services.keys.renew_recovery_code()
    for confirmed in (False, True):
        dialog = RecoveryDialog(desk, ask=True)
        dialog.open()
        shown = dialog.findChildren(RecoveryCode)[0]
        assert "opent de oude op papier niets meer" in " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert not shown.isVisible()
        dialog.findChildren(QLineEdit)[0].setText("dit is het niet")
        press(dialog, "Verder")
        qtbot.waitUntil(dialog.findChildren(QLineEdit)[0].isEnabled, timeout=10_000)
        assert not shown.isVisible()
        dialog.findChildren(QLineEdit)[0].setText("een goede lange zin")
        press(dialog, "Verder")
        qtbot.waitUntil(shown.isVisible, timeout=10_000)
        code = shown.code
        assert opens(desk, old)
        assert not opens(desk, code)
        if confirmed:
            press(dialog, "Ik heb hem")
        else:
            dialog.reject()
        assert opens(desk, old) is not confirmed
        assert opens(desk, code) is confirmed


def test_emptying_the_trash_leaves_the_window_its_thread(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = desk.services.records
    for number in range(3):
        made = Experience(
            id=records.new_id(), written_at=records.now(), lang="nl", title=f"Weg {number}", happened_on=desk.today()
        )
        records.save(made)
        records.trash("experience", made.id)
    threads: list[int] = []
    desk.services.subscribe(lambda _: threads.append(threading.get_ident()))
    dialog = TrashDialog(desk)
    dialog.open()
    monkeypatch.setattr(dialog, "_sure", lambda _: True)
    press(dialog, "Prullenbak legen…")
    assert dialog._bar.isVisible()
    assert not any(button.isEnabled() for button in (dialog._restore, dialog._purge, dialog._all))
    qtbot.waitUntil(lambda: not dialog._bar.isVisible(), timeout=10_000)
    assert records.trashed() == []
    assert dialog._empty.isVisible()
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


@pytest.mark.parametrize("sure", [True, False])
def test_removing_for_good_asks_first(qtbot: QtBot, desk: Desk, sure: bool) -> None:
    from PySide6.QtCore import QTimer

    records = desk.services.records
    made = Experience(id=records.new_id(), written_at=records.now(), lang="nl", title="Weg", happened_on=desk.today())
    records.save(made)
    records.trash("experience", made.id)
    dialog = TrashDialog(desk)
    dialog.open()

    def answer() -> None:
        box = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox))
        press(box, "Voorgoed verwijderen" if sure else "Annuleren")

    QTimer.singleShot(50, answer)
    press(dialog, "Voorgoed verwijderen…")

    qtbot.waitUntil(lambda: not dialog._bar.isVisible(), timeout=10_000)
    assert (records.any("experience", made.id) is None) == sure


def test_a_dialog_that_grows_keeps_its_buttons_in_sight(qtbot: QtBot, desk: Desk) -> None:
    dialog = CheckDialog(desk)
    dialog.open()
    qtbot.waitUntil(lambda: any(text.startswith("Alles is in orde") for text in banners(dialog)), timeout=10_000)
    room = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), room.bottom() - dialog.height())
    for number in range(6):
        line = Banner("info")
        line.set_texts(f"Nog een regel, nummer {number}")
        dialog.body.addWidget(line)
    qtbot.waitUntil(lambda: dialog.frameGeometry().bottom() <= room.bottom(), timeout=5_000)
