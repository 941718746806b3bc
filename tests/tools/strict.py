"""What every test is held to: nothing in the error log, no thread left behind, no Qt below the window."""

from __future__ import annotations

import builtins
import contextlib
import logging
import threading
import time
from collections.abc import Generator, Mapping
from types import ModuleType
from typing import Any

QT_MODULES = ("PySide6", "shiboken6")
OURS = ("portfolio_app", "tests")
GRACE_SECONDS = 3.0


class ErrorLog(logging.Handler):
    """Collects what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextlib.contextmanager
def without_qt() -> Generator[None]:
    """Refuse Qt to the program and its tests, as if it were not installed (the test runner's plugin keeps it)."""
    original = builtins.__import__

    def guarded(name: str, globals: Mapping[str, object] | None = None, *rest: Any, **more: Any) -> ModuleType:
        asking = str((globals or {}).get("__name__", ""))
        if name.partition(".")[0] in QT_MODULES and asking.partition(".")[0] in OURS:
            raise ModuleNotFoundError(f"No module named {name!r} (below the window there is no Qt)", name=name)
        return original(name, globals, *rest, **more)

    builtins.__import__ = guarded
    try:
        yield
    finally:
        builtins.__import__ = original


@contextlib.contextmanager
def no_logged_errors(*, expected: bool) -> Generator[None]:
    """Raise AssertionError when something was logged as an error, or, with `expected`, when nothing was."""
    log = ErrorLog()
    root = logging.getLogger()
    root.addHandler(log)
    try:
        yield
    finally:
        root.removeHandler(log)
    if expected:
        assert log.records, "this test is marked logs_errors, and nothing was logged as an error"
    else:
        lines = [f"{record.name}: {record.getMessage()} {record.exc_info or ''}" for record in log.records]
        assert not lines, "logged as an error:\n" + "\n".join(lines)


@contextlib.contextmanager
def no_leaked_threads() -> Generator[None]:
    """Raise AssertionError when a thread that began inside still runs some seconds later."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE_SECONDS
    while (leaked := [one for one in threading.enumerate() if one not in before and not _of_others(one)]) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.01)
    assert not leaked, f"threads left behind: {[one.name for one in leaked]}"


def _of_others(thread: threading.Thread) -> bool:
    """Tell whether a thread is the test runner's own, or one that Qt or C made and that Python only saw."""
    return isinstance(thread, threading._DummyThread) or thread.name.startswith(
        ("pytest_timeout", "execnet", "ThreadPoolExecutor-execnet", "QueueFeederThread")
    )
