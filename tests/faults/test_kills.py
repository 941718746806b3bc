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
from tests.faults.judging import PASSPHRASE, allowed, assert_whole, reopened
from tests.faults.model import Model
from tests.faults.steps import Walk
from tests.faults.worker import BEGUN, DONE, Desk, told
from tests.tools.tally import Tally

SUITE = "Killed at a random moment"
FEW, MANY, PORTFOLIOS = 8, 12, 25
LONGEST = 0.4  # seconds of work before a kill
STEPS = 400
AT_START = 8  # one kill in so many comes while the portfolio is being opened
MIXES = (  # of steps; the first is a whole day's
    (),
    ("passphrase=1", "evidence=3", "trash=1", "maintain=1"),
    ("bundle=3", "snapshot=3", "revert=4", "create=1"),
    ("merge=3", "create=1", "trash=1"),
    ("rotate=4", "evidence=2", "maintain=2", "create=1"),
)
DOING = {
    "evidence": "files", "trash": "deleting", "purge": "deleting", "empty_trash": "deleting", "passphrase": "keys",
    "bundle": "backing_up", "snapshot": "backing_up", "revert": "putting_back", "merge": "merging",
    "rotate": "new_keys",
}  # fmt: skip


def killed(desk: Desk, chance: random.Random) -> list[str]:
    """Let a process work for a while, kill it, and return what it told."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.faults.worker",
            desk.folder,
            str(chance.random())[2:],
            str(STEPS),
            *chance.choice(MIXES),
        ],
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
    """What may be there after what a process told."""
    walk, begun = Walk(model, papers), None
    for line in lines:
        if line.startswith(BEGUN):
            begun = line
        elif begun is not None:
            if act := walk.plan(told(begun)):
                act.model()
            begun = None
    return allowed(model, begun, papers)


def survive(folder: Path, seed: int, kills: int, tally: Tally) -> None:
    chance, desk = random.Random(seed), Desk(folder)
    desk.begin(PASSPHRASE).close()
    model = Model(passphrase=PASSPHRASE)
    clean, after = list[float](), list[float]()
    for _ in range(kills):
        desk.keep(model)
        lines = killed(desk, chance)
        models = replayed(model, lines, desk.papers)
        services, seconds = reopened(desk, models)
        after.append(seconds)
        found = assert_whole(services, models, desk.papers)
        services.close()
        model = next((one for one in found if opens(desk, one.passphrase)), found[0])
        services, seconds = reopened(desk, [model])
        clean.append(seconds)
        services.close()
        tally.add(SUITE, kills=1, steps_told_done=lines.count(DONE) - 1 if lines else 0)
        tally.add(SUITE, kills_within_a_step=len(models) - 1)
        if lines and lines[-1].startswith(BEGUN):
            tally.add(SUITE, **{f"of_these_while_{DOING.get(told(lines[-1]).verb, 'saving')}": 1})
        tally.add(SUITE, of_these_the_step_took_place=int(len(models) > len(found) and found[0] is models[0]))
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
