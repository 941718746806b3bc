"""Whether a ZIP file holds nothing but what its table of contents lists, so that every program unpacks the same.

Some programs follow the table of contents, others read from the beginning on and unpack whatever comes. Files that lie
before, between or after those of the table, or that are called otherwise there, would be seen by some readers only.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, Final

_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_MARK: Final = b"PK\x03\x04"
_DESCRIBED: Final = 1 << 3
"""Flag: size and checksum follow the packed file."""
_DESCRIPTIONS: Final = {b"": (12, 20), b"PK\x07\x08": (16, 24)}
"""Lengths of such a description, without and with a mark of its own; the longer one for very large files."""
_END, _END_64, _PLACE_64, _END_SIZE = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", 22
_END_64_SIZES: Final = 56 + 20
_NAMED_AGAIN: Final = 0x7075
_BEFORE_NAME: Final = 5
"""Octets: a version, and the checksum of the other name."""
_ALWAYS_64: Final = 0xFFFFFFFF


def is_plain(file: BinaryIO, archive: zipfile.ZipFile) -> bool:
    """Whether an opened ZIP file is built of its listed files alone, one after the other. Raises OSError."""
    at = 0
    for member in sorted(archive.infolist(), key=lambda each: each.header_offset):
        end = _end(file, member) if member.header_offset == at else None
        if end is None:
            return False
        at = end
    return at == archive.start_dir and _ends_well(file, at)


def _end(file: BinaryIO, member: zipfile.ZipInfo) -> int | None:
    """Where a member ends; None where its own heading says something else than the table of contents."""
    file.seek(member.header_offset)
    heading = file.read(_LOCAL.size)
    if len(heading) < _LOCAL.size:
        return None
    mark, _, flags, method, _, _, checksum, packed, size, name_length, extra = _LOCAL.unpack(heading)
    name, more = file.read(name_length), file.read(extra)
    told = (mark, flags, method) == (_MARK, member.flag_bits, member.compress_type)
    # A name may be given once more, in other letters, for those who look there; or end early for those who stop at nil.
    if not told or member.filename != member.orig_filename or name != _octets(member):
        return None
    if not all(other == member.filename.encode() for other in (*_names(member.extra), *_names(more))):
        return None
    end = member.header_offset + _LOCAL.size + name_length + extra + member.compress_size
    if flags & _DESCRIBED:
        return _after_description(file, end, member)
    numbers = (checksum, packed, size) == (member.CRC, member.compress_size, member.file_size)
    large = packed == size == _ALWAYS_64 and checksum == member.CRC
    return end if numbers or large else None


def _octets(member: zipfile.ZipInfo) -> bytes:
    return member.orig_filename.encode("utf-8" if member.flag_bits & 0x800 else "cp437")


def _names(extra: bytes) -> Iterator[bytes]:
    """The names, in UTF-8, among what is said of a member besides."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _NAMED_AGAIN:
            yield extra[at + 4 + _BEFORE_NAME : at + 4 + length]
        at += 4 + length


def _after_description(file: BinaryIO, at: int, member: zipfile.ZipInfo) -> int | None:
    file.seek(at)
    found = file.read(24)
    for mark, lengths in _DESCRIPTIONS.items():
        for length, kind in zip(lengths, ("<III", "<IQQ"), strict=True):
            told = mark + struct.pack(kind, member.CRC, *_sizes(member, kind))
            if found[:length] == told:
                return at + length
    return None


def _sizes(member: zipfile.ZipInfo, kind: str) -> tuple[int, int]:
    most = _ALWAYS_64 if kind == "<III" else member.file_size | member.compress_size
    return member.compress_size & most, member.file_size & most


def _ends_well(file: BinaryIO, start: int) -> bool:
    """Whether the table of contents is followed by its end and by nothing else, not even words."""
    file.seek(start)
    whole = file.read()
    at = len(whole) - _END_SIZE
    if at < 0 or whole[at : at + 4] != _END:
        return False
    octets = struct.unpack_from("<I", whole, at + 12)[0]
    if whole[max(0, at - 20) : max(0, at - 16)] == _PLACE_64:
        at -= _END_64_SIZES
        if at < 0 or whole[at : at + 4] != _END_64:
            return False
        octets = struct.unpack_from("<Q", whole, at + 40)[0]
    return octets == at
