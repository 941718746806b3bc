"""Things that somebody put where the program looks by itself: folders of backups, sets, settings."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from portfolio_app.services.pooling import Pool
from portfolio_app.services.session import Services
from portfolio_app.services.settings import BACKUP_FOLDER, BACKUP_KEEP, HOME, THEME, DeviceSettings
from portfolio_app.vault.bundle import Bundle
from tests.services.helpers import Desk, activity, profile
from tests.services.test_bundles import filled
from tests.vault.test_bundle_hostile import forged

posix = pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
FUTURE = "leerlijn-9999-12-31-235959-regular.leerlijn"


def outside(services: Services, folder: Path) -> Path:
    folder.mkdir()
    services.backups.choose_folder(folder)
    return folder


@pytest.mark.parametrize("what", ["empty", "folder", "pipe"])
def test_a_backup_from_the_future_does_not_end_all_others(services: Services, desk: Desk, what: str) -> None:
    profile(services)
    backups = services.backups
    planted = backups.places.snapshots / FUTURE
    backups.places.snapshots.mkdir(parents=True)
    if what == "pipe" and os.name != "posix":
        pytest.skip("no pipes")
    {"empty": planted.touch, "folder": planted.mkdir, "pipe": lambda: os.mkfifo(planted)}[what]()
    job = backups.tick()
    assert job is not None
    job.result(30)
    assert [each.reason for each in backups.all() if each.readable] == ["regular"]
    assert backups.tick() is None, "not again at once"
    assert backups.last_on() == services._core.clock().date()
    desk.clock.now += timedelta(hours=2)
    activity(services, "Nog iets")
    backups.at_closing()
    assert [each.reason for each in backups.all() if each.readable] == ["closing", "regular"]


def test_a_clock_that_ran_ahead_once_does_not_end_the_backups_outside(services: Services, tmp_path: Path) -> None:
    profile(services)
    outside(services, tmp_path / "stick")
    for noted in ("2099-01-01T00:00:00+00:00", "2026-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "x"):
        services.settings.device.put_plain("backups", {services.backups._id: {"outside": noted}})
        assert services.backups.last_outside() is None
        assert services.backups.last_on() is None
        assert services.backups._outside_due()


def test_what_does_not_open_pushes_out_nothing_that_does(services: Services, desk: Desk, tmp_path: Path) -> None:
    profile(services)
    folder = outside(services, tmp_path / "wolk")
    services.settings.set(BACKUP_KEEP, 2)
    good = services.backups.write_outside().path
    for hour in range(6):
        (folder / f"leerlijn-2026-03-12-{hour:02}0000-weekly.leerlijn").touch()
        (folder / f"leerlijn-2099-03-1{hour}-000000-weekly.leerlijn").write_bytes(good.read_bytes())
    (folder / "leerlijn-2020-03-12-000000-weekly.leerlijn").mkdir()
    desk.clock.now += timedelta(days=8)
    newer = services.backups.write_outside().path
    assert good.exists()
    assert newer.exists()


def test_what_others_wrote_into_the_folder_outside_is_listed_without_harm(services: Services, tmp_path: Path) -> None:
    profile(services)
    folder = outside(services, tmp_path / "wolk")
    services.backups.write_outside()
    ident = services._core.store.database.portfolio_id
    forged(folder / "leerlijn-2026-03-11-120000-weekly.leerlijn", id=ident, made_at="2026-03-11T12:00:00")
    forged(folder / "leerlijn-2026-03-11-120001-weekly.leerlijn", id=ident, made_at="9999-12-31T23:59:59-14:00")
    forged(folder / "leerlijn-2026-03-11-120002-weekly.leerlijn", id="een ander")
    assert [each.readable for each in services.backups.all()] == [True, False, False]


@posix
def test_a_pool_that_leads_to_another_folder_harms_nothing_there(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    mine = tmp_path / "documenten"
    mine.mkdir()
    (mine / "scriptie.odt").write_text("jaren werk")
    places = services.backups.places
    places.snapshots.mkdir(parents=True)
    places.pool.symlink_to(mine)
    services.backups.snapshot("regular")
    assert (mine / "scriptie.odt").read_text() == "jaren werk"


def test_a_file_of_the_pool_that_was_changed_is_written_anew(services: Services, tmp_path: Path) -> None:
    filled(services, tmp_path)
    pool = Pool(tmp_path / "pool", services._core.vault)
    row = services._core.store.blobs()[0]
    member, _ = pool.take(row, lambda octets: None)
    lies = tmp_path / "pool" / member.sha256[:2] / member.sha256
    size = lies.stat().st_size
    lies.unlink()
    lies.write_bytes(bytes(size))
    Pool(tmp_path / "pool", services._core.vault).take(row, lambda octets: None)
    assert lies.read_bytes() == services._core.vault.path(row.sha256).read_bytes()


@posix
def test_a_link_among_the_sets_carries_no_other_file_out(services: Services, tmp_path: Path) -> None:
    profile(services)
    secret = tmp_path / "id_ed25519"
    secret.write_text("GEHEIM")
    sets = services.home / "sets"
    sets.mkdir(exist_ok=True)
    (sets / "geheim.toml").symlink_to(secret)
    os.mkfifo(sets / "pijp.toml")
    made = services.bundles.write(tmp_path / "kopie.leerlijn")
    assert b"GEHEIM" not in made.path.read_bytes()
    assert not Bundle.open(made.path).has("sets/geheim.toml")


def test_writing_a_bundle_clears_away_only_what_it_left_itself(services: Services, tmp_path: Path) -> None:
    profile(services)
    other = tmp_path / ".a-anders-1.part"
    other.touch()
    services.bundles.write(tmp_path / "[a]*.leerlijn" if os.name == "posix" else tmp_path / "[a].leerlijn")
    assert other.exists()


def test_settings_that_were_tampered_with_stop_nothing(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    device = DeviceSettings(tmp_path)
    for text in ("[" * 100_000, "1" * 5000, '{"theme": {"a": 1}}', '"\\ud800"', "\ufeff{}", " " * (5 << 20)):
        file.write_text(text, encoding="utf-8")
        assert device.get(THEME) == "system"
    if os.name == "posix":
        file.unlink()
        os.mkfifo(file)
        assert device.get(THEME) == "system"
        file.unlink()


def test_the_name_of_a_folder_that_is_no_text_is_kept_in_the_settings(tmp_path: Path) -> None:
    device = DeviceSettings(tmp_path)
    folder = os.fsdecode(b"/home/ren\xe9e/map")
    device.set(BACKUP_FOLDER, folder)
    device.set(HOME, "/home/renée")
    assert device.get(BACKUP_FOLDER) == folder
    assert json.loads(device.path.read_text("utf-8"))["home"] == "/home/renée"
