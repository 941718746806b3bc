"""Whether to say now that there is a week to write: once, on the day and hour she chose, and never afterwards."""

from __future__ import annotations

from datetime import time, timedelta

from portfolio_app.domain.journal import Week, WeekState
from portfolio_app.services.core import Core
from portfolio_app.services.journal import Journal
from portfolio_app.services.settings import WEEK_REMINDED, WEEK_REMINDER, WEEK_REMINDER_AT, Settings

QUIET_FROM = time(20)
"""From then on nothing is said, whatever was chosen and however late the computer was started."""


class Reminders:
    """The reminder of My week. It is off until she chooses a day."""

    def __init__(self, core: Core, journal: Journal, settings: Settings) -> None:
        self._core, self._journal, self._settings = core, journal, settings

    @property
    def wanted(self) -> bool:
        """Whether she chose a day."""
        return bool(self._settings.get(WEEK_REMINDER))

    def due(self) -> bool:
        """Whether the moment has come and nothing was said in this week yet; not while it is done or off."""
        chosen = self._settings.get(WEEK_REMINDER)
        if not chosen:
            return False
        now = self._core.clock().astimezone(self._core.zone)
        week, minutes = Week.of(now.date()), self._settings.get(WEEK_REMINDER_AT)
        if now.date() != week.monday + timedelta(days=int(chosen)):
            return False
        if not time(minutes // 60, minutes % 60) <= now.time() < QUIET_FROM or self._said(week):
            return False
        return self._journal.state(week) is WeekState.OPEN and not self._journal.is_off(week)

    def said(self) -> None:
        """It was said: not again this week."""
        week = Week.of(self._core.today())
        self._settings.set(WEEK_REMINDED, _name(week))

    def _said(self, week: Week) -> bool:
        return self._settings.get(WEEK_REMINDED) == _name(week)


def _name(week: Week) -> str:
    return f"{week.year}-W{week.number:02d}"
