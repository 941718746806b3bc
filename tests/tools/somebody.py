"""Somebody without the powers of the superuser, to whom no file is forbidden, and a folder that both can reach."""

from __future__ import annotations

import os
import secrets
import shutil
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
