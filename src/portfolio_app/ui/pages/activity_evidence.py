"""The evidence of a record: dropped or picked, taken in on another thread, listed with a way to take it off."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record
from portfolio_app.services.evidence import Added
from portfolio_app.services.jobs import Job
from portfolio_app.ui.files import ask_files
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter, Linked
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import WORDS, linked_line, pick
from portfolio_app.ui.pages.links_presenter import SHOWN_BY, LinksPresenter
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Banner, Card, Label, clear


class EvidencePart(Card):
    """Files that show something about the record of an editor, which is saved first."""

    def __init__(self, editor: Editor[Any], presenter: ActivityPresenter) -> None:
        super().__init__()
        self._editor, self._presenter = editor, presenter
        self._job: Job[Any] | None = None
        self._about: Record | None = None
        self._linked: tuple[Linked, ...] = ()
        self.setAcceptDrops(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.body.addLayout(self._list)
        self._told = Banner("info")
        self._told.action_requested.connect(lambda: self._told.set_texts(""))
        self.body.addWidget(self._told)
        self._progress = self._make_progress()
        self.body.addWidget(self._progress)
        self._pick = Button(icon_name="paperclip")
        self._pick.clicked.connect(self._choose)
        self._hint = Label(role="small", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.link = QuietButton(icon_name="link")
        self.link.clicked.connect(self._ask)
        row.addWidget(self._pick)
        row.addWidget(self.link)
        row.addWidget(self._hint, 1)
        self.body.addLayout(row)

    def _make_progress(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._name = Label(role="small")
        self._stop = QuietButton()
        self._stop.clicked.connect(self._cancel)
        row.addWidget(self._bar, 1)
        row.addWidget(self._name)
        row.addWidget(self._stop)
        box.hide()
        return box

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._editor.page.t
        self.set_title(t("Evidence"))
        self._pick.setText(t("Add a file …"))
        self.link.setText(t(WORDS[SHOWN_BY][1]))
        self._hint.setText(t("Or drop files here: a certificate, a photo of the whiteboard, a lesson plan."))
        self._stop.setText(t("Stop"))
        self._bar.setAccessibleName(t("Taking in files"))

    def show_record(self, record: Record, *, fresh: bool) -> None:
        """List the evidence of a record."""
        t = self._editor.page.t
        if self._about is None or self._about.id != record.id:
            self._told.set_texts("")
        self._about = record
        self._linked = () if fresh else self._presenter.evidence(record, t)
        clear(self._list)
        for item in self._linked:
            self._list.addWidget(linked_line(self._editor.page, item, partial(self._unlink, item)))

    def add(self, paths: Sequence[Path]) -> None:
        """Take in files; the record is saved first, and nothing happens while it can't be."""
        editor = self._editor
        if not paths or self._job is not None:
            return
        if (editor.fresh or editor.form.dirty) and not editor.save():
            return
        record: Record | None = editor.record
        if record is None:
            return
        files = tuple(paths)
        self._bar.setRange(0, len(files) * 100)
        self._bar.setValue(0)
        self._progress.show()
        self._pick.setEnabled(False)

        def work(job: Job[tuple[Added, ...]]) -> tuple[Added, ...]:
            return self._presenter.add_evidence(files, record, job)

        def done(added: tuple[Added, ...]) -> None:
            self._added(added, record)

        self._job = editor.page.desk.tasks.start(
            self, work, done, failed=self._failed, progress=self._step, finished=self._finished
        )

    def _step(self, at: int, of: int, name: str) -> None:
        self._bar.setValue(at)
        self._name.setText(name)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _finished(self) -> None:
        self._job = None
        self._progress.hide()
        self._name.setText("")
        self._pick.setEnabled(True)
        record = self._editor.record
        if record is not None:
            self.show_record(record, fresh=self._editor.fresh)

    def _added(self, added: tuple[Added, ...], about: Record) -> None:
        t = self._editor.page.t
        said = self._presenter.say_added(added, about, t)
        if self._editor.record is not None and self._editor.record.id == about.id:
            self._told.set_texts(said, t("All right") if said else "")
        if not said:
            self._editor.page.said(t.n("{n} file added.", "{n} files added.", len(added)), undo=True)

    def _failed(self, error: UserError) -> None:
        self._editor.page.trouble_met.emit(error)

    def _unlink(self, item: Linked) -> None:
        page = self._editor.page
        if page.attempt(lambda: page.desk.services.records.unlink(item.link_id)):
            page.said(page.t("Taken off. The file itself stays among your evidence."), undo=True)
            if self._editor.record is not None:
                self.show_record(self._editor.record, fresh=self._editor.fresh)

    def _ask(self) -> None:
        editor = self._editor
        if (editor.fresh or editor.form.dirty) and not editor.save():
            return
        question = editor.page.t(WORDS[SHOWN_BY][2])
        pick(editor.page, question, SHOWN_BY.kinds, [item.id for item in self._linked], self.join)

    def join(self, kind: str, ident: str) -> None:
        """Link a piece of evidence that is here already."""
        page, record = self._editor.page, self._editor.record
        links = LinksPresenter(page.desk.services)
        if record is not None and page.attempt(lambda: links.join(record, SHOWN_BY, kind, ident)):
            page.said(page.t("Linked."), undo=True)
            self.show_record(record, fresh=self._editor.fresh)

    def _choose(self) -> None:
        self.add(ask_files(self, self._editor.page.t("Add files as evidence")))

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData()):
            event.acceptProposedAction()

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.add(dropped(event.mimeData()))


def dropped(data: QMimeData) -> list[Path]:
    """The files on this computer that somebody drags."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
