"""Says in words how a passphrase is, without a score. Knows no Qt."""

from __future__ import annotations

from typing import Literal

from portfolio_app.i18n import N_, Translator

Grade = Literal["empty", "short", "guessable", "fair", "good"]

COMMON = ("wachtwoord", "password", "welkom", "qwerty", "azerty", "leerlijn", "school", "geheim", "12345", "abcde")
SHORTEST = 8

WORDS: dict[Grade, str] = {
    "empty": "",
    "short": N_("Too short still: at least eight characters."),
    "guessable": N_("Easy to guess. Three or four loose words are stronger and easier to remember."),
    "fair": N_("This will do. A few words more make it stronger."),
    "good": N_("Good."),
}


def grade(text: str) -> Grade:
    """How a passphrase is."""
    plain = text.strip()
    if not plain:
        return "empty"
    if len(plain) < SHORTEST:
        return "short"
    lowered = plain.casefold()
    rest = len(lowered) - max((len(word) for word in COMMON if word in lowered), default=0)
    if len(set(lowered)) < 6 or rest < 6:
        return "guessable"
    return "good" if len(plain) >= 16 or (len(plain) >= 12 and len(set(lowered)) >= 9) else "fair"


def words(text: str, t: Translator) -> str:
    """The sentence beneath the field."""
    return t(WORDS[grade(text)])
