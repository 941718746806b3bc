"""The vault: evidence encrypted in files whose names say nothing, found by the hash of their content."""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import stat
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Final

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import disk, stream
from portfolio_app.vault.secrets_box import derive

Progress = Callable[[int, int | None], None]
"""Called with octets done and octets in all (None when not known)."""

KEEP: Final = timedelta(days=30)
_WRITE_BUFFER: Final = 1 << 20
_FILES: Final = "files"
_PREVIEWS: Final = "previews"
_UNFINISHED: Final = "unfinished"


@dataclass(frozen=True)
class Stored:
    """Where content lies: hex SHA-256 of the plain content, its size, the file's name, and its salt in hex.

    ``fresh`` is False when the same content was there already. The salt can be new even then: a damaged file is
    replaced by the one just offered, so keep what `Vault.put` returns.
    """

    sha256: str
    octets: int
    name: str
    salt: str
    fresh: bool = True


class _Source:
    """Counts and hashes what is read, in whole chunks, and listens to the wish to stop."""

    def __init__(
        self, file: BinaryIO, total: int | None, progress: Progress | None, cancelled: Callable[[], bool] | None
    ) -> None:
        self._file = file
        self._total = total
        self._progress = progress
        self._cancelled = cancelled
        self._hash = hashlib.sha256()
        self.octets = 0

    def next_chunk(self) -> bytes:
        if self._cancelled and self._cancelled():
            raise Cancelled
        chunk = self._read()
        self._hash.update(chunk)
        self.octets += len(chunk)
        if self._progress:
            self._progress(self.octets, self._total)
        return chunk

    def _read(self) -> bytes:
        try:
            # A pipe may give less than asked for; a short chunk would mean the end.
            chunk = self._file.read(stream.CHUNK)
            while chunk and len(chunk) < stream.CHUNK:
                more = self._file.read(stream.CHUNK - len(chunk))
                if not more:
                    break
                chunk += more
        except OSError as error:
            raise UserError("evidence-vanished") from error
        return chunk

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def _opened(path: Path) -> Generator[BinaryIO]:
    """Open an ordinary file to be copied."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise UserError("evidence-not-a-file")
        file = path.open("rb")
    except PermissionError as error:
        raise UserError("evidence-no-permission") from error
    except OSError as error:
        # Gone, or a name that leads nowhere: a link to itself, a name longer than the disk takes.
        raise UserError("evidence-vanished") from error
    with file:
        yield file


def _state(file: BinaryIO) -> tuple[int, int]:
    """Return what changes when somebody writes in an open file: its size and time."""
    seen = os.fstat(file.fileno())
    return seen.st_size, seen.st_mtime_ns


class VaultReader(io.BufferedReader):
    """A buffered, seekable stream of plain content; ``plain`` below it knows ``size`` and ``salt``."""

    def __init__(self, plain: stream.PlainReader) -> None:
        super().__init__(plain, stream.CHUNK)
        self.plain = plain


class Vault:
    """The folder of encrypted evidence. Writing is done by one program at a time (the writer's lock).

    The order makes a crash harmless: temporary file, fsync, rename, fsync of the folder; only then does the caller
    commit the record. What no record names is swept away later.
    """

    def __init__(self, folder: Path, vault_key: bytes | bytearray) -> None:
        self.folder = folder
        self._file_key = derive(vault_key, "leerlijn vault files")
        self._name_key = derive(vault_key, "leerlijn vault names")

    # -- evidence ---------------------------------------------------------------------------------------------

    def put(
        self,
        source: Path | BinaryIO,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Stored:
        """Copy a file, or a stream up to its end, into the vault; safe on disk when this returns.

        Raises Cancelled, and UserError evidence-vanished (it went away or changed meanwhile),
        evidence-no-permission, evidence-not-a-file, disk-full, no-permission. Nothing is left behind then.
        """
        if isinstance(source, Path):
            with _opened(source) as file:
                before = _state(file)
                counted = _Source(file, before[0], progress, cancelled)
                return self._put(counted, lambda: (counted.octets, before) == (before[0], _state(file)))
        return self._put(_Source(source, None, progress, cancelled), lambda: True)

    def _put(self, counted: _Source, unchanged: Callable[[], bool]) -> Stored:
        salt = stream.new_salt()
        with disk.disk_trouble(), self._temporary() as (temporary, target):
            stream.encrypt(counted.next_chunk, target, self._file_key, salt)
            if not unchanged():
                raise UserError("evidence-vanished")
            name = self._name(counted.sha256)
            stored = Stored(counted.sha256, counted.octets, name, salt.hex())
            if known := self._known(stored):
                return known
            target.flush()
            os.fsync(target.fileno())
            target.close()
            path = self._path(name)
            disk.make_folder(path.parent)
            disk.replace(temporary, path)
            disk.sync_folder(path.parent)
            return stored

    def _known(self, offered: Stored) -> Stored | None:
        """Return what is there already with the same content, made young again; None when absent or damaged."""
        try:
            with self.open(offered.sha256) as reader:
                salt = reader.plain.salt.hex()
            self.verify(offered.sha256)
            os.utime(self._path(offered.name))
        except (UserError, OSError):
            return None
        return Stored(offered.sha256, offered.octets, offered.name, salt, fresh=False)

    def has(self, blob: Stored | str) -> bool:
        """Whether a file lies there for this content (its soundness is not looked at)."""
        return self._path(self._name_of(blob)).is_file()

    def open(self, blob: Stored | str) -> VaultReader:
        """Open content for reading from any position; ``blob`` is what `put` returned, or the hex SHA-256.

        With a `Stored` the file must be the very one that was put (salt and size), so exchanged files are
        noticed without reading them whole. Raises UserError evidence-lost, evidence-damaged and
        evidence-out-of-reach (the file is there and the system does not let it be read).
        """
        try:
            file = self._raw(self._name_of(blob))
        except FileNotFoundError as error:
            raise UserError("evidence-lost") from error
        except OSError as error:
            raise UserError("evidence-out-of-reach") from error
        try:
            reader = stream.PlainReader(file, self._file_key)
            if isinstance(blob, Stored) and (blob.salt != reader.salt.hex() or blob.octets != reader.size):
                raise UserError("evidence-damaged")
        except BaseException:
            file.close()
            raise
        return VaultReader(reader)

    def _raw(self, name: str) -> BinaryIO:
        """Open the encrypted file with a name; raises OSError."""
        return self._path(name).open("rb")

    @contextmanager
    def sealed(self, blob: Stored) -> Generator[tuple[stream.CheckedCopy, int]]:
        """The encrypted file as it lies on the disk, to be copied, and its octets; see `CheckedCopy`.

        Raises UserError evidence-lost and evidence-out-of-reach.
        """
        try:
            file = self._raw(blob.name)
        except FileNotFoundError as error:
            raise UserError("evidence-lost") from error
        except OSError as error:
            raise UserError("evidence-out-of-reach") from error
        with file:
            octets = file.seek(0, io.SEEK_END)
            file.seek(0)
            yield stream.CheckedCopy(file, self._file_key, bytes.fromhex(blob.salt)), octets

    def read(self, blob: Stored | str, limit: int | None = None) -> bytes:
        """Return the whole content, checked against its hash.

        Raises UserError evidence-too-large above ``limit`` octets, and what `open` raises.
        """
        with self.open(blob) as reader:
            if limit is not None and reader.plain.size > limit:
                raise UserError("evidence-too-large")
            data = reader.read()
        self._compare(blob, hashlib.sha256(data).hexdigest())
        return data

    def verify(
        self,
        blob: Stored | str,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """Read every octet of one file; raises UserError evidence-lost, evidence-damaged or evidence-out-of-reach."""
        digest = hashlib.sha256()
        done = 0
        with self.open(blob) as reader:
            for chunk in reader.plain.chunks():
                if cancelled and cancelled():
                    raise Cancelled
                digest.update(chunk)
                done += len(chunk)
                if progress:
                    progress(done, reader.plain.size)
        self._compare(blob, digest.hexdigest())

    @staticmethod
    def _compare(blob: Stored | str, sha256: str) -> None:
        if sha256 != (blob.sha256 if isinstance(blob, Stored) else blob):
            raise UserError("evidence-damaged")

    # -- previews: a cache, encrypted like the rest ------------------------------------------------------------

    def keep_preview(self, sha256: str, kind: str, data: bytes) -> None:
        """Keep a preview of some content; ``kind`` tells sizes apart (``thumbnail-256``)."""
        path = self._preview_path(sha256, kind)
        pieces = io.BytesIO(data)
        with disk.disk_trouble(), self._temporary() as (temporary, target):
            stream.encrypt(
                lambda: pieces.read(stream.CHUNK), target, self._preview_key(sha256, kind), stream.new_salt()
            )
            target.close()
            disk.make_folder(path.parent)
            disk.replace(temporary, path)

    def preview(self, sha256: str, kind: str) -> bytes | None:
        """Return a preview that was kept; None when there is none or it doesn't read any more."""
        path = self._preview_path(sha256, kind)
        try:
            with path.open("rb") as file, stream.PlainReader(file, self._preview_key(sha256, kind)) as reader:
                return b"".join(reader.chunks())
        except OSError:
            return None
        except UserError:
            # It can be made again from the evidence, so a damaged one is simply dropped.
            with suppress(OSError):
                path.unlink()
            return None

    def _preview_key(self, sha256: str, kind: str) -> bytes:
        # A key of its own for every preview: one file moved over another no longer reads.
        return derive(self._file_key, f"leerlijn preview {kind}", bytes.fromhex(sha256))

    def _preview_path(self, sha256: str, kind: str) -> Path:
        name = self._name(sha256)
        mark = hmac.new(self._name_key, kind.encode(), "sha256").hexdigest()[:8]
        return self.folder / _PREVIEWS / name[:2] / f"{name}-{mark}"

    # -- housekeeping -----------------------------------------------------------------------------------------

    def clear_unfinished(self) -> int:
        """Remove what a crash left half written; only under the writer's lock. Returns how many files went."""
        gone = 0
        for path in self._listed(_UNFINISHED):
            path.unlink(missing_ok=True)
            gone += 1
        return gone

    def remove(self, sha256: str) -> None:
        """Remove what nobody names any more, and its previews, at once; only under the writer's lock."""
        name = self._name(sha256)
        for path in (self._path(name), *(self.folder / _PREVIEWS / name[:2]).glob(f"{name}-*")):
            path.unlink(missing_ok=True)

    def sweep(self, live: set[str], older_than: timedelta = KEEP, now: float | None = None) -> int:
        """Remove files that no record, trash or history names and that are older than ``older_than``.

        ``live`` holds the hex SHA-256 of everything still named; ``now`` is in seconds since 1970. Only under
        the writer's lock. Returns how many pieces of evidence went; their previews go with them.
        """
        names = {self._name(sha256) for sha256 in live}
        limit = (time.time() if now is None else now) - older_than.total_seconds()
        gone = 0
        for path in self._listed(_FILES):
            if path.name not in names and path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                gone += 1
        for path in self._listed(_PREVIEWS):
            if not self._path(path.name.partition("-")[0]).exists():
                path.unlink(missing_ok=True)
        self.clear_unfinished()
        return gone

    def names(self) -> Iterator[str]:
        """Give the names of all files of evidence, for checks and bundles."""
        return (path.name for path in self._listed(_FILES))

    def name(self, sha256: str) -> str:
        """Return the file name under which this content lies or would lie."""
        return self._name(sha256)

    def path(self, blob: Stored | str) -> Path:
        """Return the path of the encrypted file."""
        return self._path(self._name_of(blob))

    def _listed(self, part: str) -> list[Path]:
        return sorted(path for path in (self.folder / part).rglob("*") if path.is_file())

    def _name_of(self, blob: Stored | str) -> str:
        return self._name(blob.sha256 if isinstance(blob, Stored) else blob)

    def _name(self, sha256: str) -> str:
        return hmac.new(self._name_key, bytes.fromhex(sha256), "sha256").hexdigest()

    def _path(self, name: str) -> Path:
        return self.folder / _FILES / name[:2] / name[2:4] / name

    @contextmanager
    def _temporary(self) -> Generator[tuple[Path, BinaryIO]]:
        """Open a new file on the vault's own disk; it is gone afterwards unless it was moved."""
        unfinished = self.folder / _UNFINISHED
        disk.make_folder(unfinished)
        handle, name = tempfile.mkstemp(dir=unfinished)
        path = Path(name)
        file = os.fdopen(handle, "wb", _WRITE_BUFFER)
        try:
            yield path, file
        finally:
            # A full disk fails again while the buffer is flushed; the first error is the one to tell.
            with suppress(OSError):
                file.close()
            path.unlink(missing_ok=True)
