"""The only owner of threads and processes: progress, cancellation, and one warm worker for heavy layout. No Qt.

Work runs on a small pool of threads. What takes a core for seconds (laying out a document, reading a large file) runs
in a worker process that a thread waits for, so that the window stays quick. Callbacks are called in the thread that
did the work; the window brings them to its own.
"""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.connection
import multiprocessing.process
import os
import pickle
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, Generic, TypeVar

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services import worker

S = TypeVar("S")
T = TypeVar("T")
Progress = Callable[[int, int, str], None]
"""Called with how much is done, how much there is, and a code or name of what is being done."""

log = logging.getLogger(__name__)
POLL_SECONDS = 0.1
GRACE_SECONDS = 2.0


def no_progress(done: int, total: int, what: str) -> None:
    """Tell nobody."""


def never() -> bool:
    """Is it cancelled? It can't be."""
    return False


class Job(Generic[T]):
    """A task under way. Its work is handed the job itself, to report to and to ask whether to stop."""

    def __init__(self, on_progress: Progress, *, background: bool = False) -> None:
        self._on_progress = on_progress
        self.background = background
        self._stop = threading.Event()
        self._future: Future[T] | None = None

    def progress(self, done: int, total: int, what: str = "") -> None:
        """Report how far it is."""
        self._on_progress(done, total, what)

    def cancel(self) -> None:
        """Ask it to stop; it does so at the next point where nothing is half done."""
        self._stop.set()
        if self._future is not None:
            self._future.cancel()

    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()

    @property
    def done(self) -> bool:
        """Whether it ended, well or not."""
        return self._future is not None and self._future.done()

    def result(self, timeout: float | None = None) -> T:
        """Wait for the outcome. Raises what the work raised, and `Cancelled` when it was stopped."""
        if self._future is None:
            raise Cancelled
        try:
            return self._future.result(timeout)
        except BaseException:
            if self._future.cancelled():
                raise Cancelled from None
            raise

    def attach(self, future: Future[T]) -> None:
        """Connect the job with the thread that does it (for `Jobs`)."""
        self._future = future


