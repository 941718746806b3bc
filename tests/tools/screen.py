"""A screen of its own for journeys: an X server without a monitor, a window manager and a message bus.

Without a window manager no window becomes active; without the bus no screen reader can ask for names.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

SIZE = "1400x1000x24"
WAIT_SECONDS = 15.0


@dataclass(frozen=True)
class Screen:
    """A running screen: give `environment` to the programs that must appear on it."""

    display: str
    bus: str

    @property
    def environment(self) -> dict[str, str]:
        """Environment of this process with everything a program needs to show itself and be read aloud."""
        own = {"DISPLAY": self.display, "DBUS_SESSION_BUS_ADDRESS": self.bus, "QT_QPA_PLATFORM": "xcb"}
        own |= {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "QT_ACCESSIBILITY": "1", "NO_AT_BRIDGE": "0"}
        return {**{name: text for name, text in os.environ.items() if name != "WAYLAND_DISPLAY"}, **own}


@contextlib.contextmanager
def screen(size: str = SIZE) -> Generator[Screen]:
    """Run X, a window manager and a message bus until the block ends."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="leerlijn-screen-")))
        display = stack.enter_context(_x_server(size))
        bus = stack.enter_context(_message_bus(folder, display))
        found = Screen(display, bus)
        configured = {**found.environment, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        stack.enter_context(_process(["openbox", "--sm-disable"], configured))
        _wait_for_window_manager(found)
        yield found


@contextlib.contextmanager
def _process(
    command: list[str], environment: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
) -> Generator[None]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, pass_fds=pass_fds)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextlib.contextmanager
def _x_server(size: str) -> Generator[str]:
    """Start Xvfb on a number that it chooses itself, so that two runs never meet."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    with _process(command, pass_fds=(writing,)):
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}"


@contextlib.contextmanager
def _message_bus(folder: Path, display: str) -> Generator[str]:
    address = f"unix:path={folder / 'bus'}"
    # What the bus starts on demand, such as the registry of screen readers, inherits this environment.
    environment = {**os.environ, "DISPLAY": display, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"]
    with _process(command, environment):
        _wait((folder / "bus").exists, "the message bus did not start")
        yield address


def _wait_for_window_manager(found: Screen) -> None:
    """Wait until the window manager has said how many desktops it keeps."""
    command = ["xdotool", "get_num_desktops"]
    _wait(
        lambda: subprocess.run(command, env=found.environment, capture_output=True).returncode == 0,
        "the window manager did not start",
    )


def _wait(condition: Callable[[], bool], sentence: str) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(sentence)
        time.sleep(0.02)
