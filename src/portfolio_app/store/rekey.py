"""Gives a database another key: a copy is rekeyed, read back, and put in its place in one step.

In place it would be one long transaction through the write-ahead log; a copy that nobody relies on can simply be made
again after a crash, and the old file stands until the very end.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlcipher3 import dbapi2

from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver, pages
from portfolio_app.store.migrate import sync_file, sync_folder


def opens_with(path: Path, key: bytes, salt: bytes | None) -> bool:
    """Whether the file was written with this key (its pages are looked at, so a damaged first one does not matter)."""
    own = pages.read_salt(path)
    return pages.key_fits(path, key, (own,) if salt is None or salt == own else (own, salt))


def salt_of(path: Path) -> bytes:
    """The salt in the file itself."""
    return pages.read_salt(path)


def rekey(path: Path, old: bytes, new: bytes, salt: bytes) -> None:
    """Write the database under another key. Nobody may have it open, and only under the writer's lock.

    The salt stays. Raises `UserError` ``database-busy`` where somebody reads it, ``disk-full``, ``database-damaged``,
    ``database-no-permission``; the old file is then as it was. May be repeated after a crash at any point.
    """
    young = path.with_name(f"{path.name}.rekey")
    try:
        _clear(young)
        steps = _settled(path, old, salt)
        try:
            shutil.copyfile(path, young)
            _write_anew(young, old, new, salt)
            _read_back(young, new, salt, steps)
            sync_file(young)
            os.replace(young, path)
        except BaseException:
            _clear(young)
            _log_again(path, old, salt)
            raise
        sync_folder(path.parent)
    except dbapi2.Error as error:
        raise driver.expected(error) or error from error
    except PermissionError as error:
        raise UserError("database-no-permission") from error
    except OSError as error:
        raise UserError("disk-full") from error


def _clear(young: Path) -> None:
    for path in young.parent.glob(f"{young.name}*"):
        path.unlink(missing_ok=True)


def _settled(path: Path, key: bytes, salt: bytes) -> int:
    """Fold the write-ahead log in and do without one; how many steps there are.

    A log that stayed behind would be read as that of the new file. It can only go when nobody else reads.
    """
    connection = driver.connect(path, key, salt=salt)
    try:
        if driver.value(connection, "PRAGMA journal_mode=DELETE") != "delete":
            raise UserError("database-busy")
        return _steps(connection)
    finally:
        connection.close()


def _steps(connection: dbapi2.Connection) -> int:
    return int(driver.value(connection, "SELECT ifnull(max(seq), 0) FROM operation"))


def _write_anew(young: Path, old: bytes, new: bytes, salt: bytes) -> None:
    connection = driver.connect(young, old, salt=salt)
    try:
        connection.execute("PRAGMA journal_mode=OFF").fetchone()  # made again from the start when it does not end well
        connection.execute(f"PRAGMA rekey=\"x'{new.hex()}{salt.hex()}'\"")
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
    finally:
        connection.close()


def _read_back(young: Path, key: bytes, salt: bytes, steps: int) -> None:
    connection = driver.connect(young, key, salt=salt)
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        whole = driver.value(connection, "PRAGMA quick_check") == "ok"
        if damaged or not whole or _steps(connection) != steps:
            raise UserError("database-damaged")
    finally:
        connection.close()


def _log_again(path: Path, key: bytes, salt: bytes) -> None:
    """Go on with a write-ahead log, as before; where even that fails, the next opening has another go."""
    try:
        connection = driver.connect(path, key, salt=salt)
    except dbapi2.Error:
        return
    try:
        connection.execute("PRAGMA journal_mode=WAL").fetchone()
    except dbapi2.Error:
        return
    finally:
        connection.close()
