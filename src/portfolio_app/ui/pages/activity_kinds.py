"""The simpler pages behind the list: what a lesson visit, a pupil survey and a plan have alike, and the plan."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.portfolio import Plan
from portfolio_app.domain.records import R
from portfolio_app.ui.pages.activity_evidence import EvidencePart
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import Belongings
from portfolio_app.ui.pages.links_presenter import FEEDBACK, QUESTIONS, Side
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import DateField, Field, LineField, MinutesField
from portfolio_app.ui.widgets.text_area import TextArea


class SimpleEditor(Editor[R]):
    """A title, a day, and a few fields beneath; with evidence where the kind can have it."""

    def __init__(
        self,
        page: Page,
        cls: type[R],
        presenter: ActivityPresenter,
        day: str,
        *,
        evidence: bool,
        sides: tuple[Side, ...] = (QUESTIONS, FEEDBACK),
    ) -> None:
        super().__init__(page, cls)
        self.heading, self.on = LineField(), DateField(page.desk.today, lang=page.t.lang)
        self.form.required("title", self.heading, lambda: page.t("A few words are enough."))
        self.form.bind(day, self.on)
        self.first, self.second = Card(), Card()
        self.body.addWidget(self.first)
        self.body.addWidget(self.second)
        self.first.body.addWidget(self.heading)
        self.row = QHBoxLayout()
        self.row.setSpacing(16)
        self.row.addWidget(self.on, 1)
        self.first.body.addLayout(self.row)
        self.evidence = EvidencePart(self, presenter) if evidence else None
        self.belongs = Belongings(self, *sides)
        self._areas: list[TextArea] = []

    def beside(self, name: str, field: Field[str] | Field[int]) -> None:
        """Put a field beside the day."""
        self.form.bind(name, field)
        self.row.addWidget(field, 1)

    def write(self, name: str) -> TextArea:
        """Add a field for writing, from which words can be lifted out."""
        area = TextArea(least=2)
        self.form.bind(name, area)
        self.lifts(area, name)
        self.second.body.addWidget(area)
        self._areas.append(area)
        return area

    def close_page(self, *last: QWidget) -> None:
        """Put what comes last at the foot."""
        for widget in (*((self.evidence,) if self.evidence is not None else ()), self.belongs, *last):
            self.body.addWidget(widget)
        self.body.addStretch()

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self.on.set_label(t("When?"))
        for area in self._areas:
            area.allow_lifting(t("Lift these words out …"))
        self.belongs.retranslate(t)
        if self.evidence is not None:
            self.evidence.retranslate()
        if self.record is not None:
            self.shown(self.record)

    def show_record(self, record: R, *, fresh: bool = False, draft: str = "") -> None:
        super().show_record(record, fresh=fresh, draft=draft)
        if fresh:
            self.heading.setFocus()

    def shown(self, record: R) -> None:
        self.belongs.show_record(record, fresh=self.fresh)
        if self.evidence is not None:
            self.evidence.show_record(record, fresh=self.fresh)


class PlanEditor(SimpleEditor[Plan]):
    """Something the owner means to learn or do; when it has happened it becomes an activity."""

    carried_out = Signal(str)

    def __init__(self, page: Page, presenter: ActivityPresenter) -> None:
        super().__init__(page, Plan, presenter, "planned_on", evidence=False)
        self._minutes = MinutesField(lang=page.t.lang)
        self.beside("minutes", self._minutes)
        self._purpose = self.write("purpose")
        self._happened = Button(icon_name="check")
        self._happened.clicked.connect(self._carry_out)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._happened)
        line.addStretch()
        self.close_page(row)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self.heading.set_label(t("What do I mean to do?"))
        self._minutes.set_label(t("Hours, about (optional)"))
        self._purpose.set_label(t("What do I want to learn?"))
        self._happened.setText(t("It has happened: make it an activity"))

    def _carry_out(self) -> None:
        if (self.fresh or self.form.dirty) and not self.save():
            return
        if self.record is not None:
            self.carried_out.emit(self.record.id)
