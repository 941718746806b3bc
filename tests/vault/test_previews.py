"""Pictures for pages and lists: upright, in the right colours, with nothing beside them."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media
from portfolio_app.vault.previews import page_copy, thumbnail
from tests.vault import documents
from tests.vault.documents import exif, halves, jpeg, png

RED, BLUE, WHITE = (200, 30, 30), (30, 30, 200), (255, 255, 255)


def opened(data: bytes | None) -> Image.Image:
    """Return the picture that was made; it must be a JPEG."""
    assert data is not None
    picture = Image.open(io.BytesIO(data))
    assert (picture.format, picture.mode) == ("JPEG", "RGB")
    return picture


def like(picture: Image.Image, at: tuple[int, int], colour: tuple[int, int, int], off: int = 12) -> bool:
    """Whether a pixel has about this colour."""
    seen = picture.getpixel(at)
    assert isinstance(seen, tuple)
    return all(abs(one - other) <= off for one, other in zip(seen, colour, strict=True))


# Where red (left in the file) is to be seen for each orientation of EXIF: left, right, top or bottom.
UPRIGHT = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}


@pytest.mark.parametrize("orientation", UPRIGHT)
def test_every_orientation_is_turned_upright(orientation: int) -> None:
    picture = opened(page_copy(jpeg(exif=exif(orientation)), media.JPEG))
    turned = orientation > 4
    assert picture.size == ((64, 96) if turned else (96, 64))
    width, height = picture.size
    places = {
        "left": (5, height // 2),
        "right": (width - 5, height // 2),
        "top": (width // 2, 5),
        "bottom": (width // 2, height - 5),
    }
    opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    side = UPRIGHT[orientation]
    assert like(picture, places[side], RED)
    assert like(picture, places[opposite[side]], BLUE)


def test_nothing_that_stood_beside_the_picture_is_left() -> None:
    source = jpeg(
        exif=exif(),
        comment=b"GeheimCommentaar",
        icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
        dpi=(300, 300),
    )
    for made in (page_copy(source, media.JPEG), thumbnail(source, media.JPEG)):
        assert made is not None
        assert b"Geheim" not in made
        assert b"Exif" not in made
        assert b"ICC_PROFILE" not in made


def test_a_large_photo_is_made_smaller_and_keeps_its_shape() -> None:
    source = jpeg(halves((4000, 3000)))
    assert opened(page_copy(source, media.JPEG)).size == (1600, 1200)
    assert opened(page_copy(source, media.JPEG, 800)).size == (800, 600)
    assert opened(thumbnail(source, media.JPEG, (100, 300))).size == (100, 75)


def test_a_small_photo_is_not_blown_up() -> None:
    assert opened(page_copy(jpeg(), media.JPEG)).size == (96, 64)


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "CMYK", "1"])
def test_every_kind_of_colour_becomes_srgb(mode: str) -> None:
    picture = halves(mode=mode)
    if mode == "CMYK":
        made = opened(page_copy(jpeg(picture), media.JPEG))
    else:
        made = opened(page_copy(png(picture), media.PNG))
    assert made.size == (96, 64)
    if mode in ("RGB", "P", "CMYK"):
        assert like(made, (5, 30), RED, 30)
        assert like(made, (90, 30), BLUE, 30)


def test_another_colour_space_is_converted_not_relabelled() -> None:
    """In a space where the primaries of red and blue are exchanged, the numbers of red mean blue."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    made = opened(page_copy(jpeg(icc_profile=exchanged), media.JPEG))
    assert like(made, (5, 30), BLUE)
    assert like(made, (90, 30), RED)


def test_a_useless_description_of_colours_is_passed_over() -> None:
    assert like(opened(page_copy(jpeg(icc_profile=b"not a profile"), media.JPEG)), (5, 30), RED)


def test_sixteen_bits_of_grey_are_scaled_not_cut_off() -> None:
    grey = Image.frombytes("I;16", (40, 40), b"\x00\x80" * 1600)
    made = opened(page_copy(png(grey), media.PNG))
    assert like(made, (20, 20), (128, 128, 128), 3)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    if mode == "P":
        palette = halves().quantize(4)
        data = png(palette, transparency=palette.getpixel((5, 5)))
    else:
        picture = halves().convert("RGBA")
        picture.paste((0, 0, 0, 0), (0, 0, 48, 64))
        data = png(picture.convert(mode))
    assert like(opened(page_copy(data, media.PNG)), (5, 30), WHITE)


@pytest.mark.parametrize(("kind", "media_type"), [("GIF", media.GIF), ("WEBP", media.WEBP)])
def test_other_formats(kind: str, media_type: str) -> None:
    out = io.BytesIO()
    halves().save(out, kind)
    made = opened(page_copy(out.getvalue(), media_type))
    assert like(made, (5, 30), RED, 30)
    assert like(made, (90, 30), BLUE, 30)


def test_a_photo_of_a_phone() -> None:
    data = (documents.FIXTURES / "phone.heic").read_bytes()
    made = page_copy(data, media.HEIC)
    picture = opened(made)
    assert {picture.getpixel((5, 5)), picture.getpixel((60, 60))} != {(0, 0, 0)}
    assert made is not None
    assert b"GeheimeCamera" in data
    assert b"GeheimeCamera" not in made


def test_the_first_page_of_a_pdf() -> None:
    made = opened(thumbnail(documents.pdf("een", "twee"), media.PDF, (150, 150)))
    assert made.size in ((112, 150), (113, 150))
    assert like(made, (50, 140), (0, 0, 204))
    assert like(made, (100, 60), WHITE)


def test_what_has_no_picture_gives_none() -> None:
    assert page_copy(b"x", media.TEXT) is None
    assert thumbnail(b"x", media.DOCX) is None


@pytest.mark.parametrize("size", [(60_000, 60_000), (10_000, 10_000), (2_000_000_000, 2_000_000_000)])
def test_a_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    bomb = documents.png_bomb(*size)
    assert len(bomb) < 200
    with pytest.raises(UserError, match="picture-too-large"):
        page_copy(bomb, media.PNG)


@pytest.mark.parametrize("media_type", [media.JPEG, media.PNG, media.GIF, media.WEBP, media.HEIC, media.PDF])
@pytest.mark.parametrize("data", [b"", b"rubbish" * 100, jpeg()[:300], png()[:60], documents.png_bomb(50, 50)])
def test_rubbish_is_told_as_unreadable(media_type: str, data: bytes) -> None:
    with pytest.raises(UserError, match="evidence-unreadable"):
        page_copy(data, media_type)


def test_a_file_is_only_read_as_what_it_is() -> None:
    """A file in PostScript must not reach an interpreter because Pillow knows the format."""
    out = io.BytesIO()
    halves().save(out, "EPS")
    for media_type in (media.JPEG, media.PNG):
        with pytest.raises(UserError, match="evidence-unreadable"):
            page_copy(out.getvalue(), media_type)
