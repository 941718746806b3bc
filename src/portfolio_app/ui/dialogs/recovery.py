"""The recovery code: shown once, to be copied by hand, on paper, or into a safe of passwords."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPagedPaintDevice
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.keys import PreparedCode
from portfolio_app.services.recovery_sheet import RecoverySheets
from portfolio_app.services.sentences import explain
from portfolio_app.ui import clipboard
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.paper import paper
from portfolio_app.ui.widgets.speaking import speak_all


class RecoveryCode(QWidget):
    """The code in large letters, with Copy, Print and Save as PDF. It is kept nowhere else."""

    def __init__(self, t: Translator, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t, self._tasks, self._text = t, tasks, ""
        self._sheets: RecoverySheets | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._code = Label("", "code", wrap=True)
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self._code)
        row = QHBoxLayout()
        for words, icon, slot in (
            (t("Print…"), "printer", self._print_it),
            (t("Save as PDF…"), "file-pdf", self._ask_where),
            (t("Copy"), "copy", self._copy_it),
        ):
            button = Button(words, icon)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        self._told = Label(role="small", wrap=True)
        column.addWidget(self._told)

    def show_code(self, code: str, sheets: RecoverySheets) -> None:
        """Show another code; ``sheets`` makes the page for it."""
        self._text, self._sheets = code, sheets
        self._code.setText(code)
        self._code.setAccessibleName(f"{self._t('Recovery code')}: {code}")
        self._told.setText(self._t("Leerlijn keeps this code nowhere: it is only on the sheet that you make of it."))

    @property
    def code(self) -> str:
        """The code that is shown."""
        return self._text

    def _copy_it(self) -> None:
        clipboard.copy(self._text)
        self._told.setText(self._t("Copied. Paste it where only you can read it."))

    def _print_it(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            self.draw_on(printer)
            self._told.setText(self._t("Sent to the printer."))

    def draw_on(self, printer: QPagedPaintDevice) -> None:
        """Draw the sheet on a printer (or another paged device)."""
        if self._sheets is not None:
            paper(self._sheets.sheet(self._text, self._t)).print_(printer)

    def _ask_where(self) -> None:
        proposed = str(Path.home() / f"{self._t('recovery-code')}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, self._t("Save as PDF"), proposed, "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"))

    def save_to(self, target: Path) -> None:
        """Write the sheet as a PDF; it is laid out on another thread."""
        sheets, code, t = self._sheets, self._text, self._t
        if sheets is None:
            return

        def saved(nothing: None) -> None:
            del nothing
            self._told.setText(
                t(
                    "Saved: {file}. Print it or put it on a stick; don't leave it on this computer.",
                    file=target.name,
                )
            )

        self._told.setText(t("One moment…"))
        self._tasks.start(self, lambda job: sheets.save(target, code, t), saved, failed=self._not_saved)

    def _not_saved(self, error: UserError) -> None:
        self._told.setText(explain(error, self._t))


class RecoveryDialog(Dialog):
    """Makes a recovery code; it counts once its owner has said that she has it.

    With ``ask`` it first says what becomes of the code on paper, and wants the passphrase: whoever finds the window
    open must not be able to take the owner's way back away.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, ask: bool) -> None:
        super().__init__(desk.t, parent, width=580)
        self._desk = desk
        self._prepared: PreparedCode | None = None
        t = desk.t
        self._passphrase = LineField(secret=True)
        self._passphrase.set_label(t("Your passphrase"))
        self._shown = RecoveryCode(t, desk.tasks)
        self._shown.hide()
        self.body.addWidget(self._passphrase)
        self.body.addWidget(self._shown)
        self.body.addStretch()
        self._cancel = Button(t("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Next"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._go_on)
        self.add_buttons(self._cancel, self._go)
        speak_all(self, t)
        if ask:
            self.set_heading(
                t("A new recovery code?"),
                t("As soon as you have the new code, the old one on paper opens nothing any more."),
            )
            self._passphrase.setFocus()
        else:
            self._show_code()

    def _go_on(self) -> None:
        if self._prepared is not None:
            self._take(self._prepared)
            return
        text, keys = self._passphrase.value(), self._desk.services.keys
        if not text:
            self._passphrase.set_error(self.t("Type it here first."))
            self._passphrase.setFocus()
            return
        self._set_busy(True)
        # Deriving the key takes a second, so not on the window's thread.
        self._desk.tasks.start(
            self, lambda job: keys.is_passphrase(text), self._checked, failed=self.show_trouble, finished=self._ready
        )

    def _set_busy(self, busy: bool) -> None:
        self._go.setEnabled(not busy)
        self._passphrase.setEnabled(not busy)

    def _ready(self) -> None:
        self._set_busy(False)

    def _checked(self, right: bool) -> None:
        if right:
            self._show_code()
            return
        self._passphrase.setEnabled(True)
        self._passphrase.set_error(self.t("This is not your passphrase."))
        self._passphrase.edit.selectAll()
        self._passphrase.setFocus()

    def _show_code(self) -> None:
        t = self.t
        self._prepared = self._desk.services.keys.prepare_recovery_code()
        self._passphrase.hide()
        self._shown.show_code(self._prepared.code, self._desk.services.sheets)
        self._shown.show()
        self.set_heading(
            t("Your recovery code"),
            t("Write it down or print it; it is shown only now. It works once you have said that you have it."),
        )
        self._go.setText(t("I have it"))

    def _take(self, prepared: PreparedCode) -> None:
        if self.attempt(lambda: self._desk.services.keys.use_recovery_code(prepared)):
            self.accept()
