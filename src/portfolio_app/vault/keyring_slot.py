"""The computer's own keyring: one item per portfolio and computer, reached so that it can never hang the program."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Final, Protocol, TypeVar, cast

from portfolio_app.domain.errors import Cancelled, UserError

T = TypeVar("T")


class _Backend(Protocol):
    """What is used of a backend of `keyring`."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


ALLOWED: Final = frozenset(
    {
        "keyring.backends.Windows.WinVaultKeyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
    }
)
"""Backends that keep secrets behind the login; others write plain files, swallow what they get, or are unknown."""

LONGEST: Final = 1280
"""Characters that Windows takes in one item."""

_LOOK_SECONDS: Final = 0.1
"""How often whoever waits looks whether nobody wants the answer any more."""


def service_name(portfolio_id: str) -> str:
    """Return the name under which a portfolio's item is listed in the keyring."""
    return f"nl.leerlijn.{portfolio_id}"


def _class_name(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def never() -> bool:
    """Is the answer no longer wanted? It always is."""
    return False


@dataclass(frozen=True)
class KeyringAccess:
    """How the keyring is reached: which backends count, and how long to wait, in seconds.

    Asking whether there is one never takes longer than ``probe_seconds``. Reading and writing may make the system
    ask for a password, so they wait ``prompt_seconds``, or until ``given_up`` says that nobody wants to know any more:
    then they raise `Cancelled`.
    """

    allowed: frozenset[str] = ALLOWED
    probe_seconds: float = 1.0
    prompt_seconds: float = 60.0
    given_up: Callable[[], bool] = never

    def until(self, given_up: Callable[[], bool]) -> KeyringAccess:
        """The same keyring, waited for until somebody gives up."""
        return replace(self, given_up=given_up)

    def available(self) -> bool:
        """Whether this computer has a keyring that can be trusted with a key."""
        try:
            return _in_thread(self._backend, self.probe_seconds, never) is not None
        except UserError:
            return False

    def read(self, service: str, account: str) -> str | None:
        """Return the item's text, None when it isn't there; raises UserError keyring-missing or keyring-locked."""
        return self._wait(lambda: self._need().get_password(service, account))

    def write(self, service: str, account: str, text: str) -> None:
        """Keep a text and make sure that it was kept; raises UserError keyring-missing or keyring-locked."""
        if len(text) > LONGEST:
            raise ValueError("too long for the keyring of Windows")

        def set_and_compare() -> bool:
            backend = self._need()
            backend.set_password(service, account, text)
            return backend.get_password(service, account) == text

        if not self._wait(set_and_compare):
            raise UserError("keyring-missing")

    def delete(self, service: str, account: str) -> None:
        """Remove the item if it is there; raises UserError keyring-missing or keyring-locked."""

        def delete_if_there() -> None:
            backend = self._need()
            if backend.get_password(service, account) is not None:
                backend.delete_password(service, account)

        self._wait(delete_if_there)

    def _wait(self, work: Callable[[], T]) -> T:
        return _in_thread(work, self.prompt_seconds, self.given_up)

    def _need(self) -> _Backend:
        backend = self._backend()
        if backend is None:
            raise UserError("keyring-missing")
        return backend

    def _backend(self) -> _Backend | None:
        import keyring
        from keyring.backends.chainer import ChainerBackend

        chosen = keyring.get_keyring()
        # The chainer would also write into backends that are not on the list, so its members are looked at one by one.
        members = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
        backends = cast("list[_Backend]", members)
        return next((backend for backend in backends if _class_name(backend) in self.allowed), None)


def _in_thread(work: Callable[[], T], seconds: float, given_up: Callable[[], bool]) -> T:
    """Run ``work`` and wait at most ``seconds``; after that it is left behind on its own thread."""
    answers: SimpleQueue[T | Exception] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(work())
        except Exception as error:  # noqa: BLE001 - backends leak errors of their platform (pywintypes, D-Bus)
            answers.put(error)

    threading.Thread(target=run, name="keyring", daemon=True).start()
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if given_up():
            raise Cancelled
        try:
            answer = answers.get(timeout=min(left, _LOOK_SECONDS))
        except Empty:
            continue
        if isinstance(answer, Exception):
            raise _explained(answer) from answer
        return answer
    raise UserError("keyring-locked")


def _explained(error: Exception) -> UserError:
    from keyring.errors import NoKeyringError

    if isinstance(error, UserError):
        return error
    if isinstance(error, NoKeyringError | ImportError):
        return UserError("keyring-missing")
    return UserError("keyring-locked")
