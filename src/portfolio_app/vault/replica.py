"""Which copy of a portfolio is this? An id for the versions that this computer writes in this folder.

The id lies in the settings of the computer, never in the portfolio: a copy of the folder, or a backup that was put
back, must not go on under the name of the one it came from. Getting a new id too often is harmless.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from portfolio_app.domain.errors import UserError
from portfolio_app.vault.disk import disk_trouble, make_folder, write_whole

MARKER: Final = "this-copy"
_REGISTER: Final = "copies.json"


@dataclass(frozen=True)
class Replica:
    """The id of this copy; ``fresh`` when it was not known before (a new, copied, moved or restored folder)."""

    id: str
    fresh: bool


@dataclass(frozen=True)
class Replicas:
    """The copies that this computer knows; ``config`` is the folder of its settings."""

    config: Path

    def identify(self, home: Path, operations: int, new_id: Callable[[], str]) -> Replica:
        """Return the id for the portfolio in ``home``, which holds ``operations`` operations now.

        Fewer operations than were noted before means that an older state was put in its place: a new id.
        Raises UserError disk-full and no-permission when the folder can't hold its marker.
        """
        identity = self._identity(home)
        known = self._load()
        match known.get(identity):
            case [str(id), int(noted)] if operations >= noted:
                return Replica(id, fresh=False)
            case _:
                replica = Replica(new_id(), fresh=True)
                self._store({**known, identity: [replica.id, operations]})
                return replica

    def note(self, home: Path, operations: int) -> None:
        """Remember how far this copy is (at closing)."""
        identity = self._identity(home)
        known = self._load()
        if entry := known.get(identity):
            self._store({**known, identity: [entry[0], operations]})

    def _identity(self, home: Path) -> str:
        marker = home / MARKER
        with disk_trouble():
            if not marker.exists():
                write_whole(marker, secrets.token_hex(16).encode())
            seen = marker.stat()
            # A copied or restored file is a new inode with a new change time, which nobody can set back.
            told = [str(home.resolve()), str(seen.st_ino), str(seen.st_ctime_ns), marker.read_text("ascii", "replace")]
        # Only a digest is kept: the path says who the owner is.
        return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()

    def _load(self) -> dict[str, list[object]]:
        try:
            plain: object = json.loads((self.config / _REGISTER).read_bytes())
        except (OSError, ValueError):
            # Unreadable is the same as unknown: every copy gets a new id.
            return {}
        entries = cast("dict[str, object]", plain) if isinstance(plain, dict) else {}
        return {key: cast("list[object]", entry) for key, entry in entries.items() if isinstance(entry, list)}

    def _store(self, known: dict[str, list[object]]) -> None:
        # Without a place for settings the id lasts until the program closes.
        with suppress(UserError, OSError):
            make_folder(self.config)
            write_whole(self.config / _REGISTER, json.dumps(known, indent=1).encode())
