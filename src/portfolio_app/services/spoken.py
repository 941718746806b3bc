"""Numbers as words that can be said over the telephone: a fingerprint's beginning, and passwords.

The words are the same in every language of the program, because a fingerprint in a Dutch document may be read aloud to
somebody whose window is English: each is a word of both, short enough that no line breaks it. Their order never
changes: what was read aloud or printed once is compared years later.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from portfolio_app import paths

_OF_FINGERPRINT: Final = 12
"""Octets of a fingerprint that are read aloud: nobody finds a second key with the same ones."""
_OF_PASSWORD: Final = 8
"""Sixty-four bits, which the few rounds that PDF readers stretch a password by leave out of reach."""


@cache
def words() -> tuple[str, ...]:
    """The words that stand for the 256 values of an octet."""
    return tuple((paths.resources() / "words" / "spoken.txt").read_text(encoding="utf-8").split())


def fingerprint_words(fingerprint: str) -> tuple[str, ...]:
    """The beginning of a fingerprint (hex)."""
    return tuple(words()[octet] for octet in bytes.fromhex(fingerprint)[:_OF_FINGERPRINT])


def new_password() -> str:
    """Words that nobody can guess, with a space between."""
    return " ".join(secrets.choice(words()) for _ in range(_OF_PASSWORD))
