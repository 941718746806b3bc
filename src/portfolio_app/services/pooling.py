"""The pool beside the snapshots: every encrypted file of evidence once, under the digest of its octets."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from portfolio_app.domain.errors import UserError
from portfolio_app.services.evidence import stored_of
from portfolio_app.store.values import BlobRow
from portfolio_app.vault import stream
from portfolio_app.vault.blobs import Vault
from portfolio_app.vault.bundle import Manifest, Member, pool_path, vault_member
from portfolio_app.vault.disk import make_folder, replace, sync_folder


class Pool:
    """A file is read whole, checked and hashed when it comes in; from then on it is known by earlier snapshots."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self.folder = folder
        self._vault = vault
        self._known: dict[str, Member] = {}

    def remember(self, manifests: Iterable[Manifest] | None) -> None:
        """Take over from earlier snapshots which file has which sums; damaged ones are looked at again."""
        for manifest in manifests or ():
            for member in manifest.pooled:
                if member.name.rpartition("/")[2] not in manifest.damaged:
                    self._known.setdefault(member.name, member)

    def take(self, row: BlobRow, step: Callable[[int], None]) -> tuple[Member, bool]:
        """Have a file of the vault in the pool; its member, and whether it is sound.

        Raises UserError evidence-lost and evidence-out-of-reach, and OSError of the pool's disk.
        """
        name = vault_member(row.name)
        known = self._known.get(name)
        if known is not None and self._is_there(known, row):
            step(known.octets)
            return known, True
        with self._vault.sealed(stored_of(row)) as (copy, octets):
            digest, crc = hashlib.sha256(), 0
            try:
                for piece in copy:
                    digest.update(piece)
                    crc = zlib.crc32(piece, crc)
                    step(len(piece))
            except OSError as error:
                raise UserError("evidence-out-of-reach") from error
        member = Member(name, octets, crc, digest.hexdigest())
        self._put(self._vault.path(stored_of(row)), pool_path(self.folder, member))
        return member, copy.sound

    def _is_there(self, member: Member, row: BlobRow) -> bool:
        """Whether the pool holds this very file: its size, and the salt that no other file has."""
        try:
            with pool_path(self.folder, member).open("rb") as file:
                head = file.read(stream.HEADER_OCTETS)
                return head == stream.header(bytes.fromhex(row.salt)) and file.seek(0, 2) == member.octets
        except OSError:
            return False

    def _put(self, source: Path, target: Path) -> None:
        """Link where the disk allows it, which takes no room; else copy."""
        if target.exists() and target.stat().st_size == source.stat().st_size:
            return
        make_folder(target.parent)
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
        young = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                linked = _linked(source, young)
                if not linked:
                    with source.open("rb") as original:
                        while piece := original.read(1 << 20):
                            file.write(piece)
                    file.flush()
                    os.fsync(file.fileno())
            replace(young, target)
            sync_folder(target.parent)
        finally:
            with suppress(OSError):
                young.unlink(missing_ok=True)

    def sweep(self, named: Iterable[str]) -> int:
        """Remove what no snapshot names; ``named`` are digests. Returns how many files went."""
        staying, gone = set(named), 0
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.name not in staying:
                path.unlink(missing_ok=True)
                gone += 1
        return gone


def _linked(source: Path, young: Path) -> bool:
    """Put a link to ``source`` in the place of the file ``young``; False where there are no links."""
    beside = young.with_suffix(".link")
    try:
        os.link(source, beside)
        os.replace(beside, young)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        return False
    return True
