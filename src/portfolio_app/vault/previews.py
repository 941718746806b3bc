"""Pictures of evidence: upright, in sRGB, without anything the camera wrote beside the picture."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from portfolio_app.domain.covers import Cover, kind_of_copy
from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media
from portfolio_app.vault.covering import cover

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageCms import ImageCmsProfile

_FORMATS: Final = {
    media.JPEG: ("JPEG",),
    media.PNG: ("PNG",),
    media.GIF: ("GIF",),
    media.WEBP: ("WEBP",),
    media.HEIC: ("HEIF",),
}
MOST_PIXELS: Final = 80_000_000
MOST_PIXELS_JPEG: Final = 220_000_000
"""JPEG is decoded at a fraction of its size, so that a phone's 200 megapixels stay affordable."""
_QUALITY: Final = 85
_COPY_QUALITY: Final = 92
LONGEST_COPY: Final = 5_000
"""Pixels of the longest side of a covered copy, which is drawn anew."""

PICTURES: Final = frozenset(_FORMATS)
"""Types of files that are one picture."""


def has_picture(media_type: str) -> bool:
    """Whether a file of this type can be shown as a picture."""
    return media_type in _FORMATS or media_type == media.PDF


def page_copy(data: bytes, media_type: str, longest: int = 1600, covers: Sequence[Cover] = ()) -> bytes | None:
    """Return a JPEG for a page with its longest side at most ``longest`` pixels; None for a type without pictures.

    What is under ``covers`` is not in it. Raises UserError picture-too-large and evidence-unreadable.
    """
    return _jpeg(data, media_type, (longest, longest), covers)


def thumbnail(
    data: bytes, media_type: str, box: tuple[int, int] = (320, 320), covers: Sequence[Cover] = ()
) -> bytes | None:
    """Return a JPEG that fits ``box`` (pixels), of a PDF its first page; None for a type without pictures.

    What is under ``covers`` is not in it. Raises UserError picture-too-large and evidence-unreadable.
    """
    return _jpeg(data, media_type, box, covers)


def covered_copy(data: bytes, media_type: str, covers: Sequence[Cover]) -> bytes:
    """Return the picture drawn anew with what is under ``covers`` gone, as the type that `kind_of_copy` names.

    Upright, in sRGB, and without anything that was written beside the picture: a small picture in there would still
    show it. Raises UserError picture-too-large and evidence-unreadable.
    """
    with _told():
        # Half the size: a photo is read at up to twice of it.
        picture = _photo(data, media_type, (LONGEST_COPY // 2, LONGEST_COPY // 2))
        cover(picture, covers)
        picture.thumbnail((LONGEST_COPY, LONGEST_COPY))
        cover(picture, covers)
        picture.info.clear()
        out = BytesIO()
        if kind_of_copy(media_type) == media.PNG:
            picture.save(out, "PNG", optimize=True)
        else:
            picture.save(out, "JPEG", quality=_COPY_QUALITY, optimize=True)
    return out.getvalue()


def _jpeg(data: bytes, media_type: str, box: tuple[int, int], covers: Sequence[Cover]) -> bytes | None:
    if not has_picture(media_type):
        return None
    with _told():
        picture = _pdf_page(data, box) if media_type == media.PDF else _photo(data, media_type, box)
        # Before it is made smaller, or what is covered would be mixed into what lies beside it; and after it, or the
        # edge of a box would be mixed with what lies beside that.
        cover(picture, covers)
        picture.thumbnail(box)
        cover(picture, covers)
        # What the reader kept beside the picture (comments among it) would be written again.
        picture.info.clear()
        out = BytesIO()
        picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def smaller(page_copy: bytes, longest: int, quality: int) -> bytes:
    """Return a copy that `page_copy` made with fewer pixels; ``quality`` is 1 to 95. The same gives the same."""
    from PIL import Image as Pillow

    with Pillow.open(BytesIO(page_copy), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((longest, longest))
    picture.info.clear()
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def upright(data: bytes, media_type: str, box: tuple[int, int]) -> Image:
    """Return a picture the right way up and in sRGB, not much larger than ``box`` where it is far larger.

    Raises UserError picture-too-large and evidence-unreadable.
    """
    with _told():
        picture = _photo(data, media_type, box)
        picture.load()
        return picture


@contextmanager
def _told() -> Generator[None]:
    try:
        yield
    except UserError:
        raise
    except MemoryError as error:
        raise UserError("picture-too-large") from error
    except Exception as error:
        # Readers of picture formats fail in many ways of their own (OSError, SyntaxError, struct.error, IndexError).
        raise UserError("evidence-unreadable") from error


def _pdf_page(data: bytes, box: tuple[int, int]) -> Image:
    from portfolio_app.vault import pdfium

    return pdfium.first_page(data, max(box))


def opened(data: bytes, media_type: str) -> Image:
    """Return a picture of which only the head was read; raises UserError picture-too-large and evidence-unreadable."""
    with _told():
        return _opened(data, media_type)


def _opened(data: bytes, media_type: str) -> Image:
    from PIL import Image as Pillow

    if media_type == media.HEIC:
        import pi_heif

        pi_heif.register_heif_opener()
    # Pillow's own limit warns and refuses by pixels alone; ours, just below, knows what a JPEG costs.
    Pillow.MAX_IMAGE_PIXELS = MOST_PIXELS_JPEG
    try:
        picture: Image = Pillow.open(BytesIO(data), formats=_FORMATS[media_type])
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise UserError("picture-too-large") from error
    if picture.width * picture.height > (MOST_PIXELS_JPEG if media_type == media.JPEG else MOST_PIXELS):
        raise UserError("picture-too-large")
    return picture


def _photo(data: bytes, media_type: str, box: tuple[int, int]) -> Image:
    from PIL import Image as Pillow
    from PIL import ImageOps

    picture = _opened(data, media_type)
    # Twice the size that is wanted keeps the fine resampling fine.
    picture.draft(None, (box[0] * 2, box[1] * 2))
    if max(picture.size) > 4 * max(box):
        picture.thumbnail((4 * box[0], 4 * box[1]), Pillow.Resampling.BOX)
    return _in_srgb(ImageOps.exif_transpose(picture))


def _in_srgb(picture: Image) -> Image:
    from PIL import Image as Pillow

    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):
        # Converting 16 bits straight to 8 would cut off instead of scale.
        scaled = picture.convert("I").point(lambda value: value * (1 / 256))  # pyright: ignore[reportUnknownMemberType]
        picture = scaled.convert("L")
    if "A" in picture.getbands() or "transparency" in picture.info:
        solid = picture.convert("RGBA")
        ground = Pillow.new("RGBA", solid.size, "white")
        ground.alpha_composite(solid)
        return _with_profile(ground.convert("RGB"), profile)
    if picture.mode not in ("RGB", "CMYK", "L"):
        return picture.convert("RGB")
    return _with_profile(picture, profile)


def _with_profile(picture: Image, profile: bytes | None) -> Image:
    """Bring the colours of a described colour space to sRGB; a useless description is passed over."""
    if profile:
        from PIL import ImageCms

        try:
            described = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, described, _srgb(), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            changed = None
        if changed is not None:
            return changed
    return picture.convert("RGB")


def _srgb() -> ImageCmsProfile:
    from PIL import ImageCms

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
