"""Careful reading of ZIP files and the XML in them: documents of word processors, possibly meant to do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Final
from xml.parsers import expat

from portfolio_app.domain.errors import UserError

_PIECE: Final = 1 << 16
_DECLARATIONS: Final = (b"<!DOCTYPE", b"<!ENTITY")
_OVERLAP: Final = 32
_ERRORS: Final = (
    zipfile.BadZipFile,
    expat.ExpatError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    KeyError,
    LookupError,
)


class Allowance:
    """How many octets may still be unpacked, over all parts of one file together."""

    def __init__(self, octets: int) -> None:
        self.left = octets

    def spend(self, octets: int) -> None:
        """Raise UserError evidence-too-large when it is used up."""
        self.left -= octets
        if self.left < 0:
            raise UserError("evidence-too-large")


@contextmanager
def archive(data: bytes, most_parts: int = 20_000) -> Generator[zipfile.ZipFile]:
    """Open a ZIP file; every way in which it can be broken becomes UserError evidence-unreadable."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as opened:
            if len(opened.infolist()) > most_parts:
                raise UserError("evidence-too-large")
            yield opened
    except _ERRORS as error:
        # Passwords (RuntimeError), unknown compression (NotImplementedError) and plain damage.
        raise UserError("evidence-unreadable") from error
    except Exception as error:
        # zlib, bz2 and lzma raise an error each of their own, which has no common base.
        if type(error).__name__ in ("error", "LZMAError"):
            raise UserError("evidence-unreadable") from error
        raise


def pieces(file: IO[bytes], allowance: Allowance) -> Iterator[bytes]:
    """Unpack in small pieces, whatever size the file claims to have."""
    while piece := file.read(_PIECE):
        allowance.spend(len(piece))
        yield piece


def refuse_declarations(file: Iterator[bytes]) -> Iterator[bytes]:
    """Stop at a document type: no office program writes one, and its entities can grow without end."""
    before = b""
    for piece in file:
        # Without the zeros the words are found in UTF-16 too.
        seen = before + piece.replace(b"\0", b"")
        if any(word in seen for word in _DECLARATIONS):
            raise UserError("evidence-unreadable")
        before = seen[-_OVERLAP:]
        yield piece


def parse(
    file: Iterator[bytes],
    start: Callable[[str], None],
    data: Callable[[str], None],
    end: Callable[[str], None],
    attributes: Callable[[Mapping[str, str]], None] | None = None,
) -> None:
    """Walk through XML without building a tree; names of elements are given without their namespace."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begun(name: str, told: Mapping[str, str]) -> None:
        start(name.rpartition(":")[2])
        if attributes is not None and told:
            attributes(told)

    parser.StartElementHandler = begun
    parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    parser.CharacterDataHandler = data
    for piece in refuse_declarations(file):
        parser.Parse(piece, False)
    parser.Parse(b"", True)
