"""Making the signed PDF against the same text in bare reportlab platypus, in one run."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portfolio_app.document import tree
from portfolio_app.pdf import style as look
from portfolio_app.pdf.fonts import family
from portfolio_app.pdf.layout import lay_out
from portfolio_app.pdf.lines import Setter
from portfolio_app.pdf.produce import produce
from portfolio_app.pdf.sign import Signer
from tests.pdf.sample import NOW

MOST = 2.0


def texts(parts: int) -> list[list[str]]:
    """Paragraphs whose words repeat as they do in a language."""
    chance = random.Random(5)
    syllables = [c + v for c in "bdfghklmnprstvwz" for v in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 5))) for _ in range(8000)]

    def paragraph() -> str:
        return " ".join(words[min(int(chance.paretovariate(0.8)), 7999)] for _ in range(90)).capitalize() + "."

    return [[paragraph() for _ in range(10)] for _ in range(parts)]


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of four runs; the first warms imports and fonts."""
    times: list[float] = []
    for _ in range(4):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times[1:])


@pytest.mark.bench
@pytest.mark.timeout(300)
@pytest.mark.parametrize("parts", [25, 110])
def test_at_most_twice_bare_platypus(signer: Signer, tmp_path: Path, parts: int) -> None:
    written = texts(parts)
    document = tree.Document(
        "T",
        "A",
        "nl",
        "",
        tree.Cover("", "A", "", ""),
        "Inhoud",
        tuple(
            tree.PartBlock(f"p{number}", f"Deel {number}", tuple(tree.Paragraph(tree.spans(text)) for text in part))
            for number, part in enumerate(written)
        ),
    )

    def ours() -> None:
        out = tmp_path / "ours.pdf"
        produce(document, out, pictures=lambda _: b"", attachments=lambda _: b"", signer=signer, now=NOW)

    mine = best(ours)
    bare = best(lambda: platypus(written, tmp_path / "bare.pdf"))
    print(f"\nsigned PDF of {parts} parts: {mine / bare:.2f} x bare platypus ({mine:.2f} s / {bare:.2f} s)")
    assert mine <= MOST * bare


@pytest.mark.bench
@pytest.mark.parametrize("word", ["x", "Wachtwoord", "abc/", "שלום", "😀"])
def test_a_word_without_end_takes_time_as_its_length_does(word: str) -> None:
    def seconds(letters: int) -> float:
        text = (word * letters)[:letters]
        return best(lambda: Setter(family(), "nl").lines(tree.spans(text), look.BODY, 330.0))

    short, long = seconds(6_000), seconds(96_000)
    print(f"\nsixteen times as long: {long / short:.1f} x the time ({long:.2f} s / {short:.2f} s)")
    assert long <= 3 * 16 * short


@pytest.mark.bench
@pytest.mark.timeout(300)
def test_a_table_of_thousands_takes_time_as_its_rows_do() -> None:
    def seconds(count: int) -> float:
        rows = tuple(
            (tree.spans(f"{number} maart"), tree.spans(f"Cursus {number} over formatief toetsen"), tree.spans("1,5"))
            for number in range(count)
        )
        columns = (tree.Column("Dag"), tree.Column("Activiteit", share=4, row_head=True), tree.Column("Uren", "right"))
        table = tree.Table(columns, rows, "Lijst", (tree.spans("Totaal"), (), tree.spans("9")))
        cover = tree.Cover("", "A", "", "")
        document = tree.Document("T", "A", "nl", "", cover, "Inhoud", (tree.PartBlock("h", "Uren", (table,)),))
        return best(lambda: lay_out(document, lambda _: b"", lambda done, total: None, lambda: None))

    short, long = seconds(1_000), seconds(10_000)
    print(f"\nten times as many rows: {long / short:.1f} x the time ({long:.2f} s / {short:.2f} s)")
    assert long <= 2 * 10 * short


def platypus(written: list[list[str]], out: Path) -> None:
    """The same text with reportlab alone."""
    from reportlab.lib.fonts import addMapping
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    font = "SourceSans3-Regular"
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(font, bold, italic, font)
    style = ParagraphStyle("body", fontName=font, fontSize=10.2, leading=14, spaceAfter=7)
    story: list[Any] = []
    for part in written:
        story += [Paragraph(text, style) for text in part]
        story.append(PageBreak())
    SimpleDocTemplate(str(out)).build(story)
