"""The recovery code: shown once, to be copied by hand, on paper, or into a safe of passwords."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.theme.fonts import sized
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label


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
    """Shows a fresh recovery code."""

    def __init__(self, t: Translator, code: str, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=560)
        self.set_heading(
            t("Your recovery code"),
            t("Write it down or print it. It is shown only now; an earlier code opens nothing any more."),
        )
        self.body.addWidget(RecoveryCode(t, code))
        done = PrimaryButton(t("I have it"))
        done.clicked.connect(self.accept)
        self.add_buttons(done)
