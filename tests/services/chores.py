"""Tasks for the worker process of the tests."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from portfolio_app.domain.errors import Cancelled, UserError

Progress = Callable[[int, int, str], None]


class Fragile:
    """Can be packed and not unpacked."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return _break, ("fragile",)


def _break(text: str) -> object:
    raise ValueError(text)


def add(a: int, b: int, *, progress: Progress, cancelled: Callable[[], bool]) -> tuple[int, int]:
    progress(1, 1, "sum")
    return a + b, os.getpid()


def wait(*, progress: Progress, cancelled: Callable[[], bool]) -> None:
    progress(0, 1, "waiting")
    while not cancelled():
        time.sleep(0.01)
    raise Cancelled


def refuse(*, progress: Progress, cancelled: Callable[[], bool]) -> None:
    raise UserError("disk-full")


def stumble(*, progress: Progress, cancelled: Callable[[], bool]) -> None:
    raise RuntimeError("a bug")


def die(*, progress: Progress, cancelled: Callable[[], bool]) -> None:
    os._exit(9)


def never_end(*, progress: Progress, cancelled: Callable[[], bool]) -> None:
    while True:
        time.sleep(1)
