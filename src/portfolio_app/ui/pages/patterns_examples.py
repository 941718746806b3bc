"""Examples of beliefs: one may be recognised and taken as a beginning; two are worked out, to look at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.patterns_presenter import PatternsPresenter
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Card, Disclosure, FlowLayout, Label, clear
from portfolio_app.ui.widgets.rows import keep_tab_order


class Recognised(Card):
    """One example in sight, which is nobody's yet."""

    taken = Signal(str)
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__(accent=True)
        self._key = ""
        self._sentence, self._told = Label(role="statement", wrap=True), Label(role="muted", wrap=True)
        self._take, self._away = Button(), QuietButton()
        self._take.clicked.connect(self._taken)
        self._away.clicked.connect(self.put_away)
        self.body.addWidget(self._sentence)
        self.body.addWidget(self._told)
        buttons = QWidget()
        row = FlowLayout(buttons, 8)
        for button in (self._take, self._away):
            row.addWidget(button)
        self.body.addWidget(buttons)
        self.hide()

    @property
    def first(self) -> QWidget:
        """What Tab visits first in it."""
        return self._take

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self._told.setText(
            t("If you recognise it, put it in your own words. Nothing is kept until you save it yourself.")
        )
        self._take.setText(t("Take it as a beginning"))
        self._away.setText(t("Put it away"))

    def show_one(self, key: str, sentence: str) -> None:
        """Look at an example."""
        self._key = key
        self._sentence.setText(sentence)
        self.show()
        self._take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _taken(self) -> None:
        self.taken.emit(self._key)


class Examples(Disclosure):
    """Herken je er een? ``taken(key)`` asks to begin a belief with an example."""

    taken = Signal(str)

    def __init__(self, presenter: PatternsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self._told = Label(role="muted", wrap=True)
        self._one = Recognised()
        self._one.taken.connect(self.taken)
        self._one.put_away.connect(self._put_away)
        self._holder = QWidget()
        self._sentences, self._worked = QVBoxLayout(self._holder), QVBoxLayout()
        self._sentences.setContentsMargins(0, 0, 0, 0)
        self._sentences.setSpacing(0)
        self._sentences.addWidget(self._one)
        self._worked.setSpacing(12)
        self._worked_title = Label(role="section")
        self._buttons: dict[str, RowButton] = {}
        self._looked_at = ""
        self.body.addWidget(self._told)
        self.body.addWidget(self._holder)
        self.body.addWidget(self._worked_title)
        self.body.addLayout(self._worked)

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self.set_title(t("Do you recognise one?"))
        self._told.setText(t("Common among teachers. Not advice, and not yours unless you say so."))
        self._worked_title.setText(t("Worked out, to look at"))
        self._one.retranslate(t)
        self._sentences.removeWidget(self._one)
        clear(self._sentences)
        self._sentences.addWidget(self._one)
        self._buttons = {}
        for key, sentence in self._presenter.examples(t):
            button = self._buttons[key] = RowButton(sentence, "quotes")
            button.clicked.connect(partial(self._look_at, key, sentence))
            self._sentences.insertWidget(self._sentences.count() - 1, button)
        keep_tab_order(self._holder)
        if not self._one.isHidden():
            self._one.show_one(self._looked_at, self._presenter.example(self._looked_at, t))
        clear(self._worked)
        for item in self._presenter.worked(t):
            card = Card(item.statement, item.kind)
            for question, answer in item.lines:
                card.body.addWidget(Label(question, "label", wrap=True))
                card.body.addWidget(Label(answer, wrap=True))
            self._worked.addWidget(card)

    def _look_at(self, key: str, sentence: str, *told: object) -> None:
        del told
        self._looked_at = key
        # Beneath the sentence that was pressed, so that it needs no looking for.
        self._sentences.removeWidget(self._one)
        self._sentences.insertWidget(self._sentences.indexOf(self._buttons[key]) + 1, self._one)
        self._one.show_one(key, sentence)
        QWidget.setTabOrder(self._buttons[key], self._one.first)

    def _put_away(self) -> None:
        self._one.hide()
        button = self._buttons.get(self._looked_at)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
