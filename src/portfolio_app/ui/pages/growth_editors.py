"""Editors of the small records of growth: phase, learning question, feedback; and what every form is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from PySide6.QtCore import Qt

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.growth import (
    Agreement,
    Feedback,
    LearningQuestion,
    Origin,
    Phase,
    PhaseEntry,
    Quality,
    QualitySide,
    Talk,
)
from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_
from portfolio_app.ui.pages.activity_fields import CompetencesField
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import ANSWERS, Side
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, Disclosure
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, DateField, Field, LineField
from portfolio_app.ui.widgets.text_area import TextArea

R = TypeVar("R", bound=Record)
Make = Callable[[Page], Field[Any]]


@dataclass(frozen=True)
class Spec:
    """A field: attribute, what makes it, label, hint, and what is said when it must not stay empty."""

    name: str
    make: Make
    label: str
    hint: str = ""
    required: str = ""


def _line(page: Page) -> Field[Any]:
    del page
    return LineField()


def _text(page: Page) -> Field[Any]:
    del page
    return TextArea(least=2)


def _day(page: Page) -> Field[Any]:
    return DateField(page.desk.today)


def _maybe_day(page: Page) -> Field[Any]:
    return DateField(page.desk.today, optional=True)


def _tick(page: Page) -> Field[Any]:
    del page
    return CheckField()


def _phase(page: Page) -> Field[Any]:
    del page
    return ChoiceField[Phase]()


def _origin(page: Page) -> Field[Any]:
    del page
    return ScaleField[Origin]()


def _side(page: Page) -> Field[Any]:
    del page
    return ScaleField[QualitySide]()


CHOICES: dict[str, Sequence[Phase] | Sequence[Origin] | Sequence[QualitySide]] = {
    "phase": tuple(Phase),
    "origin": tuple(Origin),
    "side": tuple(QualitySide),
}

SPECS: dict[type[Record], tuple[Spec, ...]] = {
    PhaseEntry: (
        Spec("phase", _phase, N_("Phase")),
        Spec("began_on", _day, N_("Since")),
        Spec("note", _text, N_("What changed? (optional)")),
    ),
    LearningQuestion: (
        Spec("question", _text, N_("My learning question"), "", N_("Write your question first.")),
        Spec("asked_on", _day, N_("Asked on")),
        Spec("origin", _origin, N_("Where does it come from?")),
        Spec("why", _text, N_("Why this, why now?")),
        Spec(
            "can",
            _text,
            N_("What do I need to be able to do it?"),
            N_("Time, knowledge, practice: what, and from whom?"),
        ),
        Spec("want", _text, N_("What makes me want it?")),
        Spec("may", _text, N_("What room do I need, and from whom?")),
        Spec("came_of_it", _text, N_("What came of it?")),
        Spec("closed_on", _maybe_day, N_("Closed on")),
        Spec("for_talk", _tick, N_("For the talk with my coach")),
    ),
    Quality: (
        Spec("side", _side, N_("What is it?")),
        Spec("text", _text, N_("In my own words"), "", N_("Write it in a few words first.")),
        Spec("noticed", _text, N_("How can I tell?"), N_("What do I do then, and who notices?")),
        Spec("pitfall", _text, N_("When there is too much of it (pitfall, optional)")),
        Spec("challenge", _text, N_("What would balance that (challenge, optional)")),
        Spec("noticed_on", _day, N_("Noticed on")),
    ),
    Talk: (
        Spec("happens_on", _day, N_("When?")),
        Spec("with_role", _line, N_("With whom? (a role)"), N_("For example: coach, team leader")),
        Spec("tell", _text, N_("What I want to tell")),
        Spec("ask", _text, N_("What I ask")),
        Spec(
            "can",
            _text,
            N_("Being able to: time, knowledge, practice, and from whom?"),
            N_("What do I need, and from whom? You may leave out any of the three."),
        ),
        Spec("want", _text, N_("Wanting to: what keeps me going, and who helps?")),
        Spec("may", _text, N_("Being allowed to: what room, and from whom?")),
        Spec("need", _text, N_("What do I need, and from whom?")),
        Spec("notes", _text, N_("What was said")),
        Spec("held", _tick, N_("The talk took place")),
    ),
    Agreement: (
        Spec("text", _text, N_("What was agreed?"), "", N_("Write what was agreed.")),
        Spec("who", _line, N_("Who does it? (a role)"), N_("For example: I, my coach")),
        Spec("with_role", _line, N_("With whom? (a role)")),
        Spec("agreed_on", _day, N_("Agreed on")),
        Spec("due_on", _maybe_day, N_("To come back to on")),
        Spec("outcome", _text, N_("What came of it?")),
        Spec("done_on", _maybe_day, N_("Done on")),
        Spec("dropped_on", _maybe_day, N_("No longer needed since")),
    ),
    Feedback: (
        Spec("text", _text, N_("What was said?"), "", N_("Write in a few words what was said.")),
        Spec("by_role", _line, N_("By whom? (a role)"), N_("For example: my coach, a colleague, pupils of 2B")),
        Spec("given_on", _day, N_("When?")),
        Spec("spoken", _tick, N_("Said aloud, noted by me")),
        Spec("my_answer", _text, N_("What I do with it")),
    ),
}


class SimpleEditor(Editor[R]):
    """A form made of its specification."""

    def __init__(self, page: Page, cls: type[R], specs: Sequence[Spec] = ()) -> None:
        """``specs`` are the fields where they differ from what its kind has."""
        super().__init__(page, cls)
        self._fields: list[tuple[Spec, Field[Any]]] = []
        card = Card()
        for spec in specs or SPECS[cls]:
            field = spec.make(page)
            if spec.required:
                self.form.required(spec.name, field, lambda words=spec.required: page.t(words))
            else:
                self.form.bind(spec.name, field)
            card.body.addWidget(field)
            if isinstance(field, TextArea):
                self.lifts(field, spec.name, own=False)
            self._fields.append((spec, field))
        self.body.addWidget(card)
        self.body.addStretch()

    def retranslate(self) -> None:
        t = self.page.t
        for spec, field in self._fields:
            if isinstance(field, ChoiceField | ScaleField):
                options = [(value, word(value, t)) for value in CHOICES[spec.name]]
                field.set_choices(options)
            field.set_label(t(spec.label), t(spec.hint) if spec.hint else "")
        super().retranslate()

    def collect(self, record: R) -> R:
        made = super().collect(record)
        if isinstance(made, LearningQuestion) and self.form["origin"] is None:
            return replace(made, origin=Origin.DEVELOPMENT)
        if isinstance(made, Quality) and self.form["side"] is None:
            return replace(made, side=QualitySide.STRENGTH)
        return made


class LinkedEditor(SimpleEditor[R]):
    """A form made of its specification, and beneath it what the record hangs together with."""

    def __init__(self, page: Page, cls: type[R], side: Side) -> None:
        super().__init__(page, cls)
        self._together = Card()
        self.linked = LinksPart(self, side, titled=False)
        self._together.body.addWidget(self.linked)
        self.body.insertWidget(self.body.count() - 1, self._together)

    def retranslate(self) -> None:
        super().retranslate()
        self._together.set_title(self.linked.name)
        self.linked.retranslate()
        if self.record is not None:
            self.shown(self.record)

    def shown(self, record: R) -> None:
        self.linked.show_record(record, fresh=self.fresh)


class QuestionEditor(LinkedEditor[LearningQuestion]):
    """A learning question, the competences it is about, and what was done with it."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, LearningQuestion, ANSWERS)
        self._presenter = ActivityPresenter(self.services)
        self._fold, self.competences = Disclosure(), CompetencesField()
        self.form.bind("competences", self.competences)
        self._fold.body.addWidget(self.competences)
        self.body.insertWidget(self.body.count() - 2, self._fold)
        self.close_button = Button(icon_name="check-circle")
        self.close_button.clicked.connect(self._close_question)
        self.body.insertWidget(self.body.count() - 1, self.close_button, 0, Qt.AlignmentFlag.AlignLeft)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._fold.set_title(t("Competences"))
        self.competences.set_label(t("Which competences is it about?"))
        self.close_button.setText(t("Close this question …"))
        if self.record is not None:
            self._offer(self.competences.value())

    def show_record(self, record: LearningQuestion, *, fresh: bool = False, draft: str = "") -> None:
        self.leave()
        self.competences.set_value(record.competences)
        self._offer(record.competences)
        super().show_record(record, fresh=fresh, draft=draft)
        self._fold.unfold(bool(self.competences.value()))

    def shown(self, record: LearningQuestion) -> None:
        super().shown(record)
        self.close_button.setVisible(not self.fresh and record.closed_on is None)

    def _close_question(self) -> None:
        """Close it today, and ask what came of it; it is kept when she saves."""
        closed, came_of_it = self.form.field("closed_on"), self.form.field("came_of_it")
        closed.set_value(self.page.desk.today())
        closed.changed.emit()
        self.close_button.hide()
        t = self.page.t
        came_of_it.set_label(
            t("What came of it?"), t("A few words are enough. That it led to nothing is an answer too.")
        )
        came_of_it.setFocus()
        self.scroller.ensureWidgetVisible(came_of_it)

    def _offer(self, used: tuple[CompetenceRef, ...]) -> None:
        t = self.page.t
        self.competences.set_groups(self._presenter.frameworks(used, t), t("More precisely"))
