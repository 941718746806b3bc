"""A portfolio into one file and out of it again, while somebody works in it, and what disks do meanwhile."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from portfolio_app.bootstrap import create_portfolio
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.bundles import open_bundle
from portfolio_app.services.session import Services
from portfolio_app.services.workshop import sweep
from portfolio_app.store.values import Query
from portfolio_app.vault.bundle import Bundle
from portfolio_app.vault.keys import KeyFile, MasterKey
from tests.services.helpers import PASSPHRASE, Desk, activity, environment, own_scheme, profile
from tests.tools.failing import failing_at

WORDS = "Een zin die nergens leesbaar mag staan"


def filled(services: Services, folder: Path) -> list[str]:
    """A portfolio with an activity, evidence and an own scheme; the digests of the evidence."""
    profile(services)
    activity(services, WORDS)
    own_scheme(services)
    digests: list[str] = []
    for number in range(3):
        paper = folder / f"verslag {number}.txt"
        paper.write_bytes(f"{WORDS} {number} ".encode() * 9000)
        digests.append(services.evidence.add(paper).evidence.sha256)
    return digests


def passphrase(keyfile: KeyFile) -> MasterKey:
    return keyfile.unlock_with_passphrase(PASSPHRASE)


def test_a_bundle_holds_everything_and_opens_by_itself(services: Services, desk: Desk, tmp_path: Path) -> None:
    digests = filled(services, tmp_path)
    told: list[tuple[int, int, str]] = []
    made = services.bundles.write(tmp_path / "kopie.leerlijn", progress=lambda *step: told.append(step))
    assert made.manifest.whole
    assert made.octets == (tmp_path / "kopie.leerlijn").stat().st_size
    assert told[-1][0] <= told[-1][1]
    assert WORDS.encode() not in made.path.read_bytes()
    with services.bundles.open(made.path) as opened:
        titles = [item.title for item in opened.store.load(Experience, Query())]
        assert titles == [WORDS]
        assert opened.store.operation_counter() == services._core.store.operation_counter()
        for digest in digests:
            assert opened.vault.read(digest) == services._core.vault.read(digest)
        opened.verify()
        assert {slot.kind.value for slot in opened.keyfile.slots()} == {"passphrase", "recovery"}
        with pytest.raises(UserError):
            opened.store.set_setting("x", "1")
        assert opened.bundle.has("sets/schemes/onze-school.toml")
    desk.close()
    with open_bundle(made.path, passphrase, tmp_path / "elders", clock=desk.clock) as opened:
        assert opened.vault.read(digests[0])
    assert list((tmp_path / "elders").iterdir()) == []


def test_work_goes_on_while_a_bundle_is_written(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    stop = threading.Event()
    saved: list[str] = []

    def work() -> None:
        while not stop.is_set():
            saved.append(activity(services, f"Tussendoor {len(saved)}").id)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = [services.bundles.write(tmp_path / f"{number}.leerlijn") for number in range(3)]
    finally:
        stop.set()
        worker.join()
    for each in made:
        with services.bundles.open(each.path) as opened:
            there = {item.id for item in opened.store.load(Experience, Query()) if item.title != WORDS}
            # Of one moment: what was saved up to it, and nothing of what came after.
            assert there == set(saved[: len(there)])
            assert opened.manifest.operations == opened.store.operation_counter()


def test_damaged_evidence_is_told_and_stops_nothing(services: Services, tmp_path: Path) -> None:
    digests = filled(services, tmp_path)
    vault = services._core.vault
    damaged, gone, whole = (vault.path(digest) for digest in digests)
    octets = bytearray(damaged.read_bytes())
    octets[5000] ^= 1
    damaged.write_bytes(octets)
    gone.unlink()
    made = services.bundles.write(tmp_path / "kopie.leerlijn")
    assert (made.unsound, made.manifest.whole) == (2, False)
    assert (made.manifest.damaged, made.manifest.missing) == ((damaged.name,), (gone.name,))
    with services.bundles.open(made.path) as opened:
        opened.verify()
        assert opened.vault.read(digests[2]) == vault.read(digests[2])
        with pytest.raises(UserError, match="evidence-damaged"):
            opened.vault.read(digests[0])
    assert whole.exists()


def test_a_bundle_of_another_portfolio_asks_for_its_own_key(services: Services, tmp_path: Path) -> None:
    other = create_portfolio(
        tmp_path / "ander", passphrase=PASSPHRASE, environment=environment(tmp_path / "x")
    ).services
    made = other.bundles.write(tmp_path / "ander.leerlijn")
    other.close()
    with pytest.raises(UserError, match="bundle-needs-key"):
        services.bundles.open(made.path)
    with services.bundles.open(made.path, passphrase) as opened:
        assert opened.manifest.portfolio_id != services._core.store.database.portfolio_id
    assert list(services.bundles._workshop.iterdir()) == []


def test_flips_in_a_bundle_are_noticed_by_who_opens_it(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    path = services.bundles.write(tmp_path / "kopie.leerlijn").path
    whole, dice = path.read_bytes(), random.Random(40)
    noticed = 0
    for _ in range(40):
        flipped = bytearray(whole)
        flipped[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        path.write_bytes(flipped)
        try:
            with services.bundles.open(path) as opened:
                opened.verify()
        except UserError:
            noticed += 1
    print(f"bit flips in a bundle noticed: {noticed} of 40")
    assert noticed == 40


def test_who_stops_it_finds_the_older_one_as_it_was(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    folder = tmp_path / "stick"
    folder.mkdir()
    first = services.bundles.write(folder / "kopie.leerlijn").path.read_bytes()
    steps: list[int] = []

    def cancelled() -> bool:
        steps.append(1)
        return len(steps) > 3

    with pytest.raises(Cancelled):
        services.bundles.write(folder / "kopie.leerlijn", cancelled=cancelled)
    assert [path.read_bytes() for path in folder.iterdir()] == [first]
    with pytest.raises(UserError, match="inside-portfolio"):
        services.bundles.write(services.home / "kopie.leerlijn")


def test_whatever_call_fails_the_older_backup_stays(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    folder = tmp_path / "stick"
    folder.mkdir()
    target = folder / "kopie.leerlijn"
    services.bundles.write(target)
    number, failed = 1, 0
    while True:
        with failing_at(number) as disk:
            try:
                services.bundles.write(target)
            except UserError:
                failed += 1
        Bundle.open(target).verify()
        assert [path.name for path in folder.iterdir() if path.suffix != ".part"] == [target.name]
        if not disk.struck:
            break
        number += 1
    print(f"calls that failed while a bundle was written: {number - 1}, of which {failed} were told")
    services.bundles.write(target)
    assert list(folder.iterdir()) == [target]


@pytest.mark.root
def test_a_full_stick_is_one_sentence(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", stick], check=True)
    try:
        with pytest.raises(UserError, match="backup-place-full"):
            services.bundles.write(stick / "kopie.leerlijn")
        assert list(stick.iterdir()) == []
    finally:
        subprocess.run(["umount", "-l", stick], check=True)
    stick.rmdir()
    with pytest.raises(UserError, match="backup-place-gone"):
        services.bundles.write(stick / "kopie.leerlijn")


def test_what_a_killed_program_left_is_swept_at_the_next_start(services: Services, desk: Desk, tmp_path: Path) -> None:
    filled(services, tmp_path)
    made = services.bundles.write(tmp_path / "kopie.leerlijn")
    workshop = services.bundles._workshop
    code = (
        "import os, signal, sys; from pathlib import Path; from tests.services import test_bundles as t;"
        "from portfolio_app.services.bundles import open_bundle; from tests.services.helpers import Clock;"
        "open_bundle(Path(sys.argv[1]), t.passphrase, Path(sys.argv[2]), clock=Clock());"
        "os.kill(os.getpid(), signal.SIGKILL) if hasattr(signal, 'SIGKILL') else os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, made.path, workshop], check=False, env=dict(os.environ))
    left = list(workshop.iterdir())
    assert len(left) == 1
    assert not any(WORDS.encode() in path.read_bytes() for path in left[0].rglob("*") if path.is_file())
    with services.bundles.open(made.path):
        # What somebody has open is no leftover.
        assert sweep(workshop) == 1
        assert len(list(workshop.iterdir())) == 1
    desk.close()
    desk.open()
    assert list(workshop.iterdir()) == []
