"""Which keys do what: made from the table of commands, so that it is never behind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import PrimaryButton
from portfolio_app.ui.widgets.containers import Label, SectionTitle

Section = tuple[str, Sequence[tuple[str, str]]]
"""A heading, and pairs of what is done and by which keys."""


class KeysDialog(Dialog):
    """Shows sections of commands with their keys."""

    def __init__(self, t: Translator, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=520)
        self.set_heading(t("Keys"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        row = 0
        for title, lines in sections:
            grid.addWidget(SectionTitle(title), row, 0, 1, 2)
            row += 1
            for words, keys in lines:
                grid.addWidget(Label(words, wrap=True), row, 0)
                told = Label(keys, "chip")
                told.setAccessibleName(f"{words}: {keys}")
                grid.addWidget(told, row, 1, Qt.AlignmentFlag.AlignLeft)
                row += 1
        self.body.addLayout(grid)
        self.body.addStretch()
        close = PrimaryButton(t("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        self.add_buttons(close)
        close.setFocus()
