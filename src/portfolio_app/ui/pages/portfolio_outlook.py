"""What a choice comes to, while it is being made: how large the document becomes, and what lies beside it."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.domain.selection import Selection
from portfolio_app.i18n import Translator
from portfolio_app.services.carrying import Outlook
from portfolio_app.services.jobs import Job
from portfolio_app.services.selecting import Plan
from portfolio_app.ui import carry_words
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.containers import Label

WITHIN_MS = 200


class OutlookLine(QWidget):
    """A few sentences that follow the choice; nothing is looked up while nobody sees them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._plan: Plan | None = None
        self._seen: tuple[Outlook, Selection] | None = None
        self._job: Job[Outlook] | None = None
        self.label = Label(role="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.label)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WITHIN_MS)
        self._timer.timeout.connect(self._look)

    def show_plan(self, plan: Plan) -> None:
        """Follow a plan."""
        self._plan = plan
        if self.isVisible():
            self._timer.start()

    def speak(self, t: Translator) -> None:
        """Say it in a language."""
        if self._seen is not None:
            self.label.setText(carry_words.outlook(*self._seen, t))

    @guarded(nothing)
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plan is not None:
            self._timer.start()

    def _look(self) -> None:
        plan = self._plan
        if plan is None:
            return
        carrying = self._page.desk.services.carrying

        def done(seen: Outlook) -> None:
            # An earlier answer may come later.
            if job is self._job:
                self._seen = seen, plan.selection
                self.speak(self._page.t)

        job = self._page.desk.tasks.start(self, lambda job: carrying.outlook(plan.selection, plan.included), done)
        self._job = job
