"""Verifying a long portfolio that a reader answered, with all that was changed, against reading the file alone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.document import tree
from portfolio_app.pdf.produce import make_signer, produce
from portfolio_app.pdf.strict_reader import StrictReader
from portfolio_app.pdf.verify import verify_bytes
from tests.benchmarks.conftest import TABLE, own_peak
from tests.pdf.reader_acts import annotate, fill, sign_prepared, update
from tests.pdf.sample import NOW, review_fields
from tests.pdf.test_speed import texts

MOST_STRICTLY, MOST = 10.0, 200.0
"""Times reading: every object of three revisions is held against the rules of what a reader may do, in Python."""
LONG_PARTS, VERY_LONG_PARTS = 100, 840


def answered(parts: int, out: Path) -> tuple[bytes, int]:
    """A signed portfolio with a note, an answer and a reader's signature, and how many pages it has."""
    owner, mentor = make_signer("Anna de Vries", "", "", NOW), make_signer("J. Bakker", "", "", NOW)
    blocks = [
        tree.PartBlock(f"p{at}", f"Deel {at}", tuple(tree.Paragraph(tree.spans(text)) for text in part))
        for at, part in enumerate(texts(parts))
    ]
    review = tree.PartBlock("review", "Antwoord", review_fields())
    document = tree.Document(
        "Portfolio", "Anna de Vries", "nl", "", tree.Cover("", "Anna", "", ""), "Inhoud", (*blocks, review)
    )
    made = produce(document, out, pictures=lambda _: b"", attachments=lambda _: b"", signer=owner, now=NOW)
    noted = update(out.read_bytes(), annotate("Text", (560.0, 800.0, 580.0, 820.0), page=made.pages // 2))
    return sign_prepared(update(noted, fill("mentor_feedback", "Mooi")), mentor, "mentor_signature", NOW), made.pages


def seconds(work: Callable[[], object]) -> float:
    """Of the faster of two runs."""
    times: list[float] = []
    for _ in range(2):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def read(data: bytes) -> None:
    """Read every object of a file, by the reader that is quick."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for held in pdf.objects:
            if isinstance(held, pikepdf.Stream):
                held.read_raw_bytes()


def read_strictly(data: bytes) -> None:
    """Read every object once more, by the strict reader that the rules are asked of."""
    reader = StrictReader(data)
    reader.unpack()
    for reference in reader.xrefs.explicit_refs_in_revision(0):
        reader.get_object(reference)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("parts", "least"), [(LONG_PARTS, 300), (VERY_LONG_PARTS, 2_500)])
def test_verifying_a_long_portfolio(tmp_path: Path, parts: int, least: int) -> None:
    data, pages = answered(parts, tmp_path / "portfolio.pdf")
    assert pages >= least
    assert verify_bytes(data).outcome == "reviewed"
    once = seconds(lambda: verify_bytes(data))
    plain, strict = seconds(lambda: read(data)), seconds(lambda: read_strictly(data))
    name = f"verifying {pages} pages with what was changed ({own_peak():.0f} MB)"
    TABLE.append((f"{name}, against reading them strictly", once / strict, MOST_STRICTLY, once * 1000))
    TABLE.append((f"{name}, against reading them with qpdf", once / plain, MOST, once * 1000))
    assert once <= MOST_STRICTLY * strict
