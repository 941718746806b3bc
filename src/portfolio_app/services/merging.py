"""Two computers: a bundle for the other one, and the other one's bundle into this portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services import inbox, outside
from portfolio_app.services.bundles import Bundles, Made, OpenedBundle, Opener
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.settings import EXAMPLE, LAST_DEEP_CHECK
from portfolio_app.store.store import Merged
from portfolio_app.store.values import BlobRow
from portfolio_app.vault.bundle import Bundle
from portfolio_app.vault.keys import KeyFile, MasterKey

OF_ONE_COMPUTER = frozenset({EXAMPLE.key, LAST_DEEP_CHECK.key, inbox.KEY, outside.HELD})
"""Settings of the portfolio that say something of one computer."""

REASON = "transfer"
"""Reason of a bundle that was made for another computer."""

Secure = Callable[[Progress, Callable[[], bool]], object]
"""Makes a backup of what is there."""


@dataclass(frozen=True)
class Outcome:
    """What came of a merge. ``files`` is how many pieces of evidence came along, ``missing`` how many could not.

    ``drafts`` counts texts that were not saved yet on the other computer: they stay there.
    """

    merged: Merged
    files: int
    missing: int
    drafts: int

    @property
    def changed(self) -> bool:
        """Whether anything is different now."""
        return bool(self.merged.operation)


class Merging:
    """Merges bundles into the open portfolio. ``secure`` makes a backup before anything is changed."""

    def __init__(self, core: Core, bundles: Bundles, secure: Secure) -> None:
        self._core = core
        self._bundles = bundles
        self._secure = secure

    def write(self, target: Path, *, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> Made:
        """Make a file with everything, to be merged on the other computer. Raises what `Bundles.write` raises."""
        return self._bundles.write(target, reason=REASON, progress=progress, cancelled=cancelled)

    def merge_with(
        self,
        path: Path,
        secret: str,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Outcome:
        """As `merge`; ``secret`` is the passphrase or the recovery code of a bundle that another key locked, if any."""

        def unlock(keyfile: KeyFile) -> MasterKey:
            return _unlocked(keyfile, secret)

        return self.merge(path, unlock if secret else None, progress=progress, cancelled=cancelled)

    def merge(
        self,
        path: Path,
        unlock: Opener | None = None,
        *,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
    ) -> Outcome:
        """Take in what a bundle of this portfolio has that is not here. The same bundle again changes nothing.

        ``unlock`` opens one that was locked with another key. Raises Cancelled, what `Bundles.open` raises, and
        `UserError` ``read-only``, ``merge-other-portfolio``, ``merge-newer``, ``disk-full``; nothing is changed then.
        """
        if self._core.read_only:
            raise UserError("read-only")
        self._core.guard(["conflict"])
        if Bundle.open(path).manifest.portfolio_id != self._core.store.database.portfolio_id:
            raise UserError("merge-other-portfolio")
        with self._bundles.open(path, unlock) as opened:
            # It may have been exchanged since, by whoever owns the stick.
            if opened.manifest.portfolio_id != self._core.store.database.portfolio_id:
                raise UserError("merge-other-portfolio")
            opened.verify(progress, cancelled)
            self._secure(progress, cancelled)
            blobs, missing = self._take_files(opened, progress, cancelled)
            merged = self._core.store.merge(
                opened.store.database,
                blobs=blobs,
                leave=OF_ONE_COMPUTER,
                progress=lambda done, total: progress(done, total, "merge"),
                cancelled=cancelled,
            )
            return Outcome(merged, len(blobs) - missing, missing, len(opened.store.drafts()))

    def _take_files(
        self, opened: OpenedBundle, progress: Progress, cancelled: Callable[[], bool]
    ) -> tuple[list[BlobRow], int]:
        """Bring the evidence into this vault, before any record names it. A file that is damaged there is missing here.

        Until the records are in, nothing names it; should it come to that, the sweep takes it away.
        """
        wanted = self._core.store.wanted_files(opened.store.database)
        rows = [row for row in opened.store.blobs() if row.sha256 in wanted and not self._has(row)]
        total, done, missing = sum(row.octets for row in rows), 0, 0
        taken: list[BlobRow] = []
        for row in rows:
            if cancelled():
                raise Cancelled
            try:
                taken.append(self._take_file(opened, row, cancelled))
            except UserError as error:
                if not error.code.startswith("evidence-"):
                    raise
                missing += 1
                taken.append(
                    BlobRow(row.sha256, self._core.vault.name(row.sha256), row.salt, row.octets, row.media_type)
                )
            done += row.octets
            progress(done, total, "evidence")
        return taken, missing

    def _has(self, row: BlobRow) -> bool:
        return self._core.store.blob(row.sha256) is not None and self._core.vault.has(row.sha256)

    def _take_file(self, opened: OpenedBundle, row: BlobRow, cancelled: Callable[[], bool]) -> BlobRow:
        with opened.vault.open(stored_of(row)) as stream:
            stored = self._core.vault.put(stream, cancelled=cancelled)
        if stored.sha256 != row.sha256:
            raise UserError("evidence-damaged")
        return self._core.keep_blob(stored, row.media_type)


def _unlocked(keyfile: KeyFile, secret: str) -> MasterKey:
    """Open with what may be the passphrase or the recovery code; raises what the passphrase raises."""
    try:
        return keyfile.unlock_with_passphrase(secret)
    except UserError as error:
        try:
            return keyfile.unlock_with_recovery(secret)
        except UserError:
            raise error from None
