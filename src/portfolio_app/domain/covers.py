"""Boxes over a picture that make what is under them unrecognisable, in every copy that goes out of the house."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import PurePosixPath
from typing import Final

WHOLE: Final = 10_000
"""The width and the height of a picture, in the unit of a box."""
LEAST: Final = 60
"""The least width and height of a box that is drawn or made smaller."""

_SAME_KIND: Final = {"image/jpeg": "image/jpeg", "image/png": "image/png"}
_ENDINGS: Final = {"image/jpeg": (".jpg", (".jpg", ".jpeg", ".jpe", ".jfif")), "image/png": (".png", (".png",))}


class CoverLook(Enum):
    """What is seen in the place of what is covered."""

    BLACK = "black"
    BLUR = "blur"


@dataclass(frozen=True)
class Cover:
    """A box on a picture that stands upright, in ten-thousandths of its width and height from the left upper corner.

    Whole numbers, so that the record is the same text everywhere, and so that it fits the picture at every size.
    """

    left: int
    top: int
    width: int
    height: int
    look: CoverLook = CoverLook.BLACK

    def moved(self, right: int, down: int) -> Cover:
        """The box further to the right and down, as far as the picture goes."""
        return replace(
            self,
            left=_within(self.left + right, 0, WHOLE - self.width),
            top=_within(self.top + down, 0, WHOLE - self.height),
        )

    def sized(self, wider: int, higher: int) -> Cover:
        """The box wider and higher (or smaller), its left upper corner where it is, as far as the picture goes."""
        return replace(
            self,
            width=_within(self.width + wider, LEAST, WHOLE - self.left),
            height=_within(self.height + higher, LEAST, WHOLE - self.top),
        )

    def pixels(self, wide: int, high: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom on a picture of so many pixels: every pixel that is touched is in it.

        Empty (right at left, or bottom at top) where the box lies outside the picture.
        """
        left, right = _span(self.left, self.width, wide)
        top, bottom = _span(self.top, self.height, high)
        return left, top, right, bottom


def drawn(at: tuple[float, float], to: tuple[float, float], look: CoverLook) -> Cover:
    """The box between two corners, given as shares (0 to 1) of the picture; never smaller than can be seen."""
    across, down = sorted((at[0], to[0])), sorted((at[1], to[1]))
    left, top = (_within(round(edge[0] * WHOLE), 0, WHOLE - LEAST) for edge in (across, down))
    right, bottom = (_within(round(edge[1] * WHOLE), 0, WHOLE) for edge in (across, down))
    return Cover(left, top, max(LEAST, right - left), max(LEAST, bottom - top), look)


def digest_of(covers: Iterable[Cover]) -> str:
    """A name for these boxes in this order: other boxes have another one. Empty where there are none."""
    told = [(one.left, one.top, one.width, one.height, one.look.value) for one in covers]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest() if told else ""


def kind_of_copy(media_type: str) -> str:
    """The type of file of a covered copy: a picture that is drawn anew is a PNG or a JPEG."""
    return _SAME_KIND.get(media_type, "image/jpeg")


def name_of_copy(file_name: str, media_type: str) -> str:
    """The name of a covered copy, with the ending of what it is."""
    ending, known = _ENDINGS[kind_of_copy(media_type)]
    path = PurePosixPath(file_name)
    return file_name if path.suffix.casefold() in known else f"{path.stem}{ending}"


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(value, max(least, most)))


def _span(start: int, length: int, pixels: int) -> tuple[int, int]:
    # Outwards, and one more on either side: no pixel of which a part is under the box shines through.
    first = _within(start * pixels // WHOLE - 1, 0, pixels)
    last = _within(-(-(start + length) * pixels // WHOLE) + 1, first, pixels)
    return first, last
