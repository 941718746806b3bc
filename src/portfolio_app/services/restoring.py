"""Putting a backup back: what it would change, and a way that a kill at any moment leaves old or new, never half.

First everything that is to come is built in the folder ``restoring.new`` inside the portfolio's folder and forced to
the disk. Then it is renamed to ``restoring``: from here on it is decided, and `finish` moves piece by piece to its
place, now or whenever the portfolio is opened next.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.links import Link
from portfolio_app.services.bundles import OpenedBundle
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.layout import Layout
from portfolio_app.services.places import place_trouble
from portfolio_app.store import backup
from portfolio_app.store.store import Store
from portfolio_app.store.values import Query, Row
from portfolio_app.vault.bundle import COUNTER, KEYS, SETS, VAULT
from portfolio_app.vault.disk import make_folder, replace, sync_folder
from portfolio_app.vault.keys import MasterKey, second_copy
from portfolio_app.vault.replica import MARKER

Counts = Mapping[str, int]
"""How many items, by kind."""


@dataclass(frozen=True)
class Preview:
    """What a restore would change. Items by kind: ``gone`` are only here, ``back`` only in the backup.

    ``older`` stand here in another version than in the backup. ``weeks`` are days of the weeks that were written since.
    """

    made_at: datetime
    last_change: datetime | None
    last_change_here: datetime | None
    records: int
    records_here: int
    files: int
    files_here: int
    gone: Counts
    back: Counts
    older: Counts
    weeks: tuple[date, ...]
    unsound: int
    other_keys: bool = False
    """Whether its own ways in come back with it, because it is from before new keys."""


@dataclass(frozen=True)
class Proof:
    """What reading a backup through found: everything was opened, read and counted."""

    made_at: datetime
    records: int
    files: int
    unsound: int


@dataclass(frozen=True)
class Prepared:
    """A backup that was built beside what is there; `commit` decides for it. ``master`` opens it then."""

    home: Path
    master: bytes = field(repr=False)
    records: int


def preview(
    here: Store, opened: OpenedBundle, progress: Progress = no_progress, cancelled: Callable[[], bool] = never
) -> Preview:
    """Read all of a backup and compare it with what is open. Raises what `read_through` raises."""
    proof = read_through(opened, progress, cancelled)
    ours, theirs = _rows(here), _rows(opened.store)
    shared = ours.keys() & theirs.keys()
    gone = [ours[ident] for ident in ours.keys() - theirs.keys()]
    return Preview(
        made_at=opened.manifest.made_at,
        last_change=_last_change(opened.store),
        last_change_here=_last_change(here),
        records=len(theirs),
        records_here=len(ours),
        files=proof.files,
        files_here=len(here.live_blobs()),
        gone=_by_kind(gone),
        back=_by_kind([theirs[ident] for ident in theirs.keys() - ours.keys()]),
        older=_by_kind([ours[ident] for ident in shared if ours[ident].changed_at != theirs[ident].changed_at]),
        weeks=tuple(sorted(row.day for row in gone if row.kind == JournalWeek.KIND and row.day is not None)),
        unsound=proof.unsound,
    )


def _rows(store: Store) -> dict[str, Row]:
    return {row.id: row for row in store.rows(Query()) if row.kind != Link.KIND}


def _by_kind(rows: list[Row]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _last_change(store: Store) -> datetime | None:
    last = store.operations(limit=1)
    return last[0].at if last else None


def read_through(
    opened: OpenedBundle, progress: Progress = no_progress, cancelled: Callable[[], bool] = never
) -> Proof:
    """Read every octet of an opened backup and decrypt every piece of evidence.

    What was damaged when it was made is counted as ``unsound``; damage since raises `UserError` ``bundle-damaged``.
    """
    opened.verify(progress, cancelled)
    known = {*opened.manifest.damaged, *opened.manifest.missing}
    live, unsound, files = opened.store.live_blobs(), 0, 0
    for row in opened.store.blobs():
        if row.sha256 not in live:
            continue
        files += 1
        if cancelled():
            raise Cancelled
        try:
            opened.vault.verify(stored_of(row), cancelled=cancelled)
        except UserError as error:
            if row.name not in known:
                raise UserError("bundle-damaged") from error
            unsound += 1
    return Proof(opened.manifest.made_at, len(_rows(opened.store)), files, unsound)


# -- building -------------------------------------------------------------------------------------------------------


def prepare(
    opened: OpenedBundle,
    home: Path,
    *,
    keep: MasterKey | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = never,
) -> Prepared:
    """Build what a backup holds inside the folder of the portfolio, where it counts for nothing yet.

    ``keep`` are the keys that are open now: where they are the keys of the backup too, the ways in of today stay.
    Evidence that lies in the folder already is not copied again. Raises Cancelled and `UserError` ``bundle-damaged``,
    ``backup-place-full``, ``no-permission``; nothing is left behind then.
    """
    layout = Layout(home)
    young = _unfinished(layout)
    with place_trouble():
        make_folder(home)
        shutil.rmtree(young, ignore_errors=True)
        young.mkdir(mode=0o700)
    try:
        with place_trouble():
            _build(opened, layout, young, keep, progress, cancelled)
    except BaseException:
        shutil.rmtree(young, ignore_errors=True)
        raise
    return Prepared(home, bytes(opened.master.raw()), len(_rows(opened.store)))


def _unfinished(layout: Layout) -> Path:
    return layout.restoring.with_name(f"{layout.restoring.name}.new")


def _build(
    opened: OpenedBundle,
    layout: Layout,
    young: Path,
    keep: MasterKey | None,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    built = Layout(young)
    backup.copy(opened.store.database, opened.master.database_key, built.database)
    kept = keep is not None and same_keys(keep, opened.master)
    for name in opened.bundle.names():
        if name == COUNTER or name.startswith(SETS) or (name == KEYS and not kept):
            target = young / name
            target.parent.mkdir(parents=True, exist_ok=True)
            opened.bundle.extract(name, target)
    files = [name for name in opened.bundle.names() if name.startswith(VAULT)]
    for number, name in enumerate(files):
        if cancelled():
            raise Cancelled
        progress(number, len(files), "restore")
        if not _lies_there(layout.home / name, opened, name):
            target = young / name
            target.parent.mkdir(parents=True, exist_ok=True)
            opened.bundle.extract(name, target)
    progress(len(files), len(files), "restore")
    for path in _below(young):
        _force(path)


def same_keys(one: MasterKey, other: MasterKey) -> bool:
    """Whether today's ways in open both, so that a restore leaves them as they are."""
    if one.elder is not None or other.elder is not None:
        return False  # what a backup holds of two generations of keys, only its own key file tells
    return (one.raw(), one.database_key, one.vault_key) == (other.raw(), other.database_key, other.vault_key)


