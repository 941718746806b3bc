"""Evidence in another program: a plain copy that is watched while it lies there and swept when it is no longer needed.

Such a copy is not encrypted, so it lives as shortly as can be known: until the other program lets go of it, the
portfolio locks or closes, or, after a kill, until the next start. What somebody changed in it is never swept: it goes
into the vault and waits there until it is said whether it is a new version.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from portfolio_app import paths
from portfolio_app.domain import file_names
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services.core import Core
from portfolio_app.services.evidence import EvidenceService
from portfolio_app.services.jobs import Progress, never, no_progress
from portfolio_app.services.versions import Versions
from portfolio_app.vault import disk
from portfolio_app.vault.blobs import Stored
from portfolio_app.vault.stream import CHUNK

HELD: Final = "outside_held"
"""Setting of the portfolio: changed copies that wait in the vault for an answer."""
RELEASED_SECONDS: Final = 60.0
"""How long a copy that was seen in use must be out of use before it is swept; programs save by closing and opening."""
_MARK: Final = 16
_DAY: Final = 86_400
_PASSING: Final = (".", "~")
_PASSING_ENDS: Final = ("~", ".tmp", ".lck", ".lock", ".part", ".crdownload")
_RUN: Final = frozenset(
    {
        "action", "apk", "app", "appimage", "appinstaller", "applescript", "application", "appref-ms", "appx",
        "appxbundle", "bat", "bin", "cab", "chm", "class", "cmd", "com", "command", "cpl", "crx", "csh", "deb",
        "desktop", "diagcab", "dll", "dmg", "elf", "exe", "fileloc", "flatpak", "flatpakref", "ftploc",
        "gadget", "hlp", "hta", "img", "inetloc", "inf", "iso", "jar", "jnlp", "js", "jse", "jxa", "ksh",
        "library-ms", "lnk", "mobileconfig", "mpkg", "msc", "msi", "msix", "msixbundle", "msp", "mst", "oxt",
        "pif", "pkg", "pl", "prefpane", "ps1", "psd1", "psm1", "pssc", "py", "pyc", "pyw", "pyz", "pyzw",
        "rdp", "reg", "rpm", "run", "scf", "scpt", "scptd", "scr", "sct", "search-ms", "searchconnector-ms",
        "service", "settingcontent-ms", "sh", "snap", "terminal", "theme", "themepack", "tool", "url", "vb",
        "vbe", "vbs", "vhd", "vhdx", "webloc", "website", "wll", "workflow", "ws", "wsc", "wsf", "wsh", "xbap",
        "xll", "xpi", "zsh",
    }
)  # fmt: skip
"""Endings of files that a desktop would run, install or mount instead of show."""
_FORBIDDEN: Final = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_RESERVED: Final = frozenset({"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))})


@dataclass(frozen=True)
class Changed:
    """What another program saved: the record it belongs to, the name of the file, and where its content is."""

    item_id: str
    name: str
    path: Path | None = None
    held: Stored | None = None


@dataclass
class _Copy:
    item: Evidence
    path: Path
    seen: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    """Size and time of each file beside it (and of itself) when last looked at."""
    settled: dict[Path, tuple[int, int]] = field(default_factory=dict[Path, tuple[int, int]])
    """The same for what needs no more asking: the copy as it was written, and what was answered."""
    used: bool = False
    free_since: float | None = None


class Outside:
    """Makes, watches and sweeps the copies. May be used from any thread."""

    def __init__(
        self, core: Core, evidence: EvidenceService, versions: Versions, home: Path, folder: Path | None = None
    ) -> None:
        self._core = core
        self._evidence = evidence
        self._versions = versions
        self._name = name = hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:_MARK]
        self._root = folder or paths.cache_dir() / "outside"
        # Whoever only reads may do so beside the program that writes, and leaves its copies alone.
        self._folder = self._root / (f"{name}-{core.new_id()}" if core.read_only else name)
        self._lock = threading.RLock()
        self._copies: dict[Path, _Copy] = {}
        self._left: set[Path] = set()
        self._held = self._read_held()

    @property
    def busy(self) -> bool:
        """Whether there is anything to watch, to ask or to sweep."""
        return bool(self._copies or self._held or self._left)

    def copies(self) -> list[Path]:
        """Where the plain copies lie."""
        return list(self._copies)

    def held(self) -> set[str]:
        """Digests of what waits in the vault for an answer; not to be swept there."""
        return {stored.sha256 for change in self._held if (stored := change.held) is not None}

    # -- opening ----------------------------------------------------------------------------------------------

    def open(self, item: Evidence, progress: Progress = no_progress, cancelled: Callable[[], bool] = never) -> Path:
        """Write a plain copy that only its owner may read, and nobody may change; the path of it.

        Raises `Cancelled`, and `UserError` ``outside-runs`` for a program, ``disk-full``, ``no-permission`` and what
        reading the vault raises.
        """
        name = harmless_name(item.file_name)
        if name.rpartition(".")[2].lower() in _RUN:
            raise UserError("outside-runs", about=name)
        folder = self._folder / f"{item.id}-{item.sha256[:_MARK]}"
        target = folder / name
        with self._lock:
            known = self._copies.get(target)
            if known is not None and _stamp(target) == known.settled.get(target):
                return target
            with disk.disk_trouble():
                disk.make_folder(self._folder)
                os.chmod(self._folder, 0o700)
                self._make_way(folder)
                folder.mkdir(mode=0o700)
                try:
                    self._write(item, target, progress, cancelled)
                except BaseException:
                    _remove(folder)
                    raise
            copy = _Copy(item, target)
            copy.settled[target] = copy.seen[target] = _stamp(target) or (0, 0)
            self._copies[target] = copy
        return target

    def _make_way(self, folder: Path) -> None:
        """A copy of the same file that was changed is kept before it is written anew."""
        if folder.exists() and (not self._hold_changes(folder) or not _remove(folder)):
            raise UserError("outside-in-use")

    def _write(self, item: Evidence, target: Path, progress: Progress, cancelled: Callable[[], bool]) -> None:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        done = 0
        with os.fdopen(handle, "wb") as file, self._evidence.open_stream(item) as source:
            while piece := source.read(CHUNK):
                if cancelled():
                    raise Cancelled
                file.write(piece)
                done += len(piece)
                progress(done, item.octets, item.file_name)
        # On Windows this is the mark "read only".
        os.chmod(target, stat.S_IREAD)

    # -- watching ---------------------------------------------------------------------------------------------

    def look(self, now: float | None = None) -> tuple[Changed, ...]:
        """What other programs saved and nobody answered for; sweeps what they have let go. ``now`` is in seconds."""
        moment = time.monotonic() if now is None else now
        with self._lock:
            found = list(self._held)
            for copy in list(self._copies.values()):
                changed = list(self._changed(copy))
                found += changed
                if not changed and self._is_free(copy, moment):
                    self._forget(copy)
            self._sweep_left()
            return tuple(found)

    def _changed(self, copy: _Copy) -> Iterator[Changed]:
        present: dict[Path, tuple[int, int]] = {}
        for path in _files(copy.path.parent):
            stamp = _stamp(path)
            if stamp is None or _passing(path, copy.path):
                continue
            present[path] = stamp
            # What still changes is being written.
            if copy.settled.get(path) == stamp or copy.seen.get(path) != stamp or not stamp[0]:
                continue
            if _sha256(path) == copy.item.sha256:
                copy.settled[path] = stamp
                continue
            yield Changed(copy.item.id, path.name, path)
        copy.seen = present

    @staticmethod
    def _is_free(copy: _Copy, now: float) -> bool:
        """Whether another program was seen with it and has let go. One that reads a file at once is never seen."""
        used = in_use(copy.path)
        if used:
            copy.used, copy.free_since = True, None
        elif copy.used and used is not None and copy.free_since is None:
            copy.free_since = now
        return copy.free_since is not None and now - copy.free_since >= RELEASED_SECONDS

    # -- answering --------------------------------------------------------------------------------------------

    def take(self, changed: Changed) -> Evidence:
        """Take what was saved in as a new version; raises as `Versions.add`."""
        item = self._core.store.need(Evidence, changed.item_id)
        try:
            if changed.held is not None:
                made = self._versions.add_stored(item, self._core.vault.find(changed.held.sha256), changed.name)
            elif changed.path is not None:
                made = self._versions.add(item, changed.path)
            else:
                raise UserError("evidence-vanished")
        except UserError as error:
            if error.code != "version-same":
                raise
            made = item
        self._answered(changed)
        return made

    def dismiss(self, changed: Changed) -> None:
        """It is no new version: do not ask again."""
        self._answered(changed)

    def _answered(self, changed: Changed) -> None:
        with self._lock:
            if changed.held is not None:
                self._keep_held([one for one in self._held if one != changed])
            for copy in self._copies.values():
                if changed.path is not None and copy.path.parent == changed.path.parent:
                    stamp = _stamp(changed.path)
                    if stamp is not None:
                        copy.settled[changed.path] = stamp

    # -- sweeping ---------------------------------------------------------------------------------------------

    def sweep(self) -> int:
        """Remove every copy of this program; what was changed goes into the vault first. Returns how many stay behind.

        A file that another program holds (Windows) stays until the next time.
        """
        with self._lock:
            for copy in list(self._copies.values()):
                answered = {path for path, stamp in copy.settled.items() if _stamp(path) == stamp}
                if self._safe_without(copy.path.parent, answered):
                    self._forget(copy)
                else:
                    del self._copies[copy.path]
            self._sweep_left()
            for folder in (self._folder, self._root):
                with suppress(OSError):
                    folder.rmdir()
            return len(self._left)

    def sweep_left_behind(self) -> int:
        """Remove what a killed program left, at the start; returns how many folders went."""
        gone = 0
        with self._lock:
            for folder in self._abandoned():
                if self._safe_without(folder):
                    gone += _remove(folder)
        return gone

    def _abandoned(self) -> Iterator[Path]:
        if not self._core.read_only:
            busy = {path.parent for path in self._copies}
            yield from (folder for folder in _folders(self._folder) if folder not in busy)
        for other in _folders(self._root):
            # Of programs that only read this portfolio; one that still runs is hardly a day old.
            with suppress(OSError):
                if other.name.startswith(f"{self._name}-") and time.time() - other.stat().st_mtime > _DAY:
                    yield from _folders(other)
                    other.rmdir()

    def _forget(self, copy: _Copy) -> None:
        self._copies.pop(copy.path, None)
        if not _remove(copy.path.parent):
            self._left.add(copy.path.parent)

    def _sweep_left(self) -> None:
        self._left = {folder for folder in self._left if not _remove(folder)}

    def _safe_without(self, folder: Path, answered: Collection[Path] = ()) -> bool:
        """Whether nothing would be lost if a folder of copies went; a disk that is full must not end in a loss."""
        try:
            return self._hold_changes(folder, answered)
        except UserError:
            return False

    def _hold_changes(self, folder: Path, answered: Collection[Path] = ()) -> bool:
        """Put into the vault what was saved in a folder of copies and is not answered for yet.

        False when something would be kept and can't be, because the portfolio is open for reading only.
        """
        item_id, _, mark = folder.name.rpartition("-")
        for path in _files(folder):
            stamp = _stamp(path)
            if stamp is None or not stamp[0] or _passing(path, None) or path in answered:
                continue
            if _sha256(path)[:_MARK] == mark or self._core.store.get(Evidence, item_id) is None:
                continue
            if self._core.read_only:
                return False
            stored = self._core.vault.put(path)
            self._keep_held([*self._held, Changed(item_id, path.name, held=stored)])
        return True

    # -- what waits in the vault ------------------------------------------------------------------------------

    def _keep_held(self, held: list[Changed]) -> None:
        told = [{"id": one.item_id, "name": one.name, "held": asdict(one.held)} for one in held if one.held]
        self._core.store.set_setting(HELD, json.dumps(told, sort_keys=True))
        self._held = held

    def _read_held(self) -> list[Changed]:
        try:
            told = cast("list[dict[str, Any]]", json.loads(self._core.store.setting(HELD) or "[]"))
            return [Changed(one["id"], one["name"], held=Stored(**one["held"])) for one in told]
        except (ValueError, TypeError, KeyError):
            return []


def harmless_name(name: str) -> str:
    """The name of a file as every system takes it."""
    tidy = file_names.tidy(name).translate(_FORBIDDEN).rstrip(". ") or "_"
    return f"_{tidy}" if tidy.partition(".")[0].lower() in _RESERVED else tidy


def in_use(path: Path) -> bool | None:
    """Whether some program has a file open; None where nobody can know."""
    if sys.platform == "win32":
        try:
            os.rename(path, path)
        except PermissionError:
            return True
        except OSError:
            return None
        return False
    processes = Path("/proc")
    if not (processes / "self" / "fd").is_dir():
        return None
    wanted = os.path.realpath(path)
    for process in processes.glob("[0-9]*"):
        # Of other people's programs nothing can be known, and they can't have it open.
        with suppress(OSError):
            for number in os.listdir(process / "fd"):
                with suppress(OSError):
                    if os.readlink(process / "fd" / number) == wanted:
                        return True
    return False


def _passing(path: Path, original: Path | None) -> bool:
    """Whether a file is one of those that programs put beside what they work on, and take away again."""
    name = path.name.lower()
    return path != original and (name.startswith(_PASSING) or name.endswith(_PASSING_ENDS))


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat(follow_symlinks=False)
    except OSError:
        return None
    return (seen.st_size, seen.st_mtime_ns) if stat.S_ISREG(seen.st_mode) else None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _files(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False))
    except OSError:
        return []


def _folders(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return sorted(Path(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False))
    except OSError:
        return []


def _remove(folder: Path) -> bool:
    """Remove a folder of copies; False when another program holds a file in it."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            # Windows removes no file that is marked "read only".
            if not path.is_symlink():
                os.chmod(path, stat.S_IRWXU if path.is_dir() else stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
