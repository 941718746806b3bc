"""The key file: what opens a portfolio, in two copies, and the keys that hang under it.

A random master key is locked in slots (keyring, passphrase, recovery code). Under the master lie a random database
key and a random vault key, so that a slot comes or goes without touching the data.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final, cast

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.vault import slots
from portfolio_app.vault.disk import clear_unfinished, disk_trouble, make_folder, read_small, write_whole
from portfolio_app.vault.keyring_slot import KeyringAccess, service_name
from portfolio_app.vault.master import (
    Boxes,
    Elder,
    MasterKey,
    new_master,
    open_master,
    plain_boxes,
    put_away,
    read_boxes,
)
from portfolio_app.vault.secrets_box import KEY_OCTETS
from portfolio_app.vault.slots import KdfCost, Slot, SlotKind, decode, encode, mapping

FORMAT: Final = 1
FORMAT_WITH_ELDER: Final = 2
__all__ = ["KeyFile", "MasterKey", "NewKeys", "new_keys", "second_copy"]
_MOST_OCTETS: Final = 1 << 20
_MOST_SLOTS: Final = 64
_UNREADABLE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class NewKeys:
    """A generation of keys that opens nothing before `KeyFile.use_keys`; ``code`` is its recovery code."""

    master: MasterKey
    boxes: Boxes
    slots: tuple[Slot, ...]
    elder: Elder
    code: str


@dataclass
class KeyFile:
    """What stands in ``keys.json``. Changes are written at once; one that can't be written did not happen."""

    path: Path
    portfolio_id: str
    computer: ComputerOwner
    created_at: datetime
    boxes: Boxes
    cipher_salt: bytes | None = None
    listed: tuple[Slot, ...] = ()
    revision: int = 0
    elder: Elder | None = None
    """The keys from before, while what was written under them is being written anew."""

    # -- making, reading, writing -----------------------------------------------------------------------------

    @classmethod
    def create(
        cls, path: Path, portfolio_id: str, *, computer: ComputerOwner, now: datetime
    ) -> tuple[KeyFile, MasterKey]:
        """Make new keys. The file is written with the first slot: keys without a slot could never be opened."""
        if path.exists() or second_copy(path).exists():
            raise UserError("keyfile-exists")
        master, boxes = new_master(portfolio_id)
        return cls(path, portfolio_id, computer, now, boxes), master

    @classmethod
    def read(cls, path: Path) -> KeyFile:
        """Read the newer of the two copies; nothing is written, because nobody knows yet whether it opens anything.

        Raises UserError keyfile-missing, keyfile-damaged, keyfile-newer, keyfile-mixed, no-permission.
        """
        found = [_read_copy(copy, path) for copy in (path, second_copy(path))]
        sound = [each for each in found if isinstance(each, KeyFile)]
        if not sound:
            for told, code in (("newer", "keyfile-newer"), ("forbidden", "no-permission")):
                if told in found:
                    raise UserError(code)
            raise UserError("keyfile-missing" if all(each == "missing" for each in found) else "keyfile-damaged")
        if len({each.portfolio_id for each in sound}) > 1:
            raise UserError("keyfile-mixed")
        return max(sound, key=lambda each: each.revision)

    def repair(self) -> bool:
        """Write a copy again that is damaged, missing or older than this one; whether there was one.

        Only for keys that opened the database, under the writer's lock: whatever else lies in the folder may be the
        only copy that does.
        """
        repaired = False
        for copy in (self.path, second_copy(self.path)):
            found = _read_copy(copy, self.path)
            # A copy of a newer format, or one we may not even read, is not ours to overwrite.
            if found != self and found not in ("newer", "forbidden"):
                with suppress(UserError, OSError):
                    write_whole(copy, self._to_bytes())
                    repaired = True
        return repaired

    def _become(self, young: KeyFile) -> None:
        """Write ``young`` and only then be it, so that no way in comes or goes that was told to have failed.

        One copy is enough: `repair` makes the other. Raises UserError disk-full and no-permission.
        """
        young.revision = self.revision + 1
        data = young._to_bytes()
        other = second_copy(self.path)
        with disk_trouble():
            make_folder(self.path.parent)
        write_whole(self.path, data)
        self.computer, self.cipher_salt = young.computer, young.cipher_salt
        self.listed, self.revision = young.listed, young.revision
        self.boxes, self.elder = young.boxes, young.elder
        with suppress(UserError, OSError):
            write_whole(other, data)
        for copy in (self.path, other):
            # What a killed program left would keep a slot that was taken away since.
            clear_unfinished(copy)

    def remember_salt(self, salt: bytes) -> None:
        """Keep a copy of the database's first 16 octets: without its salt a damaged file can't be salvaged."""
        if salt != self.cipher_salt:
            self._become(replace(self, cipher_salt=salt))

    def _to_bytes(self) -> bytes:
        plain: dict[str, object] = {
            # A version that knows nothing of two generations must not open it with half of the keys.
            "format": FORMAT if self.elder is None else FORMAT_WITH_ELDER,
            "revision": self.revision,
            "id": self.portfolio_id,
            "computer": self.computer.value,
            "created_at": self.created_at.isoformat(),
            "cipher_salt": None if self.cipher_salt is None else encode(self.cipher_salt),
            "keys": plain_boxes(self.boxes),
            "slots": [slot.to_plain() for slot in self.listed],
        }
        if self.elder is not None:
            plain["elder"] = self.elder.to_plain()
        return json.dumps({**plain, "checksum": _checksum(plain)}, indent=1, sort_keys=True).encode() + b"\n"

    # -- slots ------------------------------------------------------------------------------------------------

    def slots(self) -> tuple[Slot, ...]:
        """Return the ways in."""
        return self.listed

    def has(self, kind: SlotKind) -> bool:
        """Whether there is a way in of this kind."""
        return any(slot.kind is kind for slot in self.listed)

    @property
    def safe_to_write(self) -> bool:
        """Whether something other than the keyring opens it: people lose keyrings."""
        return self.has(SlotKind.PASSPHRASE) or self.has(SlotKind.RECOVERY)

    def add_passphrase(self, keys: MasterKey, text: str, cost: KdfCost | None = None) -> None:
        """Set the passphrase; an earlier one stops working. Raises UserError passphrase-too-short."""
        slot = slots.lock_with_passphrase(self.portfolio_id, text, keys.raw(), cost or KdfCost())
        self._put_slot(slot)

    def add_recovery(self, keys: MasterKey, made_on: date | None = None) -> str:
        """Make a recovery code and return it to be printed; an earlier one stops working."""
        slot, code = slots.lock_with_recovery(self.portfolio_id, keys.raw(), made_on)
        self._put_slot(slot)
        return code

    def prepare_recovery(self, keys: MasterKey, made_on: date | None = None) -> tuple[Slot, str]:
        """Make a recovery code and its slot, which opens nothing before `use_recovery`."""
        return slots.lock_with_recovery(self.portfolio_id, keys.raw(), made_on)

    def use_recovery(self, slot: Slot) -> None:
        """Take a prepared recovery slot in; an earlier code stops working."""
        self._put_slot(slot)

    def add_keyring(self, keys: MasterKey, access: KeyringAccess | None = None) -> None:
        """Let this computer's keyring open the portfolio.

        Slots of other computers stay. Raises UserError keyring-not-on-school-computer, keyring-missing,
        keyring-locked.
        """
        if self.computer is ComputerOwner.SCHOOL:
            raise UserError("keyring-not-on-school-computer")
        access = access or KeyringAccess()
        here = self._keyring_slots_here(access)
        service, account = service_name(self.portfolio_id), secrets.token_hex(8)
        key = secrets.token_bytes(KEY_OCTETS)
        access.write(service, account, encode(key))
        parameters: dict[str, str | int] = {"service": service, "account": account}
        slot = slots.lock(self.portfolio_id, SlotKind.KEYRING, parameters, key, keys.raw())
        try:
            self._become(replace(self, listed=(*(each for each in self.listed if each not in here), slot)))
        except BaseException:
            with suppress(UserError, Cancelled):
                access.delete(service, account)
            raise
        for each in here:
            with suppress(UserError, Cancelled):
                access.delete(service, str(each.parameters["account"]))

    def remove(self, kind: SlotKind, access: KeyringAccess | None = None) -> None:
        """Take a way in away. Raises UserError last-slot when nothing but the keyring, or nothing, would be left."""
        self._remove(kind, self.computer, access)

    def set_computer(self, computer: ComputerOwner, access: KeyringAccess | None = None) -> None:
        """Note whose computer this is; on a school's computer the keyring slots go."""
        if computer is ComputerOwner.SCHOOL and self.has(SlotKind.KEYRING):
            self._remove(SlotKind.KEYRING, computer, access)
        else:
            self._become(replace(self, computer=computer))

    def _remove(self, kind: SlotKind, computer: ComputerOwner, access: KeyringAccess | None) -> None:
        left = tuple(slot for slot in self.listed if slot.kind is not kind)
        if not any(slot.kind in (SlotKind.PASSPHRASE, SlotKind.RECOVERY) for slot in left):
            raise UserError("last-slot")
        gone = [slot for slot in self.listed if slot.kind is kind]
        self._become(replace(self, listed=left, computer=computer))
        for slot in gone if kind is SlotKind.KEYRING else ():
            # The slot is gone from the file, so an item that stays behind in a locked keyring opens nothing.
            with suppress(UserError, Cancelled):
                (access or KeyringAccess()).delete(*_item(slot))

    def for_bundle(self) -> bytes:
        """Return the file as a backup carries it: without keyring slots, which open nothing elsewhere."""
        return replace(self, listed=tuple(s for s in self.listed if s.kind is not SlotKind.KEYRING))._to_bytes()

    def _put_slot(self, slot: Slot) -> None:
        self._become(replace(self, listed=(*(each for each in self.listed if each.kind is not slot.kind), slot)))

    def _keyring_slots_here(self, access: KeyringAccess) -> list[Slot]:
        ours = [slot for slot in self.listed if slot.kind is SlotKind.KEYRING]
        return [slot for slot in ours if access.read(*_item(slot)) is not None]

    # -- unlocking --------------------------------------------------------------------------------------------

    def unlock_with_passphrase(self, text: str) -> MasterKey:
        """Open with the passphrase; raises UserError wrong-passphrase, memory-short, keyfile-damaged.

        This takes about a second on purpose: call it off the window's thread.
        """
        return self._first(
            SlotKind.PASSPHRASE,
            lambda slot: slots.unlock_with_passphrase(self.portfolio_id, slot, text),
            "wrong-passphrase",
        )

    def unlock_with_recovery(self, code: str) -> MasterKey:
        """Open with the printed code; raises UserError wrong-recovery-code."""
        return self._first(
            SlotKind.RECOVERY,
            lambda slot: slots.unlock_with_recovery(self.portfolio_id, slot, code),
            "wrong-recovery-code",
        )

    def unlock_with_keyring(self, access: KeyringAccess | None = None) -> MasterKey:
        """Open with this computer's keyring; raises UserError keyring-missing, keyring-locked, keyring-lost."""
        reached = access or KeyringAccess()

        def attempt(slot: Slot) -> bytearray | None:
            text = reached.read(*_item(slot))
            try:
                key = decode(text)
            except (TypeError, ValueError):
                return None
            return slots.unlock(self.portfolio_id, slot, key) if len(key) == KEY_OCTETS else None

        return self._first(SlotKind.KEYRING, attempt, "keyring-lost")

    def unlock_with_master(self, master: bytes) -> MasterKey:
        """Open with the raw master key (benchmarks and tests); raises UserError keyfile-damaged."""
        return self._open(bytearray(master))

    def _first(self, kind: SlotKind, attempt: Callable[[Slot], bytearray | None], otherwise: str) -> MasterKey:
        for slot in self.listed:
            if slot.kind is kind and (master := attempt(slot)) is not None:
                return self._open(master)
        raise UserError(otherwise)

    def _open(self, master: bytearray) -> MasterKey:
        return open_master(self.portfolio_id, master, self.boxes, self.elder)

    # -- another generation of keys ---------------------------------------------------------------------------

    def prepare_keys(self, old: MasterKey, passphrase: str, cost: KdfCost, made_on: date) -> NewKeys:
        """Make new keys that the passphrase opens, and a new recovery code; nothing is changed yet."""
        master, boxes = new_master(self.portfolio_id)
        known = slots.lock_with_passphrase(self.portfolio_id, passphrase, master.raw(), cost)
        printed, code = slots.lock_with_recovery(self.portfolio_id, master.raw(), made_on)
        elder = put_away(self.portfolio_id, old, self.boxes, master)
        return NewKeys(master, boxes, (known, printed), elder, code)

    def use_keys(self, young: NewKeys) -> tuple[Slot, ...]:
        """Take the new generation in, in one step; the old one is kept beside it. Returns the slots that are gone."""
        gone = self.listed
        self._become(replace(self, boxes=young.boxes, listed=young.slots, elder=young.elder))
        return gone

    def clear_keyring(self, gone: tuple[Slot, ...], access: KeyringAccess) -> None:
        """Take what slots that are gone had in the keyring out of it; what stays there opens nothing."""
        for slot in gone:
            if slot.kind is SlotKind.KEYRING:
                with suppress(UserError, Cancelled):
                    access.delete(*_item(slot))

    def mark_ready(self) -> None:
        """Note that nothing but the database is written under the old keys."""
        if self.elder is not None:
            self._become(replace(self, elder=replace(self.elder, ready=True)))

    def forget_elder(self) -> None:
        """Let the old keys go: nothing is written under them any more."""
        self._become(replace(self, elder=None))
        self.write_both()

    def write_both(self) -> None:
        """Make sure that both copies are as this one. Raises UserError disk-full and no-permission."""
        for copy in (self.path, second_copy(self.path)):
            if _read_copy(copy, self.path) != self:
                write_whole(copy, self._to_bytes())


