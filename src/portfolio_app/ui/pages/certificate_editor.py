"""Editor of one certificate."""

from __future__ import annotations

from portfolio_app.domain.evidence import Certificate
from portfolio_app.ui.pages.activity_evidence import EvidencePart
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import DateField, LineField


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
