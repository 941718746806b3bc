"""The octets of a bundle's container: a ZIP without compression of which every octet follows from its list of members.

Any program that unpacks ZIP files opens it. Reading it here is strict instead: headers are made anew from the list
and compared, so there is no place where a flipped bit, a second member of the same name or anything added would pass.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")
_WIDE: Final = 0xFFFF_FFFF
_MANY: Final = 0xFFFF
_UTF_8: Final = 0x0800
_NO_TIME, _NO_DAY = 0, 0x0021  # the first day that a ZIP knows; when it was made stands in the manifest
TAIL_OCTETS: Final = _END_64.size + _LOCATOR.size + _END.size
"""The end of a container takes at most so many octets."""


@dataclass(frozen=True)
class Member:
    """A file inside: its name, its octets, and the sums of what is in it (``sha256`` in hex)."""

    name: str
    octets: int
    crc: int
    sha256: str


@dataclass(frozen=True)
class Ending:
    """Where the directory of a container lies, and how many members it names."""

    count: int
    octets: int
    offset: int


def local_octets(name: str, octets: int) -> int:
    """Length of the header that stands before a member of so many octets."""
    return _LOCAL.size + len(name.encode()) + len(_wide(octets, octets))


def local(member: Member) -> bytes:
    """The header before a member."""
    name, extra = member.name.encode(), _wide(member.octets, member.octets)
    size = min(member.octets, _WIDE)
    version = 45 if extra else 20
    head = _LOCAL.pack(b"PK\3\4", version, _UTF_8, 0, _NO_TIME, _NO_DAY, member.crc, size, size, len(name), len(extra))
    return head + name + extra


def directory(members: Iterable[Member]) -> Iterator[bytes]:
    """The entries of the directory, in the order in which the members lie."""
    offset = 0
    for member in members:
        yield entry(member, offset)
        offset += local_octets(member.name, member.octets) + member.octets


def entry(member: Member, offset: int) -> bytes:
    """One entry of the directory."""
    name, size = member.name.encode(), min(member.octets, _WIDE)
    extra = _wide(member.octets, member.octets, offset)
    version = 45 if extra else 20
    head = _CENTRAL.pack(
        b"PK\1\2",
        version,
        version,
        _UTF_8,
        0,
        _NO_TIME,
        _NO_DAY,
        member.crc,
        size,
        size,
        len(name),
        len(extra),
        0,
        0,
        0,
        0,
        min(offset, _WIDE),
    )
    return head + name + extra


def _wide(*values: int) -> bytes:
    """The additional field with those values that are too large for their own place."""
    large = [value for value in values if value >= _WIDE]
    return struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""


def end(ending: Ending) -> bytes:
    """What stands behind the directory."""
    count, size, offset = ending.count, ending.octets, ending.offset
    before = b""
    if count >= _MANY or size >= _WIDE or offset >= _WIDE:
        before = _END_64.pack(b"PK\6\6", _END_64.size - 12, 45, 45, 0, 0, count, count, size, offset)
        before += _LOCATOR.pack(b"PK\6\7", 0, offset + size, 1)
    short = min(count, _MANY)
    return before + _END.pack(b"PK\5\6", 0, 0, short, short, min(size, _WIDE), min(offset, _WIDE), 0)


def read_end(tail: bytes) -> Ending | None:
    """Read the last `TAIL_OCTETS` octets of a file; None when they are not the end of a container of ours."""
    if len(tail) < _END.size:
        return None
    _, _, _, _, count, size, offset, _ = _END.unpack(tail[-_END.size :])
    if len(tail) == TAIL_OCTETS and tail.startswith(b"PK\6\6"):
        *_, count, size, offset = _END_64.unpack(tail[: _END_64.size])
    if offset + size >= 1 << 63:
        return None
    ending = Ending(count, size, offset)
    return ending if tail.endswith(end(ending)) else None


def last_entry(listed: bytes, name: str) -> tuple[int, int, int] | None:
    """Sum, octets and offset of the last member in a directory; None when it has another name.

    The member must be smaller than 4 GB.
    """
    plain = name.encode()
    for wide in (0, 12):
        length = _CENTRAL.size + len(plain) + wide
        last = listed[-length:]
        if len(last) == length and last.startswith(b"PK\1\2") and last[_CENTRAL.size :].startswith(plain):
            found = _CENTRAL.unpack(last[: _CENTRAL.size])
            crc, octets, offset = found[7], found[8], found[16]
            if wide:
                (offset,) = struct.unpack("<Q", last[-8:])
            if entry(Member(name, octets, crc, ""), offset) == last:
                return crc, octets, offset
    return None
