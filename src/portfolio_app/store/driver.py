"""The one door to SQLCipher: opens keyed connections and turns its errors into expected ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlcipher3 import dbapi2

from portfolio_app.domain.errors import UserError

BUSY_SECONDS = 5.0
SETTINGS = (
    "foreign_keys=ON",
    "synchronous=FULL",
    "fullfsync=1",
    "checkpoint_fullfsync=1",
    # A damaged write-ahead log drops commits without a word, so it is kept short: about 1 MB.
    "wal_autocheckpoint=250",
    # Sorting must never write plain text into a temporary file.
    "temp_store=MEMORY",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-8000",
)
_CODES = {
    3: "database-no-permission",
    5: "database-busy",
    6: "database-busy",
    8: "database-no-permission",
    10: "database-disk-trouble",
    11: "database-damaged",
    13: "disk-full",
    14: "database-no-permission",
    23: "database-no-permission",
    26: "database-damaged",
}
_NUMBERS = {
    "attempt to write a readonly database": 8,
    "database disk image is malformed": 11,
    "database is locked": 5,
    "database or disk is full": 13,
    "disk I/O error": 10,
    "file is not a database": 26,
    "unable to open database file": 14,
}
"""By SQLite's own words, for errors to which the driver gives no number: those of copying a whole database."""


def connect(path: Path, key: bytes, *, mode: str = "rw", salt: bytes | None = None) -> dbapi2.Connection:
    """Open a keyed connection without transactions of its own and read the first page.

    ``mode`` is ``rw``, ``rwc``, ``ro`` or ``immutable``; ``salt`` overrides the first 16 bytes of the file. Raises the
    driver's ``DatabaseError`` with code 26 when the key does not fit or the first page is damaged.
    """
    how = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = dbapi2.connect(
        f"file:{quote(path.absolute().as_posix())}?{how}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute(f"PRAGMA key=\"x'{key.hex()}{(salt or b'').hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def value(connection: dbapi2.Connection, sql: str, *parameters: object) -> Any:
    """First column of the first row; None where there is no row."""
    row = connection.execute(sql, parameters).fetchone()
    return row[0] if row else None


def expected(error: BaseException) -> UserError | None:
    """The expected error that a driver's error (or SQLAlchemy's wrapper of it) stands for; None when it is a bug."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", _NUMBERS.get(str(cause)) if isinstance(cause, dbapi2.Error) else None)
    if not isinstance(code, int):
        return None
    known = _CODES.get(code & 0xFF)
    return UserError(known) if known else None
