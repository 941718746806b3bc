"""About Leerlijn, and under which licences it and what it ships are."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from portfolio_app import __version__, paths
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Label


class AboutDialog(Dialog):
    """What it is, in three sentences."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self.set_heading(
            "Leerlijn", t("Your own portfolio as a teacher: on your own computer, encrypted, yours to show.")
        )
        for text in (
            t("Nothing leaves this computer. There is no account and no server."),
            t("What you hand over is a signed PDF, which anybody can verify with ordinary tools."),
            t("Free software, under the MIT licence."),
        ):
            self.body.addWidget(Label(text, wrap=True))
        self.body.addWidget(Label(t("Version {number}", number=__version__), "small"))
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close)


class LicencesDialog(Dialog):
    """The list of what is shipped under which licence."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=680)
        self.set_heading(t("Licences"), t("Leerlijn is built on the work of others. Thank you."))
        text = QTextBrowser()
        text.setOpenLinks(False)  # nothing leaves this computer
        text.setTabChangesFocus(True)
        text.setMinimumHeight(420)
        text.setAccessibleName(t("Licences"))
        try:
            listed = (paths.resources() / "LICENCES.md").read_text(encoding="utf-8")
            text.document().setMarkdown(listed, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
            text.moveCursor(QTextCursor.MoveOperation.Start)
        except OSError:
            text.setPlainText(t("The list of licences is missing from this copy of the program."))
        self.body.addWidget(text)
        close = Button(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close)
