"""Making an activity card: what sixty colleagues would otherwise all type, in one small file to mail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import DEFAULT_FORMALITY, ActivityType, Experience
from portfolio_app.domain.file_names import tidy
from portfolio_app.interchange.activity_card import SUFFIX, ActivityCard
from portfolio_app.services.drafts import CARD
from portfolio_app.ui.dialogs.form import FormDialog
from portfolio_app.ui.files import ask_where
from portfolio_app.ui.pages.activity_fields import AllocationsField, CompetencesField
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter, over_placed
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.containers import Disclosure
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField, MinutesField
from portfolio_app.ui.widgets.text_area import TextArea

MOST_OF_NAME = 60


class CardMakerDialog(FormDialog):
    """A card of an activity, or a new one. ``written`` says that the file is there, in words."""

    written = Signal(str)

    def __init__(self, desk: Desk, about: Experience | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = ActivityPresenter(desk.services)
        card = self._first(about)
        self._card = card
        self.begin(
            {name: getattr(card, name) for name in
             ("title", "happened_on", "ended_on", "contact_minutes", "self_study_minutes", "activity_type", "provider",
              "place", "purpose", "made_by", "competences", "allocations")},
            f"card:{about.id}" if about is not None else CARD,
        )  # fmt: skip
        self._follow()
        self._title.setFocus()

    def _first(self, about: Experience | None) -> ActivityCard:
        services = self.desk.services
        profile = services.records.profile()
        made_by = ", ".join(filter(None, (profile.heading, profile.school))) if profile is not None else ""
        if about is not None:
            return services.cards.of(about, made_by)
        return ActivityCard(title="", happened_on=self.desk.today(), made_by=made_by, lang=self.desk.lang())

    def build(self) -> None:
        t = self.t
        self.set_heading(
            t("Make an activity card"),
            t(
                "A small file to mail to colleagues: whoever opens it has the study day filled in, hours and "
                "competences included. Nothing of what you think goes along."
            ),
        )
        self._title, self._provider, self._place, self._by = LineField(), LineField(), LineField(), LineField()
        self._title.set_label(t("What was it?"))
        self._provider.set_label(t("Provider"))
        self._place.set_label(t("Place"))
        self._by.set_label(t("Made by"), t("Whoever opens the card reads it; it may stay empty."))
        self.form.required("title", self._title, lambda: t("A few words are enough."))
        self._day, self._until = DateField(self.desk.today), DateField(self.desk.today, optional=True)
        self._day.set_label(t("When?"))
        self._until.set_label(t("Until (optional)"))
        self._contact, self._own = MinutesField(), MinutesField()
        self._contact.set_label(t("Hours together"))
        self._own.set_label(t("Self-study"))
        self._type = ChoiceField[ActivityType]()
        self._type.set_label(t("Kind of activity"))
        self._type.set_choices([(None, t("not chosen yet")), *((item, word(item, t)) for item in ActivityType)])
        self._purpose = TextArea(least=2)
        self._purpose.set_label(t("What it is for"), t("Each of them can make it a purpose of her own."))
        self.form.bind("happened_on", self._day)
        self.form.bind("ended_on", self._until, self._check_until)
        for name, field in (("contact_minutes", self._contact), ("self_study_minutes", self._own),
                            ("activity_type", self._type), ("provider", self._provider), ("place", self._place),
                            ("purpose", self._purpose), ("made_by", self._by)):  # fmt: skip
            self.form.bind(name, field)
        self.body.addWidget(self._title)
        self._row(self._day, self._until)
        self._row(self._contact, self._own)
        self._row(self._type, self._provider)
        self.body.addWidget(self._place)
        self.body.addWidget(self._purpose)
        self._build_folds()
        self.body.addWidget(self._by)

    def _build_folds(self) -> None:
        t = self.t
        self._competences, self._places = CompetencesField(), AllocationsField()
        self._competences.set_label(t("Which competences does this show?"))
        self._places.set_label(t("Hours per scheme"))
        self._competences.set_value(self._card.competences)
        self._places.set_value(self._card.allocations)
        self._competences.set_groups(self._presenter.frameworks(self._card.competences, t), t("More precisely"))
        self._places.set_schemes(self._presenter.places(t), t)
        self.form.bind("competences", self._competences)
        self.form.bind("allocations", self._places, lambda _: self._check_places())
        for title, field, opened in (
            (t("Competences"), self._competences, bool(self._card.competences)),
            (t("Where do the hours count?"), self._places, bool(self._card.allocations)),
        ):
            fold = Disclosure(title, opened=opened)
            fold.body.addWidget(field)
            self.body.addWidget(fold)
        for field in (self._contact, self._own):
            field.changed.connect(self._follow)

    def _row(self, *fields: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        for field in fields:
            row.addWidget(field, 1)
        self.body.addLayout(row)

    def _follow(self) -> None:
        self._places.follow(self._contact.value() + self._own.value())

    def _check_until(self, value: object) -> str:
        first, last = self._day.value(), self._until.value()
        return self.t("The last day lies before the first.") if value and first and last and last < first else ""

    def _check_places(self) -> str:
        t, minutes = self.t, self._contact.value() + self._own.value()
        scheme, placed = over_placed(self._places.value(), minutes)
        if not scheme:
            return ""
        return t(
            "More hours placed ({placed}) than this has ({all}). In one scheme an hour counts once.",
            placed=t.hours(placed),
            all=t.hours(minutes),
        )

    def card(self) -> ActivityCard:
        """The card as the fields have it now."""
        kind = self._type.value()
        chosen = self._card.formality if kind is self._card.activity_type else None
        formality = chosen or (DEFAULT_FORMALITY[kind] if kind else None)
        return replace(self._card, formality=formality, **self.form.values())

    def store(self) -> bool:
        name = tidy(self.card().title)[:MOST_OF_NAME].strip() or self.t("activity")
        target = ask_where(
            self, self.t("Where should the card go?"), f"{name}{SUFFIX}", self.t("Activity cards") + f" (*{SUFFIX})"
        )
        if target is None:
            return False
        self.write_to(target)
        return True

    def write_to(self, target: Path) -> None:
        """Write the card. Raises `UserError`."""
        made = self.desk.services.cards.write(self.card(), target)
        self.written.emit(self.t("The card is there: {file}", file=made.name))
