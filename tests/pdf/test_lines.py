"""Lines, pages and tables, as they are set."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

import pytest

from portfolio_app.document import tree
from portfolio_app.pdf import style as look
from portfolio_app.pdf.bidi import visual
from portfolio_app.pdf.flowables import Item
from portfolio_app.pdf.fonts import family
from portfolio_app.pdf.hyphens import places
from portfolio_app.pdf.layout import Pages, lay_out
from portfolio_app.pdf.lines import Setter
from portfolio_app.pdf.tables import TableItem, table_item
from portfolio_app.pdf.tagging import Element
from portfolio_app.pdf.words import Line
from tests.pdf.sample import ADDRESS, LANGUAGES, LONG_WORD, WORDS


@pytest.fixture(scope="module")
def setter() -> Setter:
    """A setter of Dutch text."""
    return Setter(family(), "nl")


def text_of(lines: list[Line]) -> str:
    """The lines put together again: hyphens of ours gone, everything else as typed."""
    joined = "".join("".join(run.actual or run.text for run in line.runs) for line in lines)
    return joined.replace("\u00ad", "")


@pytest.mark.parametrize("width", [30.0, 90.0, 320.0])
@pytest.mark.parametrize("text", [WORDS, LANGUAGES, ADDRESS, LONG_WORD, "kort", "👍🏽 en \U00013080"])
def test_nothing_is_lost_and_no_line_sticks_out(setter: Setter, text: str, width: float) -> None:
    lines = setter.lines(tree.spans(text), look.BODY, width)
    assert re.sub(r"\s", "", text_of(lines)) == re.sub(r"\s", "", text)
    named = "[egyptian" in "".join(run.text for line in lines for run in line.runs)
    assert all(line.width <= width + 0.02 for line in lines) or (named and width < 100)


@pytest.mark.parametrize("word", ["x", "Wachtwoord", "map/", "b-", "שלום", "مرحبا", "a\u0301😀"])
def test_a_word_of_very_many_letters_fills_its_lines_like_any_other(setter: Setter, word: str) -> None:
    text = unicodedata.normalize("NFC", word * 5000)
    lines = setter.lines((tree.Span("Zie "), tree.Span(text), tree.Span(" einde")), look.BODY, 320.0)
    assert text_of(lines) == f"Zie {text} einde"
    assert all(0.8 * 320 < line.width <= 320.02 for line in lines[1:-1])


def test_a_word_without_end_is_kept_where_not_even_two_letters_fit(setter: Setter) -> None:
    assert text_of(setter.lines(tree.spans("w" * 1000), look.BODY, 3.0)) == "w" * 1000


def test_spans_meet_without_a_space_where_none_was_typed(setter: Setter) -> None:
    inline = (tree.Span("Eerst "), tree.Span("wachten", strong=True), tree.Span(", dan "), tree.Span("vragen"))
    assert text_of(setter.lines(inline, look.BODY, 300)) == "Eerst wachten, dan vragen"


def test_line_ends_and_blank_lines_are_kept(setter: Setter) -> None:
    lines = setter.lines(tree.spans("een\n\ntwee\tdrie"), look.BODY, 300)
    assert [text_of([line]).strip() for line in lines] == ["een", "", "twee drie"]


def test_typed_soft_hyphens_show_only_at_a_break(setter: Setter) -> None:
    inline = tree.spans("on\u00adder\u00adwijs")
    assert "".join(run.text for run in setter.lines(inline, look.BODY, 300)[0].runs) == "onderwijs"


def test_hyphens_follow_the_language_and_leave_addresses_alone() -> None:
    assert [p.at for p in places("verantwoordelijkheid", "nl")] != [p.at for p in places("verantwoordelijkheid", "en")]
    assert not any(place.mark for place in places(ADDRESS, "nl"))
    assert places("huis", "nl") == ()


def test_arabic_is_joined_and_turned() -> None:
    assert visual("abc") == "abc"
    assert visual("שלום") == "םולש"
    assert visual("سلام.") == visual("سلام") + "."
    assert all(ord(letter) > 0xFE70 for letter in visual("مرحبا"))


def lay(*blocks: tree.Block) -> Pages:
    """Pages of one part."""
    return lay_parts(tree.PartBlock("a", "Deel", blocks))


def lay_parts(*parts: tree.PartBlock) -> Pages:
    """Pages of several parts."""
    document = tree.Document("T", "A", "nl", "", tree.Cover("", "A", "", ""), "Inhoud", parts)
    return lay_out(document, lambda _: b"", lambda done, total: None, lambda: None)


def words_by_page(pages: Pages, folder: Path) -> list[str]:
    """Text of every page after the contents."""
    path = folder / "pages.pdf"
    path.write_bytes(pages.data)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split("\f")[2:-1]


def test_a_heading_goes_to_the_page_of_what_follows(tmp_path: Path) -> None:
    for count in range(36, 46):
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(count)]
        heading = tree.Heading(2, tree.spans("Kopje"))
        pages = words_by_page(lay(*filler, heading, tree.Paragraph(tree.spans(WORDS))), tmp_path)
        [page] = [page for page in pages if "Kopje" in page]
        assert "In dit schooljaar" in page


def test_a_long_table_repeats_its_head_and_keeps_its_total_company(tmp_path: Path) -> None:
    columns = (tree.Column("Wanneer", row_head=True), tree.Column("Uren", "right"))
    for count in (33, 34, 35, 36, 70):
        rows = tuple((tree.spans(f"dag {number}"), tree.spans("1,0")) for number in range(count))
        table = tree.Table(columns, rows, "", (tree.spans("Samen"), tree.spans(f"{count},0")))
        pages = words_by_page(lay(table), tmp_path)
        assert all("Wanneer" in page for page in pages)
        assert sum(page.count("dag ") for page in pages) == count
        assert "dag " in pages[-1]
        assert "Samen" in pages[-1]


def test_a_cell_higher_than_a_page_goes_on(tmp_path: Path) -> None:
    cell = " ".join(f"woord{number}" for number in range(1500))
    table = tree.Table((tree.Column("A"), tree.Column("B", share=3)), ((tree.spans("links"), tree.spans(cell)),))
    pages = words_by_page(lay(table), tmp_path)
    assert len(pages) > 1
    assert [word for page in pages for word in re.findall(r"woord\d+", page)] == cell.split()


def part_of_heads(number: int, count: int) -> tree.PartBlock:
    """A part with so many headings, each with a paragraph."""
    heads = [
        block
        for head in range(count)
        for block in (tree.Heading(2, tree.spans(f"Kop {number * 100 + head}x")), tree.Paragraph(tree.spans(WORDS)))
    ]
    return tree.PartBlock(f"p{number}", f"Deel {number}", tuple(heads))


def contents_of(pages: Pages, folder: Path) -> tuple[dict[str, str], list[str]]:
    """Listed headings with their page as printed, and the text of every page."""
    path = folder / "contents.pdf"
    path.write_bytes(pages.data)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    texts = done.stdout.split("\f")
    return dict(re.findall(r"Kop (\d+)x +(\d+)\n", "".join(texts[1:4]))), texts


def test_more_than_one_page_of_contents_shifts_the_numbers(tmp_path: Path) -> None:
    listed, texts = contents_of(lay_parts(*(part_of_heads(number, 18) for number in range(5))), tmp_path)
    assert len(listed) == 90
    assert all(f"Kop {number}x" in texts[int(page) - 1] for number, page in listed.items())


def test_a_part_with_very_many_headings_is_listed_as_a_whole(tmp_path: Path) -> None:
    pages = lay_parts(part_of_heads(0, 70), part_of_heads(1, 5))
    listed, _ = contents_of(pages, tmp_path)
    assert sorted(listed) == [str(number) for number in range(100, 105)]
    titles = [entry.title for entry in pages.structure.outline]
    assert all(f"Kop {number}x" in titles for number in range(70))


def test_a_heading_goes_to_the_page_of_its_facts(tmp_path: Path) -> None:
    facts = tree.Facts(tuple((f"feit {number}", tree.spans("waarde")) for number in range(7)))
    for count in range(28, 46):
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(count)]
        heading = tree.Heading(2, tree.spans("Kopje"), "", "soort")
        pages = words_by_page(lay(*filler, heading, facts, tree.Paragraph(tree.spans(WORDS))), tmp_path)
        [page] = [page for page in pages if "Kopje" in page]
        assert "SOORT" in page
        assert "feit 0" in page


def test_a_text_begins_on_the_page_of_the_facts_beside_it(tmp_path: Path) -> None:
    facts = tree.Facts((("wanneer", tree.spans("toen")),))
    for count in range(30, 46):
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(count)]
        blocks = (tree.Heading(2, tree.spans("Kopje")), facts, tree.Heading(3, tree.spans("Wat ik deed")))
        pages = words_by_page(lay(*filler, *blocks, tree.Paragraph(tree.spans(WORDS))), tmp_path)
        [page] = [page for page in pages if "Kopje" in page]
        assert "In dit schooljaar" in page


def test_a_form_stays_on_one_page(tmp_path: Path) -> None:
    form = tree.Group(
        (
            tree.Heading(2, tree.spans("Antwoord")),
            tree.ReviewField("mentor_name", "text", "Naam"),
            tree.ReviewField("mentor_read", "check", "Gelezen"),
            tree.ReviewField("mentor_feedback", "text", "Feedback", multiline=True),
            tree.ReviewField("mentor_signature", "signature", "Handtekening van de lezer"),
        )
    )
    for count in range(10, 40):
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(count)]
        pages = words_by_page(lay(*filler, form), tmp_path)
        [page] = [page for page in pages if "Antwoord" in page]
        assert "Handtekening van de lezer" in page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("🇳🇱", "[NL]"), ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "[GB-ENG]"), ("1️⃣", "[1]")],
)
def test_flags_and_keys_say_what_they_are(setter: Setter, typed: str, shown: str) -> None:
    [line] = setter.lines(tree.spans(f"Ons {typed}!"), look.BODY, 320.0)
    assert "".join(run.text for run in line.runs) == f"Ons {shown}!"
    assert text_of([line]) == f"Ons {typed}!"


@pytest.mark.parametrize("typed", ["👨‍👩‍👧‍👦", "🧑🏽‍🎓", "👍🏿", "❤️", "🏳️‍🌈", "q\u0307", "学校", "አማርኛ"])
def test_what_was_typed_is_always_told(setter: Setter, typed: str) -> None:
    lines = setter.lines(tree.spans(f"Zie {typed} hier"), look.BODY, 320.0)
    assert text_of(lines).replace("\ufe0f", "") == f"Zie {typed} hier".replace("\ufe0f", "")


@pytest.mark.parametrize("typed", ["学校の先生", "한국어", "ትግርኛ", "สวัสดี", "नमस्ते", "வணக்கம்"])
def test_languages_of_pupils_are_printed_and_not_spelled_out(setter: Setter, typed: str) -> None:
    [line] = setter.lines(tree.spans(typed), look.BODY, 320.0)
    assert "".join(run.text for run in line.runs) == typed


def test_what_is_written_without_spaces_breaks_without_hyphens(setter: Setter) -> None:
    lines = setter.lines(tree.spans("Zie " + "学校の先生" * 30), look.BODY, 120.0)
    assert len(lines) > 5
    assert not any("-" in run.text or "\u00ad" in run.text for line in lines for run in line.runs)
    assert lines[0].width > 100


def test_a_line_is_as_wide_as_what_is_drawn_in_it(setter: Setter) -> None:
    [line] = setter.lines(tree.spans("Zo: مرحبا بكم في المدرسة en dan"), look.BODY, 320.0)
    drawn = sum(run.face.measure(run.text) * look.BODY.size for run in line.runs)
    assert drawn == pytest.approx(line.width)


def test_facts_that_fill_a_page_do_not_part_a_heading_from_what_follows(tmp_path: Path) -> None:
    facts = tree.Facts((("wie", tree.spans("naam " * 600)), ("waar", tree.spans("hier"))))
    filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(5)]
    heading = tree.Heading(2, tree.spans("Kopje"), "", "soort")
    pages = words_by_page(lay(*filler, heading, facts, tree.Paragraph(tree.spans(WORDS))), tmp_path)
    [page] = [page for page in pages if "Kopje" in page]
    assert "SOORT" in page
    assert "naam naam" in page
    assert "".join(pages).count("naam") == 600


def test_a_form_waits_for_facts_that_are_higher_than_the_text_beside_them(tmp_path: Path) -> None:
    facts = tree.Facts(tuple((f"feit {number}", tree.spans("waarde")) for number in range(6)))
    form = tree.Group(
        (tree.Heading(2, tree.spans("Antwoord")), *(tree.ReviewField(f"a_{n}", "text", f"Veld {n}") for n in range(9)))
    )
    for count in range(24):
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(count)]
        pages = words_by_page(lay(*filler, facts, tree.Paragraph(tree.spans("kort")), form), tmp_path)
        [page] = [page for page in pages if "Antwoord" in page]
        assert "Veld 8" in page


def test_a_caption_goes_to_the_page_of_its_table(tmp_path: Path) -> None:
    cell = tree.spans("\n".join(f"r{number}" for number in range(18)))
    table = tree.Table((tree.Column("Kop"), tree.Column("Ernaast")), ((cell, cell), (cell, cell)), "Bijschrift")
    for count in range(8, 30):
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(count)]
        pages = words_by_page(lay(*filler, table), tmp_path)
        [page] = [page for page in pages if "Bijschrift" in page]
        assert "r17" in page


def test_a_heading_stays_with_a_group_of_any_height(tmp_path: Path) -> None:
    for lines in (10, 25, 30, 36, 40, 44, 60):
        text = tree.spans("\n".join(f"r{number}" for number in range(lines)))
        filler = [tree.Paragraph(tree.spans(f"regel {number}")) for number in range(18)]
        group = tree.Group((tree.Paragraph(text), tree.Paragraph(tree.spans("slot"))))
        pages = words_by_page(lay(*filler, tree.Heading(2, tree.spans("Kopje")), group), tmp_path)
        [page] = [page for page in pages if "Kopje" in page]
        assert "r1\n" in page


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zij zei שלום לתלמידים, כיתה 3 en ging", "Zij zei 3 התיכ ,םידימלתל םולש en ging"),
        ("Zie (שלום לך) en dan", "Zie (ךל םולש) en dan"),
        ("Zie שלום (לך) en dan", "Zie (ךל) םולש en dan"),
        ("Zie שלום, en dan", "Zie םולש, en dan"),
        ("Zie שלום — לך 12,5 אב!", "Zie בא 12,5 ךל — םולש!"),
    ],
)
def test_a_phrase_from_right_to_left_keeps_its_order(setter: Setter, typed: str, shown: str) -> None:
    [line] = setter.lines(tree.spans(typed), look.BODY, 400.0)
    assert "".join(run.text for run in line.runs) == shown
    assert text_of([line]) == typed


def test_what_is_drawn_in_several_fonts_is_told_once(setter: Setter) -> None:
    lines = setter.lines(tree.spans("Zo: دانش‌آموزان سلام به ١٢٣ (القسم ٣) en dan"), look.BODY, 400.0)
    assert text_of(lines) == "Zo: دانش‌آموزان سلام به ١٢٣ (القسم ٣) en dan"


def test_what_is_left_of_a_table_knows_its_height(setter: Setter) -> None:
    columns = (tree.Column("A"), tree.Column("B", "right"))
    high = tree.spans("\n".join(f"r{number}" for number in range(70)))
    rows = ((high, high), *((tree.spans(f"dag {number}"), tree.spans("1,0")) for number in range(90)), (high, high))
    item: Item = table_item(tree.Table(columns, rows, "", (high, high)), Element("Table"), setter, look.A4)
    while halves := item.split(look.A4.room, fresh=True):
        for half in halves:
            assert isinstance(half, TableItem)
            assert half.body == pytest.approx(sum(row.height for row in half.rows))
        item = halves[1]
    assert item.height() <= look.A4.room
