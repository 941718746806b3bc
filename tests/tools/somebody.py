"""Somebody without the powers of the superuser, to whom no file is forbidden, and a folder that both can reach."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def somebody_else() -> Generator[None]:
    """Be a user to whom files can be forbidden."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextmanager
def common_folder() -> Generator[Path]:
    """A folder outside the tests' own, which only the superuser enters. Whatever is forbidden in it, it goes."""
    folder = Path("/tmp") / f"leerlijn-{secrets.token_hex(4)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(folder)


@contextmanager
def unwritable(folder: Path) -> Generator[None]:
    """Nobody can write in a folder meanwhile; for the superuser it lies on a disk that is only to be read."""
    if os.geteuid() != 0:
        with _forbidden(folder):
            yield
        return
    subprocess.run(["mount", "--bind", str(folder), str(folder)], capture_output=True, check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextmanager
def _forbidden(folder: Path) -> Generator[None]:
    before = {path: path.stat().st_mode for path in (folder, *folder.rglob("*"))}
    for path, mode in before.items():
        path.chmod(mode & 0o555)
    try:
        yield
    finally:
        for path, mode in before.items():
            path.chmod(mode)
