"""Attacks on the evidence beside the document: a ZIP file that is exchanged, damaged or made to harm."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable

from tests.pdf.attacks import Tried, attack, enter
from tests.pdf.stage import FILES, Stage

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP file; names may be there twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, octets in members:
            archive.writestr(name, octets)
    return out.getvalue()


GOOD = list(FILES.items())
TABLE, LETTER = GOOD


def flagged(octets: bytes, bits: int) -> bytes:
    """With flags set in every entry."""
    for mark, at in ((_LOCAL, 6), (_CENTRAL, 8)):
        place = octets.find(mark)
        while place >= 0:
            octets = octets[: place + at] + struct.pack("<H", bits) + octets[place + at + 2 :]
            place = octets.find(mark, place + 4)
    return octets


def lying(octets: bytes, size: int) -> bytes:
    """The first entry of the table of contents says another size."""
    place = octets.find(_CENTRAL)
    return octets[: place + 24] + struct.pack("<I", size) + octets[place + 28 :]


def ending(octets: bytes, count: int, size: int, offset: int) -> bytes:
    """Another end of the table of contents."""
    place = octets.rfind(_END)
    return octets[: place + 8] + struct.pack("<HHII", count, count, size, offset) + octets[place + 20 :]


def far(octets: bytes) -> bytes:
    """A table of contents that is said to be beyond any size, in the way of very large files."""
    place = octets.rfind(_END)
    record = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1 << 60, 1 << 60, 1 << 60, 1 << 62)
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, place, 1)
    return octets[:place] + record + locator + ending(octets, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)[place:]


def shifted(octets: bytes, by: int) -> bytes:
    """A ZIP file whose offsets take account of what is put before it."""
    held, at = bytearray(octets), octets.find(_CENTRAL)
    while at >= 0:
        struct.pack_into("<I", held, at + 42, struct.unpack_from("<I", held, at + 42)[0] + by)
        at = octets.find(_CENTRAL, at + 4)
    end = octets.rfind(_END)
    struct.pack_into("<I", held, end + 16, struct.unpack_from("<I", held, end + 16)[0] + by)
    return bytes(held)


def hiding(*, told: bool) -> bytes:
    """A file that no table of contents lists stands first: for programs that unpack from the beginning on."""
    other = zipped([("uren.csv", b"datum;uren\n14-09-2024;9\n")])
    first = other[: other.index(_CENTRAL)]
    return first + (shifted(zipped(GOOD), len(first)) if told else zipped(GOOD))


def twice_named() -> bytes:
    """A file that has another name for programs that look where names in other scripts are kept."""
    told = struct.pack("<BI", 1, zlib.crc32(b"uren.csv")) + b"anders.csv"
    named = zipfile.ZipInfo("uren.csv")
    named.extra = struct.pack("<HH", 0x7075, len(told)) + told
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(named, TABLE[1])
        archive.writestr(*LETTER)
    return out.getvalue()


def bomb() -> bytes:
    """A file that unpacks to a thousand times its size, under a listed name."""
    return zipped([("uren.csv", bytes(60_000_000)), LETTER], zipfile.ZIP_DEFLATED)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "a file exchanged": (lambda: zipped([("uren.csv", b"datum;uren\n14-09-2024;9\n"), LETTER]), "beside-differs"),
    "a file left out": (lambda: zipped([LETTER]), "beside-missing"),
    "a file put in": (lambda: zipped([*GOOD, ("z.txt", b"x")]), "beside-extra"),
    "a file under another name": (lambda: zipped([("anders.csv", TABLE[1]), LETTER]), "beside-renamed"),
    "two names exchanged": (
        lambda: zipped([("uren.csv", LETTER[1]), ("brief.txt", TABLE[1])]),
        "beside-differs",
    ),
    "a name twice": (lambda: zipped([*GOOD, ("uren.csv", b"other")]), "beside-twice"),
    "a name that leads out of the folder": (lambda: zipped([*GOOD, ("../../.bashrc", b"x")]), "beside-extra"),
    "behind a password": (lambda: flagged(zipped(GOOD), 1), "beside-locked"),
    "packed to unpack without end": (bomb, "beside-differs"),
    "a size that is not true": (lambda: lying(bomb(), len(TABLE[1])), "beside-differs"),
    "a size beyond any": (lambda: lying(zipped(GOOD), 0xFFFFFFFE), "beside-differs"),
    "a table of contents beyond any": (lambda: far(zipped(GOOD)), "beside-unreadable"),
    "a table of contents that lies elsewhere": (
        lambda: ending(zipped(GOOD), 2, 40, 0xFFFFFFF0),
        "beside-unreadable",
    ),
    "a hidden file first": (lambda: hiding(told=False), "beside-unreadable"),
    "a hidden file first, with true offsets": (lambda: hiding(told=True), "beside-unreadable"),
    "a file that has two names": (twice_named, "beside-unreadable"),
    "a name that goes on after its end": (
        lambda: zipped([("uren.csvX.exe", TABLE[1]), LETTER]).replace(b"csvX.exe", b"csv\0.exe"),
        "beside-unreadable",
    ),
    "words after its end": (lambda: zipped(GOOD)[:-2] + struct.pack("<H", 5) + b"hallo", "beside-unreadable"),
    "something after its end": (lambda: zipped(GOOD) + bytes(10), "beside-unreadable"),
    "cut off": (lambda: zipped(GOOD)[:-30], "beside-unreadable"),
    "no ZIP file": (lambda: b"%PDF-1.7 not a ZIP", "beside-unreadable"),
    "nothing": (lambda: b"", "beside-unreadable"),
    "thousands of files": (lambda: zipped([*GOOD, *((f"{at}.txt", b"") for at in range(5_000))]), "beside-more"),
}
for _name, (_make, _says) in BAD.items():
    enter(
        "beside",
        _name,
        lambda stage, make=_make: Tried(stage.carrying, kept=stage.carrying, beside=make()),
        "changed",
        says=_says,
    )

FINE: dict[str, tuple[Callable[[], bytes], str]] = {
    "as it was signed": (lambda: zipped(GOOD), "beside-match"),
    "packed anew": (lambda: zipped(GOOD[::-1], zipfile.ZIP_DEFLATED), "beside-match"),
}
for _name, (_make, _says) in FINE.items():
    enter(
        "honest",
        f"beside, {_name}",
        lambda stage, make=_make: Tried(stage.carrying, kept=stage.carrying, beside=make()),
        "untouched",
        says=_says,
    )


@attack("honest", "beside, not at hand", "untouched", says="beside-absent")
def absent(stage: Stage) -> Tried:
    return Tried(stage.carrying, kept=stage.carrying)


@attack("beside", "to a document that lists nothing beside it", "changed", says="beside-unexpected")
def unexpected(stage: Stage) -> Tried:
    return Tried(stage.signed, beside=zipped(GOOD))
