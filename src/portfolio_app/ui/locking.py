"""When the window may be closed for the lock, and closing what stands over it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog

from portfolio_app.services.jobs import Jobs
from portfolio_app.ui.shell.window import MainWindow

LOOK_MS = 200


class Locking(QObject):
    """What she set going is not broken off half-way: nothing is shown any more, and ``due`` comes when it is done."""

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: Jobs | None = None
        self._look = QTimer(self)
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self._look_again)

    def ask(self, window: MainWindow, jobs: Jobs) -> None:
        """Lock as soon as it can."""
        if not jobs.busy:
            self.due.emit()
            return
        self._jobs = jobs
        window.hiding.wait_for_lock()
        self._look.start()

    def stop(self) -> None:
        """It locks now, or there is nothing to lock any more."""
        self._look.stop()
        self._jobs = None

    def _look_again(self) -> None:
        if self._jobs is None or not self._jobs.busy:
            self.due.emit()


def close_dialogs() -> None:
    """Close what stands over the window; a dialog that waits for an answer in a loop of its own gets none."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        popup.deleteLater()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
