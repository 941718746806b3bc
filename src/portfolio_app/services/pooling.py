"""The pool beside the snapshots: every encrypted file of evidence once, under the digest of its octets."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from portfolio_app.domain.errors import UserError
from portfolio_app.services.evidence import stored_of
from portfolio_app.store.values import BlobRow
from portfolio_app.vault import stream
from portfolio_app.vault.blobs import Vault
from portfolio_app.vault.bundle import Manifest, Member, pool_path, vault_member
from portfolio_app.vault.disk import make_folder, open_ordinary, replace, sync_folder

_OWN: Final = re.compile(r"[0-9a-f]{64}|tmp\w+\.(part|link)")


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
        self._put(self._vault.path(stored_of(row)), member)
        return member, copy.sound

    def _is_there(self, member: Member, row: BlobRow) -> bool:
        """Whether the pool holds this very file: its size, and the salt that no other file has."""
        try:
            with open_ordinary(pool_path(self.folder, member)) as file:
                head = file.read(stream.HEADER_OCTETS)
                return head == stream.header(bytes.fromhex(row.salt)) and file.seek(0, 2) == member.octets
        except OSError:
            return False

    def _put(self, source: Path, member: Member) -> None:
        """Link where the disk allows it, which takes no room; else copy."""
        target = pool_path(self.folder, member)
        if _holds(target, member):
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
            # Only what was put here: should somebody make this a link to another folder, nothing there is touched.
            if path.is_file() and path.name not in staying and _OWN.fullmatch(path.name):
                path.unlink(missing_ok=True)
                gone += 1
        return gone


def _holds(path: Path, member: Member) -> bool:
    """Whether this very file lies there: one of the same size only may be damaged."""
    digest = hashlib.sha256()
    try:
        with open_ordinary(path) as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
    except OSError:
        return False
    return digest.hexdigest() == member.sha256


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
