"""Writing files so that a crash, a full disk or a pulled plug leaves either the old file or the new one."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from portfolio_app.domain.errors import UserError

_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
_NOT_OFFERED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def disk_trouble() -> Generator[None]:
    """Turn a full disk and missing rights into a `UserError`; any other trouble passes unchanged."""
    try:
        yield
    except OSError as error:
        trouble = expected(error)
        if trouble is None:
            raise
        raise trouble from error


def expected(error: OSError) -> UserError | None:
    """Return what a full disk or missing rights mean to the owner; None for any other trouble."""
    if error.errno in _FULL:
        return UserError("disk-full")
    if error.errno in _FORBIDDEN:
        return UserError("no-permission")
    return None


def sync_folder(folder: Path) -> None:
    """Make a rename inside ``folder`` survive a power cut (Windows does this by itself).

    Some network disks force no folders down; what was put there is in its place all the same.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; every one that is new survives a power cut."""
    missing: list[Path] = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
        sync_folder(each.parent)


def replace(source: Path, target: Path) -> None:
    """Move ``source`` over ``target`` in one step.

    On Windows a virus scanner may hold a new file for a moment; that is waited out.
    """
    for pause in (0.02, 0.1, 0.5) if sys.platform == "win32" else ():
        try:
            os.replace(source, target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    os.replace(source, target)


def write_whole(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Write a small file in one step: a temporary file beside it, fsync, rename, fsync of the folder.

    Without ``durable`` a power cut may lose the newest version, but never leaves half of one.
    Raises UserError disk-full and no-permission.
    """
    with disk_trouble():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                if durable:
                    os.fsync(file.fileno())
            replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        if durable:
            # The new file is in place. Whoever heard now that it failed would go on with what was in the old one.
            with suppress(OSError):
                sync_folder(path.parent)


def open_ordinary(path: Path) -> BinaryIO:
    """Open an ordinary file for reading; raises OSError for anything else, and never waits for a pipe to begin."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    handle = os.open(path, flags)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not an ordinary file")
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_small(path: Path, most: int) -> bytes:
    """Return what is in an ordinary file of at most ``most`` octets; raises OSError for anything else.

    A pipe would never end, or never begin.
    """
    with open_ordinary(path) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, "larger than such a file can be")
    return data


def clear_unfinished(path: Path) -> None:
    """Remove the temporary files that a killed program left beside ``path``; only where nobody else writes it."""
    for stale in path.parent.glob(f".{path.name}-*"):
        with suppress(OSError):
            stale.unlink()
