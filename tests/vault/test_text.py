"""The words in a file: all of them, in order, and never more work than allowed."""

from __future__ import annotations

import io
import zipfile

import pytest

from portfolio_app.domain.errors import UserError
from portfolio_app.vault import media
from portfolio_app.vault.text import Caps, extract, has_text
from tests.vault import documents
from tests.vault.documents import docx, odt, paragraph


def test_a_pdf_gives_its_pages_in_order() -> None:
    text = extract(documents.pdf("eerste bladzijde", "tweede bladzijde"), media.PDF)
    assert text.splitlines() == ["eerste bladzijde", "tweede bladzijde"]


def test_a_stream_is_as_good_as_octets() -> None:
    assert extract(io.BytesIO(documents.pdf("certificaat")), media.PDF) == "certificaat"


def test_word_runs_join_and_paragraphs_part() -> None:
    body = (
        paragraph("coöpe", "ratief")
        + paragraph("leren &amp; lezen")
        + "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r></w:p>"
    )
    assert extract(docx(body), media.DOCX).splitlines() == ["coöperatief", "leren & lezen", "a b"]


def test_what_was_deleted_in_word_stays_deleted() -> None:
    body = "<w:p><w:del><w:r><w:delText>geheim</w:delText></w:r></w:del><w:r><w:t>zichtbaar</w:t></w:r></w:p>"
    assert extract(docx(body), media.DOCX) == "zichtbaar"


def test_cells_and_footnotes_of_word_are_found() -> None:
    body = f"<w:tbl><w:tr><w:tc>{paragraph('celtekst')}</w:tc></w:tr></w:tbl>"
    notes = f'<w:footnotes xmlns:w="{documents.W}">{paragraph("voetnoot")}</w:footnotes>'
    text = extract(docx(body, {"word/footnotes.xml": notes}), media.DOCX)
    assert text.split() == ["celtekst", "voetnoot"]


def test_odt_gives_headings_paragraphs_and_spaces() -> None:
    body = "<text:h>Kop</text:h><text:p>een<text:s/>twee <text:span>drie</text:span></text:p>"
    assert extract(odt(body), media.ODT).splitlines() == ["Kop", "een twee drie"]


def test_slides_come_in_the_order_of_their_numbers() -> None:
    slides: dict[str, str | bytes] = {
        f"ppt/slides/slide{n}.xml": f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>dia {n}</a:t></a:p></p:sld>'
        for n in (10, 9, 1)
    }
    assert extract(documents.zipped(slides), media.PPTX).splitlines() == ["dia 1", "dia 9", "dia 10"]


def test_the_words_of_a_sheet() -> None:
    shared = '<sst xmlns="s"><si><t>Naam</t></si><si><r><t>Cij</t></r><r><t>fer</t></r></si></sst>'
    assert extract(documents.zipped({"xl/sharedStrings.xml": shared}), media.XLSX).split() == ["Naam", "Cijfer"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("media_type", [media.TEXT, media.CSV, media.MARKDOWN])
def test_plain_text_in_the_encodings_that_turn_up(encoding: str, media_type: str) -> None:
    assert extract("Zoë;één\r\nnul".encode(encoding), media_type) == "Zoë;één\nnul"


def test_a_letter_gives_its_subject_and_its_plain_body() -> None:
    text = extract(documents.email(), media.EMAIL)
    assert "Bedankt voor je les — coöperatief" in text
    assert "enthousiast over de proef" in text
    assert "weg()" not in text


def test_a_letter_in_html_only_gives_its_words() -> None:
    body = b"<style>p{}</style><p>dank&eacute;<br>wel</p><script>x()</script>"
    letter = b"Subject: x\nContent-Type: text/html; charset=utf-8\n\n" + body
    assert extract(letter, media.EMAIL).split() == ["x", "danké", "wel"]


def test_a_photo_has_no_text() -> None:
    assert not has_text(media.JPEG)
    assert extract(documents.jpeg(), media.JPEG) == ""


@pytest.mark.parametrize("media_type", [media.PDF, media.DOCX, media.ODT, media.PPTX, media.XLSX])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04rubbish", b"%PDF-1.7 rubbish", documents.docx("<w:p>")[:200]])
def test_rubbish_is_told_as_unreadable(media_type: str, data: bytes) -> None:
    with pytest.raises(UserError, match="evidence-unreadable"):
        extract(data, media_type)


def test_xml_that_breaks_off_is_unreadable() -> None:
    with pytest.raises(UserError, match="evidence-unreadable"):
        extract(docx("<w:p><w:r>"), media.DOCX)


def test_a_pdf_behind_a_password_is_unreadable() -> None:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(documents.pdf("geheim"))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(UserError, match="evidence-unreadable"):
        extract(out.getvalue(), media.PDF)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a9;</x>'
    with pytest.raises(UserError, match="evidence-unreadable"):
        extract(documents.zipped({"word/document.xml": bomb.encode(encoding)}), media.DOCX)


def test_a_zip_bomb_is_stopped_by_what_it_unpacks_to() -> None:
    bomb = docx(paragraph(" " * (20 << 20)))
    assert len(bomb) < 100_000
    with pytest.raises(UserError, match="evidence-too-large"):
        extract(bomb, media.DOCX, Caps(unpacked=1 << 20))


def test_a_zip_that_lies_about_its_size_is_unreadable() -> None:
    data = bytearray(docx(paragraph("x" * 5000)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.getinfo("word/document.xml").file_size > 5000
    at = data.rindex(b"word/document.xml") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UserError, match="evidence-unreadable"):
        extract(bytes(data), media.DOCX)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"woord " * 1000, media.TEXT),
        (docx(paragraph("woord " * 1000)), media.DOCX),
        (documents.pdf(*["woord " * 9] * 20), media.PDF),
    ],
)
def test_text_is_cut_at_the_cap(data: bytes, media_type: str) -> None:
    text = extract(data, media_type, Caps(characters=100))
    assert 80 <= len(text) <= 120
    assert text.startswith("woord woord")


def test_a_file_above_the_cap_is_not_read() -> None:
    with pytest.raises(UserError, match="evidence-too-large"):
        extract(io.BytesIO(b"x" * 101), media.TEXT, Caps(octets=100))
