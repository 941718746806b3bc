"""A covered picture on its way out: nothing of what is under a box is in the document or in its attachments."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from portfolio_app.domain.covers import WHOLE, Cover, CoverLook
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible, with_covers
from portfolio_app.domain.selection import Audience, Carry
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from tests.services.helpers import activity, profile, saved

SECRET = (250, 10, 240)
LEFT_HALF = Cover(0, 0, 5_000, WHOLE)


def photo(services: Services, folder: Path, name: str = "bord.jpg", *, title: str = "Het bord") -> Evidence:
    """A photo of which the left half must not be seen, taken in and answered."""
    made = Image.new("RGB", (400, 300), (200, 205, 210))
    made.paste(SECRET, (0, 0, 200, 300))
    path = folder / name
    made.save(path, quality=95)
    about = activity(services)
    item = services.evidence.add(path, about=about, title=title).evidence
    return saved(services, replace(item, pupils=PupilsVisible.NO, alternative_text="Het bord na de les"))


def exported(
    services: Services, folder: Path, carry: Carry = Carry.FITTING
) -> tuple[dict[str, bytes], list[Image.Image]]:
    """The attachments by name, and every picture on the pages."""
    out = folder / "portfolio.pdf"
    services.exports.export(replace(services.choosing.default(Audience.MENTOR), carry=carry), out)
    with pikepdf.open(out) as pdf:
        files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        pictures = [
            pikepdf.PdfImage(item).as_pil_image().convert("RGB")
            for item in pdf.objects
            if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
        ]
    return files, pictures


def secrets(picture: Image.Image) -> int:
    """How many pixels show something of the colour under the box."""
    return sum(1 for red, green, _ in _pixels(picture) if red - green > 60)


def _pixels(picture: Image.Image) -> list[tuple[int, int, int]]:
    data = picture.convert("RGB").tobytes()
    return [(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)]


@pytest.mark.parametrize("carry", [Carry.FITTING, Carry.INSIDE, Carry.MAIL])
def test_pixels_under_a_box_are_in_no_copy_that_goes_out(services: Services, tmp_path: Path, carry: Carry) -> None:
    profile(services)
    item = photo(services, tmp_path)
    files, pictures = exported(services, tmp_path, carry)
    assert secrets(Image.open(BytesIO(files["bord.jpg"])))
    assert any(secrets(one) for one in pictures)
    covered = saved(services, with_covers(item, (LEFT_HALF,), PupilsVisible.NO))
    files, pictures = exported(services, tmp_path, carry)
    copy = files["bord.jpg"]
    assert Image.open(BytesIO(copy)).size == (400, 300)
    assert b"Exif" not in copy
    assert copy.count(b"\xff\xd8") == 1
    assert pictures
    assert [secrets(one) for one in (Image.open(BytesIO(copy)), *pictures)] == [0] * (len(pictures) + 1)
    # The file itself is as it was, and so it looks to her.
    original = services.evidence.read(covered)
    assert original == (tmp_path / "bord.jpg").read_bytes()
    bare = services.evidence.bare_page_copy(covered)
    assert bare
    assert secrets(Image.open(BytesIO(bare)))


def test_other_boxes_make_other_copies_and_none_gives_the_whole_picture_back(
    services: Services, tmp_path: Path
) -> None:
    item = photo(services, tmp_path)
    half = replace(item, covers=(LEFT_HALF,))
    quarter = replace(item, covers=(Cover(0, 0, 2_500, WHOLE),))
    blurred = replace(item, covers=(replace(LEFT_HALF, look=CoverLook.BLUR),))
    handed = [services.composing.handed(one)[0] for one in (item, half, quarter, blurred, half)]
    assert len(set(handed)) == 4
    assert handed[1] == handed[4]
    assert [services.evidence.page_copy(one) for one in (half, quarter)] == [
        services.evidence.page_copy(one) for one in (half, quarter)
    ]
    assert services.evidence.page_copy(half) != services.evidence.page_copy(quarter)
    assert services.evidence.page_copy(half) != services.evidence.page_copy(item)


def test_the_same_file_in_two_records_is_covered_where_it_was_covered(services: Services, tmp_path: Path) -> None:
    profile(services)
    item = photo(services, tmp_path)
    saved(services, with_covers(item, (LEFT_HALF,), PupilsVisible.NO))
    twin = replace(item, id=services.records.new_id(), title="Nog eens het bord", pupils=PupilsVisible.YES)
    saved(services, twin)
    selection = replace(services.choosing.default(Audience.MENTOR), chosen=frozenset({twin.id}))
    shown = services.composing.composed(selection, Translator("nl"), None)[2].pictures
    assert len(shown) == 2
    assert sorted(secrets(Image.open(BytesIO(data))) > 0 for data in shown.values()) == [False, True]


def test_a_picture_of_another_kind_goes_out_as_what_it_is_drawn_as(services: Services, tmp_path: Path) -> None:
    profile(services)
    item = photo(services, tmp_path, "bord.webp")
    saved(services, with_covers(item, (LEFT_HALF,), PupilsVisible.NO))
    files, _ = exported(services, tmp_path)
    assert Image.open(BytesIO(files["bord.jpg"])).format == "JPEG"


def test_what_cannot_be_covered_stops_the_export_by_name(services: Services, tmp_path: Path) -> None:
    profile(services)
    path = tmp_path / "kapot.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 geen foto")
    item = services.evidence.add(path, about=activity(services), title="Een kapotte foto").evidence
    saved(services, with_covers(item, (LEFT_HALF,), PupilsVisible.NO))
    with pytest.raises(UserError, match="covering-failed") as caught:
        services.exports.export(services.choosing.default(Audience.MENTOR), tmp_path / "uit.pdf")
    assert caught.value.about == "Een kapotte foto"
    assert not (tmp_path / "uit.pdf").exists()


def test_boxes_are_in_the_history_and_undo_takes_them_back(services: Services, tmp_path: Path) -> None:
    item = photo(services, tmp_path)
    saved(services, with_covers(item, (LEFT_HALF,), PupilsVisible.NO))
    services.undo.undo()
    assert services.records.get(Evidence, item.id) == item
    services.undo.redo()
    found = services.records.get(Evidence, item.id)
    assert found
    assert found.covers == (LEFT_HALF,)
    covered = [getattr(version.record, "covers", None) for version in services.history.versions("evidence", item.id)]
    assert {(), (LEFT_HALF,)} == set(covered)
