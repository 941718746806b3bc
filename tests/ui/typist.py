"""A program of its own in which somebody types and which is then killed: ``python -m tests.ui.typist HOME WHAT``.

It says ``typed`` when the last key was pressed, and goes on running.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from portfolio_app.bootstrap import Environment, Passphrase, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.ui.app import make_application
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.text_area import TextArea

PASSPHRASE = "een goede lange zin"
WORDS = "Het werd stil en ik wachtte."


def type_into(root: QWidget, kind: type[QWidget], label: str) -> None:
    """Press the keys of the words in the field with this name."""
    field = next(one for one in root.findChildren(kind) if getattr(one, "label", "") == label)
    edit = field.findChild(QLineEdit) or field.findChild(QPlainTextEdit)
    assert edit is not None
    edit.setFocus()
    QTest.keyClicks(edit, WORDS)


def main(home: Path, what: str) -> None:
    """Open the window, type, and run until somebody ends it."""
    app = make_application([sys.argv[0]])
    environment = Environment(device=DeviceSettings(home.parent / "settings"))
    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=environment)
    window = MainWindow(Desk(services, Tasks(services.jobs), Translator("nl")))
    window.show()
    if what == "saved":
        window.open_record(Experience.KIND, services.records.load(Experience)[0].id)
    else:
        window.start_new(Experience.KIND)
    page = window.page("activities")
    assert isinstance(page, Activities)
    assert page.editor is not None
    type_into(page.editor, TextArea, "Wat deed ik, wat gebeurde er?")
    if what == "new":
        window.command("capture")
        dialog = window.findChild(CaptureDialog)
        assert dialog is not None
        QTest.keyClicks(dialog.findChildren(QLineEdit)[0], WORDS)
    print("typed", flush=True)
    QApplication.setQuitOnLastWindowClosed(False)
    app.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
