"""What the page "Where I stand" shows, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portfolio_app.document.words import word
from portfolio_app.domain.growth import (
    Agreement,
    Feedback,
    LearningQuestion,
    Phase,
    PhaseEntry,
    Quality,
    QualitySide,
    SelfCheck,
    Talk,
)
from portfolio_app.domain.links import Role
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import Framework, Instrument
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.services.settings import COVERAGE_FRAMEWORKS, NO_FRAMEWORKS
from portfolio_app.ui.pages.activity_presenter import line_of

SHOWN = 8
"""So many lines of a list stand open at first."""


@dataclass(frozen=True)
class Line:
    """A record to open: kind, id, words and a small word about it."""

    kind: str
    id: str
    words: str
    small: str


@dataclass(frozen=True)
class OverTime:
    """A statement of a self-check over time: steps from 0 with their days, on a scale of words, lowest first.

    ``question`` is what was asked of the statement, where it does not say it all itself.
    """

    statement: str
    steps: tuple[tuple[date, int, str], ...]
    scale: tuple[str, ...] = ()
    question: str = ""

    @property
    def name(self) -> str:
        """The statement with what was asked of it."""
        return f"{self.statement} {self.question}".strip()


@dataclass(frozen=True)
class Covered:
    """A competence: code, name, how many records show it in words, and which (kind and id)."""

    code: str
    name: str
    told: str
    gap: bool
    key: str = ""
    records: tuple[tuple[str, str], ...] = ()


class GrowthPresenter:
    """Asks growth and talks, and words the answers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._growth = services.growth
        self._talks = services.talks

    def phases(self, t: Translator) -> tuple[Line, ...]:
        """The career so far, the present phase first."""
        return tuple(
            Line(entry.KIND, entry.id, word(entry.phase, t), t("since {day}", day=t.date(entry.began_on)))
            for entry in reversed(self._growth.phases())
        )

    def questions(self, t: Translator) -> tuple[Line, ...]:
        """Learning questions that are open, each with where it comes from."""
        return tuple(
            Line(item.KIND, item.id, item.question, word(item.origin, t))
            for item in self._growth.questions(closed=False)
        )

    def closed_questions(self, t: Translator) -> tuple[Line, ...]:
        """Learning questions that are closed, the last one first, each with what came of it."""
        found = sorted(self._growth.questions(closed=True), key=lambda item: item.closed_on or item.asked_on)
        return tuple(
            Line(
                item.KIND,
                item.id,
                item.question,
                " ".join(item.came_of_it.split()) or t("closed on {day}", day=t.date(item.closed_on or item.asked_on)),
            )
            for item in reversed(found)
        )

    def qualities(self, side: QualitySide, t: Translator) -> tuple[Line, ...]:
        """Strengths or growth points, newest first, each with how much shows it."""
        links = self._services.records.links_from
        return tuple(
            Line(item.KIND, item.id, item.text, _shown(len(links(item.id, Role.RELATED)), t))
            for item in self._growth.qualities(side)
        )

    def fresh_quality(self, side: QualitySide, lang: str) -> Quality:
        """A strength or growth point that is not saved yet."""
        records = self._services.records
        return Quality(
            id=records.new_id(), written_at=records.now(), lang=lang, text="", noticed_on=records.today(), side=side
        )

    def talks(self, t: Translator) -> tuple[Line, ...]:
        """Talks, newest first."""
        return tuple(
            Line(item.KIND, item.id, item.with_role or (t("peer consultation") if item.for_group else t("talk")),
                 t.date(item.happens_on))
            for item in self._talks.all()
        )  # fmt: skip

    def agreements(self, t: Translator) -> tuple[Line, ...]:
        """Agreements, open ones first."""
        found = sorted(self._talks.agreements(), key=lambda item: not item.open)
        return tuple(Line(item.KIND, item.id, item.text, _state(item, t)) for item in found)

    def feedback(self, t: Translator) -> tuple[Line, ...]:
        """What others said, newest first."""
        return tuple(
            Line(item.KIND, item.id, item.text, f"{item.by_role} · {t.date(item.given_on)}")
            for item in self._growth.feedback()
        )

    def instruments(self) -> tuple[Instrument, ...]:
        """Every self-check there is."""
        return self._growth.instruments()

    def over_time(self, instrument: Instrument, t: Translator) -> tuple[OverTime, ...]:
        """The statements of an instrument that were answered, over time; what was asked besides stands apart."""
        taken = {item.key: item.answers for item in self._growth.over_time(instrument.id)}
        second = instrument.second
        found: list[OverTime] = []
        for item in instrument.items:
            answers, statement = taken.get(item.key, ()), t.pick(item.text)
            scale = tuple(t.pick(words) for words in instrument.scale_of(item.key))
            steps = [(day, answer.step, answer.example) for day, answer in answers]
            found.append(_line(statement, steps, scale, t.pick(instrument.question) if instrument.question else ""))
            if second is not None:
                others = tuple(t.pick(words) for words in second.scale)
                besides = [(day, answer.second, "") for day, answer in answers]
                found.append(_line(statement, besides, others, t.pick(second.ask)))
        return tuple(line for line in found if line.steps)

    def checks(self, instrument: Instrument, t: Translator) -> tuple[Line, ...]:
        """The self-checks taken, newest first."""
        return tuple(Line(item.KIND, item.id, t.date(item.taken_on), "") for item in self._growth.checks(instrument.id))

    def frameworks(self) -> tuple[Framework, ...]:
        """Frameworks for the owner's sector."""
        profile = self._services.records.profile()
        return tuple(
            item
            for item in self._services.content.frameworks()
            if not item.sectors or profile is None or profile.sector in item.sectors
        )

    def chosen_frameworks(self) -> tuple[str, ...]:
        """Ids of the frameworks that the owner looks with; until she chose, the first one for her sector."""
        offered = [item.id for item in self.frameworks()]
        stored = self._services.settings.get(COVERAGE_FRAMEWORKS)
        if stored == NO_FRAMEWORKS:
            return ()
        return tuple(name for name in stored.split(",") if name in offered) or tuple(offered[:1])

    def choose_frameworks(self, ids: Sequence[str]) -> None:
        """Keep which frameworks the owner looks with; none is a choice too."""
        self._services.settings.set(COVERAGE_FRAMEWORKS, ",".join(ids) or NO_FRAMEWORKS)

    def covered(self, ids: Sequence[str], t: Translator) -> tuple[tuple[str, str, tuple[Covered, ...]], ...]:
        """Of each framework: its name, what to check about it (or nothing), and what shows each competence."""
        return tuple(
            (
                t.pick(framework.name),
                t("Check the wording with its source; looked up on {day}.", day=t.date(framework.checked_on))
                if framework.check_this
                else "",
                self.coverage(framework, t),
            )
            for framework in self.frameworks()
            if framework.id in ids
        )

    def coverage(self, framework: Framework, t: Translator) -> tuple[Covered, ...]:
        """What shows each competence, gaps included."""
        return tuple(
            Covered(
                item.competence.code,
                t.pick(item.competence.name),
                t.n("{n} entry shows it", "{n} entries show it", len(item.records))
                if item.records
                else t("nothing linked yet"),
                not item.records,
                f"{framework.id}:{item.competence.code}",
                item.records,
            )
            for item in self._growth.coverage(framework)
        )

    def lines(self, refs: Sequence[tuple[str, str]], t: Translator) -> tuple[Line, ...]:
        """Records by kind and id, as lines that open them."""
        records = (self._services.records.any(kind, ident) for kind, ident in refs)
        return tuple(Line(item.KIND, item.id, line_of(item, t), "") for item in records if item is not None)

    def fresh(self, kind: str, lang: str) -> Record:
        """A record that is not saved yet."""
        records = self._services.records
        ident, now, today = records.new_id(), records.now(), records.today()
        if kind == PhaseEntry.KIND:
            return PhaseEntry(
                id=ident, written_at=now, lang=lang, phase=self._growth.phase() or Phase.INDUCTION, began_on=today
            )
        if kind == Quality.KIND:
            return self.fresh_quality(QualitySide.STRENGTH, lang)
        if kind == Talk.KIND:
            return Talk(id=ident, written_at=now, lang=lang, happens_on=today)
        if kind == Agreement.KIND:
            return Agreement(id=ident, written_at=now, lang=lang, text="", agreed_on=today)
        if kind == Feedback.KIND:
            return Feedback(id=ident, written_at=now, lang=lang, text="", by_role="", given_on=today)
        return LearningQuestion(id=ident, written_at=now, lang=lang, question="", asked_on=today)

    def fresh_check(self, instrument: Instrument) -> SelfCheck:
        """A self-check to fill in."""
        return self._growth.begin_check(instrument)


def _shown(number: int, t: Translator) -> str:
    """How much shows something, or nothing."""
    return t.n("{n} entry shows it", "{n} entries show it", number) if number else ""


def _line(
    statement: str, answers: Sequence[tuple[date, int | None, str]], scale: tuple[str, ...], question: str
) -> OverTime:
    """One question of a statement over time, without the days on which it was not answered."""
    steps = tuple((day, step - 1, note) for day, step, note in answers if step is not None and 0 < step <= len(scale))
    return OverTime(statement, steps, scale, question)


def _state(item: Agreement, t: Translator) -> str:
    if item.done_on is not None:
        return t("done on {day}", day=t.date(item.done_on))
    return t("no longer needed") if item.dropped_on else t("agreed on {day}", day=t.date(item.agreed_on))
