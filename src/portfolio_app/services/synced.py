"""Whether a folder is kept in step with another computer, or lies on one: no place for a portfolio that is open.

A program that copies the folder takes the database while it is being written, and what arrives is damaged. The files
that say where a folder lies are read here; what they mean is told by a function that knows no disk.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Final

from portfolio_app.i18n import Translator

NETWORK: Final = "network"
"""Stands for a folder of another computer, where a service has a name."""

Mount = tuple[str, str]
"""Where a disk is put in the tree, and the type of its file system."""

_BY_PART: Final = (
    (re.compile(r"onedrive( ?[-–].*)?|onedrive[-_].*"), "OneDrive"),
    (re.compile(r"dropbox( \(.*\)|[-_ ].*)?"), "Dropbox"),
    (re.compile(r"google ?drive( \(.*\))?|googledrive-.*|drivefs|mijn drive|my drive"), "Google Drive"),
    (re.compile(r"icloud ?drive( \(.*\))?|com~apple~clouddocs|mobile documents"), "iCloud Drive"),
    (re.compile(r"nextcloud\d*"), "Nextcloud"),
    (re.compile(r"owncloud\d*"), "ownCloud"),
    (re.compile(r"surfdrive( \(.*\))?"), "SURFdrive"),
    (re.compile(r"p ?cloud ?drive"), "pCloud"),
    (re.compile(r"proton ?drive([-_ ].*)?"), "Proton Drive"),
    (re.compile(r"box sync|box-box"), "Box"),
    (re.compile(r"mega ?sync"), "MEGA"),
    (re.compile(r"synology ?drive"), "Synology Drive"),
    (re.compile(r"yandex\.disk"), "Yandex Disk"),
    (re.compile(r"kdrive"), "kDrive"),
    (re.compile(r"seafile"), "Seafile"),
    (re.compile(r"syncthing"), "Syncthing"),
)
_BY_MARKER: Final = (
    (re.compile(r"\.dropbox\.cache"), "Dropbox"),
    (re.compile(r"\.849c9593-d756-4e56-8d6e-42412f2a707b"), "OneDrive"),
    (re.compile(r"\.(nextcloud)sync\.log"), "Nextcloud"),
    (re.compile(r"\.owncloudsync\.log(\.\d)?|\._?sync_[0-9a-f]+\.db|\.csync_journal\.db"), "Nextcloud"),
    (re.compile(r"\.tmp\.drive(download|upload)"), "Google Drive"),
    (re.compile(r"\.stfolder"), "Syncthing"),
    (re.compile(r"\.synologyworkingdirectory"), "Synology Drive"),
    (re.compile(r"\.seafile-data"), "Seafile"),
)
_BY_VARIABLE: Final = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
_ELSEWHERE: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "webdav", "davfs", "9p", "ceph",
     "glusterfs", "ncpfs", "fuse.sshfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.kio-fuse", "fuse.glusterfs",
     "fuse.rclone", "fuse.curlftpfs", "fuse.s3fs", "macfuse"}
)  # fmt: skip
_BY_TYPE: Final = {
    "fuse.onedriver": "OneDrive",
    "fuse.google-drive-ocamlfuse": "Google Drive",
    "fuse.pcloud": "pCloud",
    "fuse.dropbox": "Dropbox",
}
_MOST_PARENTS: Final = 12


@dataclass(frozen=True)
class Around:
    """What is known of the world around a folder. ``names`` lists the names that lie in a folder; none if unknown."""

    variables: Mapping[str, str]
    mounts: Sequence[Mount]
    names: Callable[[PurePath], Collection[str]]
    remote: Callable[[PurePath], bool] = lambda _: False


def service_of(folder: PurePath, around: Around) -> str | None:
    """Name of the service that keeps a folder in step, or `NETWORK`; None where it lies on this computer alone."""
    by_variable = (service for key, service in _BY_VARIABLE.items() if _within(folder, around.variables.get(key, "")))
    by_part = (_matching(part, _BY_PART) for part in reversed(folder.parts))
    found = next(by_variable, None) or next((service for service in by_part if service), None)
    return found or _by_disk(folder, around) or _by_marker(folder, around)


def _matching(name: str, table: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    folded = name.casefold()
    return next((service for pattern, service in table if pattern.fullmatch(folded)), None)


def _within(folder: PurePath, other: str) -> bool:
    place = type(folder)(other)
    return bool(other) and (place == folder or place in folder.parents)


def _by_disk(folder: PurePath, around: Around) -> str | None:
    if isinstance(folder, PureWindowsPath):
        shared = folder.drive.startswith("\\\\") and not folder.drive.startswith(("\\\\?\\", "\\\\.\\"))
        unc = folder.drive.upper().startswith("\\\\?\\UNC")
        return NETWORK if shared or unc or around.remote(folder) else None
    over = [(PurePosixPath(place), kind) for place, kind in around.mounts]
    fitting = [(len(place.parts), kind) for place, kind in over if place == folder or place in folder.parents]
    if "gvfs" in folder.parts:
        return NETWORK
    kind = max(fitting, default=(0, ""))[1].casefold()
    return _BY_TYPE.get(kind) or (NETWORK if kind in _ELSEWHERE else None)


def _by_marker(folder: PurePath, around: Around) -> str | None:
    for place in (folder, *folder.parents)[:_MOST_PARENTS]:
        found = (_matching(name, _BY_MARKER) for name in around.names(place))
        service = next((service for service in found if service), None)
        if service:
            return service
    return None


def advice(service: str, t: Translator) -> str:
    """What to do about it, in words."""
    if service == NETWORK:
        return t(
            "Your portfolio lies on another computer. When the connection drops while you write, it can be damaged."
            " Better keep it on this computer, and let the weekly backup go there."
        )
    return t(
        "Your portfolio lies in a folder of {service}, which copies it while you write; such a copy is often damaged."
        " Better keep it on this computer, and let the weekly backup go to {service}.",
        service=service,
    )


# -- this computer ---------------------------------------------------------------------------------------------------


def here(folder: Path) -> str | None:
    """The same of a folder on this computer; a link is followed, and its own place counts as well."""
    around = Around(os.environ, mounts(), _names, _is_remote_drive)
    with suppress(OSError):
        return service_of(folder.absolute(), around) or service_of(folder.resolve(), around)
    return None


def mounts() -> list[Mount]:
    """The disks of this computer, as far as the system tells; empty on Windows, where a drive is asked for itself."""
    if sys.platform == "linux":
        try:
            return read_mounts(Path("/proc/mounts").read_text("utf-8", "replace"))
        except OSError:
            return []
    return _mounts_of_mac() if sys.platform == "darwin" else []


def read_mounts(text: str) -> list[Mount]:
    """The lines of ``/proc/mounts``: device, place (spaces as ``\\040``), type."""
    found: list[Mount] = []
    for line in text.splitlines():
        parts = line.split()
        if len(parts) >= 3:
            place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), parts[1])
            found.append((place, parts[2]))
    return found


def read_mac_mounts(text: str) -> list[Mount]:
    """The lines that ``mount`` prints on a Mac: device ``on`` place ``(type, …)``."""
    matches = (re.fullmatch(r".+? on (/.*) \(([^,)]+).*\)", line) for line in text.splitlines())
    return [(match[1], match[2]) for match in matches if match]


def _mounts_of_mac() -> list[Mount]:
    import subprocess

    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.SubprocessError):
        return []
    return read_mac_mounts(done.stdout)


def _names(folder: PurePath) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if entry.name.startswith(".")]
    except OSError:
        return []


def _is_remote_drive(folder: PurePath) -> bool:
    """Whether Windows knows a drive letter as another computer's."""
    if sys.platform != "win32":
        return False
    import ctypes

    remote = 4
    return ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == remote
