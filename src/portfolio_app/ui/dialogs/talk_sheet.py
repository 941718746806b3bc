"""The sheet for a talk: what goes on it and in which order, and all that can be done with it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.document.compose.talk import sheet
from portfolio_app.document.tree import PartBlock
from portfolio_app.domain.growth import Talk
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Translator
from portfolio_app.services.talks import Sheet
from portfolio_app.ui.dialogs.sheet import SheetDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Disclosure, Label
from portfolio_app.ui.widgets.ticks import OrderedTicks
from portfolio_app.ui.words import kind_name


def composed(gathered: Sheet, talk: Talk, t: Translator) -> PartBlock:
    """The sheet of what was gathered, in the order of a talk and without what she leaves out."""
    marked = [item for item in gathered.choosable(talk.sheet_order) if item.id not in talk.left_out]
    agreed, settled = (
        gathered.in_order([item for item in items if item.id not in talk.left_out], talk)
        for items in (gathered.agreements, gathered.settled)
    )
    return sheet(talk, marked, gathered.said, agreed, t, settled)


class TalkSheetDialog(SheetDialog):
    """One A4 of what was marked for a talk. ``open_requested`` asks for the talk itself, to add to it; whoever shows
    the talk already says so with ``at_talk``. What was chosen is kept with the talk when the dialog closes."""

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, talk: Talk, parent: QWidget | None = None, *, at_talk: bool = False) -> None:
        t = desk.t
        self._talk = talk
        self._gathered = gathered = desk.services.talks.sheet(talk)
        name = f"{t('talk-sheet')}-{talk.happens_on.isoformat()}"
        super().__init__(desk, composed(gathered, talk, t), name, parent)
        offered = self._offered()
        if offered:
            choosing = Disclosure(t("Choose what goes on it"))
            self.ticks = OrderedTicks(t, t("What goes on the sheet"))
            self.ticks.set_choices(
                [(item.id, f"{_words(item, t)}  ·  {kind_name(item.KIND, t)}", item.id not in talk.left_out)
                 for item in offered]
            )  # fmt: skip
            self.ticks.changed.connect(self._chosen)
            choosing.body.addWidget(self.ticks)
            self.above.addWidget(choosing)
        elif not any(text.strip() for text in (talk.tell, talk.ask, talk.need, talk.can, talk.want, talk.may)):
            self.above.addWidget(
                Label(t("Nothing is marked yet. Mark what you want to talk about, or write it with the talk."), "muted",
                      wrap=True)
            )  # fmt: skip
        more = QuietButton(t("To the talk"), "pencil-simple")
        more.clicked.connect(self._to_talk)
        more.setVisible(not at_talk)
        close = PrimaryButton(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=more)
        self.finished.connect(self._keep)
        self.show_part(self.part)
        close.setFocus()

    def _offered(self) -> list[Record]:
        gathered, talk = self._gathered, self._talk
        every: list[Record] = [
            *gathered.choosable(talk.sheet_order), *gathered.agreements, *gathered.settled,
        ]  # fmt: skip
        return gathered.in_order(every, talk)

    def _chosen(self) -> None:
        self._talk = replace(self._talk, sheet_order=tuple(self.ticks.order()), left_out=tuple(self.ticks.unticked()))
        self.show_part(composed(self._gathered, self._talk, self.t))

    def _keep(self) -> None:
        """Keep the choice with the talk as it is by now, if it is there still."""
        services, chosen = self._desk.services, self._talk
        now = services.records.get(Talk, chosen.id)
        if now is not None and not services.read_only:
            self.attempt(lambda: services.talks.arrange(now, chosen.sheet_order, chosen.left_out))

    def _to_talk(self) -> None:
        self.accept()
        self.open_requested.emit(self._talk.KIND, self._talk.id)


def _words(item: Record, t: Translator) -> str:
    return t("Week {number}", number=item.number) if isinstance(item, JournalWeek) else item.heading
