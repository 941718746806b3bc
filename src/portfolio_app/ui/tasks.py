"""Brings what happens on other threads to the thread of the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services.jobs import Job, Jobs

T = TypeVar("T")


class Tasks(QObject):
    """Starts jobs for widgets. Every callback runs in the window's thread, and only while its owner still exists."""

    failed = Signal(object)
    """A `UserError` of a job whose starter gave no ``failed`` of its own."""

    _delivered = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._delivered.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        owner: QObject,
        work: Callable[[Job[T]], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[UserError], None] | None = None,
        progress: Callable[[int, int, str], None] | None = None,
        finished: Callable[[], None] | None = None,
        background: bool = False,
    ) -> Job[T]:
        """Do something off the window's thread; the lock does not wait for what is ``background``.

        ``done`` gets what it returned, ``failed`` an expected error; ``finished`` is called in any case, also after
        the person stopped it. What was not expected goes to the hook for bugs.
        """

        told = progress or _nobody

        def on_progress(at: int, of: int, what: str) -> None:
            self._post(owner, lambda: told(at, of, what))

        def on_done(value: T) -> None:
            self._post(owner, lambda: self._end(finished, done, value))

        def on_error(error: BaseException) -> None:
            self._post(owner, lambda: self._trouble(error, failed, finished))

        return self._jobs.submit(
            work, on_progress=on_progress, on_done=on_done, on_error=on_error, background=background
        )

    def _post(self, owner: QObject, call: Callable[[], None]) -> None:
        def alive() -> None:
            if shiboken6.isValid(owner):
                call()

        if shiboken6.isValid(self):
            self._delivered.emit(alive)

    @staticmethod
    def _end(finished: Callable[[], None] | None, done: Callable[[Any], None] | None, value: Any) -> None:
        if finished is not None:
            finished()
        if done is not None:
            done(value)

    def _trouble(
        self,
        error: BaseException,
        failed: Callable[[UserError], None] | None,
        finished: Callable[[], None] | None,
    ) -> None:
        if finished is not None:
            finished()
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, UserError):
            raise error
        if failed is not None:
            failed(error)
        else:
            self.failed.emit(error)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()


def _nobody(at: int, of: int, what: str) -> None:
    """Tell nobody how far it is."""
