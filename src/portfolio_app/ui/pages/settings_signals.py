"""What is not asked or suggested again, to be taken back one by one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.services.signals import Silenced
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear

FIRST = 4


class SignalsCard(Card):
    """The part of the settings about looking along and about suggestions."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._lines, self._rest = QVBoxLayout(), Disclosure()
        self._lines.setSpacing(2)
        self._rest.body.setSpacing(2)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._rest)

    def speak(self, t: Translator) -> None:
        """Say the words again."""
        self.set_title(t("What is not asked again"))
        self.refresh()

    def refresh(self) -> None:
        """Show what was dismissed, the latest first."""
        t, signals = self._page.t, self._page.desk.services.signals
        silenced = signals.silenced()[::-1]
        self.set_note(
            t("Words and kinds that “Look along” leaves alone, and what is not suggested as a belief.")
            if silenced
            else t("Nothing. “Look along” asks about everything, and only when you press it.")
        )
        clear(self._lines)
        clear(self._rest.body)
        for at, item in enumerate(silenced):
            (self._lines if at < FIRST else self._rest.body).addWidget(self._line(item, t))
        self._rest.setVisible(len(silenced) > FIRST)
        self._rest.set_title(t("More"))

    def _line(self, item: Silenced, t: Translator) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        words = self._words(item, t)
        row.addWidget(Label(words, wrap=True), 1)
        back = QuietButton(t("Ask again") if item.kind else t("Suggest again"))
        back.setAccessibleDescription(words)
        back.clicked.connect(partial(self._take_back, item))
        row.addWidget(back)
        return box

    def _words(self, item: Silenced, t: Translator) -> str:
        if not item.kind:
            return t("Sentences about “{words}”", words=item.topic.partition(":")[2].replace("+", " … "))
        name = self._page.desk.services.signals.name(item.kind)
        kind = t.pick(name) if name else item.kind
        if not item.word:
            return t("Everything of the kind {kind}", kind=kind)
        if item.place:
            return t("“{word}” ({kind}), in one text", word=item.word, kind=kind)
        return t("“{word}” ({kind})", word=item.word, kind=kind)

    def _take_back(self, item: Silenced) -> None:
        if self._page.attempt(lambda: self._page.desk.services.signals.take_back([item])):
            self.refresh()
