"""Offers what was being typed at the place where it belongs, in words, with its date."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from portfolio_app.i18n import Translator
from portfolio_app.ui.drafts import DraftKeeper, Found
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.containers import Banner


class _State(Enum):
    NOTHING = "nothing"
    BACK = "back"
    STALE = "stale"
    THROWN = "thrown"


class DraftBanner(Banner):
    """Says that a draft was found. Going on hides it; throwing away can be taken back as long as the page is open.

    ``load`` fills the form with what is saved, after a draft that stood in it was thrown away.
    """

    def __init__(self, desk: Desk, keeper: DraftKeeper, load: Callable[[], None]) -> None:
        super().__init__("info")
        self._desk, self._keeper, self._load = desk, keeper, load
        self._state, self._found = _State.NOTHING, Found(None, stale=False)
        self.action_requested.connect(self._go_on)
        self.other_requested.connect(self._discard)

    def offer(self, found: Found | None) -> None:
        """Tell of the draft that the keeper found, or of none."""
        self._state = _State.NOTHING
        if found is not None:
            self._state, self._found = (_State.STALE if found.stale else _State.BACK), found
        self.speak(self._desk.t)

    def watch(self, keeper: DraftKeeper) -> None:
        """Another form took the place of the one before."""
        self._keeper = keeper

    def speak(self, t: Translator) -> None:
        """Say it in the language in force."""
        at = self._found.at
        when = t.instant(at, self._desk.services.history.zone) if at is not None else t("a while ago")
        if self._state is _State.BACK:
            self.set_texts(
                t("This is what you were writing on {when}; it was not saved yet.", when=when),
                t("Go on writing"),
                t("Throw away"),
            )
        elif self._state is _State.STALE:
            self.set_texts(
                t(
                    "On {when} you were writing something here that was not saved. Since then this was changed: "
                    "what stands here is newer.",
                    when=when,
                ),
                t("Go on with what I was writing"),
                t("Throw away"),
            )
        elif self._state is _State.THROWN:
            self.set_texts(t("Thrown away."), t("Bring it back"))
        else:
            self.set_texts("")

    def _go_on(self) -> None:
        if self._state in (_State.STALE, _State.THROWN):
            self._keeper.take()
        self.offer(None)

    def _discard(self) -> None:
        before = self._state
        self._keeper.discard()
        if before is _State.BACK:
            self._load()
        self._state = _State.THROWN
        self.speak(self._desk.t)
