"""Mends what a disk did to a portfolio: a damaged database, evidence that is damaged or gone.

What is newest comes from the damaged files themselves, the rest from backups. Nothing damaged is thrown away: the old
database is put aside, for somebody who knows more.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, cast

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.i18n import N_, Translator
from portfolio_app.services.backup_names import named, pool_beside
from portfolio_app.services.bundles import OpenedBundle, open_bundle
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.layout import BackupPlaces, Layout
from portfolio_app.services.settings import BACKUP_FOLDER, Settings
from portfolio_app.store.engine import Database
from portfolio_app.store.pages import read_salt
from portfolio_app.store.salvage import Salvaged, Source, salvage
from portfolio_app.store.store import Store
from portfolio_app.store.values import Clock
from portfolio_app.vault.counter import Counter
from portfolio_app.vault.disk import disk_trouble, replace, sync_folder
from portfolio_app.vault.keys import KeyFile, MasterKey
from portfolio_app.vault.replica import MARKER

REPAIRABLE: Final = frozenset({"database-damaged", "database-empty", "database-missing", "page-damaged",
                               "database-inconsistent", "record-unreadable"})  # fmt: skip
"""Errors and findings for which `repair_database` may help."""

MENDABLE: Final = frozenset({"blob-missing", "evidence-damaged", "evidence-lost"})
"""Findings for which `mend_evidence` may help."""

ASIDE: Final = "damaged-"
"""How the folder of a damaged database that was put aside begins."""

_MOST_BACKUPS: Final = 3
_PARTS: Final = 10
_SIDE_FILES: Final = ("-wal", "-shm")


@dataclass(frozen=True)
class Repaired:
    """What came of repairing the database. ``aside`` is the folder with the damaged one.

    ``backup`` is when the newest backup was made of those that were needed; None where none was.
    """

    salvaged: Salvaged
    aside: Path
    backup: datetime | None


@dataclass(frozen=True)
class Mended:
    """What came of mending evidence: how many files are whole again, and which pieces nobody has any more."""

    mended: int
    lost: tuple[Evidence, ...]
    nameless: int = 0
    """Files that only the history or the trash names."""


# -- the database --------------------------------------------------------------------------------------------------


def repair_database(
    layout: Layout,
    keyfile: KeyFile,
    master: MasterKey,
    clock: Clock,
    backups: Sequence[OpenedBundle],
    *,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> Repaired:
    """Build the database anew and put it in its place; only under the writer's lock, while nobody has it open.

    Until it is whole the damaged one stays where it is. Raises `Cancelled`, and `UserError` ``nothing-to-salvage``
    where neither the file nor a backup holds anything, ``disk-full`` and ``no-permission``.
    """
    young = layout.database.with_name("portfolio.db.mended")
    _clear(young)
    parts = 0

    def step(part: str) -> None:
        nonlocal parts
        if cancelled():
            raise Cancelled
        parts += 1
        progress(parts, max(parts, _PARTS), part)

    try:
        sources = [Source(each.store.database.path, each.master.database_key) for each in backups]
        salvaged = salvage(
            layout.database,
            master.database_key,
            keyfile.portfolio_id,
            young,
            salt=keyfile.cipher_salt,
            sources=sources,
            step=step,
        )
        if not salvaged.items and not backups:
            raise UserError("nothing-to-salvage")
        count = _prove(young, master, keyfile, clock)
    except BaseException:
        _clear(young)
        raise
    with disk_trouble():
        replace(young, _ready(layout))
        sync_folder(layout.home)
        aside = finish(layout, clock) or layout.home
    keyfile.remember_salt(read_salt(layout.database))
    Counter(layout.counter, master.counter_key).reset(count)
    if salvaged.from_backups or salvaged.lost:
        # What it writes now must not go under the numbers of what it wrote before and lost.
        (layout.home / MARKER).unlink(missing_ok=True)
    used = max((each.manifest.made_at for each in backups), default=None) if salvaged.from_backups else None
    return Repaired(salvaged, aside, used)


def _prove(path: Path, master: MasterKey, keyfile: KeyFile, clock: Clock) -> int:
    """Open what was built and read all of it; returns the number of its steps."""
    store = Store(Database.open(path, master.database_key, keyfile.portfolio_id, clock), "", clock)
    try:
        if any(finding.code in REPAIRABLE - {"record-unreadable"} for finding in store.check(deep=True)):
            raise UserError("repair-failed")
        return store.operation_counter()
    finally:
        store.close()


def _clear(path: Path) -> None:
    for each in (path, *(path.with_name(path.name + suffix) for suffix in _SIDE_FILES)):
        each.unlink(missing_ok=True)


def _ready(layout: Layout) -> Path:
    """A database of this name is whole and waits to take its place."""
    return layout.database.with_name("portfolio.db.repaired")


def finish(layout: Layout, clock: Clock) -> Path | None:
    """Put a repaired database in its place, also where a killed program was about to; only under the writer's lock.

    Returns the folder in which the damaged one lies now; None when there was nothing to do.
    """
    ready = _ready(layout)
    if not ready.exists():
        return None
    aside = layout.home / f"{ASIDE}{clock():%Y%m%d-%H%M%S}"
    aside.mkdir(exist_ok=True)
    # A log that stays behind would be read into the new database, so it goes first.
    for suffix in (*_SIDE_FILES, ""):
        path = layout.database.with_name(layout.database.name + suffix)
        if path.exists():
            os.replace(path, aside / path.name)
    sync_folder(aside)
    replace(ready, layout.database)
    sync_folder(layout.home)
    return aside


# -- backups to repair from ----------------------------------------------------------------------------------------


def openable(
    places: BackupPlaces,
    portfolio_id: str,
    master: MasterKey,
    clock: Clock,
    stack: ExitStack,
    *,
    outside: str = "",
    more: Iterable[Path] = (),
) -> list[OpenedBundle]:
    """Backups of this portfolio that open with its key: ``more`` bundles, and the newest few of this computer and of
    the folder ``outside`` (empty: none), newest first; ``stack`` closes them.

    Whoever chose a bundle counts on it: raises what `open_bundle` raises for one of ``more``, and `UserError`
    ``backup-other-portfolio`` and ``backup-other-key``. Others that do not open are passed by.
    """

    def unlock(carried: KeyFile) -> MasterKey:
        if carried.portfolio_id != portfolio_id:
            raise UserError("backup-other-portfolio")
        try:
            return carried.unlock_with_master(bytes(master.raw()))
        except UserError as error:
            raise UserError("backup-other-key") from error

    own = [*named(places.snapshots), *(named(Path(outside)) if outside else ())]
    found: list[OpenedBundle] = []

    def look_into(path: Path) -> None:
        opened = open_bundle(path, unlock, places.workshop, clock=clock, pool=pool_beside(path))
        stack.callback(opened.close)
        found.append(opened)

    for path in more:
        look_into(path)
    for _, path in sorted(own, reverse=True):
        if len(found) >= _MOST_BACKUPS:
            break
        with suppress(UserError):
            look_into(path)
    return sorted(found, key=lambda each: each.manifest.made_at, reverse=True)


# -- evidence ------------------------------------------------------------------------------------------------------


class Repairs:
    """Mending an open portfolio; its database can only be repaired while it is closed."""

    def __init__(self, core: Core, master: MasterKey, places: BackupPlaces, settings: Settings) -> None:
        self._core = core
        self._master = master
        self._places = places
        self._settings = settings

    def mend_evidence(
        self,
        more: Iterable[Path] = (),
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Mended:
        """Take damaged and missing files of evidence out of the backups of this computer, or out of ``more`` bundles.

        Raises what `mend_evidence` raises.
        """
        core = self._core
        with ExitStack() as stack:
            portfolio_id = core.store.database.portfolio_id
            outside = self._settings.get(BACKUP_FOLDER)
            backups = openable(self._places, portfolio_id, self._master, core.clock, stack, outside=outside, more=more)
            return mend_evidence(core, backups, progress=progress, cancelled=cancelled)


def mend_evidence(
    core: Core,
    backups: Sequence[OpenedBundle],
    *,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> Mended:
    """Read every file of evidence, and take those that are damaged or gone out of the backups.

    Raises `Cancelled`, and `UserError` ``read-only`` and ``disk-full``; what was mended until then stays.
    """
    if core.read_only:
        raise UserError("read-only")
    digests = sorted(core.store.live_blobs())
    mended, lost = 0, list[str]()
    for number, sha256 in enumerate(digests):
        if cancelled():
            raise Cancelled
        progress(number, len(digests), "evidence")
        if not _is_whole(core, sha256):
            if any(_taken_from(core, backup, sha256) for backup in backups):
                mended += 1
            else:
                lost.append(sha256)
    named = [[item for item, _ in core.store.naming(Evidence, sha256) if item.sha256 == sha256] for sha256 in lost]
    return Mended(mended, tuple(items[0] for items in named if items), sum(not items for items in named))


def _is_whole(core: Core, sha256: str) -> bool:
    row = core.store.blob(sha256)
    try:
        core.vault.verify(stored_of(row))
    except UserError as error:
        # What this computer does not let be read may be whole all the same.
        return error.code == "evidence-out-of-reach"
    return True


def _taken_from(core: Core, backup: OpenedBundle, sha256: str) -> bool:
    """Take one file out of a backup; False where it does not hold it, or not whole."""
    row = backup.store.blob(sha256)
    if row is None:
        return False
    try:
        backup.vault.verify(sha256)
        with backup.vault.open(sha256) as stream:
            stored = core.vault.put(cast(BinaryIO, stream))
    except UserError as error:
        if error.code in ("disk-full", "no-permission"):
            raise
        return False
    core.store.put_blob(core.keep_blob(stored, row.media_type))
    return stored.sha256 == sha256


# -- in words ------------------------------------------------------------------------------------------------------


def tell_repaired(done: Repaired, t: Translator) -> list[str]:
    """What was saved and what not, in sentences."""
    numbers = done.salvaged
    said = [
        t.n(
            "{n} item was still whole in the damaged file.",
            "{n} items were still whole in the damaged file.",
            numbers.from_file,
        )
    ]
    if numbers.from_backups and done.backup is not None:
        said.append(
            t.n(
                "{n} item comes from your backup; the newest one is of {day}.",
                "{n} items come from your backups; the newest one is of {day}.",
                numbers.from_backups,
                day=t.date(done.backup.date()),
            )
        )
    if numbers.lost:
        said.append(
            t.n(
                "{n} item is gone: neither the file nor a backup holds it.",
                "{n} items are gone: neither the file nor a backup holds them.",
                numbers.lost,
            )
        )
    if numbers.unreadable:
        said.append(
            t.n(
                "{n} item is damaged and can't be read: neither the file nor a backup holds it whole.",
                "{n} items are damaged and can't be read: neither the file nor a backup holds them whole.",
                numbers.unreadable,
            )
        )
    if numbers.histories:
        said.append(
            t.n(
                "Of {n} item earlier versions are gone; what it is today is whole.",
                "Of {n} items earlier versions are gone; what they are today is whole.",
                numbers.histories,
            )
        )
    said.append(t(_ASIDE, folder=done.aside))
    return said


_ASIDE = N_("The damaged file was kept: {folder}. Once everything you miss is back you can throw that folder away.")


def tell_mended(done: Mended, t: Translator) -> list[str]:
    """Which evidence is back and which is not, in sentences."""
    said: list[str] = []
    if done.mended:
        said.append(
            t.n("{n} file was taken out of a backup.", "{n} files were taken out of your backups.", done.mended)
        )
    if done.lost:
        said.append(t("These pieces of evidence are in no backup; if you still have the file, add it again:"))
        said += [item.heading for item in done.lost]
    if done.nameless:
        said.append(
            t.n(
                "{n} file of an earlier version is in no backup.",
                "{n} files of earlier versions are in no backup.",
                done.nameless,
            )
        )
    return said or [t("Every file of evidence is whole.")]
