"""What the journal page shows, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.sets import Question, QuestionForm
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services

SILENCE = 4
"""After so many empty school weeks the page says welcome back instead of asking where somebody was."""


@dataclass(frozen=True)
class WeekView:
    """One week, ready to be shown."""

    record: JournalWeek
    title: str
    questions: tuple[Question, ...]
    prompts: tuple[Question, ...]
    energy: Question | None
    last_year: tuple[tuple[str, str], ...]
    off: bool
    welcome_back: bool
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
        return WeekView(
            record=record,
            title=self.title(week, t),
            questions=tuple(question for question in asked if question.form is not QuestionForm.SCALE),
            prompts=self._journal.prompts(week),
            energy=scale,
            last_year=self._answers(before, t) if before else (),
            off=self._journal.is_off(week),
            welcome_back=week == self.this_week() and self._silent(week),
            saved=self._journal.is_saved(week),
        )

    def title(self, week: Week, t: Translator) -> str:
        """Week 48 · 23 – 27 november 2026: the school days."""
        friday = date.fromisocalendar(week.year, week.number, 5)
        return t(
            "Week {number} · {first} to {last}", number=week.number, first=t.date(week.monday), last=t.date(friday)
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

    def with_answers(
        self, record: JournalWeek, answers: Mapping[str, str], energy: int | None, *, venting: bool, for_talk: bool
    ) -> JournalWeek:
        """The record with what was typed; answers without words are left out."""
        kept = {key: text for key, text in {**record.answers, **answers}.items() if text.strip()}
        return replace(record, answers=kept, energy=energy, venting=venting, for_talk=for_talk)

    def _answers(self, record: JournalWeek, t: Translator) -> tuple[tuple[str, str], ...]:
        template = self._journal.template(record)
        found: list[tuple[str, str]] = []
        for key, text in record.answers.items():
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


def _weeks_between(first: Week, last: Week) -> int:
    return (last.monday - first.monday).days // 7
