"""Bringing an older database to a newer revision: all of it or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from portfolio_app.domain.changes import Label
from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver, migrate
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Query, Store
from tests.store.samples import KEY, PORTFOLIO, HandClock, experience, link

HEADER = "from alembic import op\nrevision = '0002'\ndown_revision = '0001'\nbranch_labels = None\ndepends_on = None\n"


@pytest.fixture
def filled(store: Store, path: Path) -> Path:
    """A closed database with two records, a link and their history."""
    one, other = experience("een"), experience("twee")
    with store.change(Label("create")) as change:
        for record in (one, other, link(one, other)):
            change.put(record)
    store.close()
    return path


def revisions(tmp_path: Path, upgrade: str) -> Path:
    """The real revisions and a second one that does what is given."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "r0002_next.py").write_text(f"{HEADER}def upgrade():\n    {upgrade}\n")
    return folder


def test_rebuilding_a_parent_table_keeps_its_children(filled: Path, tmp_path: Path) -> None:
    rebuild = (
        "import sqlalchemy as sa\n"
        "    with op.batch_alter_table('operation', recreate='always') as batch:\n"
        "        batch.add_column(sa.Column('note', sa.Text()))"
    )
    copy = migrate.migrate(filled, KEY, "0001", revisions(tmp_path, rebuild))
    raw = driver.connect(filled, KEY)
    assert driver.value(raw, "SELECT version_num FROM alembic_version") == "0002"
    assert driver.value(raw, "SELECT count(*) FROM delta") == 3
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()
    # Today's program knows no such revision, and the copy is still of the old one.
    with pytest.raises(UserError, match="database-newer"):
        Database.open(filled, KEY, PORTFOLIO, HandClock())
    old = Store(Database.open(copy, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    assert old.count(Query()) == 2
    old.close()


@pytest.mark.parametrize(
    "upgrade",
    [
        "op.execute('DELETE FROM delta'); op.execute('UPDATE record SET heading = 1 / (0 * n) || broken')",
        "op.execute('DELETE FROM operation')",
        "op.execute('DELETE FROM delta'); raise RuntimeError('power cut')",
    ],
    ids=["broken statement", "children without a parent", "broken off"],
)
def test_a_failed_revision_leaves_the_old_file(filled: Path, tmp_path: Path, upgrade: str) -> None:
    with pytest.raises(UserError, match="migration-failed"):
        migrate.migrate(filled, KEY, "0001", revisions(tmp_path, upgrade))
    again = Store(Database.open(filled, KEY, PORTFOLIO, HandClock()), "here", HandClock())
    assert again.count(Query()) == 2
    assert again.check(deep=True) == []
    assert again.undo() is not None
    again.close()


def test_an_older_database_is_migrated_when_it_is_opened(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(path: Path, key: bytes, revision: str) -> Path:
        raw = driver.connect(path, key)
        raw.execute("UPDATE alembic_version SET version_num='0002'")
        raw.close()
        assert revision == "0001"
        return path

    monkeypatch.setattr("portfolio_app.store.engine.REVISIONS", ("0001", "0002"))
    monkeypatch.setattr("portfolio_app.store.engine.HEAD", "0002")
    monkeypatch.setattr(migrate, "migrate", add)
    with pytest.raises(UserError, match="database-older"):
        Database.open(filled, KEY, PORTFOLIO, HandClock(), read_only=True)
    opened = Database.open(filled, KEY, PORTFOLIO, HandClock())
    assert Store(opened, "here", HandClock()).count(Query()) == 2
    opened.close()
