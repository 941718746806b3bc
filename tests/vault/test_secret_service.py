"""The keyring slot against a real Secret Service: gnome-keyring, on a message bus of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import real_keyring

SESSION = """printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@" """
LEFT_OUT = {"PYTHON_KEYRING_BACKEND", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}


def in_a_session(home: Path, part: str) -> list[str]:
    """What a part of the story says, in a session that begins with a login."""
    running = home / f"run-{part}"
    running.mkdir(mode=0o700)
    folders = {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_RUNTIME_DIR": str(running)}
    environment = {name: text for name, text in os.environ.items() if name not in LEFT_OUT} | folders
    told = [sys.executable, "-m", real_keyring.__name__, str(home), part]
    command = ["dbus-run-session", "--", "sh", "-c", SESSION, "session", *told]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a Secret Service is of Linux")
def test_a_real_secret_service_opens_locks_forgets_and_is_left(tmp_path: Path) -> None:
    assert shutil.which("gnome-keyring-daemon"), "packaging/start.py installs it for the tests"
    assert in_a_session(tmp_path, "first") == ["there True", "used opened 1", "locked keyring-locked"]
    assert in_a_session(tmp_path, "later") == ["unlocked opened", "emptied keyring-lost", "again 1", "school 0"]
