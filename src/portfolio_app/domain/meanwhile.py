"""A record that was changed in two places: what somebody wrote, put on top of what was saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, cast

from portfolio_app.domain.records import R


def on_top(base: R, now: R, mine: R) -> tuple[R, bool]:
    """``mine`` was made of ``base``, and meanwhile ``now`` was saved: both changes together, field by field.

    Where both changed the same it is mine that stands; the second value says that this happened. Answers, and what
    stands in a list, are taken one by one.
    """
    changes: dict[str, Any] = {}
    clash = False
    for field in fields(mine):
        parts = [getattr(record, field.name) for record in (base, now, mine)]
        changes[field.name], both = _value(*parts)
        clash = clash or both
    return replace(mine, **changes), clash


def _value(base: Any, now: Any, mine: Any) -> tuple[Any, bool]:
    if mine in (base, now):
        return now, False
    if now == base:
        return mine, False
    if all(isinstance(value, Mapping) for value in (base, now, mine)):
        return _mapping(*(cast("Mapping[str, Any]", value) for value in (base, now, mine)))
    if all(isinstance(value, tuple) for value in (base, now, mine)):
        return _list(*(cast("tuple[Any, ...]", value) for value in (base, now, mine)))
    return mine, True


def _list(base: tuple[Any, ...], now: tuple[Any, ...], mine: tuple[Any, ...]) -> tuple[tuple[Any, ...], bool]:
    """What either took away is gone, what either added is there; both changed the same where both took it away."""
    gone = [item for item in base if item not in now]
    if any(item not in mine for item in gone):
        return mine, True
    kept = tuple(item for item in mine if item not in gone)
    return (*kept, *(item for item in now if item not in base and item not in mine)), False


def _mapping(base: Mapping[str, Any], now: Mapping[str, Any], mine: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    gone = object()
    made: dict[str, Any] = {}
    clash = False
    for key in dict.fromkeys((*now, *mine)):
        value, both = _value(base.get(key, gone), now.get(key, gone), mine.get(key, gone))
        clash = clash or both
        if value is not gone:
            made[key] = value
    return made, clash
