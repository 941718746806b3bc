"""Check: is everything whole?"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.services.checks import LOST, REPAIRED, Report, tell
from portfolio_app.services.jobs import Job
from portfolio_app.services.repair import MENDABLE, REPAIRABLE, Mended, tell_mended
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Banner


class CheckDialog(Dialog):
    """Reads everything on another thread and says in sentences what it found."""

    loss_accepted = Signal()
    repair_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent)
        t = desk.t
        self.set_heading(
            t("Check the portfolio"), t("Everything is read once: the database, its history, and every file.")
        )
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far the check is"))
        self.body.addWidget(self._bar)
        self._stop = Button(t("Stop"))
        self._stop.clicked.connect(self.reject)
        self.add_buttons(self._stop)
        self._desk = desk
        self._checks = checks = desk.services.checks
        self._job: Job[Any] = desk.tasks.start(
            self,
            lambda job: checks.check(progress=job.progress, cancelled=job.cancelled),
            self._done,
            failed=self._failed,
            progress=self._progress,
        )
        self.trouble.action_requested.connect(self._repair)
        self.finished.connect(self._end)

    def _end(self) -> None:
        self._job.cancel()

    def _progress(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(at)

    def _failed(self, error: UserError) -> None:
        self._bar.hide()
        self.show_trouble(error)
        if error.code in REPAIRABLE and not self._desk.services.read_only:
            # The page on which it stumbled may be one of those that the check itself needs.
            self.trouble.set_texts(self.trouble.text, self.t("Repair…"))
        self._stop.setText(self.t("Close"))

    def _done(self, report: Report) -> None:
        self._bar.hide()
        self._stop.setText(self.t("Close"))
        if report.sound:
            whole = Banner("good")
            items = self.t.n("{n} item", "{n} items", report.records)
            files = self.t.n("{n} file", "{n} files", report.files)
            whole.set_texts(self.t("All is well: {items} and {files} were read.", items=items, files=files))
            self.body.addWidget(whole)
        for finding in report.findings:
            line = Banner("info" if finding.code in REPAIRED else "warn")
            line.set_texts(tell(finding, self.t))
            if finding.code == LOST:
                self._offer_acceptance(line)
            elif finding.code in REPAIRABLE and not self._desk.services.read_only:
                line.set_texts(line.text, self.t("Repair…"))
                line.action_requested.connect(self._repair)
            elif finding.code in MENDABLE and not self._desk.services.read_only:
                line.set_texts(line.text, self.t("Look in the backups"))
                line.action_requested.connect(self._mend)
            self.body.addWidget(line)

    def _repair(self) -> None:
        self.repair_requested.emit()
        self.accept()

    def _mend(self) -> None:
        """Take what is damaged or gone out of the backups, and say what came of it in the place of the findings."""
        for line in self.findChildren(Banner):
            if line is not self.trouble:
                line.hide()
        self._bar.setRange(0, 0)
        self._bar.show()
        repairs = self._desk.services.repairs
        self._job = self._desk.tasks.start(
            self,
            lambda job: repairs.mend_evidence(progress=job.progress, cancelled=job.cancelled),
            self._mended,
            failed=self._failed,
            progress=self._progress,
        )

    def _mended(self, done: Mended) -> None:
        self._bar.hide()
        line = Banner("warn" if done.lost or done.nameless else "good")
        line.set_texts("\n".join(tell_mended(done, self.t)))
        self.body.addWidget(line)

    def _offer_acceptance(self, line: Banner) -> None:
        def accept() -> None:
            if self.attempt(self._checks.accept_loss):
                line.set_texts("")
                self.loss_accepted.emit()

        line.set_texts(line.text, self.t("I know, stop reporting it"))
        line.action_requested.connect(accept)
