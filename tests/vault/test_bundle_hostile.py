"""Bundles that somebody made to do harm. Whoever holds no key may write anything into a folder that others use."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import container
from portfolio_app.vault.bundle import Bundle, Member, is_safe_name
from portfolio_app.vault.container import Ending
from tests.vault.helpers import NOW, PORTFOLIO
from tests.vault.test_bundle import written

DIGEST = "0" * 64


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        work()
    return caught.value.code


def forged(path: Path, **claims: Any) -> Path:
    """A bundle that holds a manifest alone, which claims what it likes under a seal that is none."""
    body: dict[str, Any] = {"format": 1, "id": PORTFOLIO, "made_at": NOW.isoformat(), "operations": 1}
    body |= {"reason": "chosen", "members": [], "pooled": [], "damaged": [], "missing": [], **claims}
    outer = {"body": json.dumps(body), "seal": DIGEST}
    data = json.dumps(outer, sort_keys=True, indent=1).encode() + b"\n"
    member = Member("manifest.json", len(data), zlib.crc32(data), "")
    listed = container.entry(member, 0)
    ending = container.end(Ending(1, len(listed), len(container.local(member)) + len(data)))
    path.write_bytes(container.local(member) + data + listed + ending)
    return path


def test_one_that_claims_nothing_odd_opens_but_has_no_seal(tmp_path: Path) -> None:
    bundle = Bundle.open(forged(tmp_path / "b.leerlijn"))
    assert code_of(lambda: bundle.check_seal(b"s" * 32)) == "bundle-forged"


@pytest.mark.parametrize(
    "claims",
    [
        {"made_at": "2026-01-01T00:00:00"},
        {"made_at": "9999-12-31T23:59:59-12:00"},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"members": [["sets/\ud800", 1, 1, DIGEST]]},
        {"members": [["sets/" + "x" * 256, 1, 1, DIGEST]]},
        {"members": [["sets/a", (1 << 62) - 1, 1, DIGEST]]},
        {"members": [[f"sets/{n}", (1 << 62) - 1, 1, DIGEST] for n in range(5)]},
        {"format": "1"},
        {"operations": -1},
        {"operations": 10**4000},
        {"reason": "x" * 1_000_000},
        {"id": ["x"]},
        {"more": [[]] * 100_000},
        {"more": [0] * 100_000},
    ],
    ids=lambda claims: next(iter(claims)) + str(claims)[:40],
)
def test_what_a_manifest_claims_without_a_seal_stops_nothing(tmp_path: Path, claims: dict[str, Any]) -> None:
    assert code_of(lambda: Bundle.open(forged(tmp_path / "b.leerlijn", **claims))) == "bundle-damaged"


@pytest.mark.parametrize("offset", [1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 100])
def test_a_directory_that_should_lie_beyond_any_file(tmp_path: Path, offset: int) -> None:
    path = tmp_path / "b.leerlijn"
    wide = container._END_64.pack(b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, 60, offset)
    locator = container._LOCATOR.pack(b"PK\6\7", 0, (offset + 60) % (1 << 64), 1)
    end = container._END.pack(b"PK\5\6", 0, 0, 1, 1, 60, 0xFFFF_FFFF, 0)
    path.write_bytes(b"PK\3\4" + bytes(500) + wide + locator + end)
    assert code_of(lambda: Bundle.open(path)) == "bundle-damaged"


@pytest.mark.skipif(os.name != "posix", reason="needs a named pipe")
def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "b.leerlijn"
    os.mkfifo(path)
    assert code_of(lambda: Bundle.open(path)) == "bundle-damaged"
    path.unlink()
    bundle = Bundle.open(written(path))
    path.unlink()
    os.mkfifo(path)
    assert code_of(bundle.verify) == "bundle-damaged"


def test_names_that_no_disk_takes_are_no_names_of_members() -> None:
    assert is_safe_name("sets/" + "x" * 255)
    assert not is_safe_name("sets/" + "é" * 128)
    assert not is_safe_name("sets/a\udce9")
