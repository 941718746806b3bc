"""The vault: evidence encrypted in files whose names say nothing, found by the hash of their content."""

from __future__ import annotations

import hashlib
import hmac
import io
import os
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
from portfolio_app.vault.source import Progress, Source, opened, state
from portfolio_app.vault.underway import Underway

__all__ = ["KEEP", "Progress", "Stored", "Vault", "VaultReader"]

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

    def __init__(self, folder: Path, vault_key: bytes | bytearray, elder_key: bytes | bytearray | None = None) -> None:
        """With ``elder_key`` files that were written under the key from before are read as well; see `renew`."""
        self.folder = folder
        self._elder = None if elder_key is None else Vault(folder, elder_key)
        self._file_key = derive(vault_key, "leerlijn vault files")
        self._name_key = derive(vault_key, "leerlijn vault names")
        self._writing = Underway()

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
            with opened(source) as file:
                before = state(file)
                counted = Source(file, before[0], progress, cancelled)
                return self._put(counted, lambda: (counted.octets, before) == (before[0], state(file)))
        return self._put(Source(source, None, progress, cancelled), lambda: True)

    def _put(self, counted: Source, unchanged: Callable[[], bool]) -> Stored:
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
            with self._open(offered.sha256) as reader:
                salt = reader.plain.salt.hex()
                self._verify(offered.sha256, reader)
            os.utime(self._path(offered.name))
        except (UserError, OSError):
            return None
        return Stored(offered.sha256, offered.octets, offered.name, salt, fresh=False)

    def has(self, blob: Stored | str) -> bool:
        """Whether a file lies there for this content (its soundness is not looked at)."""
        return self.path(blob).is_file()

    def open(self, blob: Stored | str) -> VaultReader:
        """Open content for reading from any position; ``blob`` is what `put` returned, or the hex SHA-256.

        With a `Stored` the file must be the very one that was put (salt and size), so exchanged files are
        noticed without reading them whole. Raises UserError evidence-lost, evidence-damaged and
        evidence-out-of-reach (the file is there and the system does not let it be read).
        """
        if self._elder is None:
            return self._open(blob)
        try:
            return self._open(blob)
        except UserError as young:
            # While a file is being renewed both lie there, and the row names the salt of one of the two.
            try:
                return self._elder.open(blob)
            except UserError as old:
                raise (old if young.code == "evidence-lost" else young) from None

    def find(self, sha256: str) -> Stored:
        """Where content lies now: renewing the keys gives it another name and salt. Raises what `open` raises."""
        with self.open(sha256) as reader:
            return Stored(sha256, reader.plain.size, self.path(sha256).name, reader.plain.salt.hex(), fresh=False)

    def _open(self, blob: Stored | str) -> VaultReader:
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
        elder = self._elder is not None and blob.name == self._elder.name(blob.sha256)
        key = self._elder._file_key if self._elder is not None and elder else self._file_key
        try:
            file = self._raw(blob.name)
        except FileNotFoundError as error:
            raise UserError("evidence-lost") from error
        except OSError as error:
            raise UserError("evidence-out-of-reach") from error
        with file:
            octets = file.seek(0, io.SEEK_END)
            file.seek(0)
            yield stream.CheckedCopy(file, key, bytes.fromhex(blob.salt)), octets

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
        with self.open(blob) as reader:
            self._verify(blob, reader, progress, cancelled)

    def _verify(
        self,
        blob: Stored | str,
        reader: VaultReader,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        digest = hashlib.sha256()
        done = 0
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

    def preview_octets(self, sha256: str, kind: str) -> int | None:
        """About how large a preview is that was kept, without reading it; None when there is none."""
        try:
            return max(self._preview_path(sha256, kind).stat().st_size - stream.HEADER_OCTETS - stream.TAG, 0)
        except OSError:
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
        with self._writing.turn:
            left = self._writing.left(self._listed(_UNFINISHED))
            for path in left:
                path.unlink(missing_ok=True)
        return len(left)

    def remove(self, sha256: str) -> None:
        """Remove what nobody names any more, and its previews, at once; only under the writer's lock."""
        for name in (vault.name(sha256) for vault in (self, *self._elders)):
            for path in (self._path(name), *(self.folder / _PREVIEWS / name[:2]).glob(f"{name}-*")):
                path.unlink(missing_ok=True)

    def sweep(self, live: set[str], older_than: timedelta = KEEP, now: float | None = None) -> int:
        """Remove files that no record, trash or history names and that are older than ``older_than``.

        ``live`` holds the hex SHA-256 of everything still named; ``now`` is in seconds since 1970. Only under
        the writer's lock. Returns how many pieces of evidence went; their previews go with them.
        """
        names = {vault.name(sha256) for sha256 in live for vault in (self, *self._elders)}
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
        """Return the path of the encrypted file, under the key from before where it was not renewed yet.

        While a file is being renewed both lie there; the one that the row of a `Stored` names is the one that counts.
        """
        names = [blob.name] if self._elder is not None and isinstance(blob, Stored) else []
        names += [vault._name_of(blob) for vault in (self, *self._elders)]
        return next((path for path in map(self._path, names) if path.is_file()), self._path(self._name_of(blob)))

    # -- writing anew under another key -----------------------------------------------------------------------

    @property
    def _elders(self) -> tuple[Vault, ...]:
        return () if self._elder is None else (self._elder,)

    def old_name(self, sha256: str) -> str:
        """Return the name that this content had under the key from before; raises ValueError without one."""
        if self._elder is None:
            raise ValueError("there is no key from before")
        return self._elder.name(sha256)

    def old_names(self) -> list[str]:
        """Give the names of files that the present key does not open."""
        return [path.name for path in self._listed(_FILES) if not _reads(path, self._file_key)]

    def renew(self, name: str, cancelled: Callable[[], bool] | None = None) -> Stored:
        """Write a file that was written under the key from before anew; safe on disk when this returns.

        The old one stays until `drop_old`. Raises Cancelled, and UserError evidence-damaged, evidence-out-of-reach,
        disk-full, no-permission.
        """
        if self._elder is None:
            raise ValueError("there is no key from before")
        try:
            file = self._path(name).open("rb")
        except OSError as error:
            raise UserError("evidence-out-of-reach") from error
        with file, VaultReader(stream.PlainReader(file, self._elder._file_key)) as reader:
            source = Source(reader, reader.plain.size, None, cancelled)
            try:
                return self._put(source, lambda: self.old_name(source.sha256) == name)
            except UserError as error:
                # Under a name that is not its own it is not what it says.
                raise UserError("evidence-damaged") if error.code == "evidence-vanished" else error from error

    def drop_old(self, name: str) -> None:
        """Remove a file that was renewed; its previews are swept later and made again."""
        with suppress(OSError):
            self._path(name).unlink()

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
        with self._writing.turn:
            handle, name = tempfile.mkstemp(dir=unfinished)
            path = Path(name)
            self._writing.add(path.name)
        file = os.fdopen(handle, "wb", _WRITE_BUFFER)
        try:
            yield path, file
        finally:
            # A full disk fails again while the buffer is flushed; the first error is the one to tell.
            with suppress(OSError):
                file.close()
            self._writing.discard(path.name)
            path.unlink(missing_ok=True)


def _reads(path: Path, key: bytes) -> bool:
    """Whether a file was written under a key; a file that can't be read at all was not."""
    try:
        with path.open("rb") as file, stream.PlainReader(file, key):
            return True
    except (UserError, OSError):
        return False
