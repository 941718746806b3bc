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


class OpenDocument:
    """A document that stays open while it is looked at, with what was filled in its forms."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._trouble: type[Exception] = pypdfium2.PdfiumError
        with _LOCK, self._told():
            self._document: Any = pypdfium2.PdfDocument(data)
            self._document.init_forms()
            self.pages = len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page in points, as it is turned."""
        with _LOCK, self._told():
            page = self._document[number]
            wide, high = page.get_size()
            page.close()
            return max(float(wide), _SMALLEST_POINTS), max(float(high), _SMALLEST_POINTS)

    def draw(self, number: int, scale: float) -> Image:
        """Draw a page at so many pixels a point."""
        with _LOCK, self._told():
            page = self._document[number]
            bitmap = page.render(scale=scale)
            picture: Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
            page.close()
            return picture

    def words(self, number: int) -> str:
        """The words on a page, line by line."""
        with _LOCK, self._told():
            page = self._document[number]
            text = page.get_textpage()
            found = str(text.get_text_range())
            text.close()
            page.close()
            return found

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except self._trouble as error:
            raise UserError("evidence-unreadable") from error


def information(data: bytes) -> dict[str, str]:
    """What a document says about itself (Author, Creator, CreationDate …); raises UserError evidence-unreadable."""
    with _document(data) as document:
        told: dict[str, str] = document.get_metadata_dict(skip_empty=True)
        return told


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
