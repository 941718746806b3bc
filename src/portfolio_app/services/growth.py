"""Growth: phases, learning questions, self-checks over time, agreements and what others said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from portfolio_app.domain import competences
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import CompetenceRef, Experience
from portfolio_app.domain.growth import (
    CheckAnswer,
    Feedback,
    LearningQuestion,
    Origin,
    Phase,
    PhaseEntry,
    Quality,
    QualitySide,
    SelfCheck,
)
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.patterns import Pattern
from portfolio_app.domain.periods import phase_on
from portfolio_app.domain.records import KINDS, Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.sets import Competence, Framework, Instrument, Shows
from portfolio_app.services.core import Core
from portfolio_app.store.values import Query

MISTAKE_TAGS: Final = ("fout", "fouten", "mistake", "mistakes")
"""Tags by which the owner marks what went wrong."""


@dataclass(frozen=True)
class ItemOverTime:
    """One statement of a self-check and every answer it got, oldest first."""

    key: str
    answers: tuple[tuple[date, CheckAnswer], ...]


@dataclass(frozen=True)
class Coverage:
    """One competence of a framework and the records linked to it, by kind and id."""

    competence: Competence
    records: tuple[tuple[str, str], ...]


class Growth:
    """Where I stand: words and examples, never a score."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._store = core.store

    # -- phases -----------------------------------------------------------------------------------------------

    def phases(self) -> list[PhaseEntry]:
        """The phases of the career, first to last."""
        found = self._store.load(PhaseEntry, Query(kinds=(PhaseEntry.KIND,)))
        return sorted(found, key=lambda entry: (entry.began_on, entry.written_at))

    def phase(self, day: date | None = None) -> Phase | None:
        """The phase on a day (today)."""
        return phase_on(self.phases(), day or self._core.today())

    # -- learning questions -----------------------------------------------------------------------------------

    def questions(self, *, closed: bool | None = None) -> list[LearningQuestion]:
        """Learning questions, newest first; ``closed`` keeps only those that are, or are not."""
        found = self._store.load(LearningQuestion, Query(kinds=(LearningQuestion.KIND,)))
        return [item for item in found if closed is None or (item.closed_on is not None) is closed]

    def ask(self, question: str, origin: Origin = Origin.DEVELOPMENT, why: str = "") -> LearningQuestion:
        """A new learning question."""
        if not question.strip():
            raise UserError("empty-text")
        asked = LearningQuestion(
            **self._core.head(), question=question.strip(), asked_on=self._core.today(), origin=origin, why=why
        )
        self._save(asked, "create")
        return asked

    def qualities(self, side: QualitySide) -> list[Quality]:
        """Strengths or growth points, newest first."""
        return [item for item in self._store.load(Quality, Query(kinds=(Quality.KIND,))) if item.side is side]

    # -- self-checks ------------------------------------------------------------------------------------------

    def instruments(self) -> tuple[Instrument, ...]:
        """Every self-check there is, in the order in which they are shown."""
        return tuple(sorted(self._core.content.instruments(), key=lambda item: (item.place, item.id)))

    def instrument_about_activities(self) -> Instrument | None:
        """The first self-check that is taken on an activity, if there is one."""
        return next((item for item in self.instruments() if item.about_activity), None)

    def example_sources(self, shows: Iterable[Shows], limit: int = 3) -> list[Record]:
        """What in the portfolio might serve as an example of a statement, newest first; at most ``limit`` of each."""
        makers = {Shows.MISTAKES: self._mistakes, Shows.TRY_OUTS: self._tried, Shows.FEEDBACK: self._followed_up}
        found = [record for source in shows for record in makers[source]()[:limit]]
        return list({record.id: record for record in found}.values())

    def _mistakes(self) -> Sequence[Record]:
        tagged: dict[str, Record] = {}
        for tag in MISTAKE_TAGS:
            query = Query(kinds=(Experience.KIND, Reflection.KIND), tags=(tag,))
            for row in self._store.rows(query):
                record = self._store.get(KINDS[row.kind], row.id)
                if record is not None and not getattr(record, "venting", False):
                    tagged[record.id] = record
        return sorted(tagged.values(), key=lambda item: (item.day or date.min, item.id), reverse=True)

    def _tried(self) -> Sequence[Record]:
        found = [item for item in self._store.load(Pattern, Query(kinds=(Pattern.KIND,))) if _told_on(item)]
        return sorted(found, key=_told_on, reverse=True)

    def _followed_up(self) -> Sequence[Record]:
        return [item for item in self.feedback() if item.my_answer.strip()]

    def checks(self, instrument: str = "") -> list[SelfCheck]:
        """Self-checks taken, newest first."""
        found = self._store.load(SelfCheck, Query(kinds=(SelfCheck.KIND,)))
        return [item for item in found if not instrument or item.instrument == instrument]

    def begin_check(self, instrument: Instrument) -> SelfCheck:
        """A self-check to fill in, not saved yet; every item is there, unanswered."""
        return SelfCheck(
            **self._core.head(),
            instrument=instrument.id,
            instrument_version=instrument.version,
            taken_on=self._core.today(),
            answers=tuple(CheckAnswer(item.key) for item in instrument.items),
        )

    def save_check(self, check: SelfCheck, links: Sequence[Link] = ()) -> SelfCheck:
        """Store a self-check, with what it is about. Raises `UserError` ``check-empty`` when nothing was answered.

        An example that an answer asks for may be missing: the page says so, nobody is held up.
        """
        if not any(answer.given for answer in check.answers):
            raise UserError("check-empty")
        self._save(check, "edit" if self._store.get(SelfCheck, check.id) else "create", links)
        return check

    def about(self, check: SelfCheck, experience: Experience) -> Link:
        """The link, not saved yet, by which a self-check is about an activity."""
        return self._core.link(Role.ABOUT, check, experience)

    def over_time(self, instrument: str) -> tuple[ItemOverTime, ...]:
        """Each statement of an instrument with its answers so far."""
        taken = sorted(self.checks(instrument), key=lambda check: (check.taken_on, check.id))
        keys = dict.fromkeys(answer.item for check in taken for answer in check.answers)
        return tuple(
            ItemOverTime(
                key,
                tuple(
                    (check.taken_on, answer)
                    for check in taken
                    for answer in check.answers
                    if answer.item == key and answer.given
                ),
            )
            for key in keys
        )

    # -- what others said -------------------------------------------------------------------------------------

    def feedback(self) -> list[Feedback]:
        """What was said, newest first."""
        return self._store.load(Feedback, Query(kinds=(Feedback.KIND,)))

    # -- competences ------------------------------------------------------------------------------------------

    def coverage(self, framework: Framework) -> tuple[Coverage, ...]:
        """For each competence of her sector, in the framework's order, what shows it or a part of it; empty: a gap."""
        found: dict[str, list[tuple[str, str]]] = {}
        for record in self._with_competences():
            for code in sorted(competences.shown_codes(framework, _refs(record))):
                found.setdefault(code, []).append((record.KIND, record.id))
        profile = self._core.profile()
        wanted = competences.for_sector(framework, profile.sector) if profile else framework.competences
        return tuple(Coverage(item, tuple(found.get(item.code, ()))) for item in wanted)

    def _with_competences(self) -> Sequence[Record]:
        return (
            *self._store.load(Experience, Query(has_competences=True)),
            *self._store.load(LearningQuestion, Query(has_competences=True)),
            *self._store.load(Pattern, Query(has_competences=True)),
        )

    def _save(self, record: Record, verb: str, links: Sequence[Link] = ()) -> None:
        self._core.save([record], links=links, label=Label(verb, record.KIND, record.heading))


def _told_on(pattern: Pattern) -> str:
    """The last day on which a try-out of a belief was told, as text; empty when none was."""
    days = (tried.told_on.isoformat() for tried in pattern.experiments if tried.told_on and tried.happened.strip())
    return max(days, default="")


def _refs(record: Record) -> tuple[CompetenceRef, ...]:
    if isinstance(record, Experience | LearningQuestion | Pattern):
        return record.competences
    return ()
