"""The composition root: makes or opens a portfolio and builds everything on it by hand. No globals."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from portfolio_app import paths
from portfolio_app.content.sets import ContentSets
from portfolio_app.domain import ids
from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.i18n import Lang
from portfolio_app.services import repair, restoring
from portfolio_app.services.backup_names import pool_beside
from portfolio_app.services.bundles import open_bundle
from portfolio_app.services.core import Core
from portfolio_app.services.ids import Ids
from portfolio_app.services.jobs import Jobs, Progress, never, no_progress
from portfolio_app.services.keys import Keys
from portfolio_app.services.layout import BackupPlaces, Layout
from portfolio_app.services.rotation import Rotation
from portfolio_app.services.session import Parts, Services, assemble
from portfolio_app.services.settings import BACKUP_FOLDER, WRITING_LANGUAGE, DeviceSettings
from portfolio_app.services.settling import look, settle
from portfolio_app.services.workshop import sweep
from portfolio_app.store.engine import Database
from portfolio_app.store.lock import WriterLock
from portfolio_app.store.store import Store
from portfolio_app.vault.blobs import Vault
from portfolio_app.vault.counter import Counter
from portfolio_app.vault.disk import clear_unfinished, disk_trouble
from portfolio_app.vault.keyring_slot import KeyringAccess
from portfolio_app.vault.keys import KeyFile, MasterKey, new_keys, second_copy
from portfolio_app.vault.replica import MARKER, Replicas
from portfolio_app.vault.slots import KdfCost, check_passphrase

if TYPE_CHECKING:
    from portfolio_app.store.values import Clock


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Passphrase:
    """Open with the passphrase."""

    text: str = field(repr=False)


@dataclass(frozen=True)
class Recovery:
    """Open with the printed recovery code."""

    code: str = field(repr=False)


@dataclass(frozen=True)
class FromKeyring:
    """Open with this computer's keyring."""


@dataclass(frozen=True)
class RawKey:
    """Open with the master key itself: what the keyring gave, or what opened the portfolio a moment ago."""

    master: bytes = field(repr=False)


Unlock = Passphrase | Recovery | FromKeyring | RawKey


@dataclass(frozen=True)
class Environment:
    """What comes from outside and tests replace: clock, ids, cost of a guess, keyring, this computer's settings."""

    clock: Clock = utc_now
    kdf: KdfCost = field(default_factory=KdfCost)
    keyring: KeyringAccess = field(default_factory=KeyringAccess)
    device: DeviceSettings = field(default_factory=DeviceSettings)
    zone: tzinfo | None = None
    new_id: Callable[[datetime], str] = field(default_factory=Ids)

    def today(self) -> date:
        """The day where the owner is."""
        return self.clock().astimezone(self.zone).date()

    @property
    def replicas(self) -> Replicas:
        """The copies of portfolios that this computer knows."""
        return Replicas(self.device.path.parent)


@dataclass(frozen=True)
class Opened:
    """A new portfolio, and the recovery code to be shown once (None when there is no passphrase yet)."""

    services: Services
    recovery_code: str | None = field(repr=False)


def portfolio_exists(home: Path) -> bool:
    """Whether there is a portfolio in a folder, be it damaged; one that was never finished does not count."""
    layout = Layout(home)
    if layout.database.exists() or restoring.is_decided(home):
        return True
    return not _half_made(layout) and (layout.keys.exists() or second_copy(layout.keys).exists())


def _half_made(layout: Layout) -> bool:
    """Whether a portfolio was being made here when the program was stopped. Nobody ever had it open.

    The database is built first and put in its place last, when everything that opens it is on the disk.
    """
    return Database.unfinished(layout.database).exists() and not layout.database.exists()


def opens_by_itself(home: Path) -> bool:
    """Whether the portfolio has a keyring slot, so that the keyring is worth a try before asking for a passphrase."""
    from portfolio_app.vault.slots import SlotKind

    try:
        return KeyFile.read(Layout(home).keys).has(SlotKind.KEYRING)
    except UserError:
        return False