def new_keys(path: Path, portfolio_id: str, *, computer: ComputerOwner, now: datetime) -> tuple[KeyFile, MasterKey]:
    """Make the keys of a new portfolio; see `KeyFile.create`."""
    return KeyFile.create(path, portfolio_id, computer=computer, now=now)


def second_copy(path: Path) -> Path:
    """Return where the other copy of the key file lies."""
    return path.with_name(f"{path.stem}-copy{path.suffix}")


def _item(slot: Slot) -> tuple[str, str]:
    return str(slot.parameters.get("service", "")), str(slot.parameters.get("account", ""))


def _checksum(plain: dict[str, object]) -> str:
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _read_copy(copy: Path, path: Path) -> KeyFile | str:
    """Return what stands in one copy, or why not: missing, forbidden, damaged or newer."""
    try:
        data = read_small(copy, _MOST_OCTETS)
    except FileNotFoundError:
        return "missing"
    except PermissionError:
        return "forbidden"
    except OSError:
        # A bad sector, or a folder or pipe in its place: the other copy decides.
        return "damaged"
    try:
        plain = mapping(json.loads(data))
        if plain.pop("checksum") != _checksum(plain):
            return "damaged"
        version = plain["format"]
        if isinstance(version, int) and version > FORMAT_WITH_ELDER:
            return "newer"
        return _from_plain(plain, path)
    except _UNREADABLE:
        return "damaged"


