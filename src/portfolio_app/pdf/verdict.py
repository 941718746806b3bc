"""What is said of a file: one of a few outcomes, and the facts behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

Outcome = Literal["untouched", "reviewed", "changed", "broken", "unreadable", "unsigned"]
Identity = Literal["unknown", "known", "namesake", "expected", "other"]


@dataclass(frozen=True)
class Fact:
    """A code and what fills its sentence."""

    code: str
    facts: dict[str, object]

    @property
    def forbidden(self) -> bool:
        """Whether a reader may not do this."""
        return self.code not in _ALLOWED


_ALLOWED: Final = frozenset({"note-added", "field-filled", "field-signed", "signed-by", "signed-by-namesake"})
"""What a reader may do."""


def fact(code: str, **facts: object) -> Fact:
    """Short for making one."""
    return Fact(code, facts)


@dataclass(frozen=True)
class Verdict:
    """The outcome, and facts as codes with what fills their sentences.

    ``outcome`` is about changes; a file that another key signed than the ``expected`` one is never a good one.
    ``identity`` tells what is known of the key: ``expected`` or ``other`` where a fingerprint was given, ``known``
    where it was remembered (as ``known_as``), ``namesake`` where another key was remembered under the same name.
    ``signed_at`` is what the signer's own clock said, ``stamped_at`` what the clock of a timestamp service said, which
    calls itself ``stamped_by``. ``attachments_ok`` is None where no evidence is listed.
    """

    outcome: Outcome
    facts: tuple[Fact, ...]
    signer_name: str = ""
    fingerprint: str = ""
    signed_at: datetime | None = None
    identity: Identity = "unknown"
    attachments_ok: bool | None = None
    stamped_at: datetime | None = None
    stamped_by: str = ""
    known_as: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing speaks against the file."""
        return self.outcome in ("untouched", "reviewed") and self.identity not in ("other", "namesake")

    def to_json(self) -> dict[str, object]:
        """As plain data."""
        return {
            "outcome": self.outcome,
            "facts": [{"code": fact.code, **fact.facts} for fact in self.facts],
            "signer_name": self.signer_name,
            "fingerprint": self.fingerprint,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "timestamp": self.stamped_at.isoformat() if self.stamped_at else None,
            "timestamp_by": self.stamped_by,
            "identity": self.identity,
            "known_as": self.known_as,
            "attachments_ok": self.attachments_ok,
        }

    def dumps(self) -> str:
        """As JSON text."""
        return json.dumps(self.to_json(), ensure_ascii=False, indent=2)
