"""A keyring that shows a question which nobody answers, as a locked one does, until the test lets it go."""

from __future__ import annotations

import threading

from portfolio_app.vault.keyring_slot import KeyringAccess
from tests.tools.keyring_file import FileKeyring


class SlowKeyring(FileKeyring):
    """Answers as the keyring of the test does, but only once ``answered`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()
        self.asked = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.answered.wait(60)
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.asked.set()
        self.answered.wait(60)
        super().set_password(service, username, password)


ACCESS = KeyringAccess(frozenset({f"{kind.__module__}.{kind.__qualname__}" for kind in (FileKeyring, SlowKeyring)}))