def _lies_there(path: Path, opened: OpenedBundle, name: str) -> bool:
    """Whether the very same file lies in the vault already."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == opened.bundle.member(name).sha256


def _below(folder: Path) -> Iterator[Path]:
    """Everything in a folder and the folder itself, files first."""
    for parent, _, names in os.walk(folder, topdown=False):
        for name in names:
            yield Path(parent) / name
        yield Path(parent)


def _force(path: Path) -> None:
    """Force a file or folder to the disk."""
    if path.is_dir():
        sync_folder(path)
        return
    with path.open("r+b") as file:
        os.fsync(file.fileno())


# -- deciding and finishing -----------------------------------------------------------------------------------------


def commit(prepared: Prepared) -> None:
    """Decide for a backup that was built: `finish` is all that is left. Only while nobody has the portfolio open."""
    layout = Layout(prepared.home)
    with place_trouble():
        replace(_unfinished(layout), layout.restoring)
        sync_folder(layout.home)


def is_decided(home: Path) -> bool:
    """Whether a restore was decided on and not finished."""
    return Layout(home).restoring.is_dir()


def finish(home: Path) -> bool:
    """Move a backup that was decided on to its place, and clear away one that was not; whether there was one.

    Only under the writer's lock, before anything is opened. May be repeated after a kill. Evidence that the backup
    doesn't name stays where it is until it is swept.
    """
    layout = Layout(home)
    with suppress(OSError):
        shutil.rmtree(_unfinished(layout), ignore_errors=True)
    if not is_decided(home):
        return False
    built = Layout(layout.restoring)
    with place_trouble():
        _move_files(layout, built)
        if built.keys.exists():
            second_copy(layout.keys).unlink(missing_ok=True)
            replace(built.keys, layout.keys)
        if built.database.exists():
            # The old database's log must not be read into the new one; it is still beside it, so this comes first.
            for ending in ("-wal", "-shm"):
                layout.database.with_name(layout.database.name + ending).unlink(missing_ok=True)
            replace(built.database, layout.database)
        if built.counter.exists():
            replace(built.counter, layout.counter)
        # What is written from now on is written by another copy than the one it came from.
        (home / MARKER).unlink(missing_ok=True)
        sync_folder(home)
        shutil.rmtree(layout.restoring)
        sync_folder(home)
    return True


def _move_files(layout: Layout, built: Layout) -> None:
    for part in (built.vault, built.sets):
        for path in sorted(part.rglob("*")) if part.is_dir() else ():
            if path.is_file():
                target = layout.home / path.relative_to(built.home)
                make_folder(target.parent)
                replace(path, target)
                sync_folder(target.parent)


def check_room(home: Path) -> None:
    """Refuse a folder that is not new or empty. Raises `UserError` ``folder-is-a-file`` and ``folder-not-empty``."""
    if home.exists() and not home.is_dir():
        raise UserError("folder-is-a-file")
    left = {_unfinished(Layout(home)).name, Layout(home).lock.name}
    if home.is_dir() and any(path.name not in left for path in home.iterdir()):
        raise UserError("folder-not-empty")
