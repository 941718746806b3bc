"""The card for a group of colleagues, with who is named on it and what stands there instead."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.document.compose.group_card import group_card
from portfolio_app.domain.growth import Talk
from portfolio_app.services.group_cards import GroupCard
from portfolio_app.ui.dialogs.sheet import SheetDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import PrimaryButton, QuietButton
from portfolio_app.ui.widgets.containers import Card, FlowLayout, Label, clear


class GroupCardDialog(SheetDialog):
    """Shows the card without names. Words that may be names can be given a stand-in on the spot.

    ``open_requested`` asks for the card's own page; whoever shows that already says so with ``at_card``.
    """

    open_requested = Signal(str, str)

    def __init__(self, desk: Desk, talk: Talk, parent: QWidget | None = None, *, at_card: bool = False) -> None:
        t, cards = desk.t, desk.services.group_cards
        self._talk = talk
        found = cards.card(talk)
        name = f"{t('peer-consultation-card')}-{talk.happens_on.isoformat()}"
        super().__init__(desk, group_card(talk, found.about, cards.veiled, t), name, parent)
        names = Card(t("Who is named"))
        self._names = QVBoxLayout()
        names.body.addLayout(self._names)
        self.above.addWidget(names)
        more = QuietButton(t("To the card"), "pencil-simple")
        more.clicked.connect(self._to_card)
        more.setVisible(not at_card)
        close = PrimaryButton(t("Close"))
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=more)
        self._show(found)
        close.setFocus()

    def _show(self, found: GroupCard) -> None:
        t = self.t
        clear(self._names)
        for each in found.known:
            words = t("{name} is called {stand_in} here.", name=each.name, stand_in=each.stand_in)
            self._names.addWidget(Label(words, wrap=True))
        if found.maybe:
            self._names.addWidget(Label(t("Are these names? Press what should be replaced."), wrap=True))
            row = FlowLayout()
            for word in found.maybe:
                button = QuietButton(word, "user")
                button.setAccessibleName(t("Replace {name} by a stand-in", name=word))
                button.clicked.connect(partial(self._stand_in, word))
                row.addWidget(button)
            self._names.addLayout(row)
        self._names.addWidget(
            Label(
                t(
                    "Leerlijn only knows names that you gave a stand-in. A name at the start of a sentence, a "
                    "nickname, or somebody who can be told from the story: that only you can see. "
                    "Read the card once more."
                ),
                "small",
                wrap=True,
            )
        )
        cards = self._desk.services.group_cards
        self.show_part(group_card(self._talk, found.about, cards.veiled, t))

    def _stand_in(self, word: str) -> None:
        persons = self._desk.services.persons
        if self.attempt(lambda: persons.remember(word, persons.next_stand_in(self.t("pupil")))):
            self._show(self._desk.services.group_cards.card(self._talk))

    def _to_card(self) -> None:
        self.accept()
        self.open_requested.emit(self._talk.KIND, self._talk.id)
