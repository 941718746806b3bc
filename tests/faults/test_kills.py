"""A process at work is killed at a random moment, again and again; what it said to be done is there afterwards."""

from __future__ import annotations

import os
import random
import select
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.services.session import Services
from tests.faults.model import Model
from tests.faults.steps import Walk, see
from tests.faults.worker import BEGUN, DONE, Desk, told
from tests.tools.tally import Tally

SUITE = "Killed at a random moment"
PASSPHRASE = "een korte zin die blijft hangen"
FEW, MANY, PORTFOLIOS = 8, 25, 12
LONGEST = 0.4  # seconds of work before a kill
STEPS = 400
AT_START = 8  # one kill in so many comes while the portfolio is being opened
HEAVY = ("passphrase=1", "evidence=3", "maintain=1")


def killed(desk: Desk, chance: random.Random) -> list[str]:
    """Let a process work for a while, kill it, and return what it told."""
    few = HEAVY if chance.random() < 1 / 3 else ()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", desk.folder, str(chance.random())[2:], str(STEPS), *few],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    handle, heard = process.stdout.fileno(), bytearray()
    if chance.randrange(AT_START) == 0:
        time.sleep(chance.uniform(0.3, 0.8))
    else:
        heard += os.read(handle, 1 << 16)  # it is open
        until = time.monotonic() + chance.uniform(0, LONGEST)
        while (left := until - time.monotonic()) > 0 and select.select([handle], [], [], left)[0]:
            if not (more := os.read(handle, 1 << 16)):
                break
            heard += more
    process.kill()
    heard += process.stdout.read()
    process.stdout.close()
    assert process.wait() in (0, -9), "it stopped by itself"
    lines = heard.decode().split("\n")
    return lines[:-1]  # the last line is empty, or was never whole


def replayed(model: Model, lines: list[str], papers: Path) -> list[Model]:
    """What may be there: with the step that was only begun, and without it."""
    walk = Walk(model, papers)
    act = None
    for line in lines:
        if line.startswith(BEGUN):
            act = walk.plan(told(line))
        elif act is not None and line == DONE:
            act.model()
            act = None
    before = model.copy()
    if act is None:
        return [model]
    act.model()
    return [model, before]


def reopened(desk: Desk, allowed: list[Model]) -> tuple[Services, float]:
    """Open the portfolio with a passphrase that may be the one; and how long that took."""
    began = time.perf_counter()
    for model in allowed:
        try:
            services = desk.open(model.passphrase)
        except UserError as error:
            if error.code != "wrong-passphrase" or model is allowed[-1]:
                raise
        else:
            return services, time.perf_counter() - began
    raise AssertionError("nothing was tried")


def survive(folder: Path, seed: int, kills: int, tally: Tally) -> None:
    chance, desk = random.Random(seed), Desk(folder)
    desk.begin(PASSPHRASE).close()
    model = Model(passphrase=PASSPHRASE)
    clean, after = list[float](), list[float]()
    for _ in range(kills):
        desk.keep(model)
        lines = killed(desk, chance)
        allowed = replayed(model, lines, desk.papers)
        services, seconds = reopened(desk, allowed)
        after.append(seconds)
        there = see(services)
        found = [one for one in allowed if one.view() == there]
        assert found, f"seed {seed}: after {lines[-2:]} neither what was told nor one step more"
        assert services.checks.check(deep=True).findings == ()
        assert services.warnings == ()
        services.close()
        model = next((one for one in found if opens(desk, one.passphrase)), found[0])
        services, seconds = reopened(desk, [model])
        clean.append(seconds)
        services.close()
        tally.add(SUITE, kills=1, steps_told_done=lines.count(DONE) - 1 if lines else 0)
        tally.add(SUITE, kills_within_a_step=len(allowed) - 1)
        tally.add(SUITE, of_these_the_step_took_place=int(len(allowed) > len(found) and found[0] is allowed[0]))
    tally.add(SUITE, steps_lost=0, half_records=0)
    tally.most(SUITE, "slowest reopening, seconds", max(after))
    tally.most(SUITE, "median reopening, times a clean one", statistics.median(after) / statistics.median(clean))


def opens(desk: Desk, passphrase: str) -> bool:
    try:
        desk.open(passphrase).close()
    except UserError:
        return False
    return True


def test_what_was_told_done_is_there_after_a_kill(tmp_path: Path, tally: Tally) -> None:
    survive(tmp_path, 1, FEW, tally)


@pytest.mark.faults
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(100, 100 + PORTFOLIOS))
def test_what_was_told_done_is_there_after_hundreds_of_kills(tmp_path: Path, tally: Tally, seed: int) -> None:
    survive(tmp_path, seed, MANY, tally)
