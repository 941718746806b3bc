"""Editors of the small records of growth: phase, learning question, feedback, what every form is made of; and the
self-check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.growth import (
    Agreement,
    CheckAnswer,
    Feedback,
    LearningQuestion,
    NamedBy,
    Origin,
    Phase,
    PhaseEntry,
    SelfCheck,
    Talk,
)
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import Instrument
from portfolio_app.i18n import N_
from portfolio_app.ui.pages.activity_fields import CompetencesField
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import ANSWERS, Side
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label
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


CHOICES: dict[str, Sequence[Phase] | Sequence[Origin]] = {"phase": tuple(Phase), "origin": tuple(Origin)}

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

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._fold.set_title(t("Competences"))
        self.competences.set_label(t("Which competences is it about?"))
        if self.record is not None:
            self._offer(self.competences.value())

    def show_record(self, record: LearningQuestion, *, fresh: bool = False, draft: str = "") -> None:
        self.leave()
        self.competences.set_value(record.competences)
        self._offer(record.competences)
        super().show_record(record, fresh=fresh, draft=draft)
        self._fold.unfold(bool(self.competences.value()))

    def _offer(self, used: tuple[CompetenceRef, ...]) -> None:
        t = self.page.t
        self.competences.set_groups(self._presenter.frameworks(used, t), t("More precisely"))


class CheckEditor(Editor[SelfCheck]):
    """A self-check: a step and an example for each statement; somebody else may have named the example."""

    def __init__(self, page: Page, instrument: Instrument) -> None:
        super().__init__(page, SelfCheck)
        self.instrument = instrument
        self._taken, self._note = DateField(page.desk.today), TextArea(least=2)
        self._intro = Label(role="muted", wrap=True)
        self.body.addWidget(self._intro)
        self.form.bind("taken_on", self._taken)
        self.body.addWidget(self._taken)
        self._rows: dict[str, tuple[Card, ScaleField[int], TextArea, ScaleField[NamedBy]]] = {}
        for item in instrument.items:
            row = (Card(), ScaleField[int](), TextArea(least=2), ScaleField[NamedBy]())
            for name, field in zip(("step", "example", "named_by"), row[1:], strict=True):
                self.form.bind(f"{item.key}.{name}", field)
                row[0].body.addWidget(field)
            row[1].changed.connect(self._hint)
            self.body.addWidget(row[0])
            self._rows[item.key] = row
        self.form.bind("note", self._note)
        self.body.addWidget(self._note)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._intro.setText(t.pick(self.instrument.note) if self.instrument.note else "")
        self._taken.set_label(t("Day"))
        self._note.set_label(t("What strikes me (optional)"))
        for item in self.instrument.items:
            card, step, example, named = self._rows[item.key]
            card.set_title(t.pick(item.text))
            step.set_choices([(at, t.pick(words)) for at, words in enumerate(self.instrument.scale, 1)])
            step.name_silently(t.pick(item.text))
            named.set_choices([(by, word(by, t)) for by in NamedBy])
            named.set_label(t("Who named the example?"))
            example.set_label(t("An example from this period"))
        self._hint()

    def shown(self, record: SelfCheck) -> None:
        given = {answer.item: answer for answer in record.answers}
        for key, (_, step, example, named) in self._rows.items():
            answer = given.get(key, CheckAnswer(key))
            step.set_value(answer.step)
            example.set_value(answer.example)
            named.set_value(answer.named_by)
        self._hint()

    def show_record(self, record: SelfCheck, *, fresh: bool = False, draft: str = "") -> None:
        super().show_record(record, fresh=fresh, draft=draft)
        self.keeper.again()
        self._hint()

    def collect(self, record: SelfCheck) -> SelfCheck:
        answers = tuple(
            CheckAnswer(key, step.value(), example.value(), named.value() or NamedBy.SELF)
            for key, (_, step, example, named) in self._rows.items()
        )
        return replace(
            record, taken_on=self._taken.value() or record.taken_on, note=self._note.value(), answers=answers
        )

    def _store(self, record: SelfCheck, links: Sequence[Any]) -> None:
        self.services.growth.save_check(record)

    def _hint(self) -> None:
        t = self.page.t
        for _, step, example, named in self._rows.values():
            asked = self.instrument.asks_example(step.value())
            example.set_label(t("An example from this period"), t("An example says more than a tick.") if asked else "")
            named.setVisible(bool(asked or example.value()))
