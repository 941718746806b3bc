"""Answers of pupils from a file: what it says in totals, before anything is taken over."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.lessons import SurveyQuestion
from portfolio_app.i18n import N_, Translator
from portfolio_app.interchange.answers import Totals, Why
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.containers import Banner, Label
from portfolio_app.ui.widgets.fields import CheckField

MOST_SHOWN = 6


class SurveyTableDialog(Dialog):
    """Which questions to take over. ``taken`` carries them and how many pupils answered."""

    taken = Signal(object, int)

    def __init__(self, t: Translator, found: Totals, parent: QWidget | None = None) -> None:
        super().__init__(t, parent, width=620)
        self._found = found
        self.set_heading(
            t("What pupils answered"),
            t.n(
                "{n} row with answers. Only totals per question are taken over, and nothing about who it was.",
                "{n} rows with answers. Only totals per question are taken over, and nothing about who it was.",
                found.respondents,
            ),
        )
        self.ticks: list[tuple[CheckField, SurveyQuestion]] = []
        for question in found.questions:
            tick = CheckField()
            tick.set_label(question.ask, in_short(question, t))
            tick.set_value(True)
            tick.changed.connect(self._ticked)
            self.body.addWidget(tick)
            self.ticks.append((tick, question))
        if not found.questions:
            self.body.addWidget(Label(t("There is no question in it with answers to choose from."), wrap=True))
        left = Banner("info")
        left.set_texts(left_out_words(found, t))
        self.body.addWidget(left)
        no = Button(t("Never mind"))
        no.clicked.connect(self.reject)
        self._yes = PrimaryButton(t("Take over"), "check")
        self._yes.setDefault(True)
        self._yes.clicked.connect(self._take)
        self.add_buttons(no, self._yes)
        self._ticked()

    def _ticked(self) -> None:
        self._yes.setEnabled(any(tick.value() for tick, _ in self.ticks))

    def _take(self) -> None:
        chosen = tuple(question for tick, question in self.ticks if tick.value())
        self.accept()
        self.taken.emit(chosen, self._found.respondents)


def in_short(question: SurveyQuestion, t: Translator) -> str:
    """The answers to a question with their counts, on one line."""
    said = [f"{answer.answer}: {t.number(answer.times)}" for answer in question.answers[:MOST_SHOWN]]
    more = len(question.answers) - MOST_SHOWN
    return "  ·  ".join([*said, *([t("and {n} more", n=more)] if more > 0 else [])])


LEFT_OUT = {
    Why.WHO: N_("Left out, because it says who somebody is: {names}."),
    Why.WHEN: N_("Left out, because it only says when: {names}."),
    Why.OPEN: N_("Left out, because it is in pupils' own words: {names}. Sum it up yourself, without names."),
}


def left_out_words(found: Totals, t: Translator) -> str:
    """In a sentence or two which columns are left out, and why; empty when none are."""
    said: list[str] = []
    for why, sentence in LEFT_OUT.items():
        names = [
            f"“{left.head}”" if left.head else t("without a heading") for left in found.left_out if left.why is why
        ]
        if names:
            said.append(t(sentence, names=", ".join(names)))
    return " ".join(said)
