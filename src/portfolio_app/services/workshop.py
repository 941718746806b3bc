"""Private folders for what is under way: a copy of the database, an opened bundle. Nothing in them is plain text.

Each holds a lock while it is in use, so that what a killed program left is told from what somebody works in.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from portfolio_app.domain.errors import UserError
from portfolio_app.store.lock import WriterLock
from portfolio_app.vault.disk import disk_trouble, make_folder

_LOCK = "in-use"


class PrivateFolder:
    """A folder that nobody else may look into; it is gone after `close`."""

    def __init__(self, root: Path) -> None:
        with disk_trouble():
            make_folder(root)
            self.path = Path(tempfile.mkdtemp(dir=root))
        self._lock = WriterLock(self.path / _LOCK)
        self._lock.acquire()

    def close(self) -> None:
        """Throw everything away. May be called twice."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


@contextmanager
def private_folder(root: Path) -> Generator[Path]:
    """A private folder for the time of a block."""
    folder = PrivateFolder(root)
    try:
        yield folder.path
    finally:
        folder.close()


def sweep(root: Path) -> int:
    """Throw away what a killed program left in ``root``; at start. Returns how many folders went."""
    gone = 0
    for folder in root.iterdir() if root.is_dir() else ():
        lock = WriterLock(folder / _LOCK)
        try:
            lock.acquire()
        except UserError as error:
            if error.code == "portfolio-in-use":
                continue
        lock.release()
        shutil.rmtree(folder, ignore_errors=True)
        gone += 1
    return gone
