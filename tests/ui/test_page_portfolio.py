"""The portfolio page: what is chosen for a reader stays chosen, and what was handed over can be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.selection import Audience, Export, Part, Selection
from portfolio_app.services.settings import LAST_AUDIENCE
from portfolio_app.ui.dialogs.handed_over import HandedOverDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.pages.portfolio_tree import CHECKED, ROLE, UNCHECKED
from portfolio_app.ui.widgets.buttons import QuietButton
from portfolio_app.ui.widgets.containers import Label
from tests.ui.conftest import bury, show
from tests.ui.driving import add, type_in, unnamed


@pytest.fixture
def course(desk: Desk) -> Experience:
    return add(desk.services, "Training formatief handelen", desk.today() - timedelta(days=3), 180)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, course: Experience) -> Portfolio:
    made = Portfolio(desk)
    show(qtbot, made)
    return made


def again(qtbot: QtBot, desk: Desk, page: Portfolio) -> Portfolio:
    """The page after locking and opening."""
    page.leave()
    made = Portfolio(desk)
    show(qtbot, made)
    return made


def tick(page: Portfolio, part: Part, on: bool) -> None:
    rows = [page._tree.topLevelItem(at) for at in range(page._tree.topLevelItemCount())]
    row = next(row for row in rows if row is not None and row.data(0, ROLE) is part)
    row.setCheckState(0, CHECKED if on else UNCHECKED)


def handed(desk: Desk, name: str) -> Export:
    records, selection = desk.services.records, desk.services.choosing.default(Audience.MENTOR)
    made = Export(
        id=records.new_id(), written_at=records.now(), audience=Audience.MENTOR, exported_on=desk.today(),
        from_on=selection.from_on, until_on=selection.until_on, file_name=name, sha256="0f" * 32, octets=9, pages=12,
        fingerprint="ab" * 32, to_whom="Marijke",
    )  # fmt: skip
    records.save(made)
    return made


def test_choices_and_account_are_there_again_after_locking(
    qtbot: QtBot, desk: Desk, page: Portfolio, course: Experience
) -> None:
    type_in(page._account, "Dit jaar leerde ik wachten.")
    type_in(page._to_whom, "Marijke")
    tick(page, Part.HOURS, on=False)
    part = next(part for part in page._presenter.plan().parts if part.part is Part.EXPERIENCES)
    page._presenter.switch_item(next(item for item in part.items if item.id == course.id), False)
    page = again(qtbot, desk, page)
    assert page._account.value() == "Dit jaar leerde ik wachten."
    assert page._to_whom.value() == "Marijke"
    selection = page._presenter.selection
    assert Part.HOURS not in selection.parts
    assert selection.left_out == {course.id}


def test_looking_at_the_page_saves_nothing(desk: Desk, page: Portfolio) -> None:
    page.leave()
    assert desk.services.records.load(Selection) == []


def test_leaving_is_one_step_that_can_be_taken_back(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    type_in(page._account, "Eerst dit.")
    page.leave()
    type_in(page._account, "Toen dat.")
    tick(page, Part.HOURS, on=False)
    page.leave()
    desk.services.undo.undo()
    page.refresh(None)
    assert page._account.value() == "Eerst dit."
    assert Part.HOURS in page._presenter.selection.parts


def test_what_was_chosen_is_on_disk_within_two_seconds(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    type_in(page._account, "Nog niet bewaard")
    tick(page, Part.HOURS, on=False)
    qtbot.waitUntil(lambda: bool(desk.services.drafts.get("portfolio:mentor")), timeout=2500)
    assert desk.services.records.load(Selection) == []
    other = PortfolioPresenter(desk.services, "nl")
    assert other.selection.account == "Nog niet bewaard"
    assert Part.HOURS not in other.selection.parts
    page.leave()
    assert desk.services.drafts.get("portfolio:mentor") is None


def test_each_reader_has_a_choice_of_its_own_and_the_last_one_comes_first(
    qtbot: QtBot, desk: Desk, page: Portfolio
) -> None:
    type_in(page._account, "Voor mijn begeleider.")
    page._audience.set_value(Audience.ARCHIVE)
    page._audience.changed.emit()
    assert page._account.value() == ""
    type_in(page._account, "Voor mezelf.")
    assert desk.services.settings.get(LAST_AUDIENCE) == "archive"
    page = again(qtbot, desk, page)
    assert page._presenter.audience is Audience.ARCHIVE
    assert page._audience.value() is Audience.ARCHIVE
    assert page._account.value() == "Voor mezelf."
    kept = desk.services.choosing.kept(Audience.MENTOR)
    assert kept is not None
    assert kept.account == "Voor mijn begeleider."


def test_as_usual_lets_go_of_choices_and_period_and_keeps_her_words(desk: Desk, page: Portfolio) -> None:
    type_in(page._account, "Mijn verhaal.")
    tick(page, Part.HOURS, on=False)
    page._from.set_value(desk.today() - timedelta(days=9))
    page._from.changed.emit()
    assert page._presenter.selection.own_period
    page._default.click()
    usual = desk.services.choosing.default(Audience.MENTOR)
    selection = page._presenter.selection
    assert (selection.from_on, selection.parts, selection.own_period) == (usual.from_on, usual.parts, False)
    assert page._account.value() == "Mijn verhaal."


def test_search_finds_an_account_and_the_page_opens_it(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    usual = desk.services.choosing.default(Audience.ARCHIVE)
    kept = desk.services.choosing.keep(replace(usual, account="Over de vlinderkaart."))
    (hit,) = desk.services.search.find("vlinderkaart")
    assert page.open_record(hit.kind, hit.id)
    assert page._presenter.audience is Audience.ARCHIVE
    assert page._account.value() == "Over de vlinderkaart."
    desk.services.records.trash(kept.KIND, kept.id)
    assert not page.open_record(hit.kind, hit.id)


def test_everything_handed_over_is_listed_and_can_be_looked_at(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    for number in range(23):
        handed(desk, f"portfolio-{number}.pdf")
    page.refresh(None)
    assert page._handed.table.model().rowCount() == 23
    page._handed.table.setCurrentIndex(page._handed.table.model().index(0, 0))
    qtbot.keyClick(page._handed.table, Qt.Key.Key_Return)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HandedOverDialog) and w.isVisible())
    told = " ".join(label.accessibleName() for label in dialog.findChildren(Label))
    for words in ("Marijke", "portfolio-22.pdf", "12", "0f" * 32, "ABAB ABAB", desk.t.date(desk.today())):
        assert words in told
    assert unnamed(dialog) == []
    dialog.accept()
    bury()


def test_a_document_goes_from_the_list_to_the_trash_and_back(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    made, other = handed(desk, "een.pdf"), handed(desk, "twee.pdf")
    page.refresh(None)
    page._handed.table.setCurrentIndex(page._handed.table.model().index(0, 0))
    with qtbot.waitSignal(page.message_requested) as said:
        qtbot.keyClick(page._handed.table, Qt.Key.Key_Delete)
    assert said.args == ["In de prullenbak gelegd.", True]
    assert [item.id for item in desk.services.exports.all()] == [made.id]
    assert page.open_record("export", made.id)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, HandedOverDialog) and w.isVisible())
    next(button for button in dialog.findChildren(QuietButton) if button.text() == "Naar de prullenbak").click()
    assert desk.services.exports.all() == []
    assert page._handed.isHidden()
    assert not page.open_record("export", other.id)
    desk.services.undo.undo()
    desk.services.undo.undo()
    assert len(desk.services.exports.all()) == 2
    bury()


def test_signing_keeps_the_choice_and_the_name_of_the_reader(
    qtbot: QtBot, desk: Desk, page: Portfolio, tmp_path: Path
) -> None:
    page._account.edit.setPlainText("Dit jaar leerde ik wachten.")
    type_in(page._to_whom, "Marijke")
    page._signing.export_to(tmp_path / "portfolio.pdf")
    qtbot.waitUntil(lambda: page._signing.job is None, timeout=60_000)
    (made,) = desk.services.exports.all()
    assert made.to_whom == "Marijke"
    assert page._account.value() == "Dit jaar leerde ik wachten."
    kept = desk.services.choosing.kept(Audience.MENTOR)
    assert kept is not None
    assert kept.account == "Dit jaar leerde ik wachten."


def rows(page: Portfolio, part: Part) -> list[str]:
    """The headings of a part that is open."""
    tree = page._tree
    found = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    row = next((row for row in found if row is not None and row.data(0, ROLE) is part), None)
    children = [row.child(at) for at in range(row.childCount())] if row is not None else []
    return [child.text(0) for child in children if child is not None]


def open_part(page: Portfolio, part: Part) -> None:
    for at in range(page._tree.topLevelItemCount()):
        row = page._tree.topLevelItem(at)
        if row is not None and row.data(0, ROLE) is part:
            row.setExpanded(True)


def test_a_part_shows_all_it_holds_once_it_is_open(
    qtbot: QtBot, desk: Desk, page: Portfolio, course: Experience
) -> None:
    added = [f"Training {number}" for number in range(230)]
    for title in added:
        add(desk.services, title, desk.today() - timedelta(days=1), 60)
    page.refresh(None)
    assert rows(page, Part.EXPERIENCES) == []
    open_part(page, Part.EXPERIENCES)
    qtbot.waitUntil(lambda: sorted(rows(page, Part.EXPERIENCES)) == sorted([course.title, *added]))
    assert not page._draft_timer.isActive()  # looking is not choosing
    page.refresh(None)
    qtbot.waitUntil(lambda: sorted(rows(page, Part.EXPERIENCES)) == sorted([course.title, *added]))


def test_very_much_is_gone_through_beside_the_window(
    qtbot: QtBot, page: Portfolio, course: Experience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_app.services.records.MANY", 0)
    page.refresh(None)
    assert page._busy.isVisible()
    qtbot.waitUntil(lambda: not page._busy.isVisible())
    open_part(page, Part.EXPERIENCES)
    qtbot.waitUntil(lambda: rows(page, Part.EXPERIENCES) == [course.title])
    page.refresh(None)
    page.hide()
    assert page._planning is None
    page.show()
    qtbot.waitUntil(lambda: rows(page, Part.EXPERIENCES) == [course.title])
