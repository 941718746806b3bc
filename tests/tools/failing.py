"""A disk on which one call fails: the n-th of those with which files are made, forced down and put in place."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest

CALLS = ((os, "fsync"), (os, "replace"), (os, "unlink"), (os, "open"), (tempfile, "mkstemp"))
WAYS = (errno.ENOSPC, errno.EROFS)


class Disk:
    """Counts calls. ``struck`` says whether the one that fails was reached."""

    def __init__(self, at: int) -> None:
        self._left = self._number = at
        self.struck = False

    def call(self, original: Callable[..., Any], *arguments: Any, **more: Any) -> Any:
        """Pass a call on, or fail."""
        if os.devnull in arguments:
            return original(*arguments, **more)
        self._left -= 1
        if self._left == 0:
            self.struck = True
            number = WAYS[self._number % len(WAYS)]
            raise OSError(number, os.strerror(number))
        return original(*arguments, **more)


@contextmanager
def failing_at(number: int) -> Generator[Disk]:
    """Inside, the ``number``-th call (from 1) fails, as on a disk that is full or was pulled out; once."""
    disk = Disk(number)

    def wrapped(original: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *arguments, **more: disk.call(original, *arguments, **more)

    with pytest.MonkeyPatch.context() as patched:
        for module, name in CALLS:
            patched.setattr(module, name, wrapped(getattr(module, name)))
        yield disk
