"""Which files of a folder come in, and what is left where it is."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from portfolio_app.domain.errors import Cancelled
from portfolio_app.services.gathering import Gathered, Reason, gather, in_the_cloud, is_hidden


def names(gathered: Gathered) -> list[str]:
    return [item.path.name for item in gathered.files]


def reasons(gathered: Gathered) -> Counter[Reason]:
    return Counter(item.reason for item in gathered.left_out)


def test_a_folder_is_opened_and_what_is_no_evidence_stays_out(tmp_path: Path) -> None:
    top = tmp_path / "stage"
    (top / "lessen" / "week 1").mkdir(parents=True)
    (top / ".git").mkdir()
    (top / ".git" / "config").write_text("x")
    for name in ("b.txt", "a.txt", ".DS_Store", "Thumbs.db", "desktop.ini", "~$plan.docx", ".~lock.plan.odt#"):
        (top / name).write_text("x")
    (top / "lessen" / "film.mp4.part").write_text("x")
    (top / "lessen" / "leeg.txt").write_text("")
    (top / "lessen" / "week 1" / "caf\u00e9 \u202e.txt").write_text("xyz")
    found = gather([top])
    assert names(found) == ["a.txt", "b.txt", "caf\u00e9 \u202e.txt"]
    assert (found.folders, found.octets) == (2, 5)
    assert reasons(found) == {Reason.HIDDEN: 5, Reason.UNFINISHED: 1, Reason.EMPTY: 1}


def test_what_was_named_itself_comes_in_whatever_it_is_called(tmp_path: Path) -> None:
    hidden, empty, gone = tmp_path / ".plan.txt", tmp_path / "leeg.txt", tmp_path / "weg.txt"
    hidden.write_text("x")
    empty.write_text("")
    found = gather([hidden, empty, gone, hidden])
    assert names(found) == [".plan.txt", "weg.txt"]  # what is wrong with the missing one is told when it is taken in
    assert reasons(found) == {Reason.EMPTY: 1}
    assert found.folders == 0


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of Unix")
def test_links_in_a_circle_and_pipes_do_not_hold_it_up(tmp_path: Path) -> None:
    top = tmp_path / "map"
    top.mkdir()
    (top / "echt.txt").write_text("x")
    (top / "terug").symlink_to(top)
    (top / "zichzelf").symlink_to(top / "zichzelf")
    (top / "elders.txt").symlink_to(top / "echt.txt")
    os.mkfifo(top / "pijp")
    found = gather([top, top])
    assert names(found) == ["echt.txt", "elders.txt"]
    assert reasons(found) == {Reason.LINK: 2, Reason.SPECIAL: 1}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may read everything")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    closed = tmp_path / "map" / "dicht"
    closed.mkdir(parents=True)
    closed.chmod(0)
    found = gather([tmp_path / "map"])
    closed.chmod(0o700)
    assert reasons(found) == {Reason.UNREADABLE: 1}


def test_the_portfolio_itself_stays_out(tmp_path: Path) -> None:
    home = tmp_path / "documenten" / "portfolio"
    home.mkdir(parents=True)
    (home / "portfolio.db").write_text("x")
    (home.parent / "brief.txt").write_text("x")
    found = gather([home.parent], leave_alone=home)
    assert names(found) == ["brief.txt"]
    assert reasons(found) == {Reason.OWN: 1}


def test_looking_stops_when_asked(tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        gather([tmp_path], cancelled=lambda: True)


@pytest.mark.parametrize(
    ("state", "cloud", "hidden"),
    [
        ({"st_file_attributes": 0x400020}, True, False),  # OneDrive: recall on data access
        ({"st_file_attributes": 0x1000}, True, False),  # offline
        ({"st_file_attributes": 0x6}, False, True),  # hidden and of the system
        ({"st_flags": 0x40000000}, True, False),  # iCloud: dataless
        ({"st_file_attributes": 0x20}, False, False),
        ({}, False, False),
    ],
)
def test_what_other_systems_say_of_a_file(state: dict[str, int], cloud: bool, hidden: bool) -> None:
    known = cast(Any, SimpleNamespace(**state))
    assert (in_the_cloud(known), is_hidden("verslag.txt", known)) == (cloud, hidden)
