"""What may matter today: few things, none of them a duty, and no body text of a reflection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from portfolio_app.domain.conflicts import Conflict
from portfolio_app.domain.evidence import Certificate, Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.journal import Week, WeekState
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.patterns import Experiment, Pattern
from portfolio_app.domain.standing import Standing
from portfolio_app.services.backups import Backups, Need
from portfolio_app.services.core import Core
from portfolio_app.services.hours import Hours
from portfolio_app.services.journal import Journal
from portfolio_app.services.letters import Letters
from portfolio_app.services.patterns import Patterns
from portfolio_app.services.talks import Talks
from portfolio_app.store.values import Query

SOON = timedelta(days=14)
EXPIRES_SOON = timedelta(days=60)
LATELY = timedelta(days=120)
SILENCE = timedelta(days=28)


@dataclass(frozen=True)
class Incomplete:
    """Something that could be added to a record: ``why`` is a code (``story``, ``competences``, ``pupils``)."""

    kind: str
    id: str
    heading: str
    why: str


@dataclass(frozen=True)
class Today:
    """The page of today. ``welcome_back`` after a month of silence: then nothing else is asked."""

    day: date
    week: Week
    week_state: WeekState
    week_off: bool
    talk: Talk | None
    agreements: tuple[Agreement, ...]
    """Those that come back, the oldest first."""
    try_outs: tuple[tuple[Pattern, Experiment], ...]
    incomplete: tuple[Incomplete, ...]
    expiring: tuple[Certificate, ...]
    standing: Standing | None
    last_backup: date | None
    backup_need: Need
    low_on_space: bool
    welcome_back: bool
    conflicts: int
    """Texts that were changed on two computers."""
    letter: Letter | None = None
    """A letter to herself whose day has come."""

    @property
    def empty(self) -> bool:
        """Whether nothing needs a look ("Niets dat vandaag moet.")."""
        asked = self.talk or self.agreements or self.try_outs
        return not (asked or self.incomplete or self.expiring or self.conflicts or self.letter)


class TodayService:
    """Gathers the page."""

    def __init__(
        self,
        core: Core,
        journal: Journal,
        patterns: Patterns,
        hours: Hours,
        talks: Talks,
        backups: Backups,
        letters: Letters,
    ) -> None:
        self._core = core
        self._journal = journal
        self._patterns = patterns
        self._hours = hours
        self._talks = talks
        self._backups = backups
        self._letters = letters

    def __call__(self, day: date | None = None) -> Today:
        """The page for a day (today)."""
        on = day or self._core.today()
        week = Week.of(on)
        talk = self._talks.next(on)
        silent = self._silent(on)
        return Today(
            day=on,
            week=week,
            week_state=self._journal.state(week),
            week_off=self._journal.is_off(week),
            talk=talk if talk is not None and talk.happens_on <= on + SOON else None,
            agreements=() if silent else tuple(self._talks.due(on)),
            try_outs=() if silent else tuple(self._patterns.due(on)),
            incomplete=() if silent else tuple(self._incomplete(on)),
            expiring=tuple(self._expiring(on)),
            standing=self._hours_line(on),
            last_backup=self._backups.last_on(),
            backup_need="" if silent else self._backups.need(),
            low_on_space=self._core.store.database.low_on_space,
            welcome_back=silent,
            conflicts=self._core.store.count(Query(kinds=(Conflict.KIND,))),
            letter=next(iter(self._letters.due(on)), None),
        )

    def _silent(self, on: date) -> bool:
        """Whether nothing was written or changed for a month, though something was before."""
        last = self._core.store.last_active()
        return last is not None and last.astimezone(self._core.zone).date() < on - SILENCE

    def _incomplete(self, on: date) -> list[Incomplete]:
        since = Query(kinds=(Experience.KIND,), from_on=on - LATELY, until_on=on)
        found: list[Incomplete] = []
        for item in self._core.store.load(Experience, since):
            if item.venting:
                continue  # what let off steam asks for nothing any more
            if not (item.story.strip() or item.purpose.strip() or item.contribution.strip()):
                found.append(Incomplete(item.KIND, item.id, item.heading, "story"))
            elif item.is_activity and not item.competences:
                found.append(Incomplete(item.KIND, item.id, item.heading, "competences"))
        pieces = self._core.store.load(Evidence, Query(kinds=(Evidence.KIND,), from_on=on - LATELY))
        found += [
            Incomplete(piece.KIND, piece.id, piece.heading, "pupils")
            for piece in pieces
            if piece.pupils is PupilsVisible.UNKNOWN
        ]
        return found

    def _expiring(self, on: date) -> list[Certificate]:
        held = self._core.store.load(Certificate, Query(kinds=(Certificate.KIND,)))
        return sorted(
            (item for item in held if item.expires_on is not None and on <= item.expires_on <= on + EXPIRES_SOON),
            key=lambda item: (item.expires_on or on, item.id),
        )

    def _hours_line(self, on: date) -> Standing | None:
        """The scheme in force that asks for hours; the historic ones only where there is no other."""
        counted = [item for item in self._hours.standings(on) if item.target]
        return min(counted, key=lambda item: (item.period.span.days, item.scheme_id), default=None)
