"""Two computers: a file for the other one, and the other one's file in here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.services.bundles import Made
from portfolio_app.services.jobs import Job
from portfolio_app.services.merge_words import summary
from portfolio_app.services.merging import Outcome
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.files import ask_file, ask_where
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Card
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.speaking import speak_all

KEY = "bundle-needs-key"


class MergeDialog(Dialog):
    """Makes a file for the other computer and takes in the file that comes from there."""

    conflicts_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=600)
        self._desk = desk
        self._job: Job[Made] | Job[Outcome] | None = None
        self._chosen: Path | None = None
        t = desk.t
        self.set_heading(
            t("Merge with another computer"),
            t("Take a file from each computer to the other one. Nothing is lost on either side."),
        )
        self._write = Button(t("Make a file…"), "export")
        self._write.clicked.connect(self._ask_where)
        self._read = PrimaryButton(t("Choose the file…"), "folder")
        self._read.clicked.connect(self._ask_file)
        self.body.addWidget(
            _card(
                t("1. For the other computer"),
                t("Everything in one locked file; only your passphrase or recovery code opens it. Take it along on a"
                  " stick, for instance."),
                self._write,
            )
        )  # fmt: skip
        self.body.addWidget(
            _card(
                t("2. From the other computer"),
                t("Choose the file that you made there. What you wrote there is added to what is here."),
                self._read,
            )
        )
        self._make_key_part()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("How far it is"))
        self._bar.hide()
        self.body.addWidget(self._bar)
        self._told = Banner("good")
        self._told.action_requested.connect(self._look)
        self.body.addWidget(self._told)
        self._close = Button(t("Close"))
        self._close.clicked.connect(self._stop_or_close)
        self.add_buttons(self._close)
        self.finished.connect(self._stop)
        speak_all(self, t)

    def _make_key_part(self) -> None:
        t = self.t
        self._key = Card()
        self._key.set_note(t("This file was locked with another key. Type the passphrase or recovery code it was made"
                             " with."))  # fmt: skip
        self._secret = LineField(secret=True)
        self._secret.set_label(t("Passphrase or recovery code"))
        self._secret.submitted.connect(self._again)
        go = Button(t("Open"))
        go.clicked.connect(self._again)
        self._key.body.addWidget(self._secret)
        row = QHBoxLayout()
        row.addWidget(go)
        row.addStretch()
        self._key.body.addLayout(row)
        self._key.hide()
        self.body.addWidget(self._key)

    # -- out --------------------------------------------------------------------------------------------------

    def _ask_where(self) -> None:
        name = f"Leerlijn {self._desk.services.records.today().isoformat()}.leerlijn"
        target = ask_where(self, self.t("Make a file for the other computer"), name, self._kinds())
        if target is not None:
            self.write_to(target if target.suffix else target.with_suffix(".leerlijn"))

    def write_to(self, target: Path) -> None:
        """Make the file."""
        merging = self._desk.services.merging
        self._begin()
        self._job = self._desk.tasks.start(
            self,
            lambda job: merging.write(target, progress=job.progress, cancelled=job.cancelled),
            self._written,
            failed=self.show_trouble,
            progress=self._progress,
            finished=self._ready,
        )

    def _written(self, made: Made) -> None:
        self._told.set_texts(
            self.t("The file is ready: {name}. Choose it on the other computer, under the same menu.",
                   name=made.path.name)
        )  # fmt: skip

    # -- in ---------------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        source = ask_file(self, self.t("The file of the other computer"), self._kinds())
        if source is not None:
            self.read_from(source)

    def read_from(self, source: Path, secret: str = "") -> None:
        """Take in a file; ``secret`` opens one that was locked with another key."""
        merging = self._desk.services.merging
        self._chosen = source
        self._begin()
        self._job = self._desk.tasks.start(
            self,
            lambda job: merging.merge_with(source, secret, progress=job.progress, cancelled=job.cancelled),
            self._merged,
            failed=self._failed,
            progress=self._progress,
            finished=self._ready,
        )

    def _again(self) -> None:
        if not self._secret.value():
            self._secret.set_error(self.t("Type it here first."))
        elif self._chosen is not None:
            self.read_from(self._chosen, self._secret.value())

    def _failed(self, error: UserError) -> None:
        if error.code == KEY or self._key.isVisible():
            self._key.show()
            self._secret.setFocus()
        if error.code != KEY:
            self.show_trouble(error)

    def _merged(self, outcome: Outcome) -> None:
        self._key.hide()
        self._secret.set_value("")
        action = self.t("Look at both") if outcome.merged.conflicts else ""
        self._told.set_texts("\n".join(summary(outcome, self.t)), action)

    def _look(self) -> None:
        self.conflicts_requested.emit()
        self.accept()

    # -- meanwhile --------------------------------------------------------------------------------------------

    def _kinds(self) -> str:
        return f"Leerlijn (*.leerlijn);;{self.t('All files')} (*)"

    def _begin(self) -> None:
        self.trouble.set_texts("")
        self._told.set_texts("")
        self._bar.setRange(0, 0)
        self._bar.show()
        self._enable(False)
        self._close.setText(self.t("Stop"))

    def _progress(self, at: int, of: int, what: str) -> None:
        del what
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(at)

    def _ready(self) -> None:
        self._job = None
        self._bar.hide()
        self._enable(True)
        self._close.setText(self.t("Close"))

    def _enable(self, on: bool) -> None:
        for widget in (self._write, self._read, self._key):
            widget.setEnabled(on)

    def _stop_or_close(self) -> None:
        if self._job is None:
            self.accept()
        else:
            self._stop()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()


def _card(title: str, note: str, button: Button) -> Card:
    card = Card(title, note)
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch()
    card.body.addLayout(row)
    return card
