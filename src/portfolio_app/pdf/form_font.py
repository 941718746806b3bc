"""The font that a reader's viewer types with: one byte a letter, embedded whole, Turkish and Polish letters included.

Viewers cannot type with the subsets of the text; they need a simple font with a known encoding.
"""

from __future__ import annotations

from typing import Any, Final

from portfolio_app import paths
from portfolio_app.pdf.fonts import Face, family

_EXTRA: Final = "ĞğİıŞşĄąĆćĘęŁłŃńŚśŹźŻż"
_RARE: Final = (
    0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0, 0xAD, 0xA4, 0xA6, 0xAC, 0xAF,
    0xB5, 0xB6, 0xB8, 0xB9, 0xD0, 0xDE, 0xF0, 0xFE, 0xD7, 0xF7, 0x7F,
)  # fmt: skip
"""Codes of characters that hardly anybody types, given to `_EXTRA`."""
_GLYPHS: Final = {
    "Ğ": "Gbreve", "ğ": "gbreve", "İ": "Idotaccent", "ı": "dotlessi", "Ş": "Scedilla", "ş": "scedilla",
    "Ą": "Aogonek", "ą": "aogonek", "Ć": "Cacute", "ć": "cacute", "Ę": "Eogonek", "ę": "eogonek",
    "Ł": "Lslash", "ł": "lslash", "Ń": "Nacute", "ń": "nacute", "Ś": "Sacute", "ś": "sacute",
    "Ź": "Zacute", "ź": "zacute", "Ż": "Zdotaccent", "ż": "zdotaccent",
}  # fmt: skip
"""Names of the Adobe Glyph List."""
_NON_SYMBOLIC: Final = 32


def encoding() -> dict[int, str]:
    """Byte to character."""
    codes: dict[int, str] = {}
    for code in range(32, 256):
        try:
            codes[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            continue
    return codes | dict(zip(_RARE, _EXTRA, strict=True))


class FormFont:
    """Writes the font into a document."""

    def __init__(self) -> None:
        self._face: Face = family().face("regular")

    def write(self, pdf: Any) -> Any:
        """The font dictionary, indirect."""
        import pikepdf as k

        codes = encoding()
        widths = [round(self._face.widths.get(ord(codes[c]), 0)) if c in codes else 0 for c in range(32, 256)]
        differences: list[Any] = []
        for code, letter in zip(_RARE, _EXTRA, strict=True):
            differences += [code, k.Name("/" + _GLYPHS[letter])]
        stream = k.Stream(pdf, _to_unicode(codes))
        return pdf.make_indirect(
            k.Dictionary(
                Type=k.Name.Font,
                Subtype=k.Name.TrueType,
                BaseFont=k.Name("/" + self._name),
                FirstChar=32,
                LastChar=255,
                Widths=k.Array(widths),
                FontDescriptor=self._descriptor(pdf),
                Encoding=k.Dictionary(
                    Type=k.Name.Encoding, BaseEncoding=k.Name.WinAnsiEncoding, Differences=k.Array(differences)
                ),
                ToUnicode=pdf.make_indirect(stream),
            )
        )

    @property
    def _name(self) -> str:
        return str(self._face.font.face.name.decode("ascii"))

    def _descriptor(self, pdf: Any) -> Any:
        import pikepdf as k

        data = (paths.resources() / "fonts" / "pdf" / f"{self._face.name}.ttf").read_bytes()
        program = k.Stream(pdf, data)
        program.Length1 = len(data)
        face = self._face.font.face
        return pdf.make_indirect(
            k.Dictionary(
                Type=k.Name.FontDescriptor,
                FontName=k.Name("/" + self._name),
                Flags=_NON_SYMBOLIC,
                FontBBox=k.Array([round(edge) for edge in face.bbox]),
                ItalicAngle=0,
                Ascent=round(face.ascent),
                Descent=round(face.descent),
                CapHeight=round(face.capHeight or 660),
                StemV=80,
                FontFile2=pdf.make_indirect(program),
            )
        )


def _to_unicode(codes: dict[int, str]) -> bytes:
    pairs = [f"<{code:02X}> <{ord(letter):04X}>" for code, letter in sorted(codes.items())]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
