"""Whether what another database says can be worked with, before any of it is taken over.

It is sealed with the right key, but who once had that key may have written it, and so may a program with a mistake.
What can't be read here would stand in this portfolio from then on, and be stumbled over with every look.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, Final, cast

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver
from portfolio_app.store.tables import metadata

_STAMP: Final = re.compile(r"\d{13}-\d{5}-.{0,200}", re.DOTALL)
_MOST_STEPS: Final = 1 << 53


def check(there: Connection) -> None:
    """Raise `UserError` ``bundle-damaged`` where tables are missing, or instants, stamps or counts are none."""
    names = {row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if not names.issuperset(metadata.tables):
        raise UserError("bundle-damaged")
    records = there.execute("SELECT vector, hlc, changed_at, trashed_at FROM record")
    operations = there.execute("SELECT hlc, at FROM operation")
    if not all(map(_is_record, records)) or not all(_is_stamp(hlc) and _is_instant(at) for hlc, at in operations):
        raise UserError("bundle-damaged")
    odd = "SELECT count(*) FROM operation WHERE NOT json_valid(touched)"
    if driver.value(there, odd):
        raise UserError("bundle-damaged")


def _is_record(row: tuple[Any, ...]) -> bool:
    vector, hlc, changed_at, trashed_at = row
    return (
        _is_vector(vector)
        and _is_stamp(hlc)
        and _is_instant(changed_at)
        and (trashed_at is None or _is_instant(trashed_at))
    )


def _is_vector(text: str) -> bool:
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    counts = cast("dict[str, Any]", found).values() if isinstance(found, dict) else (None,)
    return all(type(count) is int and 0 <= count < _MOST_STEPS for count in counts)


def _is_stamp(text: str) -> bool:
    return _STAMP.fullmatch(text) is not None


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
