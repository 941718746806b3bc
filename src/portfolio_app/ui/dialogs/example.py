"""Makes the example to look around in, with a bar and a way to stop."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from portfolio_app import bootstrap
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button

YEARS = 4
SEED = 1


class ExampleDialog(Dialog):
    """Writes the fictional teacher's portfolio into an empty folder; ``made`` brings its services."""

    made = Signal(object)

    def __init__(self, t: Translator, tasks: Tasks, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=460)
        self._folder = folder
        self.set_heading(
            t("An example is being written"), t("Four years of a teacher who does not exist. It takes a moment.")
        )
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far the example is"))
        self.body.addWidget(self._bar)
        stop = Button(t("Stop"))
        stop.clicked.connect(self.reject)
        self.add_buttons(stop)
        self._job: Job[Services] = tasks.start(
            self, self._work, self._done, failed=self._failed, progress=self._progress
        )
        self.rejected.connect(self._job.cancel)

    def _work(self, job: Job[Services]) -> Services:
        from portfolio_app.services.example import build

        def progress(at: int, of: int, what: str) -> None:
            if job.cancelled():
                raise Cancelled
            job.progress(at, of, what)

        passphrase = secrets.token_urlsafe(24)  # nobody opens it again: it is thrown away after a look
        services = bootstrap.create_portfolio(self._folder, passphrase=passphrase, lang=self.t.lang).services
        try:
            today = services.records.today()
            build(services, lang=self.t.lang, years=YEARS, until=today, entries=None, seed=SEED, progress=progress)
        except BaseException:
            services.close()
            raise
        return services

    def _progress(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(at)

    def _done(self, services: Services) -> None:
        self.made.emit(services)
        self.accept()

    def _failed(self, error: UserError) -> None:
        self._bar.hide()
        self.show_trouble(error)
