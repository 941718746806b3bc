"""On the portfolio page: what a choice comes to while it is made, and where the files lie afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portfolio_app.domain.carrying import SMALL_OCTETS
from portfolio_app.domain.evidence import PupilsVisible
from portfolio_app.domain.selection import Carry, Export
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_presenter import went_out
from tests.ui.conftest import show
from tests.ui.driving import add

WAIT_MS = 20_000
"""A full machine is slow to look everything up."""


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Portfolio:
    """The page, with a small and a large file that go along."""
    course = add(desk.services, "Training formatief handelen", desk.today() - timedelta(days=3), 180)
    for name, data in (("verslag.txt", b"Wat ik zag."), ("les.mp4", b"\0\0\0\x18ftypmp42" + bytes(SMALL_OCTETS))):
        path = tmp_path / name
        path.write_bytes(data)
        item = desk.services.evidence.add(path, about=course).evidence
        desk.services.records.save(replace(item, pupils=PupilsVisible.NO))
    made = Portfolio(desk)
    show(qtbot, made)
    made._look.unfold()
    return made


def told(page: Portfolio) -> str:
    return page._outlook.label.text()


def choose(page: Portfolio, carry: Carry) -> None:
    page._look.carry.set_value(carry)
    page._look.carry.changed.emit()


def test_what_a_choice_comes_to_follows_the_choice(qtbot: QtBot, page: Portfolio) -> None:
    qtbot.waitUntil(lambda: "zipbestand ernaast, ongeveer 5,0 MB: geef beide mee" in told(page), timeout=WAIT_MS)
    assert "Er zit 1 bestand in." in told(page)
    choose(page, Carry.LISTED)
    qtbot.waitUntil(lambda: "2 bestanden worden alleen genoemd" in told(page), timeout=WAIT_MS)
    choose(page, Carry.INSIDE)
    qtbot.waitUntil(lambda: "Er zitten 2 bestanden in." in told(page), timeout=WAIT_MS)
    choose(page, Carry.MAIL)
    page._look.megabytes.set_value(2)
    page._look.megabytes.changed.emit()
    qtbot.waitUntil(lambda: "1 bestand past niet in de mail" in told(page), timeout=WAIT_MS)


def test_where_both_files_lie_is_told_and_shown(
    qtbot: QtBot, page: Portfolio, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out" / "portfolio.pdf"
    out.parent.mkdir()
    page._signing.export_to(out)
    qtbot.waitUntil(lambda: page._signing.job is None, timeout=60_000)
    (made,) = desk.services.exports.all()
    assert (
        f"Ernaast ligt {made.beside_name} met grote bewijsstukken, 5,0 MB: geef beide mee."
        in page._signing._result.text
    )
    assert (out.parent / made.beside_name).is_file()
    opened: list[Path] = []
    monkeypatch.setattr(page, "show_outside", opened.append)
    page._signing._folder.click()
    assert opened == [out.parent]
    listed = dict(went_out(made, Translator("nl")))
    assert made.beside_name in listed.values()
    assert made.beside_sha256 in listed.values()
    assert isinstance(made, Export)
