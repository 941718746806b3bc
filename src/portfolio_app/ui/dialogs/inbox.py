"""A folder becomes the inbox: two questions, asked once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from portfolio_app.services.settings import INBOX_AFTER
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField


class InboxDialog(Dialog):
    """Whether the files that lie in the folder come in too, and what becomes of those that are in."""

    def __init__(self, desk: Desk, folder: Path, present: int, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=540)
        self._desk, self._folder = desk, folder
        t = desk.t
        self.set_heading(t("Make this folder your inbox?"), str(folder))
        self._present = CheckField()
        self._present.set_label(
            t.n("Take in the {n} file that is in it now as well", "Take in the {n} files that are in it now as well",
                present)
        )  # fmt: skip
        self._present.set_value(False)
        self._present.setVisible(present > 0)
        self._after: ChoiceField[str] = ChoiceField()
        self._after.set_label(
            t(INBOX_AFTER.label), t("It goes to the trash only after Leerlijn has read back what it kept.")
        )
        self._after.set_choices([(value, t(words)) for value, words in INBOX_AFTER.choices])
        self._after.set_value(desk.services.settings.get(INBOX_AFTER))
        self.body.addWidget(self._present)
        self.body.addWidget(self._after)
        self.body.addWidget(Label(t("Leerlijn looks while your portfolio is open, not while it is locked."), "small",
                                  wrap=True))  # fmt: skip
        no = Button(t("Never mind"))
        no.clicked.connect(self.reject)
        yes = PrimaryButton(t("Make it my inbox"))
        yes.setDefault(True)
        yes.clicked.connect(self._choose)
        self.add_buttons(no, yes)

    def _choose(self) -> None:
        services, after = self._desk.services, self._after.value()

        def work() -> None:
            services.inbox.choose(self._folder, with_present=self._present.value())
            if after is not None:
                services.settings.set(INBOX_AFTER, after)

        if self.attempt(work):
            self.accept()
