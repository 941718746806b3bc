"""Whether a filled field shows what it holds: viewers paint the appearance, programs read the value."""

from __future__ import annotations

import re
from typing import Any, Final

_SHOW: Final = frozenset({"Tj", "TJ", "'", '"'})
_CHARS: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


def shows_value(field: Any, pdf: Any) -> bool:
    """Whether the appearance says the value. Fields without an appearance are painted by the viewer from the value."""
    import pikepdf

    kind, value = str(field.get("/FT", "")), field.get("/V")
    if kind == "/Btn":
        return str(field.get("/AS", "/Off")) == str(value if value is not None else "/Off")
    appearance = field.get("/AP", {}).get("/N") if "/AP" in field else None
    if not isinstance(appearance, pikepdf.Stream):
        return True
    said = _letters(_said(appearance, pdf, 0))
    wanted = _letters(str(value) if value is not None else "")
    return said == wanted or (not said and bool(wanted))


def _letters(text: str) -> str:
    """Only what carries meaning, so that line breaks and characters without a code do not count."""
    return "".join(c for c in text if c.isascii() and c.isalnum())


def _said(appearance: Any, pdf: Any, depth: int) -> str:
    import pikepdf

    resources = appearance.get("/Resources", pikepdf.Dictionary())
    fonts = dict(_default_fonts(pdf)) | dict(resources.get("/Font", pikepdf.Dictionary()).items())
    words: list[str] = []
    font: Any = None
    for instruction in pikepdf.parse_content_stream(appearance):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = fonts.get(str(operands[0]))
        elif operator == "Do" and depth < 4:
            inner = resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
            if isinstance(inner, pikepdf.Stream):
                words.append(_said(inner, pdf, depth + 1))
        elif operator in _SHOW:
            shown = operands[-1]
            parts = list(shown) if isinstance(shown, pikepdf.Array) else [shown]
            words += [_decoded(bytes(part), font) for part in parts if isinstance(part, pikepdf.String)]
    return " ".join(words)


def _default_fonts(pdf: Any) -> dict[str, Any]:
    form = pdf.Root.get("/AcroForm", {})
    return dict(form["/DR"]["/Font"].items()) if "/DR" in form and "/Font" in form["/DR"] else {}


def _decoded(octets: bytes, font: Any) -> str:
    if font is None:
        return octets.decode("cp1252", "replace")
    wide = font.get("/Subtype") == "/Type0"
    table = _table(font["/ToUnicode"].read_bytes()) if "/ToUnicode" in font else {}
    step = 2 if wide else 1
    letters: list[str] = []
    for index in range(0, len(octets), step):
        code = int.from_bytes(octets[index : index + step], "big")
        letters.append(table.get(code) or ("" if wide else bytes([code]).decode("cp1252", "replace")))
    return "".join(letters)


def _table(cmap: bytes) -> dict[int, str]:
    table: dict[int, str] = {}
    for block in _CHARS.findall(cmap):
        for code, letters in _PAIR.findall(block):
            table[int(code, 16)] = _utf16(letters)
    for block in _RANGES.findall(cmap):
        for first, last, letters in _TRIPLE.findall(block):
            start, begin = int(first, 16), int(letters, 16)
            for offset in range(min(int(last, 16) - start + 1, 65_536)):
                table[start + offset] = _utf16(b"%0*X" % (len(letters), begin + offset))
    return table


def _utf16(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16-be", "replace")
