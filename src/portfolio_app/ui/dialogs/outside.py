"""Opening evidence in another program: told once what that means, then done."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.services.settings import OUTSIDE_TOLD
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Label


class OutsideDialog(Dialog):
    """Says once that another program needs a copy that is not encrypted."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent)
        t = desk.t
        self.set_heading(t("Open in another program"))
        for words in (
            t("Another program can't read your vault, so it gets a copy that is not encrypted."),
            t("Leerlijn removes that copy when the program lets go of it, and at the latest when you lock or close."),
            t("Do you change something in it? Save it under another name in the same folder: Leerlijn notices, and "
              "asks whether it is a new version."),
        ):  # fmt: skip
            self.body.addWidget(Label(words, wrap=True))
        go_on = PrimaryButton(t("Open"))
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        cancel = Button(t("Cancel"))
        cancel.clicked.connect(self.reject)
        self.add_buttons(cancel, go_on)


def ask_outside(desk: Desk, parent: QWidget, go_on: Callable[[], None]) -> None:
    """Explain it the first time on this computer, and go on when she agrees; later go on at once."""
    settings = desk.services.settings
    if settings.get(OUTSIDE_TOLD):
        go_on()
        return

    def agreed() -> None:
        with suppress(UserError):  # then it is explained once more
            settings.set(OUTSIDE_TOLD, True)
        go_on()

    dialog = OutsideDialog(desk, parent)
    dialog.accepted.connect(agreed)
    dialog.open()
