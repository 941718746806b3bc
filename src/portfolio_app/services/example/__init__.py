"""The example: a complete portfolio of a teacher who does not exist, planned first and then written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from portfolio_app.domain.changes import Label
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek, WeekState
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.portfolio import Profile
from portfolio_app.domain.reflections import Reflection
from portfolio_app.i18n import Translator
from portfolio_app.services.example.plan import ExamplePlan, plan

if TYPE_CHECKING:
    from portfolio_app.services.session import Services
from portfolio_app.services.settings import EXAMPLE

__all__ = ["ExamplePlan", "Summary", "build", "plan"]
R = TypeVar("R")
BATCH = 500
"""Records in one transaction: large enough to be quick, small enough to show progress."""


@dataclass(frozen=True)
class Summary:
    """What was made: how many records of each kind, whose they are, and the days they cover."""

    counts: Mapping[str, int]
    activities: int
    weeks_off: int
    owner: str
    school: str
    first_day: date
    last_day: date

    def tell(self, t: Translator) -> list[str]:
        """The same in lines for a person."""
        have = self.counts
        experiences = have.get(Experience.KIND, 0)
        days = {"first": t.date(self.first_day), "last": t.date(self.last_day)}
        lines = [
            t.n("{n} activity", "{n} activities", self.activities),
            t.n("{n} moment", "{n} moments", experiences - self.activities),
            t.n("{n} week in the journal", "{n} weeks in the journal", have.get(JournalWeek.KIND, 0) - self.weeks_off),
            t.n("{n} habit or belief", "{n} habits and beliefs", have.get(Pattern.KIND, 0)),
            t.n("{n} reflection", "{n} reflections", have.get(Reflection.KIND, 0)),
            t.n("{n} piece of evidence", "{n} pieces of evidence", have.get(Evidence.KIND, 0)),
        ]
        return [
            t("The example is that of {name}, {school}.", name=self.owner, school=self.school),
            t("It runs from {first} to {last}, and holds:", **days),
            *(f"  {line}" for line in lines),
        ]


def build(
    services: Services,
    *,
    lang: str = "nl",
    years: int = 4,
    until: date,
    entries: int | None = None,
    seed: int = 1,
    progress: Callable[[int, int, str], None],
) -> Summary:
    """Write the example into an open, empty portfolio that a passphrase protects.

    ``progress`` hears how many of how many things are written, and a name of a step. Raises what saving raises.
    """
    services.settings.set(EXAMPLE, True)
    made = plan(lang, years, until, entries, seed)
    files = [record for record in made.records if isinstance(record, Evidence)]
    *others, latest = [record for record in made.records if not isinstance(record, Evidence)]
    total, done = len(made.records) + len(made.links) + len(files), 0

    def step(more: int, what: str) -> None:
        nonlocal done
        done += more
        progress(done, total, what)

    # The owner comes first: what is written later asks who she is.
    others.sort(key=lambda record: not isinstance(record, Profile))
    for batch in _batches(others):
        services.records.save_all(batch, label=Label("create"))
        step(len(batch), "records")
    for evidence in files:
        services.evidence.keep([(evidence, made.contents[evidence.sha256])], Label("create", Evidence.KIND))
        step(1, "evidence")
    own = [link for link in made.links if latest.id in (link.source_id, link.target_id)]
    for links in _batches([link for link in made.links if link not in own]):
        services.records.save_all([], links=links, label=Label("link"))
        step(len(links), "links")
    # The latest record is a step of its own, so that one undo does not take away half of the example.
    services.records.save(latest, links=own)
    step(1 + len(own), "records")
    for evidence in files:
        services.evidence.index(evidence)
        step(1, "index")
    progress(total, total, "")
    return _summary(made)


def _batches(items: Sequence[R]) -> Iterator[Sequence[R]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _summary(made: ExamplePlan) -> Summary:
    activities = sum(1 for record in made.records if isinstance(record, Experience) and record.is_activity)
    off = sum(1 for record in made.records if isinstance(record, JournalWeek) and record.state is WeekState.OFF)
    owner = next(record for record in made.records if isinstance(record, Profile))
    return Summary(made.counts(), activities, off, owner.heading, owner.school, made.first_day, made.last_day)
