"""The versions of a file: the ones before, a newer one, and the right one in the place of a wrong one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain import file_names
from portfolio_app.domain.evidence import Evidence, FileVersion
from portfolio_app.services.jobs import Job
from portfolio_app.ui.files import ask_file
from portfolio_app.ui.pages.evidence_file import FilePart
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label, clear


class VersionsPart(Card):
    """Earlier versions of the file of an editor, and buttons for another one."""

    def __init__(self, file: FilePart, saved: Callable[[], bool]) -> None:
        """``saved`` saves what is being written first; False when it can't be."""
        super().__init__()
        self._file, self._saved, self.page = file, saved, file.page
        self._item: Evidence | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.body.addLayout(self._list)
        self.newer, self.other = Button(icon_name="upload"), QuietButton(icon_name="arrows-clockwise")
        self.newer.clicked.connect(self._ask_newer)
        self.other.clicked.connect(self._ask_other)
        row = FlowLayout(spacing=8)
        row.addWidget(self.newer)
        row.addWidget(self.other)
        self.body.addLayout(row)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self.set_title(t("Versions"))
        self.set_note(t("A new version keeps its feedback and what it belongs to. The one before stays here."))
        self.newer.setText(t("New version …"))
        self.other.setText(t("It was the wrong file …"))

    def show_item(self, item: Evidence) -> None:
        """List the earlier versions, the newest first."""
        self._item = item
        clear(self._list)
        for version in reversed(item.earlier):
            self._list.addWidget(self._line(item, version))

    def _line(self, item: Evidence, version: FileVersion) -> QWidget:
        t = self.page.t
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        name = file_names.tidy(version.file_name)
        until = t("until {day}", day=t.instant(version.replaced_at)) if version.replaced_at else ""
        told = Label(" · ".join(part for part in (name, t.size(version.octets), until) if part), wrap=True)
        row.addWidget(told, 1)
        old = self.page.desk.services.versions.as_evidence(item, version)
        for words, icon_name, act in (
            (t("Have a look"), "eye", partial(self._file.look_at, old)),
            (t("Open"), "arrow-square-out", partial(self._file.open_outside, old)),
            (t("Bring back"), "arrow-counter-clockwise", partial(self._restore, version)),
        ):
            button = QuietButton(words, icon_name)
            button.setAccessibleName(f"{words}: {name}")
            button.clicked.connect(act)
            row.addWidget(button)
        return line

    def put_newer(self, path: Path) -> None:
        """Put a newer file in, off the window's thread."""
        versions = self.page.desk.services.versions
        self._put(path, versions.add, self.page.t("The new version is in; the one before is kept."))

    def put_other(self, path: Path) -> None:
        """Put the right file in the place of the wrong one, off the window's thread."""
        versions = self.page.desk.services.versions
        self._put(path, versions.replace_wrong, self.page.t("The file is replaced."))

    def _put(self, path: Path, work: Callable[..., Evidence], said: str) -> None:
        item = self._item
        if item is None or not self._saved():
            return

        def take(job: Job[Evidence]) -> Evidence:
            return work(item, path, progress=job.progress, cancelled=job.cancelled)

        def done(made: Evidence) -> None:
            self.page.said(f"{said} {self.page.t('Look whether there are pupils in it.')}", undo=True)
            self.page.desk.services.evidence.prepare(made)

        self._file.run(take, done)

    def _restore(self, version: FileVersion) -> None:
        item, page = self._item, self.page
        if item is None or not self._saved():
            return
        made: list[Evidence] = []
        if page.attempt(lambda: made.append(page.desk.services.versions.restore(item, version))):
            page.said(page.t("The earlier version is back."), undo=True)
            page.desk.services.evidence.prepare(made[0])

    def _ask_newer(self) -> None:
        path = ask_file(self, self.page.t("New version"))
        if path is not None:
            self.put_newer(path)

    def _ask_other(self) -> None:
        path = ask_file(self, self.page.t("The right file"))
        if path is not None:
            self.put_other(path)
