"""Repairing a damaged portfolio: what can be saved from the file and from backups, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.repair import Repaired, tell_repaired
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Banner

Repair = Callable[[Job[Repaired], list[Path]], Repaired]
"""Repairs the portfolio, with bundles to look into besides the backups of this computer."""


class RepairDialog(Dialog):
    """Explains, repairs on another thread, and tells what was saved and what not."""

    repaired = Signal()

    def __init__(self, t: Translator, tasks: Tasks, repair: Repair, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self._tasks, self._repair = tasks, repair
        self._job: Job[Repaired] | None = None
        self._more: list[Path] = []
        self.set_heading(
            t("Repair your portfolio"),
            t(
                "Leerlijn reads whatever is still whole in the damaged file and takes the rest from your backups."
                " The damaged file is kept."
            ),
        )
        self._chosen = Banner("info")
        self._choose = QuietButton(t("Also use a backup from somewhere else…"))
        self._choose.clicked.connect(self._choose_bundle)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far the repair is"))
        self._bar.hide()
        self.body.addWidget(self._chosen)
        self.body.addWidget(self._choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._bar)
        self._stop = Button(t("Cancel"))
        self._stop.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Repair"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._press)
        self.add_buttons(self._stop, self._go)
        self._done = False
        self.finished.connect(self._cancel)

    def _choose_bundle(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self,
            self.t("Choose a backup"),
            "",
            self.t("Backups of Leerlijn") + " (*.leerlijn);;" + self.t("All files") + " (*)",
        )
        if path:
            self.use(Path(path))

    def use(self, bundle: Path) -> None:
        """Look into a bundle, too."""
        self._more.append(bundle)
        self._chosen.set_texts(self.t("Also used: {file}", file=bundle.name))

    def _press(self) -> None:
        if self._done:
            self.repaired.emit()
            self.accept()
            return
        self.trouble.set_texts("")
        self._bar.setRange(0, 0)
        self._set_busy(True)
        more = list(self._more)
        self._job = self._tasks.start(
            self, lambda job: self._repair(job, more), self._tell, failed=self._failed, progress=self._progress
        )

    def _set_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._go.setEnabled(not busy)
        self._choose.setEnabled(not busy)

    def _progress(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(1, of))
        self._bar.setValue(at)

    def _failed(self, error: UserError) -> None:
        self._set_busy(False)
        self.show_trouble(error)

    def _tell(self, done: Repaired) -> None:
        self._set_busy(False)
        self._done = True
        self._chosen.set_texts("")
        self._choose.hide()
        self._stop.hide()
        for sentence in tell_repaired(done, self.t):
            line = Banner("info")
            line.set_texts(sentence)
            self.body.addWidget(line)
        self._go.setText(self.t("Open"))
        self._go.setFocus()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
