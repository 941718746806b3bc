"""What a person typed into the search field: words, phrases in quotes, and what must not be there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from portfolio_app.store import words

QUOTES: Final = '"“”„«»'
_PART: Final = re.compile(
    rf"(?P<minus>[-−–])?(?:[{QUOTES}](?P<phrase>[^{QUOTES}]*)(?P<closed>[{QUOTES}]?)|(?P<words>\S+))"
)


@dataclass(frozen=True)
class Part:
    """Folded words that belong together: all of them must stand in a text, as a phrase in a row.

    ``unfinished`` says that the last of them may go on.
    """

    words: tuple[str, ...]
    phrase: bool = False
    unfinished: bool = False


@dataclass(frozen=True)
class Asked:
    """The parts that must be there and those that must not."""

    wanted: tuple[Part, ...] = ()
    unwanted: tuple[Part, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every wanted word that stands alone."""
        return tuple(word for part in self.wanted if not part.phrase for word in part.words)

    @property
    def phrases(self) -> tuple[Part, ...]:
        """The wanted phrases."""
        return tuple(part for part in self.wanted if part.phrase)

    @property
    def longest(self) -> int:
        """Letters of the longest wanted word; 0 when none is wanted."""
        return max((len(word) for part in self.wanted for word in part.words), default=0)


def read(text: str) -> Asked:
    """Take a text apart. Whatever is typed means something: there is no wrong question.

    A quote that is not closed yet goes on to the end. A sign in front of a word leaves it out only where the word
    begins: ``laat-maar`` is two words.
    """
    wanted: list[Part] = []
    unwanted: list[Part] = []
    at = 0
    while match := _PART.search(text, at):
        at = max(match.end(), match.start() + 1)
        last = match.end() == len(text)
        if match["phrase"] is not None:
            part = _part(match["phrase"], phrase=True, unfinished=last and not match["closed"])
        else:
            part = _part(match["words"], phrase=False, unfinished=last)
        if part is not None:
            (unwanted if match["minus"] else wanted).append(part)
    return Asked(tuple(wanted), tuple(unwanted))


def _part(text: str, *, phrase: bool, unfinished: bool) -> Part | None:
    found = tuple(words.tokens(text))
    if not found:
        return None
    return Part(found, phrase and len(found) > 1, unfinished and not text[-1].isspace())
