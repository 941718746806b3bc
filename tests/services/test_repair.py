"""A damaged portfolio is mended from what it still holds and from backups, and nothing damaged is thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Passphrase, create_portfolio, repair_portfolio
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator
from portfolio_app.services.repair import Repaired, tell_mended, tell_repaired
from portfolio_app.services.session import Services
from portfolio_app.store.pages import PAGE
from portfolio_app.store.values import Query
from tests.services.helpers import PASSPHRASE, Desk, activity

STORY = "Wat er in die les gebeurde, en waarom het anders liep. " * 20


def filled(desk: Desk, count: int = 120) -> Path:
    """A closed portfolio with activities, and a bundle of it that lacks the last five."""
    services = desk.open()
    for number in range(count - 5):
        activity(services, f"Les {number}", story=STORY)
    bundle = desk.home.parent / "reserve.leerlijn"
    services.bundles.write(bundle)
    for number in range(count - 5, count):
        activity(services, f"Les {number}", story=STORY)
    desk.close()
    return bundle


def flip(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE + 2000] ^= 4
    path.write_bytes(data)


def repair(desk: Desk, *backups: Path) -> Repaired:
    return repair_portfolio(desk.home, Passphrase(PASSPHRASE), environment=desk.environment, backups=backups)


def titles(services: Services) -> set[str]:
    return {item.title for item in services.records.load(Experience)}


def every_title(count: int = 120) -> set[str]:
    return {f"Les {number}" for number in range(count)}


def test_without_its_first_page_the_backup_gives_back_all_it_has(desk: Desk) -> None:
    bundle = filled(desk)
    flip(desk.home / "portfolio.db", 1)
    with pytest.raises(UserError, match="database-damaged"):
        desk.open()
    done = repair(desk, bundle)
    assert (done.salvaged.from_file, done.salvaged.lost) == (0, 0)
    services = desk.open()
    assert titles(services) == every_title(115)
    assert services.checks.check().sound
    assert not services.warnings
    assert (done.aside / "portfolio.db").exists()
    said = " ".join(tell_repaired(done, Translator("nl")))
    assert str(done.aside) in said
    assert "reservekopie" in said


def test_a_broken_page_costs_nothing_when_the_backup_has_it(desk: Desk) -> None:
    bundle = filled(desk)
    last = (desk.home / "portfolio.db").stat().st_size // PAGE
    for page in range(10, last, 9):
        flip(desk.home / "portfolio.db", page)
    done = repair(desk, bundle)
    assert done.salvaged.from_file > 0
    services = desk.open()
    assert every_title(115) <= titles(services) <= every_title()
    assert services.checks.check().sound


def test_what_it_writes_afterwards_goes_under_another_name(desk: Desk) -> None:
    bundle = filled(desk)
    services = desk.open()
    before = services._core.store.operations(1)[0].device
    desk.close()
    flip(desk.home / "portfolio.db", 1)
    repair(desk, bundle)
    services = desk.open()
    activity(services, "Daarna")
    assert services._core.store.operations(1)[0].device != before


def test_a_database_that_was_thrown_away_comes_from_the_backup(desk: Desk) -> None:
    bundle = filled(desk)
    for path in desk.home.glob("portfolio.db*"):
        path.unlink()
    with pytest.raises(UserError, match="database-missing"):
        desk.open()
    repair(desk, bundle)
    assert titles(desk.open()) == every_title(115)


def test_a_backup_that_was_chosen_and_can_not_help_is_told(desk: Desk, tmp_path: Path) -> None:
    bundle = filled(desk, 6)
    database = desk.home / "portfolio.db"
    flip(database, 1)
    before = database.read_bytes()
    with pytest.raises(UserError, match="bundle-missing"):
        repair(desk, tmp_path / "stick-eruit.leerlijn")
    other = tmp_path / "ander"
    made = create_portfolio(other, passphrase=PASSPHRASE, environment=desk.environment).services
    made.bundles.write(tmp_path / "ander.leerlijn")
    made.close()
    with pytest.raises(UserError, match="backup-other-portfolio"):
        repair(desk, tmp_path / "ander.leerlijn")
    assert database.read_bytes() == before
    assert not list(desk.home.glob("damaged-*"))
    assert repair(desk, bundle).salvaged.items == 1


def test_where_nothing_is_left_nothing_is_changed(desk: Desk) -> None:
    filled(desk)
    flip(desk.home / "portfolio.db", 1)
    before = {path: path.read_bytes() for path in desk.home.iterdir() if path.is_file() and path.name != "lock"}
    with pytest.raises(UserError, match="nothing-to-salvage"):
        repair(desk)
    assert {path: path.read_bytes() for path in before} == before


def test_a_wrong_passphrase_repairs_nothing(desk: Desk) -> None:
    bundle = filled(desk)
    flip(desk.home / "portfolio.db", 1)
    with pytest.raises(UserError, match="wrong-passphrase"):
        repair_portfolio(desk.home, Passphrase("iets anders dan dat"), environment=desk.environment, backups=[bundle])


def test_it_can_be_stopped(desk: Desk) -> None:
    bundle = filled(desk)
    flip(desk.home / "portfolio.db", 1)
    with pytest.raises(Cancelled):
        repair_portfolio(
            desk.home,
            Passphrase(PASSPHRASE),
            environment=desk.environment,
            backups=[bundle],
            cancelled=lambda: True,
        )
    assert not list(desk.home.glob("portfolio.db.*"))
    repair(desk, bundle)
    assert titles(desk.open()) == every_title(115)


KILLED = """
import os, sys
from pathlib import Path
from portfolio_app.bootstrap import Passphrase, repair_portfolio
from portfolio_app.services import repair
from tests.services.helpers import PASSPHRASE, environment

