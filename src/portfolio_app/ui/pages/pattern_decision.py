"""6 Wat zie ik nu? Keep, sharpen or let go; and every sentence that there was before."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.patterns import Decision, Pattern
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.pattern_parts import Act, Part
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import FlowLayout, Label, clear
from portfolio_app.ui.widgets.text_area import TextArea


class Decided(Part):
    """What she sees now. The sentence until today is kept with its day, whatever is decided."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self.keep, self.sharpen, self.let_go, self.again = Button(), Button(), Button(), Button()
        self.words, self.why = TextArea(least=2), TextArea(least=2)
        composing.bind("decision.words", self.words)
        composing.bind("decision.why", self.why)
        for area in (self.words, self.why):
            self.column.addWidget(area)
        choices = QWidget()
        row = FlowLayout(choices, 8)
        for button, choice in (
            (self.keep, Decision.KEEP), (self.sharpen, Decision.SHARPEN), (self.let_go, Decision.LET_GO),
        ):  # fmt: skip
            button.clicked.connect(partial(self._decide, choice))
            row.addWidget(button)
        row.addWidget(self.again)
        self.again.clicked.connect(self._take_up)
        self.column.addWidget(choices)
        self._title, self._earlier = Label(role="label"), QVBoxLayout()
        self._earlier.setSpacing(8)
        self.column.addWidget(self._title)
        self.column.addLayout(self._earlier)

    def reset(self) -> None:
        """Empty what is being written."""
        self.words.set_value("")
        self.why.set_value("")

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self.words.set_label(
            t("A sharper sentence"), t("Only for sharpening. The old sentence is kept, with its date.")
        )
        self.why.set_label(t("Why? (optional)"))
        self.keep.setText(t("Leave it as it is"))
        self.sharpen.setText(t("Sharpen"))
        self.let_go.setText(t("Let go"))
        self.again.setText(t("Take it up again"))
        self._title.setText(t("How it was said before"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show what can be decided, and what was."""
        t, gone = self.page.t, pattern.let_go_on is not None
        for button in (self.keep, self.sharpen, self.let_go):
            button.setVisible(not gone)
        self.again.setVisible(gone)
        clear(self._earlier)
        self._title.setVisible(bool(pattern.wordings))
        for wording in reversed(pattern.wordings):
            self._earlier.addWidget(Label(f"“{wording.statement}”", wrap=True))
            said = f"{t.date(wording.on)} · {word(wording.decision, t)}"
            self._earlier.addWidget(Label(f"{said}: {wording.note}" if wording.note else said, "small", wrap=True))

    def _decide(self, choice: Decision, *told: object) -> None:
        del told
        words, why = self.words.value(), self.why.value().strip()
        if choice is Decision.SHARPEN and not words.strip():
            self.words.set_error(self.page.t("Write the sharper sentence first."))
            return
        self.enter(lambda ident: self.services.patterns.decide(ident, choice, words, why))

    def _take_up(self) -> None:
        self.act(self.services.patterns.take_up_again)
