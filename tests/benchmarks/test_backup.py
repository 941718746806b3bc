"""A backup of one gigabyte against a copy of the same files that is forced to the disk."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, create_portfolio
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.slots import KdfCost
from tests.benchmarks.conftest import TABLE

GOAL = 4.0
FILES, OCTETS = 64, 16 << 20


def copied(source: Path, target: Path) -> float:
    """Seconds of a copy of every file into one, forced to the disk at the end."""
    begun = time.perf_counter()
    with target.open("wb") as out:
        for path in sorted(each for each in source.rglob("*") if each.is_file()):
            with path.open("rb") as file:
                while piece := file.read(1 << 20):
                    out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    return time.perf_counter() - begun


@pytest.mark.timeout(900)
def test_a_backup_of_one_gigabyte(tmp_path: Path) -> None:
    environment = Environment(
        kdf=KdfCost(memory_kib=64, passes=1, lanes=1), device=DeviceSettings(tmp_path / "settings")
    )
    opened = create_portfolio(tmp_path / "p", passphrase="een regel per week", environment=environment)
    services = opened.services
    try:
        noise, source = os.urandom(OCTETS - 8), tmp_path / "bewijs.bin"
        for number in range(FILES):
            source.write_bytes(number.to_bytes(8, "big") + noise)
            services.evidence.add(source)
        source.unlink()
        bare = copied(tmp_path / "p" / "vault", tmp_path / "bare")
        (tmp_path / "bare").unlink()
        begun = time.perf_counter()
        made = services.bundles.write(tmp_path / "kopie.leerlijn")
        ours = time.perf_counter() - begun
    finally:
        services.close()
    assert made.octets > FILES * OCTETS
    ratio = ours / bare
    TABLE.append(("a backup of 1 GB, read back, against a copy with fsync", ratio, GOAL, ours * 1000))
    assert ratio <= GOAL
