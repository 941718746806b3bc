"""Looking back: answers to the questions of a template, which is data with an id and a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import ClassVar

from portfolio_app.domain.records import Record


class Source(Enum):
    """How the writer knows what pupils wanted, did, thought or felt (the 2 x 4 grid of ALACT; facts 4.1)."""

    SEEN = "seen"
    HEARD = "heard"
    ASKED = "asked"
    GUESSED = "guessed"


class Level(Enum):
    """The writer's own estimate of depth (Hatton & Smith 1995; facts 4.8); never set by the program."""

    DESCRIPTIVE = 1
    DESCRIPTIVE_REFLECTION = 2
    DIALOGIC = 3
    CRITICAL = 4


@dataclass(frozen=True, kw_only=True)
class Reflection(Record):
    """Answers by the key of the template's question; ``sources`` by the key of a pupil cell."""

    KIND: ClassVar[str] = "reflection"

    title: str
    happened_on: date
    template: str
    template_version: int = 1
    answers: Mapping[str, str] = field(default_factory=dict[str, str])
    sources: Mapping[str, Source] = field(default_factory=dict[str, Source])
    level: Level | None = None
    venting: bool = False
    for_talk: bool = False
    tags: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        return self.title

    @property
    def day(self) -> date:
        return self.happened_on

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.answers.values(), *self.tags)
