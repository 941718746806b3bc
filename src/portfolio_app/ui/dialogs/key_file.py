"""A key of her own out of a file: first its passphrase, then whose it is, then the choice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.signer import About, Signer
from portfolio_app.services.signing_words import valid, warning, whose
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Label
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all

Read = tuple[Signer, About]


class KeyFileDialog(Dialog):
    """Looks at a key, off the window's thread because a passphrase may take long to try; ``taken`` when it is used."""

    taken = Signal(object)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=560)
        self._desk, self._path = desk, path
        self._found: Signer | None = None
        t = desk.t
        self.set_heading(
            t("A key of your own"),
            t("Leerlijn keeps a copy of it, encrypted in your portfolio. The passphrase of the file is not kept."),
        )
        self._file = Label(path.name, wrap=True)
        self._secret = LineField(secret=True)
        self._secret.set_label(
            t("Passphrase of this file"), t("You chose it, or got it with the file. It may be empty.")
        )
        self._whose, self._valid = Label(role="statement", wrap=True), Label(role="muted", wrap=True)
        self._warning = Banner("warn")
        for widget in (self._file, self._secret, self._whose, self._valid, self._warning):
            self.body.addWidget(widget)
        self._whose.hide()
        self._valid.hide()
        self.body.addStretch()
        cancel = Button(t("Cancel"))
        cancel.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Next"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._go_on)
        self.add_buttons(cancel, self._go)
        speak_all(self, t)
        self._secret.setFocus()

    def _go_on(self) -> None:
        if self._found is not None:
            self._take(self._found)
            return
        signing, path, secret = self._desk.services.signing, self._path, self._secret.value()
        self.trouble.set_texts("")
        self._go.setEnabled(False)
        self._desk.tasks.start(
            self, lambda _: signing.read_file(path, secret), self._show, failed=self._failed, finished=self._ready
        )

    def _ready(self) -> None:
        self._go.setEnabled(True)

    def _failed(self, error: UserError) -> None:
        self.show_trouble(error)
        self._secret.edit.selectAll()
        self._secret.setFocus()

    def _show(self, read: Read) -> None:
        t, (self._found, about) = self.t, read
        self._secret.set_value("")
        self._secret.hide()
        self._whose.setText(whose(about, t))
        self._valid.setText(valid(about, t))
        self._whose.show()
        self._valid.show()
        self._warning.set_texts(warning(about, about.standing(self._desk.services.records.now()), t))
        self._go.setText(t("Sign with this key"))
        self._go.setFocus()

    def _take(self, found: Signer) -> None:
        signing = self._desk.services.signing
        if self.attempt(lambda: signing.bring(found)):
            self.taken.emit(signing.active())
            self.accept()
