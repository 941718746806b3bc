"""Opening and making the database, and everything a file may turn out to be."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import apsw
import pytest

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver, migrate, tables
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Query, Store
from tests.store.samples import KEY, PORTFOLIO, HandClock, experience
from tests.tools.somebody import common_folder, somebody_else


def opening(path: Path, key: bytes = KEY, portfolio_id: str = PORTFOLIO, *, read_only: bool = False) -> str:
    """Code of the error that opening ends with, or an empty text."""
    try:
        Database.open(path, key, portfolio_id, HandClock(), read_only=read_only).close()
    except UserError as error:
        return error.code
    return ""


def spoil(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_wrong_key_and_damage_are_told_apart(path: Path) -> None:
    assert opening(path) == ""
    assert opening(path, secrets.token_bytes(32)) == "database-wrong-key"
    spoil(path, 2000)
    assert opening(path) == "database-damaged"
    assert opening(path, secrets.token_bytes(32)) == "database-wrong-key"


def test_damaged_salt_is_mended_by_the_key_files_copy(path: Path) -> None:
    salt = path.read_bytes()[:16]
    spoil(path, 3)
    assert opening(path) == "database-wrong-key"
    database = Database.open(path, KEY, PORTFOLIO, HandClock(), salt=salt)
    assert database.salt == salt
    with Store(database, "here", HandClock()).change(Label("create")) as change:
        change.put(experience())
    database.close()
    damaged = path.read_bytes()
    path.write_bytes(damaged[:3] + bytes([damaged[3]]) + damaged[4:])
    again = Database.open(path, KEY, PORTFOLIO, HandClock(), salt=salt)
    assert Store(again, "here", HandClock()).count(Query()) == 1
    again.close()


def test_missing_empty_foreign_and_other_portfolios(path: Path, tmp_path: Path) -> None:
    assert opening(tmp_path / "none.db") == "database-missing"
    (tmp_path / "empty.db").touch()
    assert opening(tmp_path / "empty.db") == "database-empty"
    (tmp_path / "text.db").write_text("not a database, though long enough " * 500)
    assert opening(tmp_path / "text.db") == "database-wrong-key"
    assert opening(path, portfolio_id="another") == "database-other-portfolio"
    stranger = tmp_path / "stranger.db"
    raw = driver.connect(stranger, KEY, mode="rwc")
    raw.execute("CREATE TABLE t (x)")
    raw.close()
    assert opening(stranger) == "database-foreign"


def test_newer_revision_is_refused_and_left_alone(path: Path) -> None:
    raw = driver.connect(path, KEY)
    raw.execute("UPDATE alembic_version SET version_num='9999'")
    raw.close()
    before = path.read_bytes()
    assert opening(path) == "database-newer"
    assert path.read_bytes() == before


def test_create_replaces_nothing_but_an_empty_file(path: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="database-exists"):
        Database.create(path, KEY, PORTFOLIO, HandClock())
    (tmp_path / "half.db").touch()
    (tmp_path / "half.db.new").write_bytes(b"left by a crash")
    Database.create(tmp_path / "half.db", KEY, PORTFOLIO, HandClock()).close()
    assert opening(tmp_path / "half.db") == ""
    assert not (tmp_path / "half.db.new").exists()
    with pytest.raises(UserError, match="database-missing"):
        Database.create(tmp_path / "none" / "p.db", KEY, PORTFOLIO, HandClock())


def test_commits_are_durable_by_setting(database: Database) -> None:
    with database.read() as connection:
        found = {
            name: driver.value(connection, f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "temp_store")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "temp_store": 2}


def test_opening_loads_no_migrations(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from portfolio_app.store.engine import Database\n"
        f"Database.open(Path({str(path)!r}), bytes(range(32)), {PORTFOLIO!r}, lambda: datetime.now(UTC)).close()\n"
        "print(sorted({'alembic', 'mako', 'Stemmer'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.strip() == "[]"


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}


def test_no_word_stands_in_any_file(store: Store, path: Path) -> None:
    word = "Bibliotheekuitje"
    with store.change(Label("create", "experience", word)) as change:
        change.put(experience(word, story=f"{word} met de klas", tags=(word,)))
    store.save_draft(word, f"concept {word}")
    store.search(word)
    files = [file for file in path.parent.iterdir() if file.is_file()]
    assert path.with_name(path.name + "-wal") in files
    for file in files:
        held = file.read_bytes().lower()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.lower().encode(encoding) not in held


def test_an_independent_reader_reads_the_file(store: Store, path: Path) -> None:
    saved = experience("Wilhelmina", story="één gesprek")
    with store.change(Label("create", "experience", saved.title)) as change:
        change.put(saved)
    store.close()
    reader = apsw.Connection(str(path))
    reader.execute("PRAGMA cipher='sqlcipher'")
    reader.execute("PRAGMA legacy=4")
    reader.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
    ((body,),) = reader.execute("SELECT body FROM record").fetchall()
    assert json.loads(str(body))["story"] == "één gesprek"
    assert reader.execute("SELECT count(*) FROM search('gesprek')").fetchall() == [(1,)]
    assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    reader.close()


def test_read_only_reads_and_refuses_to_write(store: Store, path: Path) -> None:
    with store.change(Label("create")) as change:
        change.put(experience("een", "rekenles"))
    store.search("rekenles")
    store.close()
    reading = Store(Database.open(path, KEY, PORTFOLIO, HandClock(), read_only=True), "here", HandClock())
    assert [hit.heading for hit in reading.search("rekenles")] == ["een"]
    assert reading.check() == []
    reading.maintain()
    for attempt in (reading.undo, lambda: reading.save_draft("a", "b"), reading.change(Label("create")).__enter__):
        with pytest.raises(UserError, match="read-only"):
            attempt()
    reading.close()


@pytest.fixture
def locked_away(made: Path) -> Generator[Path]:
    """A database in a folder where only its owner may write."""
    with common_folder() as folder:
        path = Path(shutil.copy(made, folder / "portfolio.db"))
        path.chmod(0o444)
        folder.chmod(0o555)
        yield path


def test_a_folder_without_permission_opens_for_reading_only(locked_away: Path) -> None:
    with somebody_else():
        assert opening(locked_away) == "database-no-permission"
        assert opening(locked_away, read_only=True) == ""
        with pytest.raises(UserError, match="database-no-permission"):
            Database.create(locked_away.with_name("new.db"), KEY, PORTFOLIO, HandClock())


def test_nothing_opens_the_file_again_once_it_is_closed(store: Store, database: Database) -> None:
    database.close()
    with pytest.raises(UserError, match="closing"):
        store.save_draft("today", "te laat")
    with pytest.raises(UserError, match="closing"):
        store.rows(Query())


def test_tables_are_those_that_the_migrations_make(database: Database) -> None:
    with database.read() as connection:
        for table in tables.metadata.sorted_tables:
            there = [row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")]
            assert there == [column.name for column in table.columns]


def test_known_revisions_are_those_of_alembic() -> None:
    walked = [script.revision for script in migrate.script_directory().walk_revisions()]
    assert tuple(reversed(walked)) == tables.REVISIONS
