"""The judge of the PDF tests: it must be able to say no."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.tools import verapdf


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF as reportlab makes it by default: no archive, no tags."""
    page = io.BytesIO()
    canvas = Canvas(page)
    canvas.drawString(72, 720, "An ordinary page")
    canvas.save()
    path = tmp_path_factory.mktemp("pdf") / "een bestand met spaties é.pdf"
    path.write_bytes(page.getvalue())
    return path


def test_an_ordinary_pdf_fails_with_the_rules_it_breaks(ordinary: Path) -> None:
    first, second = verapdf.validate("PDFA-3A", ordinary, ordinary)
    assert first == second
    assert first.path == ordinary
    assert not first.compliant
    assert "6.6.2.1-1" in {broken.rule for broken in first.broken}  # no XMP
    assert all(broken.times > 0 and broken.message for broken in first.broken)


def test_an_ordinary_pdf_is_not_accessible(ordinary: Path) -> None:
    (result,) = verapdf.validate("PDFUA-1", ordinary)
    assert not result.compliant
    assert "7.1-11" in {broken.rule for broken in result.broken}  # no tree of tags


def test_what_is_no_pdf_is_trouble_and_not_a_verdict(tmp_path: Path) -> None:
    (tmp_path / "text.pdf").write_text("no PDF")
    with pytest.raises(RuntimeError, match="veraPDF"):
        verapdf.validate("PDFA-3A", tmp_path / "text.pdf")
