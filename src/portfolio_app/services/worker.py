"""What runs in the worker process: it waits for a task, does it, answers, and waits for the next.

Imports nothing heavy: the functions it is handed bring their own libraries.
"""

from __future__ import annotations

import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from portfolio_app.domain.errors import Cancelled, UserError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

CANCEL = b"cancel"
PROGRESS, DONE, EXPECTED, CANCELLED, BUG = "progress", "done", "expected", "cancelled", "bug"


class WorkerBug(Exception):  # noqa: N818 - it reports a bug of ours, not an error of somebody's
    """The function failed in an unexpected way; the text is the traceback of the worker."""


def serve(pipe: Connection[Any, Any]) -> None:
    """Do tasks until the other side closes the pipe. Ctrl-C is for the parent to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox = _Inbox(pipe)
    while (task := inbox.next_task()) is not None:
        function, args = task
        answer = _run(function, args, pipe, inbox.stop.is_set)
        try:
            pipe.send(answer)
        except OSError:
            return


class _Inbox(threading.Thread):
    """Listens while a task runs, so that a wish to stop arrives."""

    def __init__(self, pipe: Connection[Any, Any]) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self.stop = threading.Event()
        self._news = threading.Condition()
        self._task: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._ended = False
        self.start()

    def run(self) -> None:
        while True:
            try:
                data = self._pipe.recv_bytes()
            except (EOFError, OSError):
                with self._news:
                    self._ended = True
                    self.stop.set()
                    self._news.notify()
                return
            if data == CANCEL:
                self.stop.set()
                continue
            with self._news:
                self.stop.clear()
                self._task = (_unpickled, (data,))
                self._news.notify()

    def next_task(self) -> tuple[Callable[..., Any], tuple[Any, ...]] | None:
        with self._news:
            self._news.wait_for(lambda: self._task is not None or self._ended)
            task, self._task = self._task, None
            return None if self._ended else task


def _unpickled(data: bytes, *, progress: Callable[[int, int, str], None], cancelled: Callable[[], bool]) -> Any:
    """Read the task and do it. A task that can't be read is a bug like any other and must be answered."""
    function, args = pickle.loads(data)
    return function(*args, progress=progress, cancelled=cancelled)


def _run(
    function: Callable[..., Any], args: tuple[Any, ...], pipe: Connection[Any, Any], stopped: Callable[[], bool]
) -> tuple[Any, ...]:
    def progress(done: int, total: int, what: str) -> None:
        pipe.send((PROGRESS, done, total, what))

    try:
        return (DONE, function(*args, progress=progress, cancelled=stopped))
    except UserError as error:
        return (EXPECTED, error.code, dict(error.facts))
    except Cancelled:
        return (CANCELLED,)
    except MemoryError:
        return (EXPECTED, "worker-stopped", {})
    except Exception:  # noqa: BLE001 - a bug must reach the parent as one, not end the process without a word
        return (BUG, traceback.format_exc())


def unpack(kind: str, rest: list[Any]) -> Any:
    """Turn an answer of the worker back into a value or an exception."""
    if kind == DONE:
        return rest[0]
    if kind == EXPECTED:
        raise UserError(rest[0], **rest[1])
    if kind == CANCELLED:
        raise Cancelled
    raise WorkerBug(rest[0])
