"""Back up now: into a folder or onto a stick, with a bar, and read back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.backup_words import made_words
from portfolio_app.services.bundles import Made
from portfolio_app.services.jobs import Job
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import start_folder
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Banner


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Let her choose a folder; None when she changed her mind."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start_folder()))
    return Path(chosen) if chosen else None


def same_disk_words(t: Translator) -> str:
    """What to say of a place on the disk of the portfolio."""
    return t(
        "This place lies on the same disk as your portfolio. That is fine for a folder that is copied elsewhere, such "
        "as OneDrive; otherwise both go when this computer does. A stick is safer."
    )


class Bar(QProgressBar):
    """How far something is that reads or writes a whole portfolio."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 0)
        self.setTextVisible(False)
        self.setAccessibleName(name)

    def tell(self, at: int, of: int, what: str) -> None:
        """Show how far it is; sizes may be larger than Qt counts."""
        del what
        self.setRange(0, 1000)
        self.setValue(1000 * at // max(of, 1))


class BackupNowDialog(Dialog):
    """Writes a whole backup; ``made`` when it is there."""

    made = Signal()

    def __init__(self, desk: Desk, folder: Path, parent: QWidget | None = None) -> None:
        backups = desk.services.backups
        super().__init__(desk.t, parent)
        t = desk.t
        self.set_heading(t("Back up now"), t("Everything goes into one encrypted file, and is read back afterwards."))
        self._note = Banner("info")
        self._note.set_texts(same_disk_words(t) if backups.dies_with_computer(folder) else "")
        self._bar = Bar(t("How far the backup is"))
        self.body.addWidget(self._bar)
        self.body.addWidget(self._note)
        self._stop = Button(t("Stop"))
        self._stop.setDefault(True)
        self._stop.clicked.connect(self.reject)
        self.add_buttons(self._stop)

        def work(job: Job[Made]) -> Made:
            return backups.write_to(folder, progress=job.progress, cancelled=job.cancelled)

        self._job: Job[Made] = desk.tasks.start(
            self, work, self._done, failed=self._failed, progress=self._bar.tell, finished=self._bar.hide
        )
        self.finished.connect(self._job.cancel)

    def _failed(self, error: UserError) -> None:
        self.show_trouble(error)
        self._stop.setText(self.t("Close"))

    def _done(self, made: Made) -> None:
        self._stop.setText(self.t("Close"))
        told = Banner("warn" if made.unsound else "good")
        told.set_texts(f"{made_words(made, self.t)} {self.t('It is called {name}.', name=made.path.name)}")
        self.body.addWidget(told)
        self.made.emit()
