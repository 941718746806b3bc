"""The editor of a self-check: for each statement a step in words, and an example that somebody else may have named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import CheckAnswer, NamedBy, SelfCheck
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import CheckItem, Instrument, Shows
from portfolio_app.i18n import Translator
from portfolio_app.services.jobs import Job
from portfolio_app.ui.pages.activity_presenter import line_of
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import LinksPart
from portfolio_app.ui.pages.links_presenter import CHECKED
from portfolio_app.ui.widgets.buttons import RowButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Card, Disclosure, Label, clear
from portfolio_app.ui.widgets.fields import DateField, LineField
from portfolio_app.ui.widgets.text_area import TextArea
from portfolio_app.ui.words import kind_icon

Offers = dict[Shows, list[Record]]


class CheckRow(Card):
    """One statement: its step, what is asked besides, the words, and what in the portfolio may serve as an example."""

    def __init__(self, editor: CheckEditor, item: CheckItem) -> None:
        super().__init__()
        self._page, self._instrument, self._item = editor.page, editor.instrument, item
        self.step, self.second = ScaleField[int](), ScaleField[int]()
        self.example, self.named = TextArea(least=2), ScaleField[NamedBy]()
        self.role, self.day = LineField(), DateField(editor.page.desk.today, optional=True)
        fields = {"step": self.step, "example": self.example, "named_by": self.named, "by_role": self.role,
                  "named_on": self.day, "second": self.second}  # fmt: skip
        for name, field in fields.items():
            editor.form.bind(f"{item.key}.{name}", field)
        for field in (self.step, self.second, self.example, self.named, self.role, self.day):
            self.body.addWidget(field)
        self.second.setVisible(self._instrument.second is not None)
        self._offers, self._offered = Disclosure(), QVBoxLayout()
        self._offered.setSpacing(2)
        self._offers.body.addLayout(self._offered)
        self._offers.hide()
        self.body.addWidget(self._offers)
        for field in (self.step, self.example, self.named):
            field.changed.connect(self.hint)

    def speak(self, t: Translator) -> None:
        """Say the words again."""
        instrument, statement = self._instrument, t.pick(self._item.text)
        self.set_title(statement)
        scale = instrument.scale_of(self._item.key)
        self.step.set_choices([(at, t.pick(words)) for at, words in enumerate(scale, 1)])
        if instrument.question is not None:
            self.step.set_label(t.pick(instrument.question))
        else:
            self.step.name_silently(statement)
        if instrument.second is not None:
            self.second.set_choices([(at, t.pick(words)) for at, words in enumerate(instrument.second.scale, 1)])
            self.second.set_label(t.pick(instrument.second.ask))
        self.named.set_choices([(by, word(by, t)) for by in NamedBy])
        self.named.set_label(t("Who named the example?"))
        self.role.set_label(t("In which role?"), t("For example: my coach, a colleague of the same subject"))
        self.day.set_label(t("When was it named?"))
        self._offers.set_title(t("What may serve as an example"))
        self.hint()

    def show_answer(self, answer: CheckAnswer) -> None:
        """Put an answer in the fields."""
        self.step.set_value(answer.step)
        self.second.set_value(answer.second)
        self.example.set_value(answer.example)
        self.named.set_value(answer.named_by)
        self.role.set_value(answer.by_role)
        self.day.set_value(answer.named_on)
        self.hint()

    def answer(self) -> CheckAnswer:
        """What stands in the fields. Who named it belongs to somebody else's example alone."""
        by = self.named.value() or NamedBy.SELF
        other = by is not NamedBy.SELF
        return CheckAnswer(
            self._item.key,
            self.step.value(),
            self.example.value(),
            by,
            self.second.value(),
            self.role.value() if other else "",
            self.day.value() if other else None,
        )

    def hint(self) -> None:
        """Ask for an example where the step asks for one, and who named it where there is one."""
        t, instrument = self._page.t, self._instrument
        asked = instrument.asks_example(self.step.value())
        words = instrument.words_for(self._item)
        label = t.pick(words) if words is not None else t("An example from this period")
        self.example.set_label(label, t("An example says more than a tick.") if asked else "")
        named = instrument.named_by_others and bool(asked or self.example.value())
        self.named.setVisible(named)
        other = named and self.named.value() not in (None, NamedBy.SELF)
        self.role.setVisible(other)
        self.day.setVisible(other)

    def offer(self, records: Sequence[Record]) -> None:
        """List what may serve as an example; each line opens a record, nothing is filled in."""
        clear(self._offered)
        for record in records:
            button = RowButton(line_of(record, self._page.t), kind_icon(record.KIND))
            button.clicked.connect(lambda _=False, shown=record: self._page.open_requested.emit(shown.KIND, shown.id))
            self._offered.addWidget(button)
        self._offers.setVisible(bool(records))


