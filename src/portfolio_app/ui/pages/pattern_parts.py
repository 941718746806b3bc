"""What the parts of the page of one habit or belief have in common: each holds entries that grow in number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.patterns import Entry, Pattern
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.pattern_mending import MendDialog
from portfolio_app.ui.widgets.buttons import IconButton
from portfolio_app.ui.widgets.containers import Label

Act = Callable[[Callable[[str], Pattern]], bool]
"""Runs a verb on the saved pattern (by its id) and shows the outcome; False when it could not be done."""


class Part(QWidget):
    """Base: words by `retranslate`, contents by `show_pattern`.

    What is being written for the next entry is bound to ``composing``, so that it outlives a draft; `show_pattern`
    leaves it alone, because the pattern also changes by what happens elsewhere on the page.
    """

    composed = Signal()
    """What was written became an entry, and its fields are empty again."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__()
        self.page, self.act, self.composing = page, act, composing
        self.services = page.desk.services
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    def retranslate(self) -> None:
        """Say the words again."""

    def show_pattern(self, pattern: Pattern) -> None:
        """Show what the pattern holds."""
        del pattern

    def reset(self) -> None:
        """Empty what is being written."""

    def restored(self) -> None:
        """A draft was put back in the fields; bring it in sight."""

    def enter(self, work: Callable[[str], Pattern]) -> None:
        """Make an entry of what was written; it stays in the fields when that fails."""
        if self.act(work):
            self.reset()
            self.composed.emit()

    def row(self, *widgets: QWidget) -> None:
        """Put widgets beside each other."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
        self.column.addLayout(row)

    def entry_line(self, words: str, entry: Entry, *before: QWidget, after: Sequence[QWidget] = ()) -> QWidget:
        """An entry of the life on a line, with buttons to put it right and to take it away."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in before:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(words, wrap=True), 1)
        for widget in (*after, *self.entry_buttons(words, entry)):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return box

    def entry_buttons(self, words: str, entry: Entry) -> tuple[QWidget, QWidget]:
        """Buttons to put an entry right and to take it away; the notice takes either back."""
        t = self.page.t
        mend, remove = IconButton("pencil-simple"), IconButton("trash")
        mend.name(t("Put right: {what}", what=words))
        remove.name(t("Take away: {what}", what=words))
        mend.clicked.connect(lambda: self._open(entry))
        remove.clicked.connect(lambda: self.mend(entry, None))
        return mend, remove

    def mend(self, before: Entry, after: Entry | None) -> bool:
        """Put an entry right, or take it away."""
        return self.act(lambda ident: self.services.patterns.mend(ident, before, after))

    def _open(self, entry: Entry) -> None:
        MendDialog(self.page, entry, partial(self.mend, entry)).open()
