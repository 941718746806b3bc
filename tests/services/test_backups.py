"""Backups by themselves and on request, thinned, put back after a look, and proven."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Passphrase, RawKey, Recovery, open_portfolio, restore_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek
from portfolio_app.services import restoring
from portfolio_app.services.backups import Backups
from portfolio_app.services.session import Services
from portfolio_app.services.settings import BACKUP_KEEP, EXAMPLE
from portfolio_app.store.values import Query
from portfolio_app.vault.bundle import Bundle, Writer
from tests.services.helpers import PASSPHRASE, Desk, activity, environment, head, profile
from tests.services.test_bundles import filled, passphrase
from tests.tools.failing import failing_at


def titles(services: Services) -> set[str]:
    return {item.title for item in services._core.store.load(Experience, Query())}


def snapshots(backups: Backups) -> list[Path]:
    return sorted(backups.places.snapshots.iterdir())


def put_back(services: Services, desk: Desk, path: Path) -> Services:
    """Restore a backup the way the window does, and open what is there then."""
    prepared = services.backups.prepare(path)
    services.close()
    restoring.commit(prepared)
    again = open_portfolio(desk.home, RawKey(prepared.master), environment=desk.environment)
    desk.opened.append(again)
    return again


# -- by themselves ----------------------------------------------------------------------------------------------


def test_after_changes_and_at_most_hourly(services: Services, desk: Desk) -> None:
    backups = services.backups
    assert backups.tick() is None
    profile(services)
    first = backups.tick()
    assert first is not None
    first.result(30)
    assert len(snapshots(backups)) == 1
    activity(services, "Nog iets")
    assert backups.tick() is None
    desk.clock.now += timedelta(hours=1)
    again = backups.tick()
    assert again is not None
    again.result(30)
    desk.clock.now += timedelta(hours=2)
    assert backups.tick() is None, "nothing was changed since"
    assert len(snapshots(backups)) == 2
    assert backups.last_on() == desk.clock.now.date()
    activity(services, "Vlak voor het sluiten")
    backups.at_closing()
    backups.at_closing()
    assert [backup.reason for backup in backups.all()] == ["closing", "regular", "regular"]
    assert all(backup.whole and backup.readable for backup in backups.all())


def test_a_place_that_can_not_be_made_keeps_nothing_open_at_the_end(services: Services, desk: Desk) -> None:
    profile(services)
    services.backups.places.root.mkdir(parents=True, exist_ok=True)
    services.backups.places.snapshots.write_text("not a folder")
    with pytest.raises(UserError, match="write-failed"):
        services.backups.snapshot("regular")
    services.close(last_backup=True)
    services.close(last_backup=True)
    again = open_portfolio(desk.home, Passphrase(PASSPHRASE), environment=desk.environment)
    assert again.backups.all() == []
    again.close()


def test_the_keys_are_forgotten_whatever_goes_wrong_at_the_end(
    services: Services, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> int:
        raise OSError("the disk went away")

    monkeypatch.setattr(services.outside, "sweep", broken)
    with pytest.raises(OSError, match="went away"):
        services.close()
    assert not any(services._master.raw())
    monkeypatch.undo()
    open_portfolio(desk.home, Passphrase(PASSPHRASE), environment=desk.environment).close()


def test_an_example_is_not_backed_up(services: Services) -> None:
    profile(services)
    services.settings.set(EXAMPLE, True)
    assert services.backups.tick() is None
    services.backups.at_closing()
    assert services.backups.all() == []


def test_snapshots_share_their_evidence_and_take_no_room_for_it(services: Services, tmp_path: Path) -> None:
    digests = filled(services, tmp_path)
    backups = services.backups
    for number in range(3):
        activity(services, f"Dag {number}")
        backups.snapshot("regular")
    pool = [path for path in backups.places.pool.rglob("*") if path.is_file()]
    assert len(pool) == len(digests)
    if os.name == "posix":
        assert all(path.stat().st_nlink == 2 for path in pool)
    for path in snapshots(backups):
        with backups.open(path) as opened:
            proof = restoring.read_through(opened)
            assert (proof.files, proof.unsound) == (3, 0)


def test_the_pool_lets_go_of_what_no_snapshot_names(services: Services, desk: Desk, tmp_path: Path) -> None:
    filled(services, tmp_path)
    backups = services.backups
    backups.snapshot("regular")
    for item in services.evidence.all():
        services.records.trash(item.KIND, item.id)
        services.records.purge(item.KIND, item.id)
    services._core.vault.sweep(set(), timedelta(0), desk.clock.now.timestamp() + 9e9)
    services._core.store.drop_swept_blobs(lambda row: False)
    desk.clock.now += timedelta(hours=2)
    backups.snapshot("regular")
    assert [path for path in backups.places.pool.rglob("*") if path.is_file()]
    desk.clock.now += timedelta(days=400)
    activity(services, "Veel later")
    snapshots(backups)[0].unlink()
    backups.snapshot("regular")
    assert [path for path in backups.places.pool.rglob("*") if path.is_file()] == []


def test_thinning_keeps_what_was_made_before_a_restore_and_the_newest_that_opens(
    services: Services, desk: Desk
) -> None:
    profile(services)
    backups = services.backups
    backups.snapshot("restore")
    kept = snapshots(backups)[0]
    for _ in range(30):
        desk.clock.now += timedelta(hours=20)
        backups.snapshot("regular")
    assert kept.exists()
    regular = [backup for backup in backups.all() if backup.reason == "regular"]
    assert 14 < len(regular) < 24
    for backup in regular[:3]:
        backup.path.write_bytes(b"PK\3\4 broken")
    desk.clock.now += timedelta(days=4000)
    assert regular[3].path not in backups._to_drop([(each.made_at, each.path) for each in regular])
    assert [backup.readable for backup in backups.all()][:3] == [False] * 3


# -- outside ----------------------------------------------------------------------------------------------------


def test_weekly_whole_bundles_in_a_place_outside(services: Services, desk: Desk, tmp_path: Path) -> None:
    filled(services, tmp_path)
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "leerlijn-2020-01-01-000000-weekly.leerlijn").write_bytes(b"van iemand anders")
    backups = services.backups
    with pytest.raises(UserError, match="inside-portfolio"):
        backups.choose_folder(services.home / "vault")
    with pytest.raises(UserError, match="folder-missing"):
        backups.choose_folder(tmp_path / "nergens")
    backups.choose_folder(stick)
    assert backups.dies_with_computer(stick)
    cloud = tmp_path / "OneDrive"
    cloud.mkdir()
    assert not backups.dies_with_computer(cloud)
    services.settings.set(BACKUP_KEEP, 3)
    for _ in range(6):
        job = backups.tick()
        assert job is not None
        job.result(30)
        assert not backups._outside_due()
        desk.clock.now += timedelta(days=8)
    bundles = sorted(stick.glob("*.leerlijn"))
    assert len([path for path in bundles if path.stat().st_size > 1000]) == 3
    Bundle.open(bundles[-1]).verify()
    shutil.rmtree(stick)
    assert not backups._outside_due()
    with pytest.raises(UserError, match="backup-place-gone"):
        backups.write_outside()


def test_bundles_outside_that_may_be_somebody_elses_stay(services: Services, desk: Desk, tmp_path: Path) -> None:
    profile(services)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups = services.backups
    backups.choose_folder(stick)
    services.settings.set(BACKUP_KEEP, 2)
    unread = stick / "leerlijn-2020-01-01-000000-weekly.leerlijn"
    unread.write_bytes(b"lies in the cloud for the moment")
    other = stick / "leerlijn-2020-02-01-000000-weekly.leerlijn"
    shutil.copy(backups.write_to(tmp_path, reason="weekly").path, other)
    rewritten(other, services, device="another-computer")
    for _ in range(4):
        backups.write_outside()
        desk.clock.now += timedelta(days=8)
    assert {unread, other} < set(stick.iterdir())
    assert len(list(stick.iterdir())) == 4
    activity(services, "Nog iets")
    assert [each.path for each in backups.renew()] == [unread]
    assert unread.exists()


def rewritten(path: Path, services: Services, **facts: str) -> None:
    """Let a bundle say something else of itself."""
    bundle = Bundle.open(path)
    members = [(each.name, each.octets, b"".join(bundle.pieces(each.name))) for each in bundle.manifest.members]
    with path.open("w+b") as file:
        writer = Writer(file)
        for name, octets, data in members:
            writer.add(name, (data,), octets)
        writer.finish(replace(bundle.manifest, **facts), services._master.bundle_key)


def test_a_clock_that_was_wrong_does_not_stop_backups(services: Services, desk: Desk, tmp_path: Path) -> None:
    profile(services)
    stick = tmp_path / "stick"
    stick.mkdir()
    backups = services.backups
    backups.choose_folder(stick)
    now = desk.clock.now
    desk.clock.now += timedelta(days=4000)
    backups.snapshot("regular")
    backups.write_outside()
    backups.not_now()
    desk.clock.now = now
    activity(services, "Nog iets")
    job = backups.tick()
    assert job is not None
    job.result(30)
    assert backups.last_on() == now.date()
    assert len(snapshots(backups)) == len(list(stick.iterdir())) == 2
    assert backups.tick() is None


@pytest.mark.skipif(os.name != "posix", reason="folders are forced down on POSIX only")
def test_a_place_that_forces_no_folders_down_takes_a_backup(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(services)
    share, force = tmp_path / "share", os.fsync
    share.mkdir()

    def refusing(handle: int) -> None:
        if os.path.samestat(os.fstat(handle), share.stat()):
            raise OSError(errno.EINVAL, "not on this file system")
        force(handle)

    monkeypatch.setattr(os, "fsync", refusing)
    Bundle.open(services.backups.write_to(share).path).verify()


def test_what_a_killed_backup_left_is_cleared_away_after_a_day(services: Services, tmp_path: Path) -> None:
    profile(services)
    old, young = (tmp_path / f".leerlijn-2020-01-0{day}-000000-weekly.leerlijn-x{day}.part" for day in (1, 2))
    for path in (old, young):
        path.write_bytes(b"half a backup")
    os.utime(old, (0, 0))
    services.backups.write_to(tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def test_vandaag_asks_for_a_place_then_for_the_stick_and_once_a_year_for_a_trial(
    services: Services, desk: Desk, tmp_path: Path
) -> None:
    backups = services.backups
    assert backups.need() == ""
    profile(services)
    backups.snapshot("regular")
    assert backups.need() == ""
    desk.clock.now += timedelta(days=22)
    assert backups.need() == "place"
    assert services.today().backup_need in ("", "place")
    backups.not_now()
    assert backups.need() == ""
    stick = tmp_path / "stick"
    stick.mkdir()
    backups.choose_folder(stick)
    backups.write_outside()
    desk.clock.now += timedelta(days=29)
    assert backups.need() == "unseen"
    backups.write_outside()
    assert backups.need() == ""
    desk.clock.now += timedelta(days=366)
    backups.write_outside()
    assert backups.need() == "trial"
    proof = backups.prove(backups.all()[0].path)
    assert (proof.records, proof.unsound) == (1, 0)
    assert backups.need() == ""


# -- putting back -----------------------------------------------------------------------------------------------


def test_a_look_says_what_a_restore_would_change(services: Services, desk: Desk, tmp_path: Path) -> None:
    filled(services, tmp_path)
    made = activity(services, "Blijft")
    gone = activity(services, "Verdwijnt straks")
    path = services.backups.snapshot("regular").path
    services.records.save(JournalWeek(**head(services), year=2026, number=11, answers={"stayed": "Iets"}))
    services.records.trash(gone.KIND, gone.id)
    services.records.save(Experience(**{**vars(made), "title": "Blijft, anders"}))
    activity(services, "Nieuw")
    with services.backups.open(path) as opened:
        seen = restoring.preview(services._core.store, opened)
    assert dict(seen.gone) == {"experience": 1, "journal_week": 1}
    assert dict(seen.back) == {"experience": 1}
    assert dict(seen.older) == {"experience": 1}
    assert seen.weeks == (date(2026, 3, 9),)
    assert (seen.files, seen.files_here, seen.unsound) == (3, 3, 0)
    assert seen.last_change is not None
    assert seen.last_change < (seen.last_change_here or seen.last_change)


def test_a_restore_puts_everything_back_and_keeps_what_was_there(
    services: Services, desk: Desk, tmp_path: Path
) -> None:
    digests = filled(services, tmp_path)
    path = services.backups.snapshot("regular").path
    before = titles(services)
    device = services._core.store._device
    activity(services, "Daarna geschreven")
    lost = services._core.vault.path(digests[1])
    lost.unlink()
    services.keys.set_passphrase("een nieuwer wachtwoord", PASSPHRASE)
    again = put_back(services, desk, path)
    assert titles(again) == before
    assert again.warnings == ()
    assert again.checks.check().sound
    assert again.keys.is_passphrase("een nieuwer wachtwoord"), "the ways in of today stay"
    assert again._core.store._device != device
    assert not restoring.is_decided(again.home)
    newest = again.backups.all()[0]
    assert newest.reason == "restore"
    back = put_back(again, desk, newest.path)
    assert titles(back) == before | {"Daarna geschreven"}


def test_a_kill_in_the_middle_leaves_old_or_new(services: Services, desk: Desk, tmp_path: Path) -> None:
    filled(services, tmp_path)
    path = services.backups.snapshot("regular").path
    old = titles(services) | {"Daarna"}
    activity(services, "Daarna")
    code = (
        "import os, sys; from pathlib import Path; from datetime import UTC;"
        "from portfolio_app.bootstrap import open_portfolio, Passphrase; from portfolio_app.services import restoring;"
        "from tests.services import helpers as h; from tests.services.test_backups import killed_at;"
        "killed_at(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))"
    )
    desk.close()
    outcomes: set[str] = set()
    dice = random.Random(1)
    copy = tmp_path / "copy"
    for number in (4, *dice.sample(range(5, 60), 3)):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(desk.home, copy)
        subprocess.run(
            [sys.executable, "-c", code, copy, tmp_path, path, str(number)], check=False, env=dict(os.environ)
        )
        opened = open_portfolio(copy, Passphrase(PASSPHRASE), environment=desk.environment)
        try:
            assert titles(opened) in (old, old - {"Daarna"})
            outcomes.add("old" if titles(opened) == old else "new")
            assert opened.checks.check().sound
            assert not (copy / "restoring").exists()
            assert not (copy / "restoring.new").exists()
        finally:
            opened.close()
    assert outcomes == {"old", "new"}


def killed_at(home: Path, folder: Path, bundle: Path, number: int) -> None:
    """Restore, and die at the so-manieth call to the disk (in a process of its own)."""
    from portfolio_app.services.backup_names import pool_beside
    from portfolio_app.services.bundles import open_bundle
    from tests.services.helpers import Clock

    left = number

    def counted(event: str, _arguments: object) -> None:
        nonlocal left
        if event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"):
            left -= 1
            if left == 0:
                os._exit(9)

    with open_bundle(bundle, passphrase, folder / "w", clock=Clock(), pool=pool_beside(bundle)) as opened:
        sys.addaudithook(counted)
        prepared = restoring.prepare(opened, home)
    restoring.commit(prepared)
    restoring.finish(home)


def test_whatever_call_fails_while_preparing_nothing_is_changed(services: Services, desk: Desk, tmp_path: Path) -> None:
    filled(services, tmp_path)
    path = services.backups.snapshot("regular").path
    with services.backups.open(path) as opened:
        number = 1
        while True:
            with failing_at(number) as disk:
                try:
                    restoring.prepare(opened, services.home)
                except UserError:
                    assert not (services.home / "restoring.new").exists()
            if not disk.struck:
                break
            number += 1
    assert services.checks.check().sound
    desk.close()
    assert desk.open().checks.check().sound
    assert not (services.home / "restoring.new").exists()


def test_a_backup_comes_alive_on_a_new_computer(services: Services, desk: Desk, tmp_path: Path) -> None:
    digests = filled(services, tmp_path)
    code = services.keys.renew_recovery_code()
    stick = tmp_path / "stick"
    stick.mkdir()
    path = services.backups.write_to(stick).path
    before = titles(services)
    desk.close()
    there = environment(tmp_path / "thuis")
    home = tmp_path / "thuis" / "portfolio"
    with pytest.raises(UserError, match="wrong-passphrase"):
        restore_portfolio(path, Passphrase("een heel ander wachtwoord"), home, environment=there)
    assert not home.exists()
    prepared = restore_portfolio(path, Recovery(code), home, environment=there)
    again = open_portfolio(home, RawKey(prepared.master), environment=there)
    try:
        assert titles(again) == before
        assert again._core.vault.read(digests[0])
        assert again.warnings == ()
        assert again.checks.check().sound
        assert (home / "sets" / "schemes" / "onze-school.toml").exists()
    finally:
        again.close()
    with pytest.raises(UserError, match="folder-not-empty"):
        restore_portfolio(path, Passphrase(PASSPHRASE), home, environment=there)
    spoiled = bytearray(path.read_bytes())
    spoiled[len(spoiled) // 2] ^= 1
    path.write_bytes(spoiled)
    with pytest.raises(UserError, match="bundle-damaged"):
        restore_portfolio(path, Passphrase(PASSPHRASE), tmp_path / "nog een", environment=there)
    assert not (tmp_path / "nog een").exists()
