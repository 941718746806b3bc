"""Links are records of their own: who points at whom, in what role, and to which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from portfolio_app.domain.records import Record


class Role(Enum):
    """What the source is to the target."""

    PROVES = "proves"  # evidence -> experience, pattern, certificate …
    LIFTED_FROM = "lifted_from"  # pattern -> the text its words were taken from
    ABOUT = "about"  # reflection -> experience; agreement -> talk
    FITS = "fits"  # moment or week -> pattern: it was so
    DOESNT_FIT = "doesnt_fit"  # moment or week -> pattern: it was not so
    ANSWERS = "answers"  # any record -> learning question
    SUPERSEDES = "supersedes"  # newer version of evidence -> older version
    RELATED = "related"


@dataclass(frozen=True)
class Quote:
    """Exact words in a field of the target, with what stood around them, so that edits elsewhere don't lose them.

    ``version`` is the number of the target's version the words were taken from.
    """

    field: str
    text: str
    prefix: str = ""
    suffix: str = ""
    version: int = 0

    def find(self, body: str) -> int | None:
        """Offset of the quoted words in today's text, or None when they are gone.

        Where they stand more than once, the place counts around which most is as it was: counted from the words
        outwards, on both sides. Equally good places are decided by the first.
        """
        best, kept = None, -1
        at = body.find(self.text)
        while at >= 0:
            end = at + len(self.text)
            around = _alike(body[max(0, at - len(self.prefix)) : at][::-1], self.prefix[::-1])
            around += _alike(body[end : end + len(self.suffix)], self.suffix)
            if around > kept:
                best, kept = at, around
            if around == len(self.prefix) + len(self.suffix):
                break
            at = body.find(self.text, at + 1)
        return best

    @classmethod
    def take(cls, field: str, body: str, start: int, end: int, version: int = 0, context: int = 32) -> Quote:
        """Quote ``body[start:end]`` with up to ``context`` characters on either side."""
        return cls(
            field=field,
            text=body[start:end],
            prefix=body[max(0, start - context) : start],
            suffix=body[end : end + context],
            version=version,
        )


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning."""
    return next(
        (at for at, (here, there) in enumerate(zip(one, other, strict=False)) if here != there),
        min(len(one), len(other)),
    )


@dataclass(frozen=True, kw_only=True)
class Link(Record):
    """A directed link between two records, with an optional quote from the target."""

    KIND: ClassVar[str] = "link"

    role: Role
    source_kind: str
    source_id: str
    target_kind: str
    target_id: str
    quote: Quote | None = None
