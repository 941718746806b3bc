"""The rules by which two computers agree: each pair of states has one answer, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.conflicts import Claim, Order, Rank, combined, compare, joined, loses_words, place_of
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.journal import JournalWeek, WeekState
from portfolio_app.domain.register import Cycle

NOW = datetime(2026, 9, 1, 8, tzinfo=UTC)
vectors = st.dictionaries(st.sampled_from("abc"), st.integers(1, 4))
claims = st.builds(
    Claim, st.sampled_from([Rank.NOT_THERE, Rank.TRASHED, Rank.LIVE]), st.sampled_from("123"), st.integers(0, 3)
)


@given(vectors, vectors)
def test_vectors_are_compared_from_both_sides(mine: dict[str, int], theirs: dict[str, int]) -> None:
    opposite = {Order.AHEAD: Order.BEHIND, Order.BEHIND: Order.AHEAD}
    order = compare(mine, theirs)
    assert compare(theirs, mine) is opposite.get(order, order)
    both = joined(mine, theirs)
    assert both == joined(theirs, mine)
    assert {compare(both, mine), compare(both, theirs)} <= {Order.SAME, Order.AHEAD}


@given(claims, claims, claims)
def test_one_of_three_stands_in_whatever_order_they_meet(one: Claim, two: Claim, three: Claim) -> None:
    def stands(*order: Claim) -> Claim:
        best = order[0]
        for other in order[1:]:
            best = best if best.beats(other) else other
        return best

    assert stands(one, two, three) == stands(three, two, one) == stands(two, three, one)


def test_an_edit_beats_a_deletion_and_else_the_newest_stands() -> None:
    early, late = Claim(Rank.LIVE, "1", 5), Claim(Rank.LIVE, "2", 3)
    assert late.beats(early)
    assert not early.beats(late)
    assert early.beats(Claim(Rank.TRASHED, "9", 5))


@pytest.mark.parametrize("unseen", [True, False])
def test_a_purge_only_gives_way_to_words_it_never_had(unseen: bool) -> None:
    alive, purge = Claim(Rank.TRASHED, "1", 5, unseen=unseen), Claim(Rank.PURGED, "9", 0)
    assert alive.beats(purge) is unseen
    assert purge.beats(alive) is not unseen


def test_two_weeks_make_one_and_tell_whether_a_text_is_lost() -> None:
    first = JournalWeek(id="a", written_at=NOW, year=2026, number=37, answers={"x": "een"}, state=WeekState.DONE)
    second = JournalWeek(id="b", written_at=NOW, year=2026, number=37, answers={"y": "twee"}, energy=3)
    assert place_of(first) == place_of(second)
    made = combined(first, second)
    assert (made.id, made.answers, made.state, made.energy) == ("a", {"x": "een", "y": "twee"}, WeekState.DONE, 3)
    assert combined(second, first).id == "a"
    assert not any(loses_words(week, made) for week in (first, second))
    other = replace(second, answers={"x": "anders"})
    assert loses_words(first, combined(first, other))
    assert not loses_words(first, combined(first, replace(second, answers={"x": ""})))


def test_only_what_is_unique_has_a_place() -> None:
    assert place_of(Experience(id="a", written_at=NOW, title="les", happened_on=date(2026, 9, 1))) is None
    going = Cycle(id="a", written_at=NOW, scheme="cao", began_on=date(2026, 9, 1))
    assert place_of(going) is not None
    assert place_of(replace(going, closed_on=date(2026, 10, 1))) is None
