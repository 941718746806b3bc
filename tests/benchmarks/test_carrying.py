"""What an export with much evidence takes: memory, and whether every core helps."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.carrying import EXPERIENCES, FILM_OCTETS, FILMS, PHOTOS
from tests.benchmarks.conftest import TABLE

MOST_MEMORY_MB = 300
MOST_OF_ONE = 0.75
"""With two cores or more: what every core together needs of the time of one."""


def run(folder: Path, what: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.benchmarks.carrying", str(folder), what]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=1500)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.timeout(1600)
def test_two_gigabytes_beside_a_document(tmp_path: Path) -> None:
    told = run(tmp_path, "large")
    assert told["beside"] > FILMS * FILM_OCTETS
    TABLE.append(
        (
            "2 GB beside a document: peak memory in MB (goal: the most)",
            told["peak"],
            MOST_MEMORY_MB,
            told["seconds"] * 1000,
        )
    )
    assert told["peak"] < MOST_MEMORY_MB


@pytest.mark.timeout(1600)
def test_many_pages_and_photos(tmp_path: Path) -> None:
    told = run(tmp_path, "photos")
    assert told["pages"] >= EXPERIENCES
    TABLE.append(
        (
            f"{told['pages']} pages, {PHOTOS} photos not prepared: peak memory in MB (goal: the most)",
            told["peak"],
            MOST_MEMORY_MB,
            told["seconds"] * 1000,
        )
    )
    assert told["peak"] < MOST_MEMORY_MB


@pytest.mark.timeout(1600)
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="with one core there is nothing to spread")
def test_pictures_are_made_on_every_core(tmp_path: Path) -> None:
    both: list[tuple[float, float]] = []
    for number in range(2):  # in turn, so that a slow moment is slow for both
        folders = [tmp_path / f"{number}-{what}" for what in ("one", "every")]
        for folder in folders:
            folder.mkdir()
        one, every = (run(folder, what)["seconds"] for folder, what in zip(folders, ("one", "every"), strict=True))
        both.append((one, every))
    one, every = min(one for one, _ in both), min(every for _, every in both)
    TABLE.append(("pictures for pages on every core, against one", every / one, MOST_OF_ONE, every * 1000))
    assert every <= MOST_OF_ONE * one
