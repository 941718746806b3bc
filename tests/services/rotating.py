"""A program that renews the keys of a portfolio, or goes on where another one was killed, until it is killed itself."""

from __future__ import annotations

import sys
from pathlib import Path

from portfolio_app.bootstrap import Environment, Passphrase, open_portfolio
from portfolio_app.services.settings import DeviceSettings
from tests.services.helpers import CHEAP, PASSPHRASE


def main(home: Path, device: Path) -> None:
    """Say ``begin``, do it all, say ``done``."""
    environment = Environment(kdf=CHEAP, device=DeviceSettings(device))

    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=environment)
    print("begin", flush=True)
    if not services.rotation.under_way:
        services.rotation.begin(services.rotation.prepare(PASSPHRASE))
    services.close()
    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=environment)
    services.jobs.submit(services.rotation.write_anew).result()
    services.close()
    services = open_portfolio(home, Passphrase(PASSPHRASE), environment=environment)
    assert not services.rotation.under_way
    print("done", flush=True)
    services.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
