"""The embedded fonts, what each covers, and what is printed for a character that none has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from portfolio_app import paths
from portfolio_app.pdf.style import Weight

_FILES: Final[dict[Weight, str]] = {
    "light": "SourceSans3-Light.ttf",
    "regular": "SourceSans3-Regular.ttf",
    "semibold": "SourceSans3-SemiBold.ttf",
    "italic": "SourceSans3-Italic.ttf",
    "semibold_italic": "SourceSans3-SemiBoldItalic.ttf",
}
_STRONG_SECOND: Final = "NotoSans-Bold.ttf"
_SECOND: Final = (
    "NotoSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansArmenian-Regular.ttf",
    "NotoSansGeorgian-Regular.ttf",
    "NotoSansEthiopic-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansMath-Regular.ttf",
    "NotoEmoji-Regular.ttf",
    "DroidSansFallback.ttf",
)
"""Fonts that step in for a missing character, in the order they are asked; loaded when first needed."""
SOFT_HYPHEN: Final = "\u00ad"
_JOINERS: Final = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u2028\u2029" + "".join(map(chr, range(0xFE00, 0xFE10)))
)
_TAGS: Final = range(0xE0000, 0xE0080)
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_EMOJI: Final = range(0x2190, 0x20000)
_CLUSTERS: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"  # the flag of a country: two letters of its code
    "|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"  # the flag of a region: its code in tags
    "|[0-9#*]\ufe0f?\u20e3"  # a key with a digit
)
"""Signs that no font here draws as one, but that say in letters what they are."""


class _Codes(dict[int, str]):
    """Code point to the escaped byte of the first subset, filled as characters turn up."""

    def __init__(self, face: Face, document: Any) -> None:
        super().__init__()
        self._face, self._document = face, document
        self.outside: set[str] = set()

    def __missing__(self, code: int) -> str:
        [(subset, octets)] = self._face.font.splitString(chr(code), self._document)
        if subset:
            self.outside.add(chr(code))
            return ""
        self[code] = _escaped(octets)
        return self[code]


def _escaped(octets: bytes) -> str:
    return "".join(
        f"\\{chr(octet)}" if octet in b"()\\" else chr(octet) if 32 <= octet < 127 else f"\\{octet:03o}"
        for octet in octets
    )


@dataclass(eq=False)
class Face:
    """One font file. Widths are in thousandths of the size."""

    name: str
    font: Any
    widths: dict[int, float]
    _words: dict[str, float] = field(default_factory=dict[str, float])

    def measure(self, text: str) -> float:
        """Width of a word at size 1."""
        known = self._words.get(text)
        if known is None:
            widths = self.widths
            known = self._words[text] = sum(widths.get(ord(c), 0) for c in text) / 1000
        return known

    def covers(self, character: str) -> bool:
        """Whether the font has a glyph for the character."""
        return ord(character) in self.widths


class Encoder:
    """Turns text into the operands of the subsets that one document embeds."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._codes: dict[Face, _Codes] = {}
        self._names: dict[tuple[Face, int], str] = {}

    def show(self, face: Face, size: float, text: str, current: str) -> tuple[str, str]:
        """Operators that show ``text``, and the font operator then in force (``current`` is the one before)."""
        codes = self._codes.get(face)
        if codes is None:
            codes = self._codes[face] = _Codes(face, self._document)
        octets = text.translate(codes)
        if codes.outside and not codes.outside.isdisjoint(text):
            return self._slowly(face, size, text, current)
        font = self._select(face, 0, size)
        return (f"({octets}) Tj" if font == current else f"{font} ({octets}) Tj"), font

    def _slowly(self, face: Face, size: float, text: str, current: str) -> tuple[str, str]:
        shown: list[str] = []
        for subset, octets in face.font.splitString(text, self._document):
            font = self._select(face, subset, size)
            if font != current:
                shown.append(font)
                current = font
            shown.append(f"({_escaped(octets)}) Tj")
        return " ".join(shown), current

    def _select(self, face: Face, subset: int, size: float) -> str:
        name = self._names.get((face, subset))
        if name is None:
            name = self._names[face, subset] = str(face.font.getSubsetInternalName(subset, self._document))
        return f"{name} {size:g} Tf"


@dataclass(frozen=True)
class Piece:
    """A stretch of text in one font; ``actual`` is what was typed where that is printed otherwise."""

    face: Face
    text: str
    actual: str = ""


