"""The sheet for a talk: to be read, copied, printed, or kept as a PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTextEdit, QWidget

from portfolio_app.document.compose.talk import sheet
from portfolio_app.document.text import as_text
from portfolio_app.domain.growth import Talk
from portfolio_app.ui import clipboard
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.paper import POINTS, as_pdf, paper


class TalkSheetDialog(Dialog):
    """One A4 of what was marked for a talk. ``open_requested`` asks for the talk itself, to add to it; whoever shows
    the talk already says so with ``at_talk``."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, talk: Talk, parent: QWidget | None = None, *, at_talk: bool = False) -> None:
        super().__init__(desk.t, parent, width=720, height=700)
        t = desk.t
        self._desk, self._talk = desk, talk
        gathered = desk.services.talks.sheet(talk)
        self.part = sheet(talk, gathered.marked, gathered.said, gathered.agreements, t)
        self._page = QTextEdit()
        self._page.setReadOnly(True)
        self._page.setMinimumHeight(160)
        self._page.setAccessibleName(t("Talk sheet"))
        self._page.setDocument(paper(self.part, POINTS * grown(100) / 100))
        self._page.document().setDocumentMargin(18)
        self._page.document().setParent(self._page)
        self.body.addWidget(self._page)
        if not (gathered.marked or gathered.agreements or talk.tell or talk.ask or talk.need):
            self.body.addWidget(
                Label(t("Nothing is marked yet. Mark what you want to talk about, or write it with the talk."), "muted",
                      wrap=True)
            )  # fmt: skip
        self.add_row(self._make_row())
        more = QuietButton(t("To the talk"), "pencil-simple")
        more.clicked.connect(self._to_talk)
        more.setVisible(not at_talk)
        close = PrimaryButton(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=more)
        close.setFocus()

    def _make_row(self) -> QHBoxLayout:
        t = self.t
        row = QHBoxLayout()
        row.setSpacing(10)
        self._told = Label(role="small")
        for words, icon, slot in (
            (t("Copy as text"), "copy", self._copy),
            (t("Print…"), "printer", self._print),
            (t("Save as PDF…"), "file-pdf", self._ask_where),
        ):
            button = Button(words, icon)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addWidget(self._told)
        row.addStretch()
        return row

    def _to_talk(self) -> None:
        self.accept()
        self.open_requested.emit(self._talk.KIND, self._talk.id)

    def _copy(self) -> None:
        clipboard.copy(as_text(self.part))
        self._told.setText(self.t("Copied."))

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.part.title)
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            paper(self.part).print_(printer)
            self._told.setText(self.t("Sent to the printer."))

    def _ask_where(self) -> None:
        proposed = str(Path.home() / f"{self.t('talk-sheet')}-{self._talk.happens_on.isoformat()}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, self.t("Save as PDF"), proposed, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def save_to(self, target: Path) -> None:
        """Write the sheet as a PDF."""
        if self.attempt(lambda: self._desk.services.talks.write_sheet(target, as_pdf(self.part))):
            self._told.setText(self.t("Saved: {file}", file=target.name))
