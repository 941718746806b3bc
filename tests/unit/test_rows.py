"""A conversation in rows is kept as two texts that anybody can read, and comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain import rows

WORDS = st.text(st.sampled_from("ab é\n…🙂א\u2029"), max_size=12)


def test_rows_come_back_in_their_order_with_their_gaps() -> None:
    told = (("Dat kan beter.", "Hij heeft niets gedaan."), ("", "Straks wordt hij boos."), ("Ik snap het niet.", ""))
    assert rows.split(*rows.join(told)) == told


def test_each_side_reads_as_paragraphs() -> None:
    first, second = rows.join((("Een", "A"), ("Twee\n\nregels", "B")))
    assert first == "Een\n\nTwee\nregels"
    assert second == "A\n\nB"


def test_a_side_without_words_is_empty() -> None:
    assert rows.join((("", "alleen gedacht"), ("  ", "en nog iets"))) == ("", "alleen gedacht\n\nen nog iets")
    assert rows.join(()) == ("", "")


@given(st.lists(st.tuples(WORDS, WORDS), max_size=6))
def test_whatever_was_kept_stays_as_it_is(given_rows: list[tuple[str, str]]) -> None:
    kept = rows.join(given_rows)
    assert rows.join(rows.split(*kept)) == kept
    assert len(rows.split(*kept)) == sum(1 for row in given_rows if any(text.strip() for text in row))
