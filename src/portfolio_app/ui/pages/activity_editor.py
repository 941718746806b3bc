"""The page of one activity or moment: the few things that matter first, the rest folded."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import ActivityType, Allocation, Experience, Formality
from portfolio_app.ui.pages.activity_chain import ChainPart
from portfolio_app.ui.pages.activity_evidence import EvidencePart
from portfolio_app.ui.pages.activity_fields import AllocationsField, CompetencesField, MoneyField
from portfolio_app.ui.pages.activity_more import MoreButton, SomeoneButton
from portfolio_app.ui.pages.activity_presenter import (
    ActivityPresenter,
    follows,
    over_placed,
    propose_formality,
    with_learning,
    with_purpose_beforehand,
)
from portfolio_app.ui.pages.activity_words import beforehand_words, fold_titles, text_labels
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import Belongings
from portfolio_app.ui.pages.links_presenter import CHECKS, FEEDBACK, QUESTIONS, SEEN_IN
from portfolio_app.ui.widgets.buttons import Button, QuietButton, RowButton
from portfolio_app.ui.widgets.chips import ChipsField
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, Label, clear
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, DateField, LineField, MinutesField
from portfolio_app.ui.widgets.layouts import Tiles
from portfolio_app.ui.widgets.text_area import TextArea

TEXTS = (
    "purpose", "story", "chain_designed", "chain_carried_out", "chain_evaluated", "chain_pupils_learned",
    "chain_resulted", "how_i_learn", "how_they_learn", "contribution",
)  # fmt: skip
CHAIN = TEXTS[2:7]
FOLDS = ("chain", "congruence", "hours", "competences", "people", "money", "use")
INSIDE = {
    "chain": CHAIN, "congruence": TEXTS[7:], "competences": ("competences",),
    "people": ("provider", "place", "with_roles"), "money": ("cost_cents", "validated"),
    "use": ("tags", "for_talk", "venting"),
}  # fmt: skip
"""Fields of the folds that open by themselves when there is something in them."""


class ActivityEditor(Editor[Experience]):
    """One experience. ``look_back_requested`` carries the id of the saved record."""

    look_back_requested = Signal(str)

    def __init__(self, page: Page, presenter: ActivityPresenter) -> None:
        super().__init__(page, Experience)
        self._presenter = presenter
        self._suggested: tuple[Allocation, ...] = ()
        self._type_before: ActivityType | None = None
        self._texts = {name: TextArea(least=2) for name in TEXTS}
        for name, area in self._texts.items():
            self.form.bind(name, area)
            self.lifts(area, name)
        self.body.addWidget(self._make_first())
        self._told = Card()
        self._before = Label(role="muted", wrap=True)
        self._told.body.addWidget(self._before)
        self._told.body.addWidget(self._texts["purpose"])
        self._told.body.addWidget(self._texts["story"])
        self.body.addWidget(self._told)
        self.evidence = EvidencePart(self, presenter)
        self.body.addWidget(self.evidence)
        self._make_folds()
        self._make_back()
        self.more = MoreButton(self)
        self.bar.insert_before(self.history, self.more)
        self.body.addStretch()
        self._bind_rules()

    # -- making -----------------------------------------------------------------------------------------------

    def _make_first(self) -> Card:
        t = self.page.t
        card = Card()
        self._title = LineField()
        self._day = DateField(self.page.desk.today, lang=t.lang)
        self._until = DateField(self.page.desk.today, optional=True, lang=t.lang)
        self._contact, self._own = MinutesField(lang=t.lang), MinutesField(lang=t.lang)
        self._type, self._formality = ChoiceField[ActivityType](), ChoiceField[Formality]()
        self.form.required("title", self._title, lambda: self.page.t("A few words are enough."))
        self.form.bind("happened_on", self._day)
        self.form.bind("ended_on", self._until, self._check_until)
        card.body.addWidget(self._title)
        days = QHBoxLayout()
        days.setSpacing(16)
        days.addWidget(self._day, 1)
        days.addWidget(self._until, 1)
        days.addStretch(2)
        card.body.addLayout(days)
        self._learning = QWidget()
        tiles = Tiles(self._learning, 150, 16)
        for name, field in (
            ("contact_minutes", self._contact), ("self_study_minutes", self._own),
            ("activity_type", self._type), ("formality", self._formality),
        ):  # fmt: skip
            self.form.bind(name, field)
            tiles.addWidget(field)
        card.body.addWidget(self._learning)
        self._more_hours = QuietButton(icon_name="clock")
        self._more_hours.clicked.connect(lambda: self._open_learning(True))
        row = QHBoxLayout()
        row.addWidget(self._more_hours)
        row.addStretch()
        card.body.addLayout(row)
        return card

    def _make_folds(self) -> None:
        self._folds = {name: Disclosure() for name in FOLDS}
        self._note = Label(role="muted", wrap=True)
        self._folds["chain"].body.addWidget(self._note)
        self.chain = ChainPart(self._texts)
        self._folds["chain"].body.addWidget(self.chain)
        self._mirror = Label(role="muted", wrap=True)
        self._folds["congruence"].body.addWidget(self._mirror)
        pair = QHBoxLayout()
        pair.setSpacing(16)
        pair.addWidget(self._texts["how_i_learn"])
        pair.addWidget(self._texts["how_they_learn"])
        self._folds["congruence"].body.addLayout(pair)
        self._folds["congruence"].body.addWidget(self._texts["contribution"])
        self._make_hours(self._folds["hours"].body)
        self._competences = CompetencesField()
        self._folds["competences"].body.addWidget(self._competences)
        self._provider, self._place, self._roles = LineField(), LineField(), ChipsField(free=True)
        self._add_fields("people", provider=self._provider, place=self._place, with_roles=self._roles)
        self._someone = SomeoneButton(self, self._roles)
        row = QHBoxLayout()
        row.addWidget(self._someone)
        row.addStretch()
        self._folds["people"].body.addLayout(row)
        self._cost, self._validated, self._number = MoneyField(), CheckField(), LineField()
        self._add_fields("money", cost_cents=self._cost, validated=self._validated, validation_number=self._number)
        self._tags, self._talk, self._venting = ChipsField(free=True), CheckField(), CheckField()
        self._add_fields("use", tags=self._tags, for_talk=self._talk, venting=self._venting)
        self.form.bind("competences", self._competences)
        folds = QVBoxLayout()
        folds.setSpacing(2)
        for fold in self._folds.values():
            folds.addWidget(fold)
        self.belongs = Belongings(self, SEEN_IN, QUESTIONS, FEEDBACK, CHECKS)
        folds.addWidget(self.belongs)
        self.body.addLayout(folds)

    def _add_fields(self, fold: str, **fields: LineField | ChipsField | CheckField | MoneyField) -> None:
        for name, field in fields.items():
            self.form.bind(name, field)
            self._folds[fold].body.addWidget(field)

    def _make_hours(self, room: QVBoxLayout) -> None:
        self._ordinary = CheckField()
        self._warning = Banner("warn")
        self._allocations = AllocationsField()
        self._propose = Button(icon_name="lightbulb")
        self._propose.clicked.connect(self._take_proposal)
        for widget in (self._ordinary, self._warning, self._allocations):
            room.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self._propose)
        row.addStretch()
        room.addLayout(row)
        self.form.bind("ordinary_work", self._ordinary)
        self.form.bind("allocations", self._allocations, self._check_places)

    def _make_back(self) -> None:
        self._back = Card()
        self._reflections = QVBoxLayout()
        self._reflections.setSpacing(2)
        self._back.body.addLayout(self._reflections)
        self._look_back = Button(icon_name="arrow-counter-clockwise")
        self._look_back.clicked.connect(self._ask_to_look_back)
        row = QHBoxLayout()
        row.addWidget(self._look_back)
        row.addStretch()
        self._back.body.addLayout(row)
        self.body.addWidget(self._back)

    def _bind_rules(self) -> None:
        self._type.changed.connect(self._type_chosen)
        for field in (self._contact, self._own, self._competences, self._ordinary):
            field.changed.connect(self._follow)
        for field in (self._ordinary, self._allocations, self._venting):
            field.changed.connect(self._warn)
        self._validated.changed.connect(self._show_number)

    # -- words ------------------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._title.set_label(t("What was it?"))
        self._title.set_placeholder(t("A course, a lesson visit, a moment in class …"))
        self._day.set_label(t("When?"))
        self._until.set_label(t("Until (optional)"))
        self._contact.set_label(t("Hours together"))
        self._own.set_label(t("Self-study"))
        self._type.set_label(t("Kind of activity"))
        self._formality.set_label(t("Kind of learning"))
        none = t("not chosen yet")
        self._type.set_choices([(None, none), *((item, word(item, t)) for item in ActivityType)])
        self._formality.set_choices([(None, none), *((item, word(item, t)) for item in Formality)])
        self._more_hours.setText(t("Hours or training belong to this"))
        self._speak_texts()
        self._speak_folds()
        self.evidence.retranslate()
        self.belongs.retranslate(t)
        self._back.set_title(t("Looking back"))
        self._look_back.setText(t("Look back on this"))
        self.more.retranslate()
        if self.record is not None:
            self._prepare(self.record)
            self.shown(self.record)

    def _speak_texts(self) -> None:
        t = self.page.t
        labels = text_labels(t)
        for name, area in self._texts.items():
            area.set_label(*labels[name])
            area.allow_lifting(t("Lift these words out …"))

    def _speak_folds(self) -> None:
        t = self.page.t
        titles = fold_titles(t)
        self.chain.retranslate(t)
        for name, fold in self._folds.items():
            fold.set_title(titles[name])
        self._note.setText(t("Fill in what there is. It often takes weeks before you can tell what pupils learned."))
        self._mirror.setText(
            t("The same questions for you as for your pupils. What do you grant them and not yourself?")
        )
        self._ordinary.set_label(
            t("This is ordinary work"),
            t("Is this ordinary work? Meetings, marking and lessons are; learning for your work is not."),
        )
        self._allocations.set_label(t("Hours per scheme"))
        self._propose.setText(t("Suggest"))
        self._competences.set_label(t("Which competences does this show?"))
        self._provider.set_label(t("Provider"))
        self._place.set_label(t("Place"))
        self._roles.set_label(t("With whom? By role, not by name."))
        self._someone.retranslate()
        self._offer_roles()
        self._cost.set_label(t("Cost in euros"))
        self._validated.set_label(t("Validated"))
        self._number.set_label(t("Validation number"))
        self._tags.set_label(t("Tags"))
        self._talk.set_label(t("For the talk with my coach"))
        self._venting.set_label(
            t("Letting off steam"), t("Stays here: no questions about it, no looking back, never in a document.")
        )

    # -- showing ----------------------------------------------------------------------------------------------

    def show_record(
        self, record: Experience, *, fresh: bool = False, draft: str = "", learning: bool | None = None
    ) -> None:
        """Open a record; ``learning`` says whether the fields of an activity stand open at once."""
        self.leave()
        self._competences.set_value(record.competences)
        self._allocations.set_value(record.allocations)
        self._prepare(record)
        self._offer_roles()
        super().show_record(record, fresh=fresh, draft=draft)
        self._open_learning(with_learning(self._present()) if learning is None else learning)
        self._fold()
        if fresh:
            self._title.setFocus()

    def _prepare(self, record: Experience) -> None:
        t = self.page.t
        self._competences.set_groups(self._presenter.frameworks(record.competences, t), t("More precisely"))
        self._allocations.set_schemes(self._presenter.places(t), t)

    def _offer_roles(self) -> None:
        self._roles.set_options([(role, role) for role in self._presenter.roles(self.page.t)])

    def shown(self, record: Experience) -> None:
        self._type_before = self._type.value()
        self._suggested = self._presenter.suggest(self._present())
        self.evidence.show_record(record, fresh=self.fresh)
        self.belongs.show_record(record, fresh=self.fresh)
        clear(self._reflections)
        for item in () if self.fresh else self._presenter.reflections(record, self.page.t):
            button = RowButton(item.words, "arrow-counter-clockwise")
            button.clicked.connect(lambda _=False, i=item: self.page.open_requested.emit(i.kind, i.id))
            self._reflections.addWidget(button)
        said = beforehand_words(record, self.page.t)
        self._before.setText(said)
        self._before.setVisible(bool(said))
        self._show_number()
        self._warn()

    def _fold(self) -> None:
        """Fold what is empty away. The split of the hours says in its title how it stands."""
        values = self.form.values()
        for name, fields in INSIDE.items():
            self._folds[name].unfold(any(values[field] for field in fields))
        self.chain.begin()
        self._folds["hours"].unfold(False)

    def _open_learning(self, opened: bool) -> None:
        self._learning.setVisible(opened)
        self._more_hours.setVisible(not opened)
        self._texts["purpose"].setVisible(opened or bool(self._texts["purpose"].value()))
        self._folds["hours"].setVisible(opened)

    def _show_number(self) -> None:
        self._number.setVisible(self._validated.value() or bool(self._number.value()))

    def _present(self) -> Experience:
        """The record as it stands in the form, whole or not."""
        assert self.record is not None
        return self._applied(self.record)

    def _applied(self, record: Experience) -> Experience:
        made = self.form.apply(record)
        return replace(made, happened_on=made.happened_on or record.happened_on)

    def collect(self, record: Experience) -> Experience:
        made = with_purpose_beforehand(self._applied(record), self.page.desk.today())
        return made if made.validated else replace(made, validation_number="")

    # -- rules ------------------------------------------------------------------------------------------------

    def _check_until(self, value: object) -> str:
        first, last = self._day.value(), self._until.value()
        return self.page.t("The last day lies before the first.") if value and first and last and last < first else ""

    def _check_places(self, value: tuple[Allocation, ...]) -> str:
        t, minutes = self.page.t, self._contact.value() + self._own.value()
        scheme, placed = over_placed(value, minutes)
        if not scheme:
            return ""
        self._folds["hours"].show()
        self._folds["hours"].unfold()
        return t(
            "More hours placed ({placed}) than this has ({all}). In one scheme an hour counts once.",
            placed=t.hours(placed),
            all=t.hours(minutes),
        )

    def _type_chosen(self) -> None:
        now = self._type.value()
        self._formality.set_value(propose_formality(self._type_before, now, self._formality.value()))
        self._type_before = now
        self._follow()

    def _follow(self) -> None:
        """Let a split that is still the proposed one follow what it was proposed from."""
        if self.record is None:
            return
        proposed = self._presenter.suggest(self._present())
        if follows(self._allocations.value(), self._suggested):
            self._allocations.set_value(proposed)
        self._suggested = proposed
        self._warn()

    def _take_proposal(self) -> None:
        if self.record is None:
            return
        self._suggested = self._presenter.suggest(self._present())
        self._allocations.set_value(self._suggested)
        self._allocations.set_error("")
        self._allocations.changed.emit()

    def _warn(self) -> None:
        t = self.page.t
        minutes = self._contact.value() + self._own.value()
        self._allocations.follow(minutes)
        told = self._presenter.placed(self._allocations.value(), minutes, t)
        self._folds["hours"].set_title("  ·  ".join(filter(None, (t("Where do the hours count?"), told))))
        self._back.setVisible(not self._venting.value())
        names = self._presenter.not_counting_work(t) if self._ordinary.value() else ""
        self._warning.set_texts(t("Ordinary work does not count in: {names}.", names=names) if names else "")

    def _ask_to_look_back(self) -> None:
        if (self.fresh or self.form.dirty) and not self.save():
            return
        if self.record is not None:
            self.look_back_requested.emit(self.record.id)
