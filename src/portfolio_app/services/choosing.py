"""For whom, and what goes in: the choice that she makes for each reader, kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.growth import PhaseEntry
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.register import Cycle
from portfolio_app.domain.selection import DEFAULT_PARTS, Audience, Part, Selection
from portfolio_app.i18n import Lang
from portfolio_app.services import selecting
from portfolio_app.services.core import Core
from portfolio_app.services.hours import Hours
from portfolio_app.services.jobs import never
from portfolio_app.services.selecting import Candidate, Item, Known, Plan, Why, candidates, make_plan, school_year
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
        kept = self.kept(audience)
        return self.default(audience, lang, today) if kept is None else self._of_today(kept, today)

    def keep(self, selection: Selection) -> Selection:
        """Save what she chose for a reader or under a name, in the place of what was chosen before."""
        known = self._store.get(Selection, selection.id) if selection.name else self.kept(selection.audience)
        if known is not None and known.id != selection.id:
            selection = replace(selection, id=known.id, written_at=known.written_at)
        verb = "edit" if known else "create"
        self._core.save([_checked_days(selection)], label=Label(verb, Selection.KIND, selection.heading))
        return selection

    # -- her own selections -----------------------------------------------------------------------------------

    def own(self) -> list[Selection]:
        """Selections that she gave a name, by that name."""
        named = (item for item in self._all(Selection) if item.name)
        return sorted(named, key=lambda item: (item.name.casefold(), item.id))

    def of(self, ident: str, today: date | None = None) -> Selection | None:
        """One of her own selections as it is today; None when it is gone."""
        found = self._store.get(Selection, ident)
        return self._of_today(found, today) if found is not None and found.name else None

    def named(self, name: str, today: date | None = None) -> Selection:
        """The one of her own with a name. Raises `UserError` ``selection-missing`` and ``selection-twice``."""
        found = [item for item in self.own() if item.name.casefold() == name.strip().casefold()]
        if not found:
            raise UserError("selection-missing", about=name)
        if len(found) > 1:
            raise UserError("selection-twice", about=name)
        return self._of_today(found[0], today)

    def make_own(self, choice: Selection, name: str) -> Selection:
        """Keep a choice as one of her own, under a name. Raises `UserError` ``selection-unnamed`` and
        ``selection-name-taken``."""
        name = self._free(name, "")
        made = replace(choice, id=self._core.new_id(), written_at=self._core.clock(), name=name)
        self._core.save([_checked_days(made)], label=Label("create", Selection.KIND, made.name))
        return made

    def rename(self, ident: str, name: str) -> Selection:
        """Give one of her own another name. Raises what `make_own` does, and ``record-missing``."""
        made = replace(self._store.need(Selection, ident), name=self._free(name, ident))
        self._core.save([made], label=Label("edit", Selection.KIND, made.name))
        return made

    def _free(self, name: str, ident: str) -> str:
        """The name, if no other of her selections has it."""
        name = " ".join(name.split())
        if not name:
            raise UserError("selection-unnamed")
        if any(item.name.casefold() == name.casefold() and item.id != ident for item in self.own()):
            raise UserError("selection-name-taken", about=name)
        return name

    def _of_today(self, kept: Selection, today: date | None) -> Selection:
        """A period that she did not choose herself goes on with the days."""
        if kept.own_period:
            return kept
        usual = self.default(kept.audience, today=today)
        return replace(kept, from_on=usual.from_on, until_on=usual.until_on)

    # -- what it means ----------------------------------------------------------------------------------------

    def _first_day(self, today: date) -> date:
        rows = self._store.rows(Query(kinds=tuple(cls.KIND for cls in selecting.PARTS), order="oldest", limit=1))
        return rows[0].day if rows and rows[0].day and rows[0].day < today else today

    def plan(self, selection: Selection, cancelled: Callable[[], bool] = never) -> Plan:
        """What goes in and what does not, and why. For the owner's eyes.

        Raises `Cancelled`, and `UserError` ``nothing-selected`` and ``dates-reversed``.
        """
        return self.stock(_checked(selection), cancelled).plan(selection)

    def stock(self, within: Selection | None = None, cancelled: Callable[[], bool] = never) -> Stock:
        """Everything that could go in (within the days of a choice), to make plan after plan of. Raises `Cancelled`."""
        records, links = self.material(within, cancelled)
        return Stock(
            tuple(candidates(records)), _proves(links), tuple(self._hours.unreadable(closed=None)),
            min((entry.began_on for entry in self._all(PhaseEntry)), default=None),
            within.from_on if within else date.min, within.until_on if within else date.max,
        )  # fmt: skip

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
        return make_plan(_checked(selection), candidates(records), _proves(links))

    def _all(self, cls: type[R]) -> list[R]:
        return self._store.load(cls, Query(kinds=(cls.KIND,)))


@dataclass(frozen=True)
class Stock:
    """What could go in between two days, light enough to stay at hand while she chooses; no text but headings."""

    candidates: tuple[Candidate, ...]
    proves: Mapping[str, frozenset[str]]
    cycles_unreadable: tuple[Cycle, ...]
    first_phase_on: date | None
    from_on: date
    until_on: date
    known: Known = field(default_factory=dict[tuple[str, Why], Item], compare=False)

    def covers(self, selection: Selection) -> bool:
        """Whether all that could be in a choice is among it."""
        return self.from_on <= selection.from_on and selection.until_on <= self.until_on

    def plan(self, selection: Selection) -> Plan:
        """What goes in and what does not, and why; nothing at all where no part is chosen."""
        plan = make_plan(selection, self.candidates, self.proves, self.known)
        began = self.first_phase_on
        return replace(
            plan,
            schemes_unreadable=self._schemes_unreadable(selection),
            has_phases=Part.GROWTH in selection.parts and began is not None and began <= selection.until_on,
        )

    def _schemes_unreadable(self, selection: Selection) -> tuple[str, ...]:
        if Part.HOURS not in selection.parts:
            return ()
        return tuple(
            cycle.scheme
            for cycle in self.cycles_unreadable
            if cycle.began_on <= selection.until_on
            and (cycle.closed_on is None or cycle.closed_on >= selection.from_on)
        )


def _proves(links: Iterable[Link]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        if link.role is Role.PROVES:
            found.setdefault(link.source_id, set()).add(link.target_id)
    return {key: frozenset(ids) for key, ids in found.items()}


def _checked(selection: Selection) -> Selection:
    if not selection.parts:
        raise UserError("nothing-selected")
    return _checked_days(selection)


def _checked_days(selection: Selection) -> Selection:
    if selection.until_on < selection.from_on:
        raise UserError("dates-reversed")
    return selection
