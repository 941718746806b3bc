"""The list of evidence: what is written is read again, and nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio_app.domain.carrying import Place
from portfolio_app.pdf.manifest import MOST_OCTETS, Entry, Manifest, ManifestError, parse

DIGEST = "0f" * 32
REPORT = Entry("verslag.pdf", Place.INSIDE, DIGEST, 81_234, "application/pdf", "item-1")
FILM = Entry("les – 3b.mp4", Place.BESIDE, DIGEST, 2_000_000_000, "video/mp4", "item-2")
PLAN = Entry("plan.docx", Place.LISTED, DIGEST, 0, "", "item-3")
LIST = Manifest((REPORT, FILM, PLAN), "portfolio-bewijsstukken.zip")


def test_what_is_written_is_read_again() -> None:
    assert parse(LIST.dump()) == LIST
    assert LIST.at(Place.BESIDE) == {FILM.name: FILM}
    assert parse(Manifest((PLAN,)).dump()) == Manifest((PLAN,))


def test_lists_of_documents_from_before_are_read() -> None:
    told = json.loads(Manifest((REPORT,)).dump())
    del told["beside"], told["files"][0]["place"]
    assert parse(json.dumps({**told, "version": 1}).encode()) == Manifest((REPORT,))


def first(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Another value for the first file."""

    def change(told: dict[str, Any]) -> None:
        told["files"][0][key] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        first("sha256", "0F" * 32),
        first("sha256", "0f" * 31),
        first("octets", -1),
        first("octets", True),
        first("octets", 1 << 63),
        first("octets", "1"),
        first("place", "elsewhere"),
        first("place", None),
        first("name", "../verslag.pdf"),
        first("name", ""),
        first("name", "PLAN.docx"),
        first("name", "Manifest.json"),
        first("item", 3),
        first("more", ""),
        lambda told: told["files"].append("x"),
        lambda told: told["files"][1].pop("media_type"),
        lambda told: told.update(version=3),
        lambda told: told.update(version=2.5),
        lambda told: told.update(version=True),
        lambda told: told.update(beside=""),
        lambda told: told.update(beside="a/b.zip"),
        lambda told: told.update(more=1),
        lambda told: told.pop("beside"),
        lambda told: told.update(files={}),
        lambda told: told["files"].pop(1),
    ],
)
def test_whatever_is_not_such_a_list_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    told = json.loads(LIST.dump())
    change(told)
    with pytest.raises(ManifestError):
        parse(json.dumps(told).encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b"[" * 200_000,
        LIST.dump().replace(b'"octets": 0', b'"octets": NaN'),
        LIST.dump().replace(b'"version": 2', b'"version": 1, "version": 2'),
        LIST.dump() + b" " * MOST_OCTETS,
    ],
)
def test_damage_is_refused(data: bytes) -> None:
    with pytest.raises(ManifestError):
        parse(data)


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_change_ends_in_another_error(more: bytes, at: int) -> None:
    whole = LIST.dump()
    with suppress(ManifestError):
        parse(whole[:at] + more + whole[at + len(more) :])
