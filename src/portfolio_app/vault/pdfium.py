"""The one place that calls pypdfium2. PDFium may not be used from two threads at once, so there is a lock."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from portfolio_app.domain.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

_LOCK: Final = threading.Lock()
_SMALLEST_POINTS: Final = 1.0


@contextmanager
def _document(data: bytes) -> Generator[Any]:
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
            try:
                yield document
            finally:
                document.close()
        except pypdfium2.PdfiumError as error:
            raise UserError("evidence-unreadable") from error


def page_texts(data: bytes, most_pages: int) -> Generator[str]:
    """Give the text of each page; raises UserError evidence-unreadable when damaged or behind a password."""
    with _document(data) as document:
        for number in range(min(len(document), most_pages)):
            page = document[number]
            text = page.get_textpage()
            yield str(text.get_text_range())
            text.close()
            page.close()


def first_page(data: bytes, longest: int) -> Image:
    """Draw the first page with its longest side at ``longest`` pixels."""
    with _document(data) as document:
        if len(document) == 0:
            raise UserError("evidence-unreadable")
        page = document[0]
        side = max(*page.get_size(), _SMALLEST_POINTS)
        bitmap = page.render(scale=longest / side)
        picture: Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        return picture
