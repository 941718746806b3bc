"""One question before everything in a folder comes in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.i18n import Translator
from portfolio_app.services.gathering import Gathered
from portfolio_app.ui import intake_words
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label


class FoldersDialog(Dialog):
    """How many files there are, how large, and what stays out. Accepted: take them in."""

    def __init__(self, t: Translator, gathered: Gathered, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=480)
        self.set_heading(intake_words.question(gathered, t), t("Together {size}.", size=t.size(gathered.octets)))
        left_out = "\n".join(intake_words.left_out(gathered.left_out, t))
        if left_out:
            self.body.addWidget(Label(left_out, "muted", wrap=True))
        no = Button(t("Never mind"))
        no.clicked.connect(self.reject)
        yes = PrimaryButton(t("Add"), "plus")
        yes.setDefault(True)
        yes.clicked.connect(self.accept)
        self.add_buttons(no, yes)
