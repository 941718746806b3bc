"""A keyring of one test: a real backend that keeps its passwords in a file of that test's own folder.

Chosen by the environment (``PYTHON_KEYRING_BACKEND``), so that programs which a test starts use the same one.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

PLACE = "LEERLIJN_TEST_KEYRING"
LOCKED = "LEERLIJN_TEST_KEYRING_LOCKED"


class FileKeyring(KeyringBackend):
    """Keeps passwords in the JSON file that the environment names; locked while `LOCKED` is set."""

    priority = 1  # pyright: ignore[reportAssignmentType]

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(service, {}).get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        everything = self._read()
        everything.setdefault(service, {})[username] = password
        self._path.write_text(json.dumps(everything))

    def delete_password(self, service: str, username: str) -> None:
        everything = self._read()
        if everything.get(service, {}).pop(username, None) is None:
            raise PasswordDeleteError("no such password")
        self._path.write_text(json.dumps(everything))

    @property
    def _path(self) -> Path:
        return Path(os.environ[PLACE])

    def _read(self) -> dict[str, dict[str, str]]:
        if os.environ.get(LOCKED):
            raise KeyringLocked("the keyring is locked")
        return json.loads(self._path.read_text()) if self._path.exists() else {}
