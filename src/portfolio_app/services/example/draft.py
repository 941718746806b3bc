"""What is being planned: records, links and files, with ids and instants that the seed decides."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TypedDict, TypeVar

from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.ids import new_id
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.records import Record
from portfolio_app.services.example.calendar import Schedule
from portfolio_app.services.example.texts import Texts, fixed_weeks, kept_weeks, sizes
from portfolio_app.services.example.varying import Variety

FRAMEWORK = "nl-bekwaamheid-2017"
R = TypeVar("R", bound=Record)


class Head(TypedDict):
    """The fields of `Record` itself, to be unpacked into a new one."""

    id: str
    written_at: datetime
    lang: str


class Draft:
    """The plan while it grows. Records are found again by a key such as ``activity:gis-1`` or ``week:y1.a1``."""

    def __init__(self, lang: str, years: int, until: date, seed: int) -> None:
        self.texts = Texts(lang, seed)
        self.until = until
        self.seed = seed
        self.schedule = Schedule(years, until, sizes(), self.random("calendar"), kept_weeks(), fixed_weeks())
        self.records: list[Record] = []
        self.links: list[Link] = []
        self.contents: dict[str, bytes] = {}
        self._named: dict[str, Record] = {}
        self._noise = self.random("ids")
        self._used: set[datetime] = set()

    def random(self, part: str) -> random.Random:
        """Randomness of its own for a part, so that parts do not disturb each other."""
        return random.Random(f"{self.seed}:{self.texts.lang}:{part}")

    def variety(self, part: str) -> Variety:
        """Texts put together from parts, for a part of the plan."""
        return Variety(self.texts.file("variation")["parts"], self.random(f"{part} texts"))

    def head(self, day: date) -> Head:
        """Id, instant and language of a record that is written in the evening of a day."""
        at = self.evening(day)
        return {"id": self.id_at(at), "written_at": at, "lang": self.texts.lang}

    def id_at(self, at: datetime) -> str:
        """An id made at an instant."""
        return new_id(at, self._noise.randbytes(10))

    def evening(self, day: date) -> datetime:
        """A free moment between half past five and ten in the evening (UTC) of a day before ``until``."""
        day = min(day, self.until - timedelta(days=1))
        at = datetime.combine(day, time(17, 30), UTC) + timedelta(seconds=self._noise.randrange(16_000))
        while at in self._used:
            at += timedelta(milliseconds=7)
        self._used.add(at)
        return at

    def add(self, key: str, record: R) -> R:
        """Keep a record under a key."""
        self.records.append(record)
        self._named[key] = record
        return record

    def replace(self, key: str, record: Record) -> None:
        """Put a later form of a record in the place of the one with a key."""
        self.records[self.records.index(self._named[key])] = record
        self._named[key] = record

    def get(self, cls: type[R], key: str) -> R | None:
        """A record by its key, or None when it lies after the end."""
        found = self._named.get(key)
        return found if isinstance(found, cls) else None

    def all(self, cls: type[R]) -> Iterator[R]:
        """Every record of a kind so far."""
        return (record for record in self.records if isinstance(record, cls))

    def link(self, role: Role, source: Record, target: Record, quote: Quote | None = None) -> None:
        """Link two planned records, in the evening of the later one."""
        day = max(source.written_at, target.written_at).date()
        self.links.append(
            Link(
                **self.head(day),
                role=role,
                source_kind=source.KIND,
                source_id=source.id,
                target_kind=target.KIND,
                target_id=target.id,
                quote=quote,
            )
        )


def competence(code: str) -> CompetenceRef:
    """A competence of the framework that the example uses."""
    return CompetenceRef(FRAMEWORK, code)
