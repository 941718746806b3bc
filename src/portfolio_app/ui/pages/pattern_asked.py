"""Wie vroeg ik? The four lenses, each with what was seen through it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.patterns import Lens, Pattern
from portfolio_app.i18n import N_
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.pattern_parts import Act, Part
from portfolio_app.ui.widgets.buttons import Button, RowButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.fields import ChoiceField, DateField, LineField
from portfolio_app.ui.widgets.rows import Rows
from portfolio_app.ui.widgets.text_area import TextArea

INVITING = {
    Lens.OWN_EXPERIENCE: N_("What do I know of this from my own years at school?"),
    Lens.PUPILS: N_("What would a pupil write down about this? Did I ask?"),
    Lens.COLLEAGUES: N_("What did a colleague see who looked along?"),
    Lens.THEORY: N_("What does research or theory say; does anything contradict me?"),
}
"""The question of a lens, shown as long as nothing was seen through it."""


class Asked(Part):
    """The lenses in their order; one that was not used yet shows its question, and leads to the fields."""

    def __init__(self, page: Page, act: Act, composing: Form) -> None:
        super().__init__(page, act, composing)
        self._list = Rows(4)
        self.column.addWidget(self._list)
        self._lens, self._who, self._said = ChoiceField[Lens](), LineField(), TextArea(least=2)
        self._day, self._add = DateField(page.desk.today), Button(icon_name="plus")
        for widget in (self._lens, self._who, self._said, self._day):
            self.column.addWidget(widget)
        self.row(self._add)
        for name, field in (("lens", self._lens), ("who", self._who), ("said", self._said), ("on", self._day)):
            composing.bind(f"asked.{name}", field)
        self._add.clicked.connect(self._store)

    def reset(self) -> None:
        """Empty what is being written."""
        self._who.set_value("")
        self._said.set_value("")
        self._day.set_value(self.page.desk.today())

    def retranslate(self) -> None:
        """Say the words again."""
        t = self.page.t
        self._lens.set_choices([(lens, word(lens, t)) for lens in Lens])
        self._lens.set_label(t("Through whose eyes?"))
        self._who.set_label(t("Whom or what did I ask? (a role, a book)"))
        self._said.set_label(t("What came of it?"))
        self._day.set_label(t("When?"))
        self._add.setText(t("Add"))

    def show_pattern(self, pattern: Pattern) -> None:
        """Show what was said."""
        self._list.fill(line for lens in Lens for line in self._through(lens, pattern))

    def _through(self, lens: Lens, pattern: Pattern) -> Iterator[QWidget]:
        """The lines of a lens: its name, and what was seen through it or else its question."""
        t, through = self.page.t, [asked for asked in pattern.consultations if asked.lens is lens]
        yield Label(word(lens, t).capitalize(), "label")
        for asked in through:
            who = f"{asked.who}: " if asked.who else ""
            yield self.entry_line(f"{t.date(asked.on, 'medium')} · {who}{asked.said}", asked)
        if not through:
            invite = RowButton(t(INVITING[lens]), "pencil-simple")
            invite.clicked.connect(partial(self._look_through, lens))
            yield invite

    def _look_through(self, lens: Lens, *told: object) -> None:
        del told
        self._lens.set_value(lens)
        self._said.setFocus(Qt.FocusReason.OtherFocusReason)

    def _store(self) -> None:
        if not self._said.value().strip():
            self._said.set_error(self.page.t("Write in a few words what came of it."))
            return
        problem, day = self._day.problem(self.page.t), self._day.value()
        if problem:
            self._day.set_error(problem)
            return
        lens, who, said = self._lens.value() or Lens.COLLEAGUES, self._who.value(), self._said.value()
        self.enter(lambda ident: self.services.patterns.consult(ident, lens, who, said, day))
