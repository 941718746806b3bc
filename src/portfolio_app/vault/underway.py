"""Which unfinished files are being written now, so that they are not taken for what a crash left."""

from __future__ import annotations

import threading
from pathlib import Path


class Underway(set[str]):
    """Names of unfinished files that a thread is at work on; hold ``turn`` while making one or sweeping.

    It travels to another process empty: the threads that write stay here, and a lock can't go along.
    """

    def __init__(self) -> None:
        super().__init__()
        self.turn = threading.Lock()

    def __reduce__(self) -> tuple[type[Underway], tuple[()]]:
        return Underway, ()

    def left(self, found: list[Path]) -> list[Path]:
        """Of the files that are there, those that nobody is writing."""
        return [path for path in found if path.name not in self]
