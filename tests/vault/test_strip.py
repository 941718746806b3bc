"""A copy to hand over: the same content, without place, device and names."""

from __future__ import annotations

import io
import struct
import tracemalloc
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


@pytest.mark.parametrize("kept", [0.5, 0.9])
@pytest.mark.parametrize("end", [b"", b"\xff", b"\xff\x00"])
def test_a_jpeg_that_was_cut_off_tells_nothing_either(kept: float, end: bytes) -> None:
    picture = Image.effect_noise((200, 150), 80)
    source = jpeg(picture, exif=exif(6), comment=b"GeheimCommentaar")
    source = source[: int(len(source) * kept)] + end
    made = strip_metadata(source, media.JPEG)
    assert b"Geheim" not in made
    assert made.endswith(b"\xff\xd9")
    scan = source.index(b"\xff\xda")
    assert source[scan:].removesuffix(b"\xff") in made
    assert strip_metadata(made, media.JPEG) == made


def test_a_jpeg_of_which_only_the_head_came_in_is_not_passed_off_as_clean() -> None:
    source = jpeg(exif=exif())
    for octets in range(2, source.index(b"\xff\xda")):
        with pytest.raises(UserError, match="metadata-stays"):
            strip_metadata(source[:octets], media.JPEG)


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


def test_who_remarked_on_a_document_of_word_is_not_told() -> None:
    remarks = (
        f'<w:comments xmlns:w="{documents.W}"><w:comment w:id="3" w:author="Saskia &gt; Jansen" w:initials=\'SJ\' '
        'w:date="2026-01-01T10:00:00Z"><w:p><w:r><w:t>Mooi w:author="zo" gezegd</w:t></w:r></w:p></w:comment>'
        "</w:comments>"
    )
    people = (
        '<w15:people><w15:person w15:author="Saskia Jansen"><w15:presenceInfo w15:providerId="AD" '
        'w15:userId="S::sjansen"/></w15:person></w15:people>'
    )
    changed = (
        '<w:p><w:ins w:id="1" w:author="Saskia Jansen" w:date="2026-01-01T10:00:00Z" '
        'w16du:dateUtc="2026-01-01T09:00:00Z">'
        '<w:r><w:t xml:space="preserve">Wat ik leerde</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="Leerling Tim"><w:r><w:delText>Weg</w:delText></w:r></w:del></w:p>'
    )
    made = strip_metadata(docx(changed, {"word/comments.xml": remarks, "word/people.xml": people}), media.DOCX)
    assert "Wat ik leerde" in text.extract(made, media.DOCX)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    whole = b"".join(parts.values())
    for told in (*NAMES, b"SJ", b"sjansen", b"2026-01-01T10", b"2026-01-01T09"):
        assert told not in whole
    assert b'<w:comment w:id="3" w:author="" w:initials="">' in parts["word/comments.xml"]
    assert b'Mooi w:author="zo" gezegd' in parts["word/comments.xml"]
    assert b'<w:ins w:id="1" w:author="">' in parts["word/document.xml"]
    assert b'<w:t xml:space="preserve">' in parts["word/document.xml"]


def test_who_remarked_on_slides_and_sheets_is_not_told() -> None:
    slides = {
        "[Content_Types].xml": "<Types/>",
        "ppt/commentAuthors.xml": '<p:cmAuthor id="0" name="Saskia Jansen" initials="SJ" lastIdx="1"/>',
        "ppt/comments/comment1.xml": '<p:cm authorId="0" dt="2026-01-01T10:00:00"><p:text>Mooi</p:text></p:cm>',
        "ppt/comments/modernComment1.xml": '<p188:cm id="{2}" authorId="{1}" created="2026-01-01T10:00:00.000"/>',
        "ppt/authors.xml": '<p188:author id="{1}" name="Saskia Jansen" initials="SJ" userId="sjansen" providerId=""/>',
        "ppt/slides/slide1.xml": '<p:cNvPr id="1" name="Titel 1"/><p:hf dt="0"/>',
    }
    sheets = {
        "[Content_Types].xml": "<Types/>",
        "xl/comments1.xml": "<comments><authors><author>Saskia Jansen</author></authors></comments>",
        "xl/persons/person.xml": '<person displayName="Saskia Jansen" id="{1}" userId="sjansen" providerId="AD"/>',
        "xl/tables/table1.xml": '<table displayName="Tabel1"/>',
        "xl/workbook.xml": '<x15ac:absPath url="C:\\Users\\Saskia\\"/><sheet name="Blad1"/>',
    }
    kept = {media.PPTX: (b'name="Titel 1"', b'<p:hf dt="0"/>'), media.XLSX: (b'displayName="Tabel1"', b'name="Blad1"')}
    for parts, media_type in ((slides, media.PPTX), (sheets, media.XLSX)):
        made = strip_metadata(documents.zipped(dict(parts)), media_type)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist())
        for told in (*NAMES, b'"SJ"', b"sjansen", b"2026-01-01"):
            assert told not in whole
        assert all(told in whole for told in kept[media_type])


