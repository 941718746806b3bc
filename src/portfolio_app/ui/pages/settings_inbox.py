"""The inbox among the settings: which folder, and what becomes of the files in it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from portfolio_app.services.settings import INBOX, INBOX_AFTER
from portfolio_app.ui.files import start_folder
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import ChoiceField


class InboxCard(Card):
    """Every choice holds at once. A folder is only chosen after a question about what lies in it already."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._inbox = page, page.desk.services.inbox
        self._state = Label(wrap=True)
        self.body.addWidget(self._state)
        self._choose, self._show, self._forget = Button("", "folder"), QuietButton("", "eye"), QuietButton()
        self._choose.clicked.connect(self._ask)
        self._show.clicked.connect(self._show_folder)
        self._forget.clicked.connect(self._stop)
        row = FlowLayout()
        for button in (self._choose, self._show, self._forget):
            row.addWidget(button)
        self.body.addLayout(row)
        self._after: ChoiceField[str] = ChoiceField()
        self._after.changed.connect(self._after_chosen)
        self.body.addWidget(self._after)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.set_title(t("Inbox"))
        self.set_note(
            t(
                "A folder in which you put photos, voice memos and mails, by hand or from your phone. While Leerlijn "
                "is open, what lands in it comes in encrypted and waits to be filed."
            )
        )
        self._show.setText(t("Show the folder"))
        self._forget.setText(t("No inbox any more"))
        self._after.set_label(t(INBOX_AFTER.label))
        self._after.set_choices([(value, t(words)) for value, words in INBOX_AFTER.choices])
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        t, folder = self._page.t, self._inbox.folder
        if folder is None:
            self._state.setText(t("No folder is chosen."))
        elif folder.is_dir():
            self._state.setText(str(folder))
        else:
            self._state.setText(t("{folder} is not there now. As soon as it is, Leerlijn looks in it again.",
                                  folder=folder))  # fmt: skip
        self._choose.setText(t("Choose a folder …") if folder is None else t("Choose another folder …"))
        for widget in (self._show, self._forget, self._after):
            widget.setVisible(folder is not None)
        self._after.set_value(self._page.desk.services.settings.get(INBOX_AFTER))

    def _ask(self) -> None:
        start = self._inbox.folder or start_folder()
        chosen = QFileDialog.getExistingDirectory(self, self._page.t("A folder for your inbox"), str(start))
        if chosen:
            self.take(Path(chosen))

    def take(self, folder: Path) -> None:
        """Ask what should become of the files in a folder, and watch it from then on."""
        desk = self._page.desk

        def ask(present: int) -> None:
            from portfolio_app.ui.dialogs.inbox import InboxDialog

            dialog = InboxDialog(desk, folder, present, self._page)
            dialog.accepted.connect(self._chosen)
            dialog.open()

        # In a folder with very many files counting takes a while.
        desk.tasks.start(self, lambda _: self._inbox.present(folder), ask)

    def _chosen(self) -> None:
        self.refresh()
        self._page.setting_changed.emit(INBOX.key)

    def _stop(self) -> None:
        if self._page.attempt(self._inbox.forget):
            self._chosen()
            self._choose.setFocus()

    def _show_folder(self) -> None:
        if self._inbox.folder is not None:
            self._page.show_outside(self._inbox.folder)

    def _after_chosen(self) -> None:
        value = self._after.value()
        if value is not None:
            self._page.attempt(lambda: self._page.desk.services.settings.set(INBOX_AFTER, value))
