"""New keys: everything is written anew under them, piece by piece, and may be broken off at any moment.

The key file takes the new generation in first, in one step; from then on the new ways in count and open both. Evidence
is written anew file by file (the new file is safe on the disk before its row is changed, and only then the old one
goes), the database last, while nobody has it open (`settling`). What was broken off goes on by itself at the
next start.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services.core import Core
from portfolio_app.services.jobs import Job
from portfolio_app.vault.keyring_slot import KeyringAccess, never
from portfolio_app.vault.keys import KeyFile, NewKeys
from portfolio_app.vault.master import MasterKey
from portfolio_app.vault.slots import KdfCost, SlotKind

_LOOK_SECONDS: Final = 0.1


@dataclass(frozen=True)
class Prepared:
    """New keys that count for nothing yet, and the recovery code that goes with them."""

    keys: NewKeys = field(repr=False)

    @property
    def code(self) -> str:
        """The new recovery code, to be shown to its owner."""
        return self.keys.code


@dataclass(frozen=True)
class Written:
    """How a round of writing anew ended: how many files could not be read, and so were left as they are."""

    unreadable: int


class Rotation:
    """Renewing the keys of an open portfolio."""

    def __init__(
        self,
        core: Core,
        keyfile: KeyFile,
        master: MasterKey,
        cost: KdfCost,
        keyring: KeyringAccess,
        today: Callable[[], date],
    ) -> None:
        self._core, self._file, self._master = core, keyfile, master
        self._cost, self._keyring, self._today = cost, keyring, today
        self._turn = threading.RLock()

    @property
    def under_way(self) -> bool:
        """Whether something is still written under the keys from before."""
        return self._file.elder is not None

    @property
    def writing(self) -> bool:
        """Whether there is evidence to be written anew; if not, only the next opening is left to do."""
        return self._file.elder is not None and not self._file.elder.ready

    def prepare(self, passphrase: str, another: str | None = None) -> Prepared:
        """Make new keys that the passphrase opens, or ``another`` from then on. Slow: not for the window's thread.

        Raises `UserError` ``wrong-passphrase``, ``passphrase-too-short``, and ``rotation-under-way`` before an earlier
        round has ended.
        """
        if self._core.read_only:
            raise UserError("read-only")
        if self.under_way:
            raise UserError("rotation-under-way")
        self._file.unlock_with_passphrase(passphrase).forget()
        return Prepared(self._file.prepare_keys(self._master, another or passphrase, self._cost, self._today()))

    def begin(self, prepared: Prepared, given_up: Callable[[], bool] = never) -> None:
        """From now on the new ways in count; the old code opens nothing any more. The portfolio is to be opened again
        with `prepared`, because what is open goes on with the keys from before.

        A keyring that opened it gets the new key; where it does not take it, the passphrase is asked next time.
        """
        access = self._keyring.until(given_up)
        had_keyring = self._file.has(SlotKind.KEYRING)
        with _held(self._core.evidence_stays, given_up):  # a backup that is being made ends with the keys it began with
            gone = self._file.use_keys(prepared.keys)
        if had_keyring:
            with suppress(UserError, Cancelled):
                self._file.add_keyring(prepared.keys.master, access)
        self._file.clear_keyring(gone, access)

    def write_anew(self, job: Job[Written]) -> Written:
        """Write all evidence under the new keys. Stopping it loses nothing; the next round goes on from there.

        Raises `Cancelled`, ``disk-full``, ``no-permission``.
        """
        return self._rewrite(job.cancelled, job.progress)

    def _rewrite(self, cancelled: Callable[[], bool], progress: Callable[[int, int], None]) -> Written:
        with _held(self._turn, cancelled):
            return self._write_files(cancelled, progress) if self.writing else Written(0)

    def _write_files(self, cancelled: Callable[[], bool], progress: Callable[[int, int], None]) -> Written:
        vault, store = self._core.vault, self._core.store
        unreadable = 0
        names = list(vault.old_names())
        rows = {vault.old_name(row.sha256): row for row in store.blobs()}
        for number, name in enumerate(names):
            progress(number, len(names))
            if cancelled():
                raise Cancelled
            if not self._renewed(name, cancelled):
                # What no record names is not missed by anybody.
                unreadable += name in rows
        progress(len(names), len(names))
        if not unreadable:
            self._file.mark_ready()
        return Written(unreadable)

    def _renewed(self, name: str, cancelled: Callable[[], bool]) -> bool:
        """Write one file anew; False when it can't be read."""
        vault = self._core.vault
        with _held(self._core.evidence_stays, cancelled):
            try:
                stored = vault.renew(name, cancelled)
            except UserError as error:
                if error.code not in ("evidence-damaged", "evidence-out-of-reach"):
                    raise
                return False
            self._core.store.renew_blob(stored.sha256, stored.name, stored.salt)
            vault.drop_old(name)
        return True

    def go_on(self, job: Job[None]) -> None:
        """Go on where it was broken off, if it was; nobody looks at how far it is."""
        if self.writing:
            self._rewrite(job.cancelled, lambda at, of: None)

    def leave_unreadable(self) -> None:
        """Go on without the files that can't be read; they stay where they are, and only a backup brings them back."""
        if self.writing:
            self._file.mark_ready()


@contextmanager
def _held(lock: threading.RLock, cancelled: Callable[[], bool]) -> Generator[None]:
    """Hold a lock; raises Cancelled when nobody wants to wait for it any more."""
    while not lock.acquire(timeout=_LOOK_SECONDS):
        if cancelled():
            raise Cancelled
    try:
        yield
    finally:
        lock.release()
