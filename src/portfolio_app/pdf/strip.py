"""A copy of somebody's PDF without what programs and people wrote beside its pages."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final

from portfolio_app.domain.errors import UserError

_BESIDE: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_OF_REMARKS: Final = ("/T", "/CreationDate", "/M")
_MOST_OBJECTS: Final = 500_000


def without_metadata(data: bytes, clean_picture: Callable[[bytes], bytes]) -> bytes:
    """Return the PDF without author, program, dates, and the names at its remarks; the pages stay as they are.

    ``clean_picture`` does the same for a JPEG, which may hold the place where it was taken. Raises UserError
    metadata-stays for a PDF that is signed (its signature would break), behind a password, has files inside, or is
    damaged.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if pdf.is_encrypted or _is_signed(pdf) or len(pdf.attachments) or len(pdf.objects) > _MOST_OBJECTS:
                raise UserError("metadata-stays")
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            for item in pdf.objects:
                _clean(item, clean_picture)
            out = io.BytesIO()
            # The same PDF gives the same copy each time: its digest stands in the document.
            pdf.save(out, deterministic_id=True, recompress_flate=False, fix_metadata_version=False)
            return out.getvalue()
    except UserError:
        raise
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, ArithmeticError, LookupError, OSError) as error:
        raise UserError("metadata-stays") from error


def _is_signed(pdf: Any) -> bool:
    import pikepdf

    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary):
            continue
        if "/ByteRange" in item or (item.get("/FT") == "/Sig" and "/V" in item):
            return True
    return False


def _clean(item: Any, clean_picture: Callable[[bytes], bytes]) -> None:
    import pikepdf

    if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in _BESIDE:
        if key in item:
            del item[key]
    # The name of a field stands where a remark has its author.
    if "/Subtype" in item and "/Rect" in item and item.get("/Subtype") not in ("/Widget", "/Link"):
        for key in _OF_REMARKS:
            if key in item:
                del item[key]
    if isinstance(item, pikepdf.Stream) and item.get("/Filter") == "/DCTDecode":
        before = item.read_raw_bytes()
        try:
            after = clean_picture(before)
        except UserError:
            return  # a picture that can't be looked through is shown by few programs, and holds no more than pixels
        if after != before:
            particulars: Any = item.get("/DecodeParms")
            item.write(after, filter=pikepdf.Name.DCTDecode, decode_parms=particulars)
