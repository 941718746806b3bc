"""Judging in a process of its own: within limits, stopped at once, and always with an answer."""

from __future__ import annotations

import time
from collections.abc import Generator
from pathlib import Path

import psutil
import pytest

from portfolio_app.domain.errors import Cancelled
from portfolio_app.services import judging as room
from portfolio_app.services.jobs import Jobs
from portfolio_app.services.judging import Judging, Question
from tests.pdf.attacker_acts import by_hand
from tests.pdf.sample import NOW


@pytest.fixture
def judging(tmp_path: Path) -> Generator[Judging]:
    """Judges with a settings folder of its own."""
    jobs = Jobs()
    yield Judging(jobs, tmp_path / "settings", NOW.date)
    jobs.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small signed file."""
    from portfolio_app.pdf.sign import make_signer

    path = tmp_path / "portfolio.pdf"
    path.write_bytes(by_hand(make_signer("Anna de Vries", "", "", NOW), {}))
    return path


def children() -> list[psutil.Process]:
    """The processes that were started from here and still run."""
    return [child for child in psutil.Process().children() if child.is_running()]


def test_a_file_is_judged_and_its_key_remembered(judging: Judging, file: Path) -> None:
    verdict = judging.verify(file)
    assert (verdict.outcome, verdict.identity) == ("untouched", "unknown")
    judging.known.remember(verdict.fingerprint, "Anna", verdict.signer_name)
    again = judging.verify(file)
    assert (again.identity, again.known_as) == ("known", "Anna")


def test_the_process_stays_warm(judging: Judging, file: Path) -> None:
    judging.verify(file)
    first = {child.pid for child in children()}
    judging.verify(file)
    assert first & {child.pid for child in children()} == first


def test_whoever_stops_waits_for_nothing(judging: Judging, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    judging.verify(file)
    asked = iter((False, True))
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        judging.verify(file, cancelled=lambda: next(asked, True))
    assert time.monotonic() - begun < 30
    assert judging.verify(file).outcome == "untouched"


def test_a_file_that_takes_too_long_is_given_up(judging: Judging, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Question, "seconds", lambda question: 0.0)
    verdict = judging.verify(file)
    assert verdict.outcome == "unreadable"
    assert [fact.code for fact in verdict.facts] == ["too-much-inside"]
    monkeypatch.undo()
    assert judging.verify(file).outcome == "untouched"


@pytest.mark.skipif(not room.LIMITS_MEMORY, reason="this system knows no limit of memory for one process")
def test_a_file_that_takes_too_much_memory_is_given_up(
    judging: Judging, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "groot.pdf"
    with large.open("wb") as out:
        out.write(b"%PDF-1.7\n")
        out.truncate(1_900_000_000)
    monkeypatch.setattr(room, "_MEMORY", 300 << 20)
    monkeypatch.setattr(room, "_MEMORY_A_BYTE", 0)
    verdict = judging.verify(large)
    assert verdict.outcome == "unreadable"


def test_limits_follow_the_size(tmp_path: Path) -> None:
    small, large = tmp_path / "a.pdf", tmp_path / "b.pdf"
    small.write_bytes(b"x")
    with large.open("wb") as out:
        out.truncate(200_000_000)
    assert Question(small).seconds() < Question(large).seconds()
    assert Question(small).memory() < Question(large).memory()
    zipped = tmp_path / "bewijs.zip"
    with zipped.open("wb") as out:
        out.truncate(2_000_000_000)
    assert Question(small).seconds() > 500
    assert Question(tmp_path / "weg.pdf").seconds() > 10
