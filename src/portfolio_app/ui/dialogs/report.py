"""A bug was met: says so, and shows a report to copy, which holds no word of the owner."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Disclosure


class ReportDialog(Dialog):
    """Shown once for a burst of errors. ``text`` is the redacted log."""

    def __init__(self, t: Translator, text: str, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=600)
        self.set_heading(
            t("Something went wrong in Leerlijn"),
            t("What you saved is safe, and what you were typing is kept as a draft. You can go on working."),
        )
        more = Disclosure(t("The report (it holds none of your words): copy or keep it for whoever helps you"))
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setMinimumHeight(220)
        self._text.setAccessibleName(t("Technical report"))
        more.body.addWidget(self._text)
        self.body.addWidget(more)
        self._copy = Button(t("Copy the report"), "copy")
        self._copy.clicked.connect(self._copy_it)
        close = PrimaryButton(t("Go on"))
        close.clicked.connect(self.accept)
        self.add_buttons(self._copy, close)

    def _copy_it(self) -> None:
        QGuiApplication.clipboard().setText(self._text.toPlainText())
        self._copy.setText(self.t("Copied"))
