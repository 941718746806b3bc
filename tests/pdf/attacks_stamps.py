"""Attacks on the timestamp of a signature, which the signature itself does not cover."""

from __future__ import annotations

from tests.pdf.attacks import Tried, attack
from tests.pdf.cms_acts import backdated, restamped, unstamped
from tests.pdf.stage import Stage


@attack("timestamp", "of another signature", "changed", says="timestamp-bad")
def stamp_of_another(stage: Stage) -> Tried:
    return Tried(restamped(stage.stamped, stage.restamped), kept=stage.stamped)


@attack("timestamp", "with another instant", "changed", says="timestamp-bad")
def stamp_backdated(stage: Stage) -> Tried:
    return Tried(backdated(stage.stamped), kept=stage.stamped)


@attack("timestamp", "taken out", "untouched", "changed", says="differs-from-original")
def stamp_gone(stage: Stage) -> Tried:
    return Tried(unstamped(stage.stamped), kept=stage.stamped)


@attack("honest", "with a timestamp", "untouched")
def stamped(stage: Stage) -> Tried:
    return Tried(stage.stamped, kept=stage.stamped)
