"""Habits and beliefs: everything that happens in their life, each in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from portfolio_app.domain import patterns as rules
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.patterns import (
    Case,
    Consultation,
    Decision,
    Entry,
    Experiment,
    Lens,
    Pattern,
    PatternKind,
    Rating,
    RatingEntry,
    TryOutState,
)
from portfolio_app.domain.records import Record
from portfolio_app.services.core import Core
from portfolio_app.store.values import Query


class Patterns:
    """Verbs on habits and beliefs. Each takes the id, returns the pattern as it is now."""

    def __init__(self, core: Core) -> None:
        self._core = core

    def get(self, id: str) -> Pattern:
        """A pattern; raises `UserError` ``record-missing``."""
        return self._core.store.need(Pattern, id)

    def all(self, *, let_go: bool | None = None) -> list[Pattern]:
        """All of them, newest first; ``let_go`` keeps only those let go, or only those that live."""
        found = self._core.store.load(Pattern, Query(kinds=(Pattern.KIND,)))
        return [item for item in found if let_go is None or (item.let_go_on is not None) is let_go]

    def rate(self, id: str, rating: Rating, note: str = "", on: date | None = None) -> Pattern:
        """How I think now. A second rating on the same day takes the place of the first."""
        entry = RatingEntry(on or self._core.today(), rating, note)
        return self._save(_rated(self.get(id), entry), "rate")

    def add_case(
        self,
        id: str,
        fits: bool,
        text: str,
        on: date | None = None,
        told_in: tuple[str, str] | None = None,
        quote: Quote | None = None,
    ) -> Pattern:
        """*Klopte wel* or *klopte niet*; ``told_in``: kind and id of a record in which that can be seen as well.

        ``quote`` are words of that record; without one it is left out.
        """
        pattern = self.get(id)
        self._need_words(text)
        case = Case(on or self._core.today(), fits, text.strip()).told_by(*(told_in or ("", "")))
        if quote is not None and case.told_in:
            case = replace(case, quote=replace(quote, version=self._core.store.version(case.told_in)))
        return self._keep(pattern, replace(pattern, cases=_by_day((*pattern.cases, case))), "case")

    def remove_case(self, id: str, index: int) -> Pattern:
        """Take one case away, its link too."""
        pattern = self.get(id)
        if not 0 <= index < len(pattern.cases):
            raise UserError("record-missing")
        return self.mend(id, pattern.cases[index], None)

    def mend(self, id: str, before: Entry, after: Entry | None) -> Pattern:
        """Put one entry of the life right that was noted by mistake, or take it away (None).

        ``after`` is of the same kind; a mended rating takes the place of another one of its day, as `rate` does.
        Raises `UserError` ``record-missing`` when the entry is not there (any more), and ``empty-text``.
        """
        pattern = self.get(id)
        if before not in _entries(pattern, before):
            raise UserError("record-missing")
        if after is not None and type(after) is not type(before):
            raise TypeError("an entry is mended into one of its own kind")
        self._need_words("." if after is None else _words(after))
        return self._keep(pattern, _mended(pattern, before, after), "edit")

    def consult(self, id: str, lens: Lens, who: str, said: str, on: date | None = None) -> Pattern:
        """Whom I asked (a role, or a book) and what came of it."""
        pattern = self.get(id)
        self._need_words(said)
        asked = Consultation(on or self._core.today(), lens, who.strip(), said.strip())
        return self._save(replace(pattern, consultations=_by_day((*pattern.consultations, asked))), "consult")

    def add_experiment(
        self, id: str, try_text: str, expect: str = "", rethink_if: str = "", due_on: date | None = None
    ) -> Pattern:
        """Ik probeer … Ik verwacht … Ik denk er anders over als …"""
        pattern = self.get(id)
        self._need_words(try_text)
        tried = Experiment(
            self._core.new_id(), self._core.today(), try_text.strip(), expect.strip(), rethink_if.strip(), due_on
        )
        return self._save(replace(pattern, experiments=(*pattern.experiments, tried)), "experiment")

    def tell(self, id: str, experiment_id: str, happened: str, says: str = "") -> Pattern:
        """[Vertel]: what happened, and what that says about the belief."""
        self._need_words(happened)
        told = {"happened": happened.strip(), "says": says.strip(), "told_on": self._core.today()}
        return self._change(id, experiment_id, "tell", state=TryOutState.TOLD, **told)

    def not_yet(self, id: str, experiment_id: str, due_on: date) -> Pattern:
        """[Nog niet]: ask again on another day."""
        return self._change(id, experiment_id, "not_yet", due_on=due_on)

    def drop(self, id: str, experiment_id: str) -> Pattern:
        """[Laat maar]: it stays in the life as dropped, and is not asked again."""
        return self._change(id, experiment_id, "drop", state=TryOutState.DROPPED)

    def decide(self, id: str, decision: Decision, statement: str = "", note: str = "") -> Pattern:
        """[Zo houden] [Aanscherpen] [Loslaten]; raises ``pattern-no-new-wording``."""
        decided = rules.decide(self.get(id), self._core.today(), decision, statement, note)
        return self._save(decided, decision.value)

    def take_up_again(self, id: str, rating: Rating | None = None) -> Pattern:
        """A pattern that was let go lives again; ``rating`` says in the same step how I think of it now."""
        pattern = replace(self.get(id), let_go_on=None)
        if rating is not None:
            pattern = _rated(pattern, RatingEntry(self._core.today(), rating))
        return self._save(pattern, "take_up")

    def lift_out(self, source: Record, field: str, start: int, end: int, kind: PatternKind) -> tuple[Pattern, Link]:
        """Make a habit or a belief of selected words of a saved record, and link it to those words.

        ``field`` is a field's name, or ``answers.<key>`` for an answer; the range is half-open.
        Raises `UserError` ``nothing-selected``.
        """
        body = text_of(source, field)
        words = " ".join(body[start:end].split())
        if not words:
            raise UserError("nothing-selected")
        pattern = Pattern(
            id=self._core.new_id(),
            written_at=self._core.clock(),
            lang=source.lang,
            kind=kind,
            statement=words,
            noticed_on=source.day or self._core.today(),
        )
        quote = Quote.take(field, body, start, end, self._core.store.version(source.id))
        link = self._core.link(Role.LIFTED_FROM, pattern, source, quote)
        self._save(pattern, "lift_out", [link])
        return pattern, link

    def due(self, today: date | None = None) -> list[tuple[Pattern, Experiment]]:
        """Try-outs whose day has come, oldest first."""
        day = today or self._core.today()
        found = [(item, tried) for item in self.all(let_go=False) for tried in rules.due_experiments(item, day)]
        return sorted(found, key=lambda pair: (pair[1].due_on or day, pair[1].id))

    def _change(self, id: str, experiment_id: str, verb: str, **changes: object) -> Pattern:
        pattern = self.get(id)
        if all(tried.id != experiment_id for tried in pattern.experiments):
            raise UserError("record-missing")
        tried = tuple(replace(item, **changes) if item.id == experiment_id else item for item in pattern.experiments)
        return self._save(replace(pattern, experiments=tried), verb)

    def _save(self, pattern: Pattern, verb: str, links: Sequence[Link] = (), *, trash: Sequence[Link] = ()) -> Pattern:
        self._core.save([pattern], links=links, trash=trash, label=Label(verb, Pattern.KIND, pattern.heading))
        return pattern

    def _keep(self, before: Pattern, after: Pattern, verb: str) -> Pattern:
        """Save a pattern whose cases may have changed: links follow them, in the same step."""
        had, wanted = _told(before), _told(after)
        gone = [
            link
            for role, source in had - wanted
            for link in self._core.store.links_to(after.id, role)
            if link.source_id == source
        ]
        links = [
            self._core.link(role, self._teller(after, source), after)
            for role, source in sorted(wanted - had, key=lambda pair: pair[1])
        ]
        self._core.save([after], links=links, trash=gone, label=Label(verb, Pattern.KIND, after.heading))
        return after

    def _teller(self, pattern: Pattern, id: str) -> Record:
        kind, _ = next(teller for case in pattern.cases if (teller := case.teller) is not None and case.told_in == id)
        cls = KINDS.get(kind)
        if cls is None:
            raise UserError("record-missing")
        return self._core.store.need(cls, id)

    @staticmethod
    def _need_words(text: str) -> None:
        if not text.strip():
            raise UserError("empty-text")


def text_of(record: Record, field: str) -> str:
    """The text of a field of a record, by name or as ``answers.<key>``."""
    name, _, key = field.partition(".")
    value: object = getattr(record, name, "")
    if key:
        value = value.get(key, "") if isinstance(value, dict) else ""  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    return value if isinstance(value, str) else ""


def _role_of(case: Case) -> Role:
    return Role.FITS if case.fits else Role.DOESNT_FIT


D = TypeVar("D", RatingEntry, Case, Consultation)


def _by_day(entries: tuple[D, ...]) -> tuple[D, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.on))


def _rated(pattern: Pattern, entry: RatingEntry) -> Pattern:
    kept = tuple(other for other in pattern.ratings if other.on != entry.on)
    return replace(pattern, ratings=_by_day((*kept, entry)))


def _told(pattern: Pattern) -> set[tuple[Role, str]]:
    """The records in which cases are told as well, and in what role."""
    return {(_role_of(case), case.told_in) for case in pattern.cases if case.told_in}


def _entries(pattern: Pattern, like: Entry) -> tuple[Entry, ...]:
    """The entries of a pattern that are of one kind."""
    if isinstance(like, RatingEntry):
        return pattern.ratings
    if isinstance(like, Case):
        return pattern.cases
    return pattern.consultations if isinstance(like, Consultation) else pattern.experiments


def _words(entry: Entry) -> str:
    """The words without which an entry says nothing."""
    if isinstance(entry, RatingEntry):
        return entry.rating.name
    if isinstance(entry, Case):
        return entry.text
    return entry.said if isinstance(entry, Consultation) else entry.try_text


def _mended(pattern: Pattern, before: Entry, after: Entry | None) -> Pattern:
    if isinstance(before, RatingEntry):
        ratings = _without(pattern.ratings, before)
        if isinstance(after, RatingEntry):
            ratings = (*(entry for entry in ratings if entry.on != after.on), after)
        return replace(pattern, ratings=_by_day(ratings))
    if isinstance(before, Case):
        cases = _without(pattern.cases, before)
        return replace(pattern, cases=_by_day((*cases, after) if isinstance(after, Case) else cases))
    if isinstance(before, Consultation):
        asked = _without(pattern.consultations, before)
        return replace(pattern, consultations=_by_day((*asked, after) if isinstance(after, Consultation) else asked))
    tried = tuple(
        after if isinstance(after, Experiment) and item == before else item
        for item in pattern.experiments
        if item != before or after is not None
    )
    return replace(pattern, experiments=tried)


def _without(entries: tuple[D, ...], one: D) -> tuple[D, ...]:
    at = entries.index(one)
    return (*entries[:at], *entries[at + 1 :])
