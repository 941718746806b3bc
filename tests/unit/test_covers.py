"""Boxes over a picture: moved and sized within it, drawn from any corner, and kept with the file they belong to."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from portfolio_app.domain import canonical
from portfolio_app.domain.covers import LEAST, WHOLE, Cover, CoverLook, digest_of, drawn, name_of_copy
from portfolio_app.domain.evidence import (
    Evidence,
    FileVersion,
    PupilsVisible,
    with_covers,
    with_earlier_file,
    with_newer_file,
    with_other_file,
)

BOX = Cover(1_000, 2_000, 3_000, 1_000)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def photo(**more: object) -> Evidence:
    """A photo that nothing was covered in."""
    facts: dict[str, object] = {"id": "e1", "written_at": NOW, "title": "Het bord", "file_name": "bord.heic"}
    facts |= {"sha256": "ab" * 32, "octets": 9, "media_type": "image/heic", "made_on": date(2026, 3, 1), **more}
    return Evidence(**facts)  # pyright: ignore[reportArgumentType]


def test_a_box_stays_on_the_picture() -> None:
    assert BOX.moved(-5_000, 20_000) == Cover(0, 9_000, 3_000, 1_000)
    assert BOX.sized(90_000, -90_000) == Cover(1_000, 2_000, 9_000, LEAST)
    assert BOX.moved(100, -100).moved(-100, 100) == BOX


def test_a_box_is_drawn_from_any_corner_and_never_too_small_to_find() -> None:
    assert drawn((0.6, 0.5), (0.2, 0.1), CoverLook.BLUR) == Cover(2_000, 1_000, 4_000, 4_000, CoverLook.BLUR)
    assert drawn((1.2, 1.3), (1.2, 1.3), CoverLook.BLACK) == Cover(WHOLE - LEAST, WHOLE - LEAST, LEAST, LEAST)
    assert drawn((-1, -1), (3, 3), CoverLook.BLACK) == Cover(0, 0, WHOLE, WHOLE)


def test_a_covered_picture_is_another_sight_and_may_be_another_kind_of_file() -> None:
    plain, covered = photo(), photo(covers=(BOX,))
    assert plain.sight == plain.sha256 != covered.sight
    assert covered.sight != photo(covers=(replace(BOX, look=CoverLook.BLUR),)).sight
    assert (plain.copy_name, plain.copy_type) == ("bord.heic", "image/heic")
    assert (covered.copy_name, covered.copy_type) == ("bord.jpg", "image/jpeg")
    assert name_of_copy("Bord.JPEG", "image/jpeg") == "Bord.JPEG"
    assert name_of_copy("scherm.png", "image/png") == "scherm.png"
    assert name_of_copy("zonder ending", "image/gif") == "zonder ending.jpg"
    assert digest_of(()) == ""


def test_boxes_go_with_their_file_and_come_back_with_it() -> None:
    covered = with_covers(photo(), (BOX,), PupilsVisible.NO)
    newer = with_newer_file(covered, FileVersion("cd" * 32, "bord2.jpg", 5, "image/jpeg"), NOW)
    assert (newer.covers, newer.pupils) == ((), PupilsVisible.UNKNOWN)
    back = with_earlier_file(newer, newer.earlier[0], NOW)
    assert (back.sha256, back.covers) == (covered.sha256, (BOX,))
    assert with_other_file(covered, FileVersion("cd" * 32, "ander.jpg", 5, "image/jpeg")).covers == ()


@pytest.mark.parametrize("version", [1, 2])
def test_evidence_of_before_the_boxes_reads_and_boxes_survive_a_round_trip(version: int) -> None:
    old = json.loads(canonical.dump(photo()))
    assert canonical.load("evidence", version, json.dumps(old)) == photo()
    covered = photo(covers=(BOX, replace(BOX, look=CoverLook.BLUR)))
    assert canonical.load("evidence", Evidence.SCHEMA_VERSION, canonical.dump(covered)) == covered
