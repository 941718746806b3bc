"""HEIC, the pictures of phones: finding Exif and XMP among the boxes and wiping them where they lie."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_EMPTY_EXIF: Final = struct.pack(">I", 0) + b"MM\0*" + struct.pack(">IHI", 8, 0, 0)
_METADATA: Final = frozenset({b"Exif", b"mime", b"uri "})
_MOST: Final = 10_000
"""Boxes beside each other, and stretches of octets; a picture of a phone has a few hundred."""
_IN_FILE: Final = 0
_IN_IDAT: Final = 1


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    end: int


def without_metadata(data: bytes) -> bytes:
    """Return the picture with Exif and XMP overwritten; nothing moves. Raises ValueError or struct.error."""
    meta = next((box for box in _boxes(data, 0, len(data)) if box.kind == b"meta"), None)
    if meta is None:
        raise ValueError("no boxes of metadata")
    inside = {box.kind: box for box in _boxes(data, meta.start + 4, meta.end)}
    kinds = _item_kinds(data, inside[b"iinf"]) if b"iinf" in inside else {}
    unwanted = {item: kind for item, kind in kinds.items() if kind in _METADATA}
    if not unwanted:
        return data
    out = bytearray(data)
    wiped: set[int] = set()
    left = len(data)
    for item, method, start, length in _extents(data, inside[b"iloc"]):
        if item not in unwanted:
            continue
        if method == _IN_IDAT:
            start += inside[b"idat"].start
        elif method != _IN_FILE:
            raise ValueError("stored elsewhere")
        left -= length
        if start + length > len(data) or left < 0:
            raise ValueError("cut off, or one over the other")
        empty = _EMPTY_EXIF if unwanted[item] == b"Exif" and item not in wiped else b""
        out[start : start + length] = empty[:length].ljust(length, b"\0" if empty else b" ")
        wiped.add(item)
    if wiped != set(unwanted):
        raise ValueError("not found")
    return bytes(out)


def _boxes(data: bytes, start: int, end: int) -> Iterator[_Box]:
    seen = 0
    while start + 8 <= end:
        seen += 1
        if seen > _MOST:
            raise ValueError("too many boxes")
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        stop = end if size == 0 else start + size
        if stop < body or stop > end:
            raise ValueError("a box ends outside of its box")
        yield _Box(kind, body, stop)
        start = stop


def _item_kinds(data: bytes, box: _Box) -> dict[int, bytes]:
    entries = box.start + (6 if data[box.start] == 0 else 8)
    kinds: dict[int, bytes] = {}
    for entry in _boxes(data, entries, box.end):
        version = data[entry.start]
        if version not in (2, 3):
            raise ValueError("an old kind of entry")
        item, _protection, kind = struct.unpack_from(">HH4s" if version == 2 else ">IH4s", data, entry.start + 4)
        kinds[item] = kind
    return kinds


class _Numbers:
    """Reads whole numbers of varying width, one after the other."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self._data = data
        self._at = at
        self._end = end

    def next(self, width: int) -> int:
        self._at += width
        if self._at > self._end:
            raise ValueError("cut off")
        return int.from_bytes(self._data[self._at - width : self._at], "big")


def _extents(data: bytes, box: _Box) -> Iterator[tuple[int, int, int, int]]:
    """Give item, method, start and length of every stretch of octets that belongs to an item."""
    version = data[box.start]
    numbers = _Numbers(data, box.start + 4, box.end)
    widths = numbers.next(1)
    offset_width, length_width = widths >> 4, widths & 15
    widths = numbers.next(1)
    base_width, index_width = widths >> 4, widths & 15 if version else 0
    wide = 4 if version == 2 else 2
    left = _MOST
    for _ in range(numbers.next(wide)):
        item = numbers.next(wide)
        method = numbers.next(2) & 15 if version else _IN_FILE
        numbers.next(2)
        base = numbers.next(base_width)
        extents = numbers.next(2)
        left -= 1 + extents
        if left < 0 or (extents > 1 and not index_width + offset_width + length_width):
            raise ValueError("more stretches than a picture has")
        for _ in range(extents):
            numbers.next(index_width)
            start = base + numbers.next(offset_width)
            yield item, method, start, numbers.next(length_width)
