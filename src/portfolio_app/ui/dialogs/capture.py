"""Quick note: title, day and time spent; the rest later."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from portfolio_app.domain.experiences import Experience
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.form import Form
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.widgets.buttons import Button, PrimaryButton
from portfolio_app.ui.widgets.fields import DateField, LineField, MinutesField
from portfolio_app.ui.widgets.speaking import speak_all


class CaptureDialog(Dialog):
    """Logs an activity or a moment in a few seconds."""

    saved = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk.t, parent)
        self._services = desk.services
        t = desk.t
        self.set_heading(
            t("Quick note"), t("With time it is an activity, without it a moment. You can add the rest later.")
        )
        self._form = Form(t, self)
        title = LineField()
        title.set_label(t("What was it?"))
        day = DateField(desk.today)
        day.set_label(t("Date"))
        time = MinutesField()
        time.set_label(t("Hours (if any)"))
        self._form.required("title", title, lambda: t("Write a few words first."))
        self._form.bind("happened_on", day)
        self._form.bind("contact_minutes", time)
        self.body.addWidget(title)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(day)
        row.addWidget(time)
        self.body.addLayout(row)
        cancel = Button(t("Cancel"))
        cancel.clicked.connect(self.reject)
        save = PrimaryButton(t("Save"))
        save.setDefault(True)
        save.clicked.connect(self._save)
        self.add_buttons(cancel, save)
        speak_all(self, t)
        self._form.load({"happened_on": desk.today()})
        title.setFocus()

    def _save(self) -> None:
        if not self._form.validate():
            return
        records = self._services.records
        made = Experience(
            id=records.new_id(),
            written_at=records.now(),
            lang=records.lang(),
            title=self._form["title"],
            happened_on=self._form["happened_on"],
            contact_minutes=self._form["contact_minutes"],
        )
        if self.attempt(lambda: records.save(made)):
            self.saved.emit(made.KIND, made.id)
            self.accept()
