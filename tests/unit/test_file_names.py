"""What may be in the name of a file, and what of it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.file_names import LONGEST, tidy


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("verslag les 3.pdf", "verslag les 3.pdf"),
        ("caf\udce9.txt", "caf\ufffd.txt"),
        ("regel\r\neinde\x7f\x85.txt", "regeleinde.txt"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\u2066b\u2069\u202a.txt", "ab.txt"),
        ("../..\\map/weg.txt", ".._.._map_weg.txt"),
        ("👩‍🏫 les.png", "👩‍🏫 les.png"),
        (" \u202e ", "_"),
        ("..", "_"),
        ("a" * 300 + ".docx", "a" * 195 + ".docx"),
        ("a." + "b" * 300, ("a." + "b" * 300)[:200]),
    ],
)
def test_what_is_kept_of_a_name(name: str, kept: str) -> None:
    assert tidy(name) == kept


@given(st.text(st.characters(), max_size=400))
def test_a_tidy_name_stays_as_it_is(name: str) -> None:
    made = tidy(name)
    assert 0 < len(made) <= LONGEST
    made.encode()
    assert tidy(made) == made
