"""What narrows a search: the period in sight, the rest folded away until it is wanted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.search_presenter import EVIDENCE, PERIODS, PLACES, Ask, SearchPresenter
from portfolio_app.ui.widgets.containers import Disclosure
from portfolio_app.ui.widgets.fields import ChoiceField, DateField


class SearchFilters(QWidget):
    """The fields; `ask` says what they hold."""

    changed = Signal()

    def __init__(self, desk: Desk, presenter: SearchPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._presenter = desk, presenter
        self._period = ChoiceField[str]()
        self._from = DateField(desk.today, optional=True)
        self._until = DateField(desk.today, optional=True)
        self._competence = ChoiceField[str]()
        self._scheme = ChoiceField[str]()
        self._tag = ChoiceField[str]()
        self._evidence = ChoiceField[bool]()
        self._place = ChoiceField[str]()
        self._more = Disclosure()
        row = QHBoxLayout()
        row.setSpacing(10)
        for field in (self._period, self._from, self._until):
            row.addWidget(field, 1)
        row.addStretch(1)
        grid = QGridLayout()
        grid.setSpacing(10)
        for at, field in enumerate((self._competence, self._scheme, self._tag, self._evidence, self._place)):
            grid.addWidget(field, at // 3, at % 3)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self._more.body.addLayout(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._more)
        for field in (self._period, self._from, self._until, self._competence, self._scheme, self._tag, self._evidence,
                      self._place):  # fmt: skip
            field.changed.connect(self._changed)

    def retranslate(self) -> None:
        """Say every word in the language in force."""
        t = self._desk.t
        chosen = self.ask()
        self._more.set_title(t("More filters"))
        self._period.set_choices([(code, t(words)) for code, words in PERIODS])
        self._evidence.set_choices([(code, t(words)) for code, words in EVIDENCE])
        self._place.set_choices([(code, t(words)) for code, words in PLACES])
        for field, words in (
            (self._period, t("Period")), (self._from, t("From")), (self._until, t("Until")),
            (self._competence, t("Competence")), (self._scheme, t("Scheme")), (self._tag, t("Tag")),
            (self._evidence, t("Evidence")), (self._place, t("Where to look")),
        ):  # fmt: skip
            field.name_silently(words)
        self.refresh()
        self.fill(chosen)

    def refresh(self) -> None:
        """Offer the tags and competences of today; what is chosen stays chosen."""
        t, chosen = self._desk.t, self.ask()
        self._competence.set_choices([("", t("All competences")), *self._presenter.competences(t)])
        self._scheme.set_choices([("", t("All schemes")), *self._presenter.schemes(t)])
        self._offer_tags([chosen.tag] if chosen.tag else [])
        self._set(chosen)
        self._desk.tasks.start(self, lambda job: self._presenter.tags(), self._offer_tags)

    def _offer_tags(self, tags: list[str]) -> None:
        """Tags stand in all records, so they are looked up on another thread; what was chosen meanwhile stays."""
        chosen = self._tag.value()
        there = dict.fromkeys(filter(None, (*tags, chosen)))
        self._tag.set_choices([("", self._desk.t("All tags")), *((tag, tag) for tag in there)])
        self._tag.set_value(chosen or "")

    def ask(self) -> Ask:
        """What the fields ask; the words and the kind are the page's."""
        framework, _, competence = (self._competence.value() or "").partition("/")
        period = self._period.value() or "always"
        own = period == "own"
        return Ask(
            period=period,
            from_on=self._from.value() if own else None,
            until_on=self._until.value() if own else None,
            framework=framework,
            competence=competence,
            scheme=self._scheme.value() or "",
            tag=self._tag.value() or "",
            evidence=self._evidence.value(),
            place=self._place.value() or "live",
        )

    def fill(self, ask: Ask) -> None:
        """Show what is asked, and unfold what asks something."""
        self._set(ask)
        if ask.is_narrow:
            self._more.unfold()

    def _set(self, ask: Ask) -> None:
        self._period.set_value(ask.period)
        self._from.set_value(ask.from_on)
        self._until.set_value(ask.until_on)
        self._competence.set_value(f"{ask.framework}/{ask.competence}" if ask.competence else "")
        self._scheme.set_value(ask.scheme)
        self._tag.set_value(ask.tag)
        self._evidence.set_value(ask.evidence)
        self._place.set_value(ask.place)
        self._show_days()

    def _show_days(self) -> None:
        for field in (self._from, self._until):
            field.setVisible(self._period.value() == "own")

    def _changed(self) -> None:
        self._show_days()
        self.changed.emit()
