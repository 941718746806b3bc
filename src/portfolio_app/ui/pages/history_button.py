"""The button that shows the history of what a page has in sight."""

from __future__ import annotations

from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import QuietButton


class HistoryButton(QuietButton):
    """Asks the shell for the history of the record in sight; the page saves first what is being typed."""

    def __init__(self, page: Page) -> None:
        super().__init__(icon_name="clock-counter-clockwise")
        self._page = page
        self.clicked.connect(self._ask)

    def speak(self, t: Translator) -> None:
        """Say its words."""
        self.setText(t("History…"))

    def _ask(self) -> None:
        self._page.command_requested.emit("history")
