"""What changed since this reader last got a document: for the owner's eyes, above the pages and before signing."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.handed import is_for
from portfolio_app.domain.selection import Part, Selection
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.services.since import SinceLast
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_since_words import headline, lines
from portfolio_app.ui.widgets.buttons import IconButton
from portfolio_app.ui.widgets.containers import Card, Label, clear
from portfolio_app.ui.widgets.layouts import Column

WAIT_MS = 400
"""After the last change, before it is looked up again."""


class SinceCard(Card):
    """Part by part what is new, another or gone; out of sight while this reader got nothing yet.

    ``told`` carries what was found, or None; ``part_requested`` the part that somebody wants to see.
    """

    told = Signal(object)
    part_requested = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(accent=True)
        self._page = page
        self._job: Job[SinceLast | None] | None = None
        self._selection: Selection | None = None
        self._found: SinceLast | None = None
        self._t = Translator("nl")
        inside = QWidget()
        self._lines = Column(inside)
        self._lines.setSpacing(4)
        self.body.addWidget(inside)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self._look_up)
        self.hide()

    @property
    def found(self) -> SinceLast | None:
        """What was found last."""
        return self._found

    def speak(self, t: Translator) -> None:
        """Say it in a language."""
        self._t = t
        self._show(self._found)

    def follow(self, selection: Selection) -> None:
        """Look up what changed for the reader of a choice, a moment after the last change.

        What was found for another reader is forgotten at once: it must not be told as if it were about this one.
        """
        self._selection = selection
        if self._found is not None and not is_for(self._found.export, selection):
            self._stop()
            self._show(None)
        self._wait.start()

    def _stop(self) -> None:
        self._wait.stop()
        if self._job is not None:
            self._job.cancel()
        self._job = None

    def _look_up(self) -> None:
        selection, since = self._selection, self._page.desk.services.since
        if selection is None:
            return
        self._stop()

        def done(found: SinceLast | None) -> None:
            if job is self._job:
                self._job = None
                self._show(found)

        # Nothing chosen is said elsewhere.
        with suppress(UserError):  # the portfolio is being closed
            job = self._page.desk.tasks.start(
                self, lambda job: since.since(selection), done, failed=lambda error: self._show(None), background=True
            )
            self._job = job

    def _show(self, found: SinceLast | None) -> None:
        self._found = found
        clear(self._lines)
        self.setVisible(found is not None)
        if found is not None:
            t = self._t
            self.set_title(headline(found, t))
            self.set_note("" if found.differences else t("Nothing changed since then."))
            for place, (part, title, words) in enumerate(lines(found, t)):
                self._lines.insertWidget(place, self._row(part, title, words))
        self.told.emit(found)

    def _row(self, part: Part, title: str, words: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        look = IconButton("eye")
        look.name(self._t("Show the pages of {part}", part=title))
        look.clicked.connect(lambda: self.part_requested.emit(part))
        line.addWidget(Label(f"{title} — {words}", wrap=True), 1)
        line.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
        return row

    @guarded(nothing)
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._page.isVisible():
            self._stop()
