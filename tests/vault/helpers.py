"""What the tests of the vault share: cheap key derivation, an opened key file, files to put in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.vault.keys import KeyFile, MasterKey, new_keys
from portfolio_app.vault.slots import KdfCost

CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
PORTFOLIO = "0198c0de-0000-7000-8000-000000000001"
NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
PASSPHRASE = "één lange zin met spaties"


def make_keys(folder: Path, computer: ComputerOwner = ComputerOwner.MINE) -> tuple[KeyFile, MasterKey]:
    """Make a key file with a passphrase."""
    key_file, keys = new_keys(folder / "keys.json", PORTFOLIO, computer=computer, now=NOW)
    key_file.add_passphrase(keys, PASSPHRASE, CHEAP)
    return key_file, keys


def code_of(caught: pytest.ExceptionInfo[UserError]) -> str:
    """Return the code of the error that was caught."""
    return caught.value.code


def same(one: MasterKey, other: MasterKey) -> bool:
    """Whether two opened key rings hold the same keys."""
    return (one.database_key, one.vault_key, one.counter_key) == (
        other.database_key,
        other.vault_key,
        other.counter_key,
    )
