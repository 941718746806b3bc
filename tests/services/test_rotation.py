"""New keys: everything is written anew under them, whatever comes in between."""

from __future__ import annotations

import json
import random
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from portfolio_app.bootstrap import Layout, Passphrase, RawKey, Recovery, open_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.evidence import stored_of
from portfolio_app.services.session import Services
from portfolio_app.store import rekey
from portfolio_app.vault.keys import KeyFile, second_copy
from tests.services import rotating
from tests.services.helpers import PASSPHRASE, Desk, activity
from tests.tools.tally import Tally

CONTENTS = [f"bewijs {number} ".encode() * (1 + 9000 * (number % 3)) for number in range(8)]


@pytest.fixture
def filled(desk: Desk, tmp_path: Path) -> Desk:
    """A portfolio with a few activities and pieces of evidence."""
    services = desk.open()
    for number, content in enumerate(CONTENTS):
        activity(services, title=f"Activiteit {number}")
        path = tmp_path / f"bewijs-{number}.txt"
        path.write_bytes(content)
        services.evidence.add(path)
    desk.close()
    return desk


def everything(services: Services) -> tuple[list[bytes], int]:
    """What all evidence holds, and how many steps were saved."""
    held = [services.evidence.read(item) for item in services.evidence.all()]
    return sorted(held), services._core.store.operation_counter()


def renewed(desk: Desk) -> str:
    """Go all the way; returns the new recovery code."""
    services = desk.open()
    prepared = services.rotation.prepare(PASSPHRASE)
    services.rotation.begin(prepared)
    key = bytes(prepared.keys.master.raw())
    desk.close()
    services = open_portfolio(desk.home, RawKey(key), environment=desk.environment)
    assert services.rotation.writing
    assert services.jobs.submit(services.rotation.write_anew).result().unreadable == 0
    services.close()
    open_portfolio(desk.home, RawKey(key), environment=desk.environment).close()
    return prepared.code


def test_everything_is_under_new_keys_and_nothing_is_lost(filled: Desk) -> None:
    services = filled.open()
    old_code = services.keys.renew_recovery_code()
    before = everything(services)
    old = services._master.database_key, services._master.vault_key
    files = {path.name: path.read_bytes() for path in (filled.home / "vault" / "files").rglob("*") if path.is_file()}
    filled.close()
    code = renewed(filled)

    services = filled.open()
    assert everything(services) == before
    assert services.checks.lost() is None
    assert not services.rotation.under_way
    assert services._master.database_key != old[0]
    assert services._master.vault_key != old[1]
    assert services.checks.check(deep=True).sound
    filled.close()
    now = {path.name: path.read_bytes() for path in (filled.home / "vault" / "files").rglob("*") if path.is_file()}
    assert len(now) == len(files)
    assert set(now).isdisjoint(files)
    layout = Layout(filled.home)
    assert not rekey.opens_with(layout.database, old[0], None)
    assert json.loads(layout.keys.read_text()) == json.loads(second_copy(layout.keys).read_text())
    assert json.loads(layout.keys.read_text())["format"] == 1
    open_portfolio(filled.home, Recovery(code), environment=filled.environment).close()
    with pytest.raises(UserError, match="wrong-recovery-code"):
        open_portfolio(filled.home, Recovery(old_code), environment=filled.environment)


def test_another_reader_opens_the_database_with_its_key_before_and_after(filled: Desk) -> None:
    services = filled.open()
    titles = sorted(item.title for item in services.records.load(Experience))
    assert titles
    for round_ in range(2):
        key, salt = services._master.database_key, services._core.store.database.salt
        filled.close()
        assert read_elsewhere(Layout(filled.home).database, key, salt) == titles
        if not round_:
            renewed(filled)
            services = filled.open()
            with pytest.raises(apsw.NotADBError):
                read_elsewhere(Layout(filled.home).database, key, salt)


def read_elsewhere(path: Path, key: bytes, salt: bytes) -> list[str]:
    """Titles of the activities as SQLite3 Multiple Ciphers reads them, which shares no code with SQLCipher."""
    reader = apsw.Connection(str(path))
    try:
        for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{key.hex()}{salt.hex()}'\""):
            reader.execute(f"PRAGMA {pragma}").fetchall()
        rows = reader.execute("SELECT body FROM record WHERE kind='experience' AND trashed_at IS NULL").fetchall()
        return sorted(json.loads(str(body))["title"] for (body,) in rows)
    finally:
        reader.close()


