"""Who and where: each seed has a teacher, a school, a town and classes of its own, the same in every text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

CLASSES = re.compile(r"\b(?:(?P<year>[12])(?P<letter>[a-d])|3(?P<level>[hv])(?P<group>[12]))\b")
LETTERS = "abcde"
GROUPS = "123"


class Cast:
    """Puts the names of a seed in the place of those that the texts were written with.

    ``names`` has, for each name in the texts, what it may be instead, itself first: that is what seed 1 takes, and
    the seeds after it take turns. Letters of classes move along in the same way.
    """

    def __init__(self, names: Mapping[str, Sequence[str]], seed: int) -> None:
        self._turn = seed - 1
        self._names = {written: others[self._turn % len(others)] for written, others in names.items()}
        # In addresses names have small letters; elsewhere a small letter makes it another word.
        small = {written.lower(): chosen.lower() for written, chosen in self._names.items()}
        first = "|".join(re.escape(name) for name in sorted(self._names, key=len, reverse=True))
        second = "|".join(re.escape(name) for name in sorted(small, key=len, reverse=True))
        self._pattern = re.compile(rf"\b(?:{first})|\b(?:{second})(?=[.@]\w)")
        self._names |= small

    def of(self, text: str) -> str:
        """A text with the names and classes of this seed."""
        named = self._pattern.sub(lambda found: self._names[found[0]], text)
        return CLASSES.sub(self._class, named)

    def through(self, value: Any) -> Any:
        """The same for every text in a table of texts."""
        if isinstance(value, str):
            return self.of(value)
        if isinstance(value, list):
            return [self.through(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(value, dict):
            return {key: self.through(item) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
        return value

    def _class(self, found: re.Match[str]) -> str:
        if found["year"]:
            return found["year"] + _moved(LETTERS, found["letter"], self._turn)
        return "3" + found["level"] + _moved(GROUPS, found["group"], self._turn)


def _moved(row: str, item: str, steps: int) -> str:
    return row[(row.index(item) + steps) % len(row)]
