"""The keys of others that this computer remembers: what each is called, to be renamed or forgotten; and new ones."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.fingerprints import grouped
from portfolio_app.i18n import Translator
from portfolio_app.services.known_keys import KnownKey, KnownKeys, read_certificate
from portfolio_app.services.spoken import fingerprint_words
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.naming import NamingDialog
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.files import ask_file
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Card, Label
from portfolio_app.ui.widgets.rows import Rows


class KnownKeysDialog(Dialog):
    """Lists the keys; ``changed`` when another one is known, or one no longer."""

    changed = Signal()

    def __init__(self, t: Translator, known: KnownKeys, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=600)
        self._known = known
        self.set_heading(
            t("Remembered keys"),
            t("Whose key you remembered on this computer. A file that is signed with one is known as that person's."),
        )
        self._rows = Rows(10)
        self.body.addWidget(self._rows)
        self._none = Label(t("No key is remembered on this computer."), wrap=True)
        self.body.addWidget(self._none)
        self.body.addStretch()
        add = QuietButton(t("From a certificate…"), "plus")
        add.clicked.connect(self._ask)
        close = PrimaryButton(t("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=add)
        self._show()
        close.setFocus()

    def _show(self) -> None:
        keys = self._known.all()
        self._rows.fill([self._card(key) for key in keys])
        self._none.setVisible(not keys)

    def _card(self, key: KnownKey) -> QWidget:
        t = self.t
        card = Card()
        card.setAccessibleName(key.name)
        column = card.body
        card.set_title(key.name)
        told = t("Remembered on {day}", day=t.date(key.since))
        if key.calls_itself and key.calls_itself != key.name:
            told = t("{told}; the key calls itself {name}", told=told, name=key.calls_itself)
        column.addWidget(Label(told, "small", wrap=True))
        column.addWidget(Label(grouped(key.fingerprint), "code", wrap=True))
        column.addWidget(Label(" ".join(fingerprint_words(key.fingerprint)), "digest", wrap=True))
        row = QHBoxLayout()
        rename, forget = Button(t("Rename…")), Button(t("Forget…"))
        rename.clicked.connect(lambda: self._rename(key))
        forget.clicked.connect(lambda: self._forget(key))
        for button in (rename, forget):
            button.setAccessibleName(f"{button.text()} {key.name}")
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)
        return card

    def _rename(self, key: KnownKey) -> None:
        self._name(key.fingerprint, key.name, key.calls_itself, self.t("Whose key is this?"), "")

    def _forget(self, key: KnownKey) -> None:
        t = self.t
        if agreed(
            self,
            t("Forget the key of {name}?", name=key.name),
            t("The next file that is signed with it is by an unknown key again."),
            yes=t("Forget"),
            no=t("Keep"),
        ) and self.attempt(lambda: self._known.forget(key.fingerprint)):
            self._changed()

    def _ask(self) -> None:
        t = self.t
        chosen = ask_file(self, t("Choose a certificate"), t("Certificates") + " (*.cer *.crt *.pem)")
        if chosen is not None:
            self.take(chosen)

    def take(self, path: Path) -> None:
        """Remember the key of a certificate, once it has a name."""
        try:
            fingerprint, calls_itself = read_certificate(path)
        except UserError as error:
            self.show_trouble(error)
            return
        words = self.t("First compare the fingerprint with the person whose key it is: {fingerprint}")
        self._name(
            fingerprint,
            calls_itself,
            calls_itself,
            self.t("Whose key is this?"),
            f"{words.format(fingerprint=grouped(fingerprint))}\n{' '.join(fingerprint_words(fingerprint))}",
        )

    def _name(self, fingerprint: str, name: str, calls_itself: str, heading: str, words: str) -> None:
        def keep(given: str) -> KnownKey:
            return self._known.remember(fingerprint, given, calls_itself)

        dialog = NamingDialog(self.t, heading, words, name, keep, self)
        dialog.accepted.connect(self._changed)
        dialog.open()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()
