"""Evidence: files dropped, pasted or picked; and certificates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.services.drafts import COVER
from portfolio_app.services.intake import Batch
from portfolio_app.store.values import Row
from portfolio_app.ui.files import ask_files
from portfolio_app.ui.intake_words import waiting
from portfolio_app.ui.models.paged import Column, PagedTableModel
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.certificate_editor import CertificateEditor
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from portfolio_app.ui.pages.evidence_presenter import ONLY, EvidencePresenter, Only
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner, EmptyState
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
        self._new_certificate = Button(icon_name="plus")
        self._new_certificate.clicked.connect(self._begin_certificate)
        self._paste_button = QuietButton(icon_name="copy")
        self._paste_button.clicked.connect(self._paste)
        self.header.add_beside(self._new_certificate)
        self.header.add_beside(self._paste_button)
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
        self._waiting = Banner("info")
        self._waiting.action_requested.connect(self._file)
        self.listing.addWidget(self._waiting)
        self._only = ScaleField[Only]()
        self._only.changed.connect(self._filter)
        self.listing.addWidget(self._find)
        self.listing.addWidget(self._only)
        self.listing.addWidget(self._table, 1)
        self.listing.addWidget(self._empty, 1)

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
        self._only.set_choices([(only, t(words)) for only, words in ONLY])
        self._only.name_silently(t("Show only"))
        self._paste_button.setText(t("Paste"))
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
        said = waiting(len(self.desk.services.inbox.waiting()), self.t)
        self._waiting.set_texts(said, self.t("File them") if said else "")
        self._model.reload()
        filtered = bool(self._presenter.text or self._presenter.only)
        nothing_there = not self._model.rowCount() and not filtered
        self._table.setVisible(not nothing_there)
        self._find.setVisible(not nothing_there)
        self._only.setVisible(not nothing_there)
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

    def take_in(self, offer: Offer) -> bool:
        if not super().take_in(offer):
            self.desk.intake.take(offer, self, self._taken_in)
        return True

    def resume(self, draft: str) -> bool:
        if draft.startswith(f"{COVER}:") and isinstance(self.editor, EvidenceEditor):
            self.editor.cover()
            return True
        return draft == f"new:{Certificate.KIND}" and self.start_new(Certificate.KIND)

    def add_files(self, paths: Sequence[Path]) -> None:
        """Bring files in that belong to nothing yet."""
        self.desk.intake.take(Offer(tuple(paths)), self, self._taken_in)

    def _taken_in(self, batch: Batch) -> None:
        self.tell_brought_in(batch)
        if len(batch.added) == 1 and batch.fresh:
            self.open_record(Evidence.KIND, batch.fresh[0].evidence.id)

    def _pick(self) -> None:
        self.add_files(ask_files(self, self.t("Add files")))

    def _file(self) -> None:
        self.command_requested.emit("inbox")

    def _paste(self) -> None:
        self.command_requested.emit("paste")

    def _filter(self) -> None:
        self._presenter.text = self._find.value().strip()
        self._presenter.only = self._only.value()
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