def test_the_passphrase_can_become_another_one_on_the_way(filled: Desk) -> None:
    services = filled.open()
    prepared = services.rotation.prepare(PASSPHRASE, "een heel andere zin")
    services.rotation.begin(prepared)
    filled.close()
    with pytest.raises(UserError, match="wrong-passphrase"):
        filled.open()
    open_portfolio(filled.home, Passphrase("een heel andere zin"), environment=filled.environment).close()


def test_new_keys_need_the_passphrase_and_count_for_nothing_before_they_are_used(filled: Desk) -> None:
    services = filled.open()
    with pytest.raises(UserError, match="wrong-passphrase"):
        services.rotation.prepare("niet deze zin")
    before = Layout(filled.home).keys.read_bytes()
    prepared = services.rotation.prepare(PASSPHRASE)
    assert prepared.code not in repr(prepared)
    assert Layout(filled.home).keys.read_bytes() == before


def test_half_way_everything_works_and_another_round_has_to_wait(filled: Desk, tmp_path: Path) -> None:
    services = filled.open()
    before = everything(services)[0]
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    rotation = services.rotation
    stop_after(services, 3)
    assert everything(services)[0] == before
    with pytest.raises(UserError, match="rotation-under-way"):
        rotation.prepare(PASSPHRASE)
    more = tmp_path / "later.txt"
    more.write_bytes(b"later erbij")
    services.evidence.add(more)
    services.evidence.add(tmp_path / "bewijs-7.txt")  # known already, still under the old key
    services.keys.set_passphrase("een nieuwe lange zin", old=PASSPHRASE)
    services.maintain().result()
    filled.close()
    services = open_portfolio(filled.home, Passphrase("een nieuwe lange zin"), environment=filled.environment)
    assert sorted(set(everything(services)[0])) == sorted({*before, b"later erbij"})
    assert services.jobs.submit(services.rotation.write_anew).result().unreadable == 0
    services.close()
    services = open_portfolio(filled.home, Passphrase("een nieuwe lange zin"), environment=filled.environment)
    assert not services.rotation.under_way
    assert sorted(set(everything(services)[0])) == sorted({*before, b"later erbij"})
    services.close()


def test_half_way_what_is_erased_is_gone_under_the_old_key_too(filled: Desk) -> None:
    services = filled.open()
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    piece = services.evidence.all()[0]
    path = services._core.vault.path(piece.sha256)
    assert path.is_file()
    services.persons.erase_everywhere(services.persons.find(["Sanne de Vries"]), "", [piece])
    assert not path.exists()
    assert services.jobs.submit(services.rotation.write_anew).result().unreadable == 0


def test_a_bundle_that_is_made_half_way_holds_and_opens_everything(filled: Desk, tmp_path: Path) -> None:
    services = filled.open()
    before = everything(services)[0]
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    stop_after(services, 3)
    bundle = tmp_path / "half.leerlijn"
    made = services.bundles.write(bundle)
    assert not made.manifest.damaged
    assert not made.manifest.missing
    with services.bundles.open(bundle, lambda keyfile: keyfile.unlock_with_passphrase(PASSPHRASE)) as opened:
        opened.verify()
        assert sorted(opened.vault.read(stored_of(row)) for row in opened.store.blobs()) == before


def stop_after(services: Services, files: int) -> None:
    """Write some of the evidence anew, then stop as a person does who has to go."""
    vault, done = services._core.vault, 0
    for name in vault.old_names()[:files]:
        stored = vault.renew(name)
        services._core.store.renew_blob(stored.sha256, stored.name, stored.salt)
        vault.drop_old(name)
        done += 1
    assert done == files


