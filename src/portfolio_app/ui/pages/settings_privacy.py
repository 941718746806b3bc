"""What the privacy check leaves alone because she said so, to be taken back one by one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.privacy import Fine
from portfolio_app.i18n import Translator
from portfolio_app.services.privacy_words import KINDS
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear

FIRST = 4


class PrivacyCard(Card):
    """The part of the settings about words that may go out."""

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
        self.set_title(t("What may always go out"))
        self.refresh()

    def refresh(self) -> None:
        """Show what she said is fine, in the order of the alphabet."""
        t, privacy = self._page.t, self._page.desk.services.privacy
        fine = sorted(privacy.fine(), key=lambda each: (each.word, each.kind.value))
        self.set_note(
            t("Words that the privacy check says nothing about, because you said so.")
            if fine
            else t("Nothing yet. In the privacy check you say that a name is no pupil's, for example.")
        )
        clear(self._lines)
        clear(self._rest.body)
        for at, item in enumerate(fine):
            (self._lines if at < FIRST else self._rest.body).addWidget(self._line(item, t))
        folded = len(fine) - FIRST
        self._rest.setVisible(folded > 0)
        self._rest.set_title(t.n("{n} more", "{n} more", max(folded, 0)))

    def _line(self, item: Fine, t: Translator) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        words = t("“{word}” ({kind})", word=item.word, kind=t(KINDS[item.kind]))
        row.addWidget(Label(words, wrap=True), 1)
        back = QuietButton(t("Look at it again"))
        back.setAccessibleDescription(words)
        back.clicked.connect(partial(self._take_back, item))
        row.addWidget(back)
        return box

    def _take_back(self, item: Fine) -> None:
        if self._page.attempt(lambda: self._page.desk.services.privacy.take_back([item])):
            self.refresh()
