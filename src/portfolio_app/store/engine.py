"""The encrypted database file: making, opening, reading, writing, and what a disk may do to it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
from sqlcipher3 import dbapi2

from portfolio_app.domain.errors import UserError
from portfolio_app.store import driver, pages
from portfolio_app.store.lock import WriterLock
from portfolio_app.store.tables import APPLICATION_ID, HEAD, REVISIONS
from portfolio_app.store.values import Clock

__all__ = ["BALLAST_OCTETS", "Database", "WriterLock"]

T = TypeVar("T")
BALLAST_OCTETS = 8_000_000
_ROOM_OCTETS = 1_000_000
_NO_ROOM = ("disk-full", "database-disk-trouble")


class Database:
    """An open database. Reads are snapshots and run beside a write; writes queue behind one another.

    ``salt`` is SQLCipher's: the first 16 bytes of the file, of which the key file keeps a copy.
    """

    def __init__(self, path: Path, key: bytes, portfolio_id: str, clock: Clock, mode: str, salt: bytes) -> None:
        self.path = path
        self.portfolio_id = portfolio_id
        self.clock = clock
        self.read_only = mode != "rw"
        self.salt = salt
        self.low_on_space = False
        self.write_lock = threading.RLock()
        self._engine: Engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=lambda: driver.connect(path, key, mode=mode, salt=salt),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=12,
            # Parameters are the owner's words: they belong in no message and no log.
            hide_parameters=True,
        )
        event.listen(self._engine, "begin", _begin)
        self._writer: PoolProxiedConnection | None = None
        self._closed = False

    @classmethod
    def create(cls, path: Path, key: bytes, portfolio_id: str, clock: Clock) -> Database:
        """Make a new database and open it: `build`, `place`, `open`."""
        cls.build(path, key, portfolio_id)
        cls.place(path)
        return cls.open(path, key, portfolio_id, clock)

    @classmethod
    def build(cls, path: Path, key: bytes, portfolio_id: str) -> bytes:
        """Make a new database beside its place; ``key`` is 32 random bytes. Returns its salt.

        Until `place` it counts for nothing: what opens it can be put on the disk first. Raises `UserError`
        ``database-exists``, ``database-no-permission`` or ``disk-full``.
        """
        from portfolio_app.store import migrate

        if path.exists() and path.stat().st_size:
            raise UserError("database-exists")
        if not path.parent.is_dir():
            raise UserError("database-missing")
        try:
            migrate.build(cls.unfinished(path), key, portfolio_id)
        except PermissionError as error:
            raise UserError("database-no-permission") from error
        except (DBAPIError, dbapi2.Error) as error:
            raise driver.expected(error) or error from error
        return pages.read_salt(cls.unfinished(path))

    @classmethod
    def place(cls, path: Path) -> None:
        """Put the database that `build` made in its place."""
        from portfolio_app.store import migrate

        migrate.place(cls.unfinished(path), path)

    @staticmethod
    def unfinished(path: Path) -> Path:
        """Where a database lies between `build` and `place`."""
        return path.with_name(f"{path.name}.new")

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes,
        portfolio_id: str,
        clock: Clock,
        *,
        read_only: bool = False,
        salt: bytes | None = None,
    ) -> Database:
        """Open a database, bringing an older one to the newest revision first.

        ``salt`` is the key file's copy; with it a file whose first bytes were damaged still opens. Raises `UserError`
        ``database-missing``, ``database-empty``, ``database-wrong-key``, ``database-damaged``, ``database-foreign``,
        ``database-other-portfolio``, ``database-newer``, ``database-no-permission`` or ``migration-failed``; for
        reading only also ``database-older``, and ``database-unsettled`` where the last steps can't be read.
        """
        mode = _mode(path, read_only)
        dropped = False
        try:
            used = _inspected_salt(path, key, mode, salt)
        except UserError as error:
            # Even reading takes some room beside the file, so on a full disk the ballast has to go before the opening.
            if error.code not in _NO_ROOM or mode != "rw" or _has_room(path.parent) or not _dropped(_ballast_of(path)):
                raise
            used = _inspected_salt(path, key, mode, salt)
            dropped = True
        database = cls(path, key, portfolio_id, clock, mode, used)
        database.low_on_space = dropped
        try:
            revision = database._revision()
            if revision != HEAD:
                database = _migrated(database, key, revision)
        except BaseException:
            database.close()
            raise
        return database

    def close(self) -> None:
        """Close every connection; the last one folds the write-ahead log into the file.

        Whatever asks afterwards gets `UserError` ``closing``: a pool would open the file again by itself.
        """
        with self.write_lock:
            self._closed = True
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            self._engine.dispose()

    @contextmanager
    def read(self, prepare: Callable[[dbapi2.Connection], None] | None = None) -> Generator[dbapi2.Connection]:
        """A snapshot to read from. What ``prepare`` makes beforehand lasts as long as the connection."""
        with self.driver_connection() as connection:
            if prepare is not None:
                prepare(connection)
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def select(self) -> Generator[Connection]:
        """A snapshot to read from with SQLAlchemy's own statements."""
        self._ensure_open()
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except (DBAPIError, dbapi2.Error) as error:
            raise driver.expected(error) or error from error

    def write(self, work: Callable[[dbapi2.Connection], T]) -> T:
        """Run ``work`` in one transaction and commit it durably.

        On a full disk the ballast is given up and ``work`` runs once more, so it must be repeatable. Raises
        `UserError` ``disk-full`` when that was not enough, and ``read-only`` for a database opened for reading.
        """
        if self.read_only:
            raise UserError("read-only")
        with self.write_lock:
            try:
                return self._attempt(work)
            except UserError as error:
                if error.code != "disk-full" or not self.drop_ballast():
                    raise
            return self._attempt(work)

    def _attempt(self, work: Callable[[dbapi2.Connection], T]) -> T:
        try:
            connection = self._writer_connection()
            # A deferred transaction that turns into a writer fails at once when another writer was faster.
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except dbapi2.Error as error:
            trouble = driver.expected(error)
            if trouble is not None and trouble.code == "database-disk-trouble" and not _has_room(self.path.parent):
                trouble = UserError("disk-full")
            raise trouble or error from error
        return result

    def _writer_connection(self) -> dbapi2.Connection:
        """The pool's connection that is kept for writing.

        A save is a dozen small statements: with SQLAlchemy's layers around each it would take twice as long.
        """
        self._ensure_open()
        if self._writer is None:
            self._writer = self._engine.raw_connection()
        return cast(dbapi2.Connection, self._writer.driver_connection)

    @contextmanager
    def driver_connection(self) -> Generator[dbapi2.Connection]:
        """A connection outside any transaction, for statements that can't run inside one."""
        self._ensure_open()
        try:
            raw = self._engine.raw_connection()
            try:
                yield cast(dbapi2.Connection, raw.driver_connection)
            finally:
                raw.close()
        except dbapi2.Error as error:
            raise driver.expected(error) or error from error

    def _ensure_open(self) -> None:
        if self._closed:
            raise UserError("closing")

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file, as far as readers allow."""
        with self.write_lock, self.driver_connection() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @property
    def ballast(self) -> Path:
        """File that only takes room, to be given up when the disk is full."""
        return _ballast_of(self.path)

    def ensure_ballast(self, octets: int = BALLAST_OCTETS) -> None:
        """Put the ballast in place again; without room for it `low_on_space` becomes true."""
        if self.read_only or (self.ballast.exists() and self.ballast.stat().st_size == octets):
            return
        young = self.ballast.with_name("ballast.new")
        try:
            with young.open("wb") as file:
                # Noise, because a file system that compresses would store zeros in no room at all.
                file.write(os.urandom(octets))
                file.flush()
                os.fsync(file.fileno())
            os.replace(young, self.ballast)
            self.low_on_space = False
        except OSError:
            young.unlink(missing_ok=True)
            self.low_on_space = True

    def drop_ballast(self) -> bool:
        """Give up the ballast; False when there was none."""
        self.low_on_space = True
        return _dropped(self.ballast)

    def _revision(self) -> str:
        with self.read() as connection:
            if driver.value(connection, "PRAGMA application_id") != APPLICATION_ID:
                raise UserError("database-foreign")
            # Ours has neither. In one that somebody made they would act whenever something is read or written.
            if driver.value(connection, "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"):
                raise UserError("database-foreign")
            revision = str(driver.value(connection, "SELECT version_num FROM alembic_version"))
            if revision not in REVISIONS:
                raise UserError("database-newer")
            if driver.value(connection, "SELECT value FROM meta WHERE key='portfolio_id'") != self.portfolio_id:
                raise UserError("database-other-portfolio")
        return revision


def _ballast_of(path: Path) -> Path:
    """Where the ballast of a database lies."""
    return path.with_name("ballast")


def _dropped(ballast: Path) -> bool:
    try:
        ballast.unlink()
    except OSError:
        return False
    return True


def _has_room(folder: Path) -> bool:
    """Whether the disk takes a little more; to SQLite a disk that is full may be just a failed write."""
    probe = folder / "room"
    try:
        probe.write_bytes(os.urandom(_ROOM_OCTETS))
    except OSError:
        return False
    finally:
        probe.unlink(missing_ok=True)
    return True


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _mode(path: Path, read_only: bool) -> str:
    """How to open the file; raises where it is not there, empty, or not ours to read or write."""
    try:
        size = path.stat().st_size
    except PermissionError as error:
        raise UserError("database-no-permission") from error
    except OSError as error:
        raise UserError("database-missing") from error
    if size == 0:
        # SQLite would take it for a new database and everything would seem to be gone.
        raise UserError("database-empty")
    writable = _may(path, os.R_OK | os.W_OK) and _may(path.parent, os.W_OK)
    if not _may(path, os.R_OK) or not (writable or read_only):
        raise UserError("database-no-permission")
    if not read_only:
        return "rw"
    if writable:
        return "ro"
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        # What was saved last stands in the log, which is not read then: it would seem to be gone.
        raise UserError("database-unsettled")
    return "immutable"


def _may(path: Path, how: int) -> bool:
    return os.access(path, how, effective_ids=os.access in os.supports_effective_ids)


def _inspected_salt(path: Path, key: bytes, mode: str, salt: bytes | None) -> bytes:
    """Open and close once: the salt under which the file opens, or the right error."""
    own = pages.read_salt(path)
    candidates = (own,) if salt is None or salt == own else (own, salt)
    for candidate in candidates:
        try:
            driver.connect(path, key, mode=mode, salt=candidate).close()
        except dbapi2.Error as error:
            trouble = driver.expected(error)
            if trouble is None or trouble.code != "database-damaged":
                raise trouble or error from error
        else:
            return candidate
    raise UserError("database-damaged" if pages.key_fits(path, key, candidates) else "database-wrong-key")


def _migrated(old: Database, key: bytes, revision: str) -> Database:
    from portfolio_app.store import migrate

    old.close()
    if old.read_only:
        raise UserError("database-older")
    migrate.migrate(old.path, key, revision)
    return Database(old.path, key, old.portfolio_id, old.clock, "rw", old.salt)
