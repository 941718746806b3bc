"""A bundle: a whole portfolio in one file, for backup, transfer and archive. Everything in it is encrypted already.

A ZIP without compression (see `container`) with the database, the key file without keyring slots, the counter, the
owner's sets, the vault's files, and last ``manifest.json``: the size and sums of every member, sealed under a key of
the portfolio. A snapshot on this disk is the same file without the vault's files: those lie in a pool beside it, and
its manifest names them as ``pooled``.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, cast

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import container
from portfolio_app.vault.container import Ending, Member
from portfolio_app.vault.disk import open_ordinary
from portfolio_app.vault.slots import mapping

__all__ = ["Bundle", "Manifest", "Member", "Writer", "is_safe_name"]

FORMAT: Final = 1
SUFFIX: Final = ".leerlijn"
DATABASE: Final = "portfolio.db"
KEYS: Final = "keys.json"
COUNTER: Final = "counter"
VAULT: Final = "vault/files/"
SETS: Final = "sets/"
MANIFEST: Final = "manifest.json"
PIECE: Final = 1 << 20
_MOST_MANIFEST: Final = 1 << 27
_MOST_DIRECTORY: Final = 1 << 28
_MOST_NAME: Final = 300
_MOST_PART_OCTETS: Final = 255
_VAULT_FILE: Final = re.compile(r"vault/files/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{60}")
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|\ud800-\udfff]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_UNREADABLE: Final = (ValueError, KeyError, TypeError, RecursionError, OverflowError)
# Before the seal can be checked anybody may have written it. Lists of nothing take far more memory than room, so what
# names fewer octets for each of its values than the shortest member does is not read at all.
_LEAST_OCTETS_OF_VALUE: Final = 12
_FEW_VALUES: Final = 64
_MOST_TEXT: Final = 100

Progress = Callable[[int, int], None]
"""Called with octets done and octets in all."""


@dataclass(frozen=True)
class Manifest:
    """What a bundle says of itself. ``reason`` is a code: why it was made; ``device`` is the replica that made it.

    ``damaged`` are names of vault files that were damaged when it was made (they are in it as they were),
    ``missing`` of those that were not there at all: such a bundle is not whole and doesn't claim to be.
    """

    portfolio_id: str
    made_at: datetime
    operations: int
    reason: str
    members: tuple[Member, ...] = ()
    pooled: tuple[Member, ...] = ()
    damaged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    device: str = ""

    @property
    def whole(self) -> bool:
        """Whether every piece of evidence was sound when it was made."""
        return not self.damaged and not self.missing

    @property
    def octets(self) -> int:
        """Octets of everything that it holds or names."""
        return sum(member.octets for member in (*self.members, *self.pooled))

    def to_bytes(self, seal_key: bytes) -> bytes:
        """Write it down and seal it."""
        body = json.dumps(
            {
                "format": FORMAT,
                "id": self.portfolio_id,
                "made_at": self.made_at.isoformat(),
                "operations": self.operations,
                "reason": self.reason,
                "device": self.device,
                "members": [[each.name, each.octets, each.crc, each.sha256] for each in self.members],
                "pooled": [[each.name, each.octets, each.crc, each.sha256] for each in self.pooled],
                "damaged": list(self.damaged),
                "missing": list(self.missing),
            },
            sort_keys=True,
            separators=(",", ":"),
        )
        return _outer(body, hmac.new(seal_key, body.encode(), "sha256").hexdigest())


def _outer(body: str, seal: str) -> bytes:
    return json.dumps({"body": body, "seal": seal}, sort_keys=True, indent=1).encode() + b"\n"


def is_safe_name(name: str) -> bool:
    """Whether a member of this name may be put in a portfolio's folder: one of the known places, on every system."""
    if name in (DATABASE, KEYS, COUNTER) or _VAULT_FILE.fullmatch(name):
        return True
    parts = name.split("/")
    return (
        name.startswith(SETS)
        and len(name) <= _MOST_NAME
        and all(part not in ("", ".", "..") and part == part.strip(" .") for part in parts)
        and not any(_FORBIDDEN.search(part) or _DEVICES.fullmatch(part) for part in parts)
        and all(len(part.encode()) <= _MOST_PART_OCTETS for part in parts)
    )


