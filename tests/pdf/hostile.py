"""Files that are damaged by chance, and files that were made to harm: to recurse, to unpack without end, to claim."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable, Iterator

import pikepdf

from tests.pdf.attacker_acts import stream
from tests.pdf.cms_acts import resealed
from tests.pdf.stage import Stage

_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"1", b"7", b"65535", b"2147483648", b"9999999999", b"99999999999999999999", b"-1", b"0.5")
_WORDS = (
    b"<<",
    b">>",
    b"[",
    b"]",
    b"<",
    b">",
    b"(",
    b")",
    b"stream",
    b"endstream",
    b"endobj",
    b"null",
    b"R",
    b"%",
    b"/",
)


def appended(data: bytes, objects: dict[int, bytes], trailer: bytes = b"", size: int = 5000) -> bytes:
    """An update written by hand; number 1 is the catalog where it is among the objects."""
    previous = int(data.rsplit(b"startxref", 1)[1].split()[0])
    out, places = bytearray(data), dict[int, int]()
    for number, octets in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, octets)
    table = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % pair for pair in sorted(places.items()))
    entries = trailer or b"/Root 1 0 R/Prev %d" % previous
    return bytes(out) + b"trailer\n<</Size %d%b/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n" % (size, entries, table)


def packed(octets: bytes, entries: bytes = b"") -> bytes:
    """A stream that is packed."""
    return stream(zlib.compress(octets, 9), b"/Filter/FlateDecode" + entries)


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
CATALOG = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]>>%b>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[9 0 R 30 0 R]/Resources<<>>%b>>"
NOTE = b"<</Type/Annot/Subtype/%b/Rect[10 10 90 90]/F 4/P 3 0 R/AP<</N 31 0 R>>%b>>"


PICTURE = b"/Type/XObject/Subtype/Image/Width 99999/Height 99999/BitsPerComponent 8/ColorSpace/DeviceRGB"
THRICE = zlib.compress(zlib.compress(zlib.compress(bytes(9_000_000))))


def noted(kind: bytes, shape: bytes, more: bytes = b"", **objects: bytes) -> dict[int, bytes]:
    """An update with a note of a kind, drawn by a shape."""
    made = {3: PAGE % b"", 30: NOTE % (kind, more), 31: shape}
    return made | {int(key[1:]): octets for key, octets in objects.items()}


UPDATES: dict[str, dict[int, bytes]] = {
    "pages in a ring": {2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"},
    "pages in a ring of two": {
        2: b"<</Type/Pages/Kids[40 0 R]/Count 1>>",
        40: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
    },
    "a count beyond any": {2: b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"},
    "fields in a ring": {9: b"<</FT/Tx/T(a)/Kids[9 0 R]>>"},
    "fields in a deep line": {
        9: b"<</FT/Tx/T(a)/Kids[100 0 R]>>",
        **{at: b"<</T(a)/Kids[%d 0 R]>>" % (at + 1) for at in range(100, 400)},
    },
    "lists in lists": {30: b"[" * 60_000 + b"]" * 60_000},
    "lists without end": {30: b"[" * 60_000},
    "dictionaries in dictionaries": {30: b"<</A" * 20_000 + b" 1" + b">>" * 20_000},
    "a length of ten gigabytes": {30: b"<</Length 10737418240>>\nstream\nx\nendstream"},
    "a length that is the stream itself": {30: b"<</Length 30 0 R>>\nstream\nx\nendstream"},
    "a reference to itself": {30: b"30 0 R"},
    "names in a ring": {1: CATALOG % b"/Names<</EmbeddedFiles 30 0 R>>", 30: b"<</Kids[30 0 R]>>"},
    "bookmarks in a ring": {1: CATALOG % b"/Outlines 30 0 R", 30: b"<</First 30 0 R/Next 30 0 R/Last 30 0 R>>"},
    "a tree of tags in a ring": {1: CATALOG % b"/StructTreeRoot 30 0 R", 30: b"<</K[30 0 R]/ParentTree 30 0 R>>"},
    "metadata that unpack without end": {
        1: CATALOG % b"/Metadata 30 0 R",
        30: packed(bytes(80_000_000), b"/Type/Metadata/Subtype/XML"),
    },
    "metadata of a billion laughs": {
        1: CATALOG % b"/Metadata 30 0 R",
        30: stream(
            b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
                b'<!ENTITY %c "&%c;&%c;&%c;&%c;">' % (98 + at, 97 + at, 97 + at, 97 + at, 97 + at) for at in range(20)
            ) + b"]><x>&u;</x>"
        ),
    },
    "a drawing that unpacks without end": noted(b"Stamp", packed(b" " * 80_000_000, FORM)),
    "a drawing packed many times": noted(
        b"Stamp", stream(THRICE, FORM + b"/Filter[" + b"/FlateDecode" * 3 + b"]")
    ),
    "a drawing of drawings": noted(
        b"Stamp", stream(b"/A Do /A Do", FORM + b"/Resources<</XObject<</A 31 0 R>>>>")
    ),
    "a drawing that doubles": noted(
        b"Stamp",
        stream(b"/A Do /A Do", FORM + b"/Resources<</XObject<</A 100 0 R>>>>"),
        **{
            f"_{at}": stream(b"/A Do /A Do", FORM + b"/Resources<</XObject<</A %d 0 R>>>>" % (at + 1))
            for at in range(100, 140)
        },
    ),
    "a picture beyond any": noted(
        b"Stamp", stream(b"/A Do", FORM + b"/Resources<</XObject<</A 32 0 R>>>>"),
        _32=stream(b"x", PICTURE),
    ),
    "numbers beyond any": noted(b"Square", stream(b"1e99 1e99 -1e99 1e99 re f", FORM), b"/IC[1 1 1]"),
    "a page beyond any": {
        3: PAGE.replace(b"300 300", b"99999999 99999999") % b"",
        30: NOTE % (b"Square", b"/IC[1 1 1]"),
    },
    "operators that keep and never give back": noted(b"Stamp", stream(b"q " * 200_000, FORM)),
    "a font that is its own": noted(
        b"FreeText", stream(b"BT /F 9 Tf (x) Tj ET", FORM + b"/Resources<</Font<</F 33 0 R>>>>"),
        _33=b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/CharProcs<</x 31 0 R>>"
        b"/Encoding<</Differences[120/x]>>/FirstChar 120/LastChar 120/Widths[1]/Resources<</Font<</F 33 0 R>>>>>>",
    ),
    "hundreds of notes": {
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Annots[9 0 R " + b" ".join(
            b"%d 0 R" % at for at in range(100, 500)
        ) + b"]/Resources<<>>>>",
        **dict.fromkeys(range(100, 500), b"<</Type/Annot/Subtype/Square/Rect[10 10 90 90]/IC[1 1 1]/P 3 0 R>>"),
    },
    "ink of many lines": noted(b"Ink", stream(b"", FORM), b"/InkList[" + b"[1 1 9 9]" * 4_000 + b"]"),
    "an object stream in itself": {30: stream(b"31 0 <</A 1>>", b"/Type/ObjStm/N 1/First 5/Extends 30 0 R")},
}  # fmt: skip


def _tables(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Files whose tables are made to harm."""
    previous = int(data.rsplit(b"startxref", 1)[1].split()[0])
    here = len(data) + 1
    yield "a table before itself", appended(data, {30: b"1"}, b"/Root 1 0 R/Prev %d" % here)
    yield "a table beyond the end", appended(data, {30: b"1"}, b"/Root 1 0 R/Prev 99999999999")
    yield "a size beyond any", appended(data, {30: b"1"}, size=2_147_483_647)
    yield "no catalog", appended(data, {30: b"1"}, b"/Prev %d" % previous)
    yield "a catalog that is a number", appended(data, {1: b"3"})
    end = b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % here
    base = b"/Type/XRef/Root 1 0 R/Prev %d/ID[<00><00>]" % previous
    for name, octets, entries in (
        ("a table that unpacks without end", bytes(60_000_000), b"/Size 60000000/W[1 0 0]"),
        ("a table with entries beyond any", bytes(40), b"/Size 9/W[1 9999999999 0]"),
        ("a table of negative entries", bytes(40), b"/Size 9/W[-1 -1 -1]"),
        ("a table over all numbers", bytes(40), b"/Size 2147483647/W[1 1 1]/Index[0 2147483647]"),
        ("a table of nothing", b"", b"/Size 0/W[0 0 0]"),
    ):
        yield name, data + b"\n900 0 obj\n" + packed(octets, base + entries) + end
    yield "a part of a table beyond any", data + b"xref\n0 4294967295\n" + b"0000000000 65535 f \n" * 9
    yield "tables in a long line", _long(data, 400)


