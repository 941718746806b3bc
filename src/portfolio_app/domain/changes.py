"""What changed: the notice that follows every commit, and the labels of operations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class ChangeSet:
    """Which records a committed operation touched: pairs of kind and id. ``seq`` is the operation's number, 0: none."""

    operation: str
    touched: frozenset[tuple[str, str]] = frozenset()
    seq: int = 0

    def kinds(self) -> frozenset[str]:
        """Kinds of records among the touched ones."""
        return frozenset(kind for kind, _ in self.touched)

    def ids(self, *kinds: str) -> frozenset[str]:
        """Ids of the touched records of the given kinds (of every kind when none is given)."""
        return frozenset(ident for kind, ident in self.touched if not kinds or kind in kinds)

    def touches(self, kinds: Iterable[str]) -> bool:
        """Whether any of these kinds was touched."""
        return bool(self.kinds() & frozenset(kinds))


@dataclass(frozen=True)
class Label:
    """Name of an operation: a verb code (``create``, ``edit``, ``trash`` …), the kind it works on and its heading."""

    verb: str
    kind: str = ""
    heading: str = ""


@dataclass(frozen=True)
class Operation:
    """One committed step, as undo and history show it. ``at`` is a UTC instant.

    ``course`` says what the step was in the line of undo: ``do``, ``undo``, ``redo``, or something that undo passes by.
    """

    id: str
    seq: int
    label: Label
    at: datetime
    device: str
    undoes: str | None = None
    course: str = "do"
    touched: frozenset[tuple[str, str]] = field(default_factory=frozenset[tuple[str, str]])
