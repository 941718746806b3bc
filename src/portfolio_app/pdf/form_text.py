"""Whether a filled field shows what it holds: viewers paint the appearance, programs read the value.

Only what a viewer writes when somebody types is believed: plain lines of dark text in the signed form's own font, from
the top down. Whatever else paints could show anything.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from portfolio_app.pdf.verify_bounds import TooMuchError, small_bytes

_CHARS: Final = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_RANGES: Final = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_PAIR: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE: Final = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BREAKS: Final = re.compile(r"(?:\r\n|\r|\n)+")
_TAGS: Final = re.compile(r"<[^<>]*>")
_BLANKS: Final = re.compile(r"[ \xa0]+")

_MULTILINE: Final = 1 << 12
_PLAIN_KEYS: Final = frozenset(
    {"/Type", "/Subtype", "/BBox", "/Matrix", "/Resources", "/Length", "/Filter", "/FormType"}
)
_PLAIN_RESOURCES: Final = frozenset({"/Font", "/ProcSet"})
_SIZES: Final = (4.0, 72.0)
"""Points. Smaller nobody reads."""
_PALEST: Final = 0.6
"""Lightness, from 0 (black) to 1 (white), of letters that can be read on white."""
_INDENT: Final = 20.0
"""Points from the left edge at which a line may begin."""
_INSET: Final = 4.0
"""Points by which viewers clip the text at the field's edges."""
_KERN: Final = 300.0
"""Thousandths of the size by which letters may be moved within a line."""


class _NotPlainError(Exception):
    """It is drawn in a way that no viewer draws an answer."""


class FilledFields:
    """Judges filled fields of one form. ``same`` compares a value of the signed revision with one of the whole file."""

    def __init__(self, signed: Any, whole: Any, same: Callable[[Any, Any], bool]) -> None:
        self._same = same
        self._fonts = _form_fonts(signed)
        form = whole.Root.get("/AcroForm")
        self._repaints = form is not None and form.get("/NeedAppearances") is True

    def shows_value(self, before: Any, field: Any) -> bool:
        """Whether the field, as it was ``before`` and is now, shows what it holds."""
        if str(field.get("/FT", "")) == "/Btn":
            return self._ticked(before, field)
        return self._written(before, field)

    def _ticked(self, before: Any, field: Any) -> bool:
        """The pictures of a check box are the signed ones, and the one that shows is the value's."""
        drawings = field.get("/AP")
        if drawings is None or not self._same(before.get("/AP"), drawings):
            return False
        value = field.get("/V")
        state = str(value) if value is not None else "/Off"
        return state == str(field.get("/AS", "/Off")) and (state == "/Off" or state in drawings.get("/N", {}))

    def _written(self, before: Any, field: Any) -> bool:
        import pikepdf

        value = field.get("/V")
        if value is not None and not isinstance(value, (pikepdf.String, str)):
            return False
        wanted = str(value) if value is not None else ""
        if "/RV" in field and _letters(html.unescape(_TAGS.sub("", str(field["/RV"])))) != _letters(wanted):
            # Some viewers show this in the place of the value.
            return False
        drawings = field.get("/AP")
        if drawings is None:
            # The viewer paints it from the value.
            return True
        if set(drawings.keys()) != {"/N"} or not isinstance(drawings["/N"], pikepdf.Stream):
            return False
        if "/AP" in before and self._same(before["/AP"], drawings) and not str(before.get("/V", "")):
            return not _letters(wanted) or self._repaints
        try:
            said = _Lines(drawings["/N"], field, wanted, self._fonts, self._same).text()
        except (_NotPlainError, TooMuchError, ValueError, TypeError, ArithmeticError, LookupError, pikepdf.PdfError):
            return False
        return _letters(said) == _letters(wanted) and _widest(_BLANKS, said) <= max(2, _widest(_BLANKS, wanted))


