"""The weekly journal: this week, its questions, the same week last year, and the book of weeks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from portfolio_app.domain.changes import ChangeSet, Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.growth import PhaseEntry
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.periods import phase_on
from portfolio_app.domain.prompts import prompts
from portfolio_app.domain.sets import Question, Template
from portfolio_app.services.core import Core
from portfolio_app.services.days_off import DaysOffService
from portfolio_app.store.values import Query

TEMPLATE = "week"
MOST_PROMPTS = 3


@dataclass(frozen=True)
class WeekLine:
    """A week in the book of weeks. ``pause`` says that it is a week off: it does not count as missed."""

    week: Week
    record: JournalWeek | None
    pause: bool

    @property
    def written(self) -> bool:
        """Whether there are words in it."""
        return self.record is not None and any(text.strip() for text in self.record.answers.values())


class Journal:
    """A rhythm and not a streak: weeks off leave no gap, and nothing is counted."""

    def __init__(self, core: Core, days_off: DaysOffService) -> None:
        self._core, self._days_off = core, days_off

    def template(self, week: JournalWeek | None = None) -> Template:
        """The template a week was written with (today's, when that version is gone), else today's."""
        content = self._core.content
        if week is None:
            return content.template(TEMPLATE)
        try:
            return content.template(week.template, week.template_version)
        except UserError as error:
            if error.code != "content-missing":
                raise
            return content.template(TEMPLATE)

    def week(self, week: Week) -> JournalWeek:
        """The week as it was written, or a new one that is not saved yet."""
        found = self._find(week)
        if found is not None:
            return found
        template = self._core.content.template(TEMPLATE)
        return JournalWeek(
            **self._core.head(),
            year=week.year,
            number=week.number,
            template=template.id,
            template_version=template.version,
        )

    def state(self, week: Week) -> WeekState:
        """Whether a week is open, done or off; it asks for no questions, so that it can be asked at every start."""
        found = self._find(week)
        return found.state if found is not None else WeekState.OPEN

    def _find(self, week: Week) -> JournalWeek | None:
        query = Query(kinds=(JournalWeek.KIND,), from_on=week.monday, until_on=week.sunday, order="written")
        found = self._core.store.load(JournalWeek, query)
        return found[0] if found else None

    def first(self) -> Week | None:
        """The oldest week that was written or left out; None while there is none."""
        rows = self._core.store.rows(Query(kinds=(JournalWeek.KIND,), order="oldest", limit=1))
        return Week.of(rows[0].day) if rows and rows[0].day else None

    def is_saved(self, week: Week) -> bool:
        """Whether something of a week is kept."""
        return self._find(week) is not None

    def throw_away(self, week: Week) -> bool:
        """Move a week to the trash; False when nothing of it is kept."""
        found = self._find(week)
        if found is None:
            return False
        self._core.save([], trash=[found], label=Label("trash", JournalWeek.KIND, found.heading))
        return True

    def save(self, record: JournalWeek, verb: str | None = None) -> ChangeSet:
        """Store a week. A week that was written meanwhile under another id is refused: ``week-exists``."""
        known = self._find(record.week)
        if known is not None and known.id != record.id:
            raise UserError("week-exists")
        verb = verb or ("edit" if known else "create")
        return self._core.save([record], label=Label(verb, JournalWeek.KIND, record.heading))

    def finish(self, record: JournalWeek) -> JournalWeek:
        """[Klaar]: store the week as done. Raises ``week-empty`` when there is not one word in it."""
        if not any(text.strip() for text in record.answers.values()):
            raise UserError("week-empty")
        done = replace(record, state=WeekState.DONE)
        self.save(done, "finish")
        return done

    def skip(self, week: Week) -> JournalWeek:
        """[Deze week niet]: what was written stays."""
        off = replace(self.week(week), state=WeekState.OFF)
        self.save(off, "skip")
        return off

    def reopen(self, week: Week) -> JournalWeek:
        """Go on writing in a week that was done or off."""
        open_again = replace(self.week(week), state=WeekState.OPEN)
        self.save(open_again, "edit")
        return open_again

    def last_year(self, week: Week) -> JournalWeek | None:
        """The same week a year before, only once this week is done; what was vented stays shut."""
        now = self._find(week)
        if now is None or now.state is not WeekState.DONE:
            return None
        before = self._find(week.a_year_earlier())
        return before if before is not None and not before.venting and before.answers else None

    def questions(self, record: JournalWeek | None = None) -> tuple[Question, ...]:
        """The questions that are asked every week."""
        return self.template(record).fixed()

    def prompts(self, week: Week, most: int = MOST_PROMPTS) -> tuple[Question, ...]:
        """Up to three questions that take turns, for this week and this phase of the career.

        Questions that already have an answer in this week come first, so that they stay in sight.
        """
        record = self._find(week)
        questions = tuple(question for question in self.template(record).questions if question.rotates)
        answered = _answered(record) if record else frozenset[str]()
        here = [question for question in questions if question.key in answered]
        entries = self._core.store.load(PhaseEntry, Query(kinds=(PhaseEntry.KIND,)))
        asked = prompts(questions, week, most, lambda at: phase_on(entries, at.sunday), self._answered_before(week))
        more = [question for question in asked if question.key not in answered]
        return tuple((here + more)[: max(most, len(here))])

    def _answered_before(self, week: Week) -> dict[Week, frozenset[str]]:
        since = Week.first_of_school_year(week.school_year - 1)
        query = Query(kinds=(JournalWeek.KIND,), from_on=since.monday, until_on=week.plus(-1).sunday)
        found: dict[Week, frozenset[str]] = {}
        for record in self._core.store.load(JournalWeek, query):
            # A week that was written on two computers is there twice.
            found[record.week] = found.get(record.week, frozenset()) | _answered(record)
        return found

    def weeks_overview(self, first: Week, last: Week) -> list[WeekLine]:
        """The book of weeks between two weeks, both included, newest first."""
        store = self._core.store
        query = Query(kinds=(JournalWeek.KIND,), from_on=first.monday, until_on=last.sunday, order="written")
        known: dict[Week, JournalWeek] = {}
        for record in store.load(JournalWeek, query):
            known.setdefault(record.week, record)
        days_off = self._days_off()
        lines: list[WeekLine] = []
        week = last
        while week >= first:
            record = known.get(week)
            off = record is not None and record.state is WeekState.OFF
            lines.append(WeekLine(week, record, off or days_off.off(week)))
            week = week.plus(-1)
        return lines

    def is_off(self, week: Week) -> bool:
        """Whether the week lies in a holiday or leave."""
        return bool(self.weeks_off((week,)))

    def weeks_off(self, weeks: Iterable[Week]) -> frozenset[Week]:
        """Those of some weeks that lie in a holiday or leave."""
        days_off = self._days_off()
        return frozenset(week for week in weeks if days_off.off(week))


def _answered(record: JournalWeek) -> frozenset[str]:
    """Keys of the questions that have an answer."""
    return frozenset(key for key, text in record.answers.items() if text.strip())
