"""Records of every kind, made from their own type hints, and a clock that a test turns by hand."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.ids import new_id
from portfolio_app.domain.links import Link, Role
from portfolio_app.domain.records import Record

KEY = bytes(range(32))
PORTFOLIO = "01900000-0000-7000-8000-000000000000"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


class HandClock:
    """Goes on a second at each look, or to where it is set."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def experience(title: str = "Rekenles", story: str = "", **more: Any) -> Experience:
    """A moment or an activity."""
    made = Experience(id=new_id(START), written_at=START, title=title, story=story, happened_on=date(2026, 9, 1))
    return replace(made, **more)


def link(source: Record, target: Record, role: Role = Role.RELATED, **more: Any) -> Link:
    """A link between two records."""
    return Link(
        id=new_id(START),
        written_at=START,
        role=role,
        source_kind=source.KIND,
        source_id=source.id,
        target_kind=target.KIND,
        target_id=target.id,
        **more,
    )


def record_of(cls: type[Any]) -> st.SearchStrategy[Any]:
    """A record (or a part of one) with values that its type hints allow."""
    hints = get_type_hints(cls)
    values = {field.name: _value(hints[field.name]) for field in fields(cls) if field.init}
    if issubclass(cls, Record):
        values |= {
            "id": st.uuids().map(str),
            "lang": st.sampled_from(["nl", "en"]),
        }
    if "number" in values and "year" in values:
        values |= {"year": st.integers(2000, 2090), "number": st.integers(1, 52)}
    return st.builds(cls, **values)


def _value(hint: Any) -> st.SearchStrategy[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([st.none() if arg is type(None) else _value(arg) for arg in args])
    if origin is tuple:
        return st.lists(_value(args[0]), max_size=3).map(tuple)
    if origin is frozenset:
        return st.frozensets(_value(args[0]), max_size=3)
    if origin is Mapping:
        return st.dictionaries(_value(args[0]), _value(args[1]), max_size=3)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if is_dataclass(hint):
        return record_of(hint)  # pyright: ignore[reportArgumentType]
    return {
        str: st.text(st.characters(codec="utf-8"), max_size=20),
        int: st.integers(-(2**31), 2**31),
        bool: st.booleans(),
        datetime: st.integers(946_684_800_000, 3_786_912_000_000).map(
            lambda millis: datetime.fromtimestamp(millis / 1000, UTC)
        ),
        date: st.dates(date(1960, 1, 1), date(2090, 1, 1)),
    }[hint]
