"""A part as a text document: read back, it has the headings, lists and tables it was made of, and no traces."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import docx
from docx.oxml.ns import qn

from portfolio_app.document import tree
from portfolio_app.i18n import Lang
from portfolio_app.interchange.docx import docx_bytes

NOW = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
WORDS = tree.spans("Woorden")


def made(*blocks: tree.Block, lang: Lang = "nl", title: str = "Gespreksblad") -> bytes:
    return docx_bytes(tree.PartBlock("talk", title, blocks), lang=lang, author="Anna de Wit", now=NOW)


def read(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def lines(document: Any) -> list[tuple[str, str]]:
    return [(item.style.name, item.text) for item in document.paragraphs]


def test_it_is_made_of_real_headings_lists_and_tables() -> None:
    table = tree.Table((tree.Column("Wat", row_head=True), tree.Column("Wanneer")), ((WORDS, tree.spans("3 mei")),),
                       "Afspraken", (tree.spans("samen"), ()))  # fmt: skip
    document = read(
        made(
            tree.Heading(2, tree.spans("Wat ik vraag"), eyebrow="vraag"),
            tree.Paragraph((tree.Span("Zie jij ", strong=True), tree.Span("dat?", emphasis=True))),
            tree.ListBlock((tree.spans("een"), tree.spans("twee"))),
            tree.ListBlock((tree.spans("eerst"),), ordered=True),
            tree.ListBlock((tree.spans("weer eerst"),), ordered=True),
            tree.Group((tree.Heading(3, tree.spans("Kunnen")), tree.Facts((("Uren", WORDS),)))),
            tree.Paragraph(WORDS, "quote"),
            table,
            tree.Break(),
            tree.StepChart("Zo denk ik", ("nee", "ja"), (), "Eerst nee, toen ja."),
            tree.ReviewField("lezer_tekst", "text", "Reactie"),
        )
    )
    assert lines(document) == [
        ("Heading 1", "Gespreksblad"),
        ("Normal", "vraag"),
        ("Heading 2", "Wat ik vraag"),
        ("Normal", "Zie jij dat?"),
        ("List Bullet", "een"),
        ("List Bullet", "twee"),
        ("List Number", "eerst"),
        ("List Number", "weer eerst"),
        ("Heading 3", "Kunnen"),
        ("Normal", "Uren: Woorden"),
        ("Quote", "Woorden"),
        ("Normal", "Afspraken"),
        ("Normal", ""),
        ("Normal", "Eerst nee, toen ja."),
        ("Normal", "Reactie: …"),
    ]
    (shown,) = document.tables
    assert [[cell.text for cell in row.cells] for row in shown.rows] == [
        ["Wat", "Wanneer"],
        ["Woorden", "3 mei"],
        ["samen", ""],
    ]
    assert shown.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    numbered = [item._p.pPr.numPr.numId.val for item in document.paragraphs if item.style.name == "List Number"]
    assert len(set(numbered)) == 2
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)


def test_it_says_whose_it_is_and_in_what_language_and_nothing_of_machine_or_tool() -> None:
    data = made(tree.Paragraph((tree.Span("Woorden "), tree.Span("in English", lang="en"))))
    document = read(data)
    known = document.core_properties
    assert (known.title, known.author, known.language) == ("Gespreksblad", "Anna de Wit", "nl-NL")
    assert known.created.date() == date(2026, 11, 25)
    default = next(document.styles.element.iter(qn("w:lang")))
    assert default.get(qn("w:val")) == "nl-NL"
    spoken = [found.get(qn("w:val")) for found in document.element.iter(qn("w:lang"))]
    assert spoken == ["en-GB"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names, everything = archive.namelist(), b"".join(archive.read(name) for name in archive.namelist())
    assert not [name for name in names if "thumbnail" in name or "app.xml" in name or "customXml" in name]
    for trace in (b"python-docx", b"Macintosh", b"rsidRoot", b"2013"):
        assert trace not in everything
    assert read(made(lang="en")).core_properties.language == "en-GB"


def test_what_was_pasted_with_signs_that_no_document_may_hold_still_comes_along() -> None:
    document = read(made(tree.Paragraph(tree.spans("a\x00b\x0bc \ud83d 😀 שלום <w:p/>")), title="T\x07itel"))
    assert document.paragraphs[0].text == "Titel"
    assert document.paragraphs[1].text == "abc  😀 שלום <w:p/>"
