"""Plain TOML values to domain dataclasses, led by their type hints; every typo is named with its place."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

from portfolio_app.content.lines import Path
from portfolio_app.domain.register import RULE_TYPES, AnyRule

LANGUAGES: Final = frozenset({"nl", "en"})
LARGEST: Final = 1_000_000
"""No version, number of hours or percentage is larger."""


class Problem(Exception):  # noqa: N818 - it is turned into a UserError by the loader, which knows the file
    """Something wrong at a place in a file. ``code`` is one of the problems in `services.sentences`."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(code, path)
        self.code = code
        self.path = path


def read(hint: Any, value: Any, path: Path = ()) -> Any:
    """Read a value of a type, or raise `Problem`."""
    origin = get_origin(hint)
    if hint == AnyRule:
        return _rule(value, path)
    if origin in (Union, types.UnionType):
        return read(next(arg for arg in get_args(hint) if arg is not type(None)), value, path)
    if origin is tuple:
        return _tuple(get_args(hint)[0], value, path)
    if origin is Mapping:
        return _texts(value, path)
    if is_dataclass(hint):
        return _dataclass(hint, _table(value, path), path)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint, value, path)
    if hint is date:
        return _date(value, path)
    return _scalar(cast("type[Any]", hint), value, path)


def _table(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Problem("wrong-type", path)
    return cast("dict[str, Any]", value)


def _dataclass(cls: Any, table: dict[str, Any], path: Path) -> Any:
    hints = _hints(cls)
    known = [item for item in fields(cls) if item.init]
    names = {item.name for item in known}
    for key in table:
        if key not in names:
            raise Problem("unknown-key", (*path, key))
    for item in known:
        if item.name not in table and item.default is MISSING and item.default_factory is MISSING:
            raise Problem("missing-key", (*path, item.name))
    return cls(**{key: read(hints[key], value, (*path, key)) for key, value in table.items()})


@cache
def _hints(cls: Any) -> dict[str, Any]:
    return get_type_hints(cls)


def _rule(value: Any, path: Path) -> Any:
    table = dict(_table(value, path))
    if "type" not in table:
        raise Problem("missing-key", (*path, "type"))
    cls = RULE_TYPES.get(str(table.pop("type")))
    if cls is None:
        raise Problem("unknown-value", (*path, "type"))
    return _dataclass(cls, table, path)


def _tuple(hint: Any, value: Any, path: Path) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise Problem("wrong-type", path)
    return tuple(read(hint, item, (*path, index)) for index, item in enumerate(cast("list[Any]", value)))


def _texts(value: Any, path: Path) -> dict[str, str]:
    """Texts by language, or another mapping of words: every value is a text, none is empty."""
    table = _table(value, path)
    if not table:
        raise Problem("missing-key", (*path, "nl"))
    for key, item in table.items():
        if not isinstance(item, str):
            raise Problem("wrong-type", (*path, key))
        if not item.strip():
            raise Problem("empty-text", (*path, key))
    return table


def _enum(cls: type[Enum], value: Any, path: Path) -> Enum:
    try:
        return cls(value)
    except ValueError as error:
        raise Problem("unknown-value", path) from error


def _date(value: Any, path: Path) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Problem("bad-date", path) from error
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Problem("bad-date", path)
    return value


def _scalar(hint: type[Any], value: Any, path: Path) -> Any:
    if type(value) is not hint:
        raise Problem("wrong-type", path)
    if isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        raise Problem("out-of-range", path)
    return value
