"""Searching, opening and scrolling with 100,000 entries of 150 words, against plain FTS5 and against the example."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from portfolio_app.bootstrap import Environment, Layout, RawKey, create_portfolio, open_portfolio
from portfolio_app.services.session import Services
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.store.stopping import Stop
from portfolio_app.store.values import Question
from portfolio_app.vault.keys import KeyFile
from portfolio_app.vault.slots import KdfCost
from tests.benchmarks import many
from tests.benchmarks.conftest import PASSPHRASE, TABLE, Example
from tests.benchmarks.test_save import DRAFT_GOAL, Bare, drafts
from tests.benchmarks.test_start import OURS, seconds

ENTRIES = 100_000
GOAL, GOAL_OPENING = 3.0, 1.3
RUNS, OPENINGS = 5, 7
HITS = 50
LONGEST_STALL_MS = 50.0
RARE = slice(5_000, 30_000, 1_000)
BEGINNINGS = slice(40, 400, 15)
"""Which words by frequency are the rare ones, and of which the first three letters are asked."""

PLAIN = (
    "SELECT entry.id, entry.title, snippet(words, 1, '[', ']', '…', 14) FROM words JOIN entry ON entry.id = words.rowid"
    " WHERE words MATCH ? ORDER BY rank LIMIT ?"
)


@dataclass(frozen=True)
class Many:
    """A closed portfolio of very many entries, the same texts in plain FTS5, and their words by frequency."""

    example: Example
    plain: Path
    words: list[str]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Many:
    folder = tmp_path_factory.mktemp("many")
    environment = Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1), device=DeviceSettings(folder / "settings"))
    home, plain, texts = folder / "portfolio", folder / "plain.db", many.Texts()
    services = create_portfolio(home, passphrase=PASSPHRASE, environment=environment).services
    connection = _plain(plain)

    def also(number: int, title: str, body: str) -> None:
        connection.execute("INSERT INTO entry VALUES (?, ?, ?)", (number, title, body))

    many.fill(services, ENTRIES, texts, also)
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    connection.execute("COMMIT")
    connection.close()
    services.close()
    master = KeyFile.read(Layout(home).keys).unlock_with_passphrase(PASSPHRASE)
    try:
        return Many(Example(home, bytes(master.raw())), plain, texts.words)
    finally:
        master.forget()


def _plain(path: Path) -> sqlcipher.Connection:
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, title TEXT, body TEXT)")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(title, body, content = 'entry', content_rowid = 'id')")
    connection.execute("BEGIN")
    return connection


@pytest.fixture
def services(large: Many, tmp_path: Path) -> Iterator[Services]:
    environment = Environment(device=DeviceSettings(tmp_path / "settings"))
    opened = open_portfolio(large.example.home, RawKey(large.example.master), environment=environment)
    yield opened
    opened.close()


def taken(work: Callable[[], object]) -> float:
    """Seconds that this thread worked: what others do on a busy computer meanwhile does not count."""
    begun = time.thread_time()
    work()
    return time.thread_time() - begun


@pytest.mark.timeout(900)
@pytest.mark.parametrize("what", ["a rare word", "three letters"])
def test_searching_as_plain_fts5_does(large: Many, services: Services, what: str) -> None:
    rare = what == "a rare word"
    asked = large.words[RARE] if rare else sorted({word[:3] for word in large.words[BEGINNINGS] if len(word) > 3})
    connection = sqlcipher.connect(str(large.plain), isolation_level=None)
    connection.execute("PRAGMA cache_size = -8000")
    services.search.warm()
    ours, bare = [], []
    try:
        for text in asked:
            term = f'"{text}"{"" if rare else "*"}'
            question = Question(f"{text} " if rare else text)
            both = [  # in turn, so that a slow moment is slow for both
                (
                    taken(lambda question=question: services.search.ask(question, HITS // 2, Stop())),
                    taken(lambda term=term: connection.execute(PLAIN, (term, HITS)).fetchall()),
                )
                for _ in range(RUNS)
            ]
            ours.append(min(one for one, _ in both))
            bare.append(min(one for _, one in both))
    finally:
        connection.close()
    slow, slow_bare = (statistics.quantiles(times, n=20)[-1] for times in (ours, bare))
    usual = statistics.median(one / other for one, other in zip(ours, bare, strict=True))
    TABLE.append(
        (f"searching {what} in {ENTRIES} entries, p95 against plain FTS5", slow / slow_bare, GOAL, slow * 1000)
    )
    TABLE.append(
        (f"searching {what}, the ratio that half of them stay under", usual, GOAL, statistics.median(ours) * 1000)
    )
    assert slow <= GOAL * slow_bare


@pytest.mark.timeout(300)
def test_keeping_a_draft_among_many(services: Services, tmp_path: Path) -> None:
    bare_file = Bare(tmp_path / "bare.db")
    try:
        ours, bare = drafts(services, bare_file)
    finally:
        bare_file.close()
    TABLE.append((f"keeping a draft among {ENTRIES} entries", ours / bare, DRAFT_GOAL, ours * 1000))
    assert ours <= DRAFT_GOAL * bare


@pytest.mark.timeout(600)
def test_opening_the_window(large: Many, example: Example) -> None:
    times: dict[Path, list[float]] = {large.example.home: [], example.home: []}
    for _ in range(OPENINGS + 1):
        for one in (large.example, example):
            (one.home / "lock").unlink(missing_ok=True)
            times[one.home].append(seconds(OURS, str(one.home), one.master.hex()))
    ours, usual = (statistics.median(some[1:]) for some in times.values())
    TABLE.append(
        (f"opening the window on {ENTRIES} entries, against the example", ours / usual, GOAL_OPENING, ours * 1000)
    )
    assert ours <= GOAL_OPENING * usual


@pytest.mark.timeout(900)
def test_the_window_never_stalls_long(large: Many) -> None:
    (large.example.home / "lock").unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.benchmarks.stalls", str(large.example.home), large.example.master.hex()]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, done.stderr
    steps: dict[str, tuple[float, float]] = json.loads(done.stdout.splitlines()[-1])
    for name, (clock, work) in steps.items():
        print(f"{clock:8.0f} ms by the clock {work:8.0f} ms of work  {name}")
    held = {name: work for name, (_, work) in steps.items() if name.startswith(("scrolling", "searching"))}
    opening = max(work for name, (_, work) in steps.items() if name.startswith("opening"))
    TABLE.append(("longest stall while a page opens for the first time, in ms", opening, LONGEST_STALL_MS, opening))
    longest = max(held.values())
    TABLE.append(("longest stall while scrolling and searching, in ms", longest, LONGEST_STALL_MS, longest))
    assert max(held.values()) <= LONGEST_STALL_MS
