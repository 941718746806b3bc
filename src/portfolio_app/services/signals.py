"""Language signals on request, and what the owner does not want to be asked again."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, cast

from portfolio_app.domain.sets import Texts
from portfolio_app.domain.signals import Dismissals, Rules, Signal, language, signals
from portfolio_app.services.core import Core
from portfolio_app.services.settings import SIGNALS_DISMISSED, Settings

MOST_KEPT: Final = 2_000
"""So many dismissals of a sort are kept, the latest ones."""


@dataclass(frozen=True)
class Silenced:
    """Something that is not asked or proposed again; ``place`` names one text, ``topic`` a suggestion."""

    kind: str = ""
    word: str = ""
    place: str = ""
    topic: str = ""


class Signals:
    """Looks along with a text when asked. What it found is kept nowhere."""

    def __init__(self, core: Core, settings: Settings) -> None:
        self._core, self._settings = core, settings
        self._rules: dict[str, Rules] = {}
        self._lock = threading.Lock()

    def look(self, text: str, lang: str, place: str = "") -> tuple[Signal, ...]:
        """At most three signals in a text. ``lang`` is that of its record; a text clearly in another one has its own.

        ``place`` names the text among all texts. May be called in any thread; takes as long as the text is.
        """
        return signals(text, self.rules(language(text, lang)), _dismissals(self.silenced()), place)

    def rules(self, lang: str) -> Rules:
        """What is looked for in a language."""
        with self._lock:
            if lang not in self._rules:
                self._rules[lang] = Rules.of(lang, self._core.content.signals())
            return self._rules[lang]

    def name(self, kind: str) -> Texts | None:
        """The name of a kind; None when no set has it any more."""
        every = (known for item in self._core.content.signals() for known in item.kinds)
        return next((known.name for known in every if known.key == kind), None)

    def silenced(self) -> tuple[Silenced, ...]:
        """What was dismissed, oldest first."""
        try:
            stored: object = json.loads(self._settings.get(SIGNALS_DISMISSED) or "[]")
        except ValueError:
            return ()
        lines = cast("list[object]", stored) if isinstance(stored, list) else []
        kept = [cast("list[object]", line) for line in lines if isinstance(line, list)]
        return tuple(Silenced(*map(str, line)) for line in kept if len(line) == 4)

    def dismiss_here(self, signal: Signal, place: str) -> None:
        """Don't ask about these words in this text again."""
        self._add(Silenced(signal.kind.key, signal.word, place))

    def dismiss_word(self, signal: Signal) -> None:
        """Don't ask about these words anywhere again."""
        self._add(Silenced(signal.kind.key, signal.word))

    def dismiss_kind(self, signal: Signal) -> None:
        """Don't ask about anything of this kind again."""
        self._add(Silenced(signal.kind.key))

    def dismiss_topic(self, topic: str) -> None:
        """Don't propose this as a belief again."""
        self._add(Silenced(topic=topic))

    def take_back(self, what: Iterable[Silenced]) -> None:
        """Ask about these again."""
        gone = set(what)
        self._keep([item for item in self.silenced() if item not in gone])

    def _add(self, item: Silenced) -> None:
        self._keep([*(known for known in self.silenced() if known != item), item])

    def _keep(self, items: Sequence[Silenced]) -> None:
        lines = [[item.kind, item.word, item.place, item.topic] for item in items[-MOST_KEPT:]]
        self._settings.set(SIGNALS_DISMISSED, json.dumps(lines, ensure_ascii=False))


def _dismissals(silenced: Iterable[Silenced]) -> Dismissals:
    asked = [item for item in silenced if item.kind]
    return Dismissals(
        words=frozenset((item.kind, item.word) for item in asked if item.word and not item.place),
        kinds=frozenset(item.kind for item in asked if not item.word),
        here=frozenset((item.place, item.kind, item.word) for item in asked if item.place),
    )
