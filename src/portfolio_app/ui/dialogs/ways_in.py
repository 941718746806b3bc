"""A field for what opens a backup: its passphrase, or the recovery code."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all
from portfolio_app.vault.keys import KeyFile, MasterKey


class WayIn(QWidget):
    """One of the two is in sight; the button below changes to the other."""

    submitted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.t = t
        self.recovery = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._passphrase = LineField(secret=True)
        self._passphrase.set_label(t("Passphrase of that time"))
        self._code = LineField()
        self._code.set_label(t("Recovery code"))
        for field in (self._passphrase, self._code):
            field.submitted.connect(self.submitted)
            column.addWidget(field)
        self._other = QuietButton()
        self._other.clicked.connect(self._switch)
        column.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        speak_all(self, t)
        self._show()

    @property
    def field(self) -> LineField:
        """The field in sight."""
        return self._code if self.recovery else self._passphrase

    def text(self) -> str | None:
        """What was typed; None, and the person is told, while there is nothing."""
        text = self.field.value()
        if not text:
            self.field.set_error(self.t("Type it here first."))
            self.field.setFocus()
            return None
        return text

    def opener(self) -> Callable[[KeyFile], MasterKey] | None:
        """What opens a key file with what was typed; slow on purpose."""
        text, recovery = self.text(), self.recovery
        if text is None:
            return None
        return lambda keyfile: keyfile.unlock_with_recovery(text) if recovery else keyfile.unlock_with_passphrase(text)

    def _switch(self) -> None:
        self.recovery = not self.recovery
        self._show()
        self.field.setFocus()

    def _show(self) -> None:
        self._passphrase.setVisible(not self.recovery)
        self._code.setVisible(self.recovery)
        self._other.setText(self.t("I know the passphrase") if self.recovery else self.t("I have the recovery code"))
        self.setFocusProxy(self.field.edit)
