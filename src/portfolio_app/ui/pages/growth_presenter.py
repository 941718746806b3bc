"""What the page "Where I stand" shows, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio_app.document.words import word
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, Phase, PhaseEntry, SelfCheck, Talk
from portfolio_app.domain.records import Record
from portfolio_app.domain.sets import Framework, Instrument
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services

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
    """A statement of a self-check over time: steps from 0 with their days."""

    statement: str
    steps: tuple[tuple[date, int, str], ...]


@dataclass(frozen=True)
class Covered:
    """A competence: code, name, and how many records show it in words."""

    code: str
    name: str
    told: str
    gap: bool


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
        """Learning questions, open ones first."""
        found = sorted(self._growth.questions(), key=lambda item: item.closed_on is not None)
        return tuple(
            Line(
                item.KIND,
                item.id,
                item.question,
                t("closed on {day}", day=t.date(item.closed_on)) if item.closed_on else word(item.origin, t),
            )
            for item in found
        )

    def talks(self, t: Translator) -> tuple[Line, ...]:
        """Talks, newest first."""
        return tuple(
            Line(item.KIND, item.id, item.with_role or t("talk"), t.date(item.happens_on)) for item in self._talks.all()
        )

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
        """The statements of an instrument that were answered, over time."""
        texts = {item.key: t.pick(item.text) for item in instrument.items}
        return tuple(
            OverTime(
                texts.get(item.key, item.key),
                tuple(
                    (day, answer.step - 1, answer.example) for day, answer in item.answers if answer.step is not None
                ),
            )
            for item in self._growth.over_time(instrument.id)
            if any(answer.step is not None for _, answer in item.answers)
        )

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
            )
            for item in self._growth.coverage(framework)
        )

    def fresh(self, kind: str, lang: str) -> Record:
        """A record that is not saved yet."""
        records = self._services.records
        ident, now, today = records.new_id(), records.now(), records.today()
        if kind == PhaseEntry.KIND:
            return PhaseEntry(
                id=ident, written_at=now, lang=lang, phase=self._growth.phase() or Phase.INDUCTION, began_on=today
            )
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


def _state(item: Agreement, t: Translator) -> str:
    if item.done_on is not None:
        return t("done on {day}", day=t.date(item.done_on))
    return t("no longer needed") if item.dropped_on else t("agreed on {day}", day=t.date(item.agreed_on))
