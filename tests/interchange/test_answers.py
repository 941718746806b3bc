"""Answers of pupils from a table: counted however the file was written, and never with a word of who said what."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.errors import UserError
from portfolio_app.domain.lessons import AnswerCount
from portfolio_app.interchange.answers import MOST_OCTETS, MOST_ROWS, LeftOut, Why, totals

TABLE = """Tijdstempel;Naam;E-mailadres;Ik durf iets te vragen;Hoe duidelijk was de uitleg?;Wat kan beter?
2026-11-20 09:00;Sem de Vries;sem@school.nl;ja;4;Meer voorbeelden
2026-11-20 09:01;Noor Bakker;noor@school.nl;ja;3;"Niets;
echt niet"
2026-11-20 09:02;Fatima El Amrani;fatima@school.nl;nee;4;Langzamer
2026-11-20 09:03;Daan;daan@school.nl;ja;2;Rust
2026-11-20 09:04;Zoë;zoe@school.nl;soms;4;Geen idee
;;;;;
"""


def check(data: bytes) -> None:
    found = totals(data)
    assert found.respondents == 5
    dare, clear = found.questions
    assert dare.ask == "Ik durf iets te vragen"
    assert dare.answers == (AnswerCount("ja", 3), AnswerCount("nee", 1), AnswerCount("soms", 1))
    assert clear.ask == "Hoe duidelijk was de uitleg?"
    assert clear.answers == (AnswerCount("2", 1), AnswerCount("3", 1), AnswerCount("4", 3))
    assert found.left_out == (
        LeftOut("Tijdstempel", Why.WHEN),
        LeftOut("Naam", Why.WHO),
        LeftOut("E-mailadres", Why.WHO),
        LeftOut("Wat kan beter?", Why.OPEN),
    )
    assert not any(name in str(found) for name in ("Sem", "Noor", "Fatima", "@", "Rust"))


@pytest.mark.parametrize("between", [";", ",", "\t"])
@pytest.mark.parametrize(
    "written",
    [
        str.encode,
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("\n", "\r\n").encode(),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 the other way", "utf-16 unmarked", "windows", "windows lines"],
)
def test_it_counts_however_the_file_was_written(between: str, written: Callable[[str], bytes]) -> None:
    check(written(TABLE.replace(";", between) if between != ";" else TABLE))


def test_the_line_that_excel_puts_first_is_no_question() -> None:
    check(("sep=;\n" + TABLE).encode())


@pytest.mark.parametrize(
    "head",
    ["Naam", "naam leerling", "Voornaam", "First name", "Last Name", "Username", "E-mail", "Email Address", "mailadres",
     "Leerlingnummer", "Student", "ID", "IP-adres", "Telefoonnummer", "Geboortedatum", "Nummer",
     "Wat is je naam?", "Hoe heet je?", "Naam?", "E-mailadres?", "Hoe heet jij?", "Wie?", "naam_leerling", "Naam1",
     "studentnaam", "Voornaam_", "FirstName", "Ingevuld door", "Stamnummer", "llnr", "Ll.", "Kind"],
)  # fmt: skip
def test_columns_about_who_it_was_are_left_out_even_where_they_repeat(head: str) -> None:
    found = totals(f"{head};Ging het?\nSem;ja\nSem;ja\nSem;nee\n".encode())
    assert [left.head for left in found.left_out] == [head]
    assert [question.ask for question in found.questions] == ["Ging het?"]


@pytest.mark.parametrize(
    "head", ["Kende de docent iedereen bij naam?", "Was er een kind dat hielp?", "Wie hielp er het meest?"]
)
def test_a_question_that_has_such_a_word_in_it_is_counted(head: str) -> None:
    found = totals(f"{head}\nja\nja\nnee\n".encode())
    assert [question.ask for question in found.questions] == [head]


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_both_orders_of_octets_are_read_without_a_mark(order: str) -> None:
    check(TABLE.encode(order))


def test_mail_under_another_name_is_left_out_too() -> None:
    found = totals(b"Wie ben je?;Ging het?\na@b.nl;ja\na@b.nl;ja\nc;ja\n")
    assert found.left_out == (LeftOut("Wie ben je?", Why.WHO),)


def test_what_nearly_everybody_answers_otherwise_is_not_kept() -> None:
    names = "\n".join(f"Leerling {letter};ja" for letter in "abcdefgh")
    found = totals(f"Met wie werkte je?;Ging het?\n{names}\n".encode())
    assert found.left_out == (LeftOut("Met wie werkte je?", Why.OPEN),)


def code_of(data: bytes) -> str:
    with pytest.raises(UserError) as caught:
        totals(data)
    return caught.value.code


def test_what_is_no_table_is_said() -> None:
    assert code_of(b"") == "table-empty"
    assert code_of(b"Vraag;Nog een\n") == "table-empty"
    assert code_of(b"PK\x03\x04" + bytes(500)) == "table-foreign"
    assert code_of(b"x" * (MOST_OCTETS + 1)) == "table-too-large"
    assert code_of((";" * 5_000 + "\n" + ";" * 5_000 + "x\n").encode().replace(b";", b"a;", 1)) == "table-foreign"
    assert code_of(b'Vraag;x\n"' + b"a" * 200_000) == "table-foreign"


def test_a_hundred_thousand_rows_are_counted_and_one_more_is_refused() -> None:
    rows = b"Ging het?;Klas\n" + b"ja;3B\n" * MOST_ROWS
    start = time.perf_counter()
    found = totals(rows)
    print(f"100,000 rows in {time.perf_counter() - start:.1f} s")
    assert found.questions[0].answers == (AnswerCount("ja", MOST_ROWS),)
    assert code_of(rows + b"ja;3B\n") == "table-too-long"


@given(st.binary(max_size=400))
def test_any_file_is_counted_or_refused(data: bytes) -> None:
    try:
        found = totals(data)
    except UserError:
        return  # said in a sentence; anything else would be a fault
    assert found.respondents > 0


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=4), min_size=1, max_size=8))
def test_formulas_and_controls_come_through_as_words_or_not_at_all(rows: list[list[str]]) -> None:
    data = "\n".join(";".join(row) for row in rows).encode("utf-8", "replace")
    try:
        found = totals(data)
    except UserError:
        return
    assert all(sign.isprintable() or sign in "\u200c\u200d" for question in found.questions for sign in question.ask)
