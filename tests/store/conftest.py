"""A fresh encrypted database for each test, copied from one that was made once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from portfolio_app.store.engine import Database
from portfolio_app.store.store import Store
from tests.store.samples import KEY, PORTFOLIO, HandClock

Fresh = Callable[[], Path]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database."""
    path = tmp_path_factory.mktemp("made") / "portfolio.db"
    Database.create(path, KEY, PORTFOLIO, HandClock()).close()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    """Path of an empty database that belongs to this test."""
    return Path(shutil.copy(made, tmp_path / "portfolio.db"))


@pytest.fixture
def clock() -> HandClock:
    """The clock of the test's store."""
    return HandClock()


@pytest.fixture
def database(path: Path, clock: HandClock) -> Generator[Database]:
    """An open database."""
    opened = Database.open(path, KEY, PORTFOLIO, clock)
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database, clock: HandClock) -> Store:
    """A store on an open database."""
    return Store(database, "here", clock)
