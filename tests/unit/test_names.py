"""Names in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.names import Spellings, suggestions, texts, with_texts
from portfolio_app.domain.persons import next_stand_in

SANNE = Spellings.of(["Sanne de Vries", "Sanne", "Vries"])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Sanne keek weg.", "leerling 1 keek weg."),
        ("SANNE en sanné", "leerling 1 en leerling 1"),
        ("Met Sanne de\nVries gepraat", "Met leerling 1 gepraat"),
        ("Sannes jas, Sanne's tas, Sanne’s pen", "leerling 1’s jas, leerling 1’s tas, leerling 1’s pen"),
        ("(Sanne), «Sanne» en Sanne_2", "(leerling 1), «leerling 1» en leerling 1_2"),
        ("Sa\u0301nne", "leerling 1"),
        ("foto-Sanne-de-Vries.jpg", "foto-leerling 1.jpg"),
        ("Susanne, Sannelore en de vriesdag", "Susanne, Sannelore en de vriesdag"),
        ("", ""),
    ],
)
def test_a_name_is_replaced_and_nothing_else(text: str, after: str) -> None:
    assert SANNE.replace(text, "leerling 1") == after


def test_the_fullest_spelling_wins() -> None:
    assert SANNE.find("Sanne de Vries") == [(0, 14)]


def test_a_letter_stands_in_with_its_own_genitive() -> None:
    assert Spellings.of(["Tim"]).replace("Tims werk", "leerling A") == "leerling As werk"


def test_no_name_changes_nothing() -> None:
    assert Spellings.of(["", " ", "A"]).replace("Alles", "x") == "Alles"


@given(st.text(), st.text(min_size=2))
def test_what_was_replaced_is_not_found_again(before: str, name: str) -> None:
    spellings = Spellings.of([name])
    left = spellings.replace(f"{before} {name} ", "\u2603")
    assert not spellings.find(left) or not spellings.terms
    assert spellings.names(left) == bool(spellings.find(left))


@given(st.text())
def test_ranges_lie_in_the_text(text: str) -> None:
    for start, end in SANNE.find(text):
        assert 0 <= start < end <= len(text)


def test_context_that_was_cut_in_a_name_loses_that_part() -> None:
    assert SANNE.without_fragment("nne keek naar", at_start=True) == " keek naar"
    assert SANNE.without_fragment("toen zei San", at_start=False) == "toen zei "
    assert SANNE.without_fragment("toen zei zij", at_start=False) == "toen zei zij"


def test_suggestions_leave_the_little_words_out() -> None:
    assert suggestions("Sanne de  Vries") == ("Sanne de Vries", "Sanne", "Vries")
    assert suggestions("Sanne") == ("Sanne",)
    assert suggestions("J. van der Berg") == ("J. van der Berg", "Berg")
    assert suggestions(" ") == ()


def test_only_what_somebody_wrote_is_a_text() -> None:
    plain = {"id": "Sanne", "title": "Sanne", "parts": [{"text": "en Sanne", "made_on": "Sanne"}], "minutes": 5}
    assert texts(plain) == [("title", "Sanne"), ("text", "en Sanne")]
    changed = with_texts(plain, lambda key, text: SANNE.replace(text, "x"))
    assert changed == {"id": "Sanne", "title": "x", "parts": [{"text": "en x", "made_on": "Sanne"}], "minutes": 5}


def test_stand_ins_are_numbered() -> None:
    assert next_stand_in("leerling", frozenset({"leerling 1", "leerling 3"})) == "leerling 2"


def test_a_version_kept_inside_a_record_is_read_too() -> None:
    plain = {"body": '{"title":"Sanne\\nde Vries"}'}
    assert texts(plain) == [("title", "Sanne\nde Vries")]
    assert with_texts(plain, lambda key, text: SANNE.replace(text, "x")) == {"body": '{"title":"x"}'}