class CheckEditor(Editor[SelfCheck]):
    """A self-check, made of the data of its instrument."""

    def __init__(self, page: Page, instrument: Instrument) -> None:
        super().__init__(page, SelfCheck)
        self.instrument = instrument
        self._about: Experience | None = None
        self._gathering: Job[Offers] | None = None
        self._name, self._intro = Label(role="title", wrap=True), Label(role="muted", wrap=True)
        self._private = Label(role="small", wrap=True)
        for label in (self._name, self._intro, self._private):
            self.body.addWidget(label)
        self.linked = LinksPart(self, CHECKED)
        self.linked.setVisible(instrument.about_activity)
        self.body.addWidget(self.linked)
        self._taken, self._note = DateField(page.desk.today), TextArea(least=2)
        self.form.bind("taken_on", self._taken)
        self.body.addWidget(self._taken)
        self.rows = {item.key: CheckRow(self, item) for item in instrument.items}
        for row in self.rows.values():
            self.body.addWidget(row)
        self.form.bind("note", self._note)
        self.body.addWidget(self._note)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._name.setText(t.pick(self.instrument.name))
        self._intro.setText(t.pick(self.instrument.note) if self.instrument.note else "")
        self._private.setText(t("This stays with you, unless you choose it for a document yourself."))
        self._taken.set_label(t("Day"))
        self._note.set_label(t("What strikes me (optional)"))
        self.linked.retranslate()
        for row in self.rows.values():
            row.speak(t)

    def begin_about(self, about: Experience | None) -> None:
        """What the fresh one in sight is about; it is linked when it is saved."""
        self._about = about
        self._say_about()

    def _say_about(self) -> None:
        t, intro = self.page.t, self.instrument.note
        about = t("About: {what}", what=line_of(self._about, t)) if self._about is not None and self.fresh else ""
        self._intro.setText("\n".join(part for part in (t.pick(intro) if intro else "", about) if part))

    def links(self) -> Sequence[Link]:
        if self._about is None or not self.fresh or self.record is None:
            return ()
        return (self.services.growth.about(self.record, self._about),)

    def shown(self, record: SelfCheck) -> None:
        given = {answer.item: answer for answer in record.answers}
        for key, row in self.rows.items():
            row.show_answer(given.get(key, CheckAnswer(key)))
        self.linked.show_record(record, fresh=self.fresh)

    def show_record(self, record: SelfCheck, *, fresh: bool = False, draft: str = "") -> None:
        self.leave()
        self._about = None
        super().show_record(record, fresh=fresh, draft=draft)
        self.keeper.again()
        self._say_about()
        for row in self.rows.values():
            row.hint()
        self._gather()

    def collect(self, record: SelfCheck) -> SelfCheck:
        answers = tuple(row.answer() for row in self.rows.values())
        return replace(
            record, taken_on=self._taken.value() or record.taken_on, note=self._note.value(), answers=answers
        )

    def _store(self, record: SelfCheck, links: Sequence[Link]) -> None:
        self.services.growth.save_check(record, links)

    def _settle(self, record: SelfCheck) -> None:
        super()._settle(record)
        self._say_about()
        self.linked.show_record(record, fresh=False)

    def _gather(self) -> None:
        """Look beside the window for what may serve as an example."""
        wanted = {shows for item in self.instrument.items for shows in item.shows}
        if not wanted:
            return
        growth = self.services.growth
        if self._gathering is not None:
            self._gathering.cancel()

        def work(job: Job[Offers]) -> Offers:
            del job
            return {shows: growth.example_sources((shows,)) for shows in wanted}

        def done(found: Offers) -> None:
            if job is self._gathering:
                for item in self.instrument.items:
                    self.rows[item.key].offer([record for shows in item.shows for record in found[shows]])

        job = self.page.desk.tasks.start(self, work, done, background=True)
        self._gathering = job
