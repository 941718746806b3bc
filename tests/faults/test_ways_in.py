"""The keyring is gone, locked or lies, a key file is gone or damaged: it is told, and something else still opens."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from portfolio_app.bootstrap import Environment, FromKeyring, Passphrase, Recovery, Unlock, create_portfolio
from portfolio_app.bootstrap import open_portfolio as open_with
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.experiences import Experience
from portfolio_app.i18n import Translator
from portfolio_app.services.layout import Layout
from portfolio_app.services.sentences import explain
from portfolio_app.vault.keyring_slot import KeyringAccess
from portfolio_app.vault.keys import KeyFile, second_copy
from tests.faults.judging import PASSPHRASE
from tests.services.helpers import activity, environment
from tests.tools import keyring_file
from tests.tools.tally import Tally, both_sizes

SUITE = "Keyring and key file"
OURS = f"{keyring_file.__name__}.{keyring_file.FileKeyring.__name__}"
NULL = "keyring.backends.null.Keyring"


class House:
    """A closed portfolio with one entry and three ways in."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "portfolio"
        self.environment = replace(environment(folder), keyring=KeyringAccess(frozenset({OURS, NULL})))
        opened = create_portfolio(self.home, passphrase=PASSPHRASE, environment=self.environment)
        self.entry = activity(opened.services, "Wat er al was")
        opened.services.keys.use_keyring()
        opened.services.close()
        self.others = (Passphrase(PASSPHRASE), Recovery(opened.recovery_code or ""))

    @property
    def keyring(self) -> Path:
        return Path(os.environ[keyring_file.PLACE])

    def opens(self, way: Unlock, environment: Environment | None = None) -> None:
        """It opens, and the entry is there."""
        services = open_with(self.home, way, environment=environment or self.environment)
        try:
            assert services.records.get(Experience, self.entry.id) == self.entry
            assert services.checks.check(deep=True).findings == ()
        finally:
            services.close()

    def refuses(self, way: Unlock, code: str, environment: Environment | None = None) -> None:
        """It does not open, and says why in both languages."""
        with pytest.raises(UserError) as caught:
            self.opens(way, environment)
        assert caught.value.code == code
        assert explain(caught.value, Translator("nl")) != explain(caught.value, Translator("en"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.opens(FromKeyring())
    return house


def missing(house: House, patch: pytest.MonkeyPatch) -> str:
    house.environment = replace(house.environment, keyring=KeyringAccess())
    return "keyring-missing"


def locked(house: House, patch: pytest.MonkeyPatch) -> str:
    patch.setenv(keyring_file.LOCKED, "1")
    return "keyring-locked"


def null(house: House, patch: pytest.MonkeyPatch) -> str:
    import keyring
    from keyring.backends.null import Keyring

    patch.setattr(keyring, "get_keyring", Keyring)
    return "keyring-lost"


def emptied(house: House, patch: pytest.MonkeyPatch) -> str:
    house.keyring.unlink()
    return "keyring-lost"


def replaced(house: House, patch: pytest.MonkeyPatch) -> str:
    """Another login's keyring, with something else under the same name."""
    held = json.loads(house.keyring.read_text())
    house.keyring.write_text(json.dumps({service: dict.fromkeys(items, "AAAA") for service, items in held.items()}))
    return "keyring-lost"


@both_sizes
@pytest.mark.parametrize("trouble", [missing, locked, null, emptied, replaced])
def test_whatever_becomes_of_the_keyring_the_others_open(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Callable[[House, pytest.MonkeyPatch], str],
    size: str,
    tally: Tally,
) -> None:
    code = trouble(house, monkeypatch)
    house.refuses(FromKeyring(), code)
    for way in house.others:
        house.opens(way)
    if trouble in (null, missing):
        services = open_with(house.home, house.others[0], environment=house.environment)
        with pytest.raises(UserError, match="keyring-missing"):
            services.keys.use_keyring()  # one that swallows what it gets is noticed
        services.close()
    tally.add(SUITE, keyrings_in_trouble=1, entries_lost=0)


def gone(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGES = (gone, empty, cut_off, flipped)


@both_sizes
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("which", ["first", "second"])
def test_either_copy_of_the_key_file_serves_and_mends_the_other(
    house: House, damage: Callable[[Path], None], which: str, size: str, tally: Tally
) -> None:
    first = Layout(house.home).keys
    file, other = (first, second_copy(first)) if which == "first" else (second_copy(first), first)
    damage(file)
    for way in (*house.others, FromKeyring()):
        house.opens(way)
    assert file.read_bytes() == other.read_bytes()
    tally.add(SUITE, key_files_damaged_or_gone=1, mended_by_the_copy=1, entries_lost=0)


@both_sizes
@pytest.mark.parametrize("damage", DAMAGES)
def test_without_a_key_file_it_is_told_and_nothing_is_written(
    house: House, damage: Callable[[Path], None], size: str, tally: Tally
) -> None:
    layout = Layout(house.home)
    files = (layout.keys, second_copy(layout.keys))
    kept = [path.read_bytes() for path in files]
    for path in files:
        damage(path)
    broken = {path: path.read_bytes() if path.exists() else None for path in files}
    for way in (*house.others, FromKeyring()):
        house.refuses(way, "keyfile-missing" if damage is gone else "keyfile-damaged")
    assert {path: path.read_bytes() if path.exists() else None for path in files} == broken
    files[0].write_bytes(kept[0])  # from a backup
    house.opens(house.others[0])
    tally.add(SUITE, both_key_files_damaged_or_gone=1, entries_lost=0)


@both_sizes
def test_another_program_reads_the_database_with_the_key(house: House, tmp_path: Path, size: str, tally: Tally) -> None:
    layout = Layout(house.home)
    master = KeyFile.read(layout.keys).unlock_with_passphrase(PASSPHRASE)
    copy = shutil.copy(layout.database, tmp_path / "copy.db")
    with closing(apsw.Connection(str(copy))) as connection:
        for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{bytes(master.database_key).hex()}'\""):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        [[heading]] = connection.execute("SELECT heading FROM record WHERE kind='experience'").fetchall()
        [[sound]] = connection.execute("PRAGMA integrity_check").fetchall()
    master.forget()
    assert (heading, sound) == (house.entry.heading, "ok")
    tally.add(SUITE, databases_read_by_another_program=1)
