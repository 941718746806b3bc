"""A consistent copy of the database while the program goes on working in it."""

from __future__ import annotations

from pathlib import Path

from sqlcipher3 import dbapi2

from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver
from portfolio_app.store.engine import Database


def copy(database: Database, key: bytes, target: Path) -> None:
    """Copy the database into a new file under the same key and salt: all of one moment, the log folded in.

    ``key`` is the database's; the copy is opened with it and checked. Saves go on meanwhile: it is done in one go,
    because step by step it would begin anew with every save, and never end. Raises `UserError` ``database-damaged``,
    ``database-busy``, ``disk-full`` and the like, and leaves nothing behind then.
    """
    try:
        with database.driver_connection() as source:
            made = driver.connect(target, key, mode="rwc", salt=database.salt)
            try:
                # What is being made is thrown away after a crash, so nothing needs to reach the disk yet.
                made.execute("PRAGMA synchronous=OFF")
                made.execute("PRAGMA journal_mode=OFF")
                source.backup(made, pages=-1)
            finally:
                made.close()
        if not _is_sound(target, key):
            raise UserError("database-damaged")
    except dbapi2.Error as error:
        _drop(target)
        raise driver.expected(error) or error from error
    except BaseException:
        _drop(target)
        raise


def _is_sound(target: Path, key: bytes) -> bool:
    """Whether every page of a copy is what was written with this key, and the pages agree with one another."""
    made = driver.connect(target, key)
    try:
        if made.execute("PRAGMA cipher_integrity_check").fetchall():
            return False
        told = made.execute("PRAGMA quick_check").fetchall()
    finally:
        made.close()
    # A stale index for searching is made again from the records when it is needed.
    return all(row == ("ok",) or str(row[0]).startswith("fts5:") for row in told)


def _drop(target: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
