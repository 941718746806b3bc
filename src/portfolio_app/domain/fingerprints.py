"""The fingerprint of a key (SHA-256 of its certificate, in hex), as people compare it: by eye, or read aloud."""

from __future__ import annotations


def groups(fingerprint: str) -> list[str]:
    """Capitals in groups of four; blanks and colons in what was given don't count."""
    plain = fingerprint.replace(":", "").replace(" ", "").upper()
    return [plain[at : at + 4] for at in range(0, len(plain), 4)]


def grouped(fingerprint: str) -> str:
    """The groups with a blank between them."""
    return " ".join(groups(fingerprint))
