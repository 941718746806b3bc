"""Evidence: files dropped, pasted or picked; and certificates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageWriter, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.services.evidence import Added
from portfolio_app.services.jobs import Job
from portfolio_app.store.values import Row
from portfolio_app.ui.files import ask_files
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.certificate_editor import CertificateEditor
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from portfolio_app.ui.pages.evidence_presenter import EvidencePresenter, files_in
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import EmptyState
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.words import kind_name


class EvidencePage(RecordPage):
    """All files and certificates; dropping, pasting and picking bring new ones in."""

    KEY = "evidence"
    SHOWS = frozenset({"evidence", "certificate", "link", "experience", "pattern", "reflection"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = EvidencePresenter(desk.services)
        self._evidence_editor: EvidenceEditor | None = None
        self._certificate_editor: CertificateEditor | None = None
        self._job: Job[list[Added]] | None = None
        self.setAcceptDrops(True)
        self._new_certificate = Button(icon_name="plus")
        self._new_certificate.clicked.connect(self._begin_certificate)
        self.header.add_beside(self._new_certificate)
        self.header.action_requested.connect(self._pick)
        self._find = LineField()
        self._find.setMaximumWidth(420)
        self._find.changed.connect(self._filter)
        self._model: PagedTableModel[Row] = PagedTableModel(self._presenter.count, self._presenter.page, parent=self)
        self._table = RowTable(self._model)
        self._table.open_requested.connect(self._open_row)
        self._table.delete_requested.connect(self._trash_row)
        self._empty = EmptyState("paperclip")
        self._empty.action_requested.connect(self._pick)
        self.listing.addWidget(self._find)
        self.listing.addWidget(self._make_progress())
        self.listing.addWidget(self._table, 1)
        self.listing.addWidget(self._empty, 1)
        paste = QShortcut(QKeySequence.StandardKey.Paste, self)
        paste.activated.connect(self._paste)

    def _make_progress(self) -> QWidget:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        self._bar, self._file, self._stop = QProgressBar(), QLabel(), QuietButton()
        self._bar.setMaximumWidth(260)
        self._stop.clicked.connect(self._cancel)
        for widget in (self._bar, self._file, self._stop):
            row.addWidget(widget)
        row.addStretch()
        self._progress.hide()
        return self._progress

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self.header.set_texts(
            t("Evidence"), t("Drop files here, paste a picture, or pick them. They are encrypted at once."),
            t("Add files"), "plus",
        )  # fmt: skip
        self._new_certificate.setText(t("New certificate"))
        self._find.set_label("")
        self._find.name_silently(t("Find evidence"))
        self._find.set_placeholder(t("Find evidence"))
        self._stop.setText(t("Stop"))
        self._bar.setAccessibleName(t("Bringing files in"))
        self._table.setAccessibleName(t("Evidence"))
        self._model.set_columns([
            Column(t("Title"), lambda row: row.heading, order="heading"),
            Column(t("Kind"), lambda row: kind_name(row.kind, self.t), width=160),
            Column(t("Day"), lambda row: self.t.date(row.day, "medium") if row.day else "", order="newest", width=130),
            Column(t("About it"), lambda row: self._presenter.detail(row, self.t), width=280),
        ])  # fmt: skip
        self._table.arrange((0, 160, 130, 280))
        self._empty.set_texts(
            t("Nothing here yet."),
            t("A certificate, a photo of the board, a lesson plan: drop it here."),
            t("Add files"),
        )
        self.refresh(None)

    def refresh(self, changes: ChangeSet | None) -> None:
        self._model.reload()
        nothing_there = not self._presenter.count() and not self._presenter.text
        self._table.setVisible(not nothing_there)
        self._find.setVisible(not nothing_there)
        self._empty.setVisible(nothing_there)
        if self.editor is not None:
            self.editor.reload()

    def open_record(self, kind: str, ident: str) -> bool:
        records = self.desk.services.records
        evidence = records.get(Evidence, ident) if kind == Evidence.KIND else None
        certificate = records.get(Certificate, ident) if kind == Certificate.KIND else None
        if evidence is not None:
            if self._evidence_editor is None:
                self._evidence_editor = EvidenceEditor(self)
                self.add_editor(self._evidence_editor)
            self._evidence_editor.show_record(evidence)
            self.show_editor(self._evidence_editor)
        elif certificate is not None:
            self._edit_certificate(certificate, fresh=False)
        return evidence is not None or certificate is not None

    def start_new(self, kind: str) -> bool:
        if kind == Certificate.KIND:
            self._begin_certificate()
        else:
            self._pick()
        return True

    def add_files(self, paths: Sequence[Path]) -> None:
        """Bring files in, off the window's thread, with progress and a way to stop."""
        wanted = files_in(paths)
        if not wanted or self._job is not None:
            return
        service = self.desk.services.evidence
        self._bar.setRange(0, len(wanted))

        def work(job: Job[list[Added]]) -> list[Added]:
            return service.add_all(wanted, progress=job.progress, cancelled=job.cancelled)

        self._start(work)

    def _start(self, work: Callable[[Job[list[Added]]], list[Added]]) -> None:
        self._progress.show()
        self._job = self.desk.tasks.start(self, work, self._added, progress=self._tell, finished=self._finished)

    def _tell(self, done: int, total: int, name: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._file.setText(name)

    def _added(self, added: list[Added]) -> None:
        self.said(self._presenter.told(added, self.t))
        if len(added) == 1:
            self.open_record(Evidence.KIND, added[0].evidence.id)

    def _finished(self) -> None:
        self._job = None
        self._progress.hide()
        self.refresh(None)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _pick(self) -> None:
        self.add_files(ask_files(self, self.t("Add files")))

    @guarded(nothing)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @guarded(nothing)
    def dropEvent(self, event: QDropEvent) -> None:
        self.add_files(_local(event.mimeData()))
        event.acceptProposedAction()

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        if data.hasUrls():
            self.add_files(_local(data))
        elif data.hasImage():
            self._paste_picture(QGuiApplication.clipboard().image())

    def _paste_picture(self, picture: QImage) -> None:
        """Bring a picture in that is no file; its plain octets stay in memory."""
        if picture.isNull() or self._job is not None:
            return
        service, name = self.desk.services.evidence, f"{self.t('picture')}-{self.desk.today().isoformat()}.png"
        self._bar.setRange(0, 0)
        self._start(lambda _: [service.add_data(octets_of(picture), name)])

    def _filter(self) -> None:
        self._presenter.text = self._find.value().strip()
        self._model.reload()

    def _open_row(self, row: object) -> None:
        if isinstance(row, Row):
            self.open_record(row.kind, row.id)

    def _trash_row(self, row: object) -> None:
        if isinstance(row, Row) and self.attempt(lambda: self.desk.services.records.trash(row.kind, row.id)):
            self.said(self.t("Moved to the trash."), undo=True)

    def _begin_certificate(self) -> None:
        records = self.desk.services.records
        fresh = Certificate(
            id=records.new_id(), written_at=records.now(), lang=self.desk.lang(), title="", issued_on=records.today()
        )
        self._edit_certificate(fresh, fresh=True)

    def _edit_certificate(self, record: Certificate, *, fresh: bool) -> None:
        if self._certificate_editor is None:
            self._certificate_editor = CertificateEditor(self)
            self.add_editor(self._certificate_editor)
        self._certificate_editor.show_record(record, fresh=fresh)
        self.show_editor(self._certificate_editor)


def octets_of(picture: QImage) -> bytes:
    """A picture as the octets of a PNG file."""
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(octets.data())


def _local(data: QMimeData) -> list[Path]:
    urls: list[QUrl] = data.urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
