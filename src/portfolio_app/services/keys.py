"""The ways in: passphrase, recovery code, keyring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.vault.keyring_slot import KeyringAccess, never
from portfolio_app.vault.keys import KeyFile, MasterKey
from portfolio_app.vault.slots import KdfCost, Slot, SlotKind


@dataclass(frozen=True)
class Ways:
    """Which ways in exist."""

    passphrase: bool
    recovery: bool
    keyring: bool
    recovery_made_on: date | None = None
    """The day that stands on the sheet with the recovery code, to tell the right sheet from an older one."""


@dataclass(frozen=True)
class PreparedCode:
    """A recovery code that is shown to its owner before it opens anything."""

    slot: Slot
    code: str = field(repr=False)


class Keys:
    """Changing the ways in. None of it touches a record or a file of evidence: only the wrapped master key."""

    def __init__(
        self, keyfile: KeyFile, master: MasterKey, cost: KdfCost, keyring: KeyringAccess, today: Callable[[], date]
    ) -> None:
        self._file = keyfile
        self._master = master
        self._cost = cost
        self._keyring = keyring
        self._today = today

    @property
    def computer(self) -> ComputerOwner:
        """Whose computer it is."""
        return self._file.computer

    def set_computer(self, computer: ComputerOwner, given_up: Callable[[], bool] = never) -> None:
        """Note whose computer it is; on a school's the keyring goes. Raises ``last-slot``. The keyring may hang."""
        self._file.set_computer(computer, self._keyring.until(given_up))

    def has_keyring(self) -> bool:
        """Whether this computer has a keyring that can be trusted. May take a second: not for the window's thread."""
        return self._keyring.available()

    def ways(self) -> Ways:
        """Which ways in exist."""
        has = self._file.has
        codes = [slot.made_on for slot in self._file.slots() if slot.kind is SlotKind.RECOVERY]
        made_on = codes[0] if codes else None
        return Ways(has(SlotKind.PASSPHRASE), has(SlotKind.RECOVERY), has(SlotKind.KEYRING), made_on)

    def protected(self) -> bool:
        """Whether a passphrase or a recovery code exists, so that a lost keyring loses nothing."""
        return self._file.safe_to_write

    def set_passphrase(self, text: str, old: str | None = None) -> None:
        """Set the passphrase, or put another in its place. Slow on purpose: not for the window's thread.

        Raises ``passphrase-too-short``, and ``wrong-passphrase`` when ``old`` is given and is not the present one.
        """
        if old is not None:
            self._file.unlock_with_passphrase(old).forget()
        self._file.add_passphrase(self._master, text, self._cost)

    def is_passphrase(self, text: str) -> bool:
        """Whether this is the passphrase, for unlocking a window that was locked. Slow on purpose."""
        try:
            self._file.unlock_with_passphrase(text).forget()
        except UserError:
            return False
        return True

    def for_bundle(self) -> bytes:
        """The key file as a backup carries it."""
        return self._file.for_bundle()

    def prepare_recovery_code(self) -> PreparedCode:
        """Make a recovery code that opens nothing yet; an earlier one goes on working until `use_recovery_code`."""
        return PreparedCode(*self._file.prepare_recovery(self._master, self._today()))

    def use_recovery_code(self, prepared: PreparedCode) -> None:
        """From now on this code opens the portfolio, and an earlier one nothing."""
        self._file.use_recovery(prepared.slot)

    def renew_recovery_code(self) -> str:
        """Make a recovery code; an earlier one opens nothing from now on. It is shown once and kept nowhere."""
        return self._file.add_recovery(self._master, self._today())

    def use_keyring(self, given_up: Callable[[], bool] = never) -> None:
        """Let this computer open the portfolio by itself. The keyring may ask something and wait for the answer, so
        not for the window's thread; ``given_up`` ends the waiting.

        Raises `Cancelled`, ``keyring-missing``, ``keyring-locked``, ``keyring-not-on-school-computer``.
        """
        self._file.add_keyring(self._master, self._keyring.until(given_up))

    def drop_keyring(self, given_up: Callable[[], bool] = never) -> None:
        """Ask for the passphrase from now on. Raises ``last-slot`` where nothing else would open it."""
        self._file.remove(SlotKind.KEYRING, self._keyring.until(given_up))
