"""The example portfolio, made once, and a table of ratios at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio_app.bootstrap import Environment, Layout, create_portfolio
from portfolio_app.services.example import build
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.keys import KeyFile
from portfolio_app.vault.slots import KdfCost

PASSPHRASE = "een regel per week"
TABLE: list[tuple[str, float, float, float]] = []
"""Name, ratio, the ratio it should stay under, and our time in milliseconds."""


@dataclass(frozen=True)
class Example:
    """A closed example portfolio: its folder and the master key that opens it."""

    home: Path
    master: bytes


def own_peak() -> float:
    """The most memory that this process took, in MB.

    Linux hands what the parent took down to a child in ``ru_maxrss``; the counter of the process itself does not.
    """
    import resource

    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        return int(lines["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The example of the default size."""
    folder = tmp_path_factory.mktemp("example")
    environment = Environment(kdf=KdfCost(memory_kib=64, passes=1, lanes=1), device=DeviceSettings(folder / "settings"))
    home = folder / "portfolio"
    services = create_portfolio(home, passphrase=PASSPHRASE, environment=environment).services
    build(services, lang="nl", years=4, until=datetime.now(UTC).date(), entries=None, seed=1, progress=lambda *_: None)
    services.close()
    master = KeyFile.read(Layout(home).keys).unlock_with_passphrase(PASSPHRASE)
    try:
        return Example(home, bytes(master.raw()))
    finally:
        master.forget()


@pytest.fixture(scope="session", autouse=True)
def _table() -> Iterator[None]:
    yield
    print("\n\nratio   goal    ours      what")
    for name, ratio, goal, milliseconds in TABLE:
        print(f"{ratio:5.2f}   {goal:4.1f}   {milliseconds:7.1f} ms  {name}")
