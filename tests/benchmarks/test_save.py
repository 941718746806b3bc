"""Saving an entry (commit with FULL sync, history, index) against a bare insert of the same text."""

from __future__ import annotations

import secrets
import statistics
import time
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from portfolio_app.bootstrap import Environment, RawKey, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.records import Records
from portfolio_app.services.settings import DeviceSettings
from tests.benchmarks.conftest import TABLE, Example

GOAL = 3.0
ENTRIES = 300
STORY = "Ik stelde een vraag en telde tot vijf voordat ik iemand de beurt gaf. " * 12


class Bare:
    """A bare database: WAL and FULL as in the program, one table."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlcipher.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{secrets.token_hex(32)}'\"")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, body TEXT)")

    def insert(self, number: int) -> float:
        """Seconds of one insert with its commit."""
        begun = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO entry (body) VALUES (?)", (f"{number} {STORY}",))
        self._connection.execute("COMMIT")
        return time.perf_counter() - begun

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def entry(records: Records, number: int) -> Experience:
    """A moment of some paragraphs."""
    return Experience(
        id=records.new_id(),
        written_at=records.now(),
        title=f"Moment {number}",
        happened_on=records.today(),
        story=f"{number} {STORY}",
    )


@pytest.mark.timeout(300)
def test_saving_an_entry(example: Example, tmp_path: Path) -> None:
    environment = Environment(device=DeviceSettings(tmp_path / "settings"))
    services = open_portfolio(example.home, RawKey(example.master), environment=environment)
    bare_file = Bare(tmp_path / "bare.db")
    ours: list[float] = []
    bare: list[float] = []
    try:
        for number in range(ENTRIES):
            # In turn, so that a disk or a neighbour that is slow for a while is slow for both.
            made = entry(services.records, number)
            begun = time.perf_counter()
            services.records.save(made)
            ours.append(time.perf_counter() - begun)
            bare.append(bare_file.insert(number))
    finally:
        bare_file.close()
        services.close()
    ratio = statistics.median(ours) / statistics.median(bare)
    TABLE.append(("saving an entry, against a bare SQLCipher insert", ratio, GOAL, statistics.median(ours) * 1000))
    assert ratio <= GOAL
