"""The command line in this process, and a portfolio made by it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from portfolio_app import bootstrap
from portfolio_app.cli.main import run
from portfolio_app.vault.slots import KdfCost
from tests.cli.helpers import PASSPHRASE, Cli


def no_window(home: Path, lang: str, passphrase: str | None, cards: Sequence[Path]) -> int:
    raise AssertionError("no window was asked for")


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess of a passphrase costs next to nothing, as far as these tests make portfolios themselves."""
    cheap = bootstrap.Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1))
    for module in ("portfolio_app.cli.commands", "portfolio_app.cli.demo"):
        monkeypatch.setattr(f"{module}.environment", lambda: cheap)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command in this process: code, output, errors."""

    def call(*argv: str | Path) -> tuple[int, str, str]:
        code = run([str(word) for word in argv], no_window)
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    path = tmp_path / "wachtwoord.txt"
    path.write_text(f"{PASSPHRASE}\nen nog een regel\n", "utf-8")
    return path


@pytest.fixture
def home(cli: Cli, secret: Path, tmp_path: Path) -> Path:
    """A new portfolio made by the command."""
    code, out, _ = cli("new", "--home", tmp_path / "p", "--passphrase-file", secret)
    assert code == 0
    assert re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", out)
    return tmp_path / "p"
