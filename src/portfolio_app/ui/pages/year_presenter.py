"""What a year to look at shows, in words, without Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import Formality
from portfolio_app.domain.journal import Week
from portfolio_app.domain.patterns import Lens
from portfolio_app.domain.year import LearningShare, LensUse, Strand, YearEntry, YearKind, YearSeen, YearSpan
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.words import heading_words, kind_name

STRAND_NAMES: Final[Mapping[Strand, str]] = {
    Strand.WEEK: N_("My week"),
    Strand.MOMENT: N_("Moments"),
    Strand.ACTIVITY: N_("Activities"),
    Strand.LOOKING_BACK: N_("Looking back"),
    Strand.PATTERN: N_("Habits and beliefs"),
    Strand.TALK: N_("Talks"),
    Strand.VISIT: N_("Lesson visits"),
    Strand.GROWTH: N_("Learning questions"),
    Strand.EVIDENCE: N_("Evidence"),
}
LENS_NAMES: Final[Mapping[Lens, str]] = {
    Lens.OWN_EXPERIENCE: N_("My own experience"),
    Lens.PUPILS: N_("Pupils"),
    Lens.COLLEAGUES: N_("Colleagues"),
    Lens.THEORY: N_("Literature"),
}


@dataclass(frozen=True)
class YearMap:
    """Weeks beside each other, strands under each other; ``numbers`` and ``told`` by row and column."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    months: Mapping[int, str]
    numbers: Mapping[tuple[int, int], int]
    told: Mapping[tuple[int, int], str]
    off: frozenset[int]
    present: int | None


@dataclass(frozen=True)
class Amount:
    """A line of a chart: its name, how long it is, its amount in words."""

    name: str
    amount: int
    words: str


@dataclass(frozen=True)
class YearWords:
    """A year in words: the map, the charts, and the same again as text to read."""

    title: str
    weeks: tuple[Week, ...]
    map: YearMap
    in_hours: tuple[Amount, ...]
    in_times: tuple[Amount, ...]
    lenses: tuple[Amount, ...]
    text: str


@dataclass(frozen=True)
class EntryLine:
    """An entry of a week, to open."""

    kind: str
    id: str
    words: str


class YearPresenter:
    """Asks for a year and words it. Which year it is stands here; the widget keeps no state of its own."""

    def __init__(self, services: Services) -> None:
        self._years = services.years
        self._today = services.records.today()
        self.span = self._years.present(YearKind.SCHOOL)
        self._first, self._last = self._years.edges(YearKind.SCHOOL)

    @property
    def has_earlier(self) -> bool:
        """Whether something stands in a year before this one."""
        return self.span.start > self._first.start

    @property
    def has_later(self) -> bool:
        """Whether there is a year after this one, up to today or to the last entry."""
        return self.span.start < self._last.start

    def walk(self, years: int) -> bool:
        """Go on or back so many years, as far as there is something; False when it stays where it is."""
        start = min(max(self.span.start + years, self._first.start), self._last.start)
        moved = start != self.span.start
        self.span = YearSpan(self.span.kind, start)
        return moved

    def choose(self, kind: YearKind) -> None:
        """Look at school years or at calendar years; today, or the first day of what was in sight, stays in sight."""
        here = self.span.first <= self._today <= self.span.last
        self.span = YearSpan.of(self._today if here else self.span.first, kind)
        self._first, self._last = self._years.edges(kind)

    def look(self, span: YearSpan) -> YearSeen:
        """Gather a year; for a thread."""
        return self._years.look(span)

    def entries(self, week: Week, t: Translator) -> tuple[EntryLine, ...]:
        """What stands in a week, in order of days."""
        return tuple(
            EntryLine(item.kind, item.id, _entry_words(item, t)) for item in self._years.entries(self.span, week)
        )

    def words(self, seen: YearSeen, t: Translator) -> YearWords:
        """Put a year in words."""
        title = span_title(seen.span, t)
        now = seen.span.first <= self._today <= seen.span.last
        in_hours = tuple(
            Amount(_learning_name(item.formality, t), item.minutes, t("{hours} hours", hours=t.hours(item.minutes)))
            for item in seen.learning
            if item.minutes
        )
        in_times = tuple(
            Amount(_learning_name(item.formality, t), item.activities + item.moments, _times(item, t))
            for item in seen.learning
        )
        lenses = tuple(Amount(t(LENS_NAMES[use.lens]), use.number, _lens_words(use, now, t)) for use in seen.lenses)
        return YearWords(
            title, seen.span.weeks, _map(seen, self._today, t), in_hours, in_times, lenses,
            _text(seen, title, lenses, t),
        )  # fmt: skip


def span_title(span: YearSpan, t: Translator) -> str:
    """The name of a year: 2025–2026, or 2025."""
    if span.kind is YearKind.CALENDAR:
        return t("The year {year}", year=span.start)
    return t("School year {first}–{last}", first=span.start, last=span.start + 1)


