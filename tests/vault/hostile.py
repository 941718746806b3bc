"""Files that mean harm, made on the spot; each small on disk. Names say what is wrong with them."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

from portfolio_app.vault import media
from tests.vault import documents

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d ['
    '<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><d><p><t>&i;</t></p></d>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d><p><t>&x;</t></p></d>'


def bomb(name: str, octets: int) -> bytes:
    """A ZIP with one part that unpacks to far more than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        piece = b"<w:p><w:r><w:t>spam</w:t></w:r></w:p>" * 4096
        part.write(b"<w:document>")
        for _ in range(octets // len(piece)):
            part.write(piece)
    return out.getvalue()


def nested(depth: int) -> bytes:
    """A ZIP in a ZIP in a ZIP …, called a document."""
    data = bomb("word/document.xml", 1 << 20)
    for _ in range(depth):
        data = documents.zipped({"word/document.xml": data, "[Content_Types].xml": "<Types/>"})
    return data


def deep_xml(depth: int) -> bytes:
    """A document whose elements stand in each other, very deep."""
    return documents.zipped({"word/document.xml": "<p>" * depth + "<t>diep</t>" + "</p>" * depth})


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these objects, the first being its catalogue."""
    data, places = b"%PDF-1.7\n", list[int]()
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (
        count, table, count, len(data),
    )  # fmt: skip


def looping_pdf() -> bytes:
    """A PDF whose tree of pages leads back to itself."""
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>")


def deep_pdf(depth: int) -> bytes:
    """A PDF with arrays in arrays."""
    return pdf_of(b"<</Type/Catalog/Pages 2 0 R/X %s%s>>" % (b"[" * depth, b"]" * depth), b"<</Type/Pages/Kids[]>>")


def form_in_itself() -> bytes:
    """A PDF page that draws a form that draws itself, twice."""
    content = b"/F Do /F Do"
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length %d>>stream\n%s\nendstream"
    )
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R/Resources<</XObject<</F 4 0 R>>>>>>",
        form % (len(content), content),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
    )


def huge_page() -> bytes:
    """A PDF page as large as a country."""
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]>>",
    )


def bad_font() -> bytes:
    """A PDF with a font of rubbish."""
    rubbish = random.Random(7).randbytes(4096)
    return pdf_of(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length 30>>stream\nBT /F1 12 Tf 9 9 Td (hoi) Tj ET\nendstream",
        b"<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor 6 0 R/FirstChar 0/LastChar 255>>",
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontFile2 7 0 R>>",
        b"<</Length %d/Length1 %d>>stream\n%s\nendstream" % (len(rubbish), len(rubbish), rubbish),
    )


def png_of_text(octets: int) -> bytes:
    """A picture of one pixel with a comment that unpacks to far more than it is."""
    whole = documents.png(documents.halves((1, 1)))
    packed = zlib.compress(b"a" * octets, 9)
    body = b"zTXt" + b"Comment\0\0" + packed
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return whole[:33] + chunk + whole[33:]


@cache
def samples() -> tuple[tuple[str, bytes, str], ...]:
    """A name, the content, and what it is taken for."""
    return tuple(_samples())


def _samples() -> Iterator[tuple[str, bytes, str]]:
    yield "bomb.docx", bomb("word/document.xml", 80 << 20), media.DOCX
    yield "bomb.odt", bomb("content.xml", 80 << 20), media.ODT
    yield "nested.docx", nested(6), media.DOCX
    yield "laughs.docx", documents.zipped({"word/document.xml": LAUGHS}), media.DOCX
    yield "laughs.odt", documents.zipped({"content.xml": LAUGHS, "meta.xml": LAUGHS}), media.ODT
    yield "outside.docx", documents.zipped({"word/document.xml": OUTSIDE, "docProps/core.xml": OUTSIDE}), media.DOCX
    yield "deep.docx", deep_xml(500_000), media.DOCX
    yield "line.png", documents.png_bomb(1, 1_000_000_000), media.PNG
    yield "square.png", documents.png_bomb(60_000, 60_000), media.PNG
    yield "comment.png", png_of_text(80 << 20), media.PNG
    yield "cut.jpg", documents.jpeg()[:200], media.JPEG
    yield "rubbish.heic", b"\0\0\0\x18ftypheic" + random.Random(3).randbytes(5000), media.HEIC
    yield "loop.pdf", looping_pdf(), media.PDF
    yield "deep.pdf", deep_pdf(200_000), media.PDF
    yield "itself.pdf", form_in_itself(), media.PDF
    yield "country.pdf", huge_page(), media.PDF
    yield "font.pdf", bad_font(), media.PDF
    yield "endless.pdf", documents.heavy_pdf(60 << 20), media.PDF
    yield "endless.txt", b"a" * (70 << 20), media.TEXT
    yield "empty.pdf", b"", media.PDF


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """A file with some octets changed, cut out, doubled or cut off."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made) or 1)
        way = chance.randrange(4)
        if way == 0 and made:
            made[at % len(made)] = chance.randrange(256)
        elif way == 1:
            del made[at : at + chance.randint(1, 64)]
        elif way == 2:
            made[at:at] = made[at : at + chance.randint(1, 64)]
        elif chance.random() < 0.3:
            del made[at:]
    return bytes(made)