class Jobs:
    """Threads for background work and one worker process that stays warm. Close it, and nothing is left running."""

    def __init__(self, threads: int = 2) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="leerlijn")
        # Whoever asks for something must not wait for a backup or for files that are read ahead.
        self._behind = ThreadPoolExecutor(threads, thread_name_prefix="leerlijn-background")
        self._lock = threading.Lock()
        self._running: set[Job[Any]] = set()
        self._worker = WorkerProcess()
        self._apart = WorkerProcess()
        self._closed = False

    def submit(
        self,
        work: Callable[[Job[T]], T],
        *,
        on_progress: Progress = no_progress,
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[BaseException], None] | None = None,
        background: bool = False,
    ) -> Job[T]:
        """Do something on a thread. ``on_error`` also gets `Cancelled`; without it an unexpected error is logged.

        What nobody asked for and may be stopped at any time, to be done another day, is ``background``.
        """
        job: Job[T] = Job(on_progress, background=background)
        with self._lock:
            if self._closed:
                raise UserError("closing")
            self._running.add(job)
            pool = self._behind if background else self._pool
            future = pool.submit(self._run, job, work, on_done, on_error)
            job.attach(future)
        future.add_done_callback(lambda ended: self._never_began(job, on_error) if ended.cancelled() else None)
        return job

    def _never_began(self, job: Job[T], on_error: Callable[[BaseException], None] | None) -> None:
        """Let go of a job that was stopped while it waited for its turn."""
        with self._lock:
            self._running.discard(job)
        if on_error is not None:
            on_error(Cancelled())

    def _run(
        self,
        job: Job[T],
        work: Callable[[Job[T]], T],
        on_done: Callable[[T], None] | None,
        on_error: Callable[[BaseException], None] | None,
    ) -> T:
        try:
            value = work(job)
        except BaseException as error:
            if on_error is not None:
                on_error(error)
            elif not isinstance(error, (UserError, Cancelled)):
                log.error("background work failed: %s", type(error).__name__)
            raise
        finally:
            with self._lock:
                self._running.discard(job)
        if on_done is not None:
            on_done(value)
        return value

    def run_process(
        self,
        function: Callable[..., T],
        *args: Any,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
        timeout: float | None = None,
    ) -> T:
        """Run an importable function in the worker process and wait for it.

        The function is called with ``progress`` and ``cancelled`` besides its arguments. ``timeout`` is in seconds.
        Raises what it raised when that was expected, `Cancelled`, and `UserError` ``worker-stopped`` when the process
        ended without a word or took longer than it may.
        """
        return self._worker.run(function, args, progress, cancelled, timeout)

    def run_apart(
        self,
        function: Callable[..., T],
        *args: Any,
        progress: Progress = no_progress,
        cancelled: Callable[[], bool] = never,
        timeout: float,
    ) -> T:
        """`run_process` for what foreign files may lead astray: in a process of its own, that is ended at once when
        nobody waits for it any more. It stays warm until then."""
        return self._apart.run(function, args, progress, cancelled, timeout, patient=False)

    def spread(
        self,
        work: Callable[[S], T],
        items: Sequence[S],
        *,
        workers: int | None = None,
        progress: Callable[[int, int], None] = lambda done, total: None,
        cancelled: Callable[[], bool] = never,
    ) -> list[T]:
        """Do the same with each item, on as many threads as there are cores, and wait; the answers in their order.

        It pays where each waits for a process of its own or leaves Python's lock alone. Raises `Cancelled`, and the
        first error in the order of the items; what was not begun then never is.
        """
        threads = min(workers or os.cpu_count() or 1, len(items)) or 1
        found: list[T] = []
        with ThreadPoolExecutor(threads, thread_name_prefix="leerlijn-spread") as pool:
            waiting = [pool.submit(work, item) for item in items]
            try:
                for number, future in enumerate(waiting):
                    progress(number, len(items))
                    while not future.done() and not cancelled():
                        wait([future], timeout=POLL_SECONDS)
                    if cancelled():
                        raise Cancelled
                    found.append(future.result())
            except BaseException:
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        progress(len(items), len(items))
        return found

    def warm(self) -> None:
        """Start the worker process ahead of need, on a thread."""
        self.submit(lambda job: self._worker.start())

    @property
    def busy(self) -> bool:
        """Whether something that somebody asked for is under way."""
        with self._lock:
            return any(not job.background for job in self._running)

    def wait_idle(self, timeout: float = 60.0) -> bool:
        """Wait until no work is under way; False when it took longer."""
        until = time.monotonic() + timeout
        while time.monotonic() < until:
            with self._lock:
                if not self._running:
                    return True
            time.sleep(0.01)
        return False

    def close(self) -> None:
        """Ask everything to stop, wait for it, and end the worker process."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for job in running:
            job.cancel()
        for pool in (self._pool, self._behind):
            pool.shutdown(wait=True, cancel_futures=True)
        self._worker.stop()
        self._apart.stop()


class WorkerProcess:
    """A spawned process that does one task at a time and stays for the next."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: multiprocessing.connection.Connection[Any, Any] | None = None

    def start(self) -> None:
        """Start the process when there is none."""
        with self._turn:
            self._ready()

    def _ready(self) -> multiprocessing.connection.Connection[Any, Any]:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._end()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=worker.serve, args=(theirs,), daemon=True, name="leerlijn-worker")
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        return ours

    def run(
        self,
        function: Callable[..., T],
        args: tuple[Any, ...],
        progress: Progress,
        cancelled: Callable[[], bool],
        timeout: float | None,
        *,
        patient: bool = True,
    ) -> T:
        """Hand over one task and wait for its answer. Who is not ``patient`` ends the process to stop the task."""
        with self._turn:
            if cancelled():
                raise Cancelled
            pipe = self._ready()
            try:
                pipe.send_bytes(pickle.dumps((function, args)))
                return self._answer(pipe, progress, cancelled, timeout, patient)
            except (EOFError, OSError) as error:
                self._end()
                raise UserError("worker-stopped") from error

    def _answer(
        self,
        pipe: multiprocessing.connection.Connection[Any, Any],
        progress: Progress,
        cancelled: Callable[[], bool],
        timeout: float | None,
        patient: bool,
    ) -> Any:
        told = False
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            if cancelled() and not told:
                told, until = True, time.monotonic() + (GRACE_SECONDS * 5 if patient else 0)
                pipe.send_bytes(worker.CANCEL)
            if until is not None and time.monotonic() > until:
                self._end()
                raise Cancelled if told else UserError("worker-stopped")
            if not pipe.poll(POLL_SECONDS):
                continue
            kind, *rest = pipe.recv()
            if kind == worker.PROGRESS:
                progress(*rest)
            else:
                return worker.unpack(kind, rest)

    def stop(self) -> None:
        """End the process, by force when it does not listen."""
        with self._turn:
            self._end()

    def _end(self) -> None:
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.join(GRACE_SECONDS if pipe is None else 0.2)
            if process.is_alive():
                process.terminate()
                process.join(GRACE_SECONDS)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
