"""What a running program tells a screen reader: every control in sight with its role, its name and its place."""

from __future__ import annotations

import contextlib
import itertools
import json
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from tests.tools.screen import Screen

READER = Path(__file__).with_name("atspi_reader.py")
SYSTEM_PYTHON = "/usr/bin/python3"  # the only one that has AT-SPI's bindings

Rect = tuple[int, int, int, int]


@dataclass(frozen=True)
class Node:
    """One thing in sight, with plain values only: what it was read from may be gone already."""

    role: str
    name: str
    label: str
    description: str
    states: frozenset[str]
    rect: Rect
    text: str
    above: tuple[Node, ...] = ()

    @property
    def middle(self) -> tuple[int, int]:
        """Its middle on the screen."""
        left, top, width, height = self.rect
        return left + width // 2, top + height // 2

    @property
    def window(self) -> str:
        """Name of the window that it is in."""
        return self.above[1].name if len(self.above) > 1 else self.name

    def hiding(self) -> Node | None:
        """What must be scrolled before its middle can be seen, innermost first."""
        return next((around for around in reversed(self.above[1:]) if not _holds(around.rect, self.middle)), None)

    def frame(self) -> Node | None:
        """The innermost thing that shows only a part of what is in it, because that is longer."""
        chain = (*self.above[1:], self)
        pairs = reversed(list(itertools.pairwise(chain)))
        return next((outer for outer, inner in pairs if inner.rect[3] > outer.rect[3] > 0), None)

    def __str__(self) -> str:
        told = f" ({', '.join(sorted(self.states))})" if self.states else ""
        return f"{self.role} {self.name!r}{told}{': ' + self.text if self.text else ''}"


def _holds(rect: Rect, point: tuple[int, int]) -> bool:
    left, top, width, height = rect
    return left <= point[0] < left + width and top <= point[1] < top + height


class Reader:
    """Reads windows of programs, in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, pid: int) -> list[Node]:
        """Everything that a program shows now, in the order of its tree; empty when it shows nothing yet."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{pid}\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the reader of the screen has ended")
        nodes: list[Node] = []
        for plain in json.loads(line):
            parent = nodes[plain["parent"]] if plain["parent"] >= 0 else None
            left, top, width, height = plain["rect"]
            nodes.append(
                Node(
                    plain["role"],
                    plain["name"],
                    plain["label"],
                    plain["description"],
                    frozenset(plain["states"]),
                    (left, top, width, height),
                    plain["text"],
                    (*parent.above, parent) if parent is not None else (),
                )
            )
        return nodes


@contextlib.contextmanager
def reader(screen: Screen) -> Generator[Reader]:
    """Run a reader on a screen until the block ends."""
    command = [SYSTEM_PYTHON, str(READER)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=screen.environment, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield Reader(process)
        finally:
            process.terminate()
