"""On which line of a TOML text something stands, so that an author finds a typo at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.@\"-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*(\"?[\w.@-]+\"?)\s*=")
_OPEN_LIST = re.compile(r"=\s*\[\s*(?:#.*)?$")
_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_SYNTAX = re.compile(r"at line (\d+)")


def line_of(text: str, path: Path) -> int:
    """Line (from 1) of the key a path leads to, or of the nearest part above it that can be found.

    A path such as ``("rules", 2, "hours")`` leads to the key ``hours`` in the third ``[[rules]]``.
    """
    lines = dict(_lines(text))
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def line_of_syntax_error(message: str, text: str) -> int:
    """Line that the parser names in its message; the last one when the text ended too early."""
    found = _SYNTAX.search(message)
    return int(found.group(1)) if found else max(1, text.rstrip().count("\n") + 1)


def key_on_line(text: str, line: int) -> str:
    """Key or header that stands on a line; empty when there is none."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return ""
    found = re.match(r"^\s*\[*\s*([\w.@-]+)", lines[line - 1])
    return found.group(1) if found else ""


def _lines(text: str) -> Iterator[tuple[Path, int]]:
    """Each header and key with its path; the first place of a path wins."""
    table: Path = ()
    counts = _Counts()
    seen: set[Path] = set()
    quoted = ""
    listed: Path = ()
    index = -1
    for number, line in enumerate(text.splitlines(), start=1):
        if quoted:
            quoted = "" if quoted in line else quoted
            continue
        if listed:
            for _ in range(_items(line)):
                index += 1
                yield (*listed, index), number
            listed = () if line.lstrip().startswith("]") else listed
            continue
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header:
            table = _table(header.group(1), header.group(2), counts)
            here = table
        elif key:
            here = (*table, *key.group(1).strip('"').split("."))
            quoted = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")
            if _OPEN_LIST.search(line):
                listed, index = here, -1
        else:
            continue
        for path in (here, here[:-1] if header and isinstance(here[-1], int) else here):
            if path not in seen:
                seen.add(path)
                yield path, number


def _items(line: str) -> int:
    """How many items of a list begin on a line: one table, or some texts."""
    return 1 if line.lstrip().startswith("{") else len(_TEXT.findall(line.partition(" #")[0]))


class _Counts(dict[str, int]):
    """The last index of each ``[[list]]`` of tables, by its name with dots; a new item forgets the lists within."""

    def __init__(self) -> None:
        super().__init__()
        self._within: dict[str, list[str]] = {}

    def next_item(self, name: str, parts: list[str]) -> None:
        if name not in self:
            for depth in range(1, len(parts)):
                self._within.setdefault(".".join(parts[:depth]), []).append(name)
        self[name] = self.get(name, -1) + 1
        for deeper in self._within.pop(name, ()):
            self.pop(deeper, None)


def _table(brackets: str, name: str, counts: _Counts) -> Path:
    parts = name.replace('"', "").split(".")
    if brackets == "[[":
        counts.next_item(name, parts)
    return _inside(parts, counts)


def _inside(parts: list[str], counts: _Counts) -> Path:
    path: list[str | int] = []
    for depth, part in enumerate(parts, start=1):
        path.append(part)
        index = counts.get(".".join(parts[:depth]))
        if index is not None:
            path.append(index)
    return tuple(path)
