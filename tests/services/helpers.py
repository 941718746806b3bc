"""A portfolio of one test: real store, vault and key file, with a cheap key derivation and a clock that is moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from portfolio_app.bootstrap import Environment, Passphrase, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.portfolio import Profile
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.slots import KdfCost

PASSPHRASE = "een korte zin die blijft hangen"
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
START = datetime(2026, 3, 11, 15, 0, tzinfo=UTC)  # Wednesday of week 11

R = TypeVar("R", bound=Record)


@dataclass
class Clock:
    """A clock that goes on by a second with every look, and can be moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def go_to(self, day: date) -> None:
        """Move on to the afternoon of a day."""
        self.now = datetime(day.year, day.month, day.day, 15, 0, tzinfo=UTC)


@dataclass
class Desk:
    """A folder with a portfolio, and what opens it."""

    home: Path
    environment: Environment
    clock: Clock
    opened: list[Services] = field(default_factory=list[Services])

    def open(self, **more: Any) -> Services:
        """Open the portfolio with its passphrase."""
        services = open_portfolio(self.home, Passphrase(PASSPHRASE), environment=self.environment, **more)
        self.opened.append(services)
        return services

    def close(self) -> None:
        """Close everything that was opened."""
        while self.opened:
            self.opened.pop().close()


def environment(folder: Path, clock: Clock | None = None) -> Environment:
    """Settings below a folder of the test, a cheap derivation, time in UTC."""
    return Environment(clock=clock or Clock(), kdf=CHEAP, device=DeviceSettings(folder / "settings"), zone=UTC)


def head(services: Services) -> dict[str, Any]:
    """The first fields of a new record."""
    return {"id": services.records.new_id(), "written_at": services.records.now()}


def saved(services: Services, record: R) -> R:
    """Save a record and return it."""
    services.records.save(record)
    return record


def profile(services: Services, **more: Any) -> Profile:
    """The owner, saved."""
    facts: dict[str, Any] = {"given_name": "Noor", "family_name": "Zandkamp", "school": "Het Kompas", **more}
    return saved(services, Profile(**head(services), **facts))


def activity(services: Services, title: str = "Studiedag formatief handelen", **more: Any) -> Experience:
    """An activity of three hours, saved."""
    facts: dict[str, Any] = {"happened_on": date(2026, 2, 3), "contact_minutes": 180, **more}
    return saved(services, Experience(**head(services), title=title, **facts))


def belief(services: Services, statement: str = "Wie stilvalt, heeft hulp nodig.", **more: Any) -> Pattern:
    """A belief, saved."""
    facts: dict[str, Any] = {"kind": PatternKind.MENTAL_MODEL, "noticed_on": date(2026, 1, 9), **more}
    return saved(services, Pattern(**head(services), statement=statement, **facts))


def phase(services: Services, which: Phase, began_on: date) -> PhaseEntry:
    """A phase of the career, saved."""
    return saved(services, PhaseEntry(**head(services), phase=which, began_on=began_on))


def reflection(services: Services, title: str = "Een les die stilviel", **more: Any) -> Reflection:
    """A reflection, saved."""
    facts: dict[str, Any] = {"happened_on": date(2026, 2, 10), "template": "alact", **more}
    return saved(services, Reflection(**head(services), title=title, **facts))


OWN_SCHEME = """
id = "onze-school"
version = 1
name.nl = "Onze school"
status = "employer"
unit = "h"
source = ["Scholingsplan 2026"]
checked_on = 2026-11-01

[period]
years = 1
anchor = "08-01"
cite = "Scholingsplan 2026"

[[rules]]
type = "total"
hours = 50
label.nl = "Vijftig uur per jaar"
cite = "Scholingsplan 2026"
"""


def own_scheme(services: Services, more: str = "") -> Path:
    """A scheme of the school's own, ``onze-school``: fifty hours a year. Returns its file."""
    file = services.home / "sets" / "schemes" / "onze-school.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(OWN_SCHEME + more, encoding="utf-8")
    services.content.reload()
    return file
