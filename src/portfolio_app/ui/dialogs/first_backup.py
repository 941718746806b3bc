"""The first start on a new computer: "I have a backup"."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.backup_now import Bar
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.ways_in import WayIn
from portfolio_app.ui.files import ask_file
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label

Restorer = Callable[[Path, str, bool, Job[Services]], Services]
"""Puts a backup in place and opens it: file, what was typed, whether that is the recovery code. Slow."""


class FirstBackupDialog(Dialog):
    """Asks for the file and what opens it; ``opened`` brings the services."""

    opened = Signal(object)

    def __init__(self, t: Translator, tasks: Tasks, restorer: Restorer, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self._tasks, self._restorer = tasks, restorer
        self._path: Path | None = None
        self._job: Job[Services] | None = None
        self.set_heading(
            t("I have a backup"),
            t("Choose the file, on your stick or in your folder of OneDrive; its name ends in .leerlijn."),
        )
        row = QHBoxLayout()
        self._name = Label(t("No file chosen yet."), wrap=True)
        self._choose = Button(t("Choose a file…"), "folder")
        self._choose.clicked.connect(self._choose_file)
        row.addWidget(self._name, 1)
        row.addWidget(self._choose)
        self.body.addLayout(row)
        self._way = WayIn(t)
        self._way.submitted.connect(self._go_on)
        self.body.addWidget(self._way)
        self._bar = Bar(t("How far it is"))
        self._bar.hide()
        self.body.addWidget(self._bar)
        back = Button(t("Back"))
        back.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Put it back"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._go_on)
        self.add_buttons(back, self._go)
        self.finished.connect(self._stop)
        self._choose.setFocus()

    def choose(self, path: Path) -> None:
        """Take this file."""
        self._path = path
        self._name.setText(path.name)
        self._way.setFocus()

    def _choose_file(self) -> None:
        path = ask_file(self, self.t("Choose a backup"), f"{self.t('Backups')} (*.leerlijn)")
        if path is not None:
            self.choose(path)

    def _go_on(self) -> None:
        path = self._path
        if path is None:
            self._choose_file()
            return
        text, recovery = self._way.text(), self._way.recovery
        if text is None or self._job is not None:
            return
        self.trouble.set_texts("")
        self._set_busy(True)
        self._job = self._tasks.start(
            self,
            lambda job: self._restorer(path, text, recovery, job),
            self._done,
            failed=self._failed,
            progress=self._bar.tell,
            finished=self._ready,
        )

    def _set_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        for widget in (self._choose, self._way, self._go):
            widget.setEnabled(not busy)

    def _ready(self) -> None:
        self._job = None
        self._set_busy(False)

    def _failed(self, error: UserError) -> None:
        self.show_trouble(error)

    def _done(self, services: Services) -> None:
        self.accept()
        self.opened.emit(services)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
