"""The book of weeks as a PDF: a period, and of it the weeks that she leaves in."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portfolio_app.document.compose.week_book import week_book
from portfolio_app.document.tree import PartBlock
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.i18n import Translator
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.journal import Journal
from portfolio_app.services.places import check_target
from portfolio_app.store.values import Query


@dataclass(frozen=True)
class Span:
    """First and last day of what goes in."""

    first: date
    last: date


class WeekBooks:
    """Gathers weeks and lays them out."""

    def __init__(self, core: Core, journal: Journal, home: Path) -> None:
        self._core, self._journal, self._home = core, journal, home

    def this_year(self) -> Span:
        """The school year of today, until today."""
        today = self._core.today()
        return Span(Week.first_of_school_year(Week.of(today).school_year).monday, today)

    def weeks(self, span: Span) -> list[JournalWeek]:
        """The weeks with words of which a day lies in a period, oldest first, without what was vented."""
        query = Query(kinds=(JournalWeek.KIND,), from_on=Week.of(span.first).monday, until_on=span.last)
        found = [week for week in self._core.store.load(JournalWeek, query) if _may_go_in(week)]
        return sorted(found, key=lambda week: (week.week, week.id))

    def book(self, span: Span, left_out: Collection[str], t: Translator) -> PartBlock:
        """The document. Raises `UserError` ``book-empty`` when no week is left in."""
        chosen = [week for week in self.weeks(span) if week.id not in left_out]
        if not chosen:
            raise UserError("book-empty")
        return week_book(chosen, span.first, span.last, self._journal.template, t)

    def save(
        self,
        target: Path,
        part: PartBlock,
        t: Translator,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> None:
        """Write a book as a PDF, whole or not at all. Slow: it is laid out, in the worker process.

        Raises `Cancelled`, and `UserError` ``inside-portfolio``, ``write-failed``, ``folder-missing``, ``disk-full`` or
        ``no-permission``.
        """
        from portfolio_app.pdf.output import whole_file
        from portfolio_app.pdf.sheet import sheet_in_process

        check_target(target, self._home)
        profile = self._core.profile()
        author = profile.heading if profile else ""
        data = self._core.jobs.run_process(
            sheet_in_process, part, t.lang, author, self._core.clock(), progress=progress, cancelled=cancelled
        )
        if cancelled():
            raise Cancelled
        with whole_file(target) as file:
            file.write(data)


def _may_go_in(week: JournalWeek) -> bool:
    return not week.venting and any(text.strip() for text in week.answers.values())
