"""Editors of one piece of evidence and of one certificate."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from portfolio_app.document.words import word
from portfolio_app.domain import file_names
from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.activity_evidence import EvidencePart
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import SHOWS
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.chips import ChipsField, ScaleField
from portfolio_app.ui.widgets.containers import Card, Label
from portfolio_app.ui.widgets.fields import DateField, LineField
from portfolio_app.ui.widgets.text_area import TextArea

PREVIEW = QSize(360, 360)


class EvidenceEditor(Editor[Evidence]):
    """One file: what it is, what it shows, whether there are pupils in it, and what it belongs to."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, Evidence)
        self._about = Card()
        columns = QHBoxLayout()
        columns.setSpacing(20)
        left = QVBoxLayout()
        self._title, self._made_on = LineField(), DateField(page.desk.today)
        self._description, self._alternative = TextArea(least=2), TextArea(least=2)
        self._tags = ChipsField(free=True)
        for name, field in (
            ("title", self._title),
            ("made_on", self._made_on),
            ("description", self._description),
            ("alternative_text", self._alternative),
            ("tags", self._tags),
        ):
            self.form.bind(name, field)
            left.addWidget(field)
        self._preview = QLabel()
        self._preview.setFixedWidth(PREVIEW.width())
        self._preview.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        columns.addLayout(left, 1)
        columns.addWidget(self._preview)
        self._about.body.addLayout(columns)
        self._facts = Label(role="small", wrap=True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._about.body.addWidget(self._facts)
        self._pupils_card = Card()
        self._pupils, self._consent = ScaleField[PupilsVisible](), LineField()
        self.form.bind("pupils", self._pupils)
        self.form.bind("consent_note", self._consent)
        self._pupils_card.body.addWidget(self._pupils)
        self._pupils_card.body.addWidget(self._consent)
        self._links = Card()
        self.belongs = LinksPart(self, SHOWS, titled=False)
        self._links.body.addWidget(self.belongs)
        self._copy = QuietButton(icon_name="download")
        self._copy.clicked.connect(self._save_copy)
        for widget in (self._about, self._pupils_card, self._links):
            self.body.addWidget(widget)
        self.body.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._title.set_label(t("Title"))
        self._made_on.set_label(t("Made on"))
        self._description.set_label(t("What does it show?"))
        self._alternative.set_label(
            t("In words, for whoever can't see it"), t("Goes with the picture into a document.")
        )
        self._tags.set_label(t("Tags"))
        self._pupils_card.set_title(t("Are there pupils in it?"))
        self._pupils_card.set_note(t("Until you answer, it stays out of every document."))
        self._pupils.set_choices([(item, word(item, t)) for item in (PupilsVisible.NO, PupilsVisible.YES)])
        self._pupils.name_silently(t("Are there pupils in it?"))
        self._consent.set_label(t("Consent: from whom, since when? (optional)"))
        self._links.set_title(self.belongs.name)
        self.belongs.retranslate()
        self._copy.setText(t("Save a copy …"))
        if self.record is not None:
            self.shown(self.record)

    def collect(self, record: Evidence) -> Evidence:
        from dataclasses import replace

        made = super().collect(record)
        return made if self._pupils.value() is not None else replace(made, pupils=PupilsVisible.UNKNOWN)

    def shown(self, record: Evidence) -> None:
        t = self.page.t
        name = file_names.tidy(record.file_name)
        self._facts.setText(f"{name} · {record.media_type} · {t.size(record.octets)}\nSHA-256 {record.sha256}")
        self._alternative.setVisible(record.is_picture)
        self.belongs.show_record(record, fresh=self.fresh)
        self._preview.clear()
        self._preview.setVisible(False)
        service = self.services.evidence
        self.page.desk.tasks.start(self, lambda _: service.thumbnail(record), self._show_preview(record.id))

    def _show_preview(self, ident: str):
        def show(data: bytes | None) -> None:
            if data is None or self.record is None or self.record.id != ident:
                return
            picture = QPixmap()
            if picture.loadFromData(data):
                keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                self._preview.setPixmap(picture.scaled(PREVIEW, keep, smooth))
                self._preview.setVisible(True)

        return show

    def _save_copy(self) -> None:
        record = self.record
        if record is None:
            return
        chosen = ask_where(self, self.page.t("Save a copy"), file_names.tidy(record.file_name))
        if chosen is None:
            return
        # A film takes a while to decipher.
        service, desk = self.services.evidence, self.page.desk
        desk.tasks.start(self, lambda _: service.export_copy(record, chosen), self._copied)

    def _copied(self, path: Path) -> None:
        del path
        self.page.said(self.page.t("The copy is saved as the file is, hidden data and all. It is not encrypted."))


class CertificateEditor(Editor[Certificate]):
    """A certificate that may expire."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, Certificate)
        today = page.desk.today
        self._title, self._issuer, self._number = LineField(), LineField(), LineField()
        self._issued, self._expires = DateField(today), DateField(today, optional=True)
        self.form.required("title", self._title, lambda: page.t("Give it a name."))
        for name, field in (
            ("issuer", self._issuer),
            ("number", self._number),
            ("issued_on", self._issued),
            ("expires_on", self._expires),
        ):
            self.form.bind(name, field)
        card = Card()
        for field in (self._title, self._issuer, self._number, self._issued, self._expires):
            card.body.addWidget(field)
        self.body.addWidget(card)
        self.scan = EvidencePart(self, ActivityPresenter(self.services))
        self.body.addWidget(self.scan)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._title.set_label(t("Name of the certificate"), t("For example BHV or EHBO"))
        self._issuer.set_label(t("Issued by"))
        self._number.set_label(t("Number"))
        self._issued.set_label(t("Issued on"))
        self._expires.set_label(t("Valid until"), t("Empty: it does not expire."))
        self.scan.retranslate()
        self.scan.set_note(t("The scan or the photo of it."))
        if self.record is not None:
            self.shown(self.record)

    def shown(self, record: Certificate) -> None:
        self.scan.show_record(record, fresh=self.fresh)
