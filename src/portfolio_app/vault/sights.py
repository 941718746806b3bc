"""What there is to see of a file: pages, a picture, or its words. Meant to run in a process of its own (`viewer`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, Protocol

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, previews, text
from portfolio_app.vault.text import Caps

if TYPE_CHECKING:
    from PIL.Image import Image

Kind = Literal["pages", "picture", "text"]

MOST_DRAWN: Final = 24_000_000
"""Pixels of one drawing; what is asked larger is drawn smaller."""
_POINTS_TO_PIXELS: Final = 96 / 72
_SHOWN_CHARACTERS: Final = 400_000
_NARROWEST: Final = 1


@dataclass(frozen=True)
class Drawing:
    """A page or picture: width and height in pixels, and three octets (red, green, blue) for each."""

    width: int
    height: int
    rgb: bytes


class Sight(Protocol):
    """An opened file. ``size`` is what page ``number`` (from 0) takes at its own size, in pixels of 96 an inch."""

    kind: Kind
    pages: int

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page at its own size."""
        ...

    def draw(self, number: int, scale: float) -> Drawing:
        """A page, ``scale`` times its own size or as near as it may come."""
        ...

    def words(self) -> str:
        """The words; empty for what is drawn."""
        ...

    def words_on(self, number: int) -> str:
        """The words on a page (from 0); empty for what has no pages of words."""
        ...


def kind_of(media_type: str) -> Kind | None:
    """How a file of this type is shown; None when it isn't."""
    if media_type == media.PDF:
        return "pages"
    if previews.has_picture(media_type):
        return "picture"
    return "text" if text.has_text(media_type) else None


def open_sight(data: bytes, media_type: str) -> Sight:
    """Open a file for looking at; raises UserError evidence-unreadable, picture-too-large and evidence-too-large."""
    kind = kind_of(media_type)
    if kind == "pages":
        return _Pages(data)
    if kind == "picture":
        return _Picture(data, media_type)
    return _Words(data, media_type)


def _fitting(size: tuple[float, float], scale: float) -> float:
    """The scale, or the largest one at which a drawing is not more than it may be."""
    wide, high = max(size[0], _NARROWEST), max(size[1], _NARROWEST)
    longest = max(wide, high)
    # A line of a pixel by a million is no more to be drawn than a square of as many pixels.
    most = min((MOST_DRAWN / (wide * high)) ** 0.5, MOST_DRAWN**0.5 * 2 / longest)
    return min(scale, most)


def _drawing(picture: Image) -> Drawing:
    solid = picture if picture.mode == "RGB" else picture.convert("RGB")
    return Drawing(solid.width, solid.height, solid.tobytes())


class _Pages:
    kind: Kind = "pages"

    def __init__(self, data: bytes) -> None:
        from portfolio_app.vault import pdfium

        self._document = pdfium.OpenDocument(data)
        self.pages = self._document.pages
        if not self.pages:
            raise UserError("evidence-unreadable")

    def size(self, number: int) -> tuple[float, float]:
        wide, high = self._document.size(number)
        return wide * _POINTS_TO_PIXELS, high * _POINTS_TO_PIXELS

    def draw(self, number: int, scale: float) -> Drawing:
        return _drawing(self._document.draw(number, _fitting(self.size(number), scale) * _POINTS_TO_PIXELS))

    def words(self) -> str:
        return ""

    def words_on(self, number: int) -> str:
        return self._document.words(number)[:_SHOWN_CHARACTERS]


class _Picture:
    kind: Kind = "picture"
    pages = 1

    def __init__(self, data: bytes, media_type: str) -> None:
        side = int(previews.MOST_PIXELS**0.5)
        self._picture = previews.upright(data, media_type, (side, side))

    def size(self, number: int) -> tuple[float, float]:
        return float(self._picture.width), float(self._picture.height)

    def draw(self, number: int, scale: float) -> Drawing:
        from PIL.Image import Resampling

        scale = _fitting(self.size(number), scale)
        size = (max(1, round(self._picture.width * scale)), max(1, round(self._picture.height * scale)))
        if size == self._picture.size:
            return _drawing(self._picture)
        way = Resampling.BICUBIC if scale > 1 else Resampling.LANCZOS
        resized: Image = self._picture.resize(size, way, reducing_gap=2.0)  # pyright: ignore[reportUnknownMemberType]
        return _drawing(resized)

    def words(self) -> str:
        return ""

    def words_on(self, number: int) -> str:
        return ""


class _Words:
    kind: Kind = "text"
    pages = 0

    def __init__(self, data: bytes, media_type: str) -> None:
        self._words = text.extract(data, media_type, Caps(characters=_SHOWN_CHARACTERS))

    def size(self, number: int) -> tuple[float, float]:
        return 0.0, 0.0

    def draw(self, number: int, scale: float) -> Drawing:
        raise UserError("evidence-unreadable")

    def words(self) -> str:
        return self._words

    def words_on(self, number: int) -> str:
        return ""