home, bundle, at = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
moves = 0
real = os.replace

def counted(source, target, **more):
    global moves
    moves += 1
    if moves == at:
        os._exit(9)
    real(source, target, **more)

os.replace = counted
repair_portfolio(home, Passphrase(PASSPHRASE), environment=environment(home.parent), backups=[bundle])
"""


def test_killed_while_it_takes_its_place_it_is_finished_at_the_next_start(desk: Desk, tmp_path: Path) -> None:
    bundle = filled(desk, 30)
    flip(desk.home / "portfolio.db", 1)
    whole = tmp_path / "whole"
    shutil.copytree(desk.home, whole)
    codes: set[int] = set()
    for at in range(1, 12):
        shutil.rmtree(desk.home)
        shutil.copytree(whole, desk.home)
        run = [sys.executable, "-c", KILLED, str(desk.home), str(bundle), str(at)]
        codes.add(subprocess.run(run, check=False, env={**os.environ, "PYTHONPATH": "src:."}).returncode)
        # Either it was finished by opening, or it was not whole yet and the old one still stands.
        with suppress(UserError):
            desk.open()
        if not desk.opened:
            repair(desk, bundle)
            desk.open()
        assert titles(desk.opened[-1]) == every_title(25)
        desk.close()
    assert codes == {9, 0}


def test_evidence_that_is_damaged_or_gone_comes_out_of_a_backup(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    papers = []
    for number in range(4):
        (tmp_path / f"verslag {number}.txt").write_text(f"{STORY} {number}")
        papers.append(services.evidence.add(tmp_path / f"verslag {number}.txt").evidence)
    bundle = tmp_path / "reserve.leerlijn"
    services.bundles.write(bundle)
    (tmp_path / "later.txt").write_text("later erbij gekomen")
    later = services.evidence.add(tmp_path / "later.txt").evidence
    vault = services._core.vault
    vault.path(papers[0].sha256).unlink()
    broken = vault.path(papers[1].sha256)
    data = bytearray(broken.read_bytes())
    data[200] ^= 1
    broken.write_bytes(data)
    vault.path(later.sha256).unlink()
    done = services.repairs.mend_evidence([bundle])
    assert (done.mended, [item.title for item in done.lost], done.nameless) == (2, ["later"], 0)
    assert services.evidence.read(papers[0]).decode() == f"{STORY} 0"
    assert services.evidence.read(papers[1]).decode() == f"{STORY} 1"
    assert "later" in tell_mended(done, Translator("nl"))
    codes = {finding.code for finding in services.checks.check().findings}
    assert codes == {"evidence-lost"}
    assert services._core.store.count(Query()) == 5


def test_the_backups_of_this_computer_are_found_by_themselves(desk: Desk, tmp_path: Path) -> None:
    services = desk.open()
    activity(services, "Les 0")
    (tmp_path / "verslag.txt").write_text("een verslag")
    paper = services.evidence.add(tmp_path / "verslag.txt").evidence
    services.backups.snapshot("regular")
    outside = tmp_path / "stick"
    outside.mkdir()
    services.backups.choose_folder(outside)
    activity(services, "Les 1")
    services.backups.write_outside()
    services._core.vault.path(paper.sha256).unlink()
    assert services.repairs.mend_evidence().mended == 1
    desk.close()
    flip(desk.home / "portfolio.db", 1)
    done = repair(desk)
    assert done.backup is not None
    assert titles(desk.open()) == {"Les 0", "Les 1"}