def reach_keyring(
    home: Path, given_up: Callable[[], bool] = never, *, environment: Environment | None = None
) -> RawKey:
    """Ask this computer's keyring for the key. Nothing is opened or locked while the keyring takes its time.

    Raises `Cancelled` once ``given_up`` says so, what `KeyFile.read` raises, and `UserError` ``keyring-missing``,
    ``keyring-locked`` and ``keyring-lost``.
    """
    env = environment or Environment()
    master = KeyFile.read(Layout(home).keys).unlock_with_keyring(env.keyring.until(given_up))
    try:
        return RawKey(bytes(master.raw()))
    finally:
        master.forget()


def create_portfolio(
    home: Path,
    *,
    passphrase: str | None,
    lang: Lang = "nl",
    computer: ComputerOwner = ComputerOwner.MINE,
    environment: Environment | None = None,
) -> Opened:
    """Make a new portfolio in a folder that is new or empty, and open it.

    Without a passphrase the keyring opens it, and no entry can be saved until a passphrase or recovery code is there.
    Raises `UserError` ``portfolio-exists``, ``folder-not-empty``, ``folder-is-a-file``, ``passphrase-too-short``,
    ``passphrase-needed``, ``keyring-missing``, ``keyring-locked``, ``no-permission``, ``disk-full``, and
    ``portfolio-in-use`` while another program makes one here. Nothing is left
    behind then; what a killed program left half-made is cleared away first.
    """
    env = environment or Environment()
    if passphrase is not None:
        check_passphrase(passphrase)
    elif computer is ComputerOwner.SCHOOL:
        raise UserError("passphrase-needed")
    made_folder = _prepared(home)
    layout = Layout(home)
    lock = WriterLock(layout.lock)
    lock.acquire()  # what somebody else is making here is not cleared away
    try:
        try:
            made = _make(layout, passphrase, computer, env)
        finally:
            lock.release()
        return Opened(_first_open(layout, made.master, lang, env), made.recovery)
    except BaseException:
        _clear(layout, made_folder)
        raise


@dataclass(frozen=True)
class _Made:
    master: bytes
    recovery: str | None


def _prepared(home: Path) -> bool:
    """Make the folder; True when it was not there before."""
    if portfolio_exists(home):
        raise UserError("portfolio-exists")
    if home.exists() and not home.is_dir():
        raise UserError("folder-is-a-file")
    with disk_trouble():
        if home.is_dir():
            layout = Layout(home)
            _clear_half_made(layout)
            if any(path != layout.lock for path in home.iterdir()):
                raise UserError("folder-not-empty")
            return False
        try:
            home.mkdir(parents=True)
        except (NotADirectoryError, FileExistsError) as error:
            raise UserError("folder-is-a-file") from error
    return True


def _clear_half_made(layout: Layout) -> None:
    """Take away what a killed program left of a portfolio it was making, and nothing else."""
    if not _half_made(layout):
        return
    young, lock = Database.unfinished(layout.database), WriterLock(layout.lock)
    lock.acquire()
    try:
        for path in (layout.keys, second_copy(layout.keys), layout.counter):
            clear_unfinished(path)
            path.unlink(missing_ok=True)
        # The unfinished database goes last: it tells that the rest was never in use.
        for path in (*layout.home.glob(f"{young.name}-*"), young):
            path.unlink(missing_ok=True)
    finally:
        lock.release()


def _make(layout: Layout, passphrase: str | None, computer: ComputerOwner, env: Environment) -> _Made:
    now = env.clock()
    portfolio_id = ids.new_id(now)
    keyfile, keys = new_keys(layout.keys, portfolio_id, computer=computer, now=now)
    keyfile.cipher_salt = Database.build(layout.database, keys.database_key, portfolio_id)
    recovery = None
    if passphrase is None:
        keyfile.add_keyring(keys, env.keyring)
    else:
        keyfile.add_passphrase(keys, passphrase, env.kdf)
        recovery = keyfile.add_recovery(keys, env.today())
    Counter(layout.counter, keys.counter_key).write(0, durable=True)
    Database.place(layout.database)
    database = Database.open(layout.database, keys.database_key, portfolio_id, env.clock)
    try:
        database.ensure_ballast()
    finally:
        database.close()
    return _Made(bytes(keys.raw()), recovery)


