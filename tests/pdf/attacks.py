"""The table of attacks: what somebody tries, of which class it is, and what must be said of it.

Each is judged four times: the signer's key is known or not, the kept original is at hand or not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from portfolio_app.pdf.evidence_check import Beside
from portfolio_app.pdf.verdict import Verdict
from portfolio_app.pdf.verify import verify_bytes
from tests.pdf.stage import Stage

WAYS = ("alone", "known signer", "original", "known signer and original")


@dataclass(frozen=True)
class Tried:
    """A file as the reader gets it. ``kept`` is the original at hand: usually the very file that was signed.

    ``beside`` are the octets of the ZIP file that came with it.
    """

    data: bytes
    kept: bytes | None = None
    beside: bytes | None = None


@dataclass(frozen=True)
class Attack:
    """One attack. ``expected`` has an outcome for each of `WAYS`; ``says`` is a fact that must be told, if any."""

    kind: str
    name: str
    make: Callable[[Stage], Tried | bytes]
    expected: tuple[str, str, str, str]
    says: str = ""

    @property
    def title(self) -> str:
        """For the table."""
        return f"{self.kind}: {self.name}"

    def verdicts(self, stage: Stage, folder: Path) -> tuple[Verdict, ...]:
        """What is said of it in each of `WAYS`."""
        made = self.make(stage)
        tried = made if isinstance(made, Tried) else Tried(made)
        kept = stage.signed if tried.kept is None else tried.kept
        beside = Beside(folder=folder)
        if tried.beside is not None:
            beside = Beside(folder / "bewijs.zip")
            (folder / "bewijs.zip").write_bytes(tried.beside)
        return tuple(
            verify_bytes(tried.data, original=original, signer=signer, beside=beside)
            for original in (b"", kept)
            for signer in (None, stage.owner.fingerprint)
        )


Make = Callable[[Stage], Tried | bytes]
TABLE: list[Attack] = []


def attack(kind: str, name: str, *expected: str, says: str = "") -> Callable[[Make], Make]:
    """Put a maker of files in the table. One outcome stands for all four ways, two for without and with original."""
    outcomes = {1: expected * 4, 2: (expected[0],) * 2 + (expected[-1],) * 2, 4: expected}[len(expected)]

    def enter(make: Make) -> Make:
        TABLE.append(Attack(kind, name, make, (outcomes[0], outcomes[1], outcomes[2], outcomes[3]), says))
        return make

    return enter


def enter(kind: str, name: str, make: Make, *expected: str, says: str = "") -> None:
    """The same for a maker that needs no name of its own."""
    attack(kind, name, *expected, says=says)(make)
