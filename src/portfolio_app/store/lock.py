"""One writer at a time: a lock file beside the portfolio, held by the operating system while the process lives.

The file says who holds it (host, process, its start). A lock of a dead process on this computer is taken over by
itself. One left by another computer is not, because nobody here can tell whether that computer still writes:
the owner decides, and then `WriterLock.acquire` is told to take over.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any, cast

from portfolio_app.domain.errors import UserError

if sys.platform == "win32":
    import msvcrt

    # Far behind the text, so that others can still read who holds it.
    _LOCKED_AT = 1 << 30

    def _seize(handle: int) -> None:
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """Lock on a portfolio. ``path`` is the lock file; it stays behind, empty, when the lock is released."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def acquire(self, *, take_over: bool = False) -> None:
        """Take the lock or raise `UserError` ``portfolio-in-use`` (facts ``host``, ``pid``).

        ``take_over`` breaks a lock left by another computer; one that is really held on this computer is never broken.
        Raises ``database-no-permission`` where the file can't be opened for writing. Where the system knows no locks
        and the file can't say who holds it either, ``disk-full`` or ``database-disk-trouble``.
        """
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError as error:
            raise UserError("database-no-permission") from error
        try:
            self._take(handle, take_over)
        except OSError as error:
            os.close(handle)
            full = error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
            raise UserError("disk-full" if full else "database-disk-trouble") from error
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; does nothing when it isn't held."""
        if self._handle is not None:
            handle, self._handle = self._handle, None
            try:
                os.ftruncate(handle, 0)
            except OSError:
                # Then it still names this process, whose end frees it.
                pass
            finally:
                os.close(handle)

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def _take(self, handle: int, take_over: bool) -> None:
        holder = _read(handle)
        locked = _seized(handle, holder)
        if holder and holder.get("host") != socket.gethostname() and not take_over:
            raise _in_use(holder)
        try:
            _write(handle)
        except OSError:
            # On a full disk the ballast can only be given up once the portfolio is open.
            if not locked:
                raise


def _seized(handle: int, holder: dict[str, Any]) -> bool:
    """Whether the system holds the lock for us; raises where somebody else has it.

    On a file system without locks the holder's own process tells, and only what stands in the file keeps others away.
    """
    try:
        _seize(handle)
    except (BlockingIOError, PermissionError):
        raise _in_use(holder) from None
    except OSError:
        if holder.get("host") == socket.gethostname() and _alive(holder):
            raise _in_use(holder) from None
        return False
    return True


def _write(handle: int) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    pid = os.getpid()
    os.write(handle, json.dumps({"host": socket.gethostname(), "pid": pid, "start": _start_of(pid)}).encode())
    os.fsync(handle)


def _in_use(holder: dict[str, Any]) -> UserError:
    return UserError("portfolio-in-use", host=holder.get("host") or socket.gethostname(), pid=holder.get("pid", 0))


def _read(handle: int) -> dict[str, Any]:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        told = json.loads(os.read(handle, 4096))
    except ValueError:
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _alive(holder: dict[str, Any]) -> bool:
    pid = holder.get("pid")
    if not isinstance(pid, int) or pid <= 0:
        return False
    if sys.platform == "win32":
        # Signal 0 is Ctrl+C there, and its file systems know locks.
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    started = _start_of(pid)
    return started is None or holder.get("start") in (None, started)


def _start_of(pid: int) -> int | None:
    """When a process began, in ticks since the machine did, so that a reused number isn't mistaken for it."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return int(text.rpartition(")")[2].split()[19])
