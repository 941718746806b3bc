"""Two computers: which of two states of a record stands, and what becomes of the other one.

Every rule gives the same answer on both computers, whoever of them asks first; so they agree in the end.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import Enum
from typing import Any, ClassVar, cast

from portfolio_app.domain import canonical
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.portfolio import Profile
from portfolio_app.domain.records import R, Record
from portfolio_app.domain.register import Cycle
from portfolio_app.domain.selection import Selection


class Order(Enum):
    """How the version vector of one side stands to that of the other."""

    SAME = "same"
    AHEAD = "ahead"  # this side has seen all of the other's changes and has more
    BEHIND = "behind"
    APART = "apart"  # both changed it without knowing of each other


def compare(mine: Mapping[str, int], theirs: Mapping[str, int]) -> Order:
    """How ``mine`` stands to ``theirs``; a computer that is not named counts as nought."""
    ahead = any(count > theirs.get(device, 0) for device, count in mine.items())
    behind = any(count > mine.get(device, 0) for device, count in theirs.items())
    if ahead:
        return Order.APART if behind else Order.AHEAD
    return Order.BEHIND if behind else Order.SAME


def joined(mine: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, int]:
    """The vector that has seen what either has seen."""
    return {device: max(mine.get(device, 0), theirs.get(device, 0)) for device in mine.keys() | theirs.keys()}


class Rank(Enum):
    """What is left of a record; an edit beats a deletion, so the highest number stands."""

    PURGED = 0
    NOT_THERE = 1  # its making was undone
    TRASHED = 2
    LIVE = 3


@dataclass(frozen=True)
class Claim:
    """One side's state, as far as it matters for which stands.

    ``stamp`` is when it was written (hybrid logical clock), ``digest`` and ``trashed_at`` decide where even that is the
    same. ``unseen`` says that this side holds words that the other one, which purged the record, never had: purging is
    also the way to erase a person, so it is only held up by words that nobody meant to erase.
    """

    rank: Rank
    stamp: str
    digest: int
    trashed_at: str = ""
    unseen: bool = False

    def beats(self, other: Claim) -> bool:
        """Whether this one stands where both were written without knowing of each other."""
        if (self.rank is Rank.PURGED) != (other.rank is Rank.PURGED):
            alive = other if self.rank is Rank.PURGED else self
            return alive.unseen == (alive is self)
        return self._key() >= other._key()

    def _key(self) -> tuple[int, str, int, str]:
        return (self.rank.value, self.stamp, self.digest, self.trashed_at)


@dataclass(frozen=True, kw_only=True)
class Conflict(Record):
    """The state that did not stand when two computers had changed one record; the owner looks at both.

    ``body`` is canonical JSON of the form ``body_version``; ``device`` is the computer it was written on,
    ``written_at`` when. It has no words of its own: they are in the history of the record as well, and no search should
    find them here.
    """

    KIND: ClassVar[str] = "conflict"

    of_kind: str
    of_id: str
    body_version: int
    body: str
    in_trash: bool = False
    device: str = ""

    def record(self) -> Record:
        """The record as it was there, under the id of the one that stands. Raises `UserError` as reading one does."""
        return with_head(canonical.load(self.of_kind, self.body_version, self.body), self.of_id)


def with_head(record: R, ident: str, written_at: datetime | None = None) -> R:
    """The same record under another id."""
    head: dict[str, Any] = {"id": ident, "written_at": written_at or record.written_at}
    plain = {**canonical.to_plain(record), **{key: canonical.to_plain(value) for key, value in head.items()}}
    return cast(R, canonical.from_plain(type(record), plain))


def conflict_id(of_id: str, digest: int) -> str:
    """The same for everybody who finds the same state beside the same record."""
    return str(uuid.uuid5(uuid.UUID(of_id), f"{digest:x}"))


# -- where there can only be one ------------------------------------------------------------------------------------

Place = tuple[str, ...]
SINGLE: tuple[type[Record], ...] = (JournalWeek, Selection, Profile, Cycle)
"""Kinds of which two may stand in each other's place."""


