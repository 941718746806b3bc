"""Watches the inbox while the portfolio is open: what stands still comes in by itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFile, QFileSystemWatcher, QObject, QTimer, Signal

from portfolio_app.services.inbox import Round
from portfolio_app.services.jobs import Job
from portfolio_app.services.settings import INBOX
from portfolio_app.ui.pages.base import Desk

SOON_MS = 3000
"""A file that did not change for so long is whole."""
NOW_AND_THEN_MS = 60_000
"""Not every system tells what happens in a folder, and none of a folder on another computer."""


class InboxWatcher(QObject):
    """Looks at the start, when the folder changes, and every minute. Nothing is taken where only reading is allowed."""

    arrived = Signal(object)
    """A `Round` in which something came in or went wrong."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job[Round] | None = None
        self._again = self._begun = False
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._changed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)
        self._regular = QTimer(self)
        self._regular.setInterval(NOW_AND_THEN_MS)
        self._regular.timeout.connect(self.look)

    def start(self) -> None:
        """Begin, once the window is there; a second time does nothing."""
        if not self._begun:
            self._begun = True
            QTimer.singleShot(SOON_MS, self, self.restart)

    def restart(self) -> None:
        """Watch the folder that is chosen now, if one is."""
        watched = self._watcher.directories()
        if watched:
            self._watcher.removePaths(watched)
        self._soon.stop()
        self._regular.stop()
        if self._desk.services.inbox.folder is not None and not self._desk.services.read_only:
            self._regular.start()
            self.look()

    def setting_changed(self, key: str) -> None:
        """Another folder may have been chosen."""
        if key == INBOX.key:
            self.restart()

    def stop(self) -> None:
        """Look no more."""
        self._soon.stop()
        self._regular.stop()
        if self._job is not None:
            self._job.cancel()

    def look(self) -> None:
        """Look now; while a look is under way, once more after it."""
        folder = self._desk.services.inbox.folder
        if folder is None:
            return
        if self._job is not None:
            self._again = True
            return
        # A folder that was put in place of another one is no longer watched.
        if str(folder) not in self._watcher.directories() and folder.is_dir():
            self._watcher.addPath(str(folder))
        inbox = self._desk.services.inbox
        self._job = self._desk.tasks.start(
            self, lambda job: inbox.look(to_trash, job.cancelled), self._looked, finished=self._finished
        )

    def _changed(self, folder: str) -> None:
        del folder
        if not self._soon.isActive():
            self._soon.start()

    def _finished(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._soon.start()

    def _looked(self, done: Round) -> None:
        if done.unsettled:
            self._soon.start()
        if done.taken or done.failed or done.kept:
            self.arrived.emit(done)


def to_trash(path: Path) -> bool:
    """Move a file to the trash of the computer; False where there is none for it."""
    return QFile(str(path)).moveToTrash()
