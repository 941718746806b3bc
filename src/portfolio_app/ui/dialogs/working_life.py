"""A job, a time in which weeks do not count, or a person by role."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.portfolio import Appointment, Pause, Person
from portfolio_app.domain.records import Record
from portfolio_app.ui.dialogs.first_run_presenter import SECTORS
from portfolio_app.ui.dialogs.form import FormDialog, Throw
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField, DateField, LineField, NumberField

Save = Callable[[Record], None]


class RecordDialog(FormDialog):
    """Edits one small record; subclasses bind the fields. One that can't be thrown away is new."""

    def __init__(
        self, desk: Desk, record: Record, save: Save, throw: Throw | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(desk, parent)
        self._record, self._save_it = record, save
        self.begin(record, record.id if throw is not None else f"new:{record.KIND}", throw)

    def store(self) -> bool:
        self._save_it(self.form.apply(self._record))
        return True

    def days(self, first: str, last: str, *, open_end: bool) -> None:
        """Two days beside each other, the last not before the first."""
        row = QHBoxLayout()
        row.setSpacing(16)
        begin = DateField(self.desk.today)
        begin.set_label(self.t("From"))
        end = DateField(self.desk.today, optional=open_end)
        end.set_label(self.t("Until (may stay empty)") if open_end else self.t("Until and including"))
        self.form.bind(first, begin)
        self.form.bind(last, end, lambda day: self._order(begin, day))
        row.addWidget(begin)
        row.addWidget(end)
        self.body.addLayout(row)

    def _order(self, begin: DateField, end: object) -> str:
        start = begin.value()
        return self.t("This is before the first day.") if start and end and end < start else ""  # pyright: ignore[reportOperatorIssue]


class AppointmentDialog(RecordDialog):
    """Function, school, sector, size, from and until."""

    def build(self) -> None:
        t = self.t
        self.set_heading(t("Job"), t("Hours are worked out from the size of the job."))
        function, school = LineField(), LineField()
        function.set_label(t("Function"))
        school.set_label(t("School"))
        sector: ChoiceField[object] = ChoiceField()
        sector.set_label(t("Sector"))
        sector.set_choices([(value, t(words)) for value, words in SECTORS])
        size = NumberField(1, 100, suffix=" %")
        size.set_label(t("Size of the job"))
        self.form.required("function", function, lambda: t("What do you do there?"))
        for name, field in (("school", school), ("sector", sector), ("fte_percent", size)):
            self.form.bind(name, field)
        for field in (function, school, sector, size):
            self.body.addWidget(field)
        self.days("from_on", "until_on", open_end=True)


class PauseDialog(RecordDialog):
    """From, until, a reason for herself, whether the period stands still, and whether it says the reverse."""

    def build(self) -> None:
        t = self.t
        self.set_heading(t("Pause"), t("Weeks in a holiday or leave do not count. The reason is never printed."))
        self.days("from_on", "until_on", open_end=False)
        reason = LineField()
        reason.set_label(t("Reason (for yourself)"))
        stops = CheckField()
        stops.set_label(t("My period of hours stands still meanwhile (long leave)"))
        self.form.bind("reason", reason)
        works = CheckField()
        works.set_label(t("I work in these weeks, though they lie in a school holiday"))
        self.form.bind("stops_period", stops)
        self.form.bind("works", works)
        for field in (reason, stops, works):
            self.body.addWidget(field)


class PersonDialog(RecordDialog):
    """Name or pseudonym, role and school."""

    def build(self) -> None:
        t = self.t
        self.set_heading(t("Person"), t("Somebody you meet in your work."))
        name, role, school = LineField(), LineField(), LineField()
        name.set_label(t("Name"), t("A made-up name will do."))
        role.set_label(t("Role"), t("For example: coach, team leader"))
        school.set_label(t("School (may stay empty)"))
        self.form.required("name", name, lambda: t("What do you call this person?"))
        self.form.required("role", role, lambda: t("In what role do you meet?"))
        self.form.bind("school", school)
        for field in (name, role, school):
            self.body.addWidget(field)


DIALOGS: dict[type[Record], type[RecordDialog]] = {
    Appointment: AppointmentDialog, Pause: PauseDialog, Person: PersonDialog
}  # fmt: skip


def dialog_for(record: Record) -> type[RecordDialog]:
    """The dialog that edits a record."""
    return DIALOGS[type(record)]
