"""For whom, and what goes in: the choice that she makes for each reader, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Part, Selection
from portfolio_app.i18n import Lang
from portfolio_app.services import selecting
from portfolio_app.services.core import Core
from portfolio_app.services.hours import Hours
from portfolio_app.services.jobs import never
from portfolio_app.services.selecting import Plan, make_plan, school_year
from portfolio_app.store.values import Query

R = TypeVar("R", bound=Record)
REGISTER_YEARS = 4


class Choosing:
    """The choice for a reader, and what it means record by record."""

    def __init__(self, core: Core, hours: Hours) -> None:
        self._core = core
        self._store = core.store
        self._hours = hours

    def default(self, audience: Audience, lang: Lang = "nl", today: date | None = None) -> Selection:
        """What a reader gets unless the owner chooses otherwise: this school year, four years, or everything."""
        day = today or self._core.today()
        first = school_year(day)
        if audience is Audience.REGISTER:
            first = date(first.year - REGISTER_YEARS + 1, first.month, first.day)
        elif audience is Audience.ARCHIVE:
            first = self._first_day(day)
        head = self._core.head()
        head["lang"] = lang
        return Selection(**head, audience=audience, from_on=first, until_on=day, parts=DEFAULT_PARTS[audience])

    def kept(self, audience: Audience) -> Selection | None:
        """What she usually chooses for a reader, as it was saved; None where nothing was."""
        return next((item for item in self._all(Selection) if item.audience is audience and not item.name), None)

    def selection(self, audience: Audience, lang: Lang = "nl", today: date | None = None) -> Selection:
        """What a reader gets: what she chose for that reader, else the default in a language.

        A period that she did not choose herself goes on with the days.
        """
        usual, kept = self.default(audience, lang, today), self.kept(audience)
        if kept is None:
            return usual
        return kept if kept.own_period else replace(kept, from_on=usual.from_on, until_on=usual.until_on)

    def keep(self, selection: Selection) -> Selection:
        """Save what she chose for a reader, in the place of what was chosen before."""
        known = self._store.get(Selection, selection.id) if selection.name else self.kept(selection.audience)
        if known is not None and known.id != selection.id:
            selection = replace(selection, id=known.id, written_at=known.written_at)
        verb = "edit" if known else "create"
        self._core.save([_checked_days(selection)], label=Label(verb, Selection.KIND, selection.heading))
        return selection

    def _first_day(self, today: date) -> date:
        rows = self._store.rows(Query(kinds=tuple(cls.KIND for cls in selecting.PARTS), order="oldest", limit=1))
        return rows[0].day if rows and rows[0].day and rows[0].day < today else today

    def plan(self, selection: Selection, cancelled: Callable[[], bool] = never) -> Plan:
        """What goes in and what does not, and why. For the owner's eyes. Raises `Cancelled`."""
        plan = self.planned(selection, *self.material(selection, cancelled))
        return replace(plan, schemes_unreadable=self._schemes_unreadable(selection))

    def _schemes_unreadable(self, selection: Selection) -> tuple[str, ...]:
        if Part.HOURS not in selection.parts:
            return ()
        return tuple(
            cycle.scheme
            for cycle in self._hours.unreadable(closed=None)
            if cycle.began_on <= selection.until_on
            and (cycle.closed_on is None or cycle.closed_on >= selection.from_on)
        )

    def material(
        self, within: Selection | None = None, cancelled: Callable[[], bool] = never
    ) -> tuple[list[Record], list[Link]]:
        """Everything that could go in (within the days of a choice, where one is given), and every link."""
        records: list[Record] = []
        for cls in selecting.PARTS:
            if cancelled():
                raise Cancelled
            by_day = within is not None and cls in selecting.BY_DAY
            query = Query(from_on=within.from_on, until_on=within.until_on) if within and by_day else Query()
            records += self._store.load(cls, query)
        return records, self._all(Link)

    @staticmethod
    def planned(selection: Selection, records: Iterable[Record], links: Iterable[Link]) -> Plan:
        """`plan` for records that were read already."""
        proves: dict[str, set[str]] = {}
        for link in links:
            if link.role is Role.PROVES:
                proves.setdefault(link.source_id, set()).add(link.target_id)
        return make_plan(_checked(selection), records, {key: frozenset(ids) for key, ids in proves.items()})

    def _all(self, cls: type[R]) -> list[R]:
        return self._store.load(cls, Query(kinds=(cls.KIND,)))


def _checked(selection: Selection) -> Selection:
    if not selection.parts:
        raise UserError("nothing-selected")
    return _checked_days(selection)


def _checked_days(selection: Selection) -> Selection:
    if selection.until_on < selection.from_on:
        raise UserError("dates-reversed")
    return selection
