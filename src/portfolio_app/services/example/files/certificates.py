"""A small PDF of one page, written by hand: Helvetica in WinAnsi, a frame, and lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PAGE = (595, 842)
LEFT = 72
TOP = 730
WRAP_CHARACTERS = 78


@dataclass(frozen=True)
class Line:
    """A line of text with its size in points; ``gap`` is the room above it."""

    text: str
    size: int = 11
    bold: bool = False
    gap: int = 0


def write_pdf(title: str, lines: list[Line], made_on: date, lang: str) -> bytes:
    """Write a PDF of one page."""
    content = _content(lines)
    info = f"<< /Title {_text(title)} /CreationDate (D:{made_on:%Y%m%d}160000Z) >>".encode("cp1252")
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang ({lang}) >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 6 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>" % PAGE,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        info,
    ]
    made, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    made += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(made)


def _content(lines: list[Line]) -> bytes:
    width, height = PAGE
    parts = [f"0.2 0.35 0.4 RG 1.5 w 40 40 {width - 80} {height - 80} re S", "0.1 0.1 0.12 rg"]
    y = TOP
    for line in lines:
        y -= line.gap
        for piece in wrap(line.text, WRAP_CHARACTERS * 11 // line.size):
            font = "F2" if line.bold else "F1"
            parts.append(f"BT /{font} {line.size} Tf {LEFT} {y} Td {_text(piece)} Tj ET")
            y -= round(line.size * 1.45)
    return "\n".join(parts).encode("cp1252")


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines of at most so many characters."""
    import textwrap

    return textwrap.wrap(text, width) or [""]


def _text(text: str) -> str:
    safe = text.encode("cp1252", "replace").decode("cp1252")
    return "(" + safe.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
