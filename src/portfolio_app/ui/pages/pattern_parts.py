"""Parts of the page of one habit or belief that grow: ratings, cases, try-outs, conversations, decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.patterns import Case, Entry, Experiment, Lens, Pattern, Rating, TryOutState, due_experiments
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.links import RecordField
from portfolio_app.ui.pages.pattern_mending import TELLERS, MendDialog, teller, told_in
from portfolio_app.ui.pages.patterns_presenter import SCALE
from portfolio_app.ui.widgets.buttons import Button, IconButton, QuietButton
from portfolio_app.ui.widgets.charts import Step, StepLine
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Disclosure, Label, Line, clear
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField
from portfolio_app.ui.widgets.speaking import speak_all
from portfolio_app.ui.widgets.text_area import TextArea

Act = Callable[[Callable[[str], Pattern]], bool]
"""Runs a verb on the saved pattern (by its id) and shows the outcome; False when it could not be done."""

LATER = timedelta(days=7)


class Part(QWidget):
    """Base: words by `retranslate`, contents by `show_pattern`.

    What is being written for the next entry is bound to ``composing``, so that it outlives a draft; `show_pattern`
    leaves it alone, because the pattern also changes by what happens elsewhere on the page.
    """

    composed = Signal()
    """What was written became an entry, and its fields are empty again."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__()
        self.page, self.act, self.composing = page, act, composing
        self.services = page.desk.services
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(10)

    def retranslate(self) -> None:
        """Say the words again."""

    def show_pattern(self, pattern: Pattern) -> None:
        """Show what the pattern holds."""
        del pattern

    def reset(self) -> None:
        """Empty what is being written."""

    def restored(self) -> None:
        """A draft was put back in the fields; bring it in sight."""

    def enter(self, work: Callable[[str], Pattern]) -> None:
        """Make an entry of what was written; it stays in the fields when that fails."""
        if self.act(work):
            self.reset()
            self.composed.emit()

    def row(self, *widgets: QWidget) -> None:
        """Put widgets beside each other."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch()
        self.column.addLayout(row)

    def entry_line(self, words: str, entry: Entry, *before: QWidget, after: Sequence[QWidget] = ()) -> QWidget:
        """An entry of the life on a line, with buttons to put it right and to take it away."""
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in before:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(words, wrap=True), 1)
        for widget in (*after, *self.entry_buttons(words, entry)):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def entry_buttons(self, words: str, entry: Entry) -> tuple[QWidget, QWidget]:
        """Buttons to put an entry right and to take it away; the notice takes either back."""
        t = self.page.t
        mend, remove = IconButton("pencil-simple"), IconButton("trash")
        mend.name(t("Put right: {what}", what=words))
        remove.name(t("Take away: {what}", what=words))
        mend.clicked.connect(lambda: self._open(entry))
        remove.clicked.connect(lambda: self.mend(entry, None))
        return mend, remove

    def mend(self, before: Entry, after: Entry | None) -> bool:
        """Put an entry right, or take it away."""
        return self.act(lambda ident: self.services.patterns.mend(ident, before, after))

    def _open(self, entry: Entry) -> None:
        MendDialog(self.page, entry, partial(self.mend, entry)).open()


class Ratings(Part):
    """1 Zo denk ik nu."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._scale, self._note, self._add = ScaleField[Rating](), LineField(), Button(icon_name="plus")
        self._line, self._fold, self._list = StepLine(), Disclosure(), QVBoxLayout()
        self._fold.body.addLayout(self._list)
        self.column.addWidget(self._scale)
        self.column.addWidget(self._note)
        self.row(self._add)
        self.column.addWidget(self._line)
        self.column.addWidget(self._fold)
        composing.bind("rating.scale", self._scale)
        composing.bind("rating.note", self._note)
        self._add.clicked.connect(self._rate)

    def reset(self) -> None:
        """Empty what is being written."""
        self._scale.set_value(None)
        self._note.set_value("")

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._scale.set_choices([(rating, word(rating, t)) for rating in reversed(SCALE)])
        self._scale.name_silently(t("This is how I think now"))
        self._note.set_label(t("Why now? (optional)"))
        self._add.setText(t("Put it on the line"))
        self._fold.set_title(t("What stands on the line"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show the line."""
        t = self.page.t
        for widget in (self._line, self._fold):
            widget.setVisible(bool(pattern.ratings))
        clear(self._list)
        for entry in reversed(pattern.ratings):
            said = f"{t.date(entry.on, 'medium')} · {word(entry.rating, t)}"
            self._list.addWidget(self.entry_line(f"{said}: {entry.note}" if entry.note else said, entry))
        steps = [Step(entry.on, entry.rating.value, entry.note) for entry in pattern.ratings]
        self._line.set_steps(
            t("How I thought over time"),
            [word(rating, t) for rating in SCALE],
            steps,
            [t.date(step.on) for step in steps],
        )

    def _rate(self) -> None:
        rating, note = self._scale.value(), self._note.value().strip()
        if rating is None:
            self._scale.set_error(self.page.t("Choose one of the four."))
            return
        self.enter(lambda ident: self.services.patterns.rate(ident, rating, note))


class Cases(Part):
    """3 Wanneer klopte het? Wanneer niet?"""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.column.addLayout(self._list)
        self._text = TextArea(least=2)
        self._moment = RecordField(page, TELLERS)
        self._fits, self._not = Button(icon_name="check"), Button(icon_name="x")
        self.column.addWidget(self._text)
        self.column.addWidget(self._moment)
        self.row(self._fits, self._not)
        composing.bind("case.text", self._text)
        composing.bind("case.told_in", self._moment)
        self._fits.clicked.connect(self._add_fitting)
        self._not.clicked.connect(self._add_other)

    def reset(self) -> None:
        """Empty what is being written."""
        self._text.set_value("")
        self._moment.set_value(None)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._text.set_label(t("When did it fit? When didn't it?"), t("One time is enough. What did you see?"))
        self._moment.set_label(t("From which moment or week? (optional)"))
        self._fits.setText(t("It fitted"))
        self._not.setText(t("It didn't fit"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show the cases."""
        clear(self._list)
        for case in pattern.cases:
            self._list.addWidget(self._line(case))

    def _line(self, case: Case) -> QWidget:
        t = self.page.t
        chip = Label(t("fitted") if case.fits else t("didn't fit"), "chip" if case.fits else "chip-warn")
        links: list[QWidget] = []
        told = teller(case)
        if told is not None and self.services.records.any(*told) is not None:
            open_it = QuietButton(t("Show the week") if case.week_id else t("Show the moment"))
            open_it.clicked.connect(lambda: self.page.open_requested.emit(*told))
            links.append(open_it)
        return self.entry_line(f"{t.date(case.on, 'medium')} — {case.text}", case, chip, after=links)

    def _add_fitting(self) -> None:
        self._store(True)

    def _add_other(self) -> None:
        self._store(False)

    def _store(self, fits: bool) -> None:
        text, (experience, week) = self._text.value(), told_in(self._moment.value())
        if not text.strip():
            self._text.set_error(self.page.t("Write in a few words what happened."))
            return
        self.enter(lambda ident: self.services.patterns.add_case(ident, fits, text, None, experience, week))


class TryOuts(Part):
    """5 Ik probeer … Ik verwacht … Ik denk er anders over als …"""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.column.addLayout(self._list)
        self._try, self._expect, self._rethink = TextArea(least=2), TextArea(least=2), TextArea(least=2)
        self._due = DateField(page.desk.today, optional=True)
        self._plan = Button(icon_name="plus")
        self._telling: dict[str, tuple[QWidget, TextArea, TextArea]] = {}
        self._waiting: list[str] = []
        for name, field in (("try", self._try), ("expect", self._expect), ("rethink", self._rethink)):
            composing.bind(f"try_out.{name}", field)
        composing.bind("try_out.due", self._due)
        for widget in (self._try, self._expect, self._rethink, self._due):
            self.column.addWidget(widget)
        self.row(self._plan)
        self._plan.clicked.connect(self._store)

    def reset(self) -> None:
        """Empty what is being written."""
        for field in (self._try, self._expect, self._rethink):
            field.set_value("")
        self._due.set_value(self.page.desk.today() + LATER)

    def restored(self) -> None:
        """A draft was put back in the fields; bring it in sight, and what waits for its story too."""
        for ident, (box, happened, says) in self._telling.items():
            box.setVisible(bool(happened.value() or says.value()) or ident in self._waiting)

    def waiting(self) -> QWidget | None:
        """Where to tell how the first try-out went whose day has come, if there is one."""
        return self._telling[self._waiting[0]][0] if self._waiting else None

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._try.set_label(t("I try …"))
        self._expect.set_label(t("I expect …"))
        self._rethink.set_label(t("I will think differently if …"))
        self._due.set_label(t("Ask me on"))
        self._plan.setText(t("Try this out"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show the try-outs, those that wait first."""
        if self._due.value() is None:
            self._due.set_value(self.page.desk.today() + LATER)
        begun = {ident: (happened.value(), says.value()) for ident, (_, happened, says) in self._telling.items()}
        for ident in begun:
            self._let_go(ident)
        clear(self._list)
        self._waiting = [tried.id for tried in due_experiments(pattern, self.page.desk.today())]
        order = sorted(pattern.experiments, key=lambda tried: tried.state is not TryOutState.PLANNED)
        for tried in order:
            self._list.addWidget(self._card(tried))
        for ident, (_, happened, says) in self._telling.items():
            for field, text in zip((happened, says), begun.get(ident, ("", "")), strict=True):
                field.set_value(text)
        self.restored()

    def _let_go(self, ident: str) -> None:
        del self._telling[ident]
        for name in ("happened", "says"):
            self.composing.unbind(f"tell.{ident}.{name}")

    def _card(self, tried: Experiment) -> QWidget:
        t = self.page.t
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.entry_line(f"{t('I try …')} {tried.try_text}", tried))
        for label, text in (
            (t("I expect …"), tried.expect),
            (t("I will think differently if …"), tried.rethink_if),
            (t("What happened"), tried.happened),
            (t("What that says"), tried.says),
        ):
            if text:
                column.addWidget(Label(f"{label} {text}" if label.endswith("…") else f"{label}: {text}", wrap=True))
        if tried.state is TryOutState.PLANNED:
            self._offer(tried, column)
        else:
            column.addWidget(Label(word(tried.state, t), "small"))
        column.addWidget(Line())
        return box

    def _offer(self, tried: Experiment, column: QVBoxLayout) -> None:
        t = self.page.t
        happened, says = TextArea(least=2), TextArea(least=2)
        happened.set_label(t("How did it go?"))
        says.set_label(t("What does that say about the belief, not about you?"))
        telling = QWidget()
        inside = QVBoxLayout(telling)
        inside.setContentsMargins(0, 0, 0, 0)
        keep = Button(t("Save"))
        inside.addWidget(happened)
        inside.addWidget(says)
        inside.addWidget(keep, 0, Qt.AlignmentFlag.AlignLeft)
        telling.hide()
        self._telling[tried.id] = (telling, happened, says)
        self.composing.bind(f"tell.{tried.id}.happened", happened)
        self.composing.bind(f"tell.{tried.id}.says", says)
        tell, wait, drop = Button(t("Tell")), QuietButton(t("Not yet")), QuietButton(t("Let it be"))
        tell.clicked.connect(lambda: (telling.show(), happened.setFocus()))
        patterns, later = self.services.patterns, self.page.desk.today() + LATER
        wait.clicked.connect(lambda: self.act(lambda ident: patterns.not_yet(ident, tried.id, later)))
        drop.clicked.connect(lambda: self.act(lambda ident: patterns.drop(ident, tried.id)))
        keep.clicked.connect(lambda: self._tell(tried.id, happened.value(), says.value()))
        row = QHBoxLayout()
        for button in (tell, wait, drop):
            row.addWidget(button)
        if tried.due_on:
            row.addWidget(Label(t("asked again on {day}", day=t.date(tried.due_on, "medium")), "small"))
        row.addStretch()
        column.addLayout(row)
        column.addWidget(telling)
        speak_all(telling, t)

    def _tell(self, tried: str, happened: str, says: str) -> None:
        if self.act(lambda ident: self.services.patterns.tell(ident, tried, happened, says)):
            self.composed.emit()

    def _store(self) -> None:
        if not self._try.value().strip():
            self._try.set_error(self.page.t("Write what you will try."))
            return
        given = (self._try.value(), self._expect.value(), self._rethink.value(), self._due.value())
        self.enter(lambda ident: self.services.patterns.add_experiment(ident, *given))


class Asked(Part):
    """Wie vroeg ik? Four lenses."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._list = QVBoxLayout()
        self.column.addLayout(self._list)
        self._lens, self._who, self._said = ChoiceField[Lens](), LineField(), TextArea(least=2)
        self._add = Button(icon_name="plus")
        for widget in (self._lens, self._who, self._said):
            self.column.addWidget(widget)
        self.row(self._add)
        for name, field in (("lens", self._lens), ("who", self._who), ("said", self._said)):
            composing.bind(f"asked.{name}", field)
        self._add.clicked.connect(self._store)

    def reset(self) -> None:
        """Empty what is being written."""
        self._who.set_value("")
        self._said.set_value("")

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._lens.set_choices([(lens, word(lens, t)) for lens in Lens])
        self._lens.set_label(t("Through whose eyes?"))
        self._who.set_label(t("Whom or what did I ask? (a role, a book)"))
        self._said.set_label(t("What came of it?"))
        self._add.setText(t("Add"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show what was said."""
        t = self.page.t
        clear(self._list)
        for asked in pattern.consultations:
            who = asked.who or word(asked.lens, t)
            self._list.addWidget(self.entry_line(f"{t.date(asked.on, 'medium')} · {who}: {asked.said}", asked))

    def _store(self) -> None:
        if not self._said.value().strip():
            self._said.set_error(self.page.t("Write in a few words what came of it."))
            return
        lens, who, said = self._lens.value() or Lens.COLLEAGUES, self._who.value(), self._said.value()
        self.enter(lambda ident: self.services.patterns.consult(ident, lens, who, said))
