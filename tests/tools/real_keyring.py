"""What a program meets at a real Secret Service: run in a session of its own, it tells step by step what happened."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from portfolio_app.bootstrap import Environment, FromKeyring, Passphrase, create_portfolio, open_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.services.settings import DeviceSettings
from portfolio_app.vault.keyring_slot import KeyringAccess
from portfolio_app.vault.slots import KdfCost

PASSPHRASE = "een goede lange zin"
SECONDS = 3.0


class Owner:
    """Somebody with a portfolio on a computer with a Secret Service."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            kdf=KdfCost(memory_kib=64, passes=1, lanes=1),
            keyring=KeyringAccess(prompt_seconds=SECONDS),
            device=DeviceSettings(folder / "device"),
        )
        self._home = folder / "portfolio"

    def first(self) -> None:
        """Use the keyring; lock it."""
        print("there", self._environment.keyring.available())
        services = create_portfolio(self._home, passphrase=PASSPHRASE, environment=self._environment).services
        services.keys.use_keyring()
        services.close()
        collection = _collection()
        print("used", self._tried(), _ours(collection))
        collection.lock()
        print("locked", self._tried())

    def later(self) -> None:
        """After a new login: it opens; then the keyring is emptied, used again, and left."""
        collection = _collection()
        print("unlocked", self._tried())
        for item in list(collection.get_all_items()):
            item.delete()
        print("emptied", self._tried())
        services = open_portfolio(self._home, Passphrase(PASSPHRASE), environment=self._environment)
        services.keys.use_keyring()
        print("again", _ours(collection))
        services.keys.set_computer(ComputerOwner.SCHOOL)
        services.close()
        print("school", _ours(collection))

    def _tried(self) -> str:
        try:
            open_portfolio(self._home, FromKeyring(), environment=self._environment).close()
        except UserError as error:
            return error.code
        return "opened"


def _collection() -> Any:
    import secretstorage

    return secretstorage.get_default_collection(secretstorage.dbus_init())


def _ours(collection: Any) -> int:
    return sum("nl.leerlijn." in item.get_attributes().get("service", "") for item in collection.get_all_items())


if __name__ == "__main__":
    owner = Owner(Path(sys.argv[1]))
    owner.first() if sys.argv[2] == "first" else owner.later()
