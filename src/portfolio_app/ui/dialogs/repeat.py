"""An activity that comes back: until when, how often, and on which days it is made."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.repeats import Rhythm
from portfolio_app.i18n import N_
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Label, clear
from portfolio_app.ui.widgets.fields import CheckField, DateField
from portfolio_app.ui.widgets.layouts import Column
from portfolio_app.ui.widgets.speaking import speak_all

USUAL = timedelta(weeks=6)
RHYTHMS = (
    (Rhythm.WEEK, N_("every week")),
    (Rhythm.TWO_WEEKS, N_("every two weeks")),
    (Rhythm.MONTH, N_("every month")),
)


class RepeatDialog(Dialog):
    """A list of days to tick: those in a holiday or leave are shown and not ticked. ``made`` tells it in words."""

    made = Signal(str)

    def __init__(self, desk: Desk, experience: Experience, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent, width=520)
        t = self.t
        self._desk, self._experience = desk, experience
        self.set_heading(
            t("Repeat “{title}”", title=experience.title),
            t("What is the same each time goes along: hours, kind, people, purpose. What happened does not."),
        )
        self._rhythm, self._until = ScaleField[Rhythm](), DateField(desk.today, lang=t.lang)
        self._rhythm.set_choices([(rhythm, t(words)) for rhythm, words in RHYTHMS])
        self._rhythm.set_label(t("How often?"))
        self._rhythm.set_value(Rhythm.WEEK)
        self._until.set_label(t("Until and including"))
        self._until.set_value(experience.happened_on + USUAL)
        self.body.addWidget(self._rhythm)
        self.body.addWidget(self._until)
        self._said = Label(role="label", wrap=True)
        self.body.addWidget(self._said)
        holder = QWidget()
        self._list = Column(holder)
        self._list.setSpacing(2)
        self.body.addWidget(holder)
        self.days: list[tuple[date, CheckField]] = []
        no = Button(t("Never mind"))
        no.clicked.connect(self.reject)
        self._yes = PrimaryButton(t("Make them"), "check")
        self._yes.setDefault(True)
        self._yes.clicked.connect(self._make)
        self.add_buttons(no, self._yes)
        for field in (self._rhythm, self._until):
            field.changed.connect(self._look_ahead)
        speak_all(self, t)
        self._look_ahead()

    def _look_ahead(self) -> None:
        t, until, rhythm = self.t, self._until.value(), self._rhythm.value()
        clear(self._list)
        self.days = []
        self.trouble.set_texts("")
        first = self._experience.happened_on
        try:
            turns = self._desk.services.activities.turns(first, until, rhythm) if until and rhythm else ()
        except UserError as error:
            self.show_trouble(error)
            turns = ()
        for turn in turns:
            tick = CheckField()
            day = t.date(turn.on, "full")
            tick.set_label(t("{day}  ·  holiday or leave", day=day) if turn.off else day)
            tick.set_value(not turn.off)
            tick.changed.connect(self._count)
            self._list.addWidget(tick)
            self.days.append((turn.on, tick))
        self._count()

    def _count(self) -> None:
        chosen = [day for day, tick in self.days if tick.value()]
        self._said.setText(self.t.n("{n} time", "{n} times", len(chosen)) if self.days else "")
        self._yes.setEnabled(bool(chosen))

    def _make(self) -> None:
        t = self.t
        chosen = [day for day, tick in self.days if tick.value()]
        if self.attempt(lambda: self._desk.services.activities.repeat(self._experience, chosen)):
            self.accept()
            self.made.emit(t.n("Made {n} time. You can take it back in one step.",
                               "Made {n} times. You can take it back in one step.", len(chosen)))  # fmt: skip
