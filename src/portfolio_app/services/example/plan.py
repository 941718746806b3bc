"""The whole example, planned before anything is written: pure, and the same for the same seed and day."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portfolio_app.domain import canonical
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.services.example.draft import Draft
from portfolio_app.services.example.growing import plan_growth
from portfolio_app.services.example.knowing import plan_knowing
from portfolio_app.services.example.later import plan_later
from portfolio_app.services.example.lessons import plan_lessons, plan_more
from portfolio_app.services.example.letters import plan_letters
from portfolio_app.services.example.life import plan_patterns
from portfolio_app.services.example.people import plan_met, plan_people
from portfolio_app.services.example.reflecting import plan_reflections
from portfolio_app.services.example.showing import plan_evidence
from portfolio_app.services.example.weeks import plan_weeks


@dataclass(frozen=True)
class ExamplePlan:
    """Records in the order they were written, the links between them, and contents of files by their SHA-256."""

    records: tuple[Record, ...]
    links: tuple[Link, ...]
    contents: Mapping[str, bytes]
    first_day: date
    last_day: date

    def counts(self) -> dict[str, int]:
        """How many records there are of each kind."""
        return dict(Counter(record.KIND for record in self.records))

    def digest(self) -> str:
        """One hash over everything, to see that two plans are the same."""
        made = hashlib.sha256()
        for record in (*self.records, *self.links):
            made.update(canonical.dump(record).encode())
        for sha256 in sorted(self.contents):
            made.update(sha256.encode())
        return made.hexdigest()


def plan(lang: str, years: int, until: date, entries: int | None = None, seed: int = 1) -> ExamplePlan:
    """Plan the example.

    It covers about so many years before ``until`` (see `calendar.first_of`); nothing happens on ``until`` or later but
    a talk and a plan that are coming. ``entries`` is the number of activities and moments wanted; there are never fewer
    than usual.
    """
    draft = Draft(lang, max(1, years), until, seed)
    plan_people(draft)
    plan_lessons(draft)
    plan_later(draft)
    plan_more(draft, entries)
    plan_weeks(draft)
    plan_patterns(draft)
    plan_reflections(draft)
    plan_growth(draft)
    plan_knowing(draft)
    plan_evidence(draft)
    plan_met(draft)
    plan_letters(draft)
    records = tuple(sorted(draft.records, key=lambda record: (record.written_at, record.id)))
    links = tuple(sorted(draft.links, key=lambda link: (link.written_at, link.id)))
    last = max(record.written_at for record in records).date()
    return ExamplePlan(records, links, draft.contents, draft.schedule.first, last)