def test_a_damaged_file_holds_the_end_up_until_the_owner_goes_on_without_it(filled: Desk) -> None:
    damaged = next(path for path in (filled.home / "vault" / "files").rglob("*") if path.is_file())
    data = bytearray(damaged.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    services = filled.open()
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    assert services.jobs.submit(services.rotation.write_anew).result().unreadable == 1
    assert services.rotation.writing
    assert damaged.exists()
    services.rotation.leave_unreadable()
    filled.close()
    services = filled.open()
    assert not services.rotation.under_way
    assert damaged.exists()
    assert not services.checks.check(deep=True).sound


def test_reading_only_works_half_way_and_changes_nothing(filled: Desk) -> None:
    services = filled.open()
    before = everything(services)
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    stop_after(services, 4)
    KeyFile.read(Layout(filled.home).keys).mark_ready()
    filled.close()
    files = {path: path.read_bytes() for path in filled.home.rglob("*") if path.is_file()}
    reader = filled.open(read_only=True)
    assert everything(reader) == before
    filled.close()
    assert {path: path.read_bytes() for path in filled.home.rglob("*") if path.is_file() and path in files} == files


def test_somebody_who_reads_meanwhile_only_puts_the_end_off(filled: Desk) -> None:
    services = filled.open()
    before = everything(services)
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    assert services.jobs.submit(services.rotation.write_anew).result().unreadable == 0
    filled.close()
    reader = filled.open(read_only=True)
    assert everything(reader) == before
    services = open_portfolio(filled.home, Passphrase(PASSPHRASE), environment=filled.environment)
    assert services.rotation.under_way
    assert everything(services) == before
    services.close()
    assert everything(reader) == before
    filled.close()
    services = filled.open()
    assert not services.rotation.under_way
    assert everything(services) == before


def test_a_full_disk_at_the_end_leaves_the_portfolio_as_it_was(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    services = filled.open()
    before = everything(services)
    services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    filled.close()
    services = filled.open()
    services.jobs.submit(services.rotation.write_anew).result()
    filled.close()

    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfile", full)
        services = filled.open()
        assert services.rotation.under_way
        assert everything(services) == before
        filled.close()
    assert not filled.open().rotation.under_way


def renewing(filled: Desk) -> subprocess.Popen[bytes]:
    """A process that is about to renew the keys."""
    child = subprocess.Popen(
        [sys.executable, "-m", rotating.__name__, str(filled.home), str(filled.environment.device.path.parent)],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"begin\n"
    return child


def seconds_of_renewing(filled: Desk) -> float:
    """How long it takes here when nobody kills it."""
    child = renewing(filled)
    assert child.stdout is not None
    began = time.monotonic()
    assert child.stdout.readline() == b"done\n"
    lasted = time.monotonic() - began
    child.wait()
    child.stdout.close()
    return lasted


def kill_at(filled: Desk, moment: float) -> bool:
    """Renew the keys in a process of its own and kill it after so many seconds; True when it was done already."""
    child = renewing(filled)
    assert child.stdout is not None
    time.sleep(moment)
    child.send_signal(signal.SIGKILL)
    child.wait()
    rest = child.stdout.read()
    child.stdout.close()
    return b"done" in rest


def survive(filled: Desk, kills: int, seed: int) -> int:
    """Kill again and again; after each one everything must be there, and in the end it must come to an end."""
    dice = random.Random(seed)
    before = everything(filled.open())
    filled.close()
    lasts = seconds_of_renewing(filled)
    interrupted = 0
    for _ in range(kills):
        done = kill_at(filled, dice.uniform(0, lasts))
        interrupted += not done
        services = filled.open()
        held, steps = everything(services)
        assert (held, steps) == before
        assert services.checks.lost() is None
        filled.close()
    return interrupted


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_a_program_killed_while_it_renews_the_keys_loses_nothing(filled: Desk) -> None:
    assert survive(filled, 6, seed=1) >= 1


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_many_kills_while_renewing_the_keys(filled: Desk, tally: Tally) -> None:
    kills = 80
    interrupted = survive(filled, kills, seed=secrets.randbelow(1 << 30))
    tally.add("Killed while renewing the keys", kills=kills, before_the_end=interrupted, lost=0)


def test_a_backup_under_the_new_keys_follows_though_nothing_was_written(filled: Desk) -> None:
    filled.open().close(last_backup=True)
    renewed(filled)
    filled.open().close(last_backup=True)
    services = filled.open()
    newest = services.backups.newest()
    assert newest is not None
    with services.backups.open(newest[1]) as opened:
        opened.verify()
    services.close(last_backup=True)
    assert filled.open().backups.newest() == newest, "nothing changed since"


def test_a_backup_from_before_new_keys_says_that_its_ways_in_come_back(filled: Desk) -> None:
    services = filled.open()
    old = services.backups.snapshot("chosen").path
    assert not services.backups.look(old).other_keys
    filled.close()
    renewed(filled)
    services = filled.open()
    seen = services.backups.look(old, lambda keyfile: keyfile.unlock_with_passphrase(PASSPHRASE))
    assert seen.other_keys


def test_a_backup_between_a_renewed_file_and_its_row_holds_the_file_that_the_row_names(filled: Desk) -> None:
    services = filled.open()
    prepared = services.rotation.prepare(PASSPHRASE)
    services.rotation.begin(prepared)
    key = bytes(prepared.keys.master.raw())
    filled.close()
    services = open_portfolio(filled.home, RawKey(key), environment=filled.environment)
    vault = services._core.vault
    # As a kill leaves it: the new file is safe on the disk and its row still names the old one.
    vault.renew(vault.old_names()[0])
    made = services.backups.snapshot("regular")
    with services.backups.open(made.path) as opened:
        opened.verify()
    services.close()
