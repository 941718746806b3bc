"""What keeps coming back in her own texts, looked for on this computer and nowhere else."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Final

from portfolio_app.domain.assumptions import Recurring, Said, Written, about, recurring
from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import Cancelled
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Link, Quote, Role
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.phrases import split
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Job
from portfolio_app.services.signals import Signals
from portfolio_app.store.values import Query

AT_ONCE: Final = 200
STORY: Final = ("story", "contribution", "how_i_learn", "how_they_learn", "chain_evaluated", "chain_resulted")
KINDS: Final[tuple[type[Record], ...]] = (JournalWeek, Reflection, Experience)


class Assumptions:
    """Looks through weeks, reflections and moments; what lets off steam is passed over."""

    def __init__(self, core: Core, signals: Signals) -> None:
        self._core, self._signals = core, signals
        self._lock = threading.Lock()
        self._found: tuple[tuple[int, object], tuple[Recurring, ...]] | None = None

    def recurring(self, job: Job[tuple[Recurring, ...]]) -> tuple[Recurring, ...]:
        """At most two things that come back. On a thread: it reads everything, unless nothing changed since the last
        time. Raises `Cancelled`."""
        state = (self._core.store.operation_counter(), self._signals.silenced())
        with self._lock:
            if self._found is None or self._found[0] != state:
                topics = {item.topic for item in self._signals.silenced() if item.topic}
                known = _Known(self._core, self._signals)
                found = recurring(self._texts(job), self._signals.rules, known=known, dismissed=topics.__contains__)
                self._found = (state, found)
            return self._found[1]

    def adopt(self, found: Recurring) -> Pattern:
        """Make a belief of the newest sentence, linked to every sentence it comes from. One step."""
        core, newest = self._core, found.said[0]
        pattern = Pattern(
            **core.head(),
            kind=PatternKind.MENTAL_MODEL,
            statement=" ".join(newest.text.split()),
            noticed_on=core.today(),
        )
        links = [link for said in found.said if (link := self._link(pattern, said)) is not None]
        core.save([pattern], links=links, label=Label("lift_out", Pattern.KIND, pattern.heading))
        return pattern

    def _link(self, pattern: Pattern, said: Said) -> Link | None:
        where = said.where
        source = self._core.store.load_ids([where.id])
        if not source:
            return None
        version = self._core.store.version(where.id)
        quote = Quote.take(where.field, where.text, said.start, said.end, version)
        return self._core.link(Role.LIFTED_FROM, pattern, source[0], quote)

    def _texts(self, job: Job[tuple[Recurring, ...]]) -> Iterator[Written]:
        for kind in KINDS:
            offset = 0
            while batch := self._core.store.load(kind, Query(limit=AT_ONCE, offset=offset)):
                for record in batch:
                    if job.cancelled():
                        raise Cancelled
                    time.sleep(0)  # whoever waits for the interpreter goes first
                    yield from _written(record)
                offset += len(batch)


def _written(record: Record) -> Iterator[Written]:
    if getattr(record, "venting", False) or record.day is None:
        return
    fields = {name: str(getattr(record, name)) for name in STORY} if isinstance(record, Experience) else {}
    if isinstance(record, JournalWeek | Reflection):
        fields = {f"answers.{key}": text for key, text in record.answers.items()}
    for name, text in fields.items():
        if text.strip():
            yield Written(record.KIND, record.id, name, text, record.day, record.lang)


class _Known:
    """Sentences of which a habit or a belief was made already, or that are about the same as one."""

    def __init__(self, core: Core, signals: Signals) -> None:
        self._rules = signals.rules
        self._quotes: dict[str, list[str]] = {}
        patterns = core.store.load(Pattern, Query())
        for pattern in patterns:
            for link in core.store.links_from(pattern.id, Role.LIFTED_FROM):
                if link.quote is not None:
                    self._quotes.setdefault(link.target_id, []).append(link.quote.text)
        self._about = [words for pattern in patterns if (words := self._words(pattern.statement, pattern.lang))]

    def __call__(self, said: Said) -> bool:
        quotes = self._quotes.get(said.where.id, ())
        if any(quote in said.text or said.text in quote for quote in quotes):
            return True
        mine = self._words(said.text, said.where.lang)
        return any(len(mine & theirs) >= min(2, len(theirs)) for theirs in self._about)

    def _words(self, text: str, lang: str) -> set[str]:
        words = split(text)
        return set(about(words, text, 0, len(words.words), self._rules(lang)))
