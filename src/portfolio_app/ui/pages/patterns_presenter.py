"""What the page of habits and beliefs shows, without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portfolio_app.document.words import word
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern, PatternKind, Rating, TryOutState
from portfolio_app.domain.sets import WorkedBelief
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.words import kind_name

Filter = Literal["living", "habit", "mental_model", "let_go"]
USES = ("inductie", "samenwerking", "gewoontevorming")
"""The booklet's three uses of making the implicit explicit, as tags."""
SCALE = (Rating.NO_LONGER, Rating.IN_DOUBT, Rating.MOSTLY, Rating.WHOLLY)


@dataclass(frozen=True)
class PatternCard:
    """A card of the board."""

    id: str
    statement: str
    kind: str
    said: str
    foot: str
    habit: bool


@dataclass(frozen=True)
class LifeLine:
    """Something in the life of a pattern: the day in words and what it was."""

    on: str
    text: str


@dataclass(frozen=True)
class Origin:
    """Words that a pattern was lifted out of, and where they stand."""

    kind: str
    id: str
    quote: str
    where: str


@dataclass(frozen=True)
class Worked:
    """A belief worked out: the sentence, its kind, and pairs of a question and its answer."""

    statement: str
    kind: str
    lines: tuple[tuple[str, str], ...]


class PatternsPresenter:
    """Asks the patterns and words the answers."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def cards(self, which: Filter, t: Translator) -> tuple[PatternCard, ...]:
        """The cards of a filter, newest first."""
        return tuple(self._card(item, t) for item in self._services.patterns.all(let_go=which == "let_go")
                     if which in ("living", "let_go") or item.kind.value == which)  # fmt: skip

    def _card(self, item: Pattern, t: Translator) -> PatternCard:
        waiting = [tried for tried in item.experiments if tried.state is TryOutState.PLANNED]
        if item.let_go_on is not None:
            foot = t("let go on {day}", day=t.date(item.let_go_on))
        elif item.rating is not None:
            foot = t("I think so: {rating}", rating=word(item.rating, t))
        else:
            foot = t("not weighed yet")
        said = waiting[0].try_text if waiting else item.automatic
        return PatternCard(item.id, item.statement, word(item.kind, t), said, foot, item.kind is PatternKind.HABIT)

    def fresh(self, kind: PatternKind, lang: str) -> Pattern:
        """A pattern that is not saved yet."""
        records = self._services.records
        return Pattern(
            id=records.new_id(),
            written_at=records.now(),
            lang=lang,
            kind=kind,
            statement="",
            noticed_on=records.today(),
        )

    def life(self, pattern: Pattern, t: Translator) -> tuple[LifeLine, ...]:
        """Everything that happened to it, oldest first."""
        events = [(pattern.noticed_on, t("Noticed"))]
        events += [
            (
                entry.on,
                t("I thought: {rating}", rating=word(entry.rating, t)) + (f" — {entry.note}" if entry.note else ""),
            )
            for entry in pattern.ratings
        ]
        events += [(w.on, f"{word(w.decision, t).capitalize()}: {w.statement}") for w in pattern.wordings]
        events += [(c.on, (t("It fitted: {text}", text=c.text) if c.fits else t("It didn't fit: {text}", text=c.text)))
                   for c in pattern.cases]  # fmt: skip
        events += [(e.planned_on, t("To try: {text}", text=e.try_text)) for e in pattern.experiments]
        events += [(e.told_on, t("What happened: {text}", text=e.happened)) for e in pattern.experiments if e.told_on]
        events += [(c.on, t("Asked {who}: {said}", who=c.who or word(c.lens, t), said=c.said))
                   for c in pattern.consultations]  # fmt: skip
        return tuple(LifeLine(t.date(day), text) for day, text in sorted(events, key=lambda event: event[0]))

    def origins(self, pattern: Pattern, t: Translator) -> tuple[Origin, ...]:
        """The texts it was lifted out of."""
        found: list[Origin] = []
        for link in self._services.records.links_from(pattern.id, Role.LIFTED_FROM):
            record = self._services.records.any(link.target_kind, link.target_id)
            if record is None:
                continue
            day = t.date(record.day) if record.day else ""
            quote = link.quote.text if link.quote else record.heading
            found.append(Origin(record.KIND, record.id, quote, f"{kind_name(record.KIND, t)} · {day}".strip(" ·")))
        return tuple(found)

    def examples(self, t: Translator) -> tuple[str, ...]:
        """Beliefs to recognise, never to adopt by themselves."""
        library = self._services.content.beliefs()
        return tuple(t.pick(dict(item.statement)) for item in library.starters)

    def worked(self, t: Translator) -> tuple[Worked, ...]:
        """Beliefs worked out, to look at: the sentence, its kind, and each question with what was answered."""
        return tuple(_worked(item, t) for item in self._services.content.beliefs().worked)

    def stems(self, kind: PatternKind, t: Translator) -> tuple[str, ...]:
        """Beginnings of a sentence to choose from; a habit has none, it is told as it is."""
        if kind is PatternKind.HABIT:
            return ()
        return tuple(t.pick(item) for item in self._services.content.beliefs().stems)


def _worked(item: WorkedBelief, t: Translator) -> Worked:
    asked = (
        (t("What do I do then without thinking?"), item.automatic),
        (t("What does it bring?"), item.brings),
        (t("What does it cost?"), item.costs),
        (t("How else could it be?"), item.rival),
        (t("I try …"), item.try_text),
        (t("I expect …"), item.expect),
        (t("I will think differently if …"), item.rethink_if),
    )
    lines = tuple((label, t.pick(text)) for label, text in asked if text is not None)
    return Worked(t.pick(item.statement), word(item.kind, t), lines)
