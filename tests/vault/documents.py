"""Real files of the kinds that teachers have, made on the spot; and some that mean harm."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "vault"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" '
    'xmlns:dcterms="urn:terms" xmlns:xsi="urn:xsi"><dc:title>Verslag</dc:title><dc:creator>Saskia Jansen</dc:creator>'
    "<cp:lastModifiedBy>Leerling Tim</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)
APP = '<Properties xmlns="urn:app"><Company>Het Grote Lyceum</Company><Manager/><Pages>2</Pages></Properties>'
CUSTOM = '<Properties xmlns="urn:c"><property name="geheim"><vt:lpwstr>Leerling Tim</vt:lpwstr></property></Properties>'
META = (
    '<office:document-meta xmlns:office="urn:o" xmlns:meta="urn:m" xmlns:dc="urn:dc"><office:meta>'
    "<meta:initial-creator>Saskia Jansen</meta:initial-creator><dc:creator>Leerling Tim</dc:creator>"
    '<meta:user-defined meta:name="Info">Het Grote Lyceum</meta:user-defined><dc:title>Verslag</dc:title>'
    "</office:meta></office:document-meta>"
)


def zipped(parts: dict[str, str | bytes], stored_first: bool = False) -> bytes:
    """Return a ZIP file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(parts.items()):
            stored = stored_first and number == 0
            archive.writestr(name, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body: str, more: dict[str, str | bytes] | None = None) -> bytes:
    """Return a document of Word; ``body`` is XML."""
    document = f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    parts: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    return zipped(
        {**parts, "docProps/core.xml": CORE, "docProps/app.xml": APP, "docProps/custom.xml": CUSTOM, **(more or {})}
    )


def paragraph(*runs: str) -> str:
    """Return a paragraph of Word in several runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def odt(body: str) -> bytes:
    """Return a document of LibreOffice; ``body`` is XML."""
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:o" xmlns:text="urn:t">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped({"mimetype": kind, "content.xml": content, "meta.xml": META}, stored_first=True)


def pdf(*pages: str) -> bytes:
    """Return a PDF with a line of text on each page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    for text in pages:
        canvas.drawString(20, 350, text)
        canvas.setFillColorRGB(0, 0, 0.8)
        canvas.rect(0, 0, 300, 100, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def heavy_pdf(octets: int) -> bytes:
    """Return a small PDF whose one page unpacks to ``octets`` of text operators."""
    packer = zlib.compressobj(9)
    piece = b"BT /F1 9 Tf 1 1 Td (spam) Tj ET " * 2048
    packed = b"".join(packer.compress(piece) for _ in range(octets // len(piece))) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    data = b"%PDF-1.7\n"
    places: list[int] = []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>startxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def halves(size: tuple[int, int] = (96, 64), mode: str = "RGB") -> Image.Image:
    """Return a picture that is red at the left and blue at the right, so that a turn shows."""
    picture = Image.new("RGB", size, (200, 30, 30))
    picture.paste((30, 30, 200), (size[0] // 2, 0, *size))
    return picture.convert(mode)


def exif(orientation: int = 6) -> Image.Exif:
    """Return what a phone writes: which way is up, the device, the place."""
    written = Image.Exif()
    written[0x0112] = orientation
    written[0x010F] = "GeheimeCamera"
    written.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 1.0)})
    return written


def jpeg(picture: Image.Image | None = None, **options: object) -> bytes:
    """Return a JPEG."""
    out = io.BytesIO()
    (picture or halves()).save(out, "JPEG", **{"quality": 92, **options})
    return out.getvalue()


def png(picture: Image.Image | None = None, **options: object) -> bytes:
    """Return a PNG."""
    out = io.BytesIO()
    (picture or halves()).save(out, "PNG", **options)
    return out.getvalue()


def png_bomb(width: int, height: int) -> bytes:
    """Return a few octets that claim to be a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def email() -> bytes:
    """Return a letter with a plain and a rich body and an attachment."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "Bedankt voor je les — coöperatief"
    message["From"] = "Ouder <ouder@example.org>"
    message["To"] = "docent@example.org"
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Mijn zoon vertelde enthousiast over de proef.")
    message.add_alternative("<p>Mijn zoon <b>vertelde</b></p><script>weg()</script>", subtype="html")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="bijlage.bin")
    return message.as_bytes()
