"""What was changed in two places comes together, and it is told where both changed the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from portfolio_app.domain.meanwhile import on_top
from portfolio_app.domain.reflections import Reflection

BASE = Reflection(
    id="r",
    written_at=datetime(2026, 3, 1, tzinfo=UTC),
    title="Stilte",
    happened_on=date(2026, 3, 1),
    template="alact",
    answers={"a": "een", "b": "twee"},
)


def test_changes_of_different_fields_and_answers_come_together() -> None:
    now = replace(BASE, title="Een stille les", answers={"a": "een", "b": "twee", "c": "drie"})
    mine = replace(BASE, tags=("klas",), answers={"a": "anders", "b": "twee"})
    both, clash = on_top(BASE, now, mine)
    assert not clash
    assert (both.title, both.tags) == ("Een stille les", ("klas",))
    assert both.answers == {"a": "anders", "b": "twee", "c": "drie"}


def test_where_both_changed_the_same_mine_stands_and_it_is_told() -> None:
    both, clash = on_top(BASE, replace(BASE, answers={"a": "hij", "b": "twee"}), replace(BASE, answers={"a": "zij"}))
    assert clash
    assert both.answers == {"a": "zij"}


def test_what_was_added_to_a_list_in_two_places_stands_there_together() -> None:
    base = replace(BASE, tags=("klas", "stilte"))
    now, mine = replace(base, tags=("klas", "stilte", "fout")), replace(base, tags=("stilte", "toets"))
    both, clash = on_top(base, now, mine)
    assert not clash
    assert both.tags == ("stilte", "toets", "fout")


def test_a_list_of_which_both_took_the_same_away_is_mine() -> None:
    base = replace(BASE, tags=("klas",))
    both, clash = on_top(base, replace(base, tags=("klas 2",)), replace(base, tags=("klas 3",)))
    assert clash
    assert both.tags == ("klas 3",)


def test_the_same_change_in_both_is_no_clash() -> None:
    same = replace(BASE, title="Nieuw")
    assert on_top(BASE, same, same) == (same, False)
