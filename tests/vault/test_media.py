"""What kind of file is it: the content decides, the name helps."""

from __future__ import annotations

import io
import wave

import pytest

from portfolio_app.vault import media
from portfolio_app.vault.media import sniff
from tests.vault import documents


def wav() -> bytes:
    """Return a short sound."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(1600))
    return out.getvalue()


def picture(kind: str) -> bytes:
    """Return a picture in a format that Pillow writes."""
    out = io.BytesIO()
    documents.halves().save(out, kind)
    return out.getvalue()


REAL = [
    (documents.pdf("x"), media.PDF),
    (b"\r\n" + documents.pdf("x"), media.PDF),
    (documents.jpeg(), media.JPEG),
    (documents.png(), media.PNG),
    (picture("GIF"), media.GIF),
    (picture("WEBP"), media.WEBP),
    ((documents.FIXTURES / "phone.heic").read_bytes(), media.HEIC),
    (documents.docx(documents.paragraph("x")), media.DOCX),
    (documents.odt("<text:p>x</text:p>"), media.ODT),
    (documents.zipped({"[Content_Types].xml": "", "ppt/slides/slide1.xml": ""}), media.PPTX),
    (documents.zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), media.XLSX),
    (documents.zipped({"foto.txt": "x"}), media.ZIP),
    (wav(), media.WAV),
    (b"ID3\x04" + bytes(20), media.MP3),
    (b"\0\0\0\x20ftypM4A \0\0\0\0", media.M4A),
    (b"\0\0\0\x20ftypisom\0\0\0\0", media.MP4),
    (b"\0\0\0\x14ftypqt  \0\0\0\0", media.MOV),
]


@pytest.mark.parametrize(("data", "expected"), REAL, ids=[kind for _, kind in REAL])
@pytest.mark.parametrize("name", ["bestand", "verkeerd.txt", "verkeerd.jpg"])
def test_the_content_decides_whatever_the_name(name: str, data: bytes, expected: str) -> None:
    assert sniff(name, data[: media.HEAD_OCTETS]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lijst.CSV", media.CSV),
        ("notitie.txt", media.TEXT),
        ("les.md", media.MARKDOWN),
        ("brief.eml", media.EMAIL),
        ("README", media.TEXT),
        ("vreemd.xyz", media.UNKNOWN),
        ("foto.jpg", media.UNKNOWN),
        ("verslag.docx", media.UNKNOWN),
    ],
)
def test_written_text_is_what_its_name_says(name: str, expected: str) -> None:
    assert sniff(name, "naam;cijfer\r\nZoë;7,5\r\n".encode()) == expected


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a"])
def test_what_holds_zeros_is_no_text(name: str) -> None:
    assert sniff(name, b"abc\0\0\1\2") == media.UNKNOWN


def test_a_letter_without_a_name_is_known_by_its_headers() -> None:
    assert sniff("bedankje", documents.email()) == media.EMAIL


def test_text_in_utf_16_is_text() -> None:
    assert sniff("a.txt", "Zoë".encode("utf-16")) == media.TEXT


def test_mp3_without_a_tag_needs_its_name() -> None:
    assert sniff("opname.mp3", b"\xff\xfb\x90\x00" + bytes(40)) == media.MP3
    assert sniff("opname", b"\xff\xfb\x90\x00" + bytes(40)) == media.UNKNOWN


@pytest.mark.parametrize("head", [b"", b"P", b"PK", b"RIFF", b"\xff", b"\0\0\0\x20ftyp"])
def test_the_shortest_files_are_no_trouble(head: bytes) -> None:
    assert isinstance(sniff("", head), str)
