"""Full disks, killed processes and what is left then."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.records import Record
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Query, Store
from tests.store.samples import KEY, PORTFOLIO, HandClock, experience

BIG = "woorden zonder eind " * 40_000


def put(store: Store, record: Record) -> None:
    with store.change(Label("create")) as change:
        change.put(record)


def allow(store: Store, pages: int) -> None:
    """Let the file grow by so many pages at most, as a full disk would."""
    connection = store.database._writer_connection()  # the limit is a connection's
    now = connection.execute("PRAGMA page_count").fetchall()[0][0]
    connection.execute(f"PRAGMA max_page_count={now + pages}")


def test_full_disk_is_told_and_loses_nothing(store: Store) -> None:
    put(store, experience("een"))
    allow(store, 2)
    with pytest.raises(UserError, match="disk-full"):
        put(store, experience("twee", BIG))
    with pytest.raises(UserError, match="disk-full"):
        store.save_draft("twee", BIG)
    assert [row.heading for row in store.rows(Query())] == ["een"]
    assert store.database.low_on_space
    allow(store, 100_000)
    put(store, experience("twee", BIG))
    assert store.check() == []


def test_ballast_makes_room_for_the_last_text(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    database = store.database
    database.ensure_ballast(50_000)
    assert database.ballast.stat().st_size == 50_000
    allow(store, 2)
    drop = database.drop_ballast

    def drop_and_find_room() -> bool:
        dropped = drop()
        allow(store, 100_000)
        return dropped

    monkeypatch.setattr(database, "drop_ballast", drop_and_find_room)
    put(store, experience("twee", BIG))
    assert [row.heading for row in store.rows(Query())] == ["twee"]
    assert store.operation_counter() == 1
    assert database.low_on_space
    assert not database.ballast.exists()
    database.ensure_ballast(50_000)
    assert not database.low_on_space


def test_maintenance_puts_ballast_and_folds_the_log(store: Store, path: Path) -> None:
    put(store, experience("een", "gesprek"))
    store.maintain()
    assert store.database.ballast.stat().st_size == 8_000_000
    assert path.with_name(path.name + "-wal").stat().st_size == 0


LIMITED = """
import resource, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from portfolio_app.domain.errors import UserError
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path(sys.argv[1])
now = lambda: datetime.now(UTC)
store = Store(Database.open(path, bytes(range(32)), sys.argv[2], now), "here", now)
store.save_draft("before", "kort")
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 100_000,) * 2)
try:
    store.save_draft("after", "lang " * 100_000)
except UserError as error:
    print(error.code, store.draft("before"), store.draft("after"))
"""


def test_a_limit_set_by_the_system_is_told_as_a_full_disk(path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path, PORTFOLIO], capture_output=True, text=True, check=True, env=_environment()
    )
    assert done.stdout.split() == ["disk-full", "kort", "None"]


WRITING = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from portfolio_app.domain.changes import Label
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
from tests.store.samples import experience
now = lambda: datetime.now(UTC)
store = Store(Database.open(Path(sys.argv[1]), bytes(range(32)), sys.argv[2], now), "here", now)
for number in range(100_000):
    with store.change(Label("create")) as change:
        change.put(experience(f"nummer {number}", "woorden " * 200))
    print(number, flush=True)
"""


def test_a_killed_process_loses_no_commit(path: Path) -> None:
    _kill_after(path, [0.1, 0.17, 0.24])


def _kill_after(path: Path, pauses: list[float]) -> None:
    before = 0
    for pause in pauses:
        process = subprocess.Popen(
            [sys.executable, "-c", WRITING, path, PORTFOLIO], stdout=subprocess.PIPE, text=True, env=_environment()
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(pause)
        process.kill()
        told = 1 + len(process.stdout.read().splitlines())
        process.stdout.close()
        process.wait()
        store = Store(Database.open(path, KEY, PORTFOLIO, HandClock()), "here", HandClock())
        after = store.count(Query())
        assert after >= before + told
        assert store.operation_counter() == after
        assert store.check() == []
        store.close()
        before = after


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_killed_at_any_moment_it_loses_no_commit(path: Path) -> None:
    _kill_after(path, [0.05 + 0.007 * number for number in range(60)])
