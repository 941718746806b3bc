"""A portfolio of three hundred pages with a table, charts and photos: strangers accept it as they do a thin one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from portfolio_app.pdf.produce import Produced, produce
from portfolio_app.pdf.sign import Signer
from tests.benchmarks.thick import thick
from tests.pdf.sample import NOW, Sample
from tests.tools.strangers import accept, browser_sees_all


@pytest.fixture(scope="module")
def thick_file(signer: Signer, rich: Sample, tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """Signed, with the fields for readers and the attachments of the sample."""
    book = thick(photos=6)
    signing = rich.document.parts[-1]
    document = book.document()
    document = replace(document, parts=(*document.parts, signing), attachments=rich.document.attachments)
    files = {**rich.files, **book.photos}
    out = tmp_path_factory.mktemp("thick") / "thick.pdf"
    return produce(document, out, pictures=files.__getitem__, attachments=files.__getitem__, signer=signer, now=NOW)


@pytest.mark.timeout(300)
def test_strangers_accept_three_hundred_pages(thick_file: Produced, tmp_path: Path) -> None:
    assert thick_file.pages >= 300
    accept(thick_file.path, tmp_path)


@pytest.mark.timeout(300)
def test_a_browser_sees_three_hundred_pages(thick_file: Produced) -> None:
    browser_sees_all(thick_file.path, "nl-NL")
