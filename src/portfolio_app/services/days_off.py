"""Weeks that do not count: school holidays of a region that she chose, leave, and what she takes back of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from portfolio_app.domain.changes import Label
from portfolio_app.domain.holidays import DaysOff, Holiday, HolidayCalendar, Region
from portfolio_app.domain.journal import Week
from portfolio_app.domain.portfolio import Pause
from portfolio_app.domain.sets import Confidence
from portfolio_app.services.core import Core
from portfolio_app.services.settings import SCHOOL_REGION
from portfolio_app.store.values import Query

DAY = timedelta(days=1)


class DaysOffService:
    """The calendar of the school holidays beside her own pauses. Until she chose a region there are no holidays."""

    def __init__(self, core: Core) -> None:
        self._core = core

    @property
    def region(self) -> Region | None:
        """The region whose school holidays she has."""
        stored = self._core.store.setting(SCHOOL_REGION.key)
        chosen = SCHOOL_REGION.accept(json.loads(stored)) if stored is not None else ""
        return Region(chosen) if chosen else None

    def choose(self, region: Region | None) -> None:
        """Have the holidays of a region from now on, or none."""
        self._core.store.set_setting(SCHOOL_REGION.key, json.dumps(region.value if region else ""))

    def __call__(self) -> DaysOff:
        """What there is now."""
        region = self.region
        holidays = self._calendar().of(region) if region else ()
        return DaysOff.of(holidays, self._core.store.load(Pause, Query(kinds=(Pause.KIND,))))

    def coming(self, most: int) -> tuple[tuple[Holiday, bool], ...]:
        """The next holidays of her region, each with whether its dates are to be checked with the school."""
        region, today = self.region, self._core.today()
        if region is None:
            return ()
        found = [
            (item, year.confidence is not Confidence.HIGH)
            for year in self._calendar().years
            for item in year.holidays
            if region in item.regions and item.until_on >= today
        ]
        return tuple(sorted(found, key=lambda pair: pair[0].from_on)[:most])

    def work_in(self, week: Week) -> Pause:
        """She works in a week that lies in a school holiday: it counts as any other."""
        pause = Pause(**self._core.head(), from_on=week.monday, until_on=week.sunday, works=True)
        self._core.save([pause], label=Label("create", Pause.KIND))
        return pause

    def off_after_all(self, week: Week) -> None:
        """Leave a week to the school holiday again; what she said about the weeks around it stays."""
        back = self().taken_back(week)
        if back is None:
            return
        before = replace(back, until_on=week.monday - DAY)
        after = replace(back, from_on=week.sunday + DAY)
        kept = [part for part in (before, after) if part.from_on <= part.until_on]
        if len(kept) > 1:  # one is the record that was there, the other a new one
            kept[1] = replace(kept[1], **self._core.head())
        self._core.save(kept, trash=() if kept else [back], label=Label("edit" if kept else "trash", Pause.KIND))

    def _calendar(self) -> HolidayCalendar:
        return self._core.content.holidays()
