"""Reservekopieën: the part of the settings about backups."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.settings import BACKUP_FOLDER, BACKUP_KEEP
from portfolio_app.ui.dialogs.backup_now import ask_folder, same_disk_words
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Banner, Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import ChoiceField

KEEPS: tuple[int, ...] = (4, 8, 16, 30)


class BackupsCard(Card):
    """When the last one was made, where they go outside this computer, and the ways to make and see them."""

    command_requested = Signal(str)
    trouble_met = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._last = Label(wrap=True)
        self.body.addWidget(self._last)
        row = QHBoxLayout()
        self._place = Label(wrap=True)
        self._choose = Button("", "folder")
        self._choose.clicked.connect(self._choose_place)
        self._none = QuietButton()
        self._none.clicked.connect(self._no_place)
        row.addWidget(self._place, 1)
        row.addWidget(self._none)
        row.addWidget(self._choose)
        self.body.addLayout(row)
        self._same_disk = Banner("info")
        self.body.addWidget(self._same_disk)
        self._keep: ChoiceField[int] = ChoiceField()
        self._keep.changed.connect(self._keep_chosen)
        self.body.addWidget(self._keep)
        buttons = FlowLayout()
        self._now = Button("", "floppy-disk")
        self._now.setProperty("command", "backup")
        self._list = Button("", "archive")
        self._list.setProperty("command", "backups")
        self._cards = QuietButton("", "printer")
        self._cards.setProperty("command", "cards")
        for button in (self._now, self._list, self._cards):
            button.clicked.connect(self._ask)
            buttons.addWidget(button)
        self.body.addLayout(buttons)

    def retranslate(self, t: Translator) -> None:
        """Say everything in another language."""
        self.set_title(t("Backups"))
        self.set_note(
            t(
                "On this computer they are made by themselves while you work. A place outside it, such as a stick or a "
                "folder that is copied elsewhere, gets a whole one every week. All of it is encrypted."
            )
        )
        self._choose.setText(t("Choose a place…"))
        self._none.setText(t("No place"))
        self._keep.set_label(t(BACKUP_KEEP.label))
        self._keep.set_choices([(count, t.n("{n} backup", "{n} backups", count)) for count in KEEPS])
        self._now.setText(t("Back up now…"))
        self._list.setText(t("Backups…"))
        self._cards.setText(t("Cards to print…"))

    def refresh(self) -> None:
        """Show how it stands."""
        t, services = self._desk.t, self._desk.services
        backups = services.backups
        newest = backups.newest()
        here = self._day(newest[0] if newest else None)
        outside = self._day(backups.last_outside())
        self._last.setText(
            t("Last backup on this computer: {here}. Outside it: {outside}.", here=here, outside=outside)
        )
        folder = services.settings.get(BACKUP_FOLDER)
        missing = bool(folder) and not Path(folder).is_dir()
        words = t("{folder} (not there now)", folder=folder) if missing else folder
        self._place.setText(words or t("There is no place outside this computer yet."))
        self._none.setVisible(bool(folder))
        same = bool(folder) and not missing and backups.dies_with_computer(Path(folder))
        self._same_disk.set_texts(same_disk_words(t) if same else "")
        keep = services.settings.get(BACKUP_KEEP)
        self._keep.set_value(min(KEEPS, key=lambda count: abs(count - keep)))
        self._keep.setVisible(bool(folder))
        for widget in (self._choose, self._none, self._keep, self._now):
            widget.setEnabled(not services.read_only)

    def _day(self, at: datetime | None) -> str:
        if at is None:
            return self._desk.t("none yet")
        return self._desk.t.date(at.astimezone().date(), "medium")

    def _choose_place(self) -> None:
        folder = ask_folder(self, self._desk.t("A place for backups"))
        if folder is not None:
            self.set_place(folder)

    def _no_place(self) -> None:
        self.set_place(None)

    def set_place(self, folder: Path | None) -> None:
        """Take this place from now on."""
        try:
            self._desk.services.backups.choose_folder(folder)
            self._desk.services.backups.tick()
        except UserError as error:
            self.trouble_met.emit(error)
        self.refresh()

    def _keep_chosen(self) -> None:
        try:
            self._desk.services.settings.set(BACKUP_KEEP, self._keep.value() or BACKUP_KEEP.default)
        except UserError as error:
            self.trouble_met.emit(error)

    def _ask(self) -> None:
        self.command_requested.emit(str(self.sender().property("command")))