def test_who_remarked_on_a_document_of_libreoffice_is_not_told() -> None:
    source = odt(
        "<text:tracked-changes><text:changed-region><text:insertion><office:change-info><dc:creator>Leerling Tim"
        "</dc:creator><dc:date>2026-01-01T10:00:00</dc:date></office:change-info></text:insertion>"
        '</text:changed-region></text:tracked-changes><text:p>Wat ik<office:annotation office:name="a"><dc:creator>'
        "Saskia Jansen</dc:creator><dc:date>2026-01-01T10:00:00</dc:date><meta:creator-initials>SJ"
        "</meta:creator-initials><text:p>Mooi</text:p></office:annotation> leerde</text:p>"
    )
    made = strip_metadata(source, media.ODT)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        content = archive.read("content.xml")
    for told in (*NAMES, b"SJ", b"2026-01-01"):
        assert told not in content
    assert b"<text:p>Mooi</text:p></office:annotation> leerde" in content
    assert content.count(b"<dc:date>1970-01-01T00:00:00</dc:date>") == 2


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


BOX = struct.Struct(">I4s")


def box(kind: bytes, *inside: bytes) -> bytes:
    """A box of a HEIC file."""
    body = b"".join(inside)
    return BOX.pack(8 + len(body), kind) + body


def heic(widths: bytes, items: int, extents: int, stretch: bytes = b"", more: bytes = b"") -> bytes:
    """A HEIC of which the first item is Exif; every item has so many stretches of octets."""
    kinds = box(b"iinf", struct.pack(">IH", 0, 1), box(b"infe", struct.pack(">IHH4sx", 2 << 24, 1, 0, b"Exif")))
    item = struct.pack(">HHH", 1, 0, extents) + stretch * extents
    places = box(b"iloc", bytes(4), widths, struct.pack(">H", items), item * items)
    return box(b"ftyp", b"heic") + box(b"meta", bytes(4), kinds, places) + more


@pytest.mark.parametrize(
    "data",
    [
        heic(b"\0\0", 20_000, 65_535),
        heic(b"\0\0", 1, 2),
        heic(b"\x44\0", 2, 5_001, bytes(8)),
        heic(b"\x44\0", 1, 9_000, struct.pack(">II", 0, 1 << 20), bytes(1 << 20)),
        box(b"ftyp", b"heic") + box(b"free") * 10_001 + heic(b"\x44\0", 1, 1, bytes(8)),
    ],
    ids=["no width", "no width, two", "stretches", "one over the other", "boxes"],
)
def test_a_heic_meant_to_do_harm_is_not_understood(data: bytes) -> None:
    with pytest.raises(UserError, match="metadata-stays"):
        strip_metadata(data, media.HEIC)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("docProps/custom.xml", b"<property>" * 90_000),
        ("docProps/custom.xml", b"<a:property>" * 40_000 + b"</b:property>" * 40_000),
        ("docProps/core.xml", b"<dc:creator>" * 80_000),
        ("docProps/core.xml", b"<dc:creator></dc:creator" * 40_000),
        ("docProps/custom.xml", b"<Properties/>" + b" " * (1 << 20)),
        ("word/document.xml", b"<!--" * 1_000_000),
        ("word/document.xml", b"<w><![CDATA[" * 500_000),
        ("content.xml", b"<office:annotation>" * 500_000),
        ("word/media/image1.jpeg", jpeg()[:200]),
    ],
)
def test_a_document_meant_to_do_harm_is_not_understood(part: str, content: bytes) -> None:
    with pytest.raises(UserError, match="metadata-stays"):
        strip_metadata(documents.zipped({part: content}), media.DOCX)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("docProps/core.xml", b"<dc:creator " * 80_000),
        ("word/document.xml", b'<w:p w:a="b"' + b" " * 2_000_000 + b"/>"),
        ("word/document.xml", b"<w:p w:a=" * 500_000),
        ("xl/comments1.xml", b"<author " * 500_000),
        ("content.xml", b"<office:annotation>" + b"<dc:date " * 500_000 + b"</office:annotation>"),
    ],
)
def test_a_strange_document_takes_time_as_its_length_does(part: str, content: bytes) -> None:
    assert strip_metadata(documents.zipped({part: content}), media.DOCX)


def test_a_document_takes_memory_for_one_part_at_most() -> None:
    large = documents.zipped({"word/media/film.bin": bytes(100 << 20), "word/document.xml": paragraph("x")})
    tracemalloc.start()
    made = strip_metadata(large, media.DOCX)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.getinfo("word/media/film.bin").file_size == 100 << 20


@pytest.mark.parametrize(("part", "mebibytes"), [("word/document.xml", 33), ("word/media/film.bin", 257)])
def test_a_document_that_unpacks_to_far_more_is_left_as_it_is(part: str, mebibytes: int) -> None:
    bomb = documents.zipped({part: bytes(mebibytes << 20)})
    with pytest.raises(UserError, match="metadata-stays"):
        strip_metadata(bomb, media.DOCX)


def test_other_kinds_stay_as_they_are() -> None:
    for media_type in (media.PDF, media.MP3, media.MP4, media.M4A, media.EMAIL, media.UNKNOWN):
        assert strip_metadata(b"anything", media_type) == b"anything"
