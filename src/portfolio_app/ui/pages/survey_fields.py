"""The questions of a pupil survey, each with its answers and how often they were given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from portfolio_app.domain.lessons import MOST_ANSWERS, MOST_QUESTIONS, AnswerCount, SurveyQuestion
from portfolio_app.i18n import Translator
from portfolio_app.ui.widgets.buttons import IconButton, QuietButton
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import Field, keep_off_edge

MOST_TIMES = 100_000


class _Answer(QWidget):
    """An answer and how often it was given."""

    changed = Signal()
    drop_requested = Signal()

    def __init__(self, answer: AnswerCount, t: Translator) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.words, self.times = QLineEdit(answer.answer), QSpinBox()
        self.words.setPlaceholderText(t("An answer"))
        self.words.setAccessibleName(t("An answer"))
        self.times.setRange(0, MOST_TIMES)
        keep_off_edge(self.times)
        self.times.setValue(answer.times)
        self.times.setAccessibleName(t("How often?"))
        self.times.setSuffix(t(" ×"))
        self.drop = IconButton("x")
        self.drop.name(t("Take this answer off"))
        self.drop.clicked.connect(self.drop_requested)
        self.words.textEdited.connect(self.changed)
        self.times.valueChanged.connect(self.changed)
        row.addWidget(self.words, 1)
        row.addWidget(self.times)
        row.addWidget(self.drop)

    @property
    def answer(self) -> AnswerCount:
        """What the line holds."""
        return AnswerCount(self.words.text().strip(), self.times.value())


class QuestionBox(Card):
    """A question with its answers; an empty line waits for one more."""

    changed = Signal()
    rearranged = Signal()
    drop_requested = Signal()

    def __init__(self, question: SurveyQuestion, t: Translator) -> None:
        super().__init__()
        self._t = t
        row = QHBoxLayout()
        row.setSpacing(8)
        self.ask = QLineEdit(question.ask)
        self.ask.setPlaceholderText(t("What did you ask?"))
        self.ask.setAccessibleName(t("What did you ask?"))
        self.ask.textEdited.connect(self.changed)
        self.drop = IconButton("trash")
        self.drop.name(t("Take this question off"))
        self.drop.clicked.connect(self.drop_requested)
        row.addWidget(self.ask, 1)
        row.addWidget(self.drop)
        self.body.addLayout(row)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.body.addLayout(self._lines)
        self.more = QuietButton(t("One more answer"), "plus")
        self.more.clicked.connect(self._add_one)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch()
        self.body.addLayout(foot)
        self.answers: list[_Answer] = []
        for answer in question.answers or (AnswerCount("", 0), AnswerCount("", 0)):
            self._add(answer)

    @property
    def question(self) -> SurveyQuestion:
        """What the box holds; lines without words are no answers."""
        given = tuple(line.answer for line in self.answers if line.answer.answer)
        return SurveyQuestion(self.ask.text().strip(), given)

    def _add(self, answer: AnswerCount) -> _Answer:
        line = _Answer(answer, self._t)
        line.changed.connect(self.changed)
        line.drop_requested.connect(partial(self._drop, line))
        self.answers.append(line)
        self._lines.addWidget(line)
        self.more.setVisible(len(self.answers) < MOST_ANSWERS)
        return line

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order in which things stand there."""
        lines = [stop for line in self.answers for stop in (line.words, line.times, line.drop)]
        return [self.ask, self.drop, *lines, self.more]

    def _add_one(self) -> None:
        line = self._add(AnswerCount("", 0))
        line.show()  # what is shown a moment later would not keep the focus
        self.rearranged.emit()
        line.words.setFocus()

    def _drop(self, line: _Answer) -> None:
        self.answers.remove(line)
        line.hide()
        line.deleteLater()
        self.more.show()
        self.more.setFocus()
        self.changed.emit()


class QuestionsField(Field[tuple[SurveyQuestion, ...]]):
    """Questions one under the other, and a button for one more. In the order of Tab they come after ``before``."""

    def __init__(self, before: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = before
        self._t: Translator | None = None
        self._held: tuple[SurveyQuestion, ...] = ()
        self.boxes: list[QuestionBox] = []
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self._questions = QVBoxLayout()
        self._questions.setSpacing(10)
        column.addLayout(self._questions)
        self.more = QuietButton(icon_name="plus")
        self.more.clicked.connect(self._add_one)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch()
        column.addLayout(foot)
        self.wrap(box)
        self.setFocusProxy(self.more)

    def speak(self, t: Translator) -> None:
        """Say the words of every line in the language."""
        held = self.value()
        self._t = t
        self.more.setText(t("One more question"))
        self.set_value(held)

    def value(self) -> tuple[SurveyQuestion, ...]:
        if self._t is None:
            return self._held
        found = [box.question for box in self.boxes]
        return tuple(question for question in found if question.ask or question.answers)

    def set_value(self, value: Sequence[SurveyQuestion]) -> None:
        self._held = tuple(value)
        if self._t is None or (self.boxes and self.value() == self._held):
            return
        for box in self.boxes:
            box.hide()
            box.deleteLater()
        self.boxes = []
        for question in value:
            self._add(question)
        self._order()

    def _order(self) -> None:
        """Let Tab go as the eye does: what is made later would come last on the page."""
        stops = [self._before, *(stop for box in self.boxes for stop in box.stops), self.more]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)

    def add(self, questions: Sequence[SurveyQuestion]) -> None:
        """Add questions, as by hand."""
        self.set_value((*self.value(), *questions)[:MOST_QUESTIONS])
        self.changed.emit()

    def plain(self) -> Any:
        return [[item.ask, [[one.answer, one.times] for one in item.answers]] for item in self.value()]

    def set_plain(self, plain: Any) -> None:
        self.set_value([
            SurveyQuestion(str(ask), tuple(AnswerCount(str(answer), int(times)) for answer, times in answers))
            for ask, answers in plain
        ])  # fmt: skip

    def problem(self, t: Translator) -> str:
        return t("Write the question above its answers.") if any(not item.ask for item in self.value()) else ""

    def _add(self, question: SurveyQuestion) -> QuestionBox:
        assert self._t is not None
        box = QuestionBox(question, self._t)
        box.changed.connect(self._edited)
        box.rearranged.connect(self._order)
        box.drop_requested.connect(partial(self._drop, box))
        self.boxes.append(box)
        self._questions.addWidget(box)
        self.more.setVisible(len(self.boxes) < MOST_QUESTIONS)
        return box

    def _add_one(self) -> None:
        box = self._add(SurveyQuestion(""))
        box.show()  # what is shown a moment later would not keep the focus
        self._order()
        box.ask.setFocus()

    def _drop(self, box: QuestionBox) -> None:
        self.boxes.remove(box)
        box.hide()
        box.deleteLater()
        self.more.show()
        self.more.setFocus()
        self._edited()

    def _edited(self) -> None:
        self.set_error("")
        self.changed.emit()