def _first_open(layout: Layout, master: bytes, lang: Lang, env: Environment) -> Services:
    services = open_portfolio(layout.home, RawKey(master), environment=env)
    try:
        services.settings.set(WRITING_LANGUAGE, lang)
    except BaseException:
        services.close()
        raise
    return services


def _clear(layout: Layout, whole: bool) -> None:
    """Take away what a failed start left, and nothing else."""
    if whole:
        shutil.rmtree(layout.home, ignore_errors=True)
        return
    for path in layout.home.glob("*"):
        with suppress(OSError):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def open_portfolio(
    home: Path,
    unlock: Unlock,
    *,
    environment: Environment | None = None,
    read_only: bool = False,
    take_over: bool = False,
) -> Services:
    """Open a portfolio. Only one program writes at a time; ``take_over`` breaks a lock left by another computer.

    Raises `UserError`: ``portfolio-missing``, ``portfolio-not-a-file``, ``portfolio-in-use``, what `KeyFile.read`,
    the unlocking and `Database.open` raise.
    """
    env = environment or Environment()
    layout = Layout(home)
    if not portfolio_exists(home):
        raise UserError("portfolio-missing")
    _only_files(layout)
    if isinstance(unlock, FromKeyring):
        # A keyring may ask something and wait for the answer; nobody is to be kept out meanwhile.
        unlock = reach_keyring(home, environment=env)
    with ExitStack() as undo:
        lock = None
        if not read_only:
            lock = WriterLock(layout.lock)
            lock.acquire(take_over=take_over)
            undo.callback(lock.release)
            restoring.finish(home)
            repair.finish(layout, env.clock)
        elif restoring.is_decided(home):
            raise UserError("database-unsettled")
        keyfile = KeyFile.read(layout.keys)
        master = _unlocked(keyfile, unlock)
        undo.callback(master.forget)
        settle(layout.database, layout.counter, keyfile, master, writable=not read_only)
        database = Database.open(
            layout.database,
            master.database_key,
            keyfile.portfolio_id,
            env.clock,
            read_only=read_only,
            salt=keyfile.cipher_salt,
        )
        undo.callback(database.close)
        services = _assembled(layout, keyfile, master, database, lock, env)
        undo.pop_all()
    return services


