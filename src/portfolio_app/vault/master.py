"""The opened keys of a portfolio: a master key, and under it the keys of database and vault.

While the keys are being renewed there are two generations: what was written under the elder one is read with it until
everything is written anew. The elder master lies in a box that the younger one opens, so one way in opens both.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag

from portfolio_app.domain.errors import UserError
from portfolio_app.vault.secrets_box import KEY_OCTETS, derive, forget, unwrap, wrap
from portfolio_app.vault.slots import decode, encode, mapping

_DATABASE: Final = "database"
_VAULT: Final = "vault"
_ELDER: Final = "elder master"


@dataclass(frozen=True)
class Box:
    """A key that another key locks."""

    nonce: bytes
    box: bytes

    def to_plain(self) -> dict[str, str]:
        """Return it as JSON takes it."""
        return {"nonce": encode(self.nonce), "box": encode(self.box)}

    @classmethod
    def from_plain(cls, plain: object) -> Box:
        """Read it from JSON; raises KeyError, TypeError or ValueError."""
        entries = mapping(plain)
        return cls(decode(entries["nonce"]), decode(entries["box"]))


Boxes = Mapping[str, Box]
"""The keys that hang under a master key, by what they are for."""


def plain_boxes(boxes: Boxes) -> dict[str, dict[str, str]]:
    """Return boxes as JSON takes them."""
    return {name: each.to_plain() for name, each in boxes.items()}


def read_boxes(plain: object) -> Boxes:
    """Read boxes from JSON; raises KeyError, TypeError or ValueError."""
    return {name: Box.from_plain(each) for name, each in mapping(plain).items()}


@dataclass(frozen=True)
class Elder:
    """The generation of keys that is being replaced. ``ready``: nothing but the database is written under it."""

    master: Box
    boxes: Boxes
    ready: bool = False

    def to_plain(self) -> dict[str, object]:
        """Return it as JSON takes it."""
        return {"master": self.master.to_plain(), "keys": plain_boxes(self.boxes), "ready": self.ready}

    @classmethod
    def from_plain(cls, plain: object) -> Elder:
        """Read it from JSON; raises KeyError, TypeError or ValueError."""
        entries = mapping(plain)
        return cls(Box.from_plain(entries["master"]), read_boxes(entries["keys"]), entries["ready"] is True)


class MasterKey:
    """The opened keys of one portfolio, and those of the generation before where that still counts.

    Call `forget` when it closes.
    """

    def __init__(
        self, master: bytearray, database: bytearray, vault: bytearray, elder: MasterKey | None = None
    ) -> None:
        self._master = master
        self._database = database
        self._vault = vault
        self.elder = elder
        self.database_waits = elder is not None
        """Whether the database is still written under the elder key."""

    @property
    def database_key(self) -> bytes:
        """Raw 256-bit key that the database is written under now."""
        if self.elder is not None and self.database_waits:
            return self.elder.database_key
        return self.new_database_key

    @property
    def new_database_key(self) -> bytes:
        """Raw 256-bit key of the database once it is written under these keys."""
        return bytes(self._database)

    @property
    def vault_key(self) -> bytes:
        """Key under which the files of evidence are encrypted."""
        return bytes(self._vault)

    @property
    def elder_vault_key(self) -> bytes | None:
        """Key of the files of evidence that are not written anew yet; None where all are."""
        return None if self.elder is None else self.elder.vault_key

    @property
    def counter_key(self) -> bytes:
        """Key that seals the counter of operations."""
        return derive(self._master, "leerlijn operation counter")

    @property
    def bundle_key(self) -> bytes:
        """Key that seals the manifest of bundles."""
        return derive(self._master, "leerlijn bundle")

    def raw(self) -> bytearray:
        """The master key itself, for a new slot; not to be copied."""
        return self._master

    def forget(self) -> None:
        """Overwrite the keys in memory; they are all zero afterwards."""
        for secret in (self._master, self._database, self._vault):
            forget(secret)
        if self.elder is not None:
            self.elder.forget()


def new_master(portfolio_id: str) -> tuple[MasterKey, Boxes]:
    """Make random keys, and the boxes that the master opens."""
    master, database, vault = (bytearray(secrets.token_bytes(KEY_OCTETS)) for _ in range(3))
    boxes = {
        name: Box(*wrap(master, key, _context(portfolio_id, name)))
        for name, key in ((_DATABASE, database), (_VAULT, vault))
    }
    return MasterKey(master, database, vault), boxes


def put_away(portfolio_id: str, old: MasterKey, boxes: Boxes, young: MasterKey) -> Elder:
    """Lock the keys that are being replaced with the younger master."""
    return Elder(Box(*wrap(young.raw(), old.raw(), _context(portfolio_id, _ELDER))), boxes)


def open_master(portfolio_id: str, master: bytearray, boxes: Boxes, elder: Elder | None) -> MasterKey:
    """Open what hangs under a master key. Raises UserError keyfile-damaged; the master is forgotten then."""
    try:
        older = None
        if elder is not None:
            raw = unwrap(master, elder.master.nonce, elder.master.box, _context(portfolio_id, _ELDER))
            older = MasterKey(raw, *_opened(portfolio_id, raw, elder.boxes))
        return MasterKey(master, *_opened(portfolio_id, master, boxes), older)
    except (InvalidTag, KeyError, ValueError) as error:
        forget(master)
        raise UserError("keyfile-damaged") from error


def _opened(portfolio_id: str, master: bytearray, boxes: Boxes) -> tuple[bytearray, bytearray]:
    database, vault = (
        unwrap(master, boxes[name].nonce, boxes[name].box, _context(portfolio_id, name)) for name in (_DATABASE, _VAULT)
    )
    return database, vault


def _context(portfolio_id: str, name: str) -> bytes:
    return f"leerlijn {name} key of {portfolio_id}".encode()
