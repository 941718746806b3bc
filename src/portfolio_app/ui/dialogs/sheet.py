"""A sheet to take along: read, printed, kept as a PDF or a text document, or copied into a form of the school's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget

from portfolio_app.document.text import as_text, by_heading
from portfolio_app.document.tree import PartBlock
from portfolio_app.domain.errors import UserError
from portfolio_app.services.sheet_files import Fit
from portfolio_app.ui import clipboard
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Disclosure, FlowLayout, Label, clear
from portfolio_app.ui.widgets.paper import POINTS, paper

PDF, DOCX = "PDF (*.pdf)", "DOCX (*.docx)"


class SheetDialog(Dialog):
    """Shows a part as a sheet, with everything that can be done with it. `show_part` shows another one.

    ``name`` is what its files are called at first, without an ending.
    """

    def __init__(self, desk: Desk, part: PartBlock, name: str, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=720, height=680)
        self._desk, self.part, self._name = desk, part, name
        self.above = QVBoxLayout()
        self.above.setSpacing(10)
        self.body.addLayout(self.above)
        self._page = QTextEdit()
        self._page.setReadOnly(True)
        self._page.setTabChangesFocus(True)
        self._page.setMinimumHeight(grown(200))
        self.body.addWidget(self._page, 1)
        self._fits = Label(role="muted", wrap=True)
        self._fits.hide()
        self.body.addWidget(self._fits)
        self._copying = Disclosure(desk.t("Copy for the form"))
        self._headings = FlowLayout()
        self._copying.body.addWidget(
            Label(desk.t("Every heading apart, or all of it, as plain text."), "small", wrap=True)
        )
        self._copying.body.addLayout(self._headings)
        self.body.addWidget(self._copying)
        self.add_row(self._make_row())
        self._told = Label(role="small", wrap=True)
        self._told.hide()
        self.body.addWidget(self._told)

    def _make_row(self) -> FlowLayout:
        t = self.t
        row = FlowLayout()
        for words, icon, slot in (
            (t("Print…"), "printer", self._print),
            (t("Save as PDF…"), "file-pdf", self._ask_pdf),
            (t("Save for Word (DOCX)…"), "file-text", self._ask_docx),
        ):
            button = Button(words, icon)
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def show_part(self, part: PartBlock) -> None:
        """Show another sheet, and look whether it fits on one A4."""
        self.part = part
        self.setAccessibleName(part.title)
        at = self._page.verticalScrollBar().value()
        self._page.setAccessibleName(part.title)
        self._page.setDocument(paper(part, POINTS * grown(100) / 100))
        self._page.document().setDocumentMargin(18)
        self._page.document().setParent(self._page)
        self._page.verticalScrollBar().setValue(at)
        self._list_headings()
        files, t = self._desk.services.sheet_files, self.t

        def fits(fit: Fit) -> None:
            if part is self.part:
                self._show_fit(fit)

        self._desk.tasks.start(self, lambda _: files.fit(part, t), fits)

    def _show_fit(self, fit: Fit) -> None:
        t = self.t
        words = t("The lines stand a little closer together, so that it stays on one A4.") if fit.tight else ""
        if fit.pages > 1:
            words = t(
                "This no longer fits on one A4: it takes {n} pages. Leave something out, or take all of it along.",
                n=fit.pages,
            )
        self._fits.setText(words)
        self._fits.setVisible(bool(words))

    def _list_headings(self) -> None:
        clear(self._headings)
        t = self.t
        for title, text in by_heading(self.part):
            button = QuietButton(title, "copy")
            button.setAccessibleName(t("Copy: {heading}", heading=title))
            button.clicked.connect(partial(self._copy, text, title))
            self._headings.addWidget(button)
        whole = Button(t("Copy all"), "copy")
        whole.clicked.connect(lambda: self._copy(as_text(self.part), ""))
        self._headings.addWidget(whole)

    def _copy(self, text: str, title: str) -> None:
        clipboard.copy(text)
        self._tell(self.t("Copied: {what}.", what=title) if title else self.t("Copied."))

    def _tell(self, words: str) -> None:
        self._told.setText(words)
        self._told.show()

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.part.title)
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            paper(self.part).print_(printer)
            self._tell(self.t("Sent to the printer."))

    def _ask_pdf(self) -> None:
        target = ask_where(self, self.t("Save as PDF"), f"{self._name}.pdf", PDF)
        if target is not None:
            self.save_pdf(target)

    def _ask_docx(self) -> None:
        target = ask_where(self, self.t("Save as DOCX"), f"{self._name}.docx", DOCX)
        if target is not None:
            self.save_docx(target)

    def save_pdf(self, target: Path) -> None:
        """Write the sheet as a PDF."""
        files, part, t = self._desk.services.sheet_files, self.part, self.t
        self._save(target, lambda: files.save_pdf(target, part, t))

    def save_docx(self, target: Path) -> None:
        """Write the sheet as a text document."""
        files, part, t = self._desk.services.sheet_files, self.part, self.t
        self._save(target, lambda: files.save_docx(target, part, t))

    def _save(self, target: Path, work: Callable[[], object]) -> None:
        """Lay out and write on another thread; say where it is, or what went wrong."""
        self.trouble.set_texts("")
        self._tell(self.t("One moment…"))

        def done(nothing: object) -> None:
            del nothing
            self._tell(self.t("Saved: {file}", file=target.name))

        def failed(error: UserError) -> None:
            self._told.hide()
            self.show_trouble(error)

        self._desk.tasks.start(self, lambda _: work(), done, failed=failed)
