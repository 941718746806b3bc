"""Changing the ways in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio_app.bootstrap import Passphrase, Recovery, open_portfolio
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.vault.keyring_slot import KeyringAccess
from tests.services.helpers import PASSPHRASE, Desk, activity
from tests.tools import keyring_file

FILE_KEYRING = KeyringAccess(frozenset({f"{keyring_file.__name__}.{keyring_file.FileKeyring.__name__}"}))


def test_another_passphrase(desk: Desk) -> None:
    services = desk.open()
    made = activity(services)
    with pytest.raises(UserError, match="wrong-passphrase"):
        services.keys.set_passphrase("een nieuwe lange zin", old="niet deze")
    services.keys.set_passphrase("een nieuwe lange zin", old=PASSPHRASE)
    assert services.keys.is_passphrase("een nieuwe lange zin")
    assert not services.keys.is_passphrase(PASSPHRASE)
    services.close()
    with pytest.raises(UserError, match="wrong-passphrase"):
        open_portfolio(desk.home, Passphrase(PASSPHRASE), environment=desk.environment)
    services = open_portfolio(desk.home, Passphrase("een nieuwe lange zin"), environment=desk.environment)
    assert services.records.get(type(made), made.id) == made
    services.close()


def test_a_prepared_recovery_code_opens_nothing_before_it_is_used(desk: Desk) -> None:
    services = desk.open()
    old = services.keys.renew_recovery_code()
    prepared = services.keys.prepare_recovery_code()
    assert prepared.code not in repr(prepared)
    with pytest.raises(UserError, match="wrong-recovery-code"):
        open_portfolio(desk.home, Recovery(prepared.code), environment=desk.environment, read_only=True)
    open_portfolio(desk.home, Recovery(old), environment=desk.environment, read_only=True).close()
    services.keys.use_recovery_code(prepared)
    services.close()
    with pytest.raises(UserError, match="wrong-recovery-code"):
        open_portfolio(desk.home, Recovery(old), environment=desk.environment)
    open_portfolio(desk.home, Recovery(prepared.code), environment=desk.environment).close()


def test_a_new_recovery_code_ends_the_old_one(desk: Desk) -> None:
    services = desk.open()
    first = services.keys.renew_recovery_code()
    second = services.keys.renew_recovery_code()
    services.close()
    with pytest.raises(UserError, match="wrong-recovery-code"):
        open_portfolio(desk.home, Recovery(first), environment=desk.environment)
    open_portfolio(desk.home, Recovery(second), environment=desk.environment).close()


def test_the_keyring_comes_and_goes(desk: Desk) -> None:
    desk.environment = replace(desk.environment, keyring=FILE_KEYRING)
    services = desk.open()
    services.keys.use_keyring()
    assert services.keys.ways().keyring
    services.keys.drop_keyring()
    assert not services.keys.ways().keyring
    services.keys.use_keyring()
    services.keys.set_computer(ComputerOwner.SCHOOL)
    assert services.keys.computer is ComputerOwner.SCHOOL
    assert (services.keys.ways().passphrase, services.keys.ways().keyring) == (True, False)
