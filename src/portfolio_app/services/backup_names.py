"""The files of backups: their names, why they were made, and what they say of themselves."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from portfolio_app.domain.errors import UserError
from portfolio_app.services.layout import BackupPlaces
from portfolio_app.vault.bundle import SUFFIX, Bundle

Place = Literal["here", "outside"]

REGULAR: Final = "regular"
CLOSING: Final = "closing"
WEEKLY: Final = "weekly"
CHOSEN: Final = "chosen"
BEFORE_MERGE: Final = "merge"
BEFORE_RESTORE: Final = "restore"
BEFORE_MIGRATION: Final = "migration"
BEFORE_ROTATION: Final = "rotation"
THINNED: Final = frozenset({REGULAR, CLOSING, WEEKLY, BEFORE_MERGE, BEFORE_ROTATION})
"""Reasons of backups that are thinned out; those of another reason stay until somebody takes them away by hand.

One from before new keys opens with what somebody may have seen: it is there for as long as they are new, no longer.
"""

_NAME: Final = re.compile(r"leerlijn-(\d{4}-\d\d-\d\d-\d{6})-([a-z]+)" + re.escape(SUFFIX))
_STAMP: Final = "%Y-%m-%d-%H%M%S"


@dataclass(frozen=True)
class Backup:
    """A backup in a list. ``whole`` is False when evidence was damaged then, or when it does not open any more."""

    path: Path
    place: Place
    made_at: datetime
    reason: str
    octets: int
    whole: bool
    readable: bool


def free_name(folder: Path, reason: str, now: datetime) -> Path:
    """A name that no backup has yet."""
    at = now.astimezone(UTC)
    while (path := folder / f"leerlijn-{at.strftime(_STAMP)}-{reason}{SUFFIX}").exists():
        at += timedelta(seconds=1)
    return path


def described(path: Path, place: Place) -> Backup:
    """What a backup says of itself; of one that does not open, what its name says."""
    name = _NAME.fullmatch(path.name)
    assert name is not None
    try:
        manifest = Bundle.open(path).manifest
    except UserError:
        made_at = datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)
        size = path.stat().st_size if path.exists() else 0
        return Backup(path, place, made_at, name[2], size, whole=False, readable=False)
    return Backup(path, place, manifest.made_at, manifest.reason, manifest.octets, manifest.whole, readable=True)


def pool_beside(path: Path) -> Path | None:
    """The pool that a snapshot needs; None for a whole bundle."""
    places = BackupPlaces(path.parent.parent)
    return places.pool if path.parent == places.snapshots and places.pool.is_dir() else None


def named(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups of a folder by their names: when each was made, and where it lies."""
    found: list[tuple[datetime, Path]] = []
    try:
        names = os.listdir(folder)
    except OSError:
        return found
    for name in names:
        if match := _NAME.fullmatch(name):
            with suppress(ValueError):
                found.append((datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), folder / name))
    return found


def is_thinned(path: Path) -> bool:
    """Whether a backup was made for a reason that lets it be thinned out."""
    name = _NAME.fullmatch(path.name)
    return name is not None and name[2] in THINNED


def opens(path: Path) -> bool:
    """Whether a backup tells what it holds."""
    try:
        Bundle.open(path)
    except UserError:
        return False
    return True
