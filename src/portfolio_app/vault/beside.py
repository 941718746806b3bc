"""Evidence that lies beside a document: a ZIP file in the clear, made for somebody else, written piece by piece.

Nothing is compressed (photos, films and office documents are already), and every octet follows from names and content:
the same evidence gives the same file. What is in it has the digests that the document names, or there is no file.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import container, disk

_BUFFER: Final = 1 << 20
STAGE: Final = "beside"
"""What progress is told is being done."""


@dataclass(frozen=True)
class Wanted:
    """A file to go in: its name there, octets and SHA-256 in hex, and what gives its content piece by piece."""

    name: str
    octets: int
    sha256: str
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Packed:
    """What was written: octets and SHA-256 of the file as a whole."""

    octets: int
    sha256: str


def pack(
    path: Path, files: Sequence[Wanted], progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]
) -> Packed:
    """Write the files into a new file at ``path``; safe on the disk when this returns, and gone when it raises.

    Progress is told in octets, each counted twice: written, and read back from the disk. Raises Cancelled, UserError
    evidence-changed (it is not what the document names), disk-full, no-permission, folder-missing, write-failed, and
    what reading the evidence raises.
    """
    told = _Teller(sum(file.octets for file in files) * 2, progress, cancelled)
    try:
        target = _new(path)
    except OSError as error:
        raise _expected(error) from error
    try:
        with target:
            members = [_add(target, file, told) for file in files]
            begins = target.tell()
            for entry in container.directory(members):
                target.write(entry)
            target.write(container.end(container.Ending(len(members), target.tell() - begins, begins)))
            target.flush()
            os.fsync(target.fileno())
            return _digest(target, told)
    except BaseException as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _expected(error) from error
        raise


class _Teller:
    """Counts octets, tells how far it is, and listens to the wish to stop."""

    def __init__(self, total: int, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]) -> None:
        self._done, self._total = 0, max(total, 1)
        self._progress, self._cancelled = progress, cancelled
        self._last = -1

    def add(self, octets: int) -> None:
        if self._cancelled():
            raise Cancelled
        self._done += octets
        part = min(self._done * 100 // self._total, 100)
        if part != self._last:
            self._last = part
            self._progress(part, 100, STAGE)


def _new(path: Path) -> BinaryIO:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b", _BUFFER)


def _add(target: BinaryIO, file: Wanted, told: _Teller) -> container.Member:
    """Write a member: its header follows from its content, so that comes last."""
    begins = target.tell()
    target.write(bytes(container.local_octets(file.name, file.octets)))
    digest, crc, octets = hashlib.sha256(), 0, 0
    for piece in file.pieces():
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        octets += len(piece)
        target.write(piece)
        told.add(len(piece))
    if (octets, digest.hexdigest()) != (file.octets, file.sha256):
        raise UserError("evidence-changed", sha256=file.sha256[:12])
    member = container.Member(file.name, octets, crc, file.sha256)
    ends = target.tell()
    target.seek(begins)
    target.write(container.local(member))
    target.seek(ends)
    return member


def _digest(file: BinaryIO, told: _Teller) -> Packed:
    file.seek(0)
    digest, octets = hashlib.sha256(), 0
    while piece := file.read(_BUFFER):
        digest.update(piece)
        octets += len(piece)
        told.add(len(piece))
    return Packed(octets, digest.hexdigest())


def _expected(error: OSError) -> UserError:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UserError("folder-missing")
    return disk.expected(error) or UserError("write-failed")