def _long(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = appended(data, {})
    return data


def _wholes(stage: Stage) -> Iterator[tuple[str, bytes]]:
    """Other files that nobody should have to read."""
    yield "nothing", b""
    yield "only a head", b"%PDF-1.7"
    yield "blanks", bytes(20_000_000)
    yield "heads", b"%PDF-1.7\n" * 100_000
    yield "places of signatures", b"%PDF-1.7\n" + b"/ByteRange [0 9 12 99]<>" * 50_000
    yield "places beyond any", b"%PDF-1.7\n/ByteRange [0 999999999999 999999999999 999999999999]"
    yield "digits without end", b"%PDF-1.7\n/ByteRange [0 " + b"9" * 5_000_000
    for user in ("geheim", ""):
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(stage.signed)) as pdf:
            pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="x"))
        yield f"behind a password ({len(user)} letters)", out.getvalue()
    for part in range(1, 20):
        yield f"{part * 5} percent of it", stage.closed[: len(stage.closed) * part // 20]


def made_to_harm(stage: Stage, small: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file that is made to harm; ``small`` is a small signed one that updates are appended to."""
    for name, objects in UPDATES.items():
        yield name, appended(small, objects)
    yield from _tables(small)
    yield from _wholes(stage)


def spoiled(data: bytes, chance: random.Random, start: int = 0, *, same_size: bool = False) -> bytes:
    """A file with some octets from ``start`` on changed, cut out, doubled, or numbers and words exchanged."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(start, len(made))
        way = chance.randrange(3 if same_size else 6)
        if way == 0:
            made[at] = chance.randrange(256)
        elif way == 1:
            _put(made, at, chance.choice(_WORDS), over=True)
        elif way == 2:
            found = _NUMBER.search(made, at)
            if found:
                new = chance.choice(_NUMBERS)
                size = len(found[0])
                _put(made, found.start(), new.rjust(size, b"0")[:size] if same_size else new, over=same_size)
        elif way == 3:
            del made[at : at + chance.randint(1, 64)]
        elif way == 4:
            made[at:at] = made[at : at + chance.randint(1, 200)]
        elif chance.random() < 0.2 and at > start + 1:
            del made[at:]
    return bytes(made)


def _put(made: bytearray, at: int, octets: bytes, *, over: bool) -> None:
    made[at : at + (len(octets) if over else 0)] = octets


Way = Callable[[Stage, random.Random], bytes]


def anywhere(stage: Stage, chance: random.Random) -> bytes:
    """Damage anywhere."""
    return spoiled(chance.choice((stage.signed, stage.closed)), chance)


def after_signing(stage: Stage, chance: random.Random) -> bytes:
    """Damage only in what came after the signature, where it is not simply broken."""
    return spoiled(chance.choice((stage.noted, stage.answered, stage.closed)), chance, len(stage.signed))


def signed_anew(stage: Stage, chance: random.Random) -> bytes:
    """Damage in the signed part, signed by whoever made it, so that all of it is looked at."""
    data = stage.signed
    end = data.rindex(b" obj", 0, data.index(b"/Contents <3082")) - 8
    made = spoiled(data[:end], chance, 20, same_size=True)
    return resealed(made[:end] + data[end:], stage.twin) if len(made) == end else made


WAYS: tuple[Way, ...] = (anywhere, after_signing, after_signing, signed_anew)
