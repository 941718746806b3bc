"""What the journal page shows, without Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from portfolio_app.domain.holidays import DaysOff, Region
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.sets import Question, QuestionForm
from portfolio_app.i18n import Translator
from portfolio_app.services.journal import WeekLine
from portfolio_app.services.session import Services
from portfolio_app.services.settings import SCHOOL_REGION

SILENCE = 4
"""After so many empty school weeks the page says welcome back instead of asking where somebody was."""


HOLIDAYS_AHEAD = 3
REGIONS: tuple[tuple[str, str], ...] = SCHOOL_REGION.choices


class Mark(Enum):
    """What a week is in the line of weeks."""

    WRITTEN = "written"
    OFF = "off"
    NEITHER = "neither"
    AHEAD = "ahead"


@dataclass(frozen=True)
class Rhythm:
    """The weeks of a school year, the same in words, and what the marks mean."""

    title: str
    marks: tuple[Mark, ...]
    words: str
    legend: str


@dataclass(frozen=True)
class LetterLine:
    """A letter by its day and whether it is closed still; never its text."""

    id: str
    words: str
    closed: bool


@dataclass(frozen=True)
class WeekView:
    """One week, ready to be shown.

    ``off`` says why nothing is expected, or that she works in a holiday; ``may_work`` and ``may_rest`` whether she can
    say the reverse. ``letters`` came back after the week was done.
    """

    record: JournalWeek
    title: str
    questions: tuple[Question, ...]
    prompts: tuple[Question, ...]
    energy: Question | None
    last_year: tuple[tuple[str, str], ...]
    off: str
    may_work: bool
    may_rest: bool
    welcome_back: bool
    letters: tuple[LetterLine, ...]
    offer_letter: bool
    saved: bool


@dataclass(frozen=True)
class BookLine:
    """A line of the book of weeks: the week, its days in words, and a word about it."""

    week: Week
    days: str
    state: str


class WeekPresenter:
    """Asks the journal and words the answers."""

    def __init__(self, services: Services) -> None:
        self._journal = services.journal
        self._days_off = services.days_off
        self._letters = services.letters
        self._content = services.content
        self._today = services.records.today

    def this_week(self) -> Week:
        """The week of today."""
        return Week.of(self._today())

    def view(self, week: Week, t: Translator) -> WeekView:
        """Everything of a week."""
        record = self._journal.week(week)
        asked = self._journal.questions(record)
        scale = next((question for question in asked if question.form is QuestionForm.SCALE), None)
        before = self._journal.last_year(week)
        welcome = week == self.this_week() and self._silent(week)
        days_off = self._days_off()
        in_holiday = days_off.holiday(week) is not None and days_off.pause(week) is None
        done = record.state is WeekState.DONE
        return WeekView(
            record=record,
            title=self.title(week, t),
            questions=tuple(question for question in asked if question.form is not QuestionForm.SCALE),
            # After a pause one step is enough.
            prompts=() if welcome else self._journal.prompts(week),
            energy=scale,
            last_year=self._answers(before, t) if before else (),
            off=_off_words(days_off, week, t),
            may_work=in_holiday and days_off.off(week),
            may_rest=in_holiday and not days_off.off(week),
            welcome_back=welcome,
            letters=tuple(self._line(item, t) for item in self._letters.due()) if done else (),
            offer_letter=week == self.this_week() and self._letters.offered(),
            saved=self._journal.is_saved(week),
        )

    def title(self, week: Week, t: Translator) -> str:
        """Week 48 · 23 – 27 november 2026: the school days."""
        return t(
            "Week {number} · {first} to {last}", number=week.number, first=t.date(week.monday), last=t.date(week.friday)
        )

    def book_size(self, shown: Week) -> int:
        """How many weeks the book has: from this one back to the first of which something is kept, or that is shown."""
        last = self.this_week()
        return _weeks_between(min(self._journal.first() or last, shown, last), last) + 1

    def book(self, offset: int, limit: int, t: Translator) -> tuple[BookLine, ...]:
        """Weeks of the book, newest first; the week of today has offset 0."""
        last = self.this_week().plus(-offset)
        lines = self._journal.weeks_overview(last.plus(1 - limit), last)
        return tuple(
            BookLine(line.week, self._days(line.week, t), self._state(line.record, line.pause, t)) for line in lines
        )

    def place_in_book(self, week: Week) -> int:
        """Offset of a week in the book."""
        return _weeks_between(week, self.this_week())

    # -- the rhythm, holidays, letters ---------------------------------------------------------------------------------

    def rhythm(self, shown: Week, t: Translator) -> Rhythm:
        """The school year of a week as marks; the words say what was written and what was off, and no more."""
        year = shown.school_year
        first, after = Week.first_of_school_year(year), Week.first_of_school_year(year + 1)
        lines = self._journal.weeks_overview(first, after.plus(-1))[::-1]
        marks = {line.week: self._mark(line) for line in lines}
        told = [
            t("{what}: week {weeks}", what=what, weeks=_runs(week for week in marks if marks[week] is mark))
            for mark, what in ((Mark.WRITTEN, t("written")), (Mark.OFF, t("off")))
            if mark in marks.values()
        ]
        return Rhythm(
            t("School year {first}–{last}", first=year, last=year + 1),
            tuple(marks.values()),
            "; ".join(told) or t("Nothing yet in this school year."),
            t("filled: written · open: off"),
        )

    def _mark(self, line: WeekLine) -> Mark:
        if line.written:
            return Mark.WRITTEN
        if line.pause:
            return Mark.OFF
        return Mark.AHEAD if line.week > self.this_week() else Mark.NEITHER

    @property
    def region(self) -> str:
        """The region whose holidays she has; empty for none."""
        chosen = self._days_off.region
        return chosen.value if chosen else ""

    def choose_region(self, region: str) -> None:
        """Have the holidays of a region, or of none."""
        self._days_off.choose(Region(region) if region else None)

    def holidays_ahead(self, t: Translator) -> tuple[str, ...]:
        """The next holidays with their days, those of which the days are unsure marked; then what a school may do."""
        coming = self._days_off.coming(HOLIDAYS_AHEAD)
        lines = [
            t("{holiday}: {first} to {last}", holiday=t.pick(dict(item.name)), first=t.date(item.from_on),
              last=t.date(item.until_on)) + (f" ({t('check this')})" if unsure else "")
            for item, unsure in coming
        ]  # fmt: skip
        if not coming:
            return ()
        calendar = self._content.holidays()
        note = (t.pick(dict(calendar.note)),) if calendar.note else ()
        checked = t("Looked up on {day}; the dates of your school go first.", day=t.date(calendar.checked_on))
        return (*lines, *note, checked)

    def work_in(self, week: Week) -> None:
        """She works in a week of a school holiday."""
        self._days_off.work_in(week)

    def off_after_all(self, week: Week) -> None:
        """She has the week of the school holiday off after all."""
        self._days_off.off_after_all(week)

    def letters(self, t: Translator) -> tuple[LetterLine, ...]:
        """Every letter, the newest first."""
        return tuple(self._line(item, t) for item in self._letters.all())

    def _line(self, letter: Letter, t: Translator) -> LetterLine:
        day = t.date(letter.written_on)
        closed = letter.closed(self._today())
        words = t("Opens on {day}", day=t.date(letter.opens_on)) if closed else t("Letter of {day}", day=day)
        return LetterLine(letter.id, words, closed)

    def with_answers(
        self, record: JournalWeek, answers: Mapping[str, str], energy: int | None, *, venting: bool, for_talk: bool
    ) -> JournalWeek:
        """The record with what was typed; answers without words are left out."""
        kept = {key: text for key, text in {**record.answers, **answers}.items() if text.strip()}
        return replace(record, answers=kept, energy=energy, venting=venting, for_talk=for_talk)

    def _answers(self, record: JournalWeek, t: Translator) -> tuple[tuple[str, str], ...]:
        template = self._journal.template(record)
        found: list[tuple[str, str]] = []
        order = {question.key: at for at, question in enumerate(template.questions)}
        for key, text in sorted(record.answers.items(), key=lambda item: order.get(item[0], len(order))):
            question = template.question(key)
            if text.strip():
                found.append((t.pick(dict(question.ask)) if question else "", text))
        return tuple(found)

    def _silent(self, week: Week) -> bool:
        lines = self._journal.weeks_overview(week.plus(-52), week)
        now, earlier = lines[0], lines[1:]
        if now.written or not any(line.written for line in earlier):
            return False
        school = [line for line in earlier if not line.pause][:SILENCE]
        return len(school) == SILENCE and not any(line.written for line in school)

    @staticmethod
    def _days(week: Week, t: Translator) -> str:
        return t("week {number} · {day}", number=week.number, day=t.date(week.monday, "medium"))

    @staticmethod
    def _state(record: JournalWeek | None, pause: bool, t: Translator) -> str:
        if record is not None and record.state is WeekState.DONE:
            return t("done")
        if record is not None and any(text.strip() for text in record.answers.values()):
            return t("begun")
        return t("off") if pause else ""


def _off_words(days_off: DaysOff, week: Week, t: Translator) -> str:
    holiday = days_off.holiday(week)
    if days_off.pause(week) is not None:
        return t("A week off. Nothing is expected.")
    if holiday is None:
        return ""
    name = t.pick(dict(holiday.name))
    if days_off.off(week):
        return t("{holiday}. Nothing is expected.", holiday=name)
    return t("{holiday}, and you work.", holiday=name)


def _runs(weeks: Iterable[Week]) -> str:
    """Numbers of weeks, those in a row as a range (36–41, 43)."""
    runs: list[list[Week]] = []
    for week in weeks:
        if runs and runs[-1][-1].plus(1) == week:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(str(run[0].number) if len(run) == 1 else f"{run[0].number}–{run[-1].number}" for run in runs)


def _weeks_between(first: Week, last: Week) -> int:
    return (last.monday - first.monday).days // 7
