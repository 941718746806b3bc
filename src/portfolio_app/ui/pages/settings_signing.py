"""Handtekening, among the settings: the key that signs, how a reader knows it, and who stamps the time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.file_names import tidy
from portfolio_app.domain.fingerprints import groups
from portfolio_app.services.signing import Key
from portfolio_app.services.signing_words import earlier, lined, valid, warning, whose
from portfolio_app.services.spoken import fingerprint_words
from portfolio_app.ui.dialogs.question import agreed
from portfolio_app.ui.files import ask_file, ask_where
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, FlowLayout, Label, clear


class Fingerprint(QWidget):
    """A fingerprint in groups and, beside it, its beginning in words; both can be selected and are read aloud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digest, self._words = Label(role="digest"), Label(role="digest")
        self._titles = Label(role="label"), Label(role="label")
        row = FlowLayout(self, spacing=28)
        row.setContentsMargins(0, 0, 0, 0)
        for title, told in zip(self._titles, (self._digest, self._words), strict=True):
            told.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            block = QWidget()
            column = QVBoxLayout(block)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            column.addWidget(title)
            column.addWidget(told)
            row.addWidget(block)

    def show_it(self, fingerprint: str, words: tuple[str, ...], titles: tuple[str, str]) -> None:
        """Show another one, under these titles."""
        texts = (lined(groups(fingerprint)), lined(words))
        for title, told, text, words_above in zip(
            self._titles, (self._digest, self._words), texts, titles, strict=True
        ):
            title.setText(words_above)
            told.setText(text)
            told.setAccessibleName(f"{words_above}: {' '.join(text.split())}")


