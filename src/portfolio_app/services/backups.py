"""Backups: by themselves on this disk and weekly outside it, and on request to any place. Each is read back.

On this disk a snapshot is a bundle without the evidence, which lies once in a pool beside the snapshots (see
`BackupPlaces`); outside it is a whole bundle that needs nothing else.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal, cast

from portfolio_app.domain import thinning
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services import restoring, synced
from portfolio_app.services.backup_names import (
    BEFORE_MERGE,
    BEFORE_RESTORE,
    CHOSEN,
    CLOSING,
    REGULAR,
    WEEKLY,
    Backup,
    described,
    free_name,
    is_thinned,
    named,
    opens,
    pool_beside,
)
from portfolio_app.services.bundles import Bundles, Made, OpenedBundle, Opener
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Job, Progress, never, no_progress
from portfolio_app.services.layout import BackupPlaces
from portfolio_app.services.places import check_target, place_trouble
from portfolio_app.services.pooling import Pool
from portfolio_app.services.restoring import Prepared, Preview, Proof
from portfolio_app.services.settings import BACKUP_FOLDER, BACKUP_KEEP, EXAMPLE, Settings
from portfolio_app.vault.bundle import SUFFIX, Bundle
from portfolio_app.vault.disk import make_folder

HOUR: Final = timedelta(hours=1)
WEEK: Final = timedelta(days=7)
LONG_UNSEEN: Final = timedelta(days=21)
YEAR: Final = timedelta(days=365)
NOT_NOW: Final = timedelta(days=28)
_FACTS: Final = "backups"

Need = Literal["", "place", "unseen", "trial"]
"""What Vandaag may ask for: a place outside, the stick that was not seen for long, a trial restore."""


@dataclass
class Backups:
    """Makes, lists, thins and proves the backups of an open portfolio. Safe to call from any thread; one at a time."""

    core: Core
    bundles: Bundles
    settings: Settings
    places: BackupPlaces
    home: Path
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _busy: bool = False

    # -- by themselves --------------------------------------------------------------------------------------------

    @property
    def automatic(self) -> bool:
        """Whether backups are made by themselves: not of an example, and not where nothing may be written."""
        return not self.core.read_only and not self.settings.get(EXAMPLE)

    def tick(self) -> Job[None] | None:
        """Make what is due, on a thread; None when nothing is. To be called every few minutes."""
        if self._busy or not self.automatic or not (self._here_due() or self._outside_due()):
            return None
        self._busy = True

        def work(job: Job[None]) -> None:
            try:
                if self._here_due():
                    self.snapshot(REGULAR, cancelled=job.cancelled)
                if self._outside_due():
                    with suppress(UserError):  # the page of today tells when it was not there for long
                        self.write_outside(cancelled=job.cancelled)
            finally:
                self._busy = False

        return self.core.jobs.submit(work, background=True)

    def at_closing(self) -> None:
        """Make a last one when something changed since the newest; trouble is not told any more."""
        with suppress(UserError, Cancelled, OSError):
            if self.automatic and self._changed():
                self.snapshot(CLOSING)

    def _here_due(self) -> bool:
        newest = self.newest()
        return (newest is None or self.core.clock() - newest[0] >= HOUR) and self._changed()

    def _changed(self) -> bool:
        """Whether any step was saved since the newest snapshot, or new keys came."""
        newest, count = self.newest(), self.core.store.operation_counter()
        if newest is None:
            return count > 0
        try:
            bundle = Bundle.open(newest[1])
            # One under the keys from before does not open with today's ways in.
            bundle.check_seal(self.bundles.master.bundle_key)
        except UserError:
            return True
        return bundle.manifest.operations != count

    def _outside_due(self) -> bool:
        folder, last = self.settings.get(BACKUP_FOLDER), self.last_outside()
        due = last is None or self.core.clock() - last >= WEEK
        return bool(folder) and due and Path(folder).is_dir() and self.core.store.operation_counter() > 0

    # -- making ---------------------------------------------------------------------------------------------------

    def snapshot(self, reason: str, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> Made:
        """Make a backup on this disk, and thin out the older ones. Raises what `Bundles.write` raises."""
        with self._turn:
            with place_trouble():
                make_folder(self.places.snapshots)
            pool = Pool(self.places.pool, self.core.vault)
            pool.remember(self._newest_manifests())
            target = free_name(self.places.snapshots, reason, self.core.clock())
            made = self.bundles.write(target, reason=reason, pool=pool, progress=progress, cancelled=cancelled)
            with suppress(OSError):  # what is left too much is thinned out next time
                self._thin_here(pool)
            return made

    def write_outside(self, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> Made:
        """Write a whole bundle to the chosen place outside, and thin out those that were made there by themselves.

        Raises `UserError` ``backup-place-gone`` too when the place is not there.
        """
        folder = Path(self.settings.get(BACKUP_FOLDER))
        if not folder.is_dir():
            raise UserError("backup-place-gone")
        made = self.write_to(folder, reason=WEEKLY, progress=progress, cancelled=cancelled)
        with suppress(OSError):
            self._thin_outside(folder)
        return made

    def write_to(
        self,
        folder: Path,
        *,
        reason: str = CHOSEN,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Made:
        """Write a whole bundle into any folder. Raises what `Bundles.write` raises."""
        with self._turn:
            made = self.bundles.write(
                free_name(folder, reason, self.core.clock()), reason=reason, progress=progress, cancelled=cancelled
            )
        if not self.dies_with_computer(folder) or folder == Path(self.settings.get(BACKUP_FOLDER) or "."):
            self._note("outside", made.manifest.made_at.isoformat())
        return made

    def before_merging(self, progress: Progress, cancelled: Callable[[], bool]) -> None:
        """Make one before another computer's work is taken in. Raises as `snapshot`."""
        if self.automatic:
            self.snapshot(BEFORE_MERGE, progress=progress, cancelled=cancelled)

    def renew(self, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> list[Backup]:
        """Make new backups here and in the place outside, and throw away every older one of both places.

        For whoever erased something that must not stay in them. Returns those that could not be thrown away or have no
        successor: on a place that is not there now, or where the new one failed. So are those outside that do not open:
        they may be somebody else's. Raises what `snapshot` raises.
        """
        before = self.all()
        self.snapshot(CHOSEN, progress=progress, cancelled=cancelled)
        renewed = {"here"}
        if self.settings.get(BACKUP_FOLDER):
            with suppress(UserError):
                self.write_outside(progress=progress, cancelled=cancelled)
                renewed.add("outside")
        kept: list[Backup] = []
        with self._turn:
            for backup in before:
                with suppress(OSError):
                    if backup.place in renewed and (backup.place == "here" or self._may_go(backup.path)):
                        backup.path.unlink(missing_ok=True)
                        continue
                kept.append(backup)
            with suppress(OSError):  # what is left too much is thinned out next time
                self._thin_here(Pool(self.places.pool, self.core.vault))
        return kept

    # -- places ---------------------------------------------------------------------------------------------------

    def choose_folder(self, folder: Path | None) -> None:
        """Set the place outside, or none. Raises `UserError` ``inside-portfolio`` and ``folder-missing``."""
        if folder is not None:
            check_target(folder / f"x{SUFFIX}", self.home)
            if not folder.is_dir():
                raise UserError("folder-missing")
        self.settings.set(BACKUP_FOLDER, "" if folder is None else str(folder))

    def on_own_disk(self, folder: Path) -> bool:
        """Whether a folder lies on the disk of the portfolio, so that both would be lost together."""
        try:
            return folder.stat().st_dev == self.home.stat().st_dev
        except OSError:
            return False

    def dies_with_computer(self, folder: Path) -> bool:
        """Whether a folder lies on the disk of the portfolio and nothing that is known copies it elsewhere."""
        return self.on_own_disk(folder) and not synced.here(folder)

    # -- listing --------------------------------------------------------------------------------------------------

    def newest(self) -> tuple[datetime, Path] | None:
        """When the newest snapshot on this disk was made, and where it lies.

        One that seems to come from the future was made while the clock was wrong, or by nobody at all. It must not
        stand in the way of those that are due now.
        """
        return max((each for each in named(self.places.snapshots) if self._is_past(each[0])), default=None)

    def _is_past(self, moment: datetime) -> bool:
        return moment <= self.core.clock() + HOUR

    def last_on(self) -> date | None:
        """Day of the newest backup, here or outside, where the owner is."""
        newest, outside = self.newest(), self.last_outside()
        instants = [each for each in (newest[0] if newest else None, outside) if each is not None]
        return max(instants).astimezone(self.core.zone).date() if instants else None

    def last_outside(self) -> datetime | None:
        """When the last one outside this disk was made."""
        return self._noted("outside")

    def all(self) -> list[Backup]:
        """Every backup on this disk and in the place outside, newest first. Reads their manifests: on a thread."""
        found = [described(path, "here") for _, path in named(self.places.snapshots)]
        folder = self.settings.get(BACKUP_FOLDER)
        if folder and Path(folder).is_dir():
            there = [described(path, "outside") for _, path in named(Path(folder))]
            found += [each for each in there if not each.readable or self._is_ours(each.path)]
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    def _may_go(self, path: Path) -> bool:
        """Whether a bundle outside may be thrown away: it is of this portfolio, or gone already."""
        return not path.exists() or self._is_ours(path)

    def _is_ours(self, path: Path, *, own: bool = False) -> bool:
        """Whether a bundle says that it is of this portfolio, and with ``own`` that this computer made it."""
        with suppress(UserError, OSError):
            manifest = Bundle.open(path).manifest
            device = self.core.store.device if own else manifest.device
            return (manifest.portfolio_id, manifest.device) == (self._id, device)
        return False

    def open(self, path: Path, unlock: Opener | None = None) -> OpenedBundle:
        """Open a backup, here or anywhere, for reading; see `Bundles.open`."""
        return self.bundles.open(path, unlock, pool_beside(path))

    def look(
        self,
        path: Path,
        unlock: Opener | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Preview:
        """Read a backup whole, and tell what putting it back would change. Raises as `open` and Cancelled."""
        with self.open(path, unlock) as opened:
            seen = restoring.preview(self.core.store, opened, progress, cancelled)
            return replace(seen, other_keys=not restoring.same_keys(self.bundles.master, opened.master))

    def prepare(
        self,
        path: Path,
        unlock: Opener | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Prepared:
        """Back up what is there, then build the backup beside it: see `restoring.commit` for the rest.

        Raises Cancelled and what `snapshot`, `open` and `restoring.prepare` raise; nothing is changed then.
        """
        self.snapshot(BEFORE_RESTORE, progress=progress, cancelled=cancelled)
        with self.open(path, unlock) as opened:
            return restoring.prepare(
                opened, self.home, keep=self.bundles.master, progress=progress, cancelled=cancelled
            )

    # -- thinning -------------------------------------------------------------------------------------------------

    def _thin_here(self, pool: Pool) -> None:
        _drop(self._to_drop(named(self.places.snapshots)))
        manifests = self._newest_manifests(most=None)
        if manifests is not None:
            pool.sweep(member.sha256 for manifest in manifests for member in manifest.pooled)

    def _thin_outside(self, folder: Path) -> None:
        # What does not open now may be somebody else's, or lie in the cloud for the moment; and what another computer
        # put there may hold the only copy of what was written on that one.
        ours = [(at, path) for at, path in named(folder) if self._is_ours(path, own=True)]
        dropped = set(self._to_drop(ours))
        staying = [each for each in sorted(ours, reverse=True) if each[1] not in dropped and is_thinned(each[1])]
        # What does not open, or was not made yet, must not push out what does.
        good = [path for at, path in staying if self._is_past(at) and opens(path)]
        _drop(dropped.union(good[self.settings.get(BACKUP_KEEP) :]))

    def _to_drop(self, there: Iterable[tuple[datetime, Path]]) -> list[Path]:
        """Backups that are too many. Those that open are thinned apart: what is damaged takes the place of none."""
        now = self.core.clock()
        groups: tuple[list[tuple[datetime, Path]], ...] = ([], [])
        for at, path in there:
            if is_thinned(path):
                groups[opens(path)].append((at, path))
        dropped: list[Path] = []
        for group in groups:
            staying = thinning.kept((at for at, _ in group), now)
            dropped += [path for at, path in group if at not in staying]
        return dropped

    def _newest_manifests(self, most: int | None = 3) -> list[Any] | None:
        """Manifests of the newest snapshots that open; None when one can't be read though it may be sound."""
        found: list[Any] = []
        for _, path in sorted(named(self.places.snapshots), reverse=True)[:most]:
            try:
                found.append(Bundle.open(path).manifest)
            except UserError as error:
                if most is None and error.code == "no-permission":
                    return None
        return found

    # -- proving and asking ---------------------------------------------------------------------------------------

    def prove(
        self,
        path: Path,
        unlock: Opener | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Proof:
        """Restore on trial: open a backup in a private folder, read all of it, count, and throw the folder away.

        Raises Cancelled and what `open` and `OpenedBundle.verify` raise.
        """
        with self.open(path, unlock) as opened:
            proof = restoring.read_through(opened, progress, cancelled)
        self._note("proved", self.core.clock().isoformat())
        return proof

    def need(self) -> Need:
        """What to ask for on Vandaag, if anything."""
        if not self.automatic or self._put_off():
            return ""
        now, began, last = self.core.clock(), self._began(), self.last_outside()
        if began is None:
            return ""
        if now - (last or began) >= LONG_UNSEEN:
            return "unseen" if self.settings.get(BACKUP_FOLDER) else "place"
        proved = self._noted("proved")
        return "trial" if self.newest() and now - (proved or began) >= YEAR else ""

    def not_now(self) -> None:
        """Ask again in four weeks."""
        self._note("asked", self.core.clock().isoformat())

    def _put_off(self) -> bool:
        asked = self._noted("asked")
        return asked is not None and self.core.clock() - asked < NOT_NOW

    def _began(self) -> datetime | None:
        """When the first step was saved."""
        count = self.core.store.operation_counter()
        first = self.core.store.operations(limit=1, offset=max(0, count - 1)) if count else []
        return first[0].at if first else None

    def _noted(self, what: str) -> datetime | None:
        facts = self.settings.device.plain(_FACTS)
        mine = cast("dict[str, Any]", facts).get(self._id) if isinstance(facts, dict) else None
        try:
            noted = datetime.fromisoformat(str(cast("dict[str, Any]", mine)[what]))
            # A day that is still to come was noted while the clock was wrong; nothing would ever be due again.
            return noted if self._is_past(noted) else None
        except (KeyError, TypeError, ValueError):
            return None

    def _note(self, what: str, value: str) -> None:
        facts = self.settings.device.plain(_FACTS)
        known = cast("dict[str, Any]", facts) if isinstance(facts, dict) else {}
        mine = known.get(self._id)
        with suppress(UserError):  # then it is asked once too often
            own = cast("dict[str, Any]", mine) if isinstance(mine, dict) else {}
            self.settings.device.put_plain(_FACTS, {**known, self._id: {**own, what: value}})

    @property
    def _id(self) -> str:
        return self.core.store.database.portfolio_id


def _drop(paths: Iterable[Path]) -> None:
    """Remove backups; what is no file, or is held by another program, keeps none of the others."""
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)
