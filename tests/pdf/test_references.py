"""The numbers of pages that stand beside links, and where bookmarks lead."""

from __future__ import annotations

import re
import subprocess

import pikepdf

from portfolio_app.document import tree
from portfolio_app.pdf.produce import Produced
from portfolio_app.pdf.references import with_pages
from tests.pdf.sample import Sample


def test_a_page_is_told_where_it_is_known_and_not_mentioned_elsewhere() -> None:
    way = (tree.Span("Cursus", link="#a"), tree.Span(" (p. {page})", link="#a", paged=True))
    blocks = (
        tree.Group((tree.Facts((("Hoort bij", way),)),)),
        tree.Paragraph(way),
        tree.ListBlock((way,)),
        tree.Table((tree.Column("A"),), ((way,),)),
        tree.Paragraph(tree.spans("Wie {page} typt, leest {page}.")),
    )
    known = {"a": 12}
    assert str(with_pages(blocks, known.get)).count("(p. 12)") == 4
    assert "(p." not in str(with_pages(blocks, {}.get))
    assert str(with_pages(blocks, known.get)).count("{page}") == 2


def test_the_page_printed_beside_a_link_is_the_one_it_leads_to(produced: Produced, rich: Sample) -> None:
    text = subprocess.run(["pdftotext", produced.path, "-"], capture_output=True, text=True, check=True).stdout
    printed = re.search(r"Zie regel 60\s\(p\. (\d+)\)", text)
    assert printed
    with pikepdf.open(produced.path) as pdf:
        [target, *_] = [
            annotation.Dest[0]
            for page in pdf.pages
            for annotation in page.obj.get("/Annots", ())
            if annotation.Subtype == "/Link" and str(annotation.Contents) == "regel 60"
        ]
        assert pikepdf.Page(target).index + 1 == int(printed[1])
    page = subprocess.run(
        ["pdftotext", "-layout", "-f", printed[1], "-l", printed[1], produced.path, "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    row = next(block for block in tree.walk(rich.document) if isinstance(block, tree.Table) and block.anchors)
    assert tree.plain(row.rows[60][0]) in page.stdout


def test_bookmarks_are_of_things_and_not_of_every_question(produced: Produced) -> None:
    with pikepdf.open(produced.path) as pdf, pdf.open_outline() as outline:
        [beliefs] = [entry for entry in outline.root if entry.title == "Gewoontes en opvattingen"]
        assert [entry.title for entry in beliefs.children] == ["Wat ik uitprobeerde"]
        assert not beliefs.children[0].children
