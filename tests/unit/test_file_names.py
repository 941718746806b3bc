"""What may be in the name of a file, and what of it is kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.file_names import LONGEST, alike, apart, day_in, portable, tidy


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


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG_20260311_091500.jpg", date(2026, 3, 11)),
        ("IMG-20260311-WA0004.jpg", date(2026, 3, 11)),
        ("PXL_20260311_091500123.jpg", date(2026, 3, 11)),
        ("WhatsApp Image 2026-03-11 at 09.15.00.jpeg", date(2026, 3, 11)),
        ("Notulen 2026.03.11 sectie.docx", date(2026, 3, 11)),
        ("schooljaar 2025-2026.pdf", None),
        ("plan 2026-02-30.pdf", None),
        ("20269999 en 20260311.txt", date(2026, 3, 11)),
        ("120260311.txt", None),
        ("202603110915.txt", None),
        ("verslag.txt", None),
    ],
)
def test_the_day_in_a_name(name: str, day: date | None) -> None:
    assert day_in(name) == day


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("verslag les 3.pdf", "verslag les 3.pdf"),
        ('wat? "nu": <3*.pdf', "wat_ _nu__ _3_.pdf"),
        ("nul.txt", "_nul.txt"),
        ("COM1", "_COM1"),
        ("nulmeting.txt", "nulmeting.txt"),
        ("les. ", "les"),
        ("...", "_"),
        ("cafe\u0301.txt", "caf\u00e9.txt"),
        ("é" * 150 + ".docx", "é" * 92 + ".docx"),
    ],
)
def test_a_name_that_every_disk_takes(name: str, kept: str) -> None:
    assert portable(name) == kept


@given(st.text(st.characters(), max_size=400))
def test_a_portable_name_stays_as_it_is(name: str) -> None:
    made = portable(name)
    assert portable(made) == made == tidy(made)
    assert 0 < len(made.encode()) <= 201


def test_names_are_set_apart_for_every_disk() -> None:
    names = ["les.PDF", "Les.pdf", "les (2).pdf", "manifest.JSON", "zonder", "ZONDER", ".pdf", ".pdf"]
    made = apart(names, ["manifest.json"])
    assert made == [
        "les.PDF", "Les (2).pdf", "les (2) (2).pdf", "manifest (2).JSON", "zonder", "ZONDER (2)", ".pdf", ".pdf (2)",
    ]  # fmt: skip
    assert len({alike(name) for name in made}) == len(made)


def test_names_that_were_told_apart_are_tidy_still() -> None:
    """The list of evidence in a document refuses any other."""
    for name in apart([portable("x" * 250 + ".pdf")] * 12):
        assert name == tidy(name)
