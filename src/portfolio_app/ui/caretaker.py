"""What the program sees to by itself while a portfolio is open, once she is looking around."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer, Signal

from portfolio_app.domain.errors import UserError
from portfolio_app.services import synced
from portfolio_app.services.checks import tell
from portfolio_app.services.session import Services
from portfolio_app.services.settings import SYNC_SEEN, DeviceSettings
from portfolio_app.ui.shell.week_reminder import WeekReminder
from portfolio_app.ui.shell.window import MainWindow

SETTLED_MS = 5000
BACKUP_MS = 5 * 60_000
"""How often to look whether a backup is due; one is made at most hourly."""


class Caretaker(QObject):
    """Goes with a window and ends with it: notices, upkeep, backups, and the reminder of the week (``reminded``)."""

    reminded = Signal()

    def __init__(self, window: MainWindow, device: DeviceSettings, *, visiting: bool) -> None:
        """``visiting``: the portfolio is an example, of which nobody is reminded."""
        super().__init__(window)
        self._window, self._device = window, device
        self._services: Services = window.desk.services
        self._over = False
        self._backups = QTimer(self)
        self._backups.setInterval(BACKUP_MS)
        self._backups.timeout.connect(self._back_up)
        window.closed.connect(self._stop)
        window.notice.advice_read.connect(self._advice_read)
        self._warn()
        QTimer.singleShot(SETTLED_MS, self, self._tidy)
        if not visiting and not self._services.read_only:
            reminder = WeekReminder(self._services.reminders, window)
            reminder.due.connect(self.reminded)
            window.closed.connect(reminder.stop)
            QTimer.singleShot(SETTLED_MS, reminder, reminder.start)

    def advise(self) -> None:
        """Say once that the folder is no good place for the portfolio, where nothing worse is to be said."""
        services = self._services
        service = synced.here(services.home)
        said = services.warnings or services.read_only or self._device.get(SYNC_SEEN) == str(services.home)
        if service and not said:
            self._window.notice.advise(synced.advice(service, self._window.desk.t))

    def _warn(self) -> None:
        """Say what was noticed on opening."""
        services, t = self._services, self._window.desk.t
        notices = [tell(finding, t) for finding in services.warnings]
        if services.read_only:
            notices.insert(0, t("You can only read here: Leerlijn may not write in the folder of this portfolio."))
        elif services.rotation.under_way:
            notices.append(t("Your portfolio is still being written anew under your new keys; that goes on by itself."))
        self._window.notice.warn(" ".join(notices))

    def _tidy(self) -> None:
        """The index, the ballast and what was left behind: they could wait until she was looking around."""
        if self._over:
            return
        self.advise()
        with suppress(UserError):
            self._services.maintain()
            self._window.notice.look_after()
        self._back_up()
        self._backups.start()

    def _back_up(self) -> None:
        with suppress(UserError):
            self._services.backups.tick()

    def _advice_read(self) -> None:
        with suppress(UserError):
            self._device.set(SYNC_SEEN, str(self._services.home))

    def _stop(self) -> None:
        self._over = True
        self._backups.stop()
