"""A piece that is laid out alone looks as it does in the whole document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pypdfium2
import pytest

from portfolio_app.document.tree import Document
from portfolio_app.domain.errors import Cancelled
from portfolio_app.pdf.layout import lay_out
from portfolio_app.pdf.pieces import CONTENTS, COVER, Piece, lay_out_piece, outline
from portfolio_app.services import preview_tasks
from portfolio_app.vault.pdfium import page_texts
from tests.pdf.sample import NOW, Sample, sample


def drawn(data: bytes) -> list[bytes]:
    """Every page as it looks."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [document[number].render(scale=0.7).to_pil().tobytes() for number in range(len(document))]
    finally:
        document.close()


@pytest.fixture(scope="module")
def made() -> Sample:
    return sample()


def pieces_of(document: Document, pictures: Callable[[str], bytes], seal: Any = ()) -> list[Piece]:
    """All pieces in their order, made as a preview makes them."""
    contents_pages = outline(preview_tasks.headings(document)).contents_pages
    first, known = 2 + contents_pages, dict[str, int]()
    parts: list[Piece] = []
    for number in range(len(document.parts)):
        alone = preview_tasks.only(document, number)
        part = lay_out_piece(alone, number, first, known, pictures, lambda: None, seal)
        parts.append(part)
        first += part.pages
        known |= part.anchors
    front = [
        lay_out_piece(preview_tasks.headings(document), number, place, known, pictures, lambda: None)
        for number, place in ((COVER, 1), (CONTENTS, 2))
    ]
    return [*front, *parts]


def test_every_page_is_as_in_the_whole_document(made: Sample) -> None:
    whole = drawn(lay_out(made.document, made.files.__getitem__, lambda done, parts: None, lambda: None).data)
    pieces = pieces_of(made.document, made.files.__getitem__)
    alone = [page for piece in pieces for page in drawn(piece.data)]
    assert len(alone) == len(whole) == sum(piece.pages for piece in pieces)
    assert [number for number, page in enumerate(whole) if page != alone[number]] == []


def test_the_signature_to_come_is_shown_where_its_field_is(made: Sample) -> None:
    from portfolio_app.pdf.sign import make_signer, seal_lines

    lines = seal_lines(make_signer("Anna de Vries", "", "", NOW), NOW)
    pieces = pieces_of(made.document, made.files.__getitem__, lines)
    assert sum(f"{NOW:%Y-%m-%d %H:%M}" in text for piece in pieces for text in page_texts(piece.data, 99)) == 1


def test_only_what_is_drawn_crosses_to_the_worker(made: Sample) -> None:
    alone = preview_tasks.only(made.document, 0)
    assert [bool(part.blocks) for part in alone.parts] == [True, *(False for _ in made.document.parts[1:])]
    assert alone.attachments == preview_tasks.headings(made.document).attachments == ()


def test_a_piece_can_be_stopped(made: Sample) -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        lay_out_piece(replace(made.document), 0, 3, {}, made.files.__getitem__, stop)
