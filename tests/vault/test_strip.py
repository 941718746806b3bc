"""A copy to hand over: the same content, without place, device and names."""

from __future__ import annotations

import io
import zipfile

import pytest
from PIL import Image, PngImagePlugin

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media, text
from portfolio_app.vault.strip import strip_metadata
from tests.vault import documents
from tests.vault.documents import docx, exif, halves, jpeg, odt, paragraph, png

NAMES = (b"Saskia", b"Jansen", b"Leerling", b"Lyceum")


def pixels(data: bytes) -> bytes:
    """Return the pixels as they stand in the file."""
    with Image.open(io.BytesIO(data)) as picture:
        return picture.convert("RGBA").tobytes()


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("restart", [0, 2])
def test_a_jpeg_keeps_its_pixels_and_which_way_is_up(progressive: bool, restart: int) -> None:
    source = jpeg(
        halves((640, 480)),
        exif=exif(6),
        comment=b"GeheimCommentaar",
        progressive=progressive,
        restart_marker_blocks=restart,
    )
    assert b"Geheim" in source
    made = strip_metadata(source, media.JPEG)
    assert b"Geheim" not in made
    assert pixels(made) == pixels(source)
    with Image.open(io.BytesIO(made)) as picture:
        assert dict(picture.getexif()) == {0x0112: 6}
        assert picture.getexif().get_ifd(0x8825) == {}


def test_a_jpeg_that_lies_upright_needs_no_exif_at_all() -> None:
    made = strip_metadata(jpeg(exif=exif(1)), media.JPEG)
    assert b"Exif" not in made


def test_a_jpeg_keeps_its_colours() -> None:
    profile = b"\0" * 128 + b"colours"
    made = strip_metadata(jpeg(icc_profile=profile), media.JPEG)
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.info["icc_profile"] == profile
    cmyk = jpeg(halves(mode="CMYK"))
    assert pixels(strip_metadata(cmyk, media.JPEG)) == pixels(cmyk)


def test_what_hangs_behind_a_jpeg_is_left_out() -> None:
    made = strip_metadata(jpeg() + jpeg(exif=exif()) + b"GeheimFilmpje", media.JPEG)
    assert made == strip_metadata(jpeg(), media.JPEG)


def test_a_png_keeps_its_pixels() -> None:
    written = PngImagePlugin.PngInfo()
    written.add_text("Author", "Saskia Jansen")
    written.add_itxt("XML:com.adobe.xmp", "<x>Leerling</x>", zip=False)
    source = png(halves().convert("RGBA"), pnginfo=written, exif=exif(), dpi=(300, 300)) + b"Lyceum"
    made = strip_metadata(source, media.PNG)
    assert pixels(made) == pixels(source)
    assert not any(name in made for name in (*NAMES, b"Geheim"))


def test_a_webp_keeps_its_pixels() -> None:
    out = io.BytesIO()
    halves().save(out, "WEBP", exif=exif().tobytes(), xmp=b"<x>Leerling</x>", lossless=True)
    made = strip_metadata(out.getvalue(), media.WEBP)
    assert pixels(made) == pixels(out.getvalue())
    assert b"Geheim" not in made
    assert b"Leerling" not in made
    with Image.open(io.BytesIO(made)) as picture:
        assert dict(picture.getexif()) == {}


def test_a_heic_keeps_its_pixels() -> None:
    import pi_heif

    pi_heif.register_heif_opener()
    source = (documents.FIXTURES / "phone.heic").read_bytes()
    made = strip_metadata(source, media.HEIC)
    assert b"GeheimeCamera" in source
    assert b"GeheimeCamera" not in made
    assert len(made) == len(source)
    assert pixels(made) == pixels(source)
    with Image.open(io.BytesIO(made)) as picture:
        assert dict(picture.getexif()) == {}


def test_a_document_of_word_keeps_its_words() -> None:
    photo = jpeg(exif=exif(6))
    source = docx(paragraph("Wat ik leerde"), {"word/media/image1.jpg": photo})
    made = strip_metadata(source, media.DOCX)
    assert text.extract(made, media.DOCX) == "Wat ik leerde"
    with zipfile.ZipFile(io.BytesIO(made)) as archive, zipfile.ZipFile(io.BytesIO(source)) as before:
        assert archive.namelist() == before.namelist()
        parts = b"".join(archive.read(name) for name in archive.namelist())
        core = archive.read("docProps/core.xml")
        assert pixels(archive.read("word/media/image1.jpg")) == pixels(photo)
    assert not any(name in parts for name in (*NAMES, b"Geheim"))
    # The type of the date is a name with a prefix inside a value: rewriting the XML would break it.
    assert b'xsi:type="dcterms:W3CDTF"' in core
    assert b"<dc:title>Verslag</dc:title>" in core
    assert b"<dc:creator></dc:creator>" in core


def test_a_document_of_libreoffice_keeps_its_words_and_its_first_part() -> None:
    source = odt("<text:p>Wat ik leerde</text:p>")
    made = strip_metadata(source, media.ODT)
    assert text.extract(made, media.ODT) == "Wat ik leerde"
    assert media.sniff("x", made[:200]) == media.ODT
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        meta = archive.read("meta.xml")
    assert not any(name in meta for name in NAMES)
    assert b"Verslag" in meta


def test_a_large_author_does_not_swallow_the_rest() -> None:
    core = documents.CORE.replace("<dc:creator>", "<dc:creator/><dc:creator>")
    made = strip_metadata(docx(paragraph("x"), {"docProps/core.xml": core}), media.DOCX)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"<dc:title>Verslag</dc:title>" in archive.read("docProps/core.xml")
        assert b"Saskia" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize("media_type", [media.JPEG, media.PNG, media.WEBP, media.HEIC, media.DOCX, media.ODT])
@pytest.mark.parametrize("data", [b"", b"rubbish" * 50, jpeg()[:200], png()[:50]])
def test_a_file_that_is_not_understood_is_not_passed_off_as_clean(media_type: str, data: bytes) -> None:
    with pytest.raises(UserError, match="metadata-stays"):
        strip_metadata(data, media_type)


def test_other_kinds_stay_as_they_are() -> None:
    for media_type in (media.PDF, media.MP3, media.MP4, media.M4A, media.EMAIL, media.UNKNOWN):
        assert strip_metadata(b"anything", media_type) == b"anything"
