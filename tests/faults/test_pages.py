"""A page of the database is damaged: nearly everything comes back from the file, or from the newest backup."""

from __future__ import annotations

import random
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import apsw
import pytest

from portfolio_app.bootstrap import Passphrase, repair_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.layout import Layout
from portfolio_app.store.pages import PAGE
from portfolio_app.vault.keys import KeyFile
from tests.faults.judging import PASSPHRASE
from tests.faults.worker import Desk
from tests.services.helpers import activity
from tests.tools.tally import Tally

SUITE = "One page damaged"
RECORDS, NEWER = 1000, 10
LEAST = 0.99
STORY = "Wat er in die les gebeurde, en waarom het anders liep dan gedacht. " * 6


@dataclass(frozen=True)
class Filled:
    """A closed portfolio of a thousand records, and a backup from before the last ten."""

    desk: Desk
    backup: Path
    stories: dict[str, str]

    def pages(self, kind: str) -> list[int]:
        """Numbers of the pages of the records' table: leaf or internal."""
        layout = Layout(self.desk.home)
        master = KeyFile.read(layout.keys).unlock_with_passphrase(PASSPHRASE)
        with closing(apsw.Connection(str(layout.database))) as connection:
            for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{bytes(master.database_key).hex()}'\""):
                connection.execute(f"PRAGMA {pragma}").fetchall()
            query = "SELECT pageno FROM dbstat WHERE name='record' AND pagetype=? ORDER BY path"
            numbers = [int(str(row[0])) for row in connection.execute(query, (kind,))]
        master.forget()
        return numbers


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    folder = tmp_path_factory.mktemp("filled")
    desk = Desk(folder / "desk")
    desk.folder.mkdir()
    services = desk.begin(PASSPHRASE)
    for number in range(RECORDS - NEWER):
        activity(services, f"Les {number}", story=f"{STORY}{number}")
    backup = services.bundles.write(folder / "reserve.leerlijn").path
    for number in range(RECORDS - NEWER, RECORDS):
        activity(services, f"Les {number}", story=f"{STORY}{number}")
    stories = {item.title: item.story for item in services.records.load(Experience)}
    services.close()
    return Filled(desk, backup, stories)


def left_after(filled: Filled, folder: Path, page: int, backups: tuple[Path, ...]) -> float:
    """Damage a page, repair the portfolio, and say which share of the records there is."""
    desk = Desk(folder)
    shutil.copytree(filled.desk.home, desk.home)
    data = bytearray((desk.home / "portfolio.db").read_bytes())
    data[(page - 1) * PAGE + 1500] ^= 16
    (desk.home / "portfolio.db").write_bytes(data)
    repair_portfolio(desk.home, Passphrase(PASSPHRASE), environment=desk.environment, backups=backups)
    services = desk.open(PASSPHRASE)
    try:
        there = {item.title: item.story for item in services.records.load(Experience)}
        assert there.items() <= filled.stories.items()
        assert services.checks.check(deep=True).sound
    finally:
        services.close()
        shutil.rmtree(folder)
    return len(there) / RECORDS


def survive(filled: Filled, folder: Path, times: int, tally: Tally) -> None:
    chance = random.Random(times)
    leaves, inner = filled.pages("leaf"), filled.pages("internal")
    for page in chance.sample(leaves, times):
        share = left_after(filled, folder / "leaf", page, ())
        assert share >= LEAST
        tally.add(SUITE, leaf_pages=1)
        tally.most(SUITE, "percent lost of a leaf page, without a backup", 100 * (1 - share))
    for page in (1, *inner[:times]):
        share = left_after(filled, folder / "inner", page, (filled.backup,))
        assert share >= LEAST
        tally.add(SUITE, first_and_inner_pages=1)
        tally.most(SUITE, "percent lost of these, with a backup 10 steps old", 100 * (1 - share))


def test_a_damaged_page_costs_next_to_nothing(filled: Filled, tmp_path: Path, tally: Tally) -> None:
    survive(filled, tmp_path, 1, tally)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_any_damaged_page_costs_next_to_nothing(filled: Filled, tmp_path: Path, tally: Tally) -> None:
    survive(filled, tmp_path, 12, tally)
