"""Many files in one go: those that can come in do, whatever is wrong with the others."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from portfolio_app.domain.changes import Label
from portfolio_app.domain.evidence import Evidence
from portfolio_app.domain.links import Role
from portfolio_app.services.intake import PARTS, Batch
from portfolio_app.services.session import Services
from tests.services.helpers import Desk, activity

MAIL = b"""From: Karin <k@school.example>
To: noor@school.example
Subject: =?utf-8?q?Terugblik_op_de_lesbezoeken_=E2=80=93_caf=C3=A9?=
Date: Mon, 12 May 2025 23:30:00 +0200
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Wat me bijbleef: de stilte na je vraag.
"""


def file(folder: Path, name: str, words: str | bytes = "") -> Path:
    path = folder / name
    path.write_bytes(words if isinstance(words, bytes) else (words or f"inhoud van {name}").encode())
    return path


def take(services: Services, *paths: Path, **more: object) -> Batch:
    batch = services.intake.take(services.intake.gather(paths), **more)  # type: ignore[arg-type]
    assert services.jobs.wait_idle()
    return batch


def test_trouble_with_one_file_does_not_keep_the_others_out(services: Services, tmp_path: Path) -> None:
    gone = tmp_path / "weg.txt"
    batch = take(services, file(tmp_path, "een.txt", "eerste onderwerp"), gone, file(tmp_path, "twee.txt"))
    assert [item.evidence.title for item in batch.fresh] == ["een", "twee"]
    assert [(item.name, item.code) for item in batch.failed] == [("weg.txt", "evidence-vanished")]
    assert (batch.not_reached, batch.stopped, batch.trouble) == (0, False, None)
    assert [hit.heading for hit in services.search.find("onderwerp")] == ["een"]


def test_progress_goes_by_size_and_ends_at_the_end(services: Services, tmp_path: Path) -> None:
    small, large = file(tmp_path, "klein.txt"), file(tmp_path, "groot.bin", bytes(range(256)) * 8192)
    told: list[tuple[int, int, str]] = []
    take(services, small, large, progress=lambda *step: told.append(step))
    assert [at for at, _, _ in told] == sorted(at for at, _, _ in told)
    assert {of for _, of, _ in told} == {PARTS}
    assert told[0][2] == "klein.txt"
    assert told[0][0] < PARTS // 10
    assert PARTS * 9 // 10 < told[-1][0] <= PARTS


def test_stopping_works_within_a_file_and_keeps_what_is_in(services: Services, tmp_path: Path) -> None:
    first, large = file(tmp_path, "een.txt"), file(tmp_path, "groot.bin", bytes(4 << 20))
    reached: list[int] = []

    def within(at: int, of: int, name: str) -> None:
        if name == "groot.bin":
            reached.append(at)

    batch = take(services, first, large, file(tmp_path, "drie.txt"), progress=within, cancelled=lambda: bool(reached))
    assert (batch.stopped, batch.not_reached, len(batch.added)) == (True, 2, 1)
    assert len(reached) == 1  # it was not read to its end
    assert [item.title for item in services.evidence.all()] == ["een"]
    assert not list((services.home / "vault" / "unfinished").iterdir())


def test_what_stops_everything_is_told_once(desk: Desk, tmp_path: Path) -> None:
    services = desk.open(read_only=True)
    batch = services.intake.take(services.intake.gather([file(tmp_path, "een.txt"), file(tmp_path, "twee.txt")]))
    assert batch.trouble is not None
    assert (batch.trouble.code, batch.not_reached, batch.added) == ("read-only", 2, ())
    assert not [path for path in (services.home / "vault").rglob("*") if path.is_file()]


def test_the_same_file_twice_in_one_go_is_one_piece(services: Services, tmp_path: Path) -> None:
    made = activity(services)
    batch = take(services, file(tmp_path, "a.txt", "zelfde"), file(tmp_path, "b.txt", "zelfde"), about=made)
    assert (len(batch.fresh), len(batch.known)) == (1, 1)
    assert len(services.evidence.of(made.id)) == 1


def test_an_older_version_is_known_for_what_it_is(services: Services, tmp_path: Path) -> None:
    old, new = file(tmp_path, "plan.txt", "eerste plan"), file(tmp_path, "plan2.txt", "beter plan")
    first, second = take(services, old, new).added
    records = services.records
    records.link(Role.SUPERSEDES, second.evidence, first.evidence)
    (again,) = take(services, old).added
    assert (again.duplicate, again.newer) == (True, second.evidence)
    # A piece whose own file was replaced: what it was before is another file, and it is told of what.
    third = replace(second.evidence, sha256=first.evidence.sha256, octets=first.evidence.octets)
    records.purge(Evidence.KIND, first.evidence.id)
    records.save_all([third], label=Label("edit", Evidence.KIND))
    (back,) = take(services, new).added
    assert (back.duplicate, back.newer) == (False, third)
    assert services.evidence.read(back.evidence) == b"beter plan"


def test_a_mail_is_called_after_its_subject_and_dated_by_its_day(services: Services, tmp_path: Path) -> None:
    (added,) = take(services, file(tmp_path, "bericht (3).eml", MAIL)).added
    item = added.evidence
    assert (item.title, item.file_name) == ("Terugblik op de lesbezoeken \u2013 caf\u00e9", "bericht (3).eml")
    assert (item.made_on, item.media_type) == (date(2025, 5, 12), "message/rfc822")
    assert services.evidence.read(item) == MAIL
    assert [hit.id for hit in services.search.find("stilte")] == [item.id]


def test_the_day_in_the_name_of_a_photo_goes_before_that_of_the_copy(services: Services, tmp_path: Path) -> None:
    photo, later = file(tmp_path, "IMG_20250512_101500.jpg"), file(tmp_path, "plan 2031-01-01.txt")
    os.utime(later, (1_767_225_600, 1_767_225_600))  # 1 January 2026
    assert [item.evidence.made_on for item in take(services, photo, later).added] == [
        date(2025, 5, 12),
        date(2026, 1, 1),  # a day that is still to come is not when it was made
    ]


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?utf-8?b?broken\r\nDate: not a day\r\nFrom: x\r\nReceived: y\r\n\r\n",
        b"From: x\r\nReceived: y\r\nDate: Mon, 99 Foo 0000 99:99\r\n\r\n",
        b"Subject:\r\nDate:\r\nFrom: \xff\xfe\r\nReceived: y\r\n\r\n",
    ],
)
def test_a_malformed_mail_comes_in_as_any_file(services: Services, tmp_path: Path, head: bytes) -> None:
    (added,) = take(services, file(tmp_path, "raar.eml", head)).added
    assert added.evidence.title
    assert services.evidence.read(added.evidence) == head


def test_a_pasted_picture_gets_the_title_it_is_given(services: Services) -> None:
    data, title = b"\x89PNG\r\n\x1a\n" + bytes(40), "Afbeelding van 11 maart 2026"
    batch = services.intake.take_data(data, "afbeelding.png", title)
    assert services.jobs.wait_idle()
    (added,) = batch.fresh
    assert (added.evidence.title, added.evidence.made_on) == (title, date(2026, 3, 11))


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_names_that_are_no_text_come_in(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "caf\udce9.txt").write_text("x")
    (folder / "regel\nbreuk.txt").write_text("y")
    batch = take(services, folder)
    assert sorted(item.evidence.file_name for item in batch.added) == ["caf\ufffd.txt", "regelbreuk.txt"]
