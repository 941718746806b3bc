"""Ids are UUIDs of version 7: they sort by time and are never the same."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.ids import new_id

NOW = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
milliseconds = st.integers(0, 4_000_000_000_000)


@given(one=milliseconds, other=milliseconds, noise=st.binary(min_size=10, max_size=10))
def test_ids_sort_by_the_time_they_were_made(one: int, other: int, noise: bytes) -> None:
    start = datetime(1990, 1, 1, tzinfo=UTC)
    earlier, later = sorted((one, other))
    first = new_id(start + timedelta(milliseconds=earlier), noise)
    second = new_id(start + timedelta(milliseconds=later), bytes(10))
    assert earlier == later or first < second


def test_an_id_is_a_uuid_of_version_seven() -> None:
    made = uuid.UUID(new_id(NOW))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == int(NOW.timestamp() * 1000)


def test_ids_of_one_instant_differ_and_the_same_noise_makes_the_same_id() -> None:
    assert len({new_id(NOW) for _ in range(1000)}) == 1000
    assert new_id(NOW, b"0123456789") == new_id(NOW, b"0123456789")


@given(noise=st.binary(min_size=10, max_size=10))
def test_any_noise_keeps_version_and_variant(noise: bytes) -> None:
    made = uuid.UUID(new_id(NOW, noise))
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
