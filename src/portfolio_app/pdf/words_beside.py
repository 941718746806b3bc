"""The words in somebody's PDF that stand on no page: remarks, filled fields, descriptions, addresses, file names."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, Final

from portfolio_app.domain.errors import UserError
from portfolio_app.pdf.verify_bounds import TooMuchError, chunks

_KEYS: Final = (
    "/Contents", "/RC", "/V", "/DV", "/TU", "/Title", "/Alt", "/ActualText", "/Desc", "/F", "/UF", "/URI", "/Subject",
    "/Keywords", "/Author",
)  # fmt: skip
_MOST_OBJECTS: Final = 500_000
_MOST_OCTETS: Final = 64 << 20
_MOST_CHARACTERS: Final = 2_000_000


def words_beside(data: bytes) -> str:
    """Return them, one on a line. Raises UserError evidence-unreadable for a PDF that can't be opened."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if len(pdf.objects) > _MOST_OBJECTS:
                raise UserError("evidence-unreadable")
            kept: dict[str, None] = {}
            left = _MOST_CHARACTERS
            for words in _said(pdf):
                if words not in kept:
                    kept[words] = None
                    left -= len(words)
                if left <= 0:
                    break
            return "\n".join(kept)
    except UserError:
        raise
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, ArithmeticError, LookupError, OSError) as error:
        raise UserError("evidence-unreadable") from error


def files_beside(data: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Name and content of each file that hangs on it; None for one that can't be unpacked. Raises what opening does."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Dictionary) and isinstance(item.get("/EF"), pikepdf.Dictionary):
                    name = str(item.get("/UF", item.get("/F", "")))
                    for held in {each.objgen: each for _, each in item.EF.items()}.values():
                        yield name, _unpacked(held)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, ArithmeticError, LookupError, OSError) as error:
        raise UserError("evidence-unreadable") from error


def _unpacked(stream: Any) -> bytes | None:
    try:
        return b"".join(chunks(stream, _MOST_OCTETS))
    except (TooMuchError, zlib.error, AttributeError):
        return None


def _said(pdf: Any) -> Iterator[str]:
    import pikepdf

    for item in pdf.objects:
        yield from _in(item)
        if isinstance(item, pikepdf.Stream) and item.get("/Type") == "/Metadata":
            yield item.read_bytes()[:_MOST_CHARACTERS].decode("utf-8", "replace")


def _in(item: Any, depth: int = 0) -> Iterator[str]:
    """The words in an object and in what lies directly within it; what it refers to is an object by itself."""
    import pikepdf

    if depth > 4:
        return
    if isinstance(item, pikepdf.Array):
        for inner in item:
            if not _is_reference(inner):
                yield from _in(inner, depth + 1)
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key, value in item.items():
        if isinstance(value, pikepdf.String):
            if key in _KEYS:
                yield str(value)
        elif not _is_reference(value):
            yield from _in(value, depth + 1)


def _is_reference(value: Any) -> bool:
    return bool(getattr(value, "is_indirect", False))
