"""What lies in dropped files and folders: which files to take in, and what to leave where it is, with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

from portfolio_app.domain.errors import Cancelled
from portfolio_app.services.jobs import never

ENDINGS_OF_UNFINISHED: Final = (".part", ".partial", ".crdownload", ".download", ".icloud", ".opdownload")
"""What browsers and clouds call a file that is not all there yet."""
_SYSTEM_NAMES: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"})
_HIDDEN_ATTRIBUTES: Final = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM
_CLOUD_ATTRIBUTES: Final = stat.FILE_ATTRIBUTE_OFFLINE | 0x40000 | 0x400000
"""Offline, recall on open, recall on data access (Windows): the octets lie elsewhere and would be fetched first."""
_CLOUD_FLAG: Final = 0x40000000
"""``SF_DATALESS`` (macOS): the same."""


class Reason(Enum):
    """Why a file is left where it is."""

    HIDDEN = "hidden"
    EMPTY = "empty"
    OWN = "own"
    UNFINISHED = "unfinished"
    CLOUD = "cloud"
    LINK = "link"
    UNREADABLE = "unreadable"
    SPECIAL = "special"


@dataclass(frozen=True)
class LeftOut:
    """A file or folder that is not taken in."""

    path: Path
    reason: Reason


@dataclass(frozen=True)
class Found:
    """A file to be taken in, with its size in octets and the time of its last change in nanoseconds."""

    path: Path
    octets: int
    changed_ns: int


@dataclass(frozen=True)
class Gathered:
    """Files to take in; ``folders`` is the number of folders that they lie in, 0 when each was named itself."""

    files: tuple[Found, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    folders: int = 0

    @property
    def octets(self) -> int:
        """Size of all files together."""
        return sum(item.octets for item in self.files)


@dataclass
class _Walk:
    """What was found so far. Folders are known by device and number, so that one that holds itself ends."""

    cancelled: Callable[[], bool]
    alone: Path | None
    files: dict[Path, Found] = field(default_factory=dict[Path, Found])
    left_out: list[LeftOut] = field(default_factory=list[LeftOut])
    folders: set[Path] = field(default_factory=set[Path])
    seen: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])


def gather(
    paths: Sequence[Path], cancelled: Callable[[], bool] = never, *, leave_alone: Path | None = None
) -> Gathered:
    """Open the folders among some paths and look at every file, without reading any. Raises `Cancelled`.

    ``leave_alone`` is the folder of the portfolio, which is never taken into itself.

    A file that was named itself is taken whatever it is called, and also when the cloud has to bring it first; below
    a folder such files are left out, and links to other folders are not followed.
    """
    alone = leave_alone and Path(os.path.realpath(leave_alone))
    walk = _Walk(cancelled, alone)
    for path in dict.fromkeys(paths):
        if path.is_dir():
            _open_folder(walk, path)
        else:
            _look(walk, path, named=True)
    return Gathered(tuple(walk.files.values()), tuple(walk.left_out), len(walk.folders))


def _open_folder(walk: _Walk, top: Path) -> None:
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        if walk.cancelled():
            raise Cancelled
        if walk.alone is not None and Path(os.path.realpath(folder)) == walk.alone:
            walk.left_out.append(LeftOut(folder, Reason.OWN))
            continue
        below: list[Path] = []
        for entry in _entries(walk, folder):
            path = Path(entry.path)
            if not path.is_dir():
                _look(walk, path, named=False)
            elif entry.is_symlink():
                walk.left_out.append(LeftOut(path, Reason.LINK))
            elif not entry.name.startswith("."):
                below.append(path)
        waiting += reversed(below)


def _entries(walk: _Walk, folder: Path) -> Generator[os.DirEntry[str]]:
    try:
        known = folder.stat()
        if (known.st_dev, known.st_ino) in walk.seen:
            return
        walk.seen.add((known.st_dev, known.st_ino))
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name.casefold())
    except OSError:
        walk.left_out.append(LeftOut(folder, Reason.UNREADABLE))
        return
    yield from entries


def _look(walk: _Walk, path: Path, *, named: bool) -> None:
    try:
        known = path.stat()
    except OSError:
        if named:
            # Taking it in tells what is wrong with it.
            walk.files[path] = Found(path, 0, 0)
        else:
            walk.left_out.append(LeftOut(path, Reason.LINK if path.is_symlink() else Reason.UNREADABLE))
        return
    reason = _reason(path, known, named=named)
    if reason is not None:
        walk.left_out.append(LeftOut(path, reason))
        return
    if not named:
        walk.folders.add(path.parent)
    walk.files[path] = Found(path, known.st_size, known.st_mtime_ns)


def _reason(path: Path, known: os.stat_result, *, named: bool) -> Reason | None:
    if not stat.S_ISREG(known.st_mode):
        return Reason.SPECIAL
    if is_locked_name(path.name):
        return Reason.HIDDEN
    if path.name.lower().endswith(ENDINGS_OF_UNFINISHED):
        return Reason.UNFINISHED
    if not named and is_hidden(path.name, known):
        return Reason.HIDDEN
    if not named and in_the_cloud(known):
        return Reason.CLOUD
    return None if known.st_size else Reason.EMPTY


def is_locked_name(name: str) -> bool:
    """Whether a word processor wrote this beside a document to say that it is open."""
    return name.startswith(("~$", ".~lock."))


def is_hidden(name: str, known: os.stat_result) -> bool:
    """Whether a file is the system's own or kept out of sight."""
    attributes = getattr(known, "st_file_attributes", 0)
    return name.startswith(".") or name.lower() in _SYSTEM_NAMES or bool(attributes & _HIDDEN_ATTRIBUTES)


def in_the_cloud(known: os.stat_result) -> bool:
    """Whether only the name of a file is on this computer."""
    attributes, flags = getattr(known, "st_file_attributes", 0), getattr(known, "st_flags", 0)
    return bool(attributes & _CLOUD_ATTRIBUTES or flags & _CLOUD_FLAG)
