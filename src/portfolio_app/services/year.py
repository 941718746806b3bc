"""A year to look at: gathered by a few questions to the database, without reading what was written."""

from __future__ import annotations

from portfolio_app.domain.journal import Week
from portfolio_app.domain.patterns import Lens
from portfolio_app.domain.year import YearEntry, YearKind, YearSeen, YearSpan, learning_shares, lens_uses
from portfolio_app.services.core import Core
from portfolio_app.services.journal import Journal
from portfolio_app.store.yearly import YearReader

MOST_ENTRIES = 200
"""So many entries of one week are listed; nobody lives through more."""


class Years:
    """Looks back over a year; counts nothing towards anything."""

    def __init__(self, core: Core, journal: Journal) -> None:
        self._core = core
        self._journal = journal
        self._reader = YearReader(core.store.database)

    def present(self, kind: YearKind) -> YearSpan:
        """The year of today."""
        return YearSpan.of(self._core.today(), kind)

    def edges(self, kind: YearKind) -> tuple[YearSpan, YearSpan]:
        """The first and the last year that can be looked at: from the oldest entry to today, or further."""
        found, today = self._reader.edges(), self._core.today()
        first, last = found if found is not None else (today, today)
        return YearSpan.of(min(first, today), kind), YearSpan.of(max(last, today), kind)

    def look(self, span: YearSpan) -> YearSeen:
        """Everything that is shown of a year. Takes a moment with very many entries: for a thread."""
        reader, first, last = self._reader, span.first, span.last
        return YearSeen(
            span,
            tallies=reader.tallies(first, last),
            weeks_off=self._journal.weeks_off(span.weeks),
            learning=learning_shares(reader.learned(first, last)),
            lenses=lens_uses(reader.looked_through(first, last, self._lenses())),
        )

    def entries(self, span: YearSpan, week: Week) -> list[YearEntry]:
        """What stands in a week of a year, in order of days."""
        return self._reader.entries(max(week.monday, span.first), min(week.sunday, span.last), MOST_ENTRIES)

    def _lenses(self) -> dict[tuple[str, str], Lens]:
        """The lens of each question that is named after one, or stands in a step that is."""
        lenses = {lens.value: lens for lens in Lens}
        return {
            (template.id, question.key): lenses[name]
            for template in self._core.content.templates()
            for question in template.questions
            for name in (question.key, question.step)
            if name in lenses
        }
