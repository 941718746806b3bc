"""Stand-ins for people: who is written about goes by the same one everywhere, and nobody else knows who it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from portfolio_app.domain.names import Spellings
from portfolio_app.domain.records import Record


@dataclass(frozen=True, kw_only=True)
class Pseudonym(Record):
    """A person's name and what stands in for it. It goes into no document, no list and no search."""

    KIND: ClassVar[str] = "pseudonym"

    name: str
    stand_in: str
    spellings: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        # Headings stand in lists, in the names of steps and in the index; the name must not.
        return self.stand_in

    @property
    def every_spelling(self) -> Spellings:
        """The name and its other spellings."""
        return Spellings.of((self.name, *self.spellings))


def next_stand_in(word: str, taken: frozenset[str]) -> str:
    """The first free stand-in, such as ``leerling 3``; ``word`` is what such a person is called."""
    number = 1
    while f"{word} {number}" in taken:
        number += 1
    return f"{word} {number}"
