"""The id of a copy: the same as long as it is the same folder in the same state, new in any doubt."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portfolio_app.vault.replica import MARKER, Replicas


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "Portfolio van Saskia"
    folder.mkdir()
    return folder


@pytest.fixture
def ids() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"copy-{next(numbers)}"


def test_the_same_folder_keeps_its_id(tmp_path: Path, home: Path, ids: Callable[[], str]) -> None:
    replicas = Replicas(tmp_path / "config")
    first = replicas.identify(home, 0, ids)
    replicas.note(home, 12)
    second = Replicas(tmp_path / "config").identify(home, 12, ids)
    assert (first.id, first.fresh) == ("copy-1", True)
    assert (second.id, second.fresh) == ("copy-1", False)


def test_a_copied_folder_gets_another_id(tmp_path: Path, home: Path, ids: Callable[[], str]) -> None:
    replicas = Replicas(tmp_path / "config")
    replicas.identify(home, 0, ids)
    shutil.copytree(home, tmp_path / "copy")
    assert replicas.identify(tmp_path / "copy", 0, ids).id == "copy-2"
    assert replicas.identify(home, 0, ids).id == "copy-1"


def test_a_folder_put_back_in_the_same_place_gets_another_id(
    tmp_path: Path, home: Path, ids: Callable[[], str]
) -> None:
    replicas = Replicas(tmp_path / "config")
    replicas.identify(home, 5, ids)
    shutil.copytree(home, tmp_path / "backup")
    shutil.rmtree(home)
    shutil.copytree(tmp_path / "backup", home)
    shutil.copystat(tmp_path / "backup" / MARKER, home / MARKER)
    assert replicas.identify(home, 5, ids).fresh


def test_an_older_state_in_the_same_files_gets_another_id(tmp_path: Path, home: Path, ids: Callable[[], str]) -> None:
    replicas = Replicas(tmp_path / "config")
    replicas.identify(home, 5, ids)
    replicas.note(home, 9)
    assert replicas.identify(home, 8, ids).id == "copy-2"
    assert replicas.identify(home, 8, ids).id == "copy-2"


def test_another_computer_gets_another_id(tmp_path: Path, home: Path, ids: Callable[[], str]) -> None:
    assert Replicas(tmp_path / "one").identify(home, 0, ids).id != Replicas(tmp_path / "two").identify(home, 0, ids).id


def test_neither_path_nor_name_stand_in_the_settings_nor_the_id_in_the_portfolio(
    tmp_path: Path, home: Path, ids: Callable[[], str]
) -> None:
    Replicas(tmp_path / "config").identify(home, 0, ids)
    settings = b"".join(path.read_bytes() for path in (tmp_path / "config").iterdir())
    assert b"Saskia" not in settings
    assert b"copy-1" in settings
    assert b"copy-1" not in b"".join(path.read_bytes() for path in home.iterdir())


@pytest.mark.parametrize("data", [b"", b"[]", b'{"x": 3}', b"\xff\xfe"])
def test_damaged_settings_are_the_same_as_none(tmp_path: Path, home: Path, ids: Callable[[], str], data: bytes) -> None:
    replicas = Replicas(tmp_path)
    (tmp_path / "copies.json").write_bytes(data)
    assert replicas.identify(home, 0, ids).fresh
    assert not replicas.identify(home, 0, ids).fresh
