"""What the list of activities shows, and the records it begins with, without Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.lessons import Observation, PupilSurvey
from portfolio_app.domain.portfolio import Plan
from portfolio_app.domain.records import Record
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.core import Head
from portfolio_app.services.selecting import school_year
from portfolio_app.services.session import Services
from portfolio_app.store.values import Order, Query, Row
from portfolio_app.ui.words import kind_name

Show = Literal["all", "activities", "moments", "observation", "pupil_survey", "plan"]
When = Literal["always", "month", "this_year", "last_year", "own"]

KINDS = (Experience.KIND, Observation.KIND, PupilSurvey.KIND, Plan.KIND)
SHOWN: tuple[tuple[Show, str], ...] = (
    ("all", N_("Everything")),
    ("activities", N_("Activities")),
    ("moments", N_("Moments")),
    ("observation", N_("Lesson visits")),
    ("pupil_survey", N_("Pupil surveys")),
    ("plan", N_("Plans")),
)
PERIODS: tuple[tuple[When, str], ...] = (
    ("always", N_("All years")),
    ("month", N_("The last 30 days")),
    ("this_year", N_("This school year")),
    ("last_year", N_("Last school year")),
    ("own", N_("Between two days …")),
)
ORDERS: dict[str, Order] = {"": "newest", "-day": "newest", "day": "oldest", "heading": "heading"}
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Filter:
    """What is asked of the list. ``from_on`` and ``until_on`` hold only for a period of one's own."""

    show: Show = "all"
    when: When = "always"
    from_on: date | None = None
    until_on: date | None = None
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether it leaves anything out."""
        return self != Filter()


class ActivitiesPresenter:
    """Asks the records and words the rows."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.filter = Filter()

    def count(self) -> int:
        """How many records the filter finds."""
        return self._services.records.count(self.query())

    def page(self, offset: int, limit: int, order: str) -> list[Row]:
        """Some of the rows, in an order of `ORDERS`."""
        query = replace(self.query(), order=ORDERS.get(order, "newest"), offset=offset, limit=limit)
        return self._services.records.rows(query)

    def query(self) -> Query:
        """The filter as the store understands it."""
        chosen = self.filter
        kinds = KINDS if chosen.show == "all" else (chosen.show,)
        activity: bool | None = None
        if chosen.show in ("activities", "moments"):
            kinds, activity = (Experience.KIND,), chosen.show == "activities"
        first, last = self._days()
        return Query(kinds=kinds, text=chosen.text.strip(), from_on=first, until_on=last, activity=activity)

    def _days(self) -> tuple[date | None, date | None]:
        chosen, today = self.filter, self._services.records.today()
        began = school_year(today)
        if chosen.when == "month":
            return today - MONTH, None
        if chosen.when == "this_year":
            return began, None
        if chosen.when == "last_year":
            return began.replace(year=began.year - 1), began - timedelta(days=1)
        return (chosen.from_on, chosen.until_on) if chosen.when == "own" else (None, None)

    def counted(self, t: Translator) -> str:
        """How many there are, in words."""
        return t.n("{n} found", "{n} found", self.count())

    def is_empty(self) -> bool:
        """Whether nothing was ever written here."""
        return not self._services.records.count(Query(kinds=KINDS))

    def fresh(self, kind: str, lang: str) -> Record:
        """A record of a kind that is not saved yet, on today."""
        records = self._services.records
        head: Head = {"id": records.new_id(), "written_at": records.now(), "lang": lang}
        today = records.today()
        if kind == Observation.KIND:
            return Observation(**head, title="", visited_on=today)
        if kind == PupilSurvey.KIND:
            return PupilSurvey(**head, title="", held_on=today)
        if kind == Plan.KIND:
            return Plan(**head, title="", planned_on=today)
        return Experience(**head, title="", happened_on=today)


def kind_of(row: Row, t: Translator) -> str:
    """What a row is: an activity has minutes, a moment has none."""
    if row.kind == Experience.KIND:
        return t("activity") if row.minutes else t("moment")
    return kind_name(row.kind, t)


def day_of(row: Row, t: Translator) -> str:
    """The day of a row, short enough for a column."""
    return t.date(row.day, "medium") if row.day else ""


def hours_of(row: Row, t: Translator) -> str:
    """The hours of a row; empty for what has none."""
    return t.hours(row.minutes) if row.minutes else ""
