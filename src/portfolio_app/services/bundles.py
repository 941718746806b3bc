"""A whole portfolio into one file, while the program goes on working, and out of it again to be read."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.keys import Keys
from portfolio_app.services.layout import Layout
from portfolio_app.services.places import beside, check_target, flush, place_trouble
from portfolio_app.services.pooling import Pool
from portfolio_app.services.settling import look
from portfolio_app.services.workshop import PrivateFolder, private_folder
from portfolio_app.store import backup
from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
from portfolio_app.store.values import BlobRow, Clock
from portfolio_app.vault import bundle as container
from portfolio_app.vault.blobs import Vault
from portfolio_app.vault.bundle import Bundle, Manifest, Member, Writer
from portfolio_app.vault.bundled import BundledVault
from portfolio_app.vault.counter import Counter
from portfolio_app.vault.disk import replace, sync_folder
from portfolio_app.vault.keys import KeyFile, MasterKey

Opener = Callable[[KeyFile], MasterKey]
"""Opens the key file that a bundle carries: with the passphrase, the recovery code, or a master key."""

CHOSEN = "chosen"
"""Reason of a bundle: its owner asked for it."""

_BUFFER = 1 << 20
_MOST_SET_OCTETS = 1 << 20


@dataclass(frozen=True)
class Made:
    """A bundle that was written, read back and found to be as it should. ``octets`` is its size."""

    path: Path
    manifest: Manifest
    octets: int

    @property
    def unsound(self) -> int:
        """How many pieces of evidence were damaged or missing already."""
        return len(self.manifest.damaged) + len(self.manifest.missing)


@dataclass
class _Way:
    """How far it is: octets done of octets in all, and the wish to stop."""

    total: int
    progress: Progress
    cancelled: Callable[[], bool]
    done: int = 0

    def step(self, octets: int) -> None:
        if self.cancelled():
            raise Cancelled
        self.done += octets
        self.progress(min(self.done, self.total), self.total, "backup")


@dataclass
class Packed:
    """Evidence that was packed: names of what was damaged, names of what was not there, and what lies in the pool."""

    pooled: list[Member] = field(default_factory=list[Member])
    damaged: list[str] = field(default_factory=list[str])
    missing: list[str] = field(default_factory=list[str])


class Bundles:
    """Bundles of the open portfolio, of which ``master`` are the keys. Private folders are made in ``workshop``."""

    def __init__(self, home: Path, core: Core, keys: Keys, master: MasterKey, workshop: Path) -> None:
        self._home = home
        self._core = core
        self._keys = keys
        self.master = master
        self._workshop = workshop

    def write(
        self,
        target: Path,
        *,
        reason: str = CHOSEN,
        pool: Pool | None = None,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Made:
        """Write everything into one file and read it back; it is durable when this returns.

        With a ``pool`` the evidence goes there, and what is written is a snapshot that needs it.

        Evidence that is damaged or missing doesn't stop it: the bundle says so and so does what is returned. Raises
        Cancelled and `UserError` ``inside-portfolio``, ``write-failed``, ``backup-place-full``, ``backup-place-gone``,
        ``backup-too-large-there``, ``backup-unverified``, ``database-damaged``, ``disk-full``, ``no-permission``.
        """
        check_target(target, self._home)
        with private_folder(self._workshop) as folder, copied(self._core, self.master, folder) as store:
            rows = store.blobs()
            way = _Way(2 * _size(folder, rows), progress, cancelled)
            with place_trouble(), beside(target) as (young, file):
                writer = Writer(file)
                self._add_portfolio(writer, store, folder)
                way.step(file.tell())
                if pool is None:
                    packed = self._pack(store, rows, writer, way.step)
                else:
                    packed = self._pool(store, rows, pool, way.step)
                writer.finish(self._manifest(store, writer, reason, packed), self.master.bundle_key)
                flush(file)
                self._prove(young, way.step)
                file.close()
                replace(young, target)
                sync_folder(target.parent)
        made = Bundle.open(target)
        return Made(target, made.manifest, target.stat().st_size)

    def _add_portfolio(self, writer: Writer, store: Store, folder: Path) -> None:
        """Everything but the evidence. ``store`` is the copy in the private ``folder``."""
        keys = self._keys.for_bundle()
        writer.add(container.KEYS, (keys,), len(keys))
        counter = folder / container.COUNTER
        Counter(counter, self.master.counter_key).reset(store.operation_counter())
        for path, name in ((Layout(folder).database, container.DATABASE), (counter, container.COUNTER)):
            writer.add(name, _pieces_of(path), path.stat().st_size)
        sets = Layout(self._home).sets
        for path in sorted(sets.rglob("*")) if sets.is_dir() else ():
            name = container.SETS + path.relative_to(sets).as_posix()
            # What stands in a set leaves the encryption; a link could name any file of the owner.
            plain = path.is_file() and not path.is_symlink()
            if plain and container.is_safe_name(name) and path.stat().st_size <= _MOST_SET_OCTETS:
                data = path.read_bytes()
                writer.add(name, (data,), len(data))

    def _pack(self, store: Store, rows: Iterable[BlobRow], writer: Writer, step: Callable[[int], None]) -> Packed:
        """Put every file of evidence that the copy names into the bundle."""

        def keep(row: BlobRow) -> bool:
            with self._core.vault.sealed(stored_of(row)) as (copy, octets):
                writer.add(container.vault_member(row.name), _told(copy, step), octets)
            return copy.sound

        packed = Packed()
        _keep_each(store, rows, packed, keep)
        return packed

    def _pool(self, store: Store, rows: Iterable[BlobRow], pool: Pool, step: Callable[[int], None]) -> Packed:
        """Have every file of evidence that the copy names in the pool."""
        packed = Packed()

        def keep(row: BlobRow) -> bool:
            member, sound = pool.take(row, step)
            packed.pooled.append(member)
            return sound

        _keep_each(store, rows, packed, keep)
        return packed

    def _manifest(self, store: Store, writer: Writer, reason: str, packed: Packed) -> Manifest:
        return Manifest(
            portfolio_id=store.database.portfolio_id,
            made_at=self._core.clock(),
            operations=store.operation_counter(),
            reason=reason,
            members=writer.members,
            pooled=tuple(packed.pooled),
            damaged=tuple(packed.damaged),
            missing=tuple(packed.missing),
            device=self._core.store.device,
        )

    def _prove(self, path: Path, step: Callable[[int], None]) -> None:
        """Read what was written back from the disk; raises `UserError` ``backup-unverified``.

        What came into a pool was read on its way.
        """
        try:
            written = Bundle.open(path)
            written.check_seal(self.master.bundle_key)
            done = 0

            def tell(now: int, _total: int) -> None:
                nonlocal done
                step(now - done)
                done = now

            written.verify(tell, pooled=False)
        except UserError as error:
            raise UserError("backup-unverified") from error

    # -- reading --------------------------------------------------------------------------------------------------

    def open(self, path: Path, unlock: Opener | None = None, pool: Path | None = None) -> OpenedBundle:
        """Open a bundle of this portfolio or another for reading; close it in the end.

        Without ``unlock`` the key that is open now is tried. Raises what `open_bundle` raises, and `UserError`
        ``bundle-needs-key`` when another key locked it.
        """
        return open_bundle(path, unlock or self._own_key, self._workshop, clock=self._core.clock, pool=pool)

    def _own_key(self, keyfile: KeyFile) -> MasterKey:
        try:
            return keyfile.unlock_with_master(bytes(self.master.raw()))
        except UserError as error:
            raise UserError("bundle-needs-key") from error


# -- opened bundles -----------------------------------------------------------------------------------------------


class OpenedBundle:
    """A bundle to read from: ``store`` and ``vault`` as of a portfolio, both for reading only. Close it in the end.

    The database lies, encrypted as it is, in a private folder that goes on closing; evidence is read out of the bundle
    itself. `keyfile` and `master` are those that the bundle carries.
    """

    def __init__(
        self, bundle: Bundle, keyfile: KeyFile, master: MasterKey, store: Store, folder: PrivateFolder
    ) -> None:
        self.bundle = bundle
        self.manifest = bundle.manifest
        self.keyfile = keyfile
        self.master = master
        self.store = store
        self.vault: Vault = BundledVault(bundle, master.vault_key, folder.path / "vault", master.elder_vault_key)
        self._folder = folder

    def verify(self, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> None:
        """Read every octet of the bundle. Raises Cancelled and `UserError` ``bundle-damaged``."""
        self.bundle.verify(lambda done, total: progress(done, total, "verify"), cancelled)

    def close(self) -> None:
        """Close the database, forget the keys and throw the private folder away. May be called twice."""
        self.store.close()
        self.master.forget()
        self._folder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_bundle(path: Path, unlock: Opener, into: Path, *, clock: Clock, pool: Path | None = None) -> OpenedBundle:
    """Open a bundle, or with ``pool`` a snapshot, in a private folder below ``into``.

    A database of an older version is brought to this one, in the private copy alone. Raises `UserError`
    ``bundle-missing``, ``bundle-foreign``, ``bundle-damaged``, ``bundle-newer``, ``bundle-forged``, what ``unlock`` and
    `Database.open` raise, ``disk-full`` and ``no-permission``. Evidence is not read yet: see `OpenedBundle.verify`.
    """
    bundle = Bundle.open(path, pool)
    folder = PrivateFolder(into)
    master: MasterKey | None = None
    try:
        layout = Layout(folder.path)
        _extract(bundle, container.KEYS, layout.keys)
        keyfile = KeyFile.read(layout.keys)
        if keyfile.portfolio_id != bundle.manifest.portfolio_id:
            raise UserError("bundle-damaged")
        master = unlock(keyfile)
        bundle.check_seal(master.bundle_key)
        _extract(bundle, container.DATABASE, layout.database)
        look(layout.database, keyfile, master)
        database = _opened(layout.database, master, keyfile, clock)
        return OpenedBundle(bundle, keyfile, master, Store(database, "", clock), folder)
    except BaseException:
        if master is not None:
            master.forget()
        folder.close()
        raise


def _extract(bundle: Bundle, name: str, target: Path) -> None:
    if not bundle.has(name):
        raise UserError("bundle-damaged")
    with place_trouble():
        bundle.extract(name, target)


def _opened(path: Path, master: MasterKey, keyfile: KeyFile, clock: Clock) -> Database:
    def attempt(*, read_only: bool) -> Database:
        return Database.open(
            path,
            master.database_key,
            keyfile.portfolio_id,
            clock,
            read_only=read_only,
            salt=keyfile.cipher_salt,
        )

    try:
        return attempt(read_only=True)
    except UserError as error:
        if error.code != "database-older":
            raise
    attempt(read_only=False).close()
    return attempt(read_only=True)


# -- files ----------------------------------------------------------------------------------------------------------


@contextmanager
def copied(core: Core, master: MasterKey, folder: Path) -> Generator[Store]:
    """A copy of the database in a private folder, checked and open for reading.

    The files of evidence that it names stay where they are meanwhile.
    """
    path = Layout(folder).database
    with core.evidence_stays:
        backup.copy(core.store.database, master.database_key, path)
        portfolio_id = core.store.database.portfolio_id
        database = Database.open(path, master.database_key, portfolio_id, core.clock, read_only=True)
        try:
            yield Store(database, "", core.clock)
        finally:
            database.close()


def _size(folder: Path, rows: Iterable[BlobRow]) -> int:
    return max(1, Layout(folder).database.stat().st_size + sum(row.octets for row in rows))


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_BUFFER):
            yield piece


def _told(pieces: Iterable[bytes], step: Callable[[int], None]) -> Iterator[bytes]:
    """Pass pieces on and tell how far it is; what the disk of the portfolio does is told apart from the target's."""
    walk = iter(pieces)
    while True:
        try:
            piece = next(walk, None)
        except OSError as error:
            raise UserError("evidence-out-of-reach") from error
        if piece is None:
            return
        step(len(piece))
        yield piece


def _keep_each(store: Store, rows: Iterable[BlobRow], packed: Packed, keep: Callable[[BlobRow], bool]) -> None:
    """Keep every file; ``keep`` tells whether it was sound, and raises where it is not there."""
    live = store.live_blobs()
    for row in rows:
        try:
            if not keep(row):
                packed.damaged.append(row.name)
        except UserError as error:
            if not error.code.startswith("evidence-"):
                raise
            # What no version of any record names may have been swept; it is not missed.
            if row.sha256 in live:
                packed.missing.append(row.name)
