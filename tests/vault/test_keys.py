"""The key file: two copies that repair each other, slots that can't be talked into less."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.vault.keys import KeyFile, MasterKey, new_keys, second_copy
from portfolio_app.vault.slots import KdfCost, SlotKind
from tests.tools.somebody import common_folder, somebody_else
from tests.vault.helpers import CHEAP, NOW, PASSPHRASE, PORTFOLIO, make_keys, same


def rewrite(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change both copies as somebody would who knows the format, checksum included."""
    for copy in (path, second_copy(path)):
        plain = json.loads(copy.read_bytes())
        change(plain)
        plain.pop("checksum")
        text = json.dumps(plain, sort_keys=True, separators=(",", ":"))
        plain["checksum"] = hashlib.sha256(text.encode()).hexdigest()
        copy.write_text(json.dumps(plain))


def full_disk(handle: int) -> None:
    """What forcing a file to a full disk raises."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_passphrase_opens_the_same_keys_again(tmp_path: Path) -> None:
    _, keys = make_keys(tmp_path)
    again = KeyFile.read(tmp_path / "keys.json")
    assert same(again.unlock_with_passphrase(PASSPHRASE), keys)
    assert (again.portfolio_id, again.created_at, again.computer.value) == (PORTFOLIO, NOW, "mine")
    assert keys.database_key != keys.vault_key


def test_a_passphrase_typed_with_separate_accents_is_the_same_passphrase(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    decomposed = PASSPHRASE.replace("é", "e\u0301")
    assert decomposed != PASSPHRASE
    assert same(key_file.unlock_with_passphrase(decomposed), keys)


def test_another_passphrase_is_refused(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    with pytest.raises(UserError, match="wrong-passphrase"):
        key_file.unlock_with_passphrase(PASSPHRASE + "!")


def test_a_short_passphrase_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    before = key_file.path.read_bytes()
    for text in ("", "1234567", "   korter   "):
        with pytest.raises(UserError, match="passphrase-too-short") as caught:
            key_file.add_passphrase(keys, text, CHEAP)
        assert caught.value.facts == {"least": 8}
    assert key_file.path.read_bytes() == before


def test_a_new_passphrase_replaces_the_old_one(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_passphrase(keys, "een heel andere zin", CHEAP)
    again = KeyFile.read(key_file.path)
    assert same(again.unlock_with_passphrase("een heel andere zin"), keys)
    with pytest.raises(UserError, match="wrong-passphrase"):
        again.unlock_with_passphrase(PASSPHRASE)


def test_the_real_cost_takes_256_mebibytes_and_stands_in_the_slot(tmp_path: Path) -> None:
    key_file, keys = new_keys(
        tmp_path / "keys.json", PORTFOLIO, computer=make_keys(tmp_path / "x")[0].computer, now=NOW
    )
    key_file.add_passphrase(keys, PASSPHRASE)
    (slot,) = key_file.slots()
    assert slot.parameters["memory_kib"] == 262_144
    assert same(KeyFile.read(key_file.path).unlock_with_passphrase(PASSPHRASE), keys)


def test_the_recovery_code_opens_it_and_a_new_one_replaces_it(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    old = key_file.add_recovery(keys)
    assert same(KeyFile.read(key_file.path).unlock_with_recovery(old.lower()), keys)
    new = key_file.add_recovery(keys)
    assert same(key_file.unlock_with_recovery(new), keys)
    with pytest.raises(UserError, match="wrong-recovery-code"):
        key_file.unlock_with_recovery(old)
    assert [slot.kind for slot in key_file.slots()] == [SlotKind.PASSPHRASE, SlotKind.RECOVERY]


def test_neither_code_nor_passphrase_nor_keys_stand_in_the_file(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    code = key_file.add_recovery(keys)
    data = key_file.path.read_bytes() + second_copy(key_file.path).read_bytes()
    for secret in (PASSPHRASE.encode(), code.encode(), code.replace("-", "").encode()):
        assert secret not in data
    for key in (keys.database_key, keys.vault_key, bytes(keys.raw())):
        assert key not in data
        assert key.hex().encode() not in data.lower()


def test_keys_are_overwritten_when_the_portfolio_closes(tmp_path: Path) -> None:
    _, keys = make_keys(tmp_path)
    buffer = keys.raw()
    keys.forget()
    assert (keys.database_key, keys.vault_key, bytes(buffer)) == (bytes(32), bytes(32), bytes(32))


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "flipped", "nonsense"])
def test_one_damaged_copy_is_repaired_from_the_other(tmp_path: Path, which: int, damage: str) -> None:
    key_file, keys = make_keys(tmp_path)
    copies = (key_file.path, second_copy(key_file.path))
    sound = copies[which].read_bytes()
    spoil(copies[which], damage)
    again = KeyFile.read(key_file.path)
    assert same(again.unlock_with_passphrase(PASSPHRASE), keys)
    assert again.repair()
    assert copies[which].read_bytes() == sound
    assert not KeyFile.read(key_file.path).repair()


def spoil(path: Path, damage: str) -> None:
    """Damage a file in one of the ways files get damaged."""
    data = path.read_bytes()
    match damage:
        case "cut":
            path.write_bytes(data[: len(data) // 2])
        case "empty":
            path.write_bytes(b"")
        case "gone":
            path.unlink()
        case "flipped":
            path.write_bytes(data[:-40] + bytes([data[-40] ^ 1]) + data[-39:])
        case _:
            path.write_bytes(b'{"checksum": [], "format": {}}')


def test_every_flipped_byte_of_one_copy_is_noticed(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    sound = key_file.path.read_bytes()
    for at in range(0, len(sound), 7):
        changed = sound[:at] + bytes([sound[at] ^ 0x10]) + sound[at + 1 :]
        key_file.path.write_bytes(changed)
        KeyFile.read(key_file.path).repair()
        assert json.loads(key_file.path.read_bytes()) == json.loads(sound), f"byte {at}"
        key_file.path.write_bytes(sound)


def test_two_damaged_copies_are_told_apart_from_none(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    for copy in (key_file.path, second_copy(key_file.path)):
        spoil(copy, "cut")
    with pytest.raises(UserError, match="keyfile-damaged"):
        KeyFile.read(key_file.path)
    key_file.path.unlink()
    with pytest.raises(UserError, match="keyfile-damaged"):
        KeyFile.read(key_file.path)
    second_copy(key_file.path).unlink()
    with pytest.raises(UserError, match="keyfile-missing"):
        KeyFile.read(key_file.path)


def test_a_crash_between_the_two_copies_keeps_the_newer(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    stale = second_copy(key_file.path).read_bytes()
    code = key_file.add_recovery(keys)
    second_copy(key_file.path).write_bytes(stale)
    again = KeyFile.read(key_file.path)
    assert same(again.unlock_with_recovery(code), keys)
    again.repair()
    assert second_copy(key_file.path).read_bytes() == key_file.path.read_bytes()


def test_a_key_file_of_another_portfolio_costs_no_copy(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    other, _ = new_keys(tmp_path / "o" / "keys.json", "0198c0de-other", computer=ComputerOwner.MINE, now=NOW)
    other.revision = 98
    other.add_passphrase(MasterKey(bytearray(32), bytearray(32), bytearray(32)), "ander wachtwoord", CHEAP)
    sound = second_copy(key_file.path).read_bytes()
    shutil.copy(other.path, key_file.path)
    with pytest.raises(UserError, match="keyfile-mixed"):
        KeyFile.read(key_file.path)
    assert second_copy(key_file.path).read_bytes() == sound
    key_file.path.unlink()
    assert same(KeyFile.read(key_file.path).unlock_with_passphrase(PASSPHRASE), keys)


@pytest.mark.skipif(os.name == "nt", reason="pipes have no place in a folder there")
@pytest.mark.parametrize("what", ["pipe", "huge"])
def test_what_can_not_be_read_to_its_end_is_a_damaged_copy(tmp_path: Path, what: str) -> None:
    key_file, keys = make_keys(tmp_path)
    sound = key_file.path.read_bytes()
    key_file.path.unlink()
    if what == "pipe":
        os.mkfifo(key_file.path)
    else:
        with key_file.path.open("wb") as file:
            file.truncate(1 << 40)
    again = KeyFile.read(key_file.path)
    assert same(again.unlock_with_passphrase(PASSPHRASE), keys)
    assert again.repair()
    assert key_file.path.read_bytes() == sound


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    rewrite(key_file.path, lambda plain: plain.update(format=3))
    before = key_file.path.read_bytes()
    with pytest.raises(UserError, match="keyfile-newer"):
        KeyFile.read(key_file.path)
    assert key_file.path.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "value"), [("memory_kib", 32), ("passes", 2), ("lanes", 2), ("salt", "AAAAAAAAAAAAAAAAAAAAAA=="), ("x", 1)]
)
def test_changed_parameters_of_a_slot_never_open_it(tmp_path: Path, name: str, value: object) -> None:
    key_file, _ = make_keys(tmp_path)
    rewrite(key_file.path, lambda plain: plain["slots"][0]["parameters"].update({name: value}))
    with pytest.raises(UserError, match="wrong-passphrase"):
        KeyFile.read(key_file.path).unlock_with_passphrase(PASSPHRASE)


@pytest.mark.parametrize(
    "asked",
    [
        {"memory_kib": 1 << 40},
        {"memory_kib": 2 << 20},
        {"passes": 10**9},
        {"memory_kib": 1 << 20, "passes": 5},
        {"lanes": 0},
        {"passes": 0},
        {"memory_kib": "much"},
        {"salt": "?"},
    ],
)
def test_a_slot_that_asks_for_endless_work_is_refused_at_once(tmp_path: Path, asked: dict[str, object]) -> None:
    key_file, _ = make_keys(tmp_path)
    rewrite(key_file.path, lambda plain: plain["slots"][0]["parameters"].update(asked))
    with pytest.raises(UserError, match="keyfile-damaged"):
        KeyFile.read(key_file.path).unlock_with_passphrase(PASSPHRASE)


def test_a_slot_of_another_portfolio_does_not_fit(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    rewrite(key_file.path, lambda plain: plain.update(id="0198c0de-0000-7000-8000-000000000002"))
    with pytest.raises(UserError, match="wrong-passphrase"):
        KeyFile.read(key_file.path).unlock_with_passphrase(PASSPHRASE)


def test_exchanged_database_and_vault_keys_are_noticed(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)

    def exchange(plain: dict[str, Any]) -> None:
        boxes = plain["keys"]
        boxes["database"], boxes["vault"] = boxes["vault"], boxes["database"]

    rewrite(key_file.path, exchange)
    with pytest.raises(UserError, match="keyfile-damaged"):
        KeyFile.read(key_file.path).unlock_with_passphrase(PASSPHRASE)


def test_the_raw_master_key_opens_it_without_derivation(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    assert same(key_file.unlock_with_master(bytes(keys.raw())), keys)
    with pytest.raises(UserError, match="keyfile-damaged"):
        key_file.unlock_with_master(bytes(32))


def test_the_last_way_in_can_not_be_removed(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    with pytest.raises(UserError, match="last-slot"):
        key_file.remove(SlotKind.PASSPHRASE)
    code = key_file.add_recovery(keys)
    key_file.remove(SlotKind.PASSPHRASE)
    again = KeyFile.read(key_file.path)
    assert not again.has(SlotKind.PASSPHRASE)
    assert again.safe_to_write
    assert same(again.unlock_with_recovery(code), keys)


def test_new_keys_are_not_written_without_a_way_in(tmp_path: Path) -> None:
    key_file, _ = new_keys(tmp_path / "keys.json", PORTFOLIO, computer=make_keys(tmp_path / "x")[0].computer, now=NOW)
    assert not key_file.safe_to_write
    assert not key_file.path.exists()


def test_an_existing_key_file_is_never_overwritten_by_new_keys(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    before = key_file.path.read_bytes()
    with pytest.raises(UserError, match="keyfile-exists"):
        make_keys(tmp_path)
    key_file.path.unlink()
    with pytest.raises(UserError, match="keyfile-exists"):
        make_keys(tmp_path)
    assert second_copy(key_file.path).read_bytes() == before


def test_the_salt_of_the_database_is_kept(tmp_path: Path) -> None:
    key_file, _ = make_keys(tmp_path)
    key_file.remember_salt(b"0123456789abcdef")
    assert KeyFile.read(key_file.path).cipher_salt == b"0123456789abcdef"


def test_a_full_disk_leaves_the_old_file_and_no_debris(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_file, keys = make_keys(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        with pytest.raises(UserError, match="disk-full"):
            key_file.add_recovery(keys)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_change_that_could_not_be_written_did_not_happen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_file, keys = make_keys(tmp_path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full_disk)
        for change in (
            lambda: key_file.add_passphrase(keys, "een heel andere zin", CHEAP),
            lambda: key_file.add_recovery(keys),
            lambda: key_file.remember_salt(b"0123456789abcdef"),
            lambda: key_file.set_computer(ComputerOwner.SCHOOL),
        ):
            with pytest.raises(UserError, match="disk-full"):
                change()
    assert key_file == KeyFile.read(key_file.path)
    assert same(key_file.unlock_with_passphrase(PASSPHRASE), keys)
    # What is written later holds nothing of what failed: no code that was never shown.
    key_file.set_computer(ComputerOwner.MINE)
    again = KeyFile.read(key_file.path)
    assert [slot.kind for slot in again.slots()] == [SlotKind.PASSPHRASE]
    assert (again.cipher_salt, again.computer) == (None, ComputerOwner.MINE)
    assert same(again.unlock_with_passphrase(PASSPHRASE), keys)


def test_without_a_slot_on_the_disk_nothing_may_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key_file, keys = new_keys(tmp_path / "keys.json", PORTFOLIO, computer=ComputerOwner.MINE, now=NOW)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(UserError, match="disk-full"):
        key_file.add_recovery(keys)
    assert not key_file.safe_to_write


def test_one_written_copy_is_enough_and_the_other_is_made_later(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    other = second_copy(key_file.path)
    other.unlink()
    other.mkdir()  # so that it can't be written
    key_file.add_passphrase(keys, "een heel andere zin", CHEAP)
    assert same(key_file.unlock_with_passphrase("een heel andere zin"), keys)
    other.rmdir()
    again = KeyFile.read(key_file.path)
    assert again == key_file
    assert same(again.unlock_with_passphrase("een heel andere zin"), keys)
    again.repair()
    assert other.read_bytes() == key_file.path.read_bytes()


def test_one_readable_copy_is_enough() -> None:
    with common_folder() as folder:
        key_file, keys = make_keys(folder)
        folder.chmod(0o777)
        for copy in (key_file.path, second_copy(key_file.path)):
            for each in (key_file.path, second_copy(key_file.path)):
                each.chmod(0o000 if each == copy else 0o644)
            with somebody_else():
                again = KeyFile.read(key_file.path)
            assert same(again.unlock_with_passphrase(PASSPHRASE), keys)
        key_file.path.chmod(0o000)
        second_copy(key_file.path).chmod(0o000)
        with somebody_else(), pytest.raises(UserError, match="no-permission"):
            KeyFile.read(key_file.path)


def test_a_copy_for_a_bundle_opens_elsewhere(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "keys.json").write_bytes(key_file.for_bundle())
    assert same(KeyFile.read(elsewhere / "keys.json").unlock_with_passphrase(PASSPHRASE), keys)


def test_a_copied_folder_still_opens(tmp_path: Path) -> None:
    _, keys = make_keys(tmp_path / "one")
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert same(KeyFile.read(tmp_path / "two" / "keys.json").unlock_with_passphrase(PASSPHRASE), keys)


def test_the_cost_is_what_was_asked_for(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_passphrase(keys, PASSPHRASE, KdfCost(memory_kib=128, passes=2, lanes=2))
    (slot,) = key_file.slots()
    assert [slot.parameters[name] for name in ("memory_kib", "passes", "lanes")] == [128, 2, 2]


def test_what_a_killed_program_left_does_not_keep_an_old_slot(tmp_path: Path) -> None:
    key_file, keys = make_keys(tmp_path)
    (tmp_path / ".keys.json-k1ll3d").write_bytes(key_file.path.read_bytes())
    (tmp_path / ".keys-copy.json-k1ll3d").write_bytes(key_file.path.read_bytes())
    key_file.add_passphrase(keys, "een heel andere zin", CHEAP)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys-copy.json", "keys.json"]
