"""A portfolio in plain Python: what the program must hold after a row of steps, with nothing of its machinery.

Records go by a name: their id, or for evidence the digest of its file, because the program chooses the id there.
A link goes by its role, its source and its target.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from portfolio_app.domain.changes import Label


@dataclass(frozen=True)
class Item:
    """A record: its kind, what lists show, its text, and whether it lies in the trash."""

    kind: str
    heading: str
    text: str = ""
    trashed: bool = False


@dataclass(frozen=True)
class Tie:
    """A link. It is seen while it and both its ends are there and outside the trash."""

    role: str
    source: str
    target: str
    source_kind: str
    target_kind: str
    trashed: bool = False

    @property
    def name(self) -> str:
        """What tells it from others."""
        return f"{self.role} {self.source} {self.target}"


Thing = Item | Tie


@dataclass
class Done:
    """A step that can be taken back: what each record was before it and after it."""

    label: Label
    ways: dict[str, tuple[Thing | None, Thing | None]]


@dataclass(frozen=True)
class View:
    """What can be seen of a portfolio from outside; two that are equal hold the same."""

    live: Mapping[str, Item]
    trash: Mapping[str, Item]
    ties: tuple[str, ...]
    drafts: Mapping[str, str]
    undo: Label | None
    redo: Label | None


@dataclass
class Model:
    """The portfolio. ``made`` counts names that were given out; ``saved`` is what a bundle holds, if that is known."""

    things: dict[str, Thing] = field(default_factory=dict[str, Thing])
    drafts: dict[str, str] = field(default_factory=dict[str, str])
    undo: list[Done] = field(default_factory=list[Done])
    redo: list[Done] = field(default_factory=list[Done])
    passphrase: str = ""
    perhaps: str = ""
    """Another passphrase that may be the one: that of a bundle that was put back while the keys were being renewed."""
    made: int = 0
    bundled: bool = False
    saved: Model | None = None

    # What happens

    def do(self, label: Label, after: Mapping[str, Thing]) -> None:
        """One step of the owner; one that changes nothing is none."""
        ways: dict[str, tuple[Thing | None, Thing | None]] = {
            name: (self.things.get(name), thing) for name, thing in after.items() if self.things.get(name) != thing
        }
        if ways:
            self.things.update(after)
            self.undo.append(Done(label, ways))
            self.redo.clear()

    @property
    def blocked(self) -> bool:
        """Whether the last step can't be undone, because another computer changed what it led to."""
        return bool(self.undo) and any(
            self.things.get(name) != after for name, (_, after) in self.undo[-1].ways.items()
        )

    def merge(self, other: Model) -> None:
        """Take in what was done on another computer since it was a copy of this one; nothing was done here."""
        if len(other.undo) > len(self.undo):
            self.things, self.made = dict(other.things), other.made
            self.redo.clear()

    def back(self) -> None:
        """Undo."""
        if self.undo and not self.blocked:
            done = self.undo.pop()
            self._become({name: before for name, (before, _) in done.ways.items()})
            self.redo.append(done)

    def forth(self) -> None:
        """Redo."""
        if self.redo:
            done = self.redo.pop()
            self._become({name: after for name, (_, after) in done.ways.items()})
            self.undo.append(done)

    def purge(self, names: Iterable[str]) -> None:
        """Remove records for good, with their links, their drafts, and what the steps knew of them."""
        gone = set(names)
        ties = {name for name, tie in self.ties().items() if {tie.source, tie.target} & gone}
        undone = {name for done in self.redo for name in done.ways if set(name.split()[1:]) & gone}
        named = {self.item(name).kind for name in gone}
        for name in ties:
            tie = self.ties()[name]
            named |= {tie.source_kind, tie.target_kind}
        for name in gone | ties:
            del self.things[name]
        self.drafts = {key: text for key, text in self.drafts.items() if not set(key.split(":")) & gone}
        self.redo.clear()
        self._forget(gone | ties | undone, named)

    def save(self) -> None:
        """Write a bundle."""
        self.bundled, self.saved = True, None
        self.saved = self.copy()

    def revert(self) -> None:
        """Put the bundle back. The ways in stay, or are those of the bundle where keys were being renewed."""
        assert self.saved is not None
        self.perhaps = self.saved.passphrase
        before = self.saved.copy()
        self.things, self.drafts, self.undo, self.redo = before.things, before.drafts, before.undo, before.redo

    @property
    def ways(self) -> tuple[str, ...]:
        """Passphrases of which one opens it."""
        return tuple(dict.fromkeys(way for way in (self.passphrase, self.perhaps) if way))

    def opens_with(self, passphrase: str) -> None:
        """It is known now."""
        self.passphrase, self.perhaps = passphrase, ""

    def _forget(self, gone: set[str], named: set[str]) -> None:
        for done in self.undo:
            if gone & done.ways.keys():
                if done.label.kind in named:
                    done.label = replace(done.label, heading="")
                done.ways = {name: way for name, way in done.ways.items() if name not in gone}
        self.undo = [done for done in self.undo if done.ways]

    def _become(self, states: Mapping[str, Thing | None]) -> None:
        for name, thing in states.items():
            if thing is None:
                self.things.pop(name, None)
            else:
                self.things[name] = thing

    # What there is

    def items(self, *kinds: str, trashed: bool = False) -> list[str]:
        """Names of records of some kinds (of every kind when none is given), sorted."""
        return sorted(
            name
            for name, thing in self.things.items()
            if isinstance(thing, Item) and thing.trashed is trashed and (not kinds or thing.kind in kinds)
        )

    def item(self, name: str) -> Item:
        """A record."""
        thing = self.things[name]
        assert isinstance(thing, Item)
        return thing

    def ties(self) -> dict[str, Tie]:
        """Every link, seen or not."""
        return {name: thing for name, thing in self.things.items() if isinstance(thing, Tie)}

    def seen_ties(self) -> list[str]:
        """Links that are seen, sorted."""
        live = set(self.items())
        return sorted(
            name for name, tie in self.ties().items() if not tie.trashed and tie.source in live and tie.target in live
        )

    def view(self) -> View:
        """What must be seen."""
        return View(
            {name: self.item(name) for name in self.items()},
            {name: self.item(name) for name in self.items(trashed=True)},
            tuple(self.seen_ties()),
            dict(self.drafts),
            self.undo[-1].label if self.undo else None,
            self.redo[-1].label if self.redo else None,
        )

    def copy(self) -> Model:
        """Another one that holds the same."""
        return copy.deepcopy(self)
