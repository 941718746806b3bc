"""What kind of file is it? The first octets decide; the name only where they can't tell."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

UNKNOWN: Final = "application/octet-stream"
PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
GIF: Final = "image/gif"
WEBP: Final = "image/webp"
HEIC: Final = "image/heic"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
CSV: Final = "text/csv"
TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"
EMAIL: Final = "message/rfc822"
ZIP: Final = "application/zip"
WAV: Final = "audio/wav"
MP3: Final = "audio/mpeg"
M4A: Final = "audio/mp4"
MP4: Final = "video/mp4"
MOV: Final = "video/quicktime"

HEAD_OCTETS: Final = 8192
"""How much of the beginning `sniff` wants to see."""

_MAGIC: Final = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"ID3", MP3),
)
_RIFF: Final = {b"WEBP": WEBP, b"WAVE": WAV}
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_OFFICE: Final = ((b"word/", DOCX), (b"ppt/", PPTX), (b"xl/", XLSX))
_ZIPPED: Final = {".docx": DOCX, ".pptx": PPTX, ".xlsx": XLSX, ".odt": ODT}
_WRITTEN: Final = {
    ".csv": CSV,
    ".txt": TEXT,
    ".text": TEXT,
    ".log": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".eml": EMAIL,
}
_MAIL_HEADERS: Final = (b"received:", b"return-path:", b"delivered-to:", b"message-id:", b"mime-version:", b"from:")
_PDF_WITHIN: Final = 1024
_MPEG_SYNC: Final = 0xE0
_FEW_PAIRS: Final = 4


def sniff(file_name: str, head: bytes) -> str:
    """Return the media type of a file from its name and first octets (`HEAD_OCTETS` are plenty)."""
    suffix = PurePath(file_name).suffix.lower()
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12])
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(suffix, head)
    # Some programs put a few octets before the header; readers accept it within the first kilobyte.
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return PDF
    if suffix == ".mp3" and len(head) > 1 and head[0] == 0xFF and head[1] & _MPEG_SYNC == _MPEG_SYNC:
        return MP3
    return _written(suffix, head)


def wide_text(head: bytes) -> str:
    """The encoding of a text in two octets a character that has no mark saying so; "" when it is none.

    What people write here is mostly Latin, so nearly every second octet is zero, and the others never are.
    """
    pairs = len(head) // 2
    if pairs < _FEW_PAIRS or (len(head) % 2 and len(head) != HEAD_OCTETS):
        return ""
    even, odd = head[0 : pairs * 2 : 2].count(0), head[1 : pairs * 2 : 2].count(0)
    if even * 10 >= pairs * 9 and not odd:
        return "utf-16-be"
    return "utf-16-le" if odd * 10 >= pairs * 9 and not even else ""


def _boxed(brand: bytes) -> str:
    if brand in _HEIC_BRANDS:
        return HEIC
    if brand in (b"M4A ", b"M4B "):
        return M4A
    return MOV if brand == b"qt  " else MP4


def _zipped(suffix: str, head: bytes) -> str:
    if b"mimetype" + ODT.encode() in head[:256]:
        return ODT
    if b"mimetypeapplication/" in head[:256]:
        return ZIP
    if b"[Content_Types].xml" in head or suffix in _ZIPPED:
        for folder, media_type in _OFFICE:
            if folder in head:
                return media_type
        return _ZIPPED.get(suffix, ZIP)
    return ZIP


def _written(suffix: str, head: bytes) -> str:
    with_mark = head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0\xfe\xff"))
    if not with_mark and suffix in _WRITTEN and wide_text(head):
        return _WRITTEN[suffix]
    if not with_mark and any(sign < 32 and sign not in b"\t\n\r\f\x1b" for sign in head):
        return UNKNOWN
    if suffix in _WRITTEN:
        return _WRITTEN[suffix]
    lines = head[:_PDF_WITHIN].lower().splitlines()
    if sum(line.startswith(_MAIL_HEADERS) for line in lines) > 1:
        return EMAIL
    try:
        # The last sign may be cut in two by the end of the head.
        (head[:-3] if len(head) > 3 else head).decode("utf-8")
    except UnicodeDecodeError:
        return UNKNOWN
    return TEXT if head and not suffix else UNKNOWN
