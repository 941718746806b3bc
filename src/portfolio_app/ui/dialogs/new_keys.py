"""New keys: when they are needed, the new recovery code, and how far everything is written anew."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from portfolio_app.bootstrap import RawKey
from portfolio_app.domain.errors import UserError
from portfolio_app.services.backup_names import BEFORE_ROTATION
from portfolio_app.services.jobs import Job
from portfolio_app.services.rotation import Prepared, Written
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.passphrase import PassphraseFields
from portfolio_app.ui.dialogs.recovery import RecoveryCode
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import CheckField, LineField
from portfolio_app.ui.widgets.speaking import speak_all


class NewKeysDialog(Dialog):
    """Explains, asks for the passphrase, shows the new code. ``reopen_requested`` brings the key to go on with."""

    reopen_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=600)
        self._desk = desk
        self._prepared: Prepared | None = None
        t = desk.t
        self.set_heading(
            t("New keys?"),
            t("Everything is encrypted anew, so that what somebody saw opens nothing of what is here from now on."),
        )
        self._explanation = [Label(text, wrap=True) for text in _explained(desk)]
        self._present = LineField(secret=True)
        self._present.set_label(t("Your passphrase as it is now"))
        self._another = CheckField()
        self._another.set_label(t("Choose another passphrase as well"), t("Needed when somebody may know it."))
        self._another.changed.connect(self._another_changed)
        self._fields = PassphraseFields(t)
        self._fields.hide()
        self._shown = RecoveryCode(t, desk.tasks)
        self._shown.hide()
        for widget in (*self._explanation, self._present, self._another, self._fields, self._shown):
            self.body.addWidget(widget)
        self.body.addStretch()
        self._cancel = Button(t("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Next"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._go_on)
        self.add_buttons(self._cancel, self._go)
        speak_all(self, t)
        self._present.setFocus()

    def _another_changed(self) -> None:
        self._fields.setVisible(self._another.value())
        if self._another.value():
            self._fields.setFocus()

    def _go_on(self) -> None:
        if self._prepared is not None:
            self._begin(self._prepared)
            return
        passphrase = self._present.value()
        if not passphrase:
            self._present.set_error(self.t("Type it here first."))
            self._present.setFocus()
            return
        if self._another.value() and not self._fields.validate():
            return
        another = self._fields.text if self._another.value() else None
        rotation = self._desk.services.rotation
        self._set_busy(True)
        self._desk.tasks.start(
            self,
            lambda job: rotation.prepare(passphrase, another),
            self._show_code,
            failed=self.show_trouble,
            finished=self._ready,
        )

    def _set_busy(self, busy: bool) -> None:
        self.trouble.set_texts("")
        for widget in (self._go, self._cancel, self._present, self._another, self._fields):
            widget.setEnabled(not busy)

    def _ready(self) -> None:
        self._set_busy(False)

    def _show_code(self, prepared: Prepared) -> None:
        t = self.t
        self._prepared = prepared
        for widget in (*self._explanation, self._present, self._another, self._fields):
            widget.hide()
        self.set_heading(
            t("Your new recovery code"),
            t("Write it down or print it; it is shown only now. As soon as you go on, the old one opens nothing here."),
        )
        self._shown.show_code(prepared.code, self._desk.services.sheets)
        self._shown.show()
        self._go.setText(t("I have it, go on"))

    def _begin(self, prepared: Prepared) -> None:
        rotation = self._desk.services.rotation
        self._set_busy(True)

        def begun(key: RawKey) -> None:
            self.accept()
            self.reopen_requested.emit(key)

        backups = self._desk.services.backups

        def work(job: Job[RawKey]) -> RawKey:
            if backups.automatic:
                backups.snapshot(BEFORE_ROTATION, progress=job.progress, cancelled=job.cancelled)
            key = RawKey(bytes(prepared.keys.master.raw()))
            rotation.begin(prepared, job.cancelled)
            return key

        self._desk.tasks.start(self, work, begun, failed=self.show_trouble, finished=self._ready)


def _explained(desk: Desk) -> list[str]:
    t = desk.t
    return [
        t(
            "You need this when somebody knows your passphrase or recovery code and could reach your files, for "
            "example on a stick that got lost. A sheet that you just can't find asks only for a new recovery code."
        ),
        t(
            "It takes about as long as a backup, and you can go on working. Backups and copies from before go on "
            "opening with the old code: throw them away once there is a new backup. What somebody copied already "
            "stays readable to them; no program can change that."
        ),
    ]


class WritingDialog(Dialog):
    """How far everything is written anew. Closed, that goes on behind her back; ``reopen_requested`` asks for the last
    step, which else comes at the next opening."""

    reopen_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=520)
        self._desk = desk
        t = desk.t
        self.set_heading(
            t("Everything is being written anew"),
            t("Your new keys count already. You can go on working, or stop and let it go on another day."),
        )
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far it is"))
        self._told = Label(role="muted", wrap=True)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._told)
        self.body.addStretch()
        self._without = Button(t("Go on without them"))
        self._without.clicked.connect(self._leave_them)
        self._without.hide()
        self._pause = Button(t("Not now"))
        self._pause.clicked.connect(self._stop)
        self._close = PrimaryButton(t("Go on working"))
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.add_buttons(self._pause, self._without, self._close)
        rotation = desk.services.rotation
        self._job: Job[Written] = desk.tasks.start(
            self, rotation.write_anew, self._written, failed=self._failed, progress=self._progress, background=True
        )

    def _stop(self) -> None:
        self._job.cancel()
        self.reject()

    def _progress(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(at)
        self._told.setText(self.t("{at} of {of} files", at=at, of=of))

    def _written(self, written: Written) -> None:
        if not written.unreadable:
            self._finish()
            return
        self._bar.hide()
        self._told.setText(
            self.t.n(
                "{n} piece of evidence is damaged and can't be read. Mend it from a backup first, or go on without it; "
                "it then stays unreadable.",
                "{n} pieces of evidence are damaged and can't be read. Mend them from a backup first, or go on without "
                "them; they then stay unreadable.",
                written.unreadable,
            )
        )
        self._pause.hide()
        self._close.setText(self.t("Later"))
        self._without.show()

    def _leave_them(self) -> None:
        if self.attempt(self._desk.services.rotation.leave_unreadable):
            self._finish()

    def _finish(self) -> None:
        key = RawKey(self._desk.services.key_to_reopen())
        self.accept()
        self.reopen_requested.emit(key)

    def _failed(self, error: UserError) -> None:
        self._bar.hide()
        self._pause.hide()
        self._close.setText(self.t("Close"))
        self.show_trouble(error)
