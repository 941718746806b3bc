"""Keeps an exception from escaping out of a method that Qt calls.

On Python 3.11 and older an exception that leaves an overridden Qt method can end the process while a custom
``sys.excepthook`` is set. So overrides that do real work wear this decorator: the bug is handed to the hook (log and
report dialog) and Qt gets a harmless answer.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
S = TypeVar("S")
R = TypeVar("R")


def guarded(
    fallback: Callable[[], R],
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Decorate an overridden Qt method; ``fallback()`` makes its answer when it fails (``nothing`` for None)."""

    def decorate(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        @functools.wraps(method)
        def wrapper(self: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return method(self, *args, **kwargs)
            except Exception:  # noqa: BLE001 - a bug of any kind: it is reported, and Qt must get an answer
                sys.excepthook(*sys.exc_info())  # pyright: ignore[reportArgumentType]
                return fallback()

        return wrapper

    return decorate


def nothing() -> None:
    """Fallback of methods that answer nothing."""
