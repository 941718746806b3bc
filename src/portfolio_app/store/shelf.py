"""What stands beside the records: drafts, portfolio settings, secrets, and the list of encrypted files.

None of it is an operation: it can't be undone and no change is announced.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlcipher3.dbapi2 import Connection

from portfolio_app.domain import canonical
from portfolio_app.store import driver, state
from portfolio_app.store.engine import Database
from portfolio_app.store.values import BlobRow


def put_blob(connection: Connection, row: BlobRow, now: datetime) -> None:
    """Write down an encrypted file that already lies in the vault; the same file again changes nothing."""
    connection.execute(
        "INSERT OR IGNORE INTO blob VALUES (?, ?, ?, ?, ?, ?)",
        (row.sha256, row.name, row.salt, row.octets, row.media_type, state.instant(now)),
    )


class Shelf:
    """Small things by key."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_draft(self, key: str, body: str) -> None:
        """Keep text that is not saved yet. Durable when this returns."""
        self._put("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", key, state.instant(self._database.clock()), body)

    def draft(self, key: str) -> str | None:
        """The draft with a key."""
        return self._get("SELECT body FROM draft WHERE key=?", key)

    def draft_at(self, key: str) -> datetime | None:
        """When the draft with a key was written last."""
        found = self._get("SELECT at FROM draft WHERE key=?", key)
        return datetime.fromisoformat(found) if found else None

    def move_draft(self, key: str, other: str) -> None:
        """Give a draft another key; it keeps its instant."""
        self._put("UPDATE OR REPLACE draft SET key=? WHERE key=?", other, key)

    def drop_draft(self, key: str) -> None:
        """Throw a draft away; does nothing where there is none, and then writes nothing."""
        if self.draft(key) is not None:
            self._put("DELETE FROM draft WHERE key=?", key)

    def drafts(self) -> list[tuple[str, str, datetime]]:
        """Key, body and instant of every draft, newest first."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT key, body, at FROM draft ORDER BY at DESC, key").fetchall()
        return [(key, body, datetime.fromisoformat(at)) for key, body, at in rows]

    def setting(self, key: str) -> str | None:
        """A portfolio setting, as JSON text."""
        return self._get("SELECT value FROM setting WHERE key=?", key)

    def set_setting(self, key: str, value: str) -> None:
        """Keep a portfolio setting, as JSON text."""
        self._put("INSERT OR REPLACE INTO setting VALUES (?, ?)", key, value)

    def secret(self, name: str) -> bytes | None:
        """Secret bytes, such as the signing key."""
        return self._get("SELECT value FROM secret WHERE name=?", name)

    def set_secret(self, name: str, value: bytes) -> None:
        """Keep secret bytes."""
        self._put("INSERT OR REPLACE INTO secret VALUES (?, ?)", name, value)

    def secrets(self, beginning: str) -> dict[str, bytes]:
        """All secret bytes whose name begins so, by name."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT name, value FROM secret WHERE substr(name, 1, ?)=? ORDER BY name", (len(beginning), beginning)
            ).fetchall()
        return dict(rows)

    def drop_secret(self, name: str) -> None:
        """Forget secret bytes."""
        self._put("DELETE FROM secret WHERE name=?", name)

    def put_blob(self, row: BlobRow) -> None:
        """Write down an encrypted file; see `Change.put_blob` for doing so together with its record."""
        self._database.write(lambda connection: put_blob(connection, row, self._database.clock()))

    def blob(self, sha256: str) -> BlobRow | None:
        """The encrypted file with this content."""
        return next(iter(self._blobs("WHERE sha256=?", sha256)), None)

    def blobs(self) -> list[BlobRow]:
        """Every encrypted file that was written down."""
        return self._blobs("ORDER BY added_at, sha256")

    def renew_blob(self, sha256: str, name: str, salt: str) -> None:
        """Note that an encrypted file was written anew, under another key. Durable when this returns."""
        self._put("UPDATE blob SET name=?, salt=? WHERE sha256=?", name, salt, sha256)

    def drop_blob(self, sha256: str) -> None:
        """Forget an encrypted file after it was swept from the vault."""
        self._put("DELETE FROM blob WHERE sha256=?", sha256)

    def drop_swept_blobs(self, is_there: Callable[[BlobRow], bool]) -> None:
        """Forget the files that no version of any record names and that are no longer in the vault."""
        live = self.live_blobs()
        for row in self.blobs():
            if row.sha256 not in live and not is_there(row):
                # The same file may just have been put in anew.
                unnamed = "NOT EXISTS (SELECT 1 FROM blob_use u WHERE u.sha256=blob.sha256)"
                self._put(f"DELETE FROM blob WHERE sha256=? AND {unnamed}", row.sha256)

    def live_blobs(self) -> set[str]:
        """Digests that any version of any record names, in the trash and the history too."""
        with self._database.read() as connection:
            return {row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM blob_use")}

    def _blobs(self, rest: str, *facts: str) -> list[BlobRow]:
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT sha256, name, salt, octets, media_type FROM blob {rest}", facts)
            return [BlobRow(*row) for row in rows]

    def _get(self, statement: str, key: str) -> Any:
        with self._database.read() as connection:
            return driver.value(connection, statement, key)

    def _put(self, statement: str, *facts: str | bytes) -> None:
        sound = tuple(canonical.sound(fact) if isinstance(fact, str) else fact for fact in facts)
        self._database.write(lambda connection: connection.execute(statement, sound))