def _letters(text: str) -> str:
    """All of it but blanks and line breaks, for viewers break lines where they like."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _widest(pattern: re.Pattern[str], text: str) -> int:
    return max((len(found) for found in pattern.findall(text)), default=0)


def _form_fonts(pdf: Any) -> dict[str, Any]:
    form = pdf.Root.get("/AcroForm", {})
    return dict(form["/DR"]["/Font"].items()) if "/DR" in form and "/Font" in form["/DR"] else {}


@dataclass(frozen=True)
class _Ink:
    """How letters come out: font by its name in the form, size in points, lightness."""

    font: str = ""
    size: float = 0.0
    lightness: float = 0.0


class _Lines:
    """Reads an appearance that holds nothing but lines of text."""

    def __init__(
        self, drawing: Any, field: Any, wanted: str, fonts: dict[str, Any], same: Callable[[Any, Any], bool]
    ) -> None:
        self._drawing, self._same, self._known = drawing, same, fonts
        left, bottom, right, top = (float(edge) for edge in field["/Rect"])
        self._width, self._height = abs(right - left), abs(top - bottom)
        self._wraps = bool(int(field.get("/Ff", 0)) & _MULTILINE)
        self._gap = 1 + _widest(_BREAKS, wanted)
        self._tables: dict[str, dict[int, str]] = {}
        self._ink, self._kept = _Ink(), list[_Ink]()
        self._at = (0.0, 0.0)
        self._leading = 0.0
        self._last: float | None = None
        self._moved = True
        self._run = 0.0
        self._clip: tuple[float, ...] | None = None
        self._clipping = False
        self._words: list[str] = []

    def text(self) -> str:
        """What it says, a line each. Raises `_NotPlainError` and what reading a damaged drawing raises."""
        import pikepdf

        self._check_frame()
        small_bytes(self._drawing)
        for instruction in pikepdf.parse_content_stream(self._drawing):
            act = _ACTS.get(str(instruction.operator))
            if act is None:
                raise _NotPlainError
            act(self, list(instruction.operands))
        return "".join(self._words)

    def _check_frame(self) -> None:
        drawing = self._drawing
        if set(drawing.keys()) - _PLAIN_KEYS:
            raise _NotPlainError
        if set(drawing.get("/Resources", {}).keys()) - _PLAIN_RESOURCES:
            raise _NotPlainError
        if [float(part) for part in drawing.get("/Matrix", (1, 0, 0, 1, 0, 0))] != [1, 0, 0, 1, 0, 0]:
            raise _NotPlainError
        box = [float(edge) for edge in drawing["/BBox"]]
        for found, expected in zip(box, (0, 0, self._width, self._height), strict=True):
            if abs(found - expected) > 1:
                raise _NotPlainError

    # --- what operators do

    def nothing(self, operands: list[Any]) -> None:
        del operands

    def mark(self, operands: list[Any]) -> None:
        if str(operands[0]) != "/Tx":
            raise _NotPlainError

    def keep(self, operands: list[Any]) -> None:
        del operands
        self._kept.append(self._ink)

    def restore(self, operands: list[Any]) -> None:
        del operands
        self._ink = self._kept.pop()

    def begin(self, operands: list[Any]) -> None:
        del operands
        self._at, self._moved = (0.0, 0.0), True

    def colour(self, operands: list[Any]) -> None:
        parts = [min(1.0, max(0.0, float(part))) for part in operands]
        if len(parts) == 4:
            parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
        red, green, blue = parts if len(parts) == 3 else parts * 3
        self._ink = replace(self._ink, lightness=0.3 * red + 0.59 * green + 0.11 * blue)

    def choose(self, operands: list[Any]) -> None:
        name, size = str(operands[0]), float(operands[1])
        listed = self._drawing.get("/Resources", {}).get("/Font", {})
        font = listed.get(name) if name in listed else None
        if name not in self._known or (font is not None and not self._same(self._known[name], font)):
            raise _NotPlainError
        if not _SIZES[0] <= size <= _SIZES[1]:
            raise _NotPlainError
        self._ink = replace(self._ink, font=name, size=size)

    def place(self, operands: list[Any]) -> None:
        parts = [float(part) for part in operands]
        if parts[:4] != [1, 0, 0, 1]:
            raise _NotPlainError
        self._at, self._moved = (parts[4], parts[5]), True

    def move(self, operands: list[Any]) -> None:
        self._at = (self._at[0] + float(operands[0]), self._at[1] + float(operands[1]))
        self._moved = True

    def move_leading(self, operands: list[Any]) -> None:
        self._leading = -float(operands[1])
        self.move(operands)

    def set_leading(self, operands: list[Any]) -> None:
        self._leading = float(operands[0])

    def next_line(self, operands: list[Any]) -> None:
        del operands
        self.move([0, -self._leading])

    def zero(self, operands: list[Any]) -> None:
        if float(operands[0]) != 0:
            raise _NotPlainError

    def whole(self, operands: list[Any]) -> None:
        if float(operands[0]) != 100:
            raise _NotPlainError

    def narrow(self, operands: list[Any]) -> None:
        if abs(float(operands[0])) > 1:
            raise _NotPlainError

    def rectangle(self, operands: list[Any]) -> None:
        self._clip = tuple(float(part) for part in operands)

    def clip_it(self, operands: list[Any]) -> None:
        del operands
        self._clipping = True

    def end_path(self, operands: list[Any]) -> None:
        """A path may only clip, and only at the edges."""
        del operands
        if self._clip is None or not self._clipping:
            raise _NotPlainError
        x, y, width, height = self._clip
        if max(x, y) > _INSET or x + width < self._width - _INSET or y + height < self._height - _INSET:
            raise _NotPlainError
        self._clip, self._clipping = None, False

    def show(self, operands: list[Any]) -> None:
        import pikepdf

        shown = operands[-1]
        for part in list(shown) if isinstance(shown, pikepdf.Array) else [shown]:
            if isinstance(part, (pikepdf.String, str, bytes)):
                self._say(bytes(part) if not isinstance(part, str) else part.encode("latin-1"))
            elif abs(float(part)) > _KERN:
                raise _NotPlainError

    def show_next(self, operands: list[Any]) -> None:
        self.next_line([])
        self.show(operands)

    def _say(self, octets: bytes) -> None:
        ink = self._ink
        if not ink.font or ink.lightness > _PALEST:
            raise _NotPlainError
        if self._moved:
            self._start_line()
        table, widths, first = self._table(ink.font)
        self._words.append("".join(table[code] for code in octets))
        self._run += sum(widths[code - first] for code in octets) * ink.size / 1000
        # A viewer breaks lines at the edge of a field that has several; one word may be too long for that.
        if self._wraps and self._run > self._width + ink.size and " " in self._words[-1].strip():
            raise _NotPlainError

    def _start_line(self) -> None:
        """Lines go down from the top, evenly, and begin at the left; only what no longer fits is out of sight."""
        (x, y), size = self._at, self._ink.size
        if not 0 <= x <= _INDENT:
            raise _NotPlainError
        if self._last is None:
            seen = -0.3 * size <= y <= self._height - 0.4 * size
        else:
            seen = 0.7 * size <= self._last - y <= 2 * size * self._gap
        if not seen:
            raise _NotPlainError
        self._words.append("\n")
        self._last, self._moved, self._run = y, False, 0.0

    def _table(self, name: str) -> tuple[dict[int, str], list[float], int]:
        font = self._known[name]
        if name not in self._tables:
            self._tables[name] = _table(small_bytes(font["/ToUnicode"]))
        return self._tables[name], [float(width) for width in font["/Widths"]], int(font["/FirstChar"])


_ACTS: Final[dict[str, Callable[[_Lines, list[Any]], None]]] = {
    "BMC": _Lines.mark,
    "EMC": _Lines.nothing,
    "q": _Lines.keep,
    "Q": _Lines.restore,
    "BT": _Lines.begin,
    "ET": _Lines.nothing,
    "g": _Lines.colour,
    "rg": _Lines.colour,
    "k": _Lines.colour,
    "Tf": _Lines.choose,
    "Tm": _Lines.place,
    "Td": _Lines.move,
    "TD": _Lines.move_leading,
    "TL": _Lines.set_leading,
    "T*": _Lines.next_line,
    "Tr": _Lines.zero,
    "Ts": _Lines.zero,
    "Tz": _Lines.whole,
    "Tc": _Lines.narrow,
    "Tw": _Lines.narrow,
    "re": _Lines.rectangle,
    "W": _Lines.clip_it,
    "W*": _Lines.clip_it,
    "n": _Lines.end_path,
    "Tj": _Lines.show,
    "TJ": _Lines.show,
    "'": _Lines.show_next,
}
"""What viewers write for an answer. Every other operator paints something else, or may hide what is painted."""


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
