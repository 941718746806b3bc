"""My week among the settings: school holidays, and a reminder without a word of hers."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout

from portfolio_app.services.settings import WEEK_REMINDER, WEEK_REMINDER_AT
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.week_holidays import HolidaysPart
from portfolio_app.ui.pages.week_presenter import WeekPresenter
from portfolio_app.ui.widgets.containers import Card
from portfolio_app.ui.widgets.fields import ChoiceField

HOURS = range(7, 20)
"""Between these hours one may be reminded; the last choice is half past seven in the evening."""


class WeekCard(Card):
    """Every choice holds at once."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._holidays = HolidaysPart(page, WeekPresenter(page.desk.services), pauses=False)
        self.body.addWidget(self._holidays)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        self._day: ChoiceField[str] = ChoiceField()
        self._at: ChoiceField[int] = ChoiceField()
        self._day.changed.connect(self._day_chosen)
        self._at.changed.connect(self._time_chosen)
        grid.addWidget(self._day, 0, 0)
        grid.addWidget(self._at, 0, 1)
        self.body.addLayout(grid)

    def retranslate(self) -> None:
        """Say the words again."""
        t = self._page.t
        self.set_title(t("My week"))
        self._holidays.retranslate()
        self._day.set_label(
            t(WEEK_REMINDER.label),
            t("Once, only while your week is open and not off, and without a word of what you wrote."),
        )
        self._day.set_choices([(value, t(words)) for value, words in WEEK_REMINDER.choices])
        self._at.set_label(t(WEEK_REMINDER_AT.label))
        self._at.set_choices([(60 * hour + half, f"{hour}:{half:02d}") for hour in HOURS for half in (0, 30)])
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        settings = self._page.desk.services.settings
        self._holidays.refresh()
        self._day.set_value(settings.get(WEEK_REMINDER))
        minutes = settings.get(WEEK_REMINDER_AT)
        self._at.set_value(
            min((60 * hour + half for hour in HOURS for half in (0, 30)), key=lambda at: abs(at - minutes))
        )
        self._at.setEnabled(bool(settings.get(WEEK_REMINDER)))

    def _day_chosen(self) -> None:
        day = self._day.value()
        settings = self._page.desk.services.settings
        if day is not None and self._page.attempt(lambda: settings.set(WEEK_REMINDER, day)):
            self._at.setEnabled(bool(day))
            self._page.setting_changed.emit(WEEK_REMINDER.key)

    def _time_chosen(self) -> None:
        at = self._at.value()
        settings = self._page.desk.services.settings
        if at is not None and self._page.attempt(lambda: settings.set(WEEK_REMINDER_AT, at)):
            self._page.setting_changed.emit(WEEK_REMINDER_AT.key)
