"""One document that was handed over: what went out, to whom, and by which numbers it can be recognised."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import FlowLayout, Label

Deed = tuple[str, str, Callable[[], object]]
LONG = 64
"""Characters of a SHA-256 in hex."""


class HandedOverDialog(Dialog):
    """Shows labels and words; ``throw`` moves the document to the trash.

    ``deeds`` are what can be done with the kept original: words, an icon, and what to call.
    """

    def __init__(
        self,
        t: Translator,
        pairs: Sequence[tuple[str, str]],
        throw: Callable[[], object],
        parent: QWidget | None = None,
        *,
        deeds: Sequence[Deed] = (),
    ) -> None:
        super().__init__(t, parent, width=680)
        self._throw = throw
        self.set_heading(t("What went out"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (label, words) in enumerate(pairs):
            grid.addWidget(Label(label, "label"), row, 0, Qt.AlignmentFlag.AlignTop)
            # A digest is one long word that must be copied whole: smaller, it fits without being broken.
            told = Label(words, "small" if len(words) >= LONG else "", wrap=True)
            told.setAccessibleName(f"{label}: {words}")
            told.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            grid.addWidget(told, row, 1)
        self.body.addLayout(grid)
        if deeds:
            row = FlowLayout(spacing=8)
            for words, icon, do in deeds:
                button = Button(words, icon)
                button.clicked.connect(do)
                row.addWidget(button)
            self.body.addLayout(row)
        else:
            self.body.addWidget(Label(t("The signed original isn't kept here."), "muted", wrap=True))
        self.body.addWidget(
            Label(t("Taking it from the list changes nothing for the reader, who keeps the file."), "muted", wrap=True)
        )
        trash = QuietButton(t("To the trash"), "trash")
        trash.clicked.connect(self._throw_away)
        close = PrimaryButton(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=trash)
        close.setFocus()

    def _throw_away(self) -> None:
        if self.attempt(self._throw):
            self.accept()
