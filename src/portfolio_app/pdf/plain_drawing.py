"""Whether every viewer paints a drawing in the same way, so that painting it once tells what all readers see.

Viewers differ in what they make of mistakes, of very deep nesting and of rare ways of packing; whoever knows those can
make a drawing that one viewer leaves out and another one paints. Programs in which people write notes make none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from portfolio_app.pdf.verify_bounds import small_bytes

_DEEPEST: Final = 12
"""Drawings within drawings. Notes of real programs have three or four."""
_FILTERS: Final = frozenset(
    {
        "/FlateDecode", "/DCTDecode", "/LZWDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode",
        "/CCITTFaxDecode",
    }
)  # fmt: skip
_ENDS: Final = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|$)"
_TOKEN: Final = re.compile(
    rb"(?P<blank>[\0\t\n\f\r ]+|%[^\r\n]*)"
    rb"|(?P<number>[+-]?(?:\d{1,9}(?:\.\d*)?|\.\d+)" + _ENDS + rb")"
    rb"|(?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%#]*)"
    rb"|(?P<string>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)|<[0-9A-Fa-f\s]*>)"
    rb"|(?P<open>\[|<<)|(?P<close>\]|>>)"
    rb"|(?P<other>[A-Za-z'\"][A-Za-z0-9*'\"]*" + _ENDS + rb")",
    re.DOTALL,
)
_ARITY: Final = {
    name: kinds
    for kinds, names in {
        "": "q Q BT ET h S s f F f* B B* b b* n W W* T* EMC",
        "n": "w J j M i g G Tc Tw Tz TL Tr Ts",
        "nn": "m l Td TD",
        "nnn": "rg RG",
        "nnnn": "re v y k K",
        "nnnnnn": "c cm Tm",
        "s": "Tj '",
        "nns": '"',
        "a": "TJ",
        "an": "d",
        "N": "Do gs ri cs CS sh BMC MP",
        "Nn": "Tf",
        "N*": "BDC DP",
        "+": "sc SC scn SCN",
    }.items()
    for name in names.split()
}
"""Operators with what stands before them: numbers, strings, names (N), lists (a); for the rest see `_fits`."""
_LETTERS: Final = {"number": "n", "name": "N", "string": "s", "open": "", "close": "a", "other": "o"}
_RESOURCES: Final = frozenset({"Do", "gs", "cs", "CS", "sh", "Tf", "scn", "SCN"})
_WORDS: Final = frozenset({b"true", b"false", b"null"})


def is_plain(drawing: Any) -> bool:
    """Whether a drawing (a form) and all that it uses is painted alike everywhere. Raises `TooMuchError`."""
    return _measured(drawing) and not _turns_off(drawing) and _shallow(drawing) and all(map(_clear, reached(drawing)))


def reached(start: Any) -> Iterator[Any]:
    """Every dictionary and stream that something refers to, once."""
    import pikepdf

    seen, waiting = set[tuple[int, int]](), [start]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Object) and held.is_indirect:
            if held.objgen in seen:
                continue
            seen.add(held.objgen)
        if isinstance(held, (pikepdf.Stream, pikepdf.Dictionary)):
            yield held
            waiting += [held[key] for key in set(held.keys()) - {"/Parent"}]
        elif isinstance(held, pikepdf.Array):
            waiting += list(held)


def _measured(drawing: Any) -> bool:
    """Whether it says how large it is, as a form does; viewers differ in what they make of one that doesn't."""
    box = [float(edge) for edge in drawing.get("/BBox", [0, 0, 0, 0])]
    turned = [float(part) for part in drawing.get("/Matrix", [1, 0, 0, 1, 0, 0])]
    wide, high = abs(box[2] - box[0]), abs(box[3] - box[1])
    return drawing.get("/Subtype") == "/Form" and (len(box), len(turned)) == (4, 6) and wide > 0 and high > 0


def _turns_off(drawing: Any) -> bool:
    """Whether a part of a drawing may be shown or not, as each viewer sees fit (optional content)."""
    return any("/OC" in held or held.get("/Type") in ("/OCG", "/OCMD") for held in reached(drawing))


def _shallow(drawing: Any) -> bool:
    """Whether it has no more drawings within drawings than any viewer follows, and none within itself."""
    import pikepdf

    layer, depth = [drawing], 0
    while layer:
        depth += 1
        if depth > _DEEPEST:
            return False
        inside: dict[tuple[int, int], Any] = {}
        for held in layer:
            for each in _used(held):
                if isinstance(each, pikepdf.Stream):
                    inside[each.objgen] = each
        layer = list(inside.values())
    return True


def _used(drawing: Any) -> Iterator[Any]:
    """Forms, patterns and masks that a drawing may use."""
    held = drawing.get("/Resources", {})
    for kind in ("/XObject", "/Pattern"):
        yield from dict(held.get(kind, {}).items()).values()
    for state in dict(held.get("/ExtGState", {}).items()).values():
        mask = state.get("/SMask", None)
        if hasattr(mask, "get") and "/G" in mask:
            yield mask["/G"]


def _clear(held: Any) -> bool:
    """Whether a part leaves no room for doubt."""
    import pikepdf

    if not isinstance(held, pikepdf.Stream):
        # Letters that are drawings themselves are found in no program for notes.
        return held.get("/Type") != "/Font" or held.get("/Subtype") != "/Type3"
    if held.get("/Subtype") == "/Image":
        named = held.get("/Filter", pikepdf.Array())
        return {str(each) for each in (named if isinstance(named, pikepdf.Array) else [named])} <= _FILTERS
    if held.get("/Subtype") == "/Form" or held.get("/PatternType") == 1:
        uses = _operators(small_bytes(held))
        return uses is not None and ("/Resources" in held or not uses & _RESOURCES)
    return True


def _operators(content: bytes) -> set[str] | None:
    """The operators of a drawing; None where one is unknown or misses something, or where something is no PDF."""
    found: set[str] = set()
    operands, depth, at = "", 0, 0
    while at < len(content):
        match = _TOKEN.match(content, at)
        if match is None:
            return None
        at = match.end()
        kind, word = str(match.lastgroup), match.group()
        if kind == "blank":
            continue
        if kind == "close":
            depth -= 1
        if kind == "other" and word not in _WORDS:
            name = word.decode()
            if depth or not _fits(operands, _ARITY.get(name)):
                return None
            found.add(name)
            operands = ""
        elif depth == 0:
            operands += _LETTERS[kind]
        if kind == "open":
            depth += 1
        if depth < 0:
            return None
    return found if not operands and depth == 0 else None


def _fits(operands: str, wanted: str | None) -> bool:
    if wanted is None:
        return False
    if wanted == "+":
        return bool(operands) and set(operands) <= set("nN")
    if wanted == "N*":
        return operands in ("NN", "Na")
    return operands == wanted
