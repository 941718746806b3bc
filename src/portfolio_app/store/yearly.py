"""What a year holds, counted inside the database: no text of the owner leaves it but the headings of a single week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Final, TypeVar

from portfolio_app.domain.canonical import text
from portfolio_app.domain.experiences import ActivityType, Formality
from portfolio_app.domain.journal import Week
from portfolio_app.domain.patterns import Lens
from portfolio_app.domain.year import STRANDS, Learned, LensUse, Tally, YearEntry, strand_of
from portfolio_app.store.engine import Database

E = TypeVar("E", ActivityType, Formality, Lens)

_KINDS: Final = ",".join(f"'{kind}'" for kind in STRANDS)
_LIVE: Final = "r.body IS NOT NULL AND r.trashed_at IS NULL"
_WRITTEN: Final = (
    "(r.kind <> 'journal_week' OR EXISTS (SELECT 1 FROM json_each(r.body, '$.answers') a WHERE trim(a.value) <> ''))"
)
"""A week that was only left out, or holds no word, was not written."""
_THERE: Final = f"{_LIVE} AND r.kind IN ({_KINDS}) AND r.day BETWEEN ? AND ? AND {_WRITTEN}"
_TALLIES: Final = (
    "SELECT r.kind, ifnull(r.minutes, 0) > 0, date(r.day, '-6 days', 'weekday 1') AS monday, count(*)"
    f" FROM record r WHERE {_THERE} GROUP BY 1, 2, 3 ORDER BY 3"
)
_LEARNED: Final = (
    "SELECT r.body ->> 'formality', r.body ->> 'activity_type', ifnull(r.minutes, 0) > 0, count(*),"
    f" sum(ifnull(r.minutes, 0)) FROM record r WHERE {_LIVE} AND r.kind = 'experience' AND r.day BETWEEN ? AND ?"
    " GROUP BY 1, 2, 3"
)
_CONSULTED: Final = (
    "SELECT c.value ->> 'lens', count(*), max(c.value ->> 'on') FROM record r, json_each(r.body, '$.consultations') c"
    f" WHERE {_LIVE} AND r.kind = 'pattern' AND c.value ->> 'on' BETWEEN ? AND ? GROUP BY 1"
)
_ANSWERED: Final = (
    "SELECT r.body ->> 'template', a.key, count(*), max(r.day) FROM record r, json_each(r.body, '$.answers') a"
    f" WHERE {_LIVE} AND r.kind = 'reflection' AND r.day BETWEEN ? AND ?"
    " AND r.body ->> 'template' IN (SELECT value FROM json_each(?)) AND trim(a.value) <> '' GROUP BY 1, 2"
)
_ASKED: Final = (
    f"SELECT count(*), max(r.day) FROM record r WHERE {_LIVE} AND r.kind = 'reflection' AND r.day BETWEEN ? AND ?"
    " AND EXISTS (SELECT 1 FROM json_each(r.body, '$.sources') s WHERE s.value = 'asked')"
)
_ENTRIES: Final = (
    "SELECT r.kind, r.id, r.heading, r.day, ifnull(r.minutes, 0), ifnull(r.body ->> 'venting', 0) FROM record r"
    f" WHERE {_THERE} ORDER BY r.day, r.written_at, r.n LIMIT ?"
)
_EDGES: Final = f"SELECT min(r.day), max(r.day) FROM record r WHERE {_LIVE} AND r.kind = ?"


class YearReader:
    """Answers what stands in a span of days; both days are included. May be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tallies(self, first: date, last: date) -> tuple[Tally, ...]:
        """How many entries of each strand stand in each week that has any, in order of time."""
        found = self._rows(_TALLIES, first.isoformat(), last.isoformat())
        return _together(
            Tally(Week.of(date.fromisoformat(monday)), strand_of(kind, timed), number)
            for kind, timed, monday, number in found
        )

    def learned(self, first: date, last: date) -> list[Learned]:
        """Experiences by what they are called, their type, and whether they have minutes."""
        found = self._rows(_LEARNED, first.isoformat(), last.isoformat())
        return [
            Learned(_known(Formality, formality), _known(ActivityType, activity), number, minutes)
            for formality, activity, _, number, minutes in found
        ]

    def looked_through(self, first: date, last: date, lenses: Mapping[tuple[str, str], Lens]) -> list[LensUse]:
        """Through which lenses something was looked at: asked about a habit or belief, answered in a reflection.

        ``lenses`` names the lens of a question, by template and key. Something that was asked of pupils in a grid
        counts as theirs.
        """
        days = (first.isoformat(), last.isoformat())
        uses: list[LensUse] = []
        for name, number, last_on in self._rows(_CONSULTED, *days):
            lens = _known(Lens, name)
            if lens is not None:
                uses.append(LensUse(lens, number, date.fromisoformat(last_on)))
        templates = text(sorted({template for template, _ in lenses}))
        for template, key, number, last_on in self._rows(_ANSWERED, *days, templates):
            lens = lenses.get((template, key))
            if lens is not None:
                uses.append(LensUse(lens, number, date.fromisoformat(last_on)))
        for number, last_on in self._rows(_ASKED, *days):
            if number:
                uses.append(LensUse(Lens.PUPILS, number, date.fromisoformat(last_on)))
        return uses

    def entries(self, first: date, last: date, most: int) -> list[YearEntry]:
        """The entries of a few days, at most so many, the first first."""
        return [
            YearEntry(kind, ident, heading, date.fromisoformat(day), minutes, bool(venting))
            for kind, ident, heading, day, minutes, venting in self._rows(
                _ENTRIES, first.isoformat(), last.isoformat(), most
            )
        ]

    def edges(self) -> tuple[date, date] | None:
        """The first and the last day on which anything stands; None while there is nothing."""
        found = [edge for kind in STRANDS for edge in self._rows(_EDGES, kind) if edge[0]]
        if not found:
            return None
        return date.fromisoformat(min(edge[0] for edge in found)), date.fromisoformat(max(edge[1] for edge in found))

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._database.read() as connection:
            return connection.execute(statement, values).fetchall()


def _together(tallies: Iterable[Tally]) -> tuple[Tally, ...]:
    numbers: dict[tuple[Week, str], Tally] = {}
    for tally in tallies:
        at = (tally.week, tally.strand.value)
        before = numbers[at].number if at in numbers else 0
        numbers[at] = Tally(tally.week, tally.strand, before + tally.number)
    return tuple(numbers.values())


def _known(names: type[E], value: str | None) -> E | None:
    """The value of an enumeration; None for one that a later version of the program wrote."""
    with suppress(ValueError):
        return names(value) if value else None
    return None