def _from_plain(plain: dict[str, object], path: Path) -> KeyFile:
    revision, listed, salt, elder = plain["revision"], plain["slots"], plain["cipher_salt"], plain.get("elder")
    if not isinstance(revision, int) or not isinstance(listed, list):
        raise TypeError("not a key file")
    ways = tuple(Slot.from_plain(slot) for slot in cast("list[object]", listed))
    _check_ways(ways, str(plain["id"]))
    return KeyFile(
        path=path,
        portfolio_id=str(plain["id"]),
        computer=ComputerOwner(plain["computer"]),
        created_at=datetime.fromisoformat(str(plain["created_at"])),
        boxes=read_boxes(plain["keys"]),
        cipher_salt=None if salt is None else decode(salt),
        listed=ways,
        revision=revision,
        elder=None if elder is None else Elder.from_plain(elder),
    )


def _check_ways(ways: tuple[Slot, ...], portfolio_id: str) -> None:
    """Raise ValueError for ways in that no program of ours wrote.

    Each passphrase that is tried costs a second, so a thousand would never end; and an item of another program in the
    keyring is neither to be read nor, when the slot goes, removed.
    """
    kinds = [slot.kind for slot in ways]
    if len(ways) > _MOST_SLOTS or any(kinds.count(kind) > 1 for kind in (SlotKind.PASSPHRASE, SlotKind.RECOVERY)):
        raise ValueError("too many ways in")
    own = service_name(portfolio_id)
    if any(slot.kind is SlotKind.KEYRING and slot.parameters.get("service") != own for slot in ways):
        raise ValueError("a way in that leads to another program's secret")
