"""The same document on the paper of another country."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from portfolio_app.domain.selection import Paper
from portfolio_app.pdf import style as look
from portfolio_app.pdf.produce import produce
from portfolio_app.pdf.sign import Signer
from tests.pdf.sample import NOW, Sample
from tests.tools.verapdf import Profile, validate

LETTER = (612.0, 792.0)


@pytest.fixture(scope="module")
def letter(rich: Sample, signer: Signer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("letter") / "portfolio.pdf"
    document = replace(rich.document, paper=Paper.LETTER)
    produce(document, out, pictures=rich.read, attachments=rich.read, signer=signer, now=NOW)
    return out


@pytest.mark.parametrize("profile", ["PDFA-3A", "PDFUA-1"])
def test_letter_is_archival_and_accessible_too(letter: Path, profile: Profile) -> None:
    [result] = validate(profile, letter)
    assert result.compliant, str(result)


def test_fields_links_and_figures_stay_within_the_margins_of_letter(letter: Path) -> None:
    grid = look.GRIDS[Paper.LETTER]
    left, right = grid.margin, grid.margin + grid.full.width
    with pikepdf.open(letter) as pdf:
        for page in pdf.pages:
            assert tuple(map(float, page.MediaBox)) == (0, 0, *LETTER)
            for annotation in page.obj.get("/Annots", ()):
                x, bottom, end, top = map(float, annotation.Rect)
                assert left - 1 <= x <= end <= right + 1
                assert grid.bottom - 1 <= bottom <= top <= grid.height
    assert look.A4.text.width != grid.text.width
