"""What is under a box is gone from every copy: a copy tells nothing of what was there."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from PIL import Image

from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.vault import media, worker
from portfolio_app.vault.previews import covered_copy, page_copy, thumbnail

BOX = Cover(2_500, 2_500, 2_500, 3_000)
SIZE = (1_000, 800)


def picture(under: str, form: str = "PNG", **more: object) -> bytes:
    """A picture with a pattern in the midst of which ``under`` decides, and grey around it."""
    made = Image.new("RGB", SIZE, (200, 205, 210))
    left, top, right, bottom = 250, 200, 500, 440
    for y in range(top, bottom):
        for x in range(left, right):
            odd = (x // 4 + y // 4) % 2
            made.putpixel((x, y), (250, 10, 240) if (odd == 1) == (under == "one") else (10, 250, 20))
    out = BytesIO()
    made.save(out, form, **more)
    return out.getvalue()


def opened(data: bytes | None) -> Image.Image:
    assert data
    return Image.open(BytesIO(data)).convert("RGB")


@pytest.mark.parametrize("look", CoverLook)
def test_two_pictures_that_differ_under_the_box_alone_give_the_very_same_copies(look: CoverLook) -> None:
    one, other = picture("one"), picture("other")
    boxes = (Cover(BOX.left, BOX.top, BOX.width, BOX.height, look),)
    assert one != other
    assert page_copy(one, media.PNG) != page_copy(other, media.PNG)
    for make in (covered_copy, lambda data, kind, on: page_copy(data, kind, 1_600, on)):
        assert make(one, media.PNG, boxes) == make(other, media.PNG, boxes)
    assert page_copy(one, media.PNG, 500, boxes) == page_copy(other, media.PNG, 500, boxes)
    assert thumbnail(one, media.PNG, (90, 90), boxes) == thumbnail(other, media.PNG, (90, 90), boxes)


def test_black_is_black_to_its_edge_and_the_rest_is_as_it_was() -> None:
    made = opened(covered_copy(picture("one"), media.PNG, (BOX,)))
    assert made.size == SIZE
    assert made.crop((249, 199, 501, 441)).getcolors() == [(252 * 242, (0, 0, 0))]
    assert made.crop((0, 0, 248, 800)).getcolors() == [(248 * 800, (200, 205, 210))]


def test_a_blurred_face_keeps_a_few_patches_only() -> None:
    under = Image.effect_noise(SIZE, 120).convert("RGB")
    out = BytesIO()
    under.save(out, "PNG")
    blurred = Cover(0, 0, WHOLE, WHOLE, CoverLook.BLUR)
    made = opened(covered_copy(out.getvalue(), media.PNG, (blurred,)))
    few = made.resize((4, 3), Image.Resampling.BOX).resize(SIZE, Image.Resampling.BICUBIC)
    far = max(abs(a - b) for a, b in zip(few.convert("L").tobytes(), made.convert("L").tobytes(), strict=True))
    assert far < 40, "there is detail in it that four patches by three can't hold"


def test_the_small_picture_in_a_photo_goes_with_the_rest_of_what_was_written_beside_it() -> None:
    inside = picture("one", "JPEG", quality=40)[:40_000]
    tail = b"Exif\0\0MM\0*\0\0\0\x08\0\0" + inside
    photo = picture("one", "JPEG", quality=95)
    photo = photo[:2] + b"\xff\xe1" + struct.pack(">H", len(tail) + 2) + tail + photo[2:] + inside
    assert photo.count(b"\xff\xd8\xff") == 3
    for made in (
        covered_copy(photo, media.JPEG, (BOX,)),
        page_copy(photo, media.JPEG, 1_600, (BOX,)),
        thumbnail(photo, media.JPEG, (320, 320), (BOX,)),
    ):
        assert made
        assert made.count(b"\xff\xd8") == 1
        assert b"Exif" not in made
        assert not [pixel for pixel in _colours(opened(made)) if max(pixel) - min(pixel) > 60]


def _colours(of: Image.Image) -> list[tuple[int, int, int]]:
    return [colour for _, colour in of.getcolors(1 << 24) or []]  # pyright: ignore[reportReturnType]


def test_boxes_lie_on_the_picture_as_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = BytesIO()
    lying = Image.new("RGB", (200, 100), "white")
    lying.paste((0, 200, 0), (0, 0, 40, 100))
    lying.save(out, "JPEG", exif=exif, quality=95)
    made = opened(covered_copy(out.getvalue(), media.JPEG, (Cover(0, 0, WHOLE, 2_200),)))
    assert made.size == (100, 200)
    assert not [pixel for pixel in _colours(made) if max(pixel) - min(pixel) > 60]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Cover(0, 0, WHOLE, WHOLE), (0, 0, 100, 50)),
        (Cover(-400, -400, 90_000, 90_000), (0, 0, 100, 50)),
        (Cover(20_000, 20_000, 100, 100), (100, 50, 100, 50)),
        (Cover(1_000, 2_000, 1, 1), (9, 9, 12, 12)),
    ],
)
def test_a_box_covers_every_pixel_it_touches_and_no_box_leaves_the_picture(
    box: Cover, expected: tuple[int, int, int, int]
) -> None:
    assert box.pixels(100, 50) == expected
    for look in CoverLook:
        data = picture("one")
        assert covered_copy(data, media.PNG, (Cover(box.left, box.top, box.width, box.height, look),))


def test_the_process_does_the_same() -> None:
    data = picture("one")
    assert worker.covered_copy(data, media.PNG, (BOX,)) == covered_copy(data, media.PNG, (BOX,))
    assert worker.page_copy(data, media.PNG, 300, (BOX,)) == page_copy(data, media.PNG, 300, (BOX,))
    assert worker.thumbnail(data, media.PNG, covers=(BOX,)) == thumbnail(data, media.PNG, covers=(BOX,))
