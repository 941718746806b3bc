"""The keyring slot, through the real protocol of `keyring`, with backends that keep, lock, swallow and hang."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.portfolio import ComputerOwner
from portfolio_app.vault.keyring_slot import ALLOWED, LONGEST, KeyringAccess
from portfolio_app.vault.keys import KeyFile
from portfolio_app.vault.slots import SlotKind
from tests.vault.helpers import PASSPHRASE, PORTFOLIO, make_keys, same


class Memory(KeyringBackend):
    """Keeps what it gets."""

    priority = 1  # pyright: ignore[reportAssignmentType]

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


class Locked(Memory):
    """Is locked, and nobody types the password."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("dismissed")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise InitError("dismissed")


class Leaking(Memory):
    """Raises errors of the platform, as Windows does."""

    def get_password(self, service: str, username: str) -> str | None:
        raise ZeroDivisionError


class Swallowing(Memory):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class Hanging(Memory):
    """Shows a question that nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait(20)
        return None


ACCESS = KeyringAccess(
    allowed=frozenset(
        f"{each.__module__}.{each.__qualname__}" for each in (Memory, Locked, Leaking, Swallowing, Hanging)
    )
)


@pytest.fixture
def memory() -> Memory:
    backend = Memory()
    keyring.set_keyring(backend)
    return backend


def test_the_keyring_opens_the_portfolio(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    assert same(KeyFile.read(key_file.path).unlock_with_keyring(ACCESS), keys)


def test_one_short_item_with_a_name_of_this_portfolio_and_without_its_keys(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    key_file.add_keyring(keys, ACCESS)
    ((service, _),) = memory.items
    (text,) = memory.items.values()
    assert PORTFOLIO in service
    assert len(text) <= LONGEST
    assert bytes(keys.raw()).hex() not in text
    assert text.encode() not in key_file.path.read_bytes()
    assert len([slot for slot in key_file.slots() if slot.kind is SlotKind.KEYRING]) == 1
    assert same(key_file.unlock_with_keyring(ACCESS), keys)


def test_the_slot_of_another_computer_stays(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    other = Memory()
    keyring.set_keyring(other)
    with pytest.raises(UserError, match="keyring-lost"):
        key_file.unlock_with_keyring(ACCESS)
    key_file.add_keyring(keys, ACCESS)
    assert same(key_file.unlock_with_keyring(ACCESS), keys)
    keyring.set_keyring(memory)
    assert same(key_file.unlock_with_keyring(ACCESS), keys)


@pytest.mark.parametrize("text", ["", "?", "AAAA", "A" * 44])
def test_an_item_that_was_changed_is_lost_not_wrong(tmp_path: Path, memory: Memory, text: str) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    for name in memory.items:
        memory.items[name] = text
    with pytest.raises(UserError, match="keyring-lost"):
        key_file.unlock_with_keyring(ACCESS)


@pytest.mark.parametrize(
    ("backend", "code"),
    [
        (NullKeyring, "keyring-missing"),
        (FailKeyring, "keyring-missing"),
        (Swallowing, "keyring-missing"),
        (Locked, "keyring-locked"),
        (Leaking, "keyring-locked"),
    ],
)
def test_a_keyring_that_does_not_work_changes_nothing(tmp_path: Path, backend: type[KeyringBackend], code: str) -> None:
    key_file, keys = make_keys(tmp_path)
    before = key_file.path.read_bytes()
    keyring.set_keyring(backend())
    with pytest.raises(UserError, match=code):
        key_file.add_keyring(keys, ACCESS)
    assert key_file.path.read_bytes() == before
    assert same(key_file.unlock_with_passphrase(PASSPHRASE), keys)


def test_a_keyring_that_locks_later_says_so(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    keyring.set_keyring(Locked())
    with pytest.raises(UserError, match="keyring-locked"):
        key_file.unlock_with_keyring(ACCESS)
    keyring.set_keyring(NullKeyring())
    with pytest.raises(UserError, match="keyring-missing"):
        key_file.unlock_with_keyring(ACCESS)


def test_a_backend_that_is_not_on_the_list_is_not_used(memory: Memory) -> None:
    assert not KeyringAccess().available()
    assert ACCESS.available()
    with pytest.raises(UserError, match="keyring-missing"):
        KeyringAccess().write("service", "account", "text")
    assert memory.items == {}
    assert all(name.startswith("keyring.backends.") for name in ALLOWED)


def test_of_several_backends_only_one_on_the_list_gets_the_key(tmp_path: Path) -> None:
    class Plaintext(Memory):
        """A backend from elsewhere that comes first."""

    plaintext, allowed = Plaintext(), Memory()
    keyring.set_keyring(type("Several", (ChainerBackend,), {"backends": [plaintext, allowed]})())
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    assert plaintext.items == {}
    assert len(allowed.items) == 1


def test_a_question_that_nobody_answers_does_not_hold_the_program() -> None:
    backend = Hanging()
    keyring.set_keyring(backend)
    patient = KeyringAccess(ACCESS.allowed, prompt_seconds=0.2)
    began = time.monotonic()
    try:
        assert patient.available()
        with pytest.raises(UserError, match="keyring-locked"):
            patient.read("service", "account")
        assert time.monotonic() - began < 2
    finally:
        backend.answered.set()


def test_on_a_school_computer_the_keyring_is_refused(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path, ComputerOwner.SCHOOL)
    with pytest.raises(UserError, match="keyring-not-on-school-computer"):
        key_file.add_keyring(keys, ACCESS)
    assert memory.items == {}
    assert not key_file.has(SlotKind.KEYRING)


def test_becoming_a_school_computer_takes_the_item_out_of_the_keyring(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    key_file.set_computer(ComputerOwner.SCHOOL, ACCESS)
    assert memory.items == {}
    again = KeyFile.read(key_file.path)
    assert again.computer is ComputerOwner.SCHOOL
    assert not again.has(SlotKind.KEYRING)


def test_a_keyring_slot_can_go_while_the_keyring_is_locked(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    keyring.set_keyring(Locked())
    key_file.remove(SlotKind.KEYRING, ACCESS)
    assert not KeyFile.read(key_file.path).has(SlotKind.KEYRING)


def test_the_keyring_alone_is_not_safe_enough_to_write(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    with pytest.raises(UserError, match="last-slot"):
        key_file.remove(SlotKind.PASSPHRASE)


def test_a_bundle_carries_no_keyring_slot(tmp_path: Path, memory: Memory) -> None:
    key_file, keys = make_keys(tmp_path)
    key_file.add_keyring(keys, ACCESS)
    (tmp_path / "other").mkdir()
    bundled = tmp_path / "other" / "keys.json"
    bundled.write_bytes(key_file.for_bundle())
    assert not KeyFile.read(bundled).has(SlotKind.KEYRING)
    assert key_file.has(SlotKind.KEYRING)
