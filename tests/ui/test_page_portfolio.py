"""The portfolio page: what is chosen for a reader stays chosen, and what was handed over can be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Phase, PhaseEntry
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience, Carry, Export, Paper, Part, Selection
from portfolio_app.services.choosing import Stock
from portfolio_app.services.selecting import Candidate
from portfolio_app.services.settings import LAST_AUDIENCE
from portfolio_app.ui.dialogs.handed_over import HandedOverDialog
from portfolio_app.ui.dialogs.naming import NamingDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_plan_model import CHECKED, SOME, TICK, UNCHECKED, Show
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter, went_out
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


def tick(page: Portfolio, held: Part | str, on: bool) -> None:
    """Tick a part, or a record by its id."""
    model = page._tree.plan_model
    model.setData(model.place(held), CHECKED if on else UNCHECKED, TICK)


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
    type_in(page._texts.account, "Dit jaar leerde ik wachten.")
    type_in(page._reader.to_whom, "Marijke")
    tick(page, Part.HOURS, on=False)
    part = next(part for part in page._presenter.plan().parts if part.part is Part.EXPERIENCES)
    page._presenter.switch_items([item for item in part.items if item.id == course.id], False)
    page = again(qtbot, desk, page)
    assert page._texts.account.value() == "Dit jaar leerde ik wachten."
    assert page._reader.to_whom.value() == "Marijke"
    selection = page._presenter.selection
    assert Part.HOURS not in selection.parts
    assert selection.left_out == {course.id}


def test_looking_at_the_page_saves_nothing(desk: Desk, page: Portfolio) -> None:
    page.leave()
    assert desk.services.records.load(Selection) == []


def test_leaving_is_one_step_that_can_be_taken_back(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    type_in(page._texts.account, "Eerst dit.")
    page.leave()
    type_in(page._texts.account, "Toen dat.")
    tick(page, Part.HOURS, on=False)
    page.leave()
    desk.services.undo.undo()
    page.refresh(None)
    assert page._texts.account.value() == "Eerst dit."
    assert Part.HOURS in page._presenter.selection.parts


def test_what_was_chosen_is_on_disk_within_two_seconds(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    type_in(page._texts.account, "Nog niet bewaard")
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
    type_in(page._texts.account, "Voor mijn begeleider.")
    page._reader.which.set_value(Audience.ARCHIVE)
    page._reader.which.changed.emit()
    assert page._texts.account.value() == ""
    type_in(page._texts.account, "Voor mezelf.")
    assert desk.services.settings.get(LAST_AUDIENCE) == "archive"
    page = again(qtbot, desk, page)
    assert page._presenter.audience is Audience.ARCHIVE
    assert page._reader.which.value() is Audience.ARCHIVE
    assert page._texts.account.value() == "Voor mezelf."
    kept = desk.services.choosing.kept(Audience.MENTOR)
    assert kept is not None
    assert kept.account == "Voor mijn begeleider."


def test_as_usual_lets_go_of_choices_and_period_and_keeps_her_words(desk: Desk, page: Portfolio) -> None:
    type_in(page._texts.account, "Mijn verhaal.")
    tick(page, Part.HOURS, on=False)
    page._reader.first.set_value(desk.today() - timedelta(days=9))
    page._reader.first.changed.emit()
    assert page._presenter.selection.own_period
    page._default.click()
    usual = desk.services.choosing.default(Audience.MENTOR)
    selection = page._presenter.selection
    assert (selection.from_on, selection.parts, selection.own_period) == (usual.from_on, usual.parts, False)
    assert page._texts.account.value() == "Mijn verhaal."


def test_search_finds_an_account_and_the_page_opens_it(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    usual = desk.services.choosing.default(Audience.ARCHIVE)
    kept = desk.services.choosing.keep(replace(usual, account="Over de vlinderkaart."))
    (hit,) = desk.services.search.find("vlinderkaart")
    assert page.open_record(hit.kind, hit.id)
    assert page._presenter.audience is Audience.ARCHIVE
    assert page._texts.account.value() == "Over de vlinderkaart."
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


def test_the_list_tells_from_which_selection_of_her_own_it_was(desk: Desk, page: Portfolio) -> None:
    made = handed(desk, "kompas.pdf")
    desk.services.records.save(replace(made, choice_name="Sollicitatie Het Kompas", to_whom=""))
    page.refresh(None)
    assert page._presenter.handed_over(desk.t)[0].reader == "Sollicitatie Het Kompas"
    export = page._presenter.export(made.id)
    assert export is not None
    assert "Sollicitatie Het Kompas" in dict(went_out(export, desk.t)).values()


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
    page._texts.account.edit.setPlainText("Dit jaar leerde ik wachten.")
    type_in(page._reader.to_whom, "Marijke")
    page._signing.export_to(tmp_path / "portfolio.pdf")
    qtbot.waitUntil(lambda: page._signing.job is None, timeout=60_000)
    (made,) = desk.services.exports.all()
    assert made.to_whom == "Marijke"
    assert page._texts.account.value() == "Dit jaar leerde ik wachten."
    kept = desk.services.choosing.kept(Audience.MENTOR)
    assert kept is not None
    assert kept.account == "Dit jaar leerde ik wachten."


def rows(page: Portfolio, part: Part) -> list[str]:
    """The headings of a part."""
    model = page._tree.plan_model
    top = model.place(part)
    return [model.index(at, 0, top).data() for at in range(model.rowCount(top))] if top.isValid() else []


def test_a_part_shows_all_it_holds_and_stays_open(desk: Desk, page: Portfolio, course: Experience) -> None:
    added = [f"Training {number}" for number in range(230)]
    for title in added:
        add(desk.services, title, desk.today() - timedelta(days=1), 60)
    page.refresh(None)
    assert sorted(rows(page, Part.EXPERIENCES)) == sorted([course.title, *added])
    page._tree.expand(page._tree.plan_model.place(Part.EXPERIENCES))
    assert not page._draft_timer.isActive()  # looking is not choosing
    add(desk.services, "Nog een", desk.today(), 60)
    page.refresh(None)
    assert rows(page, Part.EXPERIENCES)[0] == "Nog een"
    assert page._tree.isExpanded(page._tree.plan_model.place(Part.EXPERIENCES))


def test_very_much_is_looked_up_beside_the_window(
    qtbot: QtBot, page: Portfolio, course: Experience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portfolio_app.services.records.MANY", 0)
    page.refresh(None)
    assert page._busy.isVisible()
    qtbot.waitUntil(lambda: not page._busy.isVisible())
    assert rows(page, Part.EXPERIENCES) == [course.title]
    tick(page, course.id, on=False)
    qtbot.waitUntil(lambda: not page._presenter.plan().included)
    assert not page._busy.isVisible()  # what there is was looked up already
    page.refresh(None)
    page.hide()
    assert page._looking_up is None
    page.show()
    qtbot.waitUntil(lambda: rows(page, Part.EXPERIENCES) == [course.title])


# -- the tree -----------------------------------------------------------------------------------------------------


@pytest.fixture
def much(desk: Desk, page: Portfolio) -> dict[str, str]:
    """Ids by title of what lies in the tree of a mentor."""
    records, day = desk.services.records, desk.today() - timedelta(days=2)
    thought = Pattern(id=records.new_id(), written_at=records.now(), kind=PatternKind.MENTAL_MODEL,
                      statement="Wie stilvalt, heeft hulp nodig.", noticed_on=day)  # fmt: skip
    told = Reflection(id=records.new_id(), written_at=records.now(), title="Stilte in 2b", happened_on=day,
                      template="alact")  # fmt: skip
    steam = replace(told, id=records.new_id(), title="Stilte en stoom", venting=True)
    for record in (thought, told, steam):
        records.save(record)
    moment = add(desk.services, "Café-gesprek over stilte", day)
    page.refresh(None)
    return {item.heading: item.id for item in (thought, told, steam, moment)}


def test_looking_for_something_shows_that_alone(qtbot: QtBot, page: Portfolio, much: dict[str, str]) -> None:
    type_in(page._tools._find, "CAFE stilte")
    qtbot.waitUntil(lambda: rows(page, Part.EXPERIENCES) == ["Café-gesprek over stilte"])
    assert page._tree.plan_model.parts == [Part.EXPERIENCES]
    assert page._tree.isExpanded(page._tree.plan_model.index(0, 0))
    assert page._tools._found.text() == "1 gevonden"
    type_in(page._tools._find, "reflectie")  # the kind counts too
    qtbot.waitUntil(lambda: page._tree.plan_model.parts == [Part.REFLECTIONS])
    type_in(page._tools._find, "komt niet voor")
    qtbot.waitUntil(lambda: page._tools._found.text() == "Niets gevonden.")
    type_in(page._tools._find, "")
    qtbot.waitUntil(lambda: Part.HOURS in page._tree.plan_model.parts)
    assert not page._tree.isExpanded(page._tree.plan_model.place(Part.EXPERIENCES))  # as it was before
    page._tools._show.set_value(Show.GOES)
    page._tools._show.changed.emit()
    assert [item.heading for item in page._tree.plan_model.found] == ["Training formatief handelen"]


def test_what_is_found_goes_along_at_once_but_beliefs_one_by_one(
    qtbot: QtBot, page: Portfolio, much: dict[str, str]
) -> None:
    type_in(page._tools._find, "stil")
    qtbot.waitUntil(lambda: len(page._tree.plan_model.found) == 4)
    page._tools._take.click()
    chosen = page._presenter.selection.chosen
    assert chosen == {much["Stilte in 2b"], much["Café-gesprek over stilte"]}
    assert page._tools._note.isVisible()
    tick(page, much["Wie stilvalt, heeft hulp nodig."], on=True)
    assert much["Wie stilvalt, heeft hulp nodig."] in page._presenter.plan().included
    steam = page._tree.plan_model.place(much["Stilte en stoom"])
    assert not steam.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert steam.siblingAtColumn(2).data(Qt.ItemDataRole.ToolTipRole) == "stoom afblazen: gaat nooit mee"
    qtbot.waitUntil(lambda: sum(item.included for item in page._tree.plan_model.found) == 3)
    page._tools._leave.click()
    qtbot.waitUntil(lambda: page._presenter.selection.chosen == frozenset())
    assert page._presenter.selection.left_out == frozenset()  # what is private needs no mark to stay


def test_a_part_of_which_something_stays_is_half_ticked(qtbot: QtBot, page: Portfolio, course: Experience) -> None:
    tree, model = page._tree, page._tree.plan_model

    def box(held: Part | str) -> Qt.CheckState:
        return Qt.CheckState(model.place(held).data(TICK))

    assert box(Part.EXPERIENCES) is CHECKED
    tick(page, course.id, on=False)
    qtbot.waitUntil(lambda: box(Part.EXPERIENCES) is SOME)
    tree.go_to(Part.EXPERIENCES)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: box(Part.EXPERIENCES) is UNCHECKED)
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: box(Part.EXPERIENCES) is SOME)
    assert page._presenter.selection.left_out == {course.id}  # the box of the part took nothing along


def test_keys_tick_open_and_move(qtbot: QtBot, page: Portfolio, course: Experience) -> None:
    tree = page._tree
    tree.expand(tree.plan_model.place(Part.EXPERIENCES))
    tree.go_to(course.id)
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._presenter.selection.left_out == {course.id})
    assert tree.part is Part.EXPERIENCES
    with qtbot.waitSignal(page.open_requested) as opened:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert opened.args == ["experience", course.id]
    qtbot.keyClick(tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: tree.plan_model.parts[0] is Part.EXPERIENCES)
    assert page._presenter.selection.part_order[:2] == (Part.EXPERIENCES, Part.ACCOUNT)
    assert tree.part is Part.EXPERIENCES
    assert not page._tools._up.isEnabled()
    page._tools._down.click()
    qtbot.waitUntil(lambda: tree.plan_model.parts[0] is Part.ACCOUNT)
    page._default.click()
    assert page._presenter.selection.part_order == ()


def test_moving_what_is_found_leaves_the_other_parts_as_they_stood(
    qtbot: QtBot, page: Portfolio, much: dict[str, str]
) -> None:
    type_in(page._tools._find, "stil")
    qtbot.waitUntil(lambda: page._tree.plan_model.parts == [Part.EXPERIENCES, Part.REFLECTIONS, Part.PATTERNS])
    page._move(Part.PATTERNS, -1)
    usual = [part for part in Part if part is not Part.PATTERNS]
    order = page._presenter.selection.part_order
    assert [part for part in order if part is not Part.PATTERNS] == usual
    assert order.index(Part.PATTERNS) == order.index(Part.REFLECTIONS) - 1
    page._move(Part.EXPERIENCES, -1)  # it is the first of them already
    assert page._presenter.selection.part_order == order


def test_a_tick_among_ten_thousand_moves_no_row(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    day = desk.today()
    stock = tuple(
        Candidate(Part.EXPERIENCES, "experience", f"{number:05d}", "Les", day, day, day, private=False, venting=False)
        for number in range(10_000)
    )
    page._presenter.take_stock(Stock(stock, {}, (), None, date.min, date.max))
    page._fill_tree()
    model, told = page._tree.plan_model, list[int]()
    page._tree.expand(model.place(Part.EXPERIENCES))
    page._tree.go_to("05000")
    scrolled = page._tree.verticalScrollBar().value()
    assert scrolled > 0
    model.modelReset.connect(lambda: told.append(0))
    model.dataChanged.connect(lambda first, last: told.append(last.row() - first.row() + 1))
    tick(page, "05000", on=False)
    qtbot.waitUntil(lambda: page._presenter.plan().included == {item.id for item in stock} - {"05000"})
    qtbot.waitUntil(lambda: bool(told))
    assert sum(told) <= len(model.parts) + 1
    assert page._tree.verticalScrollBar().value() == scrolled


def test_unticking_every_part_says_that_nothing_is_chosen(qtbot: QtBot, page: Portfolio) -> None:
    for part in Part:
        page._presenter.switch_part(part, False)
    page._fill_tree()
    assert page._glance._plan is not None
    assert "Er is nog niets gekozen." in page._glance.accessibleDescription()
    page._signing.export_to(Path("nergens.pdf"))
    with qtbot.waitSignal(page.trouble_met) as failed:
        pass
    assert failed.args is not None
    assert failed.args[0].code == "nothing-selected"


# -- at one glance ------------------------------------------------------------------------------------------------


def test_the_glance_tells_what_goes_and_what_is_private(page: Portfolio, much: dict[str, str]) -> None:
    told = page._glance.accessibleDescription()
    assert "Activiteiten en momenten: 1 activiteit" in told
    assert "Er gaat niets mee dat uit zichzelf privé is." in told
    tick(page, much["Café-gesprek over stilte"], on=True)
    tick(page, much["Wie stilvalt, heeft hulp nodig."], on=True)
    page._fill_tree()
    told = page._glance.accessibleDescription()
    assert "mee omdat jij het koos: 1 moment, 1 gewoonte of opvatting." in told
    assert "Stilte" not in told
    page._pick(Audience.ARCHIVE)
    assert "Dit is je eigen archief" in page._glance.accessibleDescription()
    keep_as(page, "Voor de school")
    assert "Gemaakt van je eigen archief" in page._glance.accessibleDescription()
    assert "1 reflectie, 1 gewoonte of opvatting" in page._glance.accessibleDescription()
    bury()


def test_the_glance_tells_of_the_phases_that_go_along_without_being_chosen(desk: Desk, page: Portfolio) -> None:
    records = desk.services.records
    assert "Waar sta ik?" not in page._glance.accessibleDescription()
    records.save(
        PhaseEntry(id=records.new_id(), written_at=records.now(), phase=Phase.INDUCTION, began_on=date(2020, 8, 1))
    )
    page.refresh(None)
    assert "Waar sta ik?: de fasen van je loopbaan" in page._glance.accessibleDescription()
    row = page._tree.plan_model.place(Part.GROWTH)
    assert row.siblingAtColumn(2).data(Qt.ItemDataRole.ToolTipRole) == "met je loopbaanfasen"
    made = desk.services.composing.compose(page._presenter.selection)
    assert any(part.key == Part.GROWTH.value for part in made.parts)
    tick(page, Part.GROWTH, on=False)
    page._fill_tree()
    assert "Waar sta ik?" not in page._glance.accessibleDescription()


# -- her words at a part, and how it looks ------------------------------------------------------------------------


def test_a_text_at_a_part_is_kept_and_stands_in_the_document(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    page._tree.go_to(Part.EXPERIENCES)
    page._tools._write.click()
    assert page._texts.text.edit.hasFocus()
    type_in(page._texts.text, "Drie dagen die iets veranderden.")
    why = page._tree.plan_model.place(Part.EXPERIENCES).siblingAtColumn(2)
    qtbot.waitUntil(lambda: "met een tekst van jou" in why.data())
    qtbot.waitUntil(lambda: bool(desk.services.drafts.get("portfolio:mentor")), timeout=2500)
    page = again(qtbot, desk, page)
    assert page._texts.text.value() == "Drie dagen die iets veranderden."
    made = desk.services.composing.compose(page._presenter.selection)
    part = next(part for part in made.parts if part.key == "experiences")
    assert "Drie dagen die iets veranderden." in repr(part.blocks[0])
    type_in(page._texts.text, "")
    assert page._presenter.selection.part_texts == {}


def test_a_text_at_a_part_that_stays_here_says_so(qtbot: QtBot, page: Portfolio) -> None:
    page._texts.write_at(Part.FEEDBACK)
    assert "gaat nu niet mee" in page._texts._note.text()
    type_in(page._texts.text, "Wat anderen zagen.")
    qtbot.waitUntil(lambda: Part.FEEDBACK in page._tree.plan_model.parts)
    tick(page, Part.FEEDBACK, on=True)
    qtbot.waitUntil(lambda: "boven het onderdeel" in page._texts._note.text())
    assert "Wat anderen zeiden: een tekst van jou" in page._glance.accessibleDescription()
    made = page.desk.services.composing.compose(page._presenter.selection)
    assert "Wat anderen zagen." in repr(next(part for part in made.parts if part.key == "feedback"))


def test_how_it_looks_is_kept(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    page._look.unfold()
    page._look.by_theme.set_value(True)
    page._look.paper.set_value(Paper.LETTER)
    page._look.ink_page.set_value(True)
    page._look.by_theme.changed.emit()
    assert not page._look.megabytes.isVisible()
    page._look.carry.set_value(Carry.MAIL)
    page._look.carry.changed.emit()
    assert page._look.megabytes.isVisible()
    page._look.megabytes.spin.setValue(7)
    page = again(qtbot, desk, page)
    chosen = page._presenter.selection
    assert (chosen.by_theme, chosen.paper, chosen.ink_page) == (True, Paper.LETTER, True)
    assert (chosen.carry, chosen.mail_megabytes) == (Carry.MAIL, 7)
    assert page._look.paper.value() is Paper.LETTER


# -- selections of her own ----------------------------------------------------------------------------------------


def keep_as(page: Portfolio, name: str) -> NamingDialog:
    page._reader.keep.click()
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, NamingDialog) and w.isVisible())
    dialog.name.set_value(name)
    dialog._save()
    return dialog


def test_a_selection_of_her_own_is_made_renamed_and_thrown_away(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    type_in(page._texts.account, "Waarom ik bij jullie wil werken.")
    tick(page, Part.HOURS, on=False)
    with qtbot.waitSignal(page.message_requested) as said:
        keep_as(page, "Het Kompas")
    assert said.args == ["Bewaard als Het Kompas.", True]
    (own,) = desk.services.choosing.own()
    assert page._reader.which.value() == own.id
    assert page._texts.account.value() == "Waarom ik bij jullie wil werken."
    assert Part.HOURS not in page._presenter.selection.parts
    type_in(page._texts.account, "Anders.")
    page._pick(Audience.MENTOR)
    assert page._texts.account.value() == "Waarom ik bij jullie wil werken."
    dialog = keep_as(page, "het kompas")
    assert "heet al zo" in dialog.trouble.text
    dialog.reject()
    page = again(qtbot, desk, page)
    page._pick(own.id)
    assert page._texts.account.value() == "Anders."
    page._presenter.rename("De Horizon")
    page.refresh(None)
    assert [name for _, name in page._reader._names][-1] == "De Horizon"
    assert desk.services.settings.get(LAST_AUDIENCE) == own.id
    page._reader.throw.click()
    assert desk.services.choosing.own() == []
    assert page._presenter.which is Audience.MENTOR
    desk.services.undo.undo()
    page.refresh(None)
    assert [name for _, name in page._reader._names][-1] == "De Horizon"
    bury()


def test_one_of_her_own_that_is_undone_is_no_longer_in_sight(desk: Desk, page: Portfolio) -> None:
    keep_as(page, "Even")
    page.leave()
    while desk.services.choosing.own():
        desk.services.undo.undo()
    page.refresh(None)
    assert page._presenter.which is Audience.MENTOR
    assert page._reader.which.value() is Audience.MENTOR
    page.leave()
    assert desk.services.choosing.own() == []
    bury()


def test_a_draft_of_one_of_her_own_is_found_again(qtbot: QtBot, desk: Desk, page: Portfolio) -> None:
    keep_as(page, "Het Kompas")
    (own,) = desk.services.choosing.own()
    type_in(page._texts.account, "Nog niet bewaard")
    qtbot.waitUntil(lambda: bool(desk.services.drafts.get(f"portfolio:own:{own.id}")), timeout=2500)
    (waiting,) = desk.services.drafts.waiting()
    assert waiting.record == own
    desk.services.settings.set(LAST_AUDIENCE, "register")
    made = Portfolio(desk)
    show(qtbot, made)
    assert made.resume(waiting.key)
    assert made._texts.account.value() == "Nog niet bewaard"
    made._restored.other.click()
    assert made._texts.account.value() == ""
    assert not made.resume("portfolio:own:weg")
    bury()


def test_everything_on_the_page_has_a_name(page: Portfolio) -> None:
    keep_as(page, "Het Kompas")
    page._look.unfold()
    page._texts.fold.unfold()
    assert unnamed(page) == []
    bury()
