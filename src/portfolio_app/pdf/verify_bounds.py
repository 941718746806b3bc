"""Reads what a foreign file holds without letting a few bytes of it become gigabytes."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any, Final

_CHUNK: Final = 1 << 20
LARGEST_DRAWING: Final = 4 << 20
"""Octets of an appearance, a table of letters or a metadata packet; real ones have a thousandth of it."""
LARGEST_ATTACHMENTS: Final = 4 << 30
"""Octets of all attachments together."""


class TooMuchError(Exception):
    """A stream unpacks to more than it may, or is packed in a way that nobody uses for it."""


def chunks(stream: Any, most: int) -> Iterator[bytes]:
    """The bytes of a pikepdf stream in pieces. Raises `TooMuchError` beyond ``most`` octets, and for a rare filter."""
    raw = stream.read_raw_bytes()
    filters = _filters(stream)
    if not filters:
        if len(raw) > most:
            raise TooMuchError
        yield raw
        return
    if filters != ["/FlateDecode"] or stream.get("/DecodeParms") is not None:
        raise TooMuchError
    inflater, given = zlib.decompressobj(), 0
    pending = bytes(raw)
    while pending and not inflater.eof:
        piece = inflater.decompress(pending, _CHUNK)
        pending = inflater.unconsumed_tail
        given += len(piece)
        if given > most:
            raise TooMuchError
        yield piece


def small_bytes(stream: Any) -> bytes:
    """The bytes of a stream that is small in any honest file. Raises `TooMuchError`."""
    return b"".join(chunks(stream, LARGEST_DRAWING))


def digest(stream: Any, most: int) -> tuple[str, int]:
    """SHA-256 and size. Raises `TooMuchError`."""
    found, size = hashlib.sha256(), 0
    for piece in chunks(stream, most):
        found.update(piece)
        size += len(piece)
    return found.hexdigest(), size


def _filters(stream: Any) -> list[str]:
    import pikepdf

    named = stream.get("/Filter")
    if named is None:
        return []
    return [str(each) for each in named] if isinstance(named, pikepdf.Array) else [str(named)]
