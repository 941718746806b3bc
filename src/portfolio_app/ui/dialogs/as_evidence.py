"""Files that came to a page which has no place for them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain import file_names
from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.offers import Offer
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Label

MOST = 5


class AsEvidenceDialog(Dialog):
    """Accepted: keep them as evidence that belongs to nothing yet. A signed PDF may be meant to be verified."""

    verify_requested = Signal()

    def __init__(self, t: Translator, offer: Offer, parent: QWidget | None = None, *, verifiable: bool = False) -> None:
        super().__init__(t, parent, width=460)
        self.set_heading(
            t("Add it as evidence?"), t("Nothing on this page takes files. You can link it to something later.")
        )
        names = [file_names.tidy(path.name) for path in offer.paths] or [t("The picture on the clipboard")]
        for name in names[:MOST]:
            self.body.addWidget(Label(name, wrap=True))
        more = len(names) - MOST
        if more > 0:
            self.body.addWidget(Label(t("and {n} more", n=more)))
        no = Button(t("Never mind"))
        no.clicked.connect(self.reject)
        yes = PrimaryButton(t("Add"), "plus")
        yes.setDefault(True)
        yes.clicked.connect(self.accept)
        instead = QuietButton(t("Verify it instead…"), "seal-check")
        instead.clicked.connect(self._verify)
        instead.setVisible(verifiable)
        self.add_buttons(no, yes, left=instead)

    def _verify(self) -> None:
        self.reject()
        self.verify_requested.emit()
