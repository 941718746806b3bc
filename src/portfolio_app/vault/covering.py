"""Covering parts of a picture so that nobody can bring back what was there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from portfolio_app.domain.covers import Cover, CoverLook

if TYPE_CHECKING:
    from PIL.Image import Image

PATCHES: Final = 4
"""Patches of colour that a blurred box keeps along its longest side: too few for a face or a word."""
_COARSE: Final = [value & 0xE0 | 0x10 for value in range(256)]
"""Eight shades of a colour are kept, so that small differences within a patch tell nothing either."""


def cover(picture: Image, covers: Sequence[Cover]) -> None:
    """Cover these boxes on a picture in RGB that stands upright; what was under them is not in it any more."""
    for one in covers:
        box = one.pixels(*picture.size)
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        if one.look is CoverLook.BLACK:
            picture.paste((0, 0, 0), box)
        else:
            picture.paste(_patches(picture.crop(box)), box)


def _patches(part: Image) -> Image:
    """The part as a few patches of colour that run into each other.

    A blur alone can be undone with patience, and fine squares give words away. So the part is first made as small as a
    few pixels: the mean of a patch is all that is left of it.
    """
    from PIL import Image as Pillow

    wide, high = part.size
    scale = PATCHES / max(wide, high)
    few = (max(1, min(wide, round(wide * scale))), max(1, min(high, round(high * scale))))
    small = _resized(part, few, Pillow.Resampling.BOX)
    coarse = small.point(_COARSE * len(small.getbands()))  # pyright: ignore[reportUnknownMemberType]
    return _resized(coarse, (wide, high), Pillow.Resampling.BICUBIC)


def _resized(picture: Image, size: tuple[int, int], how: int) -> Image:
    return picture.resize(size, how)  # pyright: ignore[reportUnknownMemberType]
