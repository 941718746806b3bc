"""The recovery code: shown once, to be copied by hand, on paper, or into a safe of passwords."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.services.keys import PreparedCode
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import sized
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all


class RecoveryCode(QWidget):
    """The code in large letters, with Copy and Print."""

    def __init__(self, t: Translator, code: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t, self._text = t, code
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._code = Label(code, "code", wrap=True)
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.show_code(code)
        column.addWidget(self._code)
        row = QHBoxLayout()
        self._copy = Button(t("Copy"), "copy")
        self._copy.clicked.connect(self._copy_it)
        self._print = Button(t("Print…"), "printer")
        self._print.clicked.connect(self._print_it)
        self._told = Label(role="small")
        row.addWidget(self._copy)
        row.addWidget(self._print)
        row.addWidget(self._told)
        row.addStretch()
        column.addLayout(row)

    def show_code(self, code: str) -> None:
        """Show another code."""
        self._text = code
        self._code.setText(code)
        self._code.setAccessibleName(f"{self._t('Recovery code')}: {code}")

    @property
    def code(self) -> str:
        """The code that is shown."""
        return self._text

    def _copy_it(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        self._told.setText(self._t("Copied. Paste it where only you can read it."))

    def _print_it(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.draw_on(printer)
            self._told.setText(self._t("Sent to the printer."))

    def draw_on(self, printer: object) -> None:
        """Draw the sheet on a printer (or another paint device)."""
        from PySide6.QtGui import QPaintDevice

        assert isinstance(printer, QPaintDevice)
        with QPainter(printer) as painter:
            unit = printer.logicalDpiX() / 72
            width = printer.width() - 96 * unit
            y = 72 * unit
            for text, size in (
                (self._t("Leerlijn: recovery code"), 18),
                (self._t("With this code you open your portfolio when you have forgotten your passphrase."), 11),
                (self._text, 16),
                (self._t("Keep this sheet where you keep your other papers, not with the computer."), 11),
            ):
                font = sized(self.font(), size)
                font.setPixelSize(round(size * unit))
                painter.setFont(font)
                box = QRectF(48 * unit, y, width, 400 * unit)
                flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
                y += painter.boundingRect(box, int(flags), text).height() + 18 * unit
                painter.drawText(box, int(flags), text)


class RecoveryDialog(Dialog):
    """Makes a recovery code; it counts once its owner has said that she has it.

    With ``ask`` it first says what becomes of the code on paper, and wants the passphrase: whoever finds the window
    open must not be able to take the owner's way back away.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, ask: bool) -> None:
        super().__init__(desk.t, parent, width=560)
        self._desk = desk
        self._prepared: PreparedCode | None = None
        t = desk.t
        self._passphrase = LineField(secret=True)
        self._passphrase.set_label(t("Your passphrase"))
        self._shown = RecoveryCode(t)
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
        self._shown.show_code(self._prepared.code)
        self._shown.show()
        self.set_heading(
            t("Your recovery code"),
            t("Write it down or print it; it is shown only now. It works once you have said that you have it."),
        )
        self._go.setText(t("I have it"))

    def _take(self, prepared: PreparedCode) -> None:
        if self.attempt(lambda: self._desk.services.keys.use_recovery_code(prepared)):
            self.accept()
