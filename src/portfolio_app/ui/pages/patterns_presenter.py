"""What the page of habits and beliefs shows, without Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from portfolio_app.document.words import word
from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.links import Quote, Role
from portfolio_app.domain.patterns import Decision, Pattern, PatternKind, Rating, RatingEntry, TryOutState
from portfolio_app.domain.sets import WorkedBelief
from portfolio_app.i18n import Translator
from portfolio_app.services.patterns import text_of
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.words import kind_name

Apart = Literal["unsaid", "let_go"]
Place = Rating | Apart
"""Where a card lies on the board: at how I think now, or apart: nothing said yet, let go."""
USES = ("inductie", "samenwerking", "gewoontevorming")
"""The booklet's three uses of making the implicit explicit, as tags."""
SCALE = (Rating.NO_LONGER, Rating.IN_DOUBT, Rating.MOSTLY, Rating.WHOLLY)
MANY = 100
"""From so many changed ones on they are read all at once."""
APART: tuple[Apart, ...] = ("unsaid", "let_go")


@dataclass(frozen=True)
class Narrowing:
    """Which of them are shown: of a kind, with a tag, with words in them."""

    kind: PatternKind | None = None
    tag: str = ""
    text: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether some may be left out."""
        return self != Narrowing()


@dataclass(frozen=True)
class PatternCard:
    """A card: the sentence, a small line above it, and how I think now beneath it."""

    id: str
    statement: str
    small: str
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
    place: Quote | None = None


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
        self._known: dict[str, Pattern] = {}
        self._versions: dict[str, int] = {}
        self.narrowing = Narrowing()

    def freshen(self, changes: ChangeSet | None) -> None:
        """Read what changed. Where that is not told, it is seen by the versions: reading ten thousand takes a while."""
        if changes is not None and self._versions:
            changed = changes.ids(Pattern.KIND)
        else:
            rows = self._services.records.rows(Query(kinds=(Pattern.KIND,)))
            now = {row.id: row.version for row in rows}
            changed = {ident for ident in (*now, *self._known) if now.get(ident) != self._versions.get(ident)}
            self._versions = now
        if len(changed) > MANY:
            self._known = {item.id: item for item in self._services.patterns.all()}
            return
        for ident in changed:
            self.freshen_one(ident)

    def freshen_one(self, ident: str) -> None:
        """Read one of them again."""
        found = self._services.records.get(Pattern, ident)
        if found is None:
            self._known.pop(ident, None)
        else:
            self._known[ident] = found

    def shown(self) -> tuple[Pattern, ...]:
        """Those that are asked for, the newest first."""
        asked = self.narrowing
        among = self._found(asked.text) if asked.text else None
        found = [
            item
            for item in self._known.values()
            if asked.kind in (None, item.kind)
            and (not asked.tag or asked.tag in item.tags)
            and (among is None or item.id in among)
        ]
        return tuple(sorted(found, key=lambda item: (item.noticed_on, item.id), reverse=True))

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return bool(self._known)

    def placed(self, shown: Sequence[Pattern]) -> dict[Place, list[Pattern]]:
        """Where each lies on the board."""
        places: dict[Place, list[Pattern]] = {place: [] for place in (*SCALE, *APART)}
        for item in shown:
            places[place_of(item)].append(item)
        return places

    def move(self, ident: str, place: Place) -> bool:
        """Put a card elsewhere: how I think is dated today. False when it lies there already. Raises `UserError`."""
        patterns = self._services.patterns
        item = patterns.get(ident)
        if place == "unsaid" or place_of(item) == place:
            return False
        if place == "let_go":
            patterns.decide(ident, Decision.LET_GO)
        elif item.let_go_on is not None:
            patterns.take_up_again(ident, place)
        else:
            patterns.rate(ident, place)
        self.freshen_one(ident)
        return True

    def tags(self) -> tuple[str, ...]:
        """Every tag there is to choose from: the booklet's three uses, then her own."""
        own = {tag for item in self._known.values() for tag in item.tags}
        return (*USES, *sorted(own.difference(USES), key=str.casefold))

    def card(self, item: Pattern, t: Translator) -> PatternCard:
        """The words of a card."""
        kind = word(item.kind, t)
        if any(tried.state is TryOutState.PLANNED for tried in item.experiments):
            kind = t("{kind} · trying something out", kind=kind)
        return PatternCard(item.id, item.statement, kind, "", item.kind is PatternKind.HABIT)

    def board_card(self, item: Pattern, t: Translator) -> PatternCard:
        """A card of the board, where its place says how I think now: since when."""
        if item.let_go_on is not None:
            foot = t.date(item.let_go_on, "medium")
        else:
            foot = t("since {day}", day=t.date(latest.on, "medium")) if (latest := _latest(item)) else ""
        return replace(self.card(item, t), foot=foot)

    def list_card(self, item: Pattern, t: Translator) -> PatternCard:
        """A card of the list, which says how I think now in words."""
        latest = _latest(item)
        if item.let_go_on is not None:
            foot = t("let go on {day}", day=t.date(item.let_go_on))
        elif latest is not None:
            foot = t("{rating} · since {day}", rating=word(latest.rating, t), day=t.date(latest.on, "medium"))
        else:
            foot = t("not said yet")
        return replace(self.card(item, t), foot=foot)

    def _found(self, text: str) -> frozenset[str]:
        rows = self._services.records.rows(Query(kinds=(Pattern.KIND,), text=text))
        return frozenset(row.id for row in rows)

    def fresh(self, kind: PatternKind, lang: str, statement: str = "") -> Pattern:
        """A pattern that is not saved yet."""
        records = self._services.records
        return Pattern(
            id=records.new_id(),
            written_at=records.now(),
            lang=lang,
            kind=kind,
            statement=statement,
            noticed_on=records.today(),
        )

    def before(self, pattern: Pattern, t: Translator) -> str:
        """The sentence before today's, and until when it was said so; empty when there was none."""
        other = [wording for wording in pattern.wordings if wording.statement != pattern.statement]
        if not other:
            return ""
        return t("Until {day}: “{words}”", day=t.date(other[-1].on), words=other[-1].statement)

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
            where = f"{kind_name(record.KIND, t)} · {day}".strip(" ·")
            if link.quote is not None and link.quote.find(text_of(record, link.quote.field)) is None:
                where = t("{where} (no longer there in these words)", where=where)
            found.append(Origin(record.KIND, record.id, quote, where, link.quote))
        return tuple(found)

    def examples(self, t: Translator) -> tuple[tuple[str, str], ...]:
        """Beliefs to recognise, never to adopt by themselves: key and sentence."""
        library = self._services.content.beliefs()
        return tuple((item.key, t.pick(dict(item.statement))) for item in library.starters)

    def example(self, key: str, t: Translator) -> str:
        """The sentence of an example; empty when it is not there (any more)."""
        return dict(self.examples(t)).get(key, "")

    def worked(self, t: Translator) -> tuple[Worked, ...]:
        """Beliefs worked out, to look at: the sentence, its kind, and each question with what was answered."""
        return tuple(_worked(item, t) for item in self._services.content.beliefs().worked)

    def stems(self, kind: PatternKind, t: Translator) -> tuple[str, ...]:
        """Beginnings of a sentence to choose from; a habit has none, it is told as it is."""
        if kind is PatternKind.HABIT:
            return ()
        return tuple(t.pick(item) for item in self._services.content.beliefs().stems)


def place_of(item: Pattern) -> Place:
    """Where its card lies on the board."""
    if item.let_go_on is not None:
        return "let_go"
    return item.rating or "unsaid"


def _latest(item: Pattern) -> RatingEntry | None:
    return max(item.ratings, key=lambda entry: entry.on) if item.ratings else None


def _worked(item: WorkedBelief, t: Translator) -> Worked:
    asked = (
        (t("What do I do then without thinking?"), item.automatic),
        (t("What does it bring?"), item.brings),
        (t("What does it cost?"), item.costs),
        (t("How else could it be?"), item.rival),
        (t("I try …"), item.try_text),
        (t("I expect …"), item.expect),
        (t("I will think differently if …"), item.rethink_if),
        (t("What happened"), item.happened),
        (t("What that says about the belief"), item.says),
        (t("What do I see now?"), item.now),
    )
    lines = tuple((label, t.pick(text)) for label, text in asked if text is not None)
    return Worked(t.pick(item.statement), word(item.kind, t), lines)