class SigningCard(Card):
    """Every choice holds at once. Making a key takes a second, on another thread."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._signing = page, page.desk.services.signing
        self._warning = Banner("warn")
        self._warning.action_requested.connect(self._ask_renewal)
        self._whose, self._valid = Label(wrap=True), Label(role="muted", wrap=True)
        self._fingerprint = Fingerprint()
        for widget in (self._warning, self._whose, self._valid, self._fingerprint):
            self.body.addWidget(widget)
        self._make = Button("", "key")
        self._save, self._renew = Button("", "certificate"), Button("", "arrows-clockwise")
        self._own, self._bring = Button("", "key"), Button("", "folder")
        self._why = QuietButton("", "question")
        self._make.clicked.connect(self._renew_now)
        self._save.clicked.connect(self._ask_where)
        self._renew.clicked.connect(self._ask_renewal)
        self._own.clicked.connect(self._back_to_own)
        self._bring.clicked.connect(self._ask_key_file)
        self._why.clicked.connect(self._explain)
        row = FlowLayout()
        for button in (self._make, self._save, self._own, self._renew, self._bring, self._why):
            row.addWidget(button)
        self.body.addLayout(row)
        self._earlier = Disclosure()
        self._earlier.body.setSpacing(2)
        self._earlier_note = Label(role="muted", wrap=True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._earlier.body.addWidget(self._earlier_note)
        self._earlier.body.addLayout(self._lines)
        self.body.addWidget(self._earlier)
        self._server = Label(wrap=True)
        self._choose, self._none = Button("", "clock"), QuietButton()
        self._choose.clicked.connect(self._ask_server)
        self._none.clicked.connect(self._no_server)
        last = QHBoxLayout()
        last.addWidget(self._server, 1)
        last.addWidget(self._none)
        last.addWidget(self._choose)
        self.body.addLayout(last)

    # -- showing ----------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.set_title(t("Signature"))
        self.set_note(
            t(
                "With this key you sign what you hand over. Give your readers the certificate or the fingerprint once, "
                "yourself: that is how they know that it was you."
            )
        )
        self._make.setText(t("Make my key now"))
        self._save.setText(t("Save certificate…"))
        self._own.setText(t("Back to my own key"))
        self._renew.setText(t("New key…"))
        self._bring.setText(t("Use a .p12 of my own…"))
        self._why.setText(t("What does it prove?"))
        self._earlier_note.setText(
            t("What you signed with these stays known as yours. Choose one to sign with it again.")
        )
        self._none.setText(t("No timestamp"))
        self.refresh()

    def refresh(self) -> None:
        """Show how it stands."""
        t, keys = self._page.t, self._signing.all()
        active = keys[0] if keys else None
        for widget in (self._valid, self._fingerprint, self._save):
            widget.setVisible(active is not None)
        self._renew.setVisible(active is not None and active.made_here)
        self._own.setVisible(active is not None and not active.made_here)
        self._make.setVisible(active is None)
        if active is None:
            self._whose.setText(t("There is no key yet. The first time that you sign one is made by itself."))
            self._warning.set_texts("")
        else:
            self._show_key(active)
        self._show_earlier(keys[1:])
        self._show_server()
        for widget in (self._make, self._own, self._renew, self._bring, self._choose, self._none, self._warning.action):
            widget.setEnabled(not self._page.desk.services.read_only)

    def _show_key(self, key: Key) -> None:
        t = self._page.t
        self._whose.setText(whose(key.about, t))
        self._valid.setText(valid(key.about, t))
        self._fingerprint.show_it(
            key.fingerprint,
            fingerprint_words(key.fingerprint),
            (t("Fingerprint (SHA-256)"), t("Its beginning in words")),
        )
        told = warning(key.about, self._signing.standing(), t)
        if told:
            self._warning.set_texts(told, t("New key…") if key.made_here else "")
        elif self._signing.outdated():
            self._warning.set_texts(
                t("Your name, school or e-mail has changed since this key was made. A new key says who you are now."),
                t("New key…"),
            )
        else:
            self._warning.set_texts("")

    def _show_earlier(self, keys: tuple[Key, ...]) -> None:
        t = self._page.t
        clear(self._lines)
        self._earlier.setVisible(bool(keys))
        self._earlier.set_title(t.n("{n} earlier key", "{n} earlier keys", len(keys)))
        for key in keys:
            button = RowButton(earlier(key, t), "key")
            button.setProperty("key", key.fingerprint)
            button.setEnabled(not self._page.desk.services.read_only)
            button.clicked.connect(self._use_again)
            self._lines.addWidget(button)

    def _show_server(self) -> None:
        t, server = self._page.t, self._signing.server()
        if server is None:
            words = t("The date in a signature is that of your computer. Nothing goes over the network.")
        else:
            words = t("{host} stamps the time when you sign. It hears nothing of the contents.", host=server.host)
        self._server.setText(words)
        self._choose.setText(t("Timestamp…") if server is None else t("Change…"))
        self._none.setVisible(server is not None)

    # -- doing ------------------------------------------------------------------------------------------------

    def _explain(self) -> None:
        self._page.command_requested.emit("about-signature")

    def _ask_where(self) -> None:
        t, key = self._page.t, self._signing.active()
        if key is None:
            return
        name = tidy(f"{'-'.join(key.about.name.lower().split()) or t('signature')}.cer")
        chosen = ask_where(self, t("Save certificate"), name, t("Certificate (*.cer)"))
        if chosen is not None:
            self.save_to(chosen)

    def save_to(self, target: Path) -> None:
        """Write the certificate, and say what to do with it."""
        if self._page.attempt(lambda: self._signing.save_certificate(target)):
            self._page.said(self._page.t("Saved: {file}. Give it to your readers yourself.", file=target.name))

    def _ask_renewal(self) -> None:
        t = self._page.t
        more = t(
            "What you signed before stays known as yours. Give your readers the new certificate or fingerprint, "
            "because what you sign from now on bears the new one."
        )
        if agreed(self, t("Make a new key?"), more, yes=t("Make a new key"), no=t("Cancel"), final=False):
            self._renew_now()

    def _renew_now(self) -> None:
        signing = self._signing
        self.setEnabled(False)
        self._page.desk.tasks.start(
            self, lambda _: signing.renew(), self._taken, failed=self._page.trouble_met.emit, finished=self._ready
        )

    def _ready(self) -> None:
        self.setEnabled(True)
        self.refresh()

    def _taken(self, key: object) -> None:
        del key
        self.refresh()
        self._page.said(self._page.t("From now on you sign with this key."))
        # The button that was pressed may be gone.
        self._save.setFocus()

    def _ask_key_file(self) -> None:
        t = self._page.t
        chosen = ask_file(self, t("A file with your key"), t("Key with certificate (*.p12 *.pfx);;All files (*)"))
        if chosen is not None:
            self.bring(chosen)

    def bring(self, path: Path) -> None:
        """Look at a key in a file, and use it when she wants to."""
        from portfolio_app.ui.dialogs.key_file import KeyFileDialog

        dialog = KeyFileDialog(self._page.desk, path, self._page)
        dialog.taken.connect(self._taken)
        dialog.open()

    def _use_again(self) -> None:
        self._use(str(self.sender().property("key")))

    def _back_to_own(self) -> None:
        own = next((key for key in self._signing.all() if key.made_here), None)
        if own is None:
            self._renew_now()
        else:
            self._use(own.fingerprint)

    def _use(self, fingerprint: str) -> None:
        if self._page.attempt(lambda: self._signing.use(fingerprint)):
            self._taken(None)

    def _ask_server(self) -> None:
        from portfolio_app.ui.dialogs.timestamp import TimestampDialog

        dialog = TimestampDialog(self._page.desk, self._page)
        dialog.accepted.connect(self.refresh)
        dialog.open()

    def _no_server(self) -> None:
        if self._page.attempt(self._signing.forget_server):
            self.refresh()
            self._choose.setFocus()
