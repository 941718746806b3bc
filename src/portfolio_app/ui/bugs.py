"""What happens to an exception that nobody expected: it is logged without a word of the owner, and said once."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from portfolio_app import logs
from portfolio_app.i18n import Translator

log = logging.getLogger(__name__)
QUIET_MS = 10_000


class BugCatcher(QObject):
    """Installs itself as ``sys.excepthook``. Bugs on other threads arrive here too."""

    _met = Signal()

    def __init__(self, t: Translator, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.t = t
        self._folder = log_folder
        self._open = False
        self._dialog: QDialog | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._met.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._before = sys.excepthook
        sys.excepthook = self.catch

    def release(self) -> None:
        """Give the hook back."""
        sys.excepthook = self._before

    def catch(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log a bug and ask for the dialog."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log.critical("a bug was met", exc_info=(kind, error, trace))
        self._met.emit()

    def _show(self) -> None:
        if self._open or self._quiet.isActive():
            return
        from portfolio_app.ui.dialogs.report import ReportDialog

        self._open = True
        dialog = ReportDialog(self.t, logs.tail(self._folder), QApplication.activeWindow())
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        dialog.open()

    def _closed(self, result: int) -> None:
        del result
        self._open = False
        self._quiet.start()
