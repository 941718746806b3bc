"""Every database that some released version made still opens, with all that was in it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
from portfolio_app.store.tables import HEAD, REVISIONS
from tests.store.samples import HandClock
from tests.tools import store_fixture


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_every_revision_keeps_everything(revision: str, tmp_path: Path) -> None:
    kept = store_fixture.FOLDER / f"{revision}.db"
    assert kept.exists(), "make it with tests/tools/store_fixture.py before the schema changes again"
    path = Path(shutil.copy(kept, tmp_path / "portfolio.db"))
    database = Database.open(path, store_fixture.KEY, store_fixture.PORTFOLIO, HandClock())
    store = Store(database, "andere-computer", HandClock())
    before: dict[str, Any] = json.loads(kept.with_suffix(".json").read_text("utf-8"))
    now = store_fixture.contents(store)
    for kind, values in before["records"].items():
        # A record may have learnt new fields; what stood in it stands in it.
        assert {key: now["records"][kind].get(key) for key in values} == values
    assert {kind: now["versions"][kind] for kind in before["versions"]} == before["versions"]
    assert now["steps"] == before["steps"]
    assert [hit.kind for hit in store.search("bewijsstuk") if hit.kind == "evidence"] == ["evidence"]
    assert store.draft("week:2026-W37") == "Een begin van een week"
    assert store.secret("signing") == b"\x00\x01geheim"
    assert store.check(deep=True) == []
    assert store.redo() is not None
    store.close()
    assert revision == HEAD or path.with_name(f"{path.name}.before-{HEAD}").exists()
