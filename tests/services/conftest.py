"""One portfolio is made for all tests of this room; each gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest

from portfolio_app.bootstrap import create_portfolio
from portfolio_app.services.session import Services
from tests.services.helpers import PASSPHRASE, Clock, Desk, environment


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    opened = create_portfolio(folder / "portfolio", passphrase=PASSPHRASE, environment=environment(folder))
    opened.services.close()
    (folder / "portfolio" / "ballast").unlink()
    return folder / "portfolio"


@pytest.fixture
def desk(_made: Path, tmp_path: Path) -> Generator[Desk]:
    """A closed portfolio in a folder of its own."""
    home = tmp_path / "portfolio"
    shutil.copytree(_made, home)
    clock = Clock()
    desk = Desk(home, environment(tmp_path, clock), clock)
    yield desk
    desk.close()


@pytest.fixture
def services(desk: Desk) -> Services:
    """An open, empty portfolio."""
    return desk.open()
