"""Opening the portfolio: by the keyring, a passphrase, or the recovery code."""

from __future__ import annotations

import socket
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from portfolio_app.bootstrap import Passphrase, RawKey, Recovery
from portfolio_app.domain.errors import UserError
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.repair import REPAIRABLE
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.verify import is_verifiable
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.offers import files_of
from portfolio_app.ui.tasks import Tasks
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all

Unlock = Passphrase | Recovery | RawKey
Opener = Callable[[Unlock, bool], Services]
"""Opens the portfolio; True breaks the lock that another computer left behind. Runs off the window's thread, because
deriving a key takes a second."""
Reacher = Callable[[Callable[[], bool]], RawKey]
"""Gets the key out of the keyring, until the function says that nobody wants it any more. It may take a minute."""


class UnlockDialog(Dialog):
    """Asks for the passphrase; ``opened`` brings the services."""

    opened = Signal(object)
    repair_requested = Signal(object)
    """With what opens it."""
    verify_requested = Signal(object)
    """To look at a signed PDF, for which nothing needs to be opened; with the files that were dropped."""

    def __init__(
        self,
        t: Translator,
        tasks: Tasks,
        opener: Opener,
        reach: Reacher | None = None,
        *,
        repairing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """With ``reach`` the keyring may open it too. With ``repairing`` what is typed is meant for repairing the
        portfolio, and nothing is opened."""
        super().__init__(t, parent, width=440)
        self._repairing = repairing
        self._tasks, self._opener, self._reach = tasks, opener, reach
        self._busy = self._damaged = False
        self._asking: Job[RawKey] | None = None
        self._last: Unlock | None = None
        self.trouble.action_requested.connect(self._answer_trouble)
        self._recovery = False
        self._field = LineField(secret=True)
        self._code = LineField()
        self._code.hide()
        self._field.submitted.connect(self._open)
        self._code.submitted.connect(self._open)
        self.body.addWidget(self._field)
        self.body.addWidget(self._code)
        self._other = QuietButton()
        self._other.clicked.connect(self._switch)
        self._by_keyring = QuietButton(t("Open without typing"))
        self._by_keyring.clicked.connect(self._ask_keyring)
        self._by_keyring.setVisible(reach is not None)
        self.body.addWidget(self._by_keyring, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        verify = QuietButton(t("Verify a PDF…"), "seal-check")
        verify.clicked.connect(lambda: self.verify_requested.emit(()))
        self.body.addWidget(verify, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAcceptDrops(True)
        quit_button = Button(t("Quit"))
        quit_button.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Open"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._open)
        self.add_buttons(quit_button, self._go)
        speak_all(self, t)
        self._show_way()

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if is_verifiable(files_of(event.mimeData())):
            event.acceptProposedAction()

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.verify_requested.emit(files_of(event.mimeData()))

    def try_keyring(self) -> None:
        """Open by the keyring as soon as the dialog is there."""
        QTimer.singleShot(0, self, self._ask_keyring)

    def _show_way(self) -> None:
        t = self.t
        if self._recovery:
            self.set_heading(t("Recovery code"), t("Type the code from your sheet; dashes and capitals don't matter."))
        elif self._repairing:
            self.set_heading(
                t("Repair your portfolio"), t("Your portfolio is closed now. Type your passphrase to have it repaired.")
            )
        else:
            self.set_heading(t("Leerlijn is locked"), t("Type your passphrase to open your portfolio."))
        self._field.setVisible(not self._recovery)
        self._code.setVisible(self._recovery)
        self._field.set_label(t("Passphrase"))
        self._code.set_label(t("Recovery code"))
        self._other.setText(t("I know my passphrase") if self._recovery else t("I forgot my passphrase"))
        (self._code if self._recovery else self._field).setFocus()

    def _switch(self) -> None:
        self._recovery = not self._recovery
        self.trouble.set_texts("")
        self._show_way()

    def _open(self) -> None:
        field = self._code if self._recovery else self._field
        if not field.value():
            field.set_error(self.t("Type it here first."))
            field.setFocus()
            return
        self._start(Recovery(field.value()) if self._recovery else Passphrase(field.value()))

    def _ask_keyring(self) -> None:
        """Ask the keyring. That may show a question of its own and wait, so she can type meanwhile."""
        if self._busy or self._asking is not None or self._reach is None:
            return
        reach = self._reach
        self.trouble.set_texts("")
        self._show_asking(True)
        self._asking = self._tasks.start(
            self, lambda job: reach(job.cancelled), self._reached, failed=self._not_reached, finished=self._asked
        )
        self.finished.connect(self._asking.cancel)

    def _show_asking(self, asking: bool) -> None:
        t = self.t
        self._by_keyring.setEnabled(not asking)
        self._by_keyring.setText(t("The keyring is being asked…") if asking else t("Open without typing"))

    def _asked(self) -> None:
        self._asking = None
        self._show_asking(False)

    def _reached(self, key: RawKey) -> None:
        self._start(key)

    def _not_reached(self, error: UserError) -> None:
        if not self._busy:
            self._failed(error)

    def _answer_trouble(self) -> None:
        if self._last is not None and self._damaged:
            self.repair_requested.emit(self._last)
        elif self._last is not None:
            self._start(self._last, take_over=True)

    def open_again(self) -> None:
        """Try once more with what was typed last, now that the portfolio was repaired."""
        self._repairing = False
        if self._last is not None:
            self._start(self._last)

    def _start(self, unlock: Unlock, *, take_over: bool = False) -> None:
        if self._busy:
            return
        if self._asking is not None:
            self._asking.cancel()
        self._last = unlock
        if self._repairing:
            self.repair_requested.emit(unlock)
            return
        self._set_busy(True)
        self.trouble.set_texts("")
        self._tasks.start(
            self, lambda job: self._opener(unlock, take_over), self._done, failed=self._failed, finished=self._ready
        )

    def _ready(self) -> None:
        self._set_busy(False)

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        for widget in (self._go, self._field, self._code, self._other):
            widget.setEnabled(not busy)
        self._by_keyring.setEnabled(not busy and self._asking is None)
        self._go.setText(self.t("One moment…") if busy else self.t("Open"))

    def _done(self, services: Services) -> None:
        self._last = None
        self._field.set_value("")
        self._code.set_value("")
        self.opened.emit(services)
        self.accept()

    def _failed(self, error: UserError) -> None:
        self.show_trouble(error)
        self._damaged = error.code in REPAIRABLE
        if self._damaged:
            self.trouble.set_texts(self.trouble.text, self.t("Repair…"))
        if error.code == "portfolio-in-use" and error.facts.get("host") != socket.gethostname():
            # Left open on another computer (or copied while it was open): she knows whether it is closed there.
            self.trouble.set_texts(self.trouble.text, self.t("It is closed there; open it here"))
        field = self._code if self._recovery else self._field
        field.setFocus()
        field.edit.selectAll()
