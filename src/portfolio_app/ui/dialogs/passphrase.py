"""Choosing a passphrase, or another one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.passphrases import grade, words
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all


class PassphraseFields(QWidget):
    """A passphrase twice, and how it is in words."""

    changed = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.first = LineField(secret=True)
        self.again = LineField(secret=True)
        self._meter = Label(role="muted", wrap=True)
        self._meter.hide()
        column.addWidget(self.first)
        column.addWidget(self._meter)
        column.addWidget(self.again)
        self.first.set_label(t("Passphrase"))
        self.again.set_label(t("Once more"))
        speak_all(self, t)
        self.first.changed.connect(self._typed)
        self.again.changed.connect(self.changed)
        self.setFocusProxy(self.first)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.first.value()

    def validate(self) -> bool:
        """Say what is wrong; True when both are the same and long enough."""
        if grade(self.text) in ("empty", "short"):
            self._meter.hide()  # it says the same
            self.first.set_error(self._t("At least eight characters."))
            self.first.setFocus()
            return False
        if self.text != self.again.value():
            self.again.set_error(self._t("The two are not the same."))
            self.again.setFocus()
            return False
        return True

    def _typed(self) -> None:
        said = words(self.text, self._t)
        self._meter.setText(said)
        self._meter.setVisible(bool(said))
        self.first.edit.setAccessibleDescription(said)
        self.changed.emit()


class PassphraseDialog(Dialog):
    """Sets the passphrase of an open portfolio; where there is one, that is asked first.

    Making the key takes a second, on another thread.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent)
        self._desk = desk
        t = desk.t
        self.set_heading(t("Choose a passphrase"), t("Nobody can restore it. Write down the recovery code as well."))
        self._present = LineField(secret=True)
        self._present.set_label(t("Your passphrase as it is now"))
        self._has_one = desk.services.keys.ways().passphrase
        self._present.setVisible(self._has_one)
        self._fields = PassphraseFields(t)
        self.body.addWidget(self._present)
        self.body.addWidget(self._fields)
        self.body.addStretch()
        cancel = Button(t("Cancel"))
        cancel.clicked.connect(self.reject)
        self._save = PrimaryButton(t("Save"))
        self._save.setDefault(True)
        self._save.clicked.connect(self._set)
        self.add_buttons(cancel, self._save)
        speak_all(self, t)
        (self._present if self._has_one else self._fields).setFocus()

    def _set(self) -> None:
        if self._has_one and not self._present.value():
            self._present.set_error(self.t("Type it here first."))
            self._present.setFocus()
            return
        if not self._fields.validate():
            return
        text, old = self._fields.text, self._present.value() if self._has_one else None
        keys = self._desk.services.keys
        self._save.setEnabled(False)
        self.trouble.set_texts("")
        self._desk.tasks.start(
            self, lambda job: keys.set_passphrase(text, old), self._done, failed=self._failed, finished=self._ready
        )

    def _ready(self) -> None:
        self._save.setEnabled(True)

    def _done(self, nothing: None) -> None:
        del nothing
        self.accept()

    def _failed(self, error: UserError) -> None:
        self.show_trouble(error)
