"""The privacy check on the page of the portfolio: by itself, and before signing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from portfolio_app.domain.privacy_report import Report
from portfolio_app.ui.dialogs.privacy_presenter import Pictures, PrivacyPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter

if TYPE_CHECKING:
    from portfolio_app.ui.dialogs.privacy import PrivacyDialog


def check_privacy(page: Page) -> None:
    """Open the check of the page of the portfolio, by itself."""
    step = page.findChild(PrivacyStep)
    if isinstance(step, PrivacyStep):
        step.look()


class PrivacyStep(QObject):
    """Opens the check for what is chosen, and leads to where something was found and back.

    ``settle`` saves what the page holds; ``chosen`` shows what is chosen anew.
    """

    def __init__(
        self, page: Page, presenter: PortfolioPresenter, settle: Callable[[], None], chosen: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page, self._portfolio, self._settle, self._chosen = page, presenter, settle, chosen
        self.presenter = PrivacyPresenter(page.desk.services, lambda: presenter.selection, self._leave_out)
        self._dialog: PrivacyDialog | None = None

    def look(self) -> None:
        """Look, without signing."""
        self._settle()
        self.show(None)

    def show(self, sign: Callable[[], None] | None, found: tuple[Report, Pictures] | None = None) -> None:
        """Open the check; with ``sign`` its main button goes on there. ``found`` is what was looked at already."""
        from portfolio_app.ui.dialogs.privacy import PrivacyDialog

        if self._dialog is not None:
            self._dialog.reject()
        dialog = PrivacyDialog(self._page.desk, self.presenter, self._page.window(), signs=sign is not None)
        self._dialog = dialog
        dialog.words_requested.connect(self._page.words_requested)
        dialog.open_requested.connect(self._page.open_requested)
        dialog.aside_requested.connect(self._put_aside)
        dialog.finished.connect(self._closed)
        if sign is not None:
            # She may be elsewhere in the window by now, and what becomes of the document is told on this page.
            dialog.accepted.connect(lambda: self._page.page_requested.emit("portfolio"))
            dialog.accepted.connect(sign)
        dialog.open()
        if found is None:
            dialog.begin()
        else:
            dialog.take(found)

    def _closed(self) -> None:
        self._dialog = None

    def _put_aside(self) -> None:
        t = self._page.t
        if self._dialog is not None:
            words = t("The privacy check waits until you are done here.")
            self._page.aside_requested.emit(self._dialog, words, t("Back to the check"), t("Stop checking"))

    def _leave_out(self, ident: str) -> None:
        self._portfolio.leave_out(ident)
        self._chosen()
