"""Plays a record of writes again up to a cut, as a disk whose power went away then might have kept it.

What was forced to the disk is kept: the content of a file by forcing the file, its name by forcing its folder. Of
anything later some, all or nothing may be there: writes in any order and torn between sectors, names in the order in
which they were made in their folder. A rename is there or is not.
"""

from __future__ import annotations

import os
import random
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

SECTOR = 512
_HEAD = struct.Struct("<cQQII")


@dataclass(frozen=True)
class Event:
    """One thing that was done; see ``shim.c`` for the kinds."""

    kind: str
    file: int
    place: int
    a: str
    b: bytes


def events(log: Path) -> Iterator[Event]:
    """Read a record."""
    data, at = log.read_bytes(), 0
    while at < len(data):
        kind, file, place, a_length, b_length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        a, b = data[at : at + a_length], data[at + a_length : at + a_length + b_length]
        at += a_length + b_length
        yield Event(kind.decode(), file, place, os.fsdecode(a), b)


@dataclass(eq=False)
class Body:
    """A file's content: what is on the disk, and what was written since."""

    firm: bytearray = field(default_factory=bytearray)
    loose: list[tuple[int, bytes | None]] = field(default_factory=list[tuple[int, bytes | None]])
    """Place and octets of a write; for a file that was cut or grown its length and None."""

    def settle(self) -> None:
        """Everything is on the disk."""
        for place, data in self.loose:
            _put(self.firm, place, data)
        self.loose.clear()

    def kept(self, chance: random.Random | None, share: float) -> bytes:
        """The content with a share of what is loose; none of it is whole when chance says so."""
        content = bytearray(self.firm)
        for place, data in self.loose:
            if share == 1:
                _put(content, place, data)
            elif chance is not None and chance.random() < share:
                for start, piece in _torn(place, data, chance):
                    _put(content, start, piece)
        return bytes(content)


def _put(content: bytearray, place: int, data: bytes | None) -> None:
    if data is None:
        del content[place:]
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    if data is not None:
        content[place : place + len(data)] = data


def _torn(place: int, data: bytes | None, chance: random.Random) -> Iterable[tuple[int, bytes | None]]:
    """A write whole, or some of its sectors."""
    if data is None or len(data) <= SECTOR or chance.random() < 1 / 2:
        return [(place, data)]
    starts = [0, *range(SECTOR - place % SECTOR, len(data), SECTOR)]
    pieces = [(place + start, data[start:end]) for start, end in zip(starts, [*starts[1:], len(data)], strict=True)]
    return [piece for piece in pieces if chance.random() < 1 / 2]


@dataclass(frozen=True, eq=False)
class Naming:
    """A change of names: ``old`` is gone afterwards (empty: none), ``young`` is there and leads to a file or folder."""

    old: str
    young: str
    body: Body | None = None

    @property
    def folder(self) -> str:
        """Forcing this folder makes it last."""
        return str(PurePosixPath(self.young or self.old).parent)

    def touches(self, other: Naming) -> bool:
        """Whether one makes no sense without the other."""
        return bool({self.old, self.young} & {other.old, other.young} - {""})


Tree = dict[str, Body | None]
"""Files and, with None, folders by their path."""


class Disk:
    """A disk on which a record is played. ``root`` was on it, empty, before."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._firm: Tree = {self._root: None}
        self._loose: list[Naming] = []
        self._now: Tree = {self._root: None}
        self._open: dict[int, Body] = {}

    def load(self, root: Path) -> None:
        """Take what lies in a folder for being on the disk; before anything is played."""
        for path in sorted(root.rglob("*")):
            body = None if path.is_dir() else Body(bytearray(path.read_bytes()))
            self._firm[str(path)] = self._now[str(path)] = body
            if body is not None:
                self._open[path.stat().st_ino] = body

    def play(self, event: Event) -> None:
        """Do one thing."""
        match event.kind:
            case "c":
                body = self._open[event.file] = Body()
                self._name("", event.a, body)
            case "w":
                self._open[event.file].loose.append((event.place, event.b))
            case "t":
                self._open[event.file].loose.append((event.place, None))
            case "s":
                self._open[event.file].settle()
            case "S":
                self._settle(event.a)
            case "m":
                self._name("", event.a, None)
            case "u" | "d":
                self._name(event.a, "", None)
            case "r":
                self._rename(event.a, os.fsdecode(event.b))
            case "l":
                self._name("", os.fsdecode(event.b), self._now[event.a])
            case _:
                pass

    def _rename(self, old: str, young: str) -> None:
        """A folder takes along what is in it; what was settled inside stays settled, so its names go one by one."""
        if self._now[old] is not None:
            self._name(old, young, self._now[old])
            return
        inside = sorted(path for path in self._now if path.startswith(f"{old}/"))
        moved = [Naming("", young), *(Naming(path, young + path[len(old) :], self._now[path]) for path in inside)]
        self._add(Together(old, young, None, (*moved, Naming(old, ""))))

    def _name(self, old: str, young: str, body: Body | None) -> None:
        self._add(Naming(old, young, body))

    def _add(self, naming: Naming) -> None:
        self._loose.append(naming)
        _rename_in(self._now, naming)

    def _settle(self, folder: str) -> None:
        wanted = [naming for naming in self._loose if naming.folder == folder]
        for naming in self._with_reasons(wanted):
            _rename_in(self._firm, naming)
            self._loose.remove(naming)

    def _with_reasons(self, wanted: list[Naming]) -> list[Naming]:
        """What is wanted, and everything before it without which it can't be; in order."""
        chosen: list[Naming] = []
        for naming in reversed(self._loose):
            if naming in wanted or any(naming.touches(later) for later in chosen):
                chosen.insert(0, naming)
        return chosen

    # What is left

    def write(self, target: Path, chance: random.Random | None, *, names: float, data: float) -> None:
        """Write what may be left: a share of the names and of the data that nobody forced to the disk."""
        tree = dict(self._firm)
        for naming in self._kept(chance, names):
            _rename_in(tree, naming)
        target.mkdir(parents=True)
        for path, body in sorted(tree.items()):
            if path == self._root or str(PurePosixPath(path).parent) not in tree or path.endswith("/ballast"):
                continue
            place = target / path[len(self._root) + 1 :]
            if body is None:
                place.mkdir()
            elif place.parent.is_dir():
                place.write_bytes(body.kept(chance, data))

    def _kept(self, chance: random.Random | None, share: float) -> list[Naming]:
        if share == 1 or chance is None:
            return self._loose if share == 1 else []
        folders = sorted({naming.folder for naming in self._loose})
        left = {folder: chance.randint(0, sum(each.folder == folder for each in self._loose)) for folder in folders}
        wanted: list[Naming] = []
        for naming in self._loose:
            if left[naming.folder] > 0:
                left[naming.folder] -= 1
                wanted.append(naming)
        return self._with_reasons(wanted)


@dataclass(frozen=True, eq=False)
class Together(Naming):
    """A folder that goes to another name with all that is in it."""

    parts: tuple[Naming, ...] = ()

    def touches(self, other: Naming) -> bool:
        return super().touches(other) or any(part.touches(other) for part in self.parts)


def _rename_in(tree: Tree, naming: Naming) -> None:
    if isinstance(naming, Together):
        for part in naming.parts:
            _rename_in(tree, part)
        return
    if naming.old:
        tree.pop(naming.old, None)
    if naming.young:
        tree[naming.young] = naming.body
