"""The power goes away at any moment: every write is recorded and played again up to a cut, and the result is opened."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portfolio_app.bootstrap import portfolio_exists
from tests.faults.judging import PASSPHRASE, allowed, assert_whole, reopened
from tests.faults.model import Model
from tests.faults.replay import Disk, Event, events
from tests.faults.steps import Walk
from tests.faults.worker import BEGUN, DONE, VERBS, Desk, told
from tests.tools.tally import Tally

SUITE = "Power cut, writes played again"
WAYS = {  # shares of the names and of the data that nobody forced to the disk
    "nothing_more": (0, 0),
    "names_without_data": (1, 0),
    "data_without_names": (0, 1),
    "everything": (1, 1),
    "some": (0.5, 0.5),
    "most": (0.5, 0.9),
}
pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="needs a library loaded before the system's"
)


@dataclass
class Cut:
    """A moment: the model of what was told done until then, and the step that was begun.

    Before the portfolio was told to be made there is no model.
    """

    model: bytes | None
    begun: str | None


def recorded(desk: Desk, shim: Path, seed: int, steps: int, verbs: dict[str, int]) -> list[Event]:
    """Let an owner work from the making of a portfolio to its closing, and return everything that was written."""
    log = desk.folder.with_name(f"{desk.folder.name}.log")
    names = {"ROOT": desk.folder, "LOG": log, "TOLD": 1}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.worker", desk.folder, str(seed), str(steps)]
        + [f"{verb}={weight}" for verb, weight in verbs.items()],
        env=os.environ
        | {f"LEERLIJN_SHIM_{name}": str(value) for name, value in names.items()}
        | {"LD_PRELOAD": str(shim), "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(events(log))


def played(desk: Desk, record: list[Event], disk: Disk) -> Iterator[tuple[int, Cut]]:
    """Play everything; after each event the disk is as it was then."""
    model, cut = desk.load(), Cut(None, None)
    walk = Walk(model, desk.papers)
    act = None
    for number, event in enumerate(record):
        disk.play(event)
        if event.kind == "a":
            line = event.b.decode().rstrip("\n")
            if line.startswith(BEGUN):
                cut = Cut(cut.model, line)
                act = walk.plan(told(line))
            elif line == DONE:
                if act is not None:
                    act.model()
                    act = None
                cut = Cut(pickle.dumps(model), None)
        yield number, cut


def judge(folder: Path, cut: Cut) -> None:
    """Open what is left."""
    desk = Desk(folder)
    if cut.model is None:
        if not portfolio_exists(desk.home):
            desk.folder.mkdir(exist_ok=True)
            desk.begin(PASSPHRASE).close()
        return
    models = allowed(pickle.loads(cut.model), cut.begun, desk.papers)
    services, _ = reopened(desk, models)
    try:
        assert_whole(services, models, desk.papers)
    finally:
        services.close()


def survive(folder: Path, shim: Path, seed: int, cuts: int, steps: int, tally: Tally) -> None:
    chance, desk = random.Random(seed), Desk(folder / "desk")
    desk.papers.mkdir(parents=True)
    desk.keep(Model(passphrase=PASSPHRASE))
    disk = Disk(desk.folder)
    disk.load(desk.folder)
    record = recorded(desk, shim, seed, steps, VERBS)
    chosen = set(chance.sample(range(len(record)), cuts))
    for number, cut in played(desk, record, disk):
        if number not in chosen:
            continue
        for way in chance.sample([*WAYS], 3):
            names, data = WAYS[way]
            place = folder / "left"
            disk.write(place, chance, names=names, data=data)
            try:
                judge(place, cut)
            except BaseException as error:
                error.add_note(f"seed {seed}, after event {number} ({record[number].kind}), {way}")
                raise
            shutil.rmtree(place)
            tally.add(SUITE, disks_opened=1)
        tally.add(SUITE, cuts=1)
    tally.add(SUITE, writes_and_names_recorded=len(record), steps_lost=0, damaged=0)


def test_what_was_told_done_survives_a_power_cut(tmp_path: Path, shim: Path, tally: Tally) -> None:
    survive(tmp_path, shim, 1, 40, 60, tally)


@pytest.mark.faults
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(10, 19))
def test_what_was_told_done_survives_hundreds_of_power_cuts(
    tmp_path: Path, shim: Path, tally: Tally, seed: int
) -> None:
    survive(tmp_path, shim, seed, 50, 80, tally)