def repair_portfolio(
    home: Path,
    unlock: Unlock,
    *,
    environment: Environment | None = None,
    backups: Sequence[Path] = (),
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> repair.Repaired:
    """Build the database of a portfolio anew from what it still holds and from backups; nobody may have it open.

    ``backups`` are bundles to look into besides those that this computer keeps. Raises `UserError`
    ``portfolio-missing``, ``portfolio-in-use``, what `KeyFile.read`, the unlocking and `repair.repair_database` raise.
    """
    env = environment or Environment()
    layout = Layout(home)
    if not portfolio_exists(home):
        raise UserError("portfolio-missing")
    if isinstance(unlock, FromKeyring):
        unlock = reach_keyring(home, cancelled, environment=env)
    with ExitStack() as undo:
        lock = WriterLock(layout.lock)
        lock.acquire()
        undo.callback(lock.release)
        repair.finish(layout, env.clock)
        keyfile = KeyFile.read(layout.keys)
        master = _unlocked(keyfile, unlock)
        undo.callback(master.forget)
        look(layout.database, keyfile, master)
        places = BackupPlaces.of(env.device.path.parent, keyfile.portfolio_id)
        outside = env.device.get(BACKUP_FOLDER)
        found = repair.openable(places, keyfile.portfolio_id, master, env.clock, undo, outside=outside, more=backups)
        return repair.repair_database(layout, keyfile, master, env.clock, found, progress=progress, cancelled=cancelled)


def _only_files(layout: Layout) -> None:
    """Raise where something else lies in the place of a file: a pipe would be read for ever."""
    for path in (layout.database, layout.counter, layout.lock, layout.home / MARKER):
        if path.exists() and not path.is_file():
            raise UserError("portfolio-not-a-file", name=path.name)


def open_or_read(
    home: Path,
    unlock: Unlock,
    *,
    environment: Environment | None = None,
    take_over: bool = False,
    beside: bool = False,
) -> Services:
    """Open a portfolio; for reading only where Leerlijn may not write (``Services.read_only`` tells).

    With ``beside`` also while another program on this computer has it open. Raises what `open_portfolio` raises.
    """
    try:
        return open_portfolio(home, unlock, environment=environment, take_over=take_over)
    except UserError as error:
        here = error.code == "portfolio-in-use" and error.facts.get("host") == socket.gethostname()
        if error.code != "database-no-permission" and not (beside and here):
            raise
    return open_portfolio(home, unlock, environment=environment, read_only=True)


def restore_portfolio(
    bundle: Path,
    unlock: Passphrase | Recovery,
    home: Path,
    *,
    environment: Environment | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> restoring.Prepared:
    """Put a backup into a folder that is new or empty, after reading all of it; what is returned opens it.

    Raises Cancelled and `UserError` ``folder-not-empty``, ``folder-is-a-file``, what `open_bundle` and `read_through`
    raise. Nothing is left behind then.
    """
    env = environment or Environment()
    restoring.check_room(home)
    is_new = not home.exists()
    workshop = env.device.path.parent / "backups" / "opened"
    sweep(workshop)
    try:
        opener = partial(_unlocked, unlock=unlock)
        with open_bundle(bundle, opener, workshop, clock=env.clock, pool=pool_beside(bundle)) as opened:
            restoring.read_through(opened, progress, cancelled)
            prepared = restoring.prepare(opened, home, progress=progress, cancelled=cancelled)
        lock = WriterLock(Layout(home).lock)
        lock.acquire()
        try:
            restoring.commit(prepared)
            restoring.finish(home)
        finally:
            lock.release()
    except BaseException:
        if is_new and not portfolio_exists(home):
            shutil.rmtree(home, ignore_errors=True)
        raise
    return prepared


def _unlocked(keyfile: KeyFile, unlock: Passphrase | Recovery | RawKey) -> MasterKey:
    match unlock:
        case Passphrase(text):
            return keyfile.unlock_with_passphrase(text)
        case Recovery(code):
            return keyfile.unlock_with_recovery(code)
        case RawKey(master):
            return keyfile.unlock_with_master(master)


def _assembled(
    layout: Layout,
    keyfile: KeyFile,
    master: MasterKey,
    database: Database,
    lock: WriterLock | None,
    env: Environment,
) -> Services:
    if lock is not None:
        keyfile.repair()
        keyfile.remember_salt(database.salt)
    counter = Counter(layout.counter, master.counter_key)
    keys = Keys(keyfile, master, env.kdf, env.keyring, env.today)
    store = Store(database, "", env.clock)
    if lock is not None:
        device = env.replicas.identify(layout.home, store.operation_counter(), lambda: env.new_id(env.clock())).id
        store = Store(database, device, env.clock)
    vault = Vault(layout.vault, master.vault_key, master.elder_vault_key)
    if lock is not None:
        vault.clear_unfinished()
    core = Core(
        store=store,
        vault=vault,
        vault_key=master.vault_key,
        content=ContentSets(paths.resources(), layout.sets),
        jobs=Jobs(),
        clock=env.clock,
        protected=keys.protected,
        zone=env.zone,
        read_only=database.read_only,
        ids=env.new_id,
    )
    rotation = Rotation(core, keyfile, master, env.kdf, env.keyring, env.today)
    services = assemble(Parts(layout.home, core, keys, rotation, counter, lock, master, env.device, env.replicas))
    if lock is not None:
        counter.go_on(store.operation_counter())
        store.subscribe(_mirror(store, counter))
    return services


def _mirror(store: Store, counter: Counter) -> Callable[[ChangeSet], None]:
    """After every commit the number of steps is noted outside the database."""

    def note(changes: ChangeSet) -> None:
        # A counter that lags behind says nothing; a save that succeeded must not look as if it failed.
        with suppress(UserError):
            counter.write(changes.seq or store.operation_counter())

    return note
