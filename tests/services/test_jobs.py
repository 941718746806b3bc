"""Threads and the worker process: progress, stopping, trouble, and nothing left behind."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator

import psutil
import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.services.jobs import Job, Jobs
from portfolio_app.services.worker import WorkerBug
from tests.services import chores


@pytest.fixture
def jobs() -> Generator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def test_work_on_a_thread_reports_and_answers(jobs: Jobs) -> None:
    told: list[object] = []
    ended = threading.Event()

    def work(job: Job[str]) -> str:
        job.progress(1, 2, "half")
        return threading.current_thread().name

    def on_done(name: str) -> None:
        told.append(name)
        ended.set()

    job = jobs.submit(work, on_progress=lambda *report: told.append(report), on_done=on_done)
    assert job.result(5).startswith("leerlijn")
    assert ended.wait(5)
    assert told[0] == (1, 2, "half")
    assert jobs.wait_idle()
    assert job.done


def test_trouble_reaches_the_callback_and_whoever_waits(jobs: Jobs) -> None:
    told: list[BaseException] = []

    def work(job: Job[None]) -> None:
        raise UserError("disk-full")

    job = jobs.submit(work, on_error=told.append)
    with pytest.raises(UserError, match="disk-full"):
        job.result(5)
    assert [str(error) for error in told] == ["disk-full"]


@pytest.mark.logs_errors
def test_a_bug_on_a_thread_is_logged(jobs: Jobs) -> None:
    def work(job: Job[None]) -> None:
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        jobs.submit(work).result(5)


def test_a_job_that_is_stopped(jobs: Jobs) -> None:
    def work(job: Job[None]) -> None:
        while not job.cancelled():
            time.sleep(0.01)
        raise Cancelled

    running = jobs.submit(work, on_error=lambda error: None)
    running.cancel()
    with pytest.raises(Cancelled):
        running.result(5)


def test_a_job_that_is_stopped_before_its_turn_is_told_and_over() -> None:
    made, go = Jobs(threads=1), threading.Event()
    told: list[BaseException] = []
    first = made.submit(lambda job: go.wait(5))
    second = made.submit(lambda job: None, on_error=told.append)
    second.cancel()
    go.set()
    first.result(5)
    assert made.wait_idle(5)
    assert not made.busy
    assert [type(error) for error in told] == [Cancelled]
    made.close()


def test_what_is_asked_for_does_not_wait_for_what_goes_on_in_the_background() -> None:
    made, go = Jobs(threads=1), threading.Event()
    behind = made.submit(lambda job: go.wait(5), background=True)
    assert made.submit(lambda job: 42).result(5) == 42
    assert not behind.done
    assert not made.busy
    go.set()
    made.close()


def test_closing_stops_what_runs_and_what_waits() -> None:
    made = Jobs(threads=1)

    def work(job: Job[None]) -> None:
        while not job.cancelled():
            time.sleep(0.01)

    first, second = made.submit(work), made.submit(work)
    made.close()
    assert first.done
    with pytest.raises(Cancelled):
        second.result(1)
    with pytest.raises(UserError, match="closing"):
        made.submit(work)


def test_one_worker_serves_all_tasks_and_stays_warm(jobs: Jobs) -> None:
    told: list[tuple[int, int, str]] = []
    total, first = jobs.run_process(chores.add, 2, 3, progress=lambda *report: told.append(report))
    assert (total, told) == (5, [(1, 1, "sum")])
    assert first != os.getpid()
    with pytest.raises(UserError, match="disk-full"):
        jobs.run_process(chores.refuse)
    with pytest.raises(WorkerBug, match="a bug"):
        jobs.run_process(chores.stumble)
    assert jobs.run_process(chores.add, 1, 1)[1] == first
    jobs.close()
    assert not psutil.pid_exists(first)


def test_a_worker_task_that_is_stopped_leaves_the_worker_warm(jobs: Jobs) -> None:
    _, first = jobs.run_process(chores.add, 1, 1)
    stop = threading.Event()
    with pytest.raises(Cancelled):
        jobs.run_process(chores.wait, progress=lambda *report: stop.set(), cancelled=stop.is_set)
    assert jobs.run_process(chores.add, 1, 1)[1] == first


def test_a_worker_that_dies_or_hangs_is_told_and_another_takes_its_place(jobs: Jobs) -> None:
    with pytest.raises(UserError, match="worker-stopped"):
        jobs.run_process(chores.die)
    _, first = jobs.run_process(chores.add, 1, 1)
    with pytest.raises(UserError, match="worker-stopped"):
        jobs.run_process(chores.never_end, timeout=0.3)
    assert not psutil.pid_exists(first)
    assert jobs.run_process(chores.add, 1, 2)[0] == 3


def test_a_task_that_cannot_be_read_is_answered(jobs: Jobs) -> None:
    with pytest.raises(WorkerBug, match="fragile"):
        jobs.run_process(chores.add, chores.Fragile(), 1)
    assert jobs.run_process(chores.add, 1, 2)[0] == 3


def test_work_is_spread_over_threads_and_comes_back_in_order(jobs: Jobs) -> None:
    both = threading.Barrier(2, timeout=20)
    told: list[tuple[int, int]] = []

    def square(number: int) -> int:
        if number < 2:
            both.wait()  # two are at it at the same time
        return number * number

    assert jobs.spread(square, range(5), workers=2, progress=lambda *now: told.append(now)) == [0, 1, 4, 9, 16]
    assert told[0] == (0, 5)
    assert told[-1] == (5, 5)
    assert jobs.spread(square, []) == []


def test_what_is_spread_stops_when_it_is_told_to_or_fails(jobs: Jobs) -> None:
    begun: list[int] = []
    never_set = threading.Event()

    def slow(number: int) -> None:
        begun.append(number)
        never_set.wait(0.02)

    with pytest.raises(Cancelled):
        jobs.spread(slow, range(100), workers=1, cancelled=lambda: bool(begun))
    assert len(begun) < 100

    def refuse(number: int) -> None:
        raise UserError("evidence-lost")

    with pytest.raises(UserError, match="evidence-lost"):
        jobs.spread(refuse, range(100), workers=2)
