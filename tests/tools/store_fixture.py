"""Makes the database that later versions must be able to upgrade: one record of every kind, with a past.

    python -m tests.tools.store_fixture           writes tests/fixtures/store/<revision>.db and <revision>.json

Run it once, before the schema or a kind of record changes, and keep what it wrote for good: the older program that made
the file will not be there any more.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from zlib import crc32

from portfolio_app.domain import canonical
from portfolio_app.domain.changes import Label
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.links import Link
from portfolio_app.domain.records import Record
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
from portfolio_app.store.tables import HEAD
from portfolio_app.store.values import BlobRow

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "store"
KEY = bytes(range(32))
PORTFOLIO = "01900000-0000-7000-8000-000000000000"
START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
GONE = "01900000-0000-7000-8000-999999999999"
TRASHED = "pause"
"""The kind of which the record ends up in the trash."""


class _Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def identify(kind: str) -> str:
    """The id of the record of a kind, which stays the same when other kinds come."""
    return f"01900000-0000-7000-8000-{crc32(kind.encode()):012d}"


def sample(cls: type[Any]) -> Any:
    """A value of a dataclass in which every field is filled, from the type hints alone."""
    hints = get_type_hints(cls)
    values = {field.name: _value(hints[field.name], field.name) for field in fields(cls) if field.init}
    if issubclass(cls, Record):
        values |= {"id": identify(cls.KIND), "written_at": START, "lang": "nl"}
    if issubclass(cls, Link):
        values |= {"source_kind": "experience", "source_id": identify("experience")}
        values |= {"target_kind": "reflection", "target_id": identify("reflection")}
    if {"year", "number"} <= values.keys():
        values |= {"year": 2026, "number": 36}
    if "sha256" in values:
        values |= {"sha256": "ab" * 32, "octets": 5}
    return cls(**values)


def _value(hint: Any, name: str) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(arg for arg in args if arg is not type(None)), name)
    if origin is tuple:
        return (_value(args[0], name),)
    if origin is frozenset:
        return frozenset({_value(args[0], name)})
    if origin is Mapping:
        return {_value(args[0], name): _value(args[1], name)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return list(hint)[-1]
    if is_dataclass(hint):
        return sample(hint)  # pyright: ignore[reportArgumentType]
    plain: dict[Any, Any] = {str: f"{name}: één woord", int: 60, bool: True, datetime: START, date: START.date()}
    return plain[hint]


def build(path: Path) -> None:
    """Make the database: every record is saved, changed once more, and one lies in the trash."""
    store = Store(Database.create(path, KEY, PORTFOLIO, _Clock()), "eerste-computer", _Clock())
    with store.change(Label("create")) as change:
        for kind in sorted(KINDS):
            change.put(sample(KINDS[kind]))
        change.put_blob(BlobRow("ab" * 32, "cd" * 32, "ef" * 16, 5, "text/plain"))
    moment = store.need(Experience, identify("experience"))
    with store.change(Label("edit", moment.KIND, moment.heading)) as change:
        change.put(replace(moment, title="Rekenles, later opgeschreven"))
    with store.change(Label("trash", TRASHED)) as change:
        change.trash(TRASHED, identify(TRASHED))
    with store.change(Label("create", "experience", "weg")) as change:
        change.put(replace(moment, id=GONE, title="Een moment dat voorgoed weg is"))
    with store.change(Label("purge", "experience")) as change:
        change.purge("experience", GONE)
    with store.change(Label("edit", moment.KIND, moment.heading)) as change:
        change.put(replace(moment, title="Dit werd teruggedraaid"))
    store.undo()
    store.index_evidence_text(identify("evidence"), "De tekst uit het bewijsstuk")
    store.save_draft("week:2026-W37", "Een begin van een week")
    store.set_setting("writing_language", '"nl"')
    store.set_secret("signing", b"\x00\x01geheim")
    store.close()


def contents(store: Store) -> dict[str, Any]:
    """What must still be there after an upgrade, in plain values."""
    return {
        "records": {
            kind: json.loads(canonical.dump(record))
            for kind in sorted(KINDS)
            if (record := store.any(kind, identify(kind))) is not None
        },
        "versions": {kind: len(store.history(kind, identify(kind))) for kind in sorted(KINDS)},
        "steps": [[step.label.verb, step.label.kind, step.at.isoformat()] for step in store.operations()],
    }


def main() -> None:
    """Write the two files of today's revision."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{HEAD}.db"
    path.unlink(missing_ok=True)
    build(path)
    store = Store(Database.open(path, KEY, PORTFOLIO, _Clock()), "eerste-computer", _Clock())
    try:
        text = json.dumps(contents(store), ensure_ascii=False, indent=1, sort_keys=True)
    finally:
        store.close()
    path.with_suffix(".json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
