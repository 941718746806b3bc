"""What differs between two versions of a record, and between two texts word by word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, cast

from portfolio_app.domain.records import Record

_WORD = re.compile(r"\w+|[^\w\s]")
_LONG = 4000
"""Tokens on either side above which a text is compared by paragraphs first: by words it would take too long."""
_HEADER = frozenset({"id", "written_at"})


class Turn(Enum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of text with one fate."""

    turn: Turn
    text: str


@dataclass(frozen=True)
class Difference:
    """A field (and the key within it, where it holds answers by key) with its value before and now.

    None stands for what was not there: a whole record, an answer.
    """

    field: str
    key: str
    before: Any
    now: Any


def between(before: Record | None, now: Record | None) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the record; every filled one where there was no record before."""
    known = now or before
    if known is None:
        return ()
    found: list[Difference] = []
    for field in fields(known):
        if field.init and field.name not in _HEADER:
            found += _of_field(field.name, getattr(before, field.name, None), getattr(now, field.name, None))
    return tuple(found)


def _of_field(name: str, before: Any, now: Any) -> list[Difference]:
    if before == now:
        return []
    if isinstance(before, Mapping) or isinstance(now, Mapping):
        old, new = cast("Mapping[str, Any]", before or {}), cast("Mapping[str, Any]", now or {})
        keys = dict.fromkeys((*new, *old))
        return [Difference(name, key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    return [Difference(name, "", before, now)]


def words(before: str, now: str) -> tuple[Piece, ...]:
    """How the one text became the other, word by word; the space after a word goes with it.

    Where only spaces differ every piece is the same.
    """
    old, new = _tokens(before), _tokens(now)
    if max(len(old), len(new)) > _LONG:
        return _by_paragraph(before, now)
    return _joined(_matched(old, new))


def _tokens(text: str) -> list[str]:
    starts = [found.start() for found in _WORD.finditer(text)]
    if not starts:
        return [text] if text else []
    starts[0] = 0
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _matched(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Pieces of the same, removed and added tokens; what agrees at either end is set apart first, for speed."""
    mine, theirs = [token.strip() for token in old], [token.strip() for token in new]
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if mine[at] != theirs[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if mine[-1 - at] != theirs[-1 - at]), rest)
    end, last = len(old) - tail, len(new) - tail
    found = [Piece(Turn.SAME, "".join(new[:head]))]
    matcher = SequenceMatcher(None, mine[head:end], theirs[head:last], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        gone, come = "".join(old[head + a : head + b]), "".join(new[head + c : head + d])
        # A single short word between two changes reads better as part of them.
        island = tag == "equal" and b - a == 1 and len(come.strip()) <= 3 and a > 0 and b < end - head
        if tag == "equal" and not island:
            found.append(Piece(Turn.SAME, come))
        else:
            found += [Piece(Turn.REMOVED, gone), Piece(Turn.ADDED, come)]
    return [*found, Piece(Turn.SAME, "".join(new[last:]))]


def _by_paragraph(before: str, now: str) -> tuple[Piece, ...]:
    old, new = before.splitlines(keepends=True), now.splitlines(keepends=True)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        mine, theirs = _tokens(gone), _tokens(come)
        if tag == "equal":
            found.append(Piece(Turn.SAME, come))
        elif tag == "replace" and max(len(mine), len(theirs)) <= _LONG:
            found += _matched(mine, theirs)
        else:
            found += [Piece(Turn.REMOVED, gone), Piece(Turn.ADDED, come)]
    return _joined(found)


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one fate as one piece; within a change what was removed comes first."""
    found: list[Piece] = []
    gone, come = "", ""
    for piece in (*pieces, Piece(Turn.SAME, "")):
        if piece.turn is Turn.REMOVED:
            gone += piece.text
        elif piece.turn is Turn.ADDED:
            come += piece.text
        elif piece.text or gone or come:
            if found and found[-1].turn is Turn.SAME and not (gone or come):
                piece = Piece(Turn.SAME, found.pop().text + piece.text)
            found += [one for one in (Piece(Turn.REMOVED, gone), Piece(Turn.ADDED, come), piece) if one.text]
            gone, come = "", ""
    return tuple(found)
