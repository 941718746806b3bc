"""The eyes of a person, for all journeys on the screen, and the example that the demo command makes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.tools.atspi import Reader, reader
from tests.tools.screen import Screen


@dataclass(frozen=True)
class Demo:
    """What the demo command made. ``outside`` is its home, with settings and logs."""

    folder: Path
    printed: str
    outside: Path

    @property
    def pdf(self) -> Path:
        """The signed document."""
        return self.folder / "leerlijn-voorbeeld.pdf"

    @property
    def home(self) -> Path:
        """The portfolio."""
        return self.folder / "portfolio"

    @property
    def passphrase(self) -> str:
        """As the command printed it."""
        return next(line for line in self.printed.splitlines() if "wachtwoord" in line).split(": ", 1)[1]

    def run(self, *words: object, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run the program's command line in its home; ``given`` is typed."""
        folders = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
        own = {"HOME": str(self.outside), **{name: str(self.outside / name.lower()) for name in folders}}
        command = [sys.executable, "-m", "portfolio_app", *map(str, words)]
        return subprocess.run(
            command, env=os.environ | own, input=given, capture_output=True, text=True, check=False, timeout=200
        )


@pytest.fixture(scope="session", name="eyes")
def _eyes(screen: Screen) -> Generator[Reader]:
    """Reads the screen as a screen reader does."""
    with reader(screen) as running:
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The example, made by the command itself with a home of its own."""
    outside = tmp_path_factory.mktemp("demo-home")
    folder = tmp_path_factory.mktemp("demo") / "out"
    made = Demo(folder, "", outside)
    done = made.run("demo", "--out", folder, "--lang", "nl", "--no-window")
    assert done.returncode == 0, done.stdout + done.stderr
    return replace(made, printed=done.stdout)
