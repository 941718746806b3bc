"""A person at the screen: sees what a screen reader sees, and has a mouse and a keyboard, nothing else."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TypeVar

from tests.tools.atspi import Node, Reader
from tests.tools.screen import Screen

T = TypeVar("T")
PATIENCE_SECONDS = 20.0
KEY_DELAY_MS = 12  # faster, and the X server drops some
MOST_STEPS = 90
NOTICE_HEIGHT = 100
FIELDS = ("text", "password text", "entry")
LISTS = ("table", "list")
PRESSED = ("push button", "radio button", "check box")


class Person:
    """Uses one running program."""

    def __init__(self, screen: Screen, reader: Reader, program: subprocess.Popen[str]) -> None:
        self._screen, self._reader, self.program = screen, reader, program

    # -- seeing -----------------------------------------------------------------------------------------------

    def look(self) -> list[Node]:
        """Everything in sight."""
        return self._reader.read(self.program.pid)

    def wait(self, sight: Callable[[list[Node]], T | None], what: str) -> T:
        """Look until something is in sight. Raises AssertionError with all that was seen when it never comes."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            assert self.program.poll() is None, f"the program ended while waiting for {what}"
            nodes = self.look()
            found = sight(nodes)
            if found is not None:
                return found
            if time.monotonic() > deadline:
                seen = "\n".join(str(node) for node in nodes if node.name or node.text)
                raise AssertionError(f"no {what} in sight, but:\n{seen}")
            time.sleep(0.05)

    def find(self, name: str, *roles: str, state: str = "enabled") -> Node:
        """A control with this name (or, when that ends with ``*``, one that begins so) in a state."""

        def sight(nodes: list[Node]) -> Node | None:
            return next((node for node in nodes if is_called(node, name, roles) and state in node.states), None)

        return self.wait(sight, f"{name!r} {'/'.join(roles)}")

    def field(self, name: str) -> Node:
        """A field to write in."""
        return self.find(name, *FIELDS)

    def reads(self, words: str) -> Node:
        """Wait until some words are in sight, wherever they stand."""
        return self.wait(
            lambda nodes: next((node for node in nodes if words in node.name or words in node.text), None), repr(words)
        )

    def focused(self) -> Node:
        """What has the keyboard: the innermost of what says so (but of a list, its current row always says so)."""

        def sight(nodes: list[Node]) -> Node | None:
            said = [node for node in nodes if "focused" in node.states and node.role != "table cell"]
            return said[-1] if said else None

        return self.wait(sight, "focus")

    def has_keyboard(self, name: str) -> None:
        """Wait until a control has the keyboard."""
        self.wait(
            lambda nodes: next((node for node in nodes if node.name == name and "focused" in node.states), None),
            f"keyboard in {name!r}",
        )

    # -- the mouse --------------------------------------------------------------------------------------------

    def click(self, name: str, *roles: str) -> None:
        """Click a control, after scrolling to it where needed."""
        self._point(*self._scroll_to(lambda: self.find(name, *(roles or PRESSED))))

    def click_field(self, name: str, times: int = 1) -> None:
        """Click a field; three times selects the line."""
        place = self._scroll_to(lambda: self.field(name))
        self._point(*place, "--repeat", str(times), "--delay", "60")

    def open_row(self, name: str) -> None:
        """Click a row of a tree twice."""
        self._point(*self._scroll_to(lambda: self.find(name, "table cell")), "--repeat", "2", "--delay", "60")

    def tick_row(self, name: str) -> None:
        """Click the box before a row of a tree."""
        self._scroll_to(lambda: self.find(name, "table cell"))
        left, _, _, _ = self.find(name, "table cell").rect
        self._point(left + 18, self.find(name, "table cell").middle[1])

    def right_click_field(self, name: str) -> None:
        """Ask a field for its menu."""
        self._point(*self._scroll_to(lambda: self.field(name)), button=3)

    def click_menu(self, at: int) -> None:
        """Click an entry of the menu that has popped up: 0 is the first, -1 the last."""
        left, top, width, height = self._popup()
        entry = 17  # half the height of an entry, its frame included
        self._point(left + width // 3, top + entry if at == 0 else top + height - entry)

    def _popup(self) -> tuple[int, int, int, int]:
        """Place of the menu: Qt shows its menus to screen readers only by their focus, so this looks at windows."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            listed = self._x("search", "--onlyvisible", "--pid", str(self.program.pid))
            places = [place for place in map(self._small, listed.split()) if place is not None]
            if places:
                return places[-1]
            time.sleep(0.05)
        raise AssertionError("no menu popped up")

    def _small(self, window: str) -> tuple[int, int, int, int] | None:
        told = self._x("getwindowgeometry", "--shell", window)
        place = dict(line.split("=") for line in told.splitlines() if "=" in line)
        left, top, width, height = (int(place[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
        return (left, top, width, height) if 60 < width < 700 and 30 < height < 500 else None

    def _scroll_to(self, look: Callable[[], Node]) -> tuple[int, int]:
        """Bring a control in sight, clear of the notice at the foot; where it came to rest."""
        before: tuple[int, int] | None = None
        for _ in range(MOST_STEPS):
            node = self._at_rest(look)
            around = node.hiding() or (node.frame() if self._is_low(node) and node.middle != before else None)
            if around is None:
                return node.middle
            before = node.middle
            left, top, width, height = around.rect
            down = node.middle[1] > top + height // 2
            self._x("mousemove", str(left + width - 6), str(top + height // 2))
            self._x("click", "--repeat", "2", "--delay", "20", "5" if down else "4")
        raise AssertionError(f"{look()} can't be scrolled to")

    def _at_rest(self, look: Callable[[], Node]) -> Node:
        node = look()
        while True:
            time.sleep(0.06)
            again = look()
            if again.rect == node.rect:
                return again
            node = again

    def _is_low(self, node: Node) -> bool:
        window = node.above[1] if len(node.above) > 1 else node
        return node.middle[1] > window.rect[1] + window.rect[3] - NOTICE_HEIGHT

    def _point(self, x: int, y: int, *more: str, button: int = 1) -> None:
        self._x("mousemove", str(x), str(y), "click", *more, str(button))

    # -- the keyboard -----------------------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """Type plain letters."""
        self._x("type", "--delay", str(KEY_DELAY_MS), "--", text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as ``Return`` or ``ctrl+n``."""
        self._x("key", "--delay", str(KEY_DELAY_MS), *keys)

    def tab_to(self, name: str, *roles: str, key: str = "Tab") -> None:
        """Walk with Tab until a control has the keyboard."""
        passed: list[str] = []
        for _ in range(MOST_STEPS):
            here = self.focused()
            if any(is_called(node, name, roles) for node in (here, *here.above)):
                return
            passed.append(str(here))
            self.press(key)
            time.sleep(0.03)
        raise AssertionError(f"{key} never reaches {name!r}, but:\n" + "\n".join(passed))

    def tab_to_list(self) -> None:
        """Walk with Tab until a list of records has the keyboard, and not a column of a board that is empty."""
        for _ in range(MOST_STEPS):
            here = self.focused()
            if here.role in LISTS and not here.name.endswith(", leeg"):
                return
            self.press("Tab")
            time.sleep(0.03)
        raise AssertionError("Tab never reaches a list")

    def choose_in_menu(self, at: int) -> None:
        """Choose an entry of the menu that has popped up with the arrow keys."""
        self._popup()
        self.press(*["Down"] * (at + 1), "Return")

    def _x(self, *words: str) -> str:
        command = ["xdotool", *words]
        done = subprocess.run(command, env=self._screen.environment, capture_output=True, text=True, timeout=30)
        return done.stdout

    def picture(self, path: Path) -> None:
        """Keep what is on the screen."""
        command = ["import", "-window", "root", str(path)]
        subprocess.run(command, env=self._screen.environment, capture_output=True, timeout=30)

    def quit(self) -> int:
        """Leave with the key for that; the exit code."""
        self.press("ctrl+q")
        return self.program.wait(PATIENCE_SECONDS)


def is_called(node: Node, name: str, roles: tuple[str, ...] = ()) -> bool:
    """Whether a node has a name (with ``*``: begins with it) and one of some roles."""
    named = node.name.startswith(name[:-1]) if name.endswith("*") else node.name == name
    return named and (not roles or node.role in roles)


@contextlib.contextmanager
def at(screen: Screen, reader: Reader, home: Path, *words: str, given: str | None = None) -> Generator[Person]:
    """Start the program on a portfolio's folder; it is ended with the block if the person did not leave before."""
    command = [sys.executable, "-m", "portfolio_app", "--home", str(home), "--lang", "nl", *words]
    errors = home.parent / "errors.txt"
    with errors.open("a+", encoding="utf-8") as told:
        program = subprocess.Popen(
            command, env=screen.environment, stdin=subprocess.PIPE, stdout=told, stderr=told, text=True
        )
        try:
            assert program.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                program.stdin.write(f"{given or ''}\n")
                program.stdin.close()
            yield Person(screen, reader, program)
        finally:
            if program.poll() is None:
                os.kill(program.pid, signal.SIGKILL)
            program.wait(PATIENCE_SECONDS)
    said = errors.read_text(encoding="utf-8")
    assert "Traceback" not in said, said
