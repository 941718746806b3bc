"""One writer at a time."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.store import lock
from portfolio_app.store.engine import WriterLock

HOLD = """
import sys
from pathlib import Path
from portfolio_app.store.lock import WriterLock
WriterLock(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(path: Path) -> Generator[subprocess.Popen[str]]:
    """A process that holds the lock."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "held\n"
    try:
        yield process
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait()


def test_second_writer_is_refused_and_told_where(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with another_process(path) as holder:
        with pytest.raises(UserError) as caught:
            WriterLock(path).acquire(take_over=True)
        assert caught.value.code == "portfolio-in-use"
        assert caught.value.facts == {"host": socket.gethostname(), "pid": holder.pid}


def test_same_process_cannot_lock_twice_until_it_released(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    first.acquire()
    with pytest.raises(UserError, match="portfolio-in-use"):
        second.acquire()
    assert (first.held, second.held) == (True, False)
    first.release()
    second.acquire()
    second.release()


def test_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with another_process(path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert path.stat().st_size > 0
        taken = WriterLock(path)
        taken.acquire()
        assert json.loads(path.read_text())["pid"] == os.getpid()
        taken.release()


def test_lock_of_another_computer_stays_until_the_owner_decides(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text(json.dumps({"host": "school-pc", "pid": 1, "start": 1}))
    with pytest.raises(UserError) as caught:
        WriterLock(path).acquire()
    assert caught.value.facts["host"] == "school-pc"
    assert json.loads(path.read_text())["host"] == "school-pc"
    taken = WriterLock(path)
    taken.acquire(take_over=True)
    taken.release()


def test_garbage_in_the_lock_file_locks_nobody_out(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"\xff[half")
    taken = WriterLock(path)
    taken.acquire()
    taken.release()


def test_on_a_full_disk_a_lock_is_had_and_given_back_though_nothing_says_by_whom(tmp_path: Path) -> None:
    # Every write to this device fails as on a full disk.
    (tmp_path / "lock").symlink_to("/dev/full")
    first, second = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    first.acquire()
    with pytest.raises(UserError, match="portfolio-in-use"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_without_locks_and_without_room_nobody_is_let_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_: int) -> None:
        raise OSError("no locks here")

    monkeypatch.setattr(lock, "_seize", unsupported)
    (tmp_path / "lock").symlink_to("/dev/full")
    with pytest.raises(UserError) as caught:
        WriterLock(tmp_path / "lock").acquire()
    assert caught.value.code in ("disk-full", "database-disk-trouble")


def test_a_file_system_without_locks_asks_after_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(_: int) -> None:
        raise OSError("no locks here")

    path = tmp_path / "lock"
    with another_process(path) as holder:
        monkeypatch.setattr(lock, "_seize", unsupported)
        with pytest.raises(UserError, match="portfolio-in-use"):
            WriterLock(path).acquire()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        taken = WriterLock(path)
        taken.acquire()
        taken.release()
    # The number of a dead process may since belong to another one.
    path.write_text(json.dumps({"host": socket.gethostname(), "pid": os.getpid(), "start": 1}))
    taken = WriterLock(path)
    taken.acquire()
    taken.release()
