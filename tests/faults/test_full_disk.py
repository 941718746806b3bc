"""A disk that is full in the middle of any work: nothing is lost, the last text is saved, and it is told what to do."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.i18n import Translator
from portfolio_app.services.sentences import explain
from portfolio_app.services.session import Services
from tests.faults.judging import PASSPHRASE, assert_whole
from tests.faults.model import Model
from tests.faults.steps import WORDS, Step, Walk
from tests.faults.worker import Desk, a_day
from tests.tools.tally import Tally

SUITE = "Full disk"
FULL = frozenset({"disk-full", "backup-place-full"})
DISK_MEGABYTES = 28
FEW_ROOMS = (0, 250)
MANY_ROOMS = (0, 4, 8, 16, 32, 64, 128, 200, 300, 600, 1000, 1500, 2500, 4000)
LONG = " ".join(WORDS * 4000)
LAST = "Het laatste dat ik typte, " * 100

pytestmark = pytest.mark.root


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    """A small disk of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    size = f"size={DISK_MEGABYTES}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], capture_output=True, check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


class Crowded:
    """A portfolio on a small disk, with the model of what it holds."""

    def __init__(self, disk: Path, made: Desk, model: Model) -> None:
        self.disk, self.model = disk, model.copy()
        self.desk = Desk(disk / "desk")
        shutil.copytree(made.folder, self.desk.folder)
        self.services = self.desk.open(PASSPHRASE)
        self.services.maintain().result(60)  # room is kept aside
        self.walk = Walk(self.model, made.papers)
        self._photos = disk / "photos"
        self.take(Step("bundle"))

    def fill(self, leave: int) -> None:
        """Leave so many octets free."""
        with self._photos.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        with self._photos.open("r+b") as file:
            file.truncate(max(0, self._photos.stat().st_size - leave))

    def make_room(self) -> None:
        """Throw away what filled it."""
        self._photos.unlink()

    def take(self, step: Step) -> bool:
        """Take a step; False when there was no room for it, which was told in words."""
        act = self.walk.plan(step)
        assert act is not None
        try:
            act.program(self.services)
        except UserError as error:
            told(error)
            return False
        act.model()
        return True


def told(error: UserError) -> None:
    """It says that the disk is full, that nothing was lost and what to do, in both languages."""
    assert error.code in FULL
    dutch, english = (explain(error, Translator(lang)) for lang in ("nl", "en"))
    assert dutch != english
    assert "ruimte" in dutch or "plaats" in dutch
    assert "room" in english


def save(crowded: Crowded) -> bool:
    return crowded.take(Step("create", 1, 0, LONG))


def edit(crowded: Crowded) -> bool:
    return crowded.take(Step("edit", 3, 0, LONG))


def take_in(crowded: Crowded) -> bool:
    return crowded.take(Step("evidence", 199_999, 1, "foto"))


def change_key(crowded: Crowded) -> bool:
    return crowded.take(Step("passphrase", 7, 0, "blijft hangen"))


def tidy(crowded: Crowded) -> bool:
    return crowded.take(Step("maintain"))


def copy_out(crowded: Crowded) -> bool:
    return _outside(lambda on: on.evidence.export_copy(_some(on), crowded.disk / "copy.bin"), crowded)


def back_up(crowded: Crowded) -> bool:
    return _outside(lambda on: on.bundles.write(crowded.disk / "all.leerlijn"), crowded)


def snapshot(crowded: Crowded) -> bool:
    return crowded.take(Step("snapshot"))


def revert(crowded: Crowded) -> bool:
    """A backup from before the disk was full can't be put back for want of room; or it can, and then it is there."""
    done = crowded.take(Step("revert"))
    if done:
        crowded.services = crowded.desk.open(crowded.model.passphrase)
    return done


def _outside(work: Callable[[Services], object], crowded: Crowded) -> bool:
    before = sorted(crowded.disk.iterdir())
    try:
        work(crowded.services)
    except UserError as error:
        told(error)
        assert sorted(crowded.disk.iterdir()) == before, "half a file was left behind"
        return False
    return True


def _some(on: Services) -> Evidence:
    return max(on.evidence.all(), key=lambda evidence: evidence.octets)


WORK = (save, edit, take_in, change_key, tidy, copy_out, back_up, snapshot, revert)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Desk, Model]:
    """A closed portfolio after a day of work."""
    desk = Desk(tmp_path / "made")
    return desk, a_day(desk, PASSPHRASE, 5, 60)


def survive(
    disk: Path, made: tuple[Desk, Model], work: Callable[[Crowded], bool], rooms: tuple[int, ...], tally: Tally
) -> None:
    for room in rooms:
        crowded = Crowded(disk, *made)
        try:
            done = crowd(crowded, work, room)
        finally:
            crowded.services.close()
        crowded.desk.open(crowded.model.passphrase).close()  # on a disk that is full
        crowded.make_room()
        again = crowded.desk.open(crowded.model.passphrase)
        assert_whole(again, [crowded.model])
        again.close()
        for path in disk.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        tally.add(SUITE, disks_filled=1, done_all_the_same=int(done), told_in_words=int(not done) + 1)
        tally.add(SUITE, last_texts_saved=1, steps_lost=0)


def crowd(crowded: Crowded, work: Callable[[Crowded], bool], room: int) -> bool:
    """Do something with so many KiB left, type a last text, and go on until nothing goes any more."""
    crowded.fill(room * 1024)
    done = work(crowded)
    # The text that is being typed finds the room that was kept aside.
    assert crowded.take(Step("draft", 0, 0, LAST)), f"{work.__name__} with {room} KiB left"
    assert any(not save(crowded) for _ in range(200)), "the disk was never full"
    return done


def test_a_full_disk_loses_nothing_and_is_told(disk: Path, made: tuple[Desk, Model], tally: Tally) -> None:
    for work in WORK:
        survive(disk, made, work, FEW_ROOMS, tally)


@pytest.mark.faults
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("work", WORK)
def test_a_disk_that_is_full_at_any_moment_loses_nothing(
    disk: Path, made: tuple[Desk, Model], work: Callable[[Crowded], bool], tally: Tally
) -> None:
    survive(disk, made, work, MANY_ROOMS, tally)
