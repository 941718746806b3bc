"""The file with evidence that lies beside a document: whole, the same each time, or not there."""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from portfolio_app.domain.errors import Cancelled, UserError
from portfolio_app.vault.beside import Packed, Wanted, pack

FILES = {"les 1.mp4": b"film" * 50_000, "brief – aan ouders.txt": b"Beste ouders", "leeg.txt": b""}


def wanted(name: str, data: bytes) -> Wanted:
    pieces = [data[at : at + 7_000] for at in range(0, len(data), 7_000)]
    return Wanted(name, len(data), hashlib.sha256(data).hexdigest(), partial(iter, pieces))


def packed(path: Path, cancelled: Callable[[], bool] = lambda: False) -> tuple[Packed, list[tuple[int, int, str]]]:
    told: list[tuple[int, int, str]] = []
    files = [wanted(name, data) for name, data in FILES.items()]
    return pack(path, files, lambda *now: told.append(now), cancelled), told


def test_any_program_unpacks_it_and_it_is_the_same_each_time(tmp_path: Path) -> None:
    made, told = packed(tmp_path / "a.zip")
    data = (tmp_path / "a.zip").read_bytes()
    assert made == Packed(len(data), hashlib.sha256(data).hexdigest())
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        assert opened.testzip() is None
        assert {name: opened.read(name) for name in opened.namelist()} == FILES
    assert packed(tmp_path / "b.zip")[0] == made
    assert told[-1] == (100, 100, "beside")
    assert [done for done, _, _ in told] == sorted({done for done, _, _ in told})


def test_what_is_not_what_the_document_names_is_not_packed(tmp_path: Path) -> None:
    other = Wanted("les.mp4", 4, hashlib.sha256(b"film").hexdigest(), lambda: iter([b"fi", b"lx"]))
    longer = Wanted("les.mp4", 4, hashlib.sha256(b"film").hexdigest(), lambda: iter([b"film", b"er"]))
    for file in (other, longer):
        with pytest.raises(UserError, match="evidence-changed"):
            pack(tmp_path / "a.zip", [file], lambda *now: None, lambda: False)
    assert list(tmp_path.iterdir()) == []


def test_trouble_is_a_sentence_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Cancelled):
        packed(tmp_path / "a.zip", lambda: True)
    with pytest.raises(UserError, match="folder-missing"):
        packed(tmp_path / "weg" / "a.zip")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="disk-full"):
        packed(tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"of somebody else")
    with pytest.raises(UserError, match="write-failed"):
        packed(tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == b"of somebody else"
