"""Where each piece of evidence of a document goes: into it, into a file beside it, or only on its list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from portfolio_app.domain.selection import Carry

MEGABYTE: Final = 1_000_000
SMALL_OCTETS: Final = 5 * MEGABYTE
"""A file up to so large goes inside, where the owner leaves it to the program."""
SMALL_OCTETS_TOGETHER: Final = 25 * MEGABYTE
"""And only as long as all that is inside stays within this: readers slow down, and mail servers refuse more."""
MOST_OCTETS_INSIDE: Final = 120 * MEGABYTE
"""More than this goes inside no document, whatever was chosen: whoever makes or opens it has it all in memory."""
MANIFEST_NAME: Final = "manifest.json"
"""The list of everything that goes along lies in the document under this name; no piece of evidence has it."""
SHEET_PIXELS: Final = 1000
"""Longest side of a picture as it stands small in a document."""
_PAGE_COPY: Final = 1600, 85
"""Longest side in pixels and quality of the copies of pictures that are kept for pages."""
_PAGE_COPY_OCTETS: Final = 380_000
"""What such a copy of a photo mostly takes."""


class Place(Enum):
    """Where a file lies."""

    INSIDE = "inside"
    BESIDE = "beside"
    LISTED = "listed"


@dataclass(frozen=True)
class Level:
    """How small photos are made for a mail: longest side in pixels of the copy that goes along and of the one on the
    page, and the quality of both (1 to 95)."""

    longest: int
    on_page: int
    quality: int


LEVELS: Final = (
    Level(1600, 1000, 85),
    Level(1600, 800, 80),
    Level(1200, 640, 78),
    Level(1000, 560, 75),
    Level(800, 480, 70),
    Level(640, 400, 65),
    Level(480, 320, 60),
)


@dataclass(frozen=True)
class Mailing:
    """How small photos become for a mail, and which other files still fit into it."""

    level: Level
    inside: frozenset[str]


def places(carry: Carry, octets: Mapping[str, int], inside: frozenset[str] = frozenset()) -> dict[str, Place]:
    """Where each file goes, by its id; ``octets`` gives their sizes, ``inside`` what fits into a document for mail.

    The smallest go inside first, so that as many as possible are there.
    """
    if carry is Carry.LISTED:
        return dict.fromkeys(octets, Place.LISTED)
    if carry is Carry.INSIDE:
        return dict.fromkeys(octets, Place.INSIDE)
    if carry is Carry.FITTING:
        inside = _fitting(octets, SMALL_OCTETS, SMALL_OCTETS_TOGETHER)
    return {key: Place.INSIDE if key in inside else Place.BESIDE for key in octets}


def _fitting(octets: Mapping[str, int], single: int, together: int) -> frozenset[str]:
    found: set[str] = set()
    for key, size in sorted(octets.items(), key=lambda pair: (pair[1], pair[0])):
        if size <= single and size <= together:
            found.add(key)
            together -= size
    return frozenset(found)


def mailing(photos: Mapping[str, int], others: Mapping[str, int], room: int) -> Mailing:
    """Fit a document into a mail: ``room`` is in octets, without the text.

    ``photos`` gives what their copies for pages take, ``others`` the sizes of all other files. Files that can't be made
    smaller may take what photos of a middling size leave, and half of the room in any case.
    """
    middling = LEVELS[len(LEVELS) // 2]
    kept = min(sum(on_both(size, middling) for size in photos.values()), room // 2)
    inside = _fitting(others, room, room - kept)
    left = room - sum(others[key] for key in inside)
    fitting = (level for level in LEVELS if sum(on_both(size, level) for size in photos.values()) <= left)
    level = next(fitting, LEVELS[-1])
    on_pages = sum(guess(size, level.on_page, level.quality) for size in photos.values())
    smaller = {key: guess(size, level.longest, level.quality) for key, size in photos.items()}
    return Mailing(level, inside | _fitting(smaller, left, left - on_pages))


def on_both(octets: int, level: Level) -> int:
    """About what a photo takes, on the page and as a copy that goes along."""
    return guess(octets, level.longest, level.quality) + guess(octets, level.on_page, level.quality)


def guess(octets: int, longest: int, quality: int) -> int:
    """About what a picture takes that was made smaller; ``octets`` is what its copy for pages takes."""
    side, best = _PAGE_COPY
    return int(octets * min(longest / side, 1.0) ** 2 * (quality / best) ** 2.2)


def guess_page_copy(octets: int) -> int:
    """About what the copy for pages will take of a picture that has so many octets."""
    return min(octets, _PAGE_COPY_OCTETS)


def total(octets: Mapping[str, int], where: Mapping[str, Place], place: Place) -> int:
    """Octets of the files that go to a place together."""
    return sum(size for key, size in octets.items() if where[key] is place)
