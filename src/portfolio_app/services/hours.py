"""Hours: taking part in schemes, where I stand, the ledger, and proposals for where minutes count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from portfolio_app.domain.allocations import suggest_allocations, with_allocations
from portfolio_app.domain.changes import Label
from portfolio_app.domain.counting import HoursData, LedgerRow
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Allocation, Experience
from portfolio_app.domain.growth import PhaseEntry
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.periods import Period, first_day, periods
from portfolio_app.domain.portfolio import Appointment, Pause, Sector
from portfolio_app.domain.register import Cycle, Scheme
from portfolio_app.domain.standing import Standing, days_needed, standing
from portfolio_app.services.core import Core
from portfolio_app.store.values import Query


class Hours:
    """Schemes are data; what they make of her activities is worked out afresh each time."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store

    def schemes(self) -> tuple[Scheme, ...]:
        """Every scheme there is."""
        return self._core.content.schemes()

    def scheme_of(self, cycle: Cycle) -> Scheme:
        """The scheme of a cycle, in the version with which it was joined."""
        return self._core.content.scheme(cycle.scheme, cycle.scheme_version)

    def cycles(self, *, closed: bool | None = False) -> list[Cycle]:
        """The schemes she takes part in, the first joined first; ``closed`` None: all of them."""
        found = self._store.load(Cycle, Query(kinds=(Cycle.KIND,), order="oldest"))
        return [item for item in found if closed is None or (item.closed_on is not None) is closed]

    def joined(self, *, closed: bool | None = False) -> list[tuple[Cycle, Scheme]]:
        """Her cycles with their schemes; those whose files can't be read are left out and found in `unreadable`."""
        sector = self._sector()
        found = ((cycle, self._readable(cycle, sector)) for cycle in self.cycles(closed=closed))
        return [(cycle, scheme) for cycle, scheme in found if scheme is not None]

    def unreadable(self, *, closed: bool | None = False) -> list[Cycle]:
        """Cycles of which the file of the scheme, or of the framework it leans on, is missing or damaged."""
        sector = self._sector()
        return [cycle for cycle in self.cycles(closed=closed) if self._readable(cycle, sector) is None]

    def _readable(self, cycle: Cycle, sector: Sector) -> Scheme | None:
        try:
            scheme = self.scheme_of(cycle)
            self._core.content.framework_of(scheme, sector)
        except UserError as error:
            if error.code != "content-missing":
                raise
            return None
        return scheme

    def join(self, scheme_id: str, began_on: date, *, target_minutes: int | None = None) -> Cycle:
        """Take part in a scheme, or again. Raises `UserError` ``scheme-joined`` when she does so already.

        Whoever left within the period in which she comes back goes on where she was: a second cycle would count the
        same activities once more.
        """
        if any(item.scheme == scheme_id for item in self.cycles()):
            raise UserError("scheme-joined")
        cycle = self._cycle(scheme_id, began_on, target_minutes)
        self._core.save([cycle], label=Label("join", Cycle.KIND, scheme_id))
        return cycle

    def join_defaults(self, sector: Sector, began_on: date) -> list[Cycle]:
        """Take part in what a sector begins with; schemes joined already are passed over. One step."""
        known = {item.scheme for item in self.cycles()}
        made = [
            self._cycle(scheme.id, began_on, None)
            for scheme in self._core.content.default_schemes(sector)
            if scheme.id not in known
        ]
        if made:
            self._core.save(made, label=Label("join", Cycle.KIND))
        return made

    def _cycle(self, scheme_id: str, began_on: date, target_minutes: int | None) -> Cycle:
        scheme = self._core.content.scheme(scheme_id)
        left = [item for item in self.cycles(closed=True) if item.scheme == scheme_id]
        again = max(left, key=lambda item: item.closed_on or date.min, default=None)
        if again is not None and (again.closed_on or date.min) >= first_day(scheme.period, began_on):
            return replace(
                again,
                closed_on=None,
                began_on=min(again.began_on, began_on),
                target_minutes=again.target_minutes if target_minutes is None else target_minutes,
            )
        return Cycle(
            **self._core.head(),
            scheme=scheme.id,
            scheme_version=scheme.version,
            began_on=began_on,
            target_minutes=target_minutes,
        )

    def leave(self, cycle_id: str, on: date | None = None) -> Cycle:
        """Stop taking part; what was recorded stays."""
        cycle = replace(self._store.need(Cycle, cycle_id), closed_on=on or self._core.today())
        self._core.save([cycle], label=Label("leave", Cycle.KIND, cycle.scheme))
        return cycle

    def set_target(self, cycle_id: str, minutes: int | None) -> Cycle:
        """A target of one's own in place of the scheme's; None: the scheme's again."""
        if minutes is not None and minutes < 0:
            raise UserError("hours-negative", scheme="")
        cycle = replace(self._store.need(Cycle, cycle_id), target_minutes=minutes)
        self._core.save([cycle], label=Label("edit", Cycle.KIND, cycle.scheme))
        return cycle

    def standings(self, today: date | None = None, numbers: Mapping[str, int] | None = None) -> list[Standing]:
        """Where she stands in each scheme of `joined`, in its present period or the one with a number.

        ``numbers`` are by id of the cycle.
        """
        return self._standings(self.joined(), today or self._core.today(), numbers or {})

    def standing(self, cycle_id: str, number: int | None = None, today: date | None = None) -> Standing:
        """Where she stands in one scheme, in the present period or the one with a number.

        Raises `UserError` ``content-missing`` when its file can't be read.
        """
        cycle = self._store.need(Cycle, cycle_id)
        numbers = {} if number is None else {cycle_id: number}
        (found,) = self._standings([(cycle, self.scheme_of(cycle))], today or self._core.today(), numbers)
        return found

    def ledger(self, cycle_id: str, number: int | None = None) -> tuple[LedgerRow, ...]:
        """The activities that count in a scheme, in order of day."""
        return self.standing(cycle_id, number).rows

    def periods(self, cycle_id: str, until: date | None = None) -> tuple[Period, ...]:
        """The periods of a cycle until today's."""
        cycle = self._store.need(Cycle, cycle_id)
        return periods(self.scheme_of(cycle), cycle, self._pauses(), until or self._core.today())

    def suggest(self, experience: Experience) -> tuple[Allocation, ...]:
        """A proposal for every scheme she takes part in; what she placed herself stays as it is."""
        placed = {part.scheme for part in experience.allocations}
        proposed = experience.allocations
        for _, scheme in self.joined():
            if scheme.id not in placed:
                proposed = with_allocations(proposed, scheme.id, suggest_allocations(experience, scheme))
        return proposed

    def views(
        self, experiences: Sequence[Experience], links: Iterable[Link], first: date, last: date
    ) -> list[Standing]:
        """Standings from these experiences and links, for every period that meets the given days.

        Each is that of the whole period, as it is today; what lies before the first of the days carries over as well.
        """
        data, today = self._data(self._pauses(), experiences, _proofs(links)), self._core.today()
        made: list[Standing] = []
        for cycle, scheme in self.joined(closed=None):
            made += [
                self._standing(cycle, scheme, data, min(max(today, period.span.first), period.span.last), period.number)
                for period in periods(scheme, cycle, data.pauses, last)
                if period.span.first <= last and period.span.last >= first
            ]
        return made

    def _standings(
        self, joined: Sequence[tuple[Cycle, Scheme]], day: date, numbers: Mapping[str, int]
    ) -> list[Standing]:
        pauses = self._pauses()
        needed = [days_needed(scheme, cycle, pauses, day, numbers.get(cycle.id)) for cycle, scheme in joined]
        if not needed:
            return []
        # A career is long and a period is short: only the days that are counted are read.
        first, last = min(span.first for span in needed), max(span.last for span in needed)
        experiences = self._store.load(Experience, Query(from_on=first, until_on=last))
        data = self._data(pauses, experiences, self._store.link_counts(Role.PROVES, Evidence.KIND))
        return [self._standing(cycle, scheme, data, day, numbers.get(cycle.id)) for cycle, scheme in joined]

    def _standing(
        self, cycle: Cycle, scheme: Scheme, data: HoursData, day: date, number: int | None = None
    ) -> Standing:
        framework = self._core.content.framework_of(scheme, data.sector)
        return standing(scheme, cycle, replace(data, framework=framework), day, number)

    def _sector(self) -> Sector:
        profile = self._core.profile()
        return profile.sector if profile else Sector.VO

    def _pauses(self) -> list[Pause]:
        return self._store.load(Pause, Query(kinds=(Pause.KIND,)))

    def _data(
        self, pauses: Sequence[Pause], experiences: Sequence[Experience], evidence_counts: Mapping[str, int]
    ) -> HoursData:
        store = self._store
        return HoursData(
            sector=self._sector(),
            experiences=experiences,
            appointments=store.load(Appointment, Query(kinds=(Appointment.KIND,))),
            pauses=pauses,
            phases=store.load(PhaseEntry, Query(kinds=(PhaseEntry.KIND,))),
            evidence_counts=evidence_counts,
        )


def _proofs(links: Iterable[Link]) -> Counter[str]:
    """How many pieces of evidence prove each record, by its id."""
    pairs = {
        (link.source_id, link.target_id)
        for link in links
        if link.role is Role.PROVES and link.source_kind == Evidence.KIND
    }
    return Counter(target for _, target in pairs)
