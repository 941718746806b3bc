"""Documents, tables, notes, e-mails and sounds: the smallest valid file of each kind, with meaningful contents."""

from __future__ import annotations

import io
import math
import struct
import wave
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from xml.sax.saxutils import escape

RATE = 8000
LOUDNESS = 9000
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def _zip(parts: Sequence[tuple[str, str, bool]], made_on: date) -> bytes:
    """Pack parts (name, text, compressed) with the day they were made, so that the bytes are always the same."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text, compressed in parts:
            info = zipfile.ZipInfo(name, (made_on.year, made_on.month, made_on.day, 16, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
            info.create_system = 3
            archive.writestr(info, text)
    return target.getvalue()


def docx(title: str, paragraphs: Sequence[str], made_on: date) -> bytes:
    """A Word document with a title and paragraphs."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = f'<w:p><w:r><w:rPr><w:b/><w:sz w:val="32"/></w:rPr><w:t>{escape(title)}</w:t></w:r></w:p>' + "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' for text in paragraphs
    )
    types = (
        f'{head}<Types xmlns="{kinds}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}"/></Types>'
    )
    rels = (
        f'{head}<Relationships xmlns="{relations}">'
        f'<Relationship Id="rId1" Type="{main}" Target="word/document.xml"/></Relationships>'
    )
    document = f'{head}<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
    parts = [("[Content_Types].xml", types, True), ("_rels/.rels", rels, True), ("word/document.xml", document, True)]
    return _zip(parts, made_on)


def odt(title: str, paragraphs: Sequence[str], made_on: date) -> bytes:
    """An OpenDocument text with a title and paragraphs."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    media = "application/vnd.oasis.opendocument.text"
    spaces = f'xmlns:office="{_OFFICE}" xmlns:text="{_ODF_TEXT}" office:version="1.3"'
    body = f'<text:h text:outline-level="1">{escape(title)}</text:h>' + "".join(
        f"<text:p>{escape(text)}</text:p>" for text in paragraphs
    )
    content = (
        f"{head}<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = (
        f'{head}<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    # The media type comes first and uncompressed: that is how programs recognise the file.
    parts = [("mimetype", media, False), ("content.xml", content, True), ("META-INF/manifest.xml", manifest, True)]
    return _zip(parts, made_on)


def table(rows: Sequence[str]) -> bytes:
    """A table of rows with semicolons, as spreadsheets write it; the mark at the start keeps accents right."""
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()


def note(title: str, lines: Sequence[str]) -> bytes:
    """A plain text."""
    return (title + "\n\n" + "\n".join(lines) + "\n").encode()


def mail(lines: Sequence[str], to: tuple[str, str], sent_on: date, ident: str) -> bytes:
    """An e-mail. The lines are: subject, sender, address, then the text."""
    from email.headerregistry import Address
    from email.utils import format_datetime

    subject, sender, address, *text = lines
    user, _, domain = address.partition("@")
    to_user, _, to_domain = to[1].partition("@")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender, user, domain)
    message["To"] = Address(to[0], to_user, to_domain)
    message["Subject"] = subject
    message["Date"] = format_datetime(datetime.combine(sent_on, time(15, 12), UTC))
    message["Message-ID"] = f"<{ident}@{domain}>"
    message.set_content("\n\n".join(text) + "\n", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()


def sound(kind: str) -> bytes:
    """A short sound: a bell for quiet, eight counts, or a clapping rhythm."""
    samples = _SOUNDS[kind]()
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return target.getvalue()


def _tone(pitch: float, seconds: float, fading: float) -> list[int]:
    """A tone that dies away; ``fading`` is how fast."""
    return [
        round(LOUDNESS * math.exp(-fading * at / RATE) * math.sin(2 * math.pi * pitch * at / RATE))
        for at in range(round(seconds * RATE))
    ]


def _bell() -> list[int]:
    return [round((low + high) / 2) for low, high in zip(_tone(880, 3, 1.4), _tone(1318, 3, 2.2), strict=True)]


def _counts() -> list[int]:
    return [sample for number in range(8) for sample in _tone(660 if number else 990, 1, 18)]


def _rhythm() -> list[int]:
    beats = (0.5, 0.25, 0.25, 0.5, 0.5)
    return [sample for _ in range(2) for beat in beats for sample in _tone(1200, beat, 40)]


_SOUNDS: dict[str, Callable[[], list[int]]] = {"bell": _bell, "counts": _counts, "rhythm": _rhythm}
