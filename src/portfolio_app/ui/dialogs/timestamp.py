"""Naming a timestamp server: the only thing for which Leerlijn ever uses the network."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.timestamp import Stamp
from portfolio_app.services.jobs import Job
from portfolio_app.services.timestamping import checked_server
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all


class TimestampDialog(Dialog):
    """Address, and name and password where the server asks for them. It can be tried before it is kept."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=580)
        self._desk = desk
        self._job: Job[Stamp] | None = None
        t, kept = desk.t, desk.services.signing.server()
        self.set_heading(
            t("Have the time stamped"),
            t(
                "A timestamp service confirms when a signature was there. Leerlijn then asks it each time you sign, "
                "over the internet, and sends it a number that stands for the signature: nothing of the contents and "
                "not your name. The service does see the address of your computer. Your school or your certificate's "
                "issuer may have one."
            ),
        )
        self._url, self._user, self._password = LineField(), LineField(), LineField(secret=True)
        self._url.set_label(t("Address of the server"))
        self._url.set_placeholder("https://tsa.example.org")
        self._user.set_label(t("Name (only if the server asks for it)"))
        self._password.set_label(t("Password"), t("Kept encrypted in your portfolio."))
        self._answer = Banner("good")
        for widget in (self._url, self._user, self._password, self._answer):
            self.body.addWidget(widget)
        self.body.addStretch()
        if kept is not None:
            self._url.set_value(kept.url)
            self._user.set_value(kept.user)
            self._password.set_value(kept.password)
        self._try = Button(t("Try it"), "clock")
        self._try.clicked.connect(self._try_it)
        cancel = Button(t("Cancel"))
        cancel.clicked.connect(self.reject)
        self._save = PrimaryButton(t("Save"))
        self._save.setDefault(True)
        self._save.clicked.connect(self._keep)
        self.add_buttons(cancel, self._save, left=self._try)
        self.finished.connect(self._stop)
        speak_all(self, t)
        self._url.setFocus()

    def _typed(self) -> tuple[str, str, str]:
        return self._url.value(), self._user.value(), self._password.value()

    def _try_it(self) -> None:
        if self._job is not None:
            self._stop()
            return
        self._answer.set_texts("")
        signing = self._desk.services.signing
        try:
            server = checked_server(*self._typed())
        except UserError as error:
            self.show_trouble(error)
            return
        self.trouble.set_texts("")
        self._try.setText(self.t("Stop"))

        def work(job: Job[Stamp]) -> Stamp:
            return signing.try_server(server, job.cancelled)

        self._job = self._desk.tasks.start(self, work, self._answered, failed=self.show_trouble, finished=self._ready)

    def _answered(self, stamp: Stamp) -> None:
        t = self.t
        self._answer.set_texts(t("It answers: “{name}”, {moment}.", name=stamp.name, moment=t.instant(stamp.at)))

    def _ready(self) -> None:
        self._job = None
        self._try.setText(self.t("Try it"))

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _keep(self) -> None:
        if self.attempt(lambda: self._desk.services.signing.name_server(*self._typed())):
            self.accept()
