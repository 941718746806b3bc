"""A copy with a password, to be mailed: the words to say by telephone, and where the file goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.selection import Export
from portfolio_app.services.signing_words import lined
from portfolio_app.services.spoken import new_password
from portfolio_app.ui import clipboard
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner, FlowLayout, Label
from portfolio_app.ui.widgets.speaking import speak_all


class ProtectedCopyDialog(Dialog):
    """Makes the copy on another thread. The password is shown here and kept nowhere."""

    def __init__(self, desk: Desk, export: Export, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=600)
        self._desk, self._export = desk, export
        t = desk.t
        self.set_heading(
            t("A copy with a password"),
            t(
                "A PDF that is to last may not be encrypted, and encrypting it afterwards would break the signature. "
                "So it goes, unchanged, as an attachment in a PDF that the password opens."
            ),
        )
        self._words = Label(role="code")
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        copy, other = Button(t("Copy"), "copy"), QuietButton(t("Other words"), "arrows-clockwise")
        copy.clicked.connect(self._copy)
        other.clicked.connect(self._new_words)
        self._other = other
        row = FlowLayout()
        row.addWidget(copy)
        row.addWidget(other)
        self._told = Label(
            t(
                "Give these words by another way than the file, for instance by telephone. Leerlijn does not keep "
                "them: without them nobody opens the copy."
            ),
            wrap=True,
        )
        self._done = Banner("good")
        self.body.addWidget(Label(t("Password"), "label"))
        self.body.addWidget(self._words)
        self.body.addLayout(row)
        self.body.addWidget(self._told)
        if export.beside_name:
            apart = t("The file with evidence, {name}, is not in it.", name=export.beside_name)
            self.body.addWidget(Label(apart, "muted", wrap=True))
        self.body.addWidget(self._done)
        self.body.addStretch()
        close = Button(t("Close"))
        close.clicked.connect(self.reject)
        self._save = PrimaryButton(t("Save copy…"))
        self._save.setDefault(True)
        self._save.clicked.connect(self._ask_where)
        self.add_buttons(close, self._save)
        speak_all(self, t)
        self._new_words()
        self._save.setFocus()

    def _new_words(self) -> None:
        self._passphrase = new_password()
        self._words.setText(lined(self._passphrase.split()))
        self._words.setAccessibleName(f"{self.t('Password')}: {self._passphrase}")
        self._done.set_texts("")

    def _copy(self) -> None:
        clipboard.copy(self._passphrase)
        self._done.set_texts(self.t("Copied. Paste it where only you can read it."))

    def _ask_where(self) -> None:
        t, name = self.t, Path(self._export.file_name)
        target = ask_where(self, t("Save copy"), f"{name.stem}-{t('with-password')}.pdf", "PDF (*.pdf)")
        if target is not None:
            self.save_to(target)

    def save_to(self, target: Path) -> None:
        """Write the copy; until it is there the words stay as they are."""
        protecting, export, passphrase, t = self._desk.services.protecting, self._export, self._passphrase, self.t
        self.trouble.set_texts("")
        self._done.set_texts("")
        self._set_busy(True)

        def saved(nothing: None) -> None:
            del nothing
            self._done.set_texts(t("Saved: {file}. Mail it, and give the words by another way.", file=target.name))

        self._desk.tasks.start(
            self,
            lambda _: protecting.save(export, passphrase, target, t),
            saved,
            failed=self.show_trouble,
            finished=lambda: self._set_busy(False),
        )

    def _set_busy(self, busy: bool) -> None:
        self._save.setEnabled(not busy)
        self._other.setEnabled(not busy)
