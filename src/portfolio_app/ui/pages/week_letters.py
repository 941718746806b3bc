"""Letters to herself, as My week opens and writes them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from portfolio_app.domain.letters import Letter
from portfolio_app.ui.pages.base import Page


class WeekLetters(QObject):
    """Opens the dialogs of a letter over its page."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    def read(self, ident: str) -> bool:
        """Show a letter, or when it opens; False when it is gone."""
        from portfolio_app.ui.dialogs.letter import LetterReadDialog

        desk = self._page.desk
        letter = desk.services.records.get(Letter, ident)
        if letter is not None:
            LetterReadDialog(desk, letter, self._page).open()
        return letter is not None

    def write(self) -> None:
        """Begin a letter, or go on with the one that was being written."""
        from portfolio_app.ui.dialogs.letter import LetterDialog

        dialog = LetterDialog(self._page.desk, self._page)
        dialog.accepted.connect(self._closed)
        dialog.open()

    def not_now(self) -> None:
        """Offer none any more this school year."""
        if self._page.attempt(self._page.desk.services.letters.not_now):
            self._page.refresh(None)

    def _closed(self) -> None:
        self._page.said(self._page.t("Your letter is closed."), undo=True)
        self._page.refresh(None)
