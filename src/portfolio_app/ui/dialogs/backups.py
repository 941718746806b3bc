"""The backups that are there: put one back, try one, or open one from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.services.backup_names import Backup
from portfolio_app.services.backup_words import (
    PLACES,
    REASONS,
    proof_words,
    state_words,
    when_words,
)
from portfolio_app.services.jobs import Job
from portfolio_app.services.restoring import Prepared, Proof
from portfolio_app.ui.dialogs.backup_now import Bar
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.restore import RestoreDialog
from portfolio_app.ui.files import ask_file
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.theme.icons import icon
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner, EmptyState


class BackupsDialog(Dialog):
    """A list, newest first. ``prepared`` passes on what `RestoreDialog` prepared; ``proved`` after a good trial."""

    prepared = Signal(object)
    proved = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None, *, trial: bool = False) -> None:
        """With ``trial`` the newest one is tried at once."""
        super().__init__(desk.t, parent, width=680)
        self._desk, self._trial_at_once = desk, trial
        self._job: Job[Proof] | None = None
        t = desk.t
        self.set_heading(t("Backups"), t("Each was read back after it was made. Nothing is lost by putting one back."))
        self._list = QListWidget()
        self._list.setMinimumHeight(260)
        self._list.setIconSize(QSize(grown(20), grown(20)))
        self._list.setAccessibleName(t("Backups"))
        self._list.itemSelectionChanged.connect(self._chosen)
        self._list.itemActivated.connect(self._put_back)
        self._empty = EmptyState("archive")
        self._empty.set_texts(t("There is no backup yet."), t("The first one is made by itself within the hour."))
        self._empty.hide()
        self._bar = Bar(t("How far it is"))
        self._told = Banner("good")
        self.body.addWidget(self._list)
        self.body.addWidget(self._empty)
        column = QVBoxLayout()
        column.addWidget(self._bar)
        column.addWidget(self._told)
        self.add_row(column)
        self._other = QuietButton(t("From a file…"), "folder")
        self._other.clicked.connect(self._choose_file)
        self._trial = Button(t("Try it out"))
        self._trial.setToolTip(t("Opens it in a private place, reads everything and throws that away again."))
        self._trial.clicked.connect(self._try_out)
        self._restore = PrimaryButton(t("Put back…"))
        self._restore.clicked.connect(self._put_back)
        close = Button(t("Close"))
        close.clicked.connect(self.reject)
        self.add_buttons(close, self._trial, self._restore, left=self._other)
        self.finished.connect(self._stop)
        self._chosen()
        desk.tasks.start(self, lambda job: desk.services.backups.all(), self._fill, failed=self.show_trouble)

    def _fill(self, listed: list[Backup]) -> None:
        self._bar.hide()
        for each in listed:
            self._list.addItem(self._item(each))
        self._list.setVisible(bool(listed))
        self._empty.setVisible(not listed)
        if listed:
            self._list.setCurrentRow(0)
            self._list.setFocus()
        self._chosen()
        if self._trial_at_once and listed:
            self._try_out()

    def _item(self, each: Backup) -> QListWidgetItem:
        t = self.t
        first = f"{when_words(each, t, None)} · {t.size(each.octets)} · {t(PLACES[each.place])}"
        second = f"{state_words(each, t)} · {t(REASONS.get(each.reason, each.reason))}"
        item = QListWidgetItem(icon(self, "check-circle" if each.whole else "warning"), f"{first}\n{second}")
        item.setData(Qt.ItemDataRole.UserRole, each)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first}, {second}")
        return item

    def _backup(self) -> Backup | None:
        item = self._list.currentItem() if self._list.currentRow() >= 0 else None
        return cast(Backup, item.data(Qt.ItemDataRole.UserRole)) if item is not None else None

    def _chosen(self) -> None:
        backup = self._backup()
        usable = backup is not None and backup.readable and self._job is None
        self._trial.setEnabled(usable)
        self._restore.setEnabled(usable and self._desk.services.backups.automatic)
        self._other.setEnabled(self._job is None and self._desk.services.backups.automatic)

    def _choose_file(self) -> None:
        path = ask_file(self, self.t("Choose a backup"), f"{self.t('Backups')} (*.leerlijn)")
        if path is not None:
            self._show_restore(path)

    def _put_back(self) -> None:
        backup = self._backup()
        if backup is not None and self._restore.isEnabled():
            self._show_restore(backup.path)

    def _show_restore(self, path: Path) -> None:
        dialog = RestoreDialog(self._desk, path, self)
        dialog.prepared.connect(self._prepared)
        dialog.open()

    def _prepared(self, prepared: Prepared) -> None:
        self.accept()
        self.prepared.emit(prepared)

    def _try_out(self) -> None:
        backup = self._backup()
        if backup is None or self._job is not None:
            return
        backups = self._desk.services.backups
        self._told.set_texts("")
        self.trouble.set_texts("")
        self._bar.setRange(0, 0)
        self._bar.show()
        self._job = self._desk.tasks.start(
            self,
            lambda job: backups.prove(backup.path, progress=job.progress, cancelled=job.cancelled),
            self._proven,
            failed=self._not_proven,
            progress=self._bar.tell,
            finished=self._ready,
        )
        self._chosen()

    def _ready(self) -> None:
        self._job = None
        self._bar.hide()
        self._chosen()

    def _proven(self, proof: Proof) -> None:
        self._told.set_texts(proof_words(proof, self.t))
        self.proved.emit()

    def _not_proven(self, error: UserError) -> None:
        self.show_trouble(error)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
