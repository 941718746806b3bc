"""What differs between two versions, and between two texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.differences import Piece, Turn, between, words
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek

NOW = datetime(2026, 3, 11, 15, 0, tzinfo=UTC)
MADE = Experience(id="e", written_at=NOW, title="Rekenles", happened_on=date(2026, 3, 11))
TEXTS = st.text(st.sampled_from("ab ,.\n"), max_size=60)


def shown(pieces: tuple[Piece, ...]) -> str:
    signs = {Turn.SAME: "{}", Turn.ADDED: "[+{}]", Turn.REMOVED: "[-{}]"}
    return "".join(signs[piece.turn].format(piece.text) for piece in pieces)


def test_words_that_came_and_went_are_told_apart() -> None:
    before, now = "Wie stilvalt, heeft hulp nodig.", "Wie even stilvalt, heeft tijd nodig."
    assert shown(words(before, now)) == "Wie [+even ]stilvalt, heeft [-hulp ][+tijd ]nodig."


def test_a_lonely_small_word_between_two_changes_goes_with_them() -> None:
    assert shown(words("rood en groen is mooi", "geel en blauw is mooi")) == "[-rood en groen ][+geel en blauw ]is mooi"


def test_only_spaces_is_no_change_of_words() -> None:
    assert {piece.turn for piece in words("een twee", "een\n\ntwee ")} == {Turn.SAME}


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(before: str, now: str) -> None:
    pieces = words(before, now)
    after = "".join(piece.text for piece in pieces if piece.turn is not Turn.REMOVED)
    earlier = "".join(piece.text for piece in pieces if piece.turn is not Turn.ADDED)
    if before.split() and now.split():
        assert after == now
        assert "".join(earlier.split()) == "".join(before.split())
    assert all(one.turn is not other.turn for one, other in pairwise(pieces))


def test_a_book_is_compared_by_paragraphs_and_within_them_by_words() -> None:
    chapter = [f"Alinea {number} gaat over de les van die dag.\n" for number in range(2000)]
    changed = [*chapter[:700], "Alinea 700 gaat over het gesprek van die dag.\n", *chapter[701:]]
    pieces = words("".join(chapter), "".join(changed))
    assert [piece.text for piece in pieces if piece.turn is Turn.REMOVED] == ["de les "]
    assert [piece.text for piece in pieces if piece.turn is Turn.ADDED] == ["het gesprek "]


def test_only_what_differs_is_told_and_answers_each_by_its_question() -> None:
    assert [item.field for item in between(MADE, replace(MADE, story="Het werd stil.", contact_minutes=30))] == [
        "contact_minutes",
        "story",
    ]
    week = JournalWeek(id="w", written_at=NOW, year=2026, number=12, answers={"kept": "a", "then": "b"})
    later = replace(week, answers={"kept": "a", "monday": "c"})
    assert [(item.key, item.before, item.now) for item in between(week, later)] == [
        ("monday", None, "c"),
        ("then", "b", None),
    ]


def test_a_record_that_was_not_there_is_new_as_a_whole() -> None:
    assert ("title", None, "Rekenles") in {(item.field, item.before, item.now) for item in between(None, MADE)
                                           if isinstance(item.now, str)}  # fmt: skip
    assert between(None, None) == ()
