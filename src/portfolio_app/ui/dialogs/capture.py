"""Quick note: title, day and time spent; the rest later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.experiences import Experience
from portfolio_app.services.drafts import CAPTURE
from portfolio_app.ui.dialogs.form import FormDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.fields import DateField, LineField, MinutesField


class CaptureDialog(FormDialog):
    """Logs an activity or a moment in a few seconds."""

    saved = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._title = LineField()
        self.begin({"title": "", "happened_on": desk.today(), "contact_minutes": 0}, CAPTURE)
        self._title.setFocus()

    def build(self) -> None:
        t = self.t
        self.set_heading(
            t("Quick note"), t("With time it is an activity, without it a moment. You can add the rest later.")
        )
        self._title.set_label(t("What was it?"))
        day = DateField(self.desk.today)
        day.set_label(t("Date"))
        time = MinutesField()
        time.set_label(t("Hours (if any)"))
        self.form.required("title", self._title, lambda: t("Write a few words first."))
        self.form.bind("happened_on", day)
        self.form.bind("contact_minutes", time)
        self.body.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(day)
        row.addWidget(time)
        self.body.addLayout(row)

    def store(self) -> bool:
        records = self.desk.services.records
        made = Experience(
            id=records.new_id(),
            written_at=records.now(),
            lang=records.lang(),
            title=self.form["title"],
            happened_on=self.form["happened_on"],
            contact_minutes=self.form["contact_minutes"],
        )
        records.save(made)
        self.saved.emit(made.KIND, made.id)
        return True