def week_words(week: Week, t: Translator) -> str:
    """A week by its number and its first day."""
    return t("Week {number}, from {day}", number=week.number, day=t.date(week.monday, "medium"))


def number_words(strand: Strand, number: int, t: Translator) -> str:
    """How many entries of a strand there are, in words."""
    match strand:
        case Strand.WEEK:
            return t("the week written")
        case Strand.MOMENT:
            return t.n("{n} moment", "{n} moments", number)
        case Strand.ACTIVITY:
            return t.n("{n} activity", "{n} activities", number)
        case Strand.LOOKING_BACK:
            return t.n("looked back {n} time", "looked back {n} times", number)
        case Strand.PATTERN:
            return t.n("{n} habit or belief put into words", "{n} habits or beliefs put into words", number)
        case Strand.TALK:
            return t.n("{n} note of a talk", "{n} notes of talks", number)
        case Strand.VISIT:
            return t.n("{n} lesson visit or pupil survey", "{n} lesson visits or pupil surveys", number)
        case Strand.GROWTH:
            return t.n("{n} learning question or self-check", "{n} learning questions or self-checks", number)
        case Strand.EVIDENCE:
            return t.n("{n} piece of evidence", "{n} pieces of evidence", number)


def _map(seen: YearSeen, today: date, t: Translator) -> YearMap:
    weeks, strands = seen.span.weeks, seen.strands
    column = {week: at for at, week in enumerate(weeks)}
    row = {strand: at for at, strand in enumerate(strands)}
    numbers = {(row[tally.strand], column[tally.week]): tally.number for tally in seen.tallies}
    off = t("holiday or leave")
    heads = tuple(week_words(week, t) + (f", {off}" if week in seen.weeks_off else "") for week in weeks)
    told = {
        (at_row, at): f"{head}: {number_words(strand, numbers[at_row, at], t)}"
        if (at_row, at) in numbers
        else t("{week}: nothing here", week=head)
        for at_row, strand in enumerate(strands)
        for at, head in enumerate(heads)
    }
    months: dict[int, str] = {}
    shown = 0
    for at, week in enumerate(weeks):
        day = max(week.monday, seen.span.first)
        if day.month != shown:
            months[at], shown = t.month_name(day), day.month
    return YearMap(
        rows=tuple(t(STRAND_NAMES[strand]) for strand in strands),
        columns=heads,
        months=months,
        numbers=numbers,
        told=told,
        off=frozenset(column[week] for week in seen.weeks_off),
        present=column.get(Week.of(today)),
    )


def _learning_name(formality: Formality | None, t: Translator) -> str:
    name = word(formality, t) if formality is not None else t("kind of learning not chosen")
    return name[:1].upper() + name[1:]


def _times(item: LearningShare, t: Translator) -> str:
    parts: list[str] = []
    if item.activities:
        parts.append(number_words(Strand.ACTIVITY, item.activities, t))
    if item.moments:
        parts.append(number_words(Strand.MOMENT, item.moments, t))
    return ", ".join(parts)


def _learned(item: LearningShare, t: Translator) -> str:
    hours = t("{hours} hours", hours=t.hours(item.minutes)) + ", " if item.minutes else ""
    return f"{_learning_name(item.formality, t)}: {hours}{_times(item, t)}."


def _lens_words(use: LensUse, now: bool, t: Translator) -> str:
    if use.last_on is None:
        return t("not yet this year") if now else t("not in this year")
    return t.n(
        "{n} time, on {day}", "{n} times, last on {day}", use.number, day=t.date(use.last_on, "medium")
    )  # fmt: skip


def _text(
    seen: YearSeen,
    title: str,
    lenses: tuple[Amount, ...],
    t: Translator,
) -> str:
    by_week: dict[Week, list[str]] = {}
    order = {strand: at for at, strand in enumerate(Strand)}
    for tally in sorted(seen.tallies, key=lambda tally: (tally.week, order[tally.strand])):
        by_week.setdefault(tally.week, []).append(number_words(tally.strand, tally.number, t))
    weeks = [f"{week_words(week, t)}: {', '.join(parts)}." for week, parts in by_week.items()]
    parts = [(t("Weeks"), weeks or [t("Nothing stands in this year.")])]
    if seen.learning:
        parts.append((t("Kinds of learning"), [_learned(item, t) for item in seen.learning]))
    parts.append((t("Through whose eyes"), [f"{item.name}: {item.words}." for item in lenses]))
    return "\n\n".join((title, *("\n".join((head, *lines)) for head, lines in parts)))


def _entry_words(item: YearEntry, t: Translator) -> str:
    name = kind_name(item.kind, t)
    if item.kind == "experience":
        name = t("activity") if item.minutes else t("moment")
    if item.venting:
        about = t("Letting off steam")
    else:
        about = heading_words(item.kind, item.heading, t) or kind_name(item.kind, t)
    return f"{about[:1].upper()}{about[1:]}  ·  {name}  ·  {t.date(item.day, 'medium')}"
