"""Editors of the small records of growth: phase, learning question, talk, agreement, feedback; and the self-check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

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
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import Instrument
from portfolio_app.i18n import N_
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.activity_fields import CompetencesField
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import AGREED_IN, AGREEMENTS, ANSWERS, Side
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear
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
        Spec("need", _text, N_("What do I need, and from whom?")),
        Spec("notes", _text, N_("What was said")),
        Spec("held", _tick, N_("The talk took place")),
    ),
    Agreement: (
        Spec("text", _text, N_("What was agreed?"), "", N_("Write what was agreed.")),
        Spec("with_role", _line, N_("With whom? (a role)")),
        Spec("agreed_on", _day, N_("Agreed on")),
        Spec("due_on", _maybe_day, N_("To come back to on")),
        Spec("outcome", _text, N_("What came of it?")),
        Spec("done_on", _maybe_day, N_("Done on")),
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

    def __init__(self, page: Page, cls: type[R]) -> None:
        super().__init__(page, cls)
        self._fields: list[tuple[Spec, Field[Any]]] = []
        card = Card()
        for spec in SPECS[cls]:
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


class TalkEditor(SimpleEditor[Talk]):
    """A talk: the sheet to take along, and what was agreed in it.

    An agreement that is being written has a draft of its own beside that of the talk.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(page, Talk)
        self._sheet = Card()
        self._make_sheet = Button(icon_name="file-text")
        self._make_sheet.clicked.connect(self._show_sheet)
        self._sheet.head.addWidget(self._make_sheet)
        self._lines = QVBoxLayout()
        self._sheet.body.addLayout(self._lines)
        self._agreed = Card()
        self.agreements = LinksPart(self, AGREEMENTS, titled=False)
        self.what, self.due = TextArea(least=2), DateField(page.desk.today, optional=True)
        self._agreeing = Form(page.t, self)
        self._agreeing.bind("text", self.what)
        self._agreeing.bind("due_on", self.due)
        self._agreeing_keeper = DraftKeeper(self._agreeing, self.services.drafts, self)
        self._agreeing_keeper.failed.connect(page.trouble_met)
        self.agree = Button(icon_name="plus")
        self.agree.clicked.connect(self._agree)
        for widget in (self.agreements, self.what, self.due):
            self._agreed.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.agree)
        row.addWidget(self.agreements.add)
        row.addStretch()
        self._agreed.body.addLayout(row)
        for card in (self._sheet, self._agreed):
            self.body.insertWidget(self.body.count() - 1, card)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._agreeing.t = t
        self._sheet.set_title(t("To take along"))
        self._sheet.set_note(t("What you marked for the talk, and what was agreed before."))
        self._make_sheet.setText(t("Make a talk sheet"))
        self._agreed.set_title(self.agreements.name)
        self._agreed.set_note(t("It comes back before the next talk."))
        self.agreements.retranslate()
        self.what.set_label(t("What was agreed?"))
        self.due.set_label(t("To come back to on (optional)"))
        self.agree.setText(t("Note an agreement"))
        if self.record is not None:
            self.shown(self.record)

    def _store(self, record: Talk, links: Sequence[Link]) -> None:
        before = self.services.records.get(Talk, record.id)
        if record.held and not (before and before.held):
            self.services.talks.hold(record)
        else:
            super()._store(record, links)

    def shown(self, record: Talk) -> None:
        self.agreements.show_record(record, fresh=self.fresh)
        here = {item.id for item in self.agreements.linked}
        clear(self._lines)
        sheet = self.services.talks.sheet(record)
        before = [item for item in sheet.agreements if item.id not in here]
        for item in sheet.marked:
            self._lines.addWidget(self._line(item))
        for agreement in before:
            row = QHBoxLayout()
            done = QuietButton(self.page.t("Done"), "check")
            done.setAccessibleName(f"{self.page.t('Done')}: {agreement.text}")
            done.clicked.connect(lambda _=False, i=agreement: self._settle_agreement(i))
            row.addWidget(self._line(agreement), 1)
            row.addWidget(done)
            self._lines.addLayout(row)
        if not (sheet.marked or before):
            self._lines.addWidget(Label(self.page.t("Nothing is marked yet."), "muted"))

    def _show_sheet(self) -> None:
        from portfolio_app.ui.dialogs.talk_sheet import TalkSheetDialog

        self.leave()
        if self.record is not None:
            TalkSheetDialog(self.page.desk, self.collect(self.record), self, at_talk=True).open()

    def _line(self, item: Record) -> RowButton:
        words = self.page.t("Week {number}", number=item.number) if isinstance(item, JournalWeek) else item.heading
        button = RowButton(words, "caret-right")
        button.clicked.connect(lambda: self.page.open_requested.emit(item.KIND, item.id))
        return button

    def _settle_agreement(self, agreement: Agreement) -> None:
        if self.page.attempt(lambda: self.services.talks.settle(agreement)):
            self.page.said(self.page.t("Settled."), undo=True)
            if self.record is not None:
                self.shown(self.record)

    def show_record(self, record: Talk, *, fresh: bool = False, draft: str = "") -> None:
        super().show_record(record, fresh=fresh, draft=draft)
        self._agreeing_keeper.close()
        self._agreeing.load({"text": "", "due_on": None})
        self._agreeing_keeper.open(_agreeing_key("new" if fresh else record.id))

    def leave(self) -> None:
        self._agreeing_keeper.flush()
        super().leave()

    def go_back(self) -> None:
        super().go_back()
        self._agreeing_keeper.close()

    def move_to_trash(self) -> None:
        super().move_to_trash()
        if self.record is None:
            self._agreeing_keeper.drop()

    def _settle(self, record: Talk) -> None:
        super()._settle(record)
        self._agreeing_keeper.move(_agreeing_key(record.id))

    def _agree(self) -> None:
        t = self.page.t
        text, due = self.what.value(), self.due.value()
        wrong = self.due.problem(t)
        self.what.set_error("" if text.strip() else t("Write what was agreed."))
        self.due.set_error(wrong)
        if not text.strip() or wrong or ((self.fresh or self.form.dirty) and not self.save()):
            return
        talk = self.record
        if talk is not None and self.page.attempt(lambda: self.services.talks.agree(text, talk=talk, due_on=due)):
            self._agreeing.load({"text": "", "due_on": None})
            self._agreeing_keeper.drop()
            self.shown(talk)
            self.page.said(t("Saved."), undo=True)
            self.what.setFocus()


def _agreeing_key(talk: str) -> str:
    return f"agreeing:{talk}"


class AgreementEditor(LinkedEditor[Agreement]):
    """An agreement; with a day on which it was done it is settled, and no longer comes back before a talk."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, Agreement, AGREED_IN)

    def _store(self, record: Agreement, links: Sequence[Link]) -> None:
        before = self.services.records.get(Agreement, record.id)
        if record.text.strip() and record.done_on is not None and not (before and before.done_on):
            self.services.talks.settle(record)
        else:
            super()._store(record, links)


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
