"""Editor of one piece of evidence."""

from __future__ import annotations

from dataclasses import replace

from portfolio_app.document.words import word
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.evidence_file import FilePart
from portfolio_app.ui.pages.evidence_versions import VersionsPart
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import SHOWS
from portfolio_app.ui.widgets.chips import ChipsField, ScaleField
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import DateField, LineField
from portfolio_app.ui.widgets.text_area import TextArea


class EvidenceEditor(Editor[Evidence]):
    """One file: what it is, what it shows, whether there are pupils in it, and what it belongs to."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, Evidence)
        self.file = FilePart(page)
        self.file.cover_requested.connect(self.cover)
        self._about = Card()
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
            self._about.body.addWidget(field)
        self.lifts(self._description, "description", own=False)
        self._pupils_card = Card()
        self._pupils = ScaleField[PupilsVisible]()
        self._consent_from, self._consent_for = LineField(), LineField()
        self._consent_on = DateField(page.desk.today, optional=True)
        for name, field in (
            ("pupils", self._pupils),
            ("consent_note", self._consent_from),
            ("consent_on", self._consent_on),
            ("consent_for", self._consent_for),
        ):
            self.form.bind(name, field)
            self._pupils_card.body.addWidget(field)
            field.changed.connect(self._show_consent)
        self._links = Card()
        self.belongs = LinksPart(self, SHOWS, titled=False)
        self._links.body.addWidget(self.belongs)
        self.versions = VersionsPart(self.file, self._saved_first)
        for widget in (self.file, self.versions, self._about, self._pupils_card, self._links):
            self.body.addWidget(widget)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self.file.retranslate()
        self._title.set_label(t("Title"))
        self._made_on.set_label(t("Made on"))
        self._description.set_label(t("What does it show?"))
        self._alternative.set_label(
            t("In words, for whoever can't see it"), t("Goes with the picture into a document.")
        )
        self._tags.set_label(t("Tags"))
        self._pupils_card.set_title(t("Are there pupils in it?"))
        self._pupils_card.set_note(t("Until you answer, it stays out of every document."))
        self._pupils.set_choices([(item, word(item, t)) for item in PupilsVisible])
        self._pupils.name_silently(t("Are there pupils in it?"))
        self._consent_from.set_label(t("Consent: from whom?"), t("Parents, or the pupil from 16 years on."))
        self._consent_on.set_label(t("Given on"))
        self._consent_for.set_label(t("For what?"), t("For example: for my portfolio, not for the website."))
        self.versions.retranslate()
        self._links.set_title(self.belongs.name)
        self.belongs.retranslate()
        if self.record is not None:
            self.shown(self.record)

    def collect(self, record: Evidence) -> Evidence:
        made = super().collect(record)
        return made if self._pupils.value() is not None else replace(made, pupils=PupilsVisible.UNKNOWN)

    def shown(self, record: Evidence) -> None:
        self._alternative.setVisible(record.is_picture)
        self.belongs.show_record(record, fresh=self.fresh)
        self.file.show_item(record)
        self.versions.show_item(record)
        self._show_consent()

    def _show_consent(self) -> None:
        """Consent is asked for where there are pupils, and stays in sight where something was written."""
        wanted = self._pupils.value() is PupilsVisible.YES
        fields = (self._consent_from, self._consent_on, self._consent_for)
        wanted = wanted or any(field.value() for field in fields)
        for field in fields:
            field.setVisible(wanted)

    def cover(self) -> None:
        """Make something in the picture unrecognisable; what is being written is saved first."""
        from portfolio_app.ui.dialogs.cover import CoverDialog

        if self.record is None or not self._saved_first():
            return
        dialog = CoverDialog(self.page.desk, self.record, self.page.window())
        dialog.covered.connect(self._covered)
        dialog.open()

    def _covered(self) -> None:
        self.page.said(self.page.t("Saved. The boxes lie on every copy that goes out."), undo=True)

    def _saved_first(self) -> bool:
        """Save what is being written, so that another file does not overtake it."""
        return not self.form.dirty or self.save()
