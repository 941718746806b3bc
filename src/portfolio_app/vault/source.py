"""What goes into the vault: read in whole chunks, counted and hashed on the way."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault import stream

Progress = Callable[[int, int | None], None]
"""Called with octets done and octets in all (None when not known)."""


class Source:
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
        """The next chunk; a shorter one is the last. Raises Cancelled, and UserError evidence-vanished."""
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
        """Hex digest of what was read so far."""
        return self._hash.hexdigest()


@contextmanager
def opened(path: Path) -> Generator[BinaryIO]:
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


def state(file: BinaryIO) -> tuple[int, int]:
    """Return what changes when somebody writes in an open file: its size and time."""
    seen = os.fstat(file.fileno())
    return seen.st_size, seen.st_mtime_ns
