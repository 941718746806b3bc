"""A merge that is killed at any moment has happened or has not: nothing is half there, and what was there still is."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Passphrase, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from tests.services.helpers import PASSPHRASE, START, Desk, environment

ENTRIES, FILES = 150, 6
MERGING = """
import sys, time
from pathlib import Path
from portfolio_app.bootstrap import Passphrase, open_portfolio
from tests.services.helpers import PASSPHRASE, environment
services = open_portfolio(Path(sys.argv[1]), Passphrase(PASSPHRASE), environment=environment(Path(sys.argv[2])))
print("begun", flush=True)
begun = time.monotonic()
outcome = services.merging.merge(Path(sys.argv[3]))
print(time.monotonic() - begun, outcome.changed, flush=True)
services.close()
"""


def start(home: Path, settings: Path, bundle: Path) -> subprocess.Popen[str]:
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", MERGING, str(home), str(settings), str(bundle)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=paths)


def lesson(services: Services, title: str) -> Experience:
    made = Experience(id=services.records.new_id(), written_at=START, title=title, happened_on=date(2026, 3, 2))
    services.records.save(replace(made, story="woorden over de les " * 20))
    return made


@pytest.fixture
def bundle(desk: Desk, tmp_path: Path) -> Path:
    """Made at school, where a copy of the portfolio went on; at home one entry was changed meanwhile."""
    home = desk.open()
    lesson(home, "Thuis")
    desk.close()
    away = tmp_path / "school"
    shutil.copytree(desk.home, away / "portfolio")
    school = open_portfolio(away / "portfolio", Passphrase(PASSPHRASE), environment=environment(away))
    for number in range(ENTRIES):
        lesson(school, f"Les {number}")
    for number in range(FILES):
        (path := tmp_path / f"{number}.txt").write_text(f"Brief {number} " * 9000, encoding="utf-8")
        school.evidence.add(path)
    school.merging.write(tmp_path / "school.leerlijn")
    school.close()
    return tmp_path / "school.leerlijn"


def kill(desk: Desk, bundle: Path, folder: Path, times: int) -> tuple[int, int]:
    """Kill so many merges, each in a fresh copy; how many had happened and how many had not."""
    chance, lasts, done = random.Random(times), 1.0, 0
    for number in range(times + 1):
        home = folder / f"copy-{number}"
        shutil.copytree(desk.home, home)
        process = start(home, folder / "settings", bundle)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        if number:
            time.sleep(chance.uniform(0, lasts * 1.1))
            process.kill()
        told = process.stdout.read().split()
        process.stdout.close()
        process.wait()
        if not number:
            lasts = float(told[0])
        services = open_portfolio(home, Passphrase(PASSPHRASE), environment=environment(folder))
        there = services.records.count(Query())
        assert there in (1, 1 + ENTRIES + FILES)
        assert there > 1 or not told, "what was told as merged is there"
        assert services.checks.check().sound
        assert services.merging.merge(bundle).changed is (there == 1)
        assert services.records.count(Query()) == 1 + ENTRIES + FILES
        services.close()
        shutil.rmtree(home)
        done += number > 0 and there > 1
    return done, times - done


def test_a_killed_merge_has_happened_or_not(desk: Desk, bundle: Path, tmp_path: Path) -> None:
    kill(desk, bundle, tmp_path, 2)


@pytest.mark.faults
@pytest.mark.timeout(600)
@pytest.mark.parametrize("times", [19, 20, 21])
def test_sixty_merges_are_killed(
    times: int, desk: Desk, bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done, undone = kill(desk, bundle, tmp_path, times)
    with capsys.disabled():
        print(f"\n{times} merges killed: {done} had happened, {undone} had not, 0 were half there")
