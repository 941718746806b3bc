"""1 Zo denk ik nu: four words, and the line that they draw over the years."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.patterns import Pattern, Rating, RatingEntry
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.pattern_parts import Act, Part
from portfolio_app.ui.pages.patterns_presenter import SCALE
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.charts import Step, StepLine
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Disclosure
from portfolio_app.ui.widgets.fields import DateField, LineField
from portfolio_app.ui.widgets.rows import Rows


class Ratings(Part):
    """1 Zo denk ik nu."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._scale, self._note, self._add = ScaleField[Rating](), LineField(), Button(icon_name="plus")
        self._day = DateField(page.desk.today)
        self._line, self._fold, self._list = StepLine(), Disclosure(), Rows()
        self._fold.body.addWidget(self._list)
        self.column.addWidget(self._line)
        self.column.addWidget(self._scale)
        self.column.addWidget(self._note)
        self.column.addWidget(self._day)
        self.row(self._add)
        self.column.addWidget(self._fold)
        composing.bind("rating.scale", self._scale)
        composing.bind("rating.note", self._note)
        composing.bind("rating.on", self._day)
        self._add.clicked.connect(self._rate)

    def reset(self) -> None:
        """Empty what is being written."""
        self._scale.set_value(None)
        self._note.set_value("")
        self._day.set_value(self.page.desk.today())

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._scale.set_choices([(rating, word(rating, t)) for rating in reversed(SCALE)])
        self._scale.name_silently(t("This is how I think now"))
        self._note.set_label(t("Why now? (optional)"))
        self._day.set_label(t("When?"), t("You can also choose an earlier day, for what you thought then."))
        self._add.setText(t("Put it on the line"))
        self._fold.set_title(t("What stands on the line"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show the line."""
        t = self.page.t
        for widget in (self._line, self._fold):
            widget.setVisible(bool(pattern.ratings))
        self._list.fill(self._entry(entry) for entry in reversed(pattern.ratings))
        steps = [Step(entry.on, entry.rating.value, entry.note) for entry in pattern.ratings]
        self._line.set_steps(
            t("How I thought over time"),
            [word(rating, t) for rating in SCALE],
            steps,
            [t.date(step.on) for step in steps],
        )

    def _entry(self, entry: RatingEntry) -> QWidget:
        said = f"{self.page.t.date(entry.on, 'medium')} · {word(entry.rating, self.page.t)}"
        return self.entry_line(f"{said}: {entry.note}" if entry.note else said, entry)

    def _rate(self) -> None:
        t, today = self.page.t, self.page.desk.today()
        rating, note, day = self._scale.value(), self._note.value().strip(), self._day.value()
        if rating is None:
            self._scale.set_error(t("Choose one of the four."))
            return
        if day is None or day > today:
            self._day.set_error(self._day.problem(t) or t("That day is still to come."))
            return
        self.enter(lambda ident: self.services.patterns.rate(ident, rating, note, day))
