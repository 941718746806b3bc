"""Brings a database to the newest revision. The only module that loads alembic, and only when it has work."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver, words
from portfolio_app.store.tables import APPLICATION_ID, HEAD

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

SCRIPTS = Path(__file__).with_name("migrations")


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows does so by itself and can't open one."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sync_file(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _engine(path: Path, key: bytes, mode: str) -> Engine:
    """An engine of its own: with foreign keys on, rebuilding a parent table would silently delete its children."""

    def creator() -> dbapi2.Connection:
        connection = driver.connect(path, key, mode=mode)
        connection.execute("PRAGMA foreign_keys=OFF")
        return connection

    engine = create_engine("sqlite://", module=dbapi2, creator=creator, poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def script_directory(folder: Path = SCRIPTS) -> ScriptDirectory:
    """The revisions as alembic sees them."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(folder))


def upgrade(connection: Connection, folder: Path = SCRIPTS, target: str = "head") -> None:
    """Run the missing revisions inside the connection's transaction."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    scripts = script_directory(folder)

    def revisions(now: Any, _context: Any) -> Any:
        return scripts._upgrade_revs(target, now)  # pyright: ignore[reportPrivateUsage] - as alembic's own env.py does

    with EnvironmentContext(Config(), scripts, fn=revisions, destination_rev=target) as environment:
        environment.configure(connection=connection, transactional_ddl=True)
        environment.run_migrations()


def build(young: Path, key: bytes, portfolio_id: str) -> None:
    """Make a database at the newest revision, to be moved to its place when it is whole."""
    young.unlink(missing_ok=True)
    engine = _engine(young, key, "rwc")
    try:
        raw = engine.raw_connection()
        raw.cursor().execute("PRAGMA journal_mode=WAL")
        raw.close()
        with engine.begin() as connection:
            upgrade(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql("INSERT INTO meta VALUES ('portfolio_id', ?)", (portfolio_id,))
            # There is nothing in the index yet that another stemmer made.
            connection.exec_driver_sql("INSERT INTO meta VALUES ('search_version', ?)", (words.version(),))
    finally:
        engine.dispose()
    sync_file(young)
    sync_folder(young.parent)


def place(young: Path, path: Path) -> None:
    """Put the database that `build` made in its place, in one step."""
    os.replace(young, path)
    sync_folder(path.parent)


def migrate(path: Path, key: bytes, revision: str, folder: Path = SCRIPTS) -> Path:
    """Bring an older database to the newest revision, after a copy of it was made and read back.

    Everything happens in one transaction: a revision that fails leaves the old file as it was. Returns the copy's
    path. Raises `UserError` ``migration-failed``, or ``disk-full`` when there is no room for the copy.
    """
    copy = path.with_name(f"{path.name}.before-{HEAD}")
    engine = _engine(path, key, "rw")
    try:
        _copy(engine, path, copy, key)
        with engine.begin() as connection:
            upgrade(connection, folder)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise UserError("migration-failed", revision=revision)
    except (UserError, OSError):
        raise
    except Exception as error:  # whatever a revision stumbles over, the old file stands and the owner must hear it
        raise driver.expected(error) or UserError("migration-failed", revision=revision) from error
    finally:
        engine.dispose()
    return copy


def _copy(engine: Engine, path: Path, copy: Path, key: bytes) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
    try:
        shutil.copyfile(path, copy)
        sync_file(copy)
        sync_folder(copy.parent)
    except OSError as error:
        copy.unlink(missing_ok=True)
        raise UserError("disk-full") from error
    reader = driver.connect(copy, key, mode="immutable")
    try:
        if reader.execute("PRAGMA cipher_integrity_check").fetchall():
            raise UserError("database-damaged")
    finally:
        reader.close()
