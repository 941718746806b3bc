"""Handing over from the page: how far it is in words, stopping, what was handed over, and what changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Export, Part
from portfolio_app.i18n import Translator
from portfolio_app.services.since import SinceLast
from portfolio_app.ui.dialogs.handed_over import HandedOverDialog
from portfolio_app.ui.dialogs.look import LookDialog
from portfolio_app.ui.pages import portfolio_handed, portfolio_signing
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_progress import stage
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.containers import Label
from tests.ui.conftest import show
from tests.ui.driving import add, type_in, unnamed


@pytest.fixture
def course(desk: Desk) -> Experience:
    return add(desk.services, "Training wachten", desk.today() - timedelta(days=3), 60)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, course: Experience) -> Portfolio:
    made = Portfolio(desk)
    show(qtbot, made)
    type_in(made._reader.to_whom, "Marijke")
    return made


def hand_over(qtbot: QtBot, page: Portfolio, out: Path) -> Export:
    with qtbot.waitSignal(page._signing.made, timeout=30_000):
        page._signing.export_to(out)
    return page.desk.services.exports.all()[0]


def found(qtbot: QtBot, page: Portfolio) -> SinceLast:
    qtbot.waitUntil(lambda: page._since.found is not None and not page._since._wait.isActive(), timeout=10_000)
    since = page._since.found
    assert since is not None
    return since


def words(page: Portfolio) -> str:
    return "\n".join(label.text() for label in page._since.findChildren(Label) if label.isVisible())


def test_each_stage_has_words(qtbot: QtBot, page: Portfolio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    tell = page._signing._tell
    monkeypatch.setattr(
        page._signing, "_tell", lambda *report: (tell(*report), told.append(page._signing._doing.text()))
    )
    hand_over(qtbot, page, tmp_path / "p.pdf")
    assert "Bezig met opmaken: Activiteiten en momenten…" in told
    assert told[-1] == "Bezig met ondertekenen…"
    assert all(text.startswith("Bezig met") for text in told)
    t = Translator("nl")
    assert stage("layout:signature", t) == "Bezig met opmaken: Handtekening en antwoord…"
    assert stage("les.mp4", t) == "Bezig met nalopen van les.mp4…"


def test_stopping_leaves_nothing_and_the_page_as_it_was(qtbot: QtBot, page: Portfolio, tmp_path: Path) -> None:
    page.desk.services.signing.renew()
    page._signing.export_to(tmp_path / "p.pdf")
    assert page._signing._stop.isVisible()
    page._signing._stop.click()
    qtbot.waitUntil(lambda: page._signing.job is None, timeout=20_000)
    assert list(tmp_path.glob("*p.pdf*")) == []
    assert page.desk.services.exports.all() == []
    assert page.header.action.isEnabled()
    assert not page._signing.isVisible()


def test_closing_while_it_is_made_leaves_nothing(qtbot: QtBot, desk: Desk, page: Portfolio, tmp_path: Path) -> None:
    desk.services.signing.renew()
    page._signing.export_to(tmp_path / "p.pdf")
    page.leave()
    desk.services.jobs.close()
    assert list(tmp_path.glob("*p.pdf*")) == []
    assert list(tmp_path.glob(".*part")) == []


def test_what_changed_since_stands_on_the_page_in_the_tree_and_before_signing(
    qtbot: QtBot, desk: Desk, page: Portfolio, course: Experience, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not page._since.isVisible()
    hand_over(qtbot, page, tmp_path / "p.pdf")
    found(qtbot, page)
    assert "aan Marijke gaf" in words(page)
    assert "Sindsdien is er niets veranderd." in words(page)
    desk.services.records.save(replace(course, story="Ik wachtte."))
    fresh = add(desk.services, "Nieuwe dag", desk.today(), 60)
    page.refresh(None)
    qtbot.waitUntil(lambda: "veranderd: Training wachten" in words(page), timeout=10_000)
    assert "nieuw: Nieuwe dag" in words(page)
    model = page._tree.plan_model
    why = model.place(fresh.id).siblingAtColumn(2).data()
    assert why.startswith("nieuw sinds")
    assert model.place(course.id).siblingAtColumn(2).data().startswith("veranderd sinds")
    asked: list[str] = []

    def refuse(parent: object, question: str, more: str, **rest: object) -> bool:
        asked.extend((question, more))
        return False

    monkeypatch.setattr(portfolio_signing, "agreed", refuse)
    page._signing.ask_where()
    assert "Marijke" in asked[0]
    assert "nieuw: Nieuwe dag" in asked[1]
    assert len(desk.services.exports.all()) == 1
    type_in(page._reader.to_whom, "Jan")
    qtbot.waitUntil(lambda: not page._since.isVisible(), timeout=10_000)
    assert unnamed(page) == []


def test_what_changed_for_one_reader_is_not_told_of_another(qtbot: QtBot, page: Portfolio, tmp_path: Path) -> None:
    hand_over(qtbot, page, tmp_path / "p.pdf")
    found(qtbot, page)
    page._pick(Audience.DOSSIER)
    assert page._since.found is None
    assert page._presenter.since is None
    page._pick(Audience.MENTOR)
    found(qtbot, page)
    type_in(page._reader.to_whom, "Karel")
    assert page._presenter.since is None


def test_what_changed_leads_to_its_pages(
    qtbot: QtBot, desk: Desk, page: Portfolio, course: Experience, tmp_path: Path
) -> None:
    hand_over(qtbot, page, tmp_path / "p.pdf")
    desk.services.records.save(replace(course, story="Ik wachtte."))
    page.refresh(None)
    qtbot.waitUntil(lambda: "veranderd" in words(page), timeout=10_000)
    page._since.part_requested.emit(Part.EXPERIENCES)
    leaf = page._pages.leaf
    qtbot.waitUntil(lambda: "Ik wachtte" in leaf.sheet.accessibleDescription(), timeout=20_000)
    assert page._pages.since.text().endswith("veranderd: Training wachten")


def record(desk: Desk, name: str, **more: Any) -> Export:
    records, choice = desk.services.records, desk.services.choosing.default(Audience.MENTOR)
    made = Export(
        id=records.new_id(), written_at=records.now(), audience=Audience.MENTOR, exported_on=desk.today(),
        from_on=choice.from_on, until_on=choice.until_on, file_name=name, sha256="0f" * 32, octets=9, pages=12,
        fingerprint="ab" * 32,
    )  # fmt: skip
    made = replace(made, **more)
    records.save(made)
    return made


def test_something_handed_over_can_be_found(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    for number in range(5):
        record(desk, f"portfolio-{number}.pdf", to_whom="Coach" if number else "Zoë", sha256=f"{number}c" * 32)
    page.refresh(None)
    handed = page._handed
    assert handed.looked_for.isVisible()
    type_in(handed.looked_for, "zoe")
    assert [line.file for line in handed._lines] == ["portfolio-0.pdf"]
    type_in(handed.looked_for, "3c3c3c")
    assert [line.file for line in handed._lines] == ["portfolio-3.pdf"]
    type_in(handed.looked_for, "komt niet voor")
    assert handed._nothing.isVisible()
    type_in(handed.looked_for, "")
    assert len(handed._lines) == 5


def dialog(kind: type) -> object:
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible())


def press(opened: object, text: str) -> None:
    assert isinstance(opened, HandedOverDialog)
    next(button for button in opened.findChildren(Button) if button.text() == text).click()


def test_the_original_is_looked_at_and_saved_again(
    qtbot: QtBot, desk: Desk, page: Portfolio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = hand_over(qtbot, page, tmp_path / "p.pdf")
    assert page.open_record(Export.KIND, made.id)
    opened = dialog(HandedOverDialog)
    press(opened, "Bekijk het")
    look = dialog(LookDialog)
    assert isinstance(look, LookDialog)
    qtbot.waitUntil(lambda: look.view.page == 0, timeout=20_000)
    look.reject()
    monkeypatch.setattr(portfolio_handed, "ask_where", lambda *asked: tmp_path / "nog.pdf")
    with qtbot.waitSignal(page.message_requested, timeout=10_000):
        press(opened, "Bewaar nog een kopie…")
    assert (tmp_path / "nog.pdf").read_bytes() == (tmp_path / "p.pdf").read_bytes()
    assert isinstance(opened, HandedOverDialog)
    opened.reject()
    gone = record(desk, "elders.pdf")
    assert page.open_record(Export.KIND, gone.id)
    opened = dialog(HandedOverDialog)
    assert isinstance(opened, HandedOverDialog)
    assert any("niet bewaard" in label.text() for label in opened.findChildren(Label))
    opened.reject()
