"""The privacy check in the window: what stops signing, what is mended with one click, by keyboard and in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain.covers import Cover
from portfolio_app.domain.errors import UserError
from portfolio_app.domain.evidence import Evidence, PupilsVisible
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.privacy import Kind, Level
from portfolio_app.domain.selection import Audience
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.cover import CoverDialog
from portfolio_app.ui.dialogs.privacy import PrivacyDialog
from portfolio_app.ui.dialogs.privacy_presenter import Line
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.settings_privacy import PrivacyCard
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.theme.theme import Theme
from tests.ui.driving import add, unnamed
from tests.ui.fitting import cut, sideways

BSN = "111222333"
STORY = f"Het BSN van leerling Fenna is {BSN}. Thijs zat ernaast."


@pytest.fixture
def noted(services: Services) -> Experience:
    """An activity with a number and two names."""
    return add(services, "Studiedag", services.records.today(), 60, story=STORY)


@pytest.fixture
def page(window: MainWindow) -> Portfolio:
    """The page of the portfolio, on her own archive."""
    found = window.go("portfolio")
    assert isinstance(found, Portfolio)
    found._pick(Audience.ARCHIVE)
    return found


@pytest.fixture
def check(qtbot: QtBot, window: MainWindow, noted: Experience, page: Portfolio) -> PrivacyDialog:
    """The check, opened by signing."""
    del noted
    page._signing.sign()
    return opened(qtbot, window)


def opened(qtbot: QtBot, window: MainWindow) -> PrivacyDialog:
    def there() -> bool:
        return any(each.isVisible() and each.looked for each in window.findChildren(PrivacyDialog))

    qtbot.waitUntil(there, timeout=20_000)
    return next(each for each in window.findChildren(PrivacyDialog) if each.isVisible())


def settled(qtbot: QtBot, dialog: PrivacyDialog) -> None:
    qtbot.waitUntil(lambda: dialog._job is None and not dialog._again, timeout=20_000)


def lines(dialog: PrivacyDialog) -> list[Line]:
    return [line for at in range(dialog._model.rowCount()) if (line := dialog._model.row_at(at)) is not None]


def choose(dialog: PrivacyDialog, kind: Kind, shown: str = "") -> None:
    hit = next(h for h in dialog._presenter.hits() if h.finding.kind is kind and shown in h.finding.value)
    dialog._choose(hit.key)


def test_signing_stops_at_what_must_not_go_out_and_says_so(
    window: MainWindow, check: PrivacyDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    del window
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: asked.append("") or ("", ""))
    assert "wegtekenen" in check.verdict.text
    assert not check.sign.isEnabled()
    QTest.keyClick(check, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert check.isVisible()
    assert asked == []
    first = lines(check)[0]
    assert (first.what, first.shown, first.state) == ("Burgerservicenummer (BSN)", "111***333", "moet eruit")
    assert first.place == "Studiedag, bij “Wat deed ik, wat gebeurde er?”"
    assert BSN not in "".join(f"{line.what}{line.shown}{line.place}" for line in lines(check))
    assert BSN not in check.detail.around.text()
    assert "UAVG art. 46" in check.detail.why.text()
    # Nobody can call it fine or look it away.
    assert not check.detail.fine.isVisible()
    assert not check.detail.seen.isVisible()


def test_one_click_mends_each_and_then_it_can_be_signed(
    qtbot: QtBot, check: PrivacyDialog, services: Services, noted: Experience, tmp_path: Path, page: Portfolio,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    choose(check, Kind.BSN)
    check.detail.take_out.click()
    settled(qtbot, check)
    assert "Bekijk nog" in check.verdict.text
    choose(check, Kind.CUED_NAME, "Fenna")
    assert check.detail.stand_in.text() == "Maak er leerling 1 van"
    check.detail.stand_in.click()
    settled(qtbot, check)
    now = services.records.need(Experience, noted.id).story
    assert now == "Het BSN van leerling leerling 1 is [weggehaald]. Thijs zat ernaast."
    assert check.sign.isEnabled() is (not check._presenter.report.to_look_at)
    while check._presenter.report.unseen(check._presenter.agreed):
        check._choose(check._presenter.report.unseen(check._presenter.agreed)[0].key)
        check.detail.seen.click()
    assert check.sign.isEnabled()
    out = tmp_path / "portfolio.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    check.sign.click()
    qtbot.waitUntil(lambda: out.exists() and page._signing.job is None, timeout=60_000)
    assert len(services.exports.all()) == 1


def test_what_was_not_looked_at_stops_the_export_itself_too(
    services: Services, noted: Experience, tmp_path: Path, page: Portfolio
) -> None:
    del noted
    choice = page._presenter.selection
    with pytest.raises(UserError, match="privacy-blocked"):
        services.exports.export(choice, tmp_path / "uit.pdf")
    report = services.privacy.check(choice)
    services.mending.take_out(report.blocked, "[weggehaald]")
    with pytest.raises(UserError, match="privacy-unseen"):
        services.exports.export(choice, tmp_path / "uit.pdf", agreed=())
    assert not (tmp_path / "uit.pdf").exists()


def test_not_a_pupil_is_remembered(qtbot: QtBot, check: PrivacyDialog, services: Services) -> None:
    choose(check, Kind.FIRST_NAME, "Thijs")
    assert check.detail.fine.text() == "Geen leerling"
    check.detail.fine.click()
    settled(qtbot, check)
    assert "Thijs" not in {hit.finding.value for hit in check._presenter.report.hits}
    assert [fine.word for fine in services.privacy.fine()] == ["thijs"]


def test_a_mend_is_taken_back_in_the_check_itself(
    qtbot: QtBot, check: PrivacyDialog, services: Services, noted: Experience
) -> None:
    assert not check._undo.isVisible()
    choose(check, Kind.BSN)
    check.detail.take_out.click()
    settled(qtbot, check)
    assert check._presenter.report.blocked == ()
    assert check._undo.isVisible()
    QTest.keyClick(check, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, check)
    assert services.records.need(Experience, noted.id).story == STORY
    assert len(check._presenter.report.blocked) == 1
    assert not check._undo.isVisible()


def test_a_pupil_with_her_own_first_name_does_not_hold_her_cover_back(
    qtbot: QtBot, check: PrivacyDialog, services: Services
) -> None:
    check._use_class_list("Anna Bakker")
    settled(qtbot, check)
    assert [hit for hit in check._presenter.report.hits if hit.finding.word == "anna"] == []
    add(services, "Over Anna", services.records.today(), 60)
    check.begin()
    settled(qtbot, check)
    assert [hit.place.kind for hit in check._presenter.report.blocked if hit.finding.word == "anna"] == ["experience"]


def test_what_is_fine_is_taken_back_in_the_settings(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio
) -> None:
    add(services, "Studiedag", services.records.today(), 60, story="Ik zag dat Thijs ernaast zat.")
    choice = page._presenter.selection
    services.privacy.say_fine(services.privacy.check(choice).to_look_at[0].finding)
    assert services.privacy.check(choice).to_look_at == ()
    card = window.go("settings").findChild(PrivacyCard)
    assert isinstance(card, PrivacyCard)
    card.refresh()
    back = next(each for each in card.findChildren(QPushButton) if each.text() == "Kijk er weer naar")
    assert back.accessibleDescription() == "“thijs” (Voornaam)"
    back.click()
    assert len(services.privacy.check(choice).to_look_at) == 1


def test_a_kind_is_looked_at_in_one_go(qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio) -> None:
    for number in range(3):
        add(services, f"Mail {number}", services.records.today(), 30, story=f"Mail naar iemand{number}@voorbeeld.nl")
    page._signing.sign()
    dialog = opened(qtbot, window)
    assert dialog.detail.seen_all.text() == "Alle 3 van deze soort bekeken"
    dialog.detail.seen_all.click()
    assert dialog.sign.isEnabled()
    assert {line.state for line in lines(dialog)} == {"bekeken"}


def test_what_was_looked_at_for_one_reader_is_looked_at_again_for_another(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio
) -> None:
    add(services, "Mail", services.records.today(), 30, story="Mail naar iemand@voorbeeld.nl")
    page._signing.sign()
    dialog = opened(qtbot, window)
    dialog.detail.seen.click()
    assert dialog.sign.isEnabled()
    dialog.reject()
    page._pick(Audience.DOSSIER)
    page._signing.sign()
    other = opened(qtbot, window)
    assert {line.state for line in lines(other)} == {"bekijken"}
    assert not other.sign.isEnabled()
    other.reject()
    page._pick(Audience.ARCHIVE)
    page._signing.sign()
    assert opened(qtbot, window).sign.isEnabled()


def test_describing_a_picture_leaves_what_changed_of_it_meanwhile(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio, tmp_path: Path
) -> None:
    Image.new("RGB", (30, 30), "red").save(tmp_path / "bord.png")
    course = add(services, "Studiedag", services.records.today(), 60)
    item = services.evidence.add(tmp_path / "bord.png", about=course).evidence
    services.records.save(replace(item, pupils=PupilsVisible.NO))
    page._signing.sign()
    pictures = opened(qtbot, window).pictures
    assert pictures._piece is not None
    services.evidence.cover(pictures._piece, (Cover(0, 0, 5_000, 5_000),), PupilsVisible.NO)
    pictures.words.set_value("Een bord")
    pictures.keep.click()
    now = services.records.need(Evidence, item.id)
    assert (now.alternative_text, now.is_covered) == ("Een bord", True)


def test_going_there_and_coming_back_looks_again(
    qtbot: QtBot, window: MainWindow, check: PrivacyDialog, services: Services, noted: Experience
) -> None:
    check.table.setFocus()
    QTest.keyClick(check.table, Qt.Key.Key_Return)
    assert not check.isVisible()
    shown = window.stack.currentWidget()
    assert shown is window.page("activities")
    focus = QApplication.focusWidget()
    assert window.aside.isVisible()
    assert focus is None or focus.property("readOnly") is not True
    services.records.save(replace(services.records.need(Experience, noted.id), story="Niets meer."))
    window.aside.action.click()
    assert check.isVisible()
    settled(qtbot, check)
    assert check._presenter.report.hits == ()
    assert check.sign.isEnabled()
    assert not window.aside.isVisible()


def test_signing_after_having_been_elsewhere_goes_on_where_it_is_told(
    qtbot: QtBot, window: MainWindow, check: PrivacyDialog, services: Services, noted: Experience, page: Portfolio,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    check._go_there()
    services.records.save(replace(services.records.need(Experience, noted.id), story="Niets meer."))
    window.aside.action.click()
    settled(qtbot, check)
    assert window.stack.currentWidget() is not page
    monkeypatch.setattr("portfolio_app.ui.pages.portfolio_signing.ask_where", lambda *asked: tmp_path / "uit.pdf")
    check.sign.click()
    assert window.stack.currentWidget() is page
    qtbot.waitUntil(lambda: (tmp_path / "uit.pdf").exists() and page._signing.job is None, timeout=20_000)
    assert page._signing._result.isVisible()


def test_stopping_from_aside_lets_the_check_go(qtbot: QtBot, window: MainWindow, check: PrivacyDialog) -> None:
    check._go_there()
    window.aside.other.click()
    qtbot.waitUntil(lambda: not window.aside.isVisible())
    assert not [each for each in window.findChildren(PrivacyDialog) if each.isVisible()]


def test_the_class_list_is_in_memory_only_and_gone_with_the_check(
    qtbot: QtBot, check: PrivacyDialog, services: Services, tmp_path: Path
) -> None:
    name = "Quirijn Onvindbaar"
    check.class_list.unfold()
    check.class_list.names.setPlainText(f"{name}\nThijs Bakker")
    check.class_list.use.click()
    settled(qtbot, check)
    assert check.class_list.told.text() == "Er wordt naar 2 namen gezocht."
    blocked = {hit.finding.value for hit in check._presenter.report.blocked}
    assert "Thijs" in blocked
    check.reject()
    assert services.privacy.class_list == ()
    assert check.class_list.names.toPlainText() == ""
    assert services.persons.find([name]).nowhere


def test_a_piece_with_a_number_in_its_file_can_be_left_out(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio, tmp_path: Path
) -> None:
    course = add(services, "Studiedag", services.records.today(), 60)
    (tmp_path / "lijst.txt").write_text(f"BSN {BSN}", encoding="utf-8")
    item = services.evidence.add(tmp_path / "lijst.txt", about=course).evidence
    services.evidence.index(item)
    services.records.save(replace(item, pupils=PupilsVisible.NO))
    page._signing.sign()
    dialog = opened(qtbot, window)
    choose(dialog, Kind.BSN)
    assert not dialog.detail.take_out.isVisible()
    assert dialog.detail.leave_out.isVisible()
    dialog.detail.leave_out.click()
    settled(qtbot, dialog)
    assert dialog._presenter.report.blocked == ()
    assert item.id in page._presenter.selection.left_out


def test_pictures_ask_once_for_words_and_the_unanswered_stay_out(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio, tmp_path: Path
) -> None:
    course = add(services, "Studiedag", services.records.today(), 60)
    for name, pupils in (("bord", PupilsVisible.NO), ("muur", PupilsVisible.NO), ("klas", PupilsVisible.UNKNOWN)):
        Image.new("RGB", (30, 30), (len(name), 9, ord(name[0]))).save(tmp_path / f"{name}.png")
        item = services.evidence.add(tmp_path / f"{name}.png", about=course).evidence
        services.records.save(replace(item, pupils=pupils))
    page._signing.sign()
    dialog = opened(qtbot, window)
    pictures = dialog.pictures
    assert pictures.out.text == "Eén afbeelding blijft weg: staan er leerlingen op?"
    assert pictures.ask.isVisible()
    first = pictures._piece
    assert first is not None
    pictures.words.set_value("Een bord vol breuken")
    pictures.keep.click()
    settled(qtbot, dialog)
    assert services.records.need(Evidence, first.id).alternative_text == "Een bord vol breuken"
    second = pictures._piece
    assert second is not None
    assert second.id != first.id
    pictures.title.click()
    settled(qtbot, dialog)
    assert services.records.need(Evidence, second.id).alternative_text == second.heading
    assert not pictures.ask.isVisible()
    # Without an answer nothing is held up.
    assert dialog.sign.isEnabled()
    pictures.out.other.click()
    (editor,) = dialog.findChildren(CoverDialog)
    editor.add()
    editor._work.answer(PupilsVisible.NO)
    editor.save()
    settled(qtbot, dialog)
    assert pictures.out.isHidden()
    assert pictures._piece is not None
    assert services.records.need(Evidence, pictures._piece.id).is_covered


def test_her_account_of_the_period_is_mended_too(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio
) -> None:
    add(services, "Studiedag", services.records.today(), 60)
    page._texts.account.edit.setPlainText(f"Ik noteerde BSN {BSN}.")
    page._signing.sign()
    dialog = opened(qtbot, window)
    choose(dialog, Kind.BSN)
    dialog.detail.take_out.click()
    settled(qtbot, dialog)
    assert dialog._presenter.report.blocked == ()
    assert page._presenter.selection.account == "Ik noteerde BSN [weggehaald]."
    assert page._texts.account.value() == "Ik noteerde BSN [weggehaald]."


def test_by_itself_it_only_looks(qtbot: QtBot, window: MainWindow, noted: Experience, page: Portfolio) -> None:
    del noted
    window.command("privacy")
    dialog = opened(qtbot, window)
    assert window.stack.currentWidget() is page
    assert not dialog.sign.isVisible()
    assert unnamed(dialog) == []
    assert dialog.levels._buttons[0].text().startswith("Alles (")
    dialog.levels._buttons[1].click()
    assert {hit.finding.level for hit in dialog._presenter.hits()} == {Level.BLOCK}
    dialog.levels._buttons[1].click()
    assert dialog._presenter.level is None


def test_nothing_found_goes_straight_on(
    qtbot: QtBot, services: Services, page: Portfolio, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(services, "Studiedag", services.records.today(), 60)
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: asked.append("") or ("", ""))
    page._signing.sign()
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)


def test_five_hundred_findings_are_a_list_that_makes_its_lines_when_they_are_looked_at(
    qtbot: QtBot, window: MainWindow, services: Services, page: Portfolio
) -> None:
    mails = " ".join(f"iemand{number}@voorbeeld.nl" for number in range(500))
    add(services, "Veel mails", services.records.today(), 60, story=mails)
    page._signing.sign()
    dialog = opened(qtbot, window)
    assert dialog._model.rowCount() >= 500
    assert len(dialog._model._pages) <= 2
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert dialog.chosen == dialog._presenter.hits()[-1]
    dialog.detail.seen_all.click()
    assert dialog.sign.isEnabled()


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("scale", [100, 150])
def test_nothing_is_cut(
    qtbot: QtBot, qapp: QApplication, services: Services, desk: Desk, noted: Experience, lang: str, scale: int
) -> None:
    del noted
    theme = Theme(qapp)
    theme.apply("dark", scale)
    desk.t = Translator("nl" if lang == "nl" else "en")
    made = MainWindow(desk)
    try:
        qtbot.addWidget(made)
        made.resize(900, 600)
        with qtbot.waitExposed(made):
            made.show()
        page = made.go("portfolio")
        assert isinstance(page, Portfolio)
        page._pick(Audience.ARCHIVE)
        page._signing.sign()
        dialog = opened(qtbot, made)
        for hit in dialog._presenter.hits():
            dialog._choose(hit.key)
            qtbot.waitUntil(lambda: cut(dialog) == [], timeout=2_000)
            assert sideways(dialog) == []
        dialog.reject()
    finally:
        made.close()
        theme.apply("light")
