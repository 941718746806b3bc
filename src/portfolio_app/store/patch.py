"""Reverse deltas: what it takes to get from the JSON of a record back to the JSON it had before.

A patch mirrors the value it is applied to. For an object it is an object whose keys are those that differ. A difference
is written as:

``0``              the key was not there;
``[value]``        it was this value;
``[a, b, middle]`` it was the first ``a`` and last ``b`` characters (or items) of now, with ``middle`` between them;
``{…}``            an object, or a list of the same length by index, with these differences.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

Json = dict[str, Any]
_GONE = 0


def encode(now: str, before: str) -> str:
    """The patch that turns the JSON text ``now`` into the JSON text ``before``, as compact JSON text."""
    return _text(diff(json.loads(now), json.loads(before)))


def decode(now: str, patch: str) -> str:
    """Apply an encoded patch to JSON text; returns canonical JSON text."""
    return _text(apply(json.loads(now), json.loads(patch)))


def diff(now: Json, before: Json) -> Json:
    """The patch that turns ``now`` into ``before``."""
    changes: Json = {key: _GONE for key in now if key not in before}
    for key, value in before.items():
        if key not in now:
            changes[key] = [value]
        elif not _same(now[key], value):
            changes[key] = _change(now[key], value)
    return changes


def apply(now: Json, patch: Json) -> Json:
    """Undo the differences of a patch."""
    result = dict(now)
    for key, change in patch.items():
        if change == _GONE:
            result.pop(key, None)
        else:
            result[key] = _restored(result.get(key), change)
    return result


def _change(now: Any, before: Any) -> Any:
    if isinstance(now, dict) and isinstance(before, dict):
        return diff(cast(Json, now), cast(Json, before))
    if isinstance(now, str) and isinstance(before, str):
        return min(_splice(now, before), [before], key=_length)
    if isinstance(now, list) and isinstance(before, list):
        here, there = cast("list[Any]", now), cast("list[Any]", before)
        candidates: list[Any] = [_splice(here, there)]
        if len(here) == len(there):
            pairs = enumerate(zip(here, there, strict=True))
            candidates.append({str(at): _change(one, other) for at, (one, other) in pairs if not _same(one, other)})
        return min(candidates, key=_length)
    return [before]


def _splice(now: Any, before: Any) -> list[Any]:
    shorter = min(len(now), len(before))
    if isinstance(now, str):
        head = _longest(shorter, lambda size: now[:size] == before[:size])
        tail = _longest(shorter - head, lambda size: now[len(now) - size :] == before[len(before) - size :])
    else:
        head = tail = 0
        while head < shorter and _same(now[head], before[head]):
            head += 1
        while tail < shorter - head and _same(now[-1 - tail], before[-1 - tail]):
            tail += 1
    return [head, tail, before[head : len(before) - tail]]


def _longest(most: int, agrees: Callable[[int], bool]) -> int:
    """The greatest size up to ``most`` that agrees, where every smaller one does, too."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if agrees(middle) else (low, middle - 1)
    return low


def _restored(now: Any, change: Any) -> Any:
    if isinstance(change, dict):
        differences = cast(Json, change)
        if isinstance(now, list):
            items = list(cast("list[Any]", now))
            for at, inner in differences.items():
                items[int(at)] = _restored(items[int(at)], inner)
            return items
        return apply(cast(Json, now), differences)
    if len(change) == 1:
        return change[0]
    head, tail, middle = change
    return now[:head] + middle + now[len(now) - tail :]


def _same(one: Any, other: Any) -> bool:
    """Equality that tells 1 from true, which Python does not."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        mine, theirs = cast(Json, one), cast(Json, other)
        return mine.keys() == theirs.keys() and all(_same(value, theirs[key]) for key, value in mine.items())
    if isinstance(one, list):
        items, others = cast("list[Any]", one), cast("list[Any]", other)
        return len(items) == len(others) and all(map(_same, items, others))
    return bool(one == other)


def _length(change: Any) -> int:
    return len(_text(change))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
