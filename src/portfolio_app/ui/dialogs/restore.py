"""Putting a backup back: first a look at what would change, then what is there is backed up, then it is replaced."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.journal import Week
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.restoring import Counts, Prepared, Preview
from portfolio_app.ui.dialogs.backup_now import Bar
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.ways_in import WayIn
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Label
from portfolio_app.ui.words import kind_name
from portfolio_app.vault.keys import KeyFile, MasterKey

Opener = Callable[[KeyFile], MasterKey]
MOST_WEEKS = 6


def preview_lines(seen: Preview, t: Translator) -> list[str]:
    """What would change, one sentence a line."""
    lines = [
        t("In the backup: {items}, {files}.", items=_items(seen.records, t), files=_files(seen.files, t)),
        t("Now: {items}, {files}.", items=_items(seen.records_here, t), files=_files(seen.files_here, t)),
    ]
    if seen.last_change is not None:
        lines.append(t("Last change in the backup: {date}.", date=t.date(seen.last_change.date(), "full")))
    if seen.gone:
        lines.append(t("Written since, and not in the backup: {kinds}.", kinds=_kinds(seen.gone, t)))
    if seen.weeks:
        weeks = ", ".join(str(Week.of(day).number) for day in seen.weeks[:MOST_WEEKS])
        more = " …" if len(seen.weeks) > MOST_WEEKS else ""
        lines.append(t("Among them these weeks of your journal: {weeks}.", weeks=weeks + more))
    if seen.older:
        lines.append(t("Changed since; the backup has the version before: {kinds}.", kinds=_kinds(seen.older, t)))
    if seen.back:
        lines.append(t("Comes back: {kinds}.", kinds=_kinds(seen.back, t)))
    if seen.other_keys:
        lines.append(t("It is from before your new keys: the passphrase and the recovery code of then open it again."))
    if not (seen.gone or seen.older or seen.back):
        lines.append(t("Nothing would change: what is there now is the same."))
    return lines


def _items(count: int, t: Translator) -> str:
    return t.n("{n} item", "{n} items", count)


def _files(count: int, t: Translator) -> str:
    return t.n("{n} file", "{n} files", count)


def _kinds(counts: Counts, t: Translator) -> str:
    return ", ".join(f"{kind_name(kind, t)} ({count})" for kind, count in counts.items())


class RestoreDialog(Dialog):
    """Reads a backup whole, shows what it would change, and prepares it; ``prepared`` brings what is decided then."""

    prepared = Signal(object)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=600)
        self._desk, self._path = desk, path
        self._opener: Opener | None = None
        self._job: Job[Preview] | Job[Prepared] | None = None
        t = desk.t
        self.set_heading(t("Put this backup back?"), t("First all of it is read, and compared with what you have now."))
        self._bar = Bar(t("How far it is"))
        self._way = WayIn(t)
        self._way.submitted.connect(self._look)
        self._way.hide()
        self._lines = Label(wrap=True)
        self._promise = Banner("info")
        self.body.addWidget(self._bar)
        self.body.addWidget(self._way)
        self.body.addWidget(self._lines)
        self.body.addWidget(self._promise)
        self._close = Button(t("Cancel"))
        self._close.clicked.connect(self.reject)
        self._go = PrimaryButton(t("Put it back"))
        self._go.setDefault(True)
        self._go.clicked.connect(self._press)
        self.add_buttons(self._close, self._go)
        self.finished.connect(self._stop)
        self._seen = False
        self._read()

    def _press(self) -> None:
        if self._seen:
            self._prepare()
        else:
            self._look()

    def _look(self) -> None:
        self._opener = self._way.opener()
        if self._opener is not None:
            self._read()

    def _read(self) -> None:
        """Read and compare, off the window's thread."""
        self.trouble.set_texts("")
        self._set_busy(True)
        services, path, opener = self._desk.services, self._path, self._opener
        self._job = self._desk.tasks.start(
            self,
            lambda job: services.backups.look(path, opener, progress=job.progress, cancelled=job.cancelled),
            self._show_preview,
            failed=self._not_read,
            progress=self._bar.tell,
            finished=self._ready,
        )

    def _prepare(self) -> None:
        self.trouble.set_texts("")
        self._set_busy(True)
        services, path, opener = self._desk.services, self._path, self._opener
        self._job = self._desk.tasks.start(
            self,
            lambda job: services.backups.prepare(path, opener, progress=job.progress, cancelled=job.cancelled),
            self._done,
            failed=self.show_trouble,
            progress=self._bar.tell,
            finished=self._ready,
        )

    def _set_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._bar.setRange(0, 0)
        self._go.setEnabled(not busy)
        self._way.setEnabled(not busy)

    def _ready(self) -> None:
        self._set_busy(False)

    def _not_read(self, error: UserError) -> None:
        self.show_trouble(error)
        if error.code in ("bundle-needs-key", "wrong-passphrase", "wrong-recovery-code"):
            self._way.show()
            self._go.setText(self.t("Open"))
            self._way.setFocus()
        else:
            self._go.hide()
            self._close.setText(self.t("Close"))

    def _show_preview(self, seen: Preview) -> None:
        t = self.t
        self._seen = True
        self._way.hide()
        self._go.setText(t("Put it back"))
        self._lines.setText("\n".join(preview_lines(seen, t)))
        promise = t("What you have now is backed up first, and stays: you can always come back to it.")
        if seen.unsound:
            unsound = t.n(
                "{n} piece of evidence was damaged already when it was made.",
                "{n} pieces of evidence were damaged already when it was made.",
                seen.unsound,
            )
            promise = f"{promise} {unsound}"
        self._promise.set_texts(promise)
        self._go.setFocus()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, prepared: Prepared) -> None:
        self._job = None
        self.accept()
        self.prepared.emit(prepared)
