"""Plain copies for other programs: as short-lived as can be known, and no change in them is lost."""

from __future__ import annotations

import os
import stat
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app import paths
from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.domain.evidence import Evidence
from portfolio_app.services import outside as room
from portfolio_app.services.outside import Changed
from portfolio_app.services.session import Services
from tests.services.helpers import PASSPHRASE, Desk


@pytest.fixture
def plan(services: Services, tmp_path: Path) -> Evidence:
    source = tmp_path / "lesplan.odt"
    source.write_bytes(b"eerste opzet")
    return services.evidence.add(source).evidence


def everything() -> list[Path]:
    """Every file that lies outside the encryption."""
    return [path for path in paths.cache_dir().rglob("*") if path.is_file()]


def save_as(copy: Path, name: str, data: bytes) -> Path:
    """What an editor does with a copy that it may not write."""
    path = copy.with_name(name)
    path.write_bytes(data)
    os.utime(path, (1_790_000_000, 1_790_000_000))
    return path


def seen(services: Services) -> tuple[Changed, ...]:
    """Look until what is there has come to rest."""
    services.outside.look()
    return services.outside.look()


def test_the_copy_is_the_file_and_only_for_its_owner_to_read(services: Services, plan: Evidence) -> None:
    told: list[tuple[int, int, str]] = []
    copy = services.outside.open(plan, lambda *report: told.append(report))
    assert (copy.name, copy.read_bytes()) == ("lesplan.odt", b"eerste opzet")
    assert told == [(12, 12, "lesplan.odt")]
    assert not os.stat(copy).st_mode & stat.S_IWUSR
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(copy).st_mode) == 0o400
        assert stat.S_IMODE(os.stat(copy.parent).st_mode) == 0o700
        assert stat.S_IMODE(os.stat(copy.parent.parent).st_mode) == 0o700
    assert services.outside.open(plan) == copy
    assert seen(services) == ()
    assert copy.exists()


def test_closing_sweeps(services: Services, plan: Evidence) -> None:
    services.outside.open(plan)
    services.close()
    assert everything() == []


def test_a_kill_is_made_good_at_the_next_start(services: Services, plan: Evidence, desk: Desk) -> None:
    copy = services.outside.open(plan)
    services.outside._copies.clear()  # as a program does that is killed: nothing is swept
    services.close()
    assert copy.exists()
    again = desk.open()
    again.maintain().result(30)
    assert everything() == []
    assert again.outside.look() == ()


def test_a_changed_copy_is_noticed_and_becomes_a_version(services: Services, plan: Evidence) -> None:
    copy = services.outside.open(plan)
    saved = save_as(copy, "lesplan na de les.odt", b"tweede opzet")
    (change,) = seen(services)
    assert change == Changed(plan.id, saved.name, saved)
    made = services.outside.take(change)
    assert (made.id, made.file_name) == (plan.id, "lesplan na de les.odt")
    assert services.evidence.read(made) == b"tweede opzet"
    assert seen(services) == ()


def test_an_editor_that_puts_its_file_in_the_place_of_the_copy_is_noticed(services: Services, plan: Evidence) -> None:
    copy = services.outside.open(plan)
    os.replace(save_as(copy, "nieuw", b"tweede opzet"), copy)
    (change,) = seen(services)
    assert change.path == copy
    assert services.evidence.read(services.outside.take(change)) == b"tweede opzet"


def test_what_passes_is_not_asked_about(services: Services, plan: Evidence) -> None:
    copy = services.outside.open(plan)
    for name in (".~lock.lesplan.odt#", "~$lesplan.odt", "lesplan.odt~", "x.tmp", "leeg.odt"):
        save_as(copy, name, b"" if name == "leeg.odt" else b"slot")
    save_as(copy, "zelfde.odt", b"eerste opzet")
    assert seen(services) == ()


