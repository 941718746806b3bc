"""Asks for a name, and says in the same place when it can't be that one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.fields import LineField


class NamingDialog(Dialog):
    """One line. ``keep`` gets the name; what it raises is told here, and the line stays."""

    def __init__(
        self,
        t: Translator,
        heading: str,
        words: str,
        name: str,
        keep: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(t, parent)
        self.set_heading(heading, words)
        self._keep = keep
        self.name = LineField()
        self.name.set_label(t("Name"))
        self.name.set_value(name)
        self.name.edit.selectAll()
        self.body.addWidget(self.name)
        cancel, save = Button(t("Cancel")), PrimaryButton(t("Save"))
        cancel.clicked.connect(self.reject)
        save.setDefault(True)
        save.clicked.connect(self._save)
        self.add_buttons(cancel, save)
        self.name.setFocus()

    def _save(self) -> None:
        if not self.name.value().strip():
            self.name.set_error(self.t("Give it a name."))
        elif self.attempt(lambda: self._keep(self.name.value())):
            self.accept()
