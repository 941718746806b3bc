"""Canonical JSON of a record: the one form in which versions are kept, compared, merged and exported.

Keys and sets are sorted, values are plain JSON, fields at their default are left out, dates are ISO 8601 and instants
are UTC with ``Z``. The text of the same record is the same everywhere.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import KINDS, R, Record

Json = dict[str, Any]
Upcaster = Callable[[Json], Json]

_SURROGATE = re.compile("[\ud800-\udfff]")
_PLAIN = frozenset({str, int, bool})
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""(kind, version) -> function that turns a body of that version into one of the next version."""


def to_plain(value: Any) -> Any:
    """Turn a value of the domain into plain JSON values."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {name: to_plain(item) for name, item, default in _items(value) if item != default}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in cast("tuple[Any, ...]", value)]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in cast("frozenset[Any]", value))
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in cast("Mapping[Any, Any]", value).items()}
    return value


def _items(value: Any) -> list[tuple[str, Any, Any]]:
    cls = cast("type[Any]", type(value))
    return [(name, getattr(value, name), default) for name, default in _defaults(cls)]


@cache
def _defaults(cls: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default_factory() if f.default_factory is not MISSING else f.default) for f in fields(cls))


def dump(record: Record) -> str:
    """Write a record as canonical JSON text."""
    return text(to_plain(record))


def text(plain: Any) -> str:
    """Write plain values as canonical JSON text."""
    return sound(_json(plain))


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sound(words: str) -> str:
    """Text that can be written in UTF-8: half a character, as in a file name in another encoding, becomes U+FFFD."""
    if words.isascii() or not _SURROGATE.search(words):
        return words
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def sound_record(record: R) -> R:
    """The record with only `sound` texts; the very same one when they are."""
    if not _SURROGATE.search(_json(to_plain(record))):
        return record
    return cast(R, load(record.KIND, record.SCHEMA_VERSION, dump(record)))


def load(kind: str, version: int, body: str) -> Record:
    """Read a record back, bringing an older body up to today's form first.

    Raises `UserError` ``record-newer`` for a body of a later version and ``record-unreadable`` for a damaged one.
    """
    cls = KINDS.get(kind)
    if cls is None or version > cls.SCHEMA_VERSION:
        raise UserError("record-newer", kind=kind)
    try:
        plain: Json = json.loads(body)
        # What we write never holds half a character, but it can be spelled out, and no table would take it.
        if "\\u" in body and _SURROGATE.search(_json(plain)):
            raise ValueError("half a character")
        while version < cls.SCHEMA_VERSION:
            plain = UPCASTERS[kind, version](plain)
            version += 1
        return _reader(cls)(plain)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise UserError("record-unreadable", kind=kind) from error


def from_plain(cls: Any, plain: Any) -> Any:
    """Read a value of the given domain type from plain JSON values."""
    return _reader(cls)(plain)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = [_reader(arg) for arg in args if arg is not type(None)]
        return lambda value: None if value is None else inner[0](value)
    if origin is tuple:
        item = _reader(args[0])
        return lambda value: tuple(item(part) for part in value)
    if origin is frozenset:
        item = _reader(args[0])
        return lambda value: frozenset(item(part) for part in value)
    if origin in (dict, Mapping):
        item = _reader(args[1])
        return lambda value: {key: item(part) for key, part in value.items()}
    return _scalar_reader(hint)


def _scalar_reader(hint: Any) -> Callable[[Any], Any]:
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if is_dataclass(cast(Any, hint)):
        return _dataclass_reader(hint)
    if hint in (str, int, bool, float):
        return lambda value: _checked(hint, value)
    return lambda value: value


def _checked(hint: type, value: Any) -> Any:
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise TypeError(f"{hint.__name__} expected")
    return value


def _dataclass_reader(cls: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(cls)
    readers = {f.name: _reader(hints[f.name]) for f in fields(cls) if f.init}
    return lambda plain: cls(**{key: readers[key](value) for key, value in plain.items() if key in readers})