def vault_member(name: str) -> str:
    """Name in a bundle of the vault file with this name."""
    return f"{VAULT}{name[:2]}/{name[2:4]}/{name}"


class Writer:
    """Writes the members one after the other into an open file, and the manifest behind them."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._members: list[Member] = []

    def add(self, name: str, pieces: Iterable[bytes], octets: int) -> Member:
        """Write one member of ``octets`` octets; what was written of it is taken back when the pieces raise.

        Raises UserError evidence-vanished when it turns out longer or shorter.
        """
        if not is_safe_name(name):
            raise ValueError("no name for a bundle")
        start = self._file.tell()
        digest, crc, done = hashlib.sha256(), 0, 0
        try:
            self._file.write(container.local(Member(name, octets, 0, "")))
            for piece in pieces:
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
                done += len(piece)
                self._file.write(piece)
            if done != octets:
                raise UserError("evidence-vanished")
            member = Member(name, octets, crc, digest.hexdigest())
            until = self._file.tell()
            self._file.seek(start)
            self._file.write(container.local(member))
            self._file.seek(until)
        except BaseException:
            self._file.seek(start)
            self._file.truncate()
            raise
        self._members.append(member)
        return member

    @property
    def members(self) -> tuple[Member, ...]:
        """What was added so far."""
        return tuple(self._members)

    def finish(self, manifest: Manifest, seal_key: bytes) -> None:
        """Write the manifest, which names the members, and the directory."""
        data = manifest.to_bytes(seal_key)
        member = _manifest_member(data)
        self._file.write(container.local(member))
        self._file.write(data)
        for piece in _directory_and_end((*self._members, member)):
            self._file.write(piece)


def _manifest_member(data: bytes) -> Member:
    return Member(MANIFEST, len(data), zlib.crc32(data), hashlib.sha256(data).hexdigest())


def _directory_and_end(members: Sequence[Member]) -> Iterator[bytes]:
    size = 0
    for listed in container.directory(members):
        size += len(listed)
        yield listed
    offset = sum(container.local_octets(each.name, each.octets) + each.octets for each in members)
    yield container.end(Ending(len(members), size, offset))


class _Window(io.RawIOBase):
    """A part of a file as a file of its own."""

    def __init__(self, path: Path, start: int, octets: int) -> None:
        super().__init__()
        self._file = open_ordinary(path)
        self._start, self._octets, self._at = start, octets, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._octets}[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: memoryview | bytearray, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] - any writable buffer
        length = max(0, min(len(buffer), self._octets - self._at))
        self._file.seek(self._start + self._at)
        piece = self._file.read(length)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


class Bundle:
    """A bundle on disk. Opening proves its directory and manifest; `check_seal` and `verify` prove the rest."""

    def __init__(self, path: Path, manifest: Manifest, body: str, seal: str, pool: Path | None) -> None:
        self.path = path
        self.manifest = manifest
        self._body = body
        self._seal = seal
        self._pool = pool
        self._places: dict[str, tuple[int, Member]] = {}
        self._pooled = {member.name: member for member in manifest.pooled}
        offset = 0
        for member in manifest.members:
            self._places[member.name] = (offset, member)
            offset += container.local_octets(member.name, member.octets) + member.octets

    @classmethod
    def open(cls, path: Path, pool: Path | None = None) -> Bundle:
        """Read what a bundle says of itself. ``pool`` is where the vault's files of a snapshot lie.

        Raises UserError bundle-missing, bundle-foreign, bundle-damaged, bundle-newer and no-permission.
        """
        try:
            with open_ordinary(path) as file:
                data = _manifest_of(file)
        except FileNotFoundError as error:
            raise UserError("bundle-missing") from error
        except PermissionError as error:
            raise UserError("no-permission") from error
        except OSError as error:
            raise UserError("bundle-damaged") from error
        try:
            outer = mapping(json.loads(data))
            body, seal = str(outer["body"]), str(outer["seal"])
            if sum(map(body.count, ",[{")) > len(body) // _LEAST_OCTETS_OF_VALUE + _FEW_VALUES:
                raise UserError("bundle-damaged")
            plain = mapping(json.loads(body))
            if isinstance(plain["format"], int) and plain["format"] > FORMAT:
                raise UserError("bundle-newer")
            manifest = _from_plain(plain)
        except _UNREADABLE as error:
            raise UserError("bundle-damaged") from error
        if _outer(body, seal) != data:
            raise UserError("bundle-damaged")
        bundle = cls(path, manifest, body, seal, pool)
        try:
            bundle._check_directory(_manifest_member(data))
        except OSError as error:
            raise UserError("bundle-damaged") from error
        return bundle

    def _check_directory(self, manifest: Member) -> None:
        """Compare everything behind the manifest, and the length of the file, with what must stand there."""
        members = (*self.manifest.members, manifest)
        at = sum(container.local_octets(each.name, each.octets) + each.octets for each in members)
        with open_ordinary(self.path) as file:
            if at > file.seek(0, io.SEEK_END):
                raise UserError("bundle-damaged")
            file.seek(at - manifest.octets - container.local_octets(MANIFEST, manifest.octets))
            if file.read(container.local_octets(MANIFEST, manifest.octets)) != container.local(manifest):
                raise UserError("bundle-damaged")
            file.seek(at)
            for piece in _directory_and_end(members):
                if file.read(len(piece)) != piece:
                    raise UserError("bundle-damaged")
            if file.read(1):
                raise UserError("bundle-damaged")

    def check_seal(self, seal_key: bytes) -> None:
        """Raise UserError bundle-forged when the manifest was not written with this key."""
        if not hmac.compare_digest(hmac.new(seal_key, self._body.encode(), "sha256").hexdigest(), self._seal):
            raise UserError("bundle-forged")

    def has(self, name: str) -> bool:
        """Whether there is a member of this name, in it or in its pool."""
        return name in self._places or name in self._pooled

    def names(self) -> Iterator[str]:
        """The names of all members, those in the pool too."""
        yield from self._places
        yield from self._pooled

    def member(self, name: str) -> Member:
        """What the manifest says of a member. Raises KeyError."""
        return self._pooled[name] if name in self._pooled else self._places[name][1]

    def open_member(self, name: str) -> BinaryIO:
        """Open one member for reading from any position; its sums are checked by `pieces`, not here.

        Raises UserError bundle-damaged when it is not where it should be.
        """
        try:
            if name in self._pooled:
                return self._open_pooled(self._pooled[name])
            offset, member = self._places[name]
            header = container.local(member)
            window = _Window(self.path, offset + len(header), member.octets)
            if not self._starts_with(offset, header):
                window.close()
                raise UserError("bundle-damaged")
        except (KeyError, OSError) as error:
            raise UserError("bundle-damaged") from error
        return cast(BinaryIO, io.BufferedReader(window, 1 << 17))

    def _open_pooled(self, member: Member) -> BinaryIO:
        if self._pool is None:
            raise UserError("bundle-damaged")
        file = open_ordinary(pool_path(self._pool, member))
        if os.fstat(file.fileno()).st_size != member.octets:
            file.close()
            raise UserError("bundle-damaged")
        return file

    def _starts_with(self, offset: int, header: bytes) -> bool:
        with open_ordinary(self.path) as file:
            file.seek(offset)
            return file.read(len(header)) == header

    def pieces(self, name: str) -> Iterator[bytes]:
        """The octets of a member, compared with their sum; raises UserError bundle-damaged at the end at the latest."""
        member = self.member(name)
        digest = hashlib.sha256()
        try:
            with self.open_member(name) as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    yield piece
        except OSError as error:
            raise UserError("bundle-damaged") from error
        if digest.hexdigest() != member.sha256:
            raise UserError("bundle-damaged")

    def extract(self, name: str, target: Path) -> None:
        """Copy one member to a new file; nothing is left of it when it is damaged."""
        with target.open("xb") as file:
            try:
                for piece in self.pieces(name):
                    file.write(piece)
            except BaseException:
                file.close()
                target.unlink()
                raise

    def verify(
        self,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
        *,
        pooled: bool = True,
    ) -> None:
        """Read every octet, without ``pooled`` only those of the file itself.

        Raises Cancelled and UserError bundle-damaged.
        """
        done, total = 0, self.manifest.octets
        for name in self.names() if pooled else self._places:
            for piece in self.pieces(name):
                if cancelled and cancelled():
                    raise Cancelled
                done += len(piece)
                if progress:
                    progress(done, total)


def pool_path(pool: Path, member: Member) -> Path:
    """Where a vault file lies in a pool: by its content, so that a file that was mended lies beside the damaged one."""
    return pool / member.sha256[:2] / member.sha256


def _manifest_of(file: BinaryIO) -> bytes:
    """The octets of the manifest, of a file that ends as a bundle does."""
    total = file.seek(0, io.SEEK_END)
    file.seek(0)
    begins = file.read(4)
    file.seek(max(0, total - container.TAIL_OCTETS))
    ending = container.read_end(file.read(container.TAIL_OCTETS))
    if ending is None:
        raise UserError("bundle-damaged" if begins == b"PK\3\4" else "bundle-foreign")
    if not 0 < ending.octets <= _MOST_DIRECTORY or ending.offset + ending.octets > total:
        raise UserError("bundle-damaged")
    file.seek(ending.offset)
    found = container.last_entry(file.read(ending.octets), MANIFEST)
    if found is None:
        raise UserError("bundle-foreign")
    _, octets, offset = found
    if octets > _MOST_MANIFEST or offset + octets > total:
        raise UserError("bundle-damaged")
    file.seek(offset + container.local_octets(MANIFEST, octets))
    return file.read(octets)


def _from_plain(plain: dict[str, object]) -> Manifest:
    """Raises ValueError, KeyError or TypeError for what is no manifest of ours."""
    members, pooled = _members(plain["members"]), _members(plain["pooled"])
    names = [member.name.casefold() for member in (*members, *pooled)]
    if len(set(names)) != len(names) or not all(is_safe_name(member.name) for member in (*members, *pooled)):
        raise ValueError("names that can't stand beside one another")
    if any(not _VAULT_FILE.fullmatch(member.name) for member in pooled):
        raise ValueError("only evidence lies in a pool")
    ident, operations, reason = plain["id"], plain["operations"], plain["reason"]
    if plain["format"] != FORMAT or type(operations) is not int or not 0 <= operations < 1 << 62:
        raise TypeError("not a manifest")
    if not (isinstance(ident, str) and isinstance(reason, str)) or max(len(ident), len(reason)) > _MOST_TEXT:
        raise TypeError("not a manifest")
    return Manifest(
        portfolio_id=ident,
        made_at=_instant(plain["made_at"]),
        operations=operations,
        reason=reason,
        members=members,
        pooled=pooled,
        damaged=_names(plain["damaged"]),
        missing=_names(plain["missing"]),
        device=str(plain.get("device", "")),
    )


def _instant(written: object) -> datetime:
    """An instant that can be compared with others and told in any time zone; raises ValueError and OverflowError."""
    made_at = datetime.fromisoformat(str(written))
    if made_at.tzinfo is None or not 1 < made_at.year < 9999:
        raise ValueError("no instant")
    return made_at


def _members(value: object) -> tuple[Member, ...]:
    found: list[Member] = []
    for each in cast("list[object]", value) if isinstance(value, list) else ():
        match each:
            case [str(name), int(octets), int(crc), str(sha256)] if _plausible(octets, crc, sha256):
                found.append(Member(name, octets, crc, sha256))
            case _:
                raise TypeError("not a member")
    return tuple(found)


def _plausible(octets: int, crc: int, sha256: str) -> bool:
    return 0 <= octets < 1 << 62 and 0 <= crc < 1 << 32 and re.fullmatch("[0-9a-f]{64}", sha256) is not None


def _names(value: object) -> tuple[str, ...]:
    names = tuple(str(each) for each in cast("list[object]", value)) if isinstance(value, list) else ()
    if not all(re.fullmatch("[0-9a-f]{64}", name) for name in names):
        raise ValueError("not the name of a vault file")
    return names
