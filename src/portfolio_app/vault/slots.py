"""Slots: each holds the master key, locked with something the owner has or knows."""

from __future__ import annotations

import base64
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, cast

from cryptography.exceptions import InvalidTag

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import recovery
from portfolio_app.vault.secrets_box import KEY_OCTETS, NONCE_OCTETS, Secret, derive, unwrap, wrap

SHORTEST_PASSPHRASE: Final = 8
_SALT_OCTETS: Final = 16
# A key file from elsewhere may ask for any amount of work; more than this is no slot of ours.
_MOST_MEMORY_KIB: Final = 1 << 20
_MOST_WORK_KIB: Final = 4 * _MOST_MEMORY_KIB
_MOST_LANES: Final = 64


class SlotKind(Enum):
    """What unlocks a slot."""

    KEYRING = "keyring"
    PASSPHRASE = "passphrase"
    RECOVERY = "recovery"


@dataclass(frozen=True)
class KdfCost:
    """Work that one guess of the passphrase costs (Argon2id): memory in KiB, passes over it, lanes."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True)
class Slot:
    """One way in: its kind, the parameters its lock depends on, and the master key in a box."""

    kind: SlotKind
    parameters: Mapping[str, str | int]
    nonce: bytes
    box: bytes

    @property
    def made_on(self) -> date | None:
        """The day on which it was made, where that was noted."""
        try:
            return date.fromisoformat(str(self.parameters.get("made_on")))
        except ValueError:
            return None

    def to_plain(self) -> dict[str, object]:
        """Return it as JSON takes it."""
        return {
            "kind": self.kind.value,
            "parameters": dict(self.parameters),
            "nonce": encode(self.nonce),
            "box": encode(self.box),
        }

    @classmethod
    def from_plain(cls, plain: object) -> Slot:
        """Read it from JSON; raises ValueError, KeyError or TypeError when it is no slot."""
        entries = mapping(plain)
        parameters = mapping(entries["parameters"])
        if not all(type(value) in (str, int) for value in parameters.values()):
            raise TypeError("parameters are texts and whole numbers")
        nonce, box = decode(entries["nonce"]), decode(entries["box"])
        if len(nonce) != NONCE_OCTETS:
            raise ValueError("nonce of another length")
        return cls(SlotKind(entries["kind"]), cast("dict[str, str | int]", parameters), nonce, box)


def encode(data: bytes) -> str:
    """Write bytes as text."""
    return base64.b64encode(data).decode("ascii")


def decode(text: object) -> bytes:
    """Read bytes from text; raises ValueError or TypeError."""
    if not isinstance(text, str):
        raise TypeError("no text")
    return base64.b64decode(text, validate=True)


def mapping(value: object) -> dict[str, object]:
    """Return a JSON object as such; raises TypeError."""
    if not isinstance(value, dict):
        raise TypeError("no object")
    return cast("dict[str, object]", value)


def _context(portfolio_id: str, kind: SlotKind, parameters: Mapping[str, str | int]) -> bytes:
    listed = [portfolio_id, kind.value, dict(parameters)]
    return json.dumps(listed, sort_keys=True, separators=(",", ":")).encode()


def lock(portfolio_id: str, kind: SlotKind, parameters: Mapping[str, str | int], key: Secret, master: Secret) -> Slot:
    """Put the master key in a slot; parameters and portfolio are bound to it."""
    nonce, box = wrap(key, master, _context(portfolio_id, kind, parameters))
    return Slot(kind, parameters, nonce, box)


def unlock(portfolio_id: str, slot: Slot, key: Secret) -> bytearray | None:
    """Return the master key, or None when the key or anything bound to it differs."""
    try:
        return unwrap(key, slot.nonce, slot.box, _context(portfolio_id, slot.kind, slot.parameters))
    except InvalidTag:
        return None


# -- passphrase ---------------------------------------------------------------------------------------------------


def _normalised(text: str) -> str:
    # The same letters are typed as one sign or as two (é), depending on the keyboard and the system.
    return unicodedata.normalize("NFKC", text)


def check_passphrase(text: str) -> None:
    """Raise UserError passphrase-too-short below eight characters; spaces at the ends don't count."""
    if len(_normalised(text).strip()) < SHORTEST_PASSPHRASE:
        raise UserError("passphrase-too-short", least=SHORTEST_PASSPHRASE)


def _argon2id(text: str, parameters: Mapping[str, str | int]) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    memory, passes, lanes = (parameters.get(name) for name in ("memory_kib", "passes", "lanes"))
    if not (isinstance(memory, int) and isinstance(passes, int) and isinstance(lanes, int)):
        raise UserError("keyfile-damaged")
    bearable = memory <= _MOST_MEMORY_KIB and memory * passes <= _MOST_WORK_KIB
    if not (bearable and passes >= 1 and 1 <= lanes <= _MOST_LANES and memory >= 8 * lanes):
        raise UserError("keyfile-damaged")
    try:
        salt = decode(parameters.get("salt"))
        kdf = Argon2id(salt=salt, length=KEY_OCTETS, iterations=passes, lanes=lanes, memory_cost=memory)
        return kdf.derive(_normalised(text).encode())
    except (TypeError, ValueError) as error:
        raise UserError("keyfile-damaged") from error
    except MemoryError as error:
        raise UserError("memory-short", mebibytes=memory // 1024) from error


def lock_with_passphrase(portfolio_id: str, text: str, master: Secret, cost: KdfCost) -> Slot:
    """Make a passphrase slot; raises UserError passphrase-too-short."""
    check_passphrase(text)
    parameters: dict[str, str | int] = {
        "kdf": "argon2id",
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
        "salt": encode(secrets.token_bytes(_SALT_OCTETS)),
    }
    return lock(portfolio_id, SlotKind.PASSPHRASE, parameters, _argon2id(text, parameters), master)


def unlock_with_passphrase(portfolio_id: str, slot: Slot, text: str) -> bytearray | None:
    """Return the master key, or None when the passphrase is another."""
    return unlock(portfolio_id, slot, _argon2id(text, slot.parameters))


# -- recovery code ------------------------------------------------------------------------------------------------


def _recovery_key(secret: bytes, parameters: Mapping[str, str | int]) -> bytes:
    # 128 random bits need no slow derivation.
    try:
        return derive(secret, "leerlijn recovery code", decode(parameters.get("salt")))
    except (TypeError, ValueError) as error:
        raise UserError("keyfile-damaged") from error


def lock_with_recovery(portfolio_id: str, master: Secret, made_on: date | None = None) -> tuple[Slot, str]:
    """Make a recovery slot and the code to print; the code is kept nowhere. ``made_on`` stands on the printed sheet."""
    secret = recovery.new_secret()
    parameters: dict[str, str | int] = {"kdf": "hkdf-sha256", "salt": encode(secrets.token_bytes(_SALT_OCTETS))}
    if made_on is not None:
        parameters["made_on"] = made_on.isoformat()
    slot = lock(portfolio_id, SlotKind.RECOVERY, parameters, _recovery_key(secret, parameters), master)
    return slot, recovery.write_code(secret)


def unlock_with_recovery(portfolio_id: str, slot: Slot, code: str) -> bytearray | None:
    """Return the master key, or None when the code is another; UserError wrong-recovery-code for a typing error."""
    return unlock(portfolio_id, slot, _recovery_key(recovery.read_code(code), slot.parameters))
