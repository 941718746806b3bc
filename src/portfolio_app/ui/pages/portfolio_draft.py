"""Says on the page of the portfolio that a choice was found which was not saved yet."""

from __future__ import annotations

from collections.abc import Callable

from portfolio_app.domain.selection import Selection
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.widgets.containers import Banner


class ChoiceBanner(Banner):
    """What was chosen and written for the reader in sight came back; it can be thrown away, and that taken back."""

    def __init__(self, page: Page, presenter: PortfolioPresenter, show: Callable[[], None]) -> None:
        super().__init__("info")
        self._page, self._presenter, self._show = page, presenter, show
        self._thrown: Selection | None = None
        self.action_requested.connect(self._go_on)
        self.other_requested.connect(self._discard)

    def offer(self) -> None:
        """Tell of the draft of the reader in sight, if one came back."""
        self._thrown = None
        self.speak(self._page.t)

    def speak(self, t: Translator) -> None:
        """Say it in the language in force."""
        at, zone = self._presenter.found_at(), self._page.desk.services.history.zone
        if self._thrown is not None:
            self.set_texts(t("Thrown away."), t("Bring it back"))
        elif at is not None:
            when = t.instant(at, zone)
            self.set_texts(
                t("This is what you were writing on {when}; it was not saved yet.", when=when),
                t("Go on writing"),
                t("Throw away"),
            )
        else:
            self.set_texts("")

    def _go_on(self) -> None:
        thrown, self._thrown = self._thrown, None
        if thrown is not None:
            self._page.attempt(lambda: self._presenter.bring_back(thrown))
            self._show()
        self._presenter.forget_found()
        self.speak(self._page.t)

    def _discard(self) -> None:
        thrown: list[Selection] = []
        if self._page.attempt(lambda: thrown.append(self._presenter.discard())):
            self._show()
            self._thrown = thrown[0]
            self.speak(self._page.t)
