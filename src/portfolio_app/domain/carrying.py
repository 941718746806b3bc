"""Where each piece of evidence of a document goes: into it, into a file beside it, or only on its list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from portfolio_app.domain.selection import Carry

SMALL_OCTETS: Final = 5_000_000
"""A file up to so large goes inside, where the owner leaves it to the program."""
SMALL_OCTETS_TOGETHER: Final = 25_000_000
"""And only as long as all that is inside stays within this: readers slow down, and mail servers refuse more."""
MOST_OCTETS_INSIDE: Final = 200_000_000
"""More than this goes inside no document, whatever was chosen: many programs read the whole file into memory."""


MANIFEST_NAME: Final = "manifest.json"
"""The list of everything that goes along lies in the document under this name; no piece of evidence has it."""


class Place(Enum):
    """Where a file lies."""

    INSIDE = "inside"
    BESIDE = "beside"
    LISTED = "listed"


def places(carry: Carry, octets: Mapping[str, int], *, room: int = 0) -> dict[str, Place]:
    """Where each file goes, by its id; ``octets`` gives their sizes, ``room`` is how much a document for mail may hold.

    The smallest go inside first, so that as many as possible are there.
    """
    if carry is Carry.LISTED:
        return dict.fromkeys(octets, Place.LISTED)
    if carry is Carry.INSIDE:
        return dict.fromkeys(octets, Place.INSIDE)
    single, together = (SMALL_OCTETS, SMALL_OCTETS_TOGETHER) if carry is Carry.FITTING else (room, room)
    found: dict[str, Place] = {}
    held = 0
    for key, size in sorted(octets.items(), key=lambda pair: (pair[1], pair[0])):
        inside = size <= single and held + size <= together
        held += size if inside else 0
        found[key] = Place.INSIDE if inside else Place.BESIDE
    return found


def total(octets: Mapping[str, int], where: Mapping[str, Place], place: Place) -> int:
    """Octets of the files that go to a place together."""
    return sum(size for key, size in octets.items() if where[key] is place)
