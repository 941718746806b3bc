"""Three hundred pages against bare platypus and other programs, and 2,500 pages against three hundred."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.pdf.produce import Produced, produce
from portfolio_app.pdf.sign import Signer, make_signer
from tests.benchmarks.conftest import TABLE
from tests.benchmarks.platypus import styles
from tests.benchmarks.rivals import RIVALS
from tests.benchmarks.thick import Thick, thick
from tests.pdf.sample import NOW

GOAL = 1.6
MOST_MEMORY_MB = 300
MORE_PARTS = 230
TO_INSTALL = "not installed; `.venv/bin/python -m pip install --require-hashes -r requirements-compare.lock` brings it"

MEMORY = """
import json
from pathlib import Path
import sys
from portfolio_app.pdf.produce import produce
from portfolio_app.pdf.sign import make_signer
from tests.benchmarks.conftest import own_peak
from tests.benchmarks.thick import thick
from tests.pdf.sample import NOW
book = thick()
made = produce(book.document(), Path(sys.argv[1]), pictures=book.photos.__getitem__, attachments=lambda _: b"",
               signer=make_signer("A", "", "", NOW), now=NOW)
print(json.dumps([made.pages, own_peak()]))
"""


@pytest.fixture(scope="module")
def signer() -> Signer:
    """The owner's key."""
    return make_signer("A. de Vries", "", "", NOW)


def ours(book: Thick, signer: Signer, out: Path) -> Callable[[], Produced]:
    """Laying out, finishing and signing; the photos lie ready as they do in a portfolio."""
    document = book.document()

    def make() -> Produced:
        return produce(
            document, out, pictures=book.photos.__getitem__, attachments=lambda _: b"", signer=signer, now=NOW
        )

    return make


def bare(book: Thick, out: Path) -> Callable[[], None]:
    """Its text, table and photos in reportlab alone: no tags, hyphens, charts, contents, archive or signature."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Image, PageBreak, Paragraph, SimpleDocTemplate, Table

    body, heading = styles()

    def make() -> None:
        story: list[Any] = []
        photos = list(book.photos.values())
        for number, chapter in enumerate(book.chapters):
            story += [Paragraph(chapter.title, heading), *(Paragraph(text, body) for text in chapter.paragraphs)]
            for data in photos[number :: len(book.chapters)]:
                story += [Image(io.BytesIO(data), 130 * mm, 97 * mm), Paragraph("Foto", body)]
            story.append(PageBreak())
        rows = [[Paragraph(cell, body) for cell in row] for row in book.rows]
        story.append(Table([["Datum", "Activiteit", "Uren"], *rows], colWidths=[70, 320, 60], repeatRows=1))
        SimpleDocTemplate(str(out)).build(story)

    return make


def in_turn(*works: Callable[[], object], rounds: int = 4) -> list[float]:
    """The best seconds of each; in turn, so that a slow moment is slow for all. The first round warms up."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, kept in zip(works, times, strict=True):
            begun = time.perf_counter()
            work()
            kept.append(time.perf_counter() - begun)
    return [min(kept[1:]) for kept in times]


@pytest.mark.timeout(600)
def test_three_hundred_pages_against_bare_platypus(signer: Signer, tmp_path: Path) -> None:
    book = thick()
    make = ours(book, signer, tmp_path / "ours.pdf")
    pages = make().pages
    mine, theirs = in_turn(make, bare(book, tmp_path / "bare.pdf"))
    TABLE.append((f"{pages} pages, table, charts and photos, against platypus", mine / theirs, GOAL, mine * 1000))
    assert pages >= 300
    assert mine <= GOAL * theirs


@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")
@pytest.mark.parametrize("name", list(RIVALS))
def test_it_is_faster_than_others_on_the_same_text(name: str, signer: Signer, tmp_path: Path) -> None:
    times: tuple[list[float], list[float]] = [], []
    for seed in range(3):  # another text each time: typst remembers what it has set
        book = thick(photos=0, seed=seed)
        try:
            rival = RIVALS[name](book, tmp_path)
        except ImportError:
            pytest.fail(f"{name} is {TO_INSTALL}")
        for kept, work in zip(times, (ours(book, signer, tmp_path / "ours.pdf"), rival), strict=True):
            begun = time.perf_counter()
            work()
            kept.append(time.perf_counter() - begun)
    mine, theirs = (min(kept[1:]) for kept in times)
    TABLE.append((f"the same text against {name}", mine / theirs, 1.0, mine * 1000))
    assert mine < theirs


@pytest.mark.timeout(900)
def test_two_thousand_five_hundred_pages_take_as_much_time_a_page(signer: Signer, tmp_path: Path) -> None:
    few, many = replace(thick(), photos={}), thick(MORE_PARTS, 0)
    make_few, make_many = ours(few, signer, tmp_path / "few.pdf"), ours(many, signer, tmp_path / "many.pdf")
    pages = make_few().pages, make_many().pages
    short, long = in_turn(make_few, make_many, rounds=3)
    ratio = (long / pages[1]) / (short / pages[0])
    TABLE.append((f"a page of {pages[1]} against a page of {pages[0]}", ratio, 1.4, long * 1000))
    assert pages[1] >= 2500
    assert ratio <= 1.4


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process its own peak of memory so simply")
@pytest.mark.timeout(300)
def test_memory_of_three_hundred_pages_with_photos(tmp_path: Path) -> None:
    command = [sys.executable, "-c", MEMORY, str(tmp_path / "out.pdf")]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=250)
    pages, peak = json.loads(told.stdout)
    TABLE.append((f"peak memory of {pages} pages with photos in MB (goal: the most)", peak, MOST_MEMORY_MB, 0.0))
    assert peak < MOST_MEMORY_MB