class Family:
    """The faces of a document, with the fonts that step in for a missing character."""

    def __init__(self, faces: dict[Weight, Face]) -> None:
        self._faces = faces
        self._whole = {weight: frozenset(map(chr, face.widths)) for weight, face in faces.items()}
        self._found: dict[tuple[Weight, str], Face | None] = {}

    def face(self, weight: Weight) -> Face:
        """The font of a weight."""
        return self._faces[weight]

    def complete(self, weight: Weight, text: str) -> bool:
        """Whether one font has every character of the text, and nothing in it is invisible."""
        return self._whole[weight].issuperset(text) and _JOINERS.isdisjoint(text)

    def _chain(self, weight: Weight) -> Iterator[Face]:
        strong = weight.startswith("semibold")
        yield self._faces[weight]
        yield self._faces["semibold" if strong else "regular"]
        if strong:
            yield _load(_STRONG_SECOND)
        yield from map(_load, _SECOND)

    def _face_for(self, weight: Weight, character: str) -> Face | None:
        key = (weight, character)
        if key not in self._found:
            self._found[key] = next((face for face in self._chain(weight) if face.covers(character)), None)
        return self._found[key]

    def pieces(self, weight: Weight, text: str) -> list[Piece]:
        """Split a text by the first font that has each character; name what no font has."""
        if self.complete(weight, text):
            return [Piece(self._faces[weight], text)]
        return list(_joined(self._one_by_one(weight, text)))

    def _one_by_one(self, weight: Weight, text: str) -> list[Piece]:
        pieces: list[Piece] = []
        at = 0
        for cluster in _CLUSTERS.finditer(text):
            self._each(weight, text[at : cluster.start()], pieces)
            pieces.append(Piece(self._faces[weight], f"[{_meant(cluster[0])}]", actual=cluster[0]))
            at = cluster.end()
        self._each(weight, text[at:], pieces)
        return pieces

    def _each(self, weight: Weight, text: str, pieces: list[Piece]) -> None:
        for character in text:
            last = pieces[-1] if pieces else None
            if character == SOFT_HYPHEN:
                pieces.append(Piece(self._faces[weight], character))
            elif _unseen(character):
                if last and (ord(last.text[-1]) in _EMOJI or last.actual):
                    pieces[-1] = Piece(last.face, last.text, (last.actual or last.text) + character)
            elif face := self._face_for(weight, character):
                pieces.append(Piece(face, character))
            else:
                pieces.append(self._named(weight, character))

    def _named(self, weight: Weight, character: str) -> Piece:
        return Piece(self._faces[weight], f"[{describe(character)}]", actual=character)


def _meant(cluster: str) -> str:
    """The letters of a flag or a key: NL, GB-ENG, 1."""
    first = ord(cluster[0])
    if first in range(0x1F1E6, 0x1F200):
        return "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in cluster)
    if first == 0x1F3F4:
        code = "".join(chr(ord(tag) - 0xE0000) for tag in cluster[1:-1]).upper()
        return f"{code[:2]}-{code[2:]}"
    return cluster[0]


def _unseen(character: str) -> bool:
    """Whether a character only steers its neighbours: joiners, variation selectors, skin tones, control characters."""
    code = ord(character)
    return (
        character in _JOINERS or code in _TAGS or code in _SKIN_TONES or unicodedata.category(character) in ("Cc", "Cf")
    )


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    face: Face | None = None
    text = ""
    for piece in pieces:
        if piece.actual or piece.face is not face:
            if text and face is not None:
                yield Piece(face, text)
            face, text = (None, "") if piece.actual else (piece.face, piece.text)
            if piece.actual:
                yield piece
        else:
            text += piece.text
    if text and face is not None:
        yield Piece(face, text)


def describe(character: str) -> str:
    """The Unicode name of a character in small letters, or its number where that is all the name tells."""
    number = f"{ord(character):04X}"
    name = unicodedata.name(character, number)
    return f"U+{number}" if name.endswith(number) else name.lower()


@cache
def family() -> Family:
    """Load and register the fonts; once in a process."""
    return Family({weight: _load(name) for weight, name in _FILES.items()})


@cache
def _load(name: str) -> Face:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    path = paths.resources() / "fonts" / "pdf" / name
    font = TTFont(path.stem, str(path))
    pdfmetrics.registerFont(font)
    return Face(path.stem, font, font.face.charWidths)
