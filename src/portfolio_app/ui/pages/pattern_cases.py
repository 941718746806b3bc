"""3 Wanneer klopte het? Wanneer niet? Each time with where it can be seen."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from portfolio_app.domain.links import Quote
from portfolio_app.domain.patterns import Case, Pattern
from portfolio_app.i18n import N_
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.links import RecordField, Ref
from portfolio_app.ui.pages.pattern_mending import TELLERS
from portfolio_app.ui.pages.pattern_parts import Act, Part
from portfolio_app.ui.pages.pattern_quote import QuoteField, shortened
from portfolio_app.ui.widgets.buttons import Button, QuietButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import DateField
from portfolio_app.ui.widgets.rows import Rows
from portfolio_app.ui.widgets.text_area import TextArea

SHOWN = {
    "experience": N_("Show the moment"),
    "journal_week": N_("Show the week"),
    "reflection": N_("Show the reflection"),
    "observation": N_("Show the lesson visit"),
    "pupil_survey": N_("Show what pupils answered"),
    "evidence": N_("Show the evidence"),
    "feedback": N_("Show the feedback"),
}
"""Words on the button that leads to where a case can be seen, by kind."""


class Cases(Part):
    """3 Wanneer klopte het? Wanneer niet?"""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._list = Rows()
        self.column.addWidget(self._list)
        self._text = TextArea(least=2)
        self._moment, self._day = RecordField(page, TELLERS), DateField(page.desk.today, optional=True)
        self._fits, self._not = Button(icon_name="check"), Button(icon_name="x")
        self._quote = QuoteField(page, self._moment.value)
        self._moment.changed.connect(self._quote.look)
        self.column.addWidget(self._text)
        self.column.addWidget(self._moment)
        self.column.addWidget(self._quote)
        self.column.addWidget(self._day)
        self.row(self._fits, self._not)
        composing.bind("case.text", self._text)
        composing.bind("case.told_in", self._moment)
        composing.bind("case.on", self._day)
        composing.bind("case.quote", self._quote)
        self._fits.clicked.connect(self._add_fitting)
        self._not.clicked.connect(self._add_other)

    def reset(self) -> None:
        """Empty what is being written."""
        self._text.set_value("")
        self._moment.set_value(None)
        self._quote.look()
        self._day.set_value(None)

    def restored(self) -> None:
        """A draft was put back in the fields; bring it in sight."""
        self._quote.look()

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._text.set_label(t("When did it fit? When didn't it?"), t("One time is enough. What did you see?"))
        self._moment.set_label(
            t("Where can that be seen? (optional)"),
            t("A moment, a week, a reflection, a lesson visit, what pupils answered, evidence or feedback."),
        )
        self._quote.set_label(t("In which words? (optional)"))
        self._day.set_label(t("When? (optional)"), t("Empty: the day of what you chose, or else today."))
        self._fits.setText(t("It fitted"))
        self._not.setText(t("It didn't fit"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show the cases."""
        self._list.fill(self._line(case) for case in pattern.cases)

    def _line(self, case: Case) -> QWidget:
        t = self.page.t
        chip = Label(t("fitted") if case.fits else t("didn't fit"), "chip" if case.fits else "chip-warn")
        links: list[QWidget] = []
        told = case.teller
        if told is not None and self.services.records.any(*told) is not None:
            open_it = QuietButton(t(SHOWN.get(told[0], N_("Show it"))))
            open_it.clicked.connect(partial(self._show, told, case.quote))
            links.append(open_it)
        said = f"{t.date(case.on, 'medium')} — {case.text}"
        if case.quote is not None:
            said = f"{said} {shortened(case.quote)}"
        return self.entry_line(said, case, chip, after=links)

    def _show(self, told: Ref, quote: Quote | None, *more: object) -> None:
        del more
        if quote is None:
            self.page.open_requested.emit(*told)
        else:
            self.page.words_requested.emit(*told, quote)

    def _add_fitting(self) -> None:
        self._store(True)

    def _add_other(self) -> None:
        self._store(False)

    def _store(self, fits: bool) -> None:
        t, text, told, day = self.page.t, self._text.value(), self._moment.value(), self._day.value()
        if not text.strip():
            self._text.set_error(t("Write in a few words what happened."))
            return
        quote, problem = self._quote.value(), self._day.problem(t)
        if problem:
            self._day.set_error(problem)
            return
        if day is None and told is not None:
            record = self.services.records.any(*told)
            day = record.day if record is not None else None
        self.enter(lambda ident: self.services.patterns.add_case(ident, fits, text, day, told, quote))
