"""Ids keep the order of writing, whatever the clock does."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.services.ids import Ids

NOW = datetime(2026, 11, 26, 2, 46, 8, 816869, tzinfo=UTC)


@given(st.lists(st.integers(-9_000, 9_000), min_size=2, max_size=60))
def test_ids_sort_as_they_were_made_also_where_the_clock_stumbles(steps: list[int]) -> None:
    ids, latest, made = Ids(), NOW, list[str]()
    for step in steps:
        now = latest + timedelta(milliseconds=step)
        latest = max(latest, now)
        made.append(ids(now))
    assert made == sorted(set(made))


def test_many_within_one_instant_stay_within_it() -> None:
    ids = Ids()
    made = [ids(NOW) for _ in range(20_000)]
    assert made == sorted(set(made))
    assert {one[:13] for one in made[:2]} == {one[:13] for one in made}


def test_a_clock_that_was_put_right_is_followed() -> None:
    ids = Ids()
    ahead = ids(NOW + timedelta(days=400))
    assert ids(NOW) < ahead
    assert ids(NOW)[:13] == ids(NOW)[:13]


def test_two_threads_never_get_the_same() -> None:
    ids, made = Ids(), [list[str](), list[str]()]
    threads = [threading.Thread(target=lambda mine=mine: mine.extend(ids(NOW) for _ in range(5_000))) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made[0]) | set(made[1])) == 10_000
    assert all(mine == sorted(mine) for mine in made)