def place_of(record: Record) -> Place | None:
    """The place that only one living record can have; None where any number may stand side by side."""
    match record:
        case JournalWeek():
            return (record.KIND, record.heading)
        case Selection(name=""):
            return (record.KIND, record.audience.value)
        case Profile():
            return (record.KIND,)
        case Cycle(closed_on=None):
            return (record.KIND, record.scheme)
        case _:
            return None


def combined(older: R, newer: R) -> R:
    """One record out of two for the same place, under the smaller id: the newer, with what only the older has.

    The id does not depend on who was newer. Else two computers that know of different records might each put away the
    one that the other keeps.
    """
    first = min(older, newer, key=lambda record: record.id)
    both = _laid_over(canonical.to_plain(older), canonical.to_plain(newer))
    return with_head(cast(R, canonical.from_plain(type(newer), both)), first.id, first.written_at)


def loses_words(record: Record, result: Record) -> bool:
    """Whether the record has a text that the result has not."""
    kept = {result.heading, *result.words}
    return any(text.strip() and text not in kept for text in (record.heading, *record.words))


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    result = dict(below)
    for key, value in above.items():
        under = result.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            value = _laid_over(cast("dict[str, Any]", under), cast("dict[str, Any]", value))
        if value != "" or not under:
            result[key] = value
    return result


# -- both texts in one ------------------------------------------------------------------------------------------------

_LEFT_ALONE = frozenset(
    {"id", "lang", "written_at", "allocations", "template", "instrument", "scheme", "media_type", "sha256",
     "fingerprint", "file_name", "email", "validation_number"}
)  # fmt: skip
"""Codes and addresses, of which there can only be one, and hours, which would count twice."""


def both_texts(now: R, other: R) -> R:
    """``now`` with the texts of ``other`` added wherever they differ, for the owner to make one text of both."""
    changes: dict[str, Any] = {}
    for field in fields(now):
        mine, theirs = getattr(now, field.name), getattr(other, field.name)
        if field.init and mine != theirs:
            changes[field.name] = _both(field.name, mine, theirs, line=mine == now.heading)
    return replace(now, **changes)


def _both(name: str, mine: Any, theirs: Any, *, line: bool = False) -> Any:
    if name in _LEFT_ALONE:
        return mine
    if isinstance(mine, str) and isinstance(theirs, str):
        return _joined_texts(mine, theirs, " / " if line and "\n" not in mine + theirs else "\n\n")
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        old, new = cast("Mapping[str, Any]", mine), cast("Mapping[str, Any]", theirs)
        return {key: _both(key, old.get(key, ""), new.get(key, "")) for key in dict.fromkeys((*old, *new))}
    if isinstance(mine, frozenset) and isinstance(theirs, frozenset):
        return cast("frozenset[Any]", mine) | cast("frozenset[Any]", theirs)
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return _both_lists(cast("tuple[Any, ...]", mine), cast("tuple[Any, ...]", theirs))
    return cast(Any, mine)


def _joined_texts(mine: str, theirs: str, between: str) -> str:
    if theirs.strip() in mine:
        return mine
    return theirs if mine.strip() in theirs else f"{mine}{between}{theirs}"


def _both_lists(mine: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    """Every part of both; two that stand for the same (an item of a self-check, a try-out) become one."""
    found = list(mine)
    places = {_key(part): at for at, part in enumerate(mine) if _key(part)}
    for part in theirs:
        at = places.get(_key(part))
        if at is not None:
            changes = {f.name: _both(f.name, getattr(found[at], f.name), getattr(part, f.name)) for f in fields(part)}
            found[at] = replace(found[at], **changes)
        elif part not in found:
            found.append(part)
    return tuple(found)


def _key(part: Any) -> str:
    return str(getattr(part, "id", "") or getattr(part, "item", ""))
