"""Small makers of domain values for the tests of hours and competences."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain.experiences import Allocation, Experience
from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.portfolio import Appointment, Pause, Sector
from portfolio_app.domain.register import Cycle, PeriodRule, Scheme, Status, Unit

WRITTEN = datetime(2025, 8, 1, 9, tzinfo=UTC)
SHIPPED = ContentSets(paths.resources())
VO = SHIPPED.scheme("nl-cao-vo")
PO = SHIPPED.scheme("nl-cao-po")
REGISTER = SHIPPED.scheme("nl-registerleraar-2017")
DOSSIER = SHIPPED.scheme("nl-dossier")


def activity(
    id: str, on: date, hours: float, *parts: tuple[str, float], scheme: Scheme = VO, **more: Any
) -> Experience:
    """An activity of some hours, split over (category, hours) of one scheme."""
    split = tuple(Allocation(scheme.id, category, round(part * 60)) for category, part in parts)
    return Experience(
        id=id,
        written_at=WRITTEN,
        title=f"Activiteit {id}",
        happened_on=on,
        contact_minutes=round(hours * 60),
        **{"allocations": split, **more},
    )


def job(percent: int, from_on: date, until_on: date | None = None, sector: Sector = Sector.VO) -> Appointment:
    return Appointment(
        id=f"job-{from_on}-{percent}",
        written_at=WRITTEN,
        function="leraar",
        sector=sector,
        fte_percent=percent,
        from_on=from_on,
        until_on=until_on,
    )


def pause(from_on: date, until_on: date, *, stops: bool = True) -> Pause:
    return Pause(id=f"pause-{from_on}", written_at=WRITTEN, from_on=from_on, until_on=until_on, stops_period=stops)


def phase(which: Phase, began_on: date) -> PhaseEntry:
    return PhaseEntry(id=f"phase-{began_on}", written_at=WRITTEN, phase=which, began_on=began_on)


def cycle(scheme: Scheme, began_on: date, **more: Any) -> Cycle:
    return Cycle(id="cycle", written_at=WRITTEN, scheme=scheme.id, began_on=began_on, **more)


def scheme(*rules: Any, anchor: str = "free", years: int = 1, **more: Any) -> Scheme:
    """A scheme of one's own, with the given rules."""
    return Scheme(
        id="own",
        version=1,
        name={"nl": "Eigen"},
        source=(),
        checked_on=date(2026, 11, 23),
        status=Status.NONE,
        unit=Unit.HOURS,
        period=PeriodRule(years=years, anchor=anchor, cite="test"),
        rules=rules,
        **more,
    )


def texts(dutch: str = "Regel") -> dict[str, str]:
    return {"nl": dutch}