def test_an_answer_is_kept_until_it_changes_again(services: Services, plan: Evidence) -> None:
    copy = services.outside.open(plan)
    saved = save_as(copy, "anders.odt", b"tweede opzet")
    (change,) = seen(services)
    services.outside.dismiss(change)
    assert seen(services) == ()
    saved.write_bytes(b"derde opzet!")
    assert [one.path for one in seen(services)] == [saved]
    services.outside.dismiss(change)
    services.close()
    assert everything() == []


def test_what_was_changed_and_not_answered_waits_in_the_vault(services: Services, plan: Evidence, desk: Desk) -> None:
    copy = services.outside.open(plan)
    save_as(copy, "lesplan.odt.odt", b"tweede opzet")
    services.close()
    assert everything() == []
    again = desk.open()
    (change,) = again.outside.look()
    assert (change.item_id, change.name, change.path) == (plan.id, "lesplan.odt.odt", None)
    made = again.outside.take(change)
    assert again.evidence.read(made) == b"tweede opzet"
    assert again.outside.look() == ()
    assert not again.outside.busy


def test_a_change_before_a_kill_is_not_lost_either(services: Services, plan: Evidence, desk: Desk) -> None:
    copy = services.outside.open(plan)
    save_as(copy, "anders.odt", b"tweede opzet")
    services.outside._copies.clear()
    services.close()
    again = desk.open()
    again.maintain().result(30)
    assert everything() == []
    (change,) = again.outside.look()
    again.outside.dismiss(change)
    assert again.outside.look() == ()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody can know that a file was let go")
def test_a_copy_that_was_let_go_is_swept(services: Services, plan: Evidence) -> None:
    copy = services.outside.open(plan)
    now = time.monotonic()
    with copy.open("rb"):
        services.outside.look(now)
        services.outside.look(now + 3600)
        assert copy.exists()
    services.outside.look(now + 3700)
    assert copy.exists()
    services.outside.look(now + 3700 + room.RELEASED_SECONDS)
    assert everything() == []


def test_a_program_is_not_started(services: Services, tmp_path: Path) -> None:
    source = tmp_path / "spel.EXE"
    source.write_bytes(b"MZ\0\0")
    item = services.evidence.add(source).evidence
    with pytest.raises(UserError, match="outside-runs"):
        services.outside.open(item)
    assert everything() == []


def test_stopping_and_damage_leave_nothing_behind(services: Services, plan: Evidence) -> None:
    with pytest.raises(Cancelled):
        services.outside.open(plan, cancelled=lambda: True)
    with pytest.raises(UserError, match="evidence-lost"):
        services.outside.open(replace(plan, sha256="00" * 32))
    assert everything() == []
    assert not services.outside.busy


def test_another_portfolio_keeps_its_copies(services: Services, plan: Evidence, tmp_path: Path) -> None:
    other = paths.cache_dir() / "outside" / "0123456789abcdef" / f"{plan.id}-0000"
    other.mkdir(parents=True)
    (other / "van een ander.odt").write_bytes(b"anders")
    services.outside.sweep_left_behind()
    services.outside.sweep()
    assert [path.name for path in everything()] == ["van een ander.odt"]


@pytest.mark.parametrize(
    ("name", "harmless"),
    [("a/b.txt", "a_b.txt"), ('wat?"*.txt', "wat___.txt"), ("con.txt", "_con.txt"), ("punt. ", "punt"), ("...", "_")],
)
def test_names_are_such_as_every_system_takes(name: str, harmless: str) -> None:
    assert room.harmless_name(name) == harmless


def test_what_waits_for_an_answer_is_whole_after_the_keys_were_renewed(
    services: Services, plan: Evidence, desk: Desk
) -> None:
    save_as(services.outside.open(plan), "lesplan 2.odt", b"tweede opzet")
    services.close()
    again = desk.open()
    again.rotation.begin(again.rotation.prepare(PASSPHRASE))
    again.close()
    again = desk.open()
    again.jobs.submit(again.rotation.write_anew).result()
    (waiting,) = again.outside.look()
    made = again.outside.take(waiting)
    assert again.evidence.read(made) == b"tweede opzet"
    assert again.checks.check().sound
