"""Quoted words are found again after the text around them was edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.links import Quote

BODY = "De klas was stil. Ik hielp meteen. Sem keek weg. Ik hielp meteen nog eens."
SECOND = BODY.rindex("Ik hielp meteen")


def quote(start: int = SECOND, length: int = 15, context: int = 32) -> Quote:
    return Quote.take("story", BODY, start, start + length, version=3, context=context)


def test_a_quote_remembers_its_surroundings() -> None:
    taken = quote(context=10)
    assert (taken.text, taken.prefix, taken.suffix, taken.version) == ("Ik hielp meteen", "keek weg. ", " nog eens.", 3)


@pytest.mark.parametrize(
    "edited",
    [
        BODY,
        "Maandag. " + BODY,
        BODY + " Daarna werd het rumoerig.",
        BODY.replace("De klas was stil.", "Het was muisstil in 3B."),
    ],
)
def test_edits_elsewhere_do_not_move_it_to_another_place(edited: str) -> None:
    assert quote().find(edited) == edited.rindex("Ik hielp meteen")


def test_what_follows_may_change() -> None:
    edited = BODY.replace(" nog eens.", ", net als anders.")
    assert quote().find(edited) == edited.rindex("Ik hielp meteen")


def test_what_precedes_may_change() -> None:
    edited = BODY.replace("Sem keek weg.", "Sem zweeg.")
    assert quote().find(edited) == edited.rindex("Ik hielp meteen")


def test_of_several_places_the_one_with_the_most_alike_around_it_is_meant() -> None:
    """Both sides were edited, so that neither the words before nor those after stand as they stood."""
    edited = BODY.replace("Sem keek weg.", "Sem zat stil en keek weg.").replace(" nog eens.", " nog eens, zachtjes.")
    assert quote().find("Ik hielp meteen. Ik hielp meteen. " + edited) == 34 + edited.rindex("Ik hielp meteen")
    assert quote().find("Eerst keek Noor weg. Ik hielp meteen, dacht ik. " + BODY[SECOND:]) == 48


def test_a_far_away_repetition_does_not_win_by_being_first() -> None:
    taken = Quote.take("story", "Eerst. Altijd hetzelfde. Later dan? Altijd hetzelfde!", 36, 53)
    assert taken.find("Altijd hetzelfde. Eerst. Altijd hetzelfde, zei ik. Later nu? Altijd hetzelfde!") == 61


def test_words_that_are_gone_are_not_found() -> None:
    assert quote().find(BODY.replace("Ik hielp", "Ik wachtte")) is None
    assert quote().find("") is None


@given(body=st.text(max_size=200), data=st.data())
def test_in_an_unchanged_text_the_same_words_are_found(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    found = Quote.take("story", body, start, end).find(body)
    if body:
        assert found is not None
        assert body[found : found + end - start] == body[start:end]
