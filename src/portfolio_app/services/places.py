"""Where a file may be written for a person, never over the portfolio itself, and how a backup is written there."""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import disk
from portfolio_app.vault.bundle import SUFFIX

_BUFFER = 1 << 20
_DAY = 86_400
_GONE = frozenset({errno.ENOENT, errno.EIO, errno.ENXIO, errno.ENODEV, errno.ENOTDIR, getattr(errno, "ESTALE", 0)})


def check_target(target: Path, home: Path) -> None:
    """Refuse a place where writing would destroy something. ``home`` is the folder of the portfolio.

    Raises `UserError` ``inside-portfolio`` or ``write-failed``.
    """
    # The name itself is not followed: a link there is replaced, not what it points at.
    folder, own = Path(os.path.realpath(target.absolute().parent)), Path(os.path.realpath(home))
    if own in (folder, *folder.parents):
        raise UserError("inside-portfolio")
    if os.path.exists(target) and not os.path.isfile(target):
        raise UserError("write-failed")


def put_together(moves: Sequence[tuple[Path, Path]]) -> None:
    """Put finished files in their places, all or none: what was there before comes back where one can't be put.

    Each move is from a file to its place in the same folder. Raises OSError.
    """
    kept: list[tuple[Path, Path]] = []
    done: list[Path] = []
    try:
        for young, target in moves[:-1]:
            if os.path.lexists(target):
                aside = young.with_name(f"{young.name}-before")
                os.replace(target, aside)
                kept.append((aside, target))
            disk.replace(young, target)
            done.append(target)
        for young, target in moves[-1:]:
            disk.replace(young, target)
    except OSError:
        for target in done:
            target.unlink(missing_ok=True)
        for aside, target in kept:
            os.replace(aside, target)
        raise
    for aside, _ in kept:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def place_trouble() -> Generator[None]:
    """Turn what the disk of a backup says into an expected error: full, gone, too small a file system, no right."""
    try:
        yield
    except OSError as error:
        codes = {
            errno.ENOSPC: "backup-place-full",
            getattr(errno, "EDQUOT", errno.ENOSPC): "backup-place-full",
            errno.EFBIG: "backup-too-large-there",
            errno.EACCES: "no-permission",
            errno.EPERM: "no-permission",
            errno.EROFS: "no-permission",
        }
        code = "backup-place-gone" if error.errno in _GONE else codes.get(error.errno or 0, "write-failed")
        raise UserError(code) from error


def _clear_killed(folder: Path) -> None:
    """Remove what a program that was killed left half written. What is not a day old may be somebody's who writes."""
    limit = time.time() - _DAY
    for stale in folder.glob(f".*{SUFFIX}-*.part"):
        with suppress(OSError):
            if stale.stat().st_mtime < limit:
                stale.unlink()


@contextmanager
def beside(target: Path) -> Generator[tuple[Path, BinaryIO]]:
    """A new file beside ``target`` to be written; gone afterwards unless it was moved."""
    _clear_killed(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-", suffix=".part")
    young = Path(name)
    file = os.fdopen(handle, "w+b", _BUFFER)
    try:
        yield young, file
    finally:
        # A full disk fails again while the buffer is flushed, and a stick that was pulled out in everything.
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            young.unlink(missing_ok=True)


def flush(file: BinaryIO) -> None:
    """Force a file to its disk, and where the system allows it out of memory, so that it is read back from the disk."""
    file.flush()
    os.fsync(file.fileno())
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
