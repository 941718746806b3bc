"""Saving (commit with FULL sync, history, index) and keeping a draft, against a bare insert of the same text."""

from __future__ import annotations

import secrets
import statistics
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from portfolio_app.bootstrap import Environment, RawKey, open_portfolio
from portfolio_app.domain.experiences import Experience
from portfolio_app.services.records import Records
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.store import writing
from tests.benchmarks.conftest import TABLE, Example

GOAL = 3.0
HISTORY_GOAL = 1.5
DRAFT_GOAL = 3.0
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


@pytest.mark.timeout(300)
def test_saving_a_change_with_its_history(example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same change of the same record, with the way back to the version before and without."""
    environment = Environment(device=DeviceSettings(tmp_path / "settings"))
    services = open_portfolio(example.home, RawKey(example.master), environment=environment)
    keep = writing._put_delta
    told: dict[bool, list[float]] = {True: [], False: []}
    made = {with_history: entry(services.records, 0) for with_history in told}
    try:
        for number in range(ENTRIES + 2):
            for with_history, times in told.items():
                monkeypatch.setattr(writing, "_put_delta", keep if with_history or number == 0 else _nothing)
                changed = replace(made[with_history], story=f"{STORY} {number}")
                begun = time.perf_counter()
                services.records.save(changed)
                times.append(time.perf_counter() - begun)
    finally:
        services.close()
    ours = statistics.median(told[True][2:])
    ratio = ours / statistics.median(told[False][2:])
    TABLE.append(("saving a change with its history, against the same without", ratio, HISTORY_GOAL, ours * 1000))
    assert ratio <= HISTORY_GOAL


def _nothing(*step: object) -> None:
    """Keep no way back."""


def drafts(services: Services, bare_file: Bare) -> tuple[float, float]:
    """Seconds of a draft and of a bare insert of the same text: the median of many, in turn."""
    ours: list[float] = []
    bare: list[float] = []
    for number in range(ENTRIES):
        begun = time.perf_counter()
        services.drafts.save("new:activity", f"{number} {STORY}")
        ours.append(time.perf_counter() - begun)
        bare.append(bare_file.insert(number))
    return statistics.median(ours), statistics.median(bare)


@pytest.mark.timeout(300)
def test_keeping_a_draft(example: Example, tmp_path: Path) -> None:
    environment = Environment(device=DeviceSettings(tmp_path / "settings"))
    services = open_portfolio(example.home, RawKey(example.master), environment=environment)
    bare_file = Bare(tmp_path / "bare.db")
    try:
        ours, bare = drafts(services, bare_file)
    finally:
        bare_file.close()
        services.close()
    TABLE.append(("keeping a draft, against a bare SQLCipher insert", ours / bare, DRAFT_GOAL, ours * 1000))
    assert ours <= DRAFT_GOAL * bare
