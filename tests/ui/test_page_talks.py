"""Talks: what was marked comes together, and clears once the talk took place."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Agreement, Talk
from portfolio_app.domain.journal import JournalWeek, Week
from portfolio_app.domain.records import Record
from portfolio_app.ui.dialogs.talk_sheet import TalkSheetDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.pages.talk_editors import AgreementEditor, TalkEditor
from portfolio_app.ui.pages.today import Today
from portfolio_app.ui.widgets.buttons import QuietButton, RowButton
from portfolio_app.ui.widgets.containers import Label
from portfolio_app.ui.widgets.paper import paper
from tests.services.helpers import reflection
from tests.ui.conftest import bury, show
from tests.ui.driving import add, unnamed


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Growth:
    made = Growth(desk)
    show(qtbot, made)
    return made


@pytest.fixture
def talk(desk: Desk) -> Talk:
    return desk.services.talks.plan(desk.today() + timedelta(days=2), "coach")


def opened(page: Growth, talk: Talk) -> TalkEditor:
    assert page.open_record(talk.KIND, talk.id)
    editor = page.editor
    assert isinstance(editor, TalkEditor)
    return editor


def mark(desk: Desk) -> tuple[Experience, JournalWeek]:
    moment = add(desk.services, "De klas werd stil", desk.today(), for_talk=True)
    week = replace(desk.services.journal.week(Week.of(desk.today())), answers={"stuck": "Sem bleef na."}, for_talk=True)
    desk.services.journal.save(week)
    return moment, week


def marked(desk: Desk, *records: Record) -> list[bool]:
    return [getattr(desk.services.records.need(type(item), item.id), "for_talk") for item in records]  # noqa: B009


def test_a_talk_that_took_place_clears_the_marks_in_one_step(desk: Desk, page: Growth, talk: Talk) -> None:
    moment, week = mark(desk)
    editor = opened(page, talk)
    editor.form.load({"held": True, "notes": "We spraken over stilte."})
    assert editor.save()
    assert marked(desk, moment, week) == [False, False]
    kept = desk.services.records.need(Talk, talk.id)
    assert (kept.held, kept.notes) == (True, "We spraken over stilte.")
    desk.services.undo.undo()
    assert marked(desk, moment, week) == [True, True]
    assert not desk.services.records.need(Talk, talk.id).held


def test_what_is_marked_after_a_talk_stays_for_the_next(desk: Desk, page: Growth, talk: Talk) -> None:
    desk.services.talks.hold(talk)
    moment, week = mark(desk)
    editor = opened(page, talk)
    editor.form.load({"notes": "Nog iets toegevoegd."})
    assert editor.save()
    assert marked(desk, moment, week) == [True, True]


def test_what_is_marked_elsewhere_is_in_sight_at_once(desk: Desk, page: Growth, talk: Talk) -> None:
    editor = opened(page, talk)
    week = replace(desk.services.journal.week(Week.of(desk.today())), answers={"stuck": "Sem bleef na."}, for_talk=True)
    page.notice(desk.services.journal.save(week))
    assert f"Week {week.number}" in [button.text() for button in editor.findChildren(RowButton)]


def test_an_agreement_is_settled_from_the_talk(qtbot: QtBot, desk: Desk, page: Growth, talk: Talk) -> None:
    made = desk.services.talks.agree("Eén les filmen", with_role="coach")
    editor = opened(page, talk)
    done = next(b for b in editor.findChildren(QuietButton) if b.accessibleName() == "Klaar: Eén les filmen")
    with qtbot.waitSignal(page.message_requested) as said:
        done.click()
    assert said.args == ["Afgerond.", True]
    assert desk.services.records.need(Agreement, made.id).done_on == desk.today()
    assert [b for b in editor.findChildren(RowButton) if b.text() == "Eén les filmen"] == []
    label = desk.services.undo.undo_label()
    assert label is not None
    assert label.verb == "settle"


def test_a_day_on_which_it_was_done_settles_an_agreement(desk: Desk, page: Growth) -> None:
    made = desk.services.talks.agree("Eén les filmen")
    day = desk.today() - timedelta(days=1)
    assert page.open_record(made.KIND, made.id)
    editor = page.editor
    assert isinstance(editor, AgreementEditor)
    editor.form.load({"done_on": day, "outcome": "Drie lessen."})
    assert editor.save()
    kept = desk.services.records.need(Agreement, made.id)
    assert (kept.done_on, kept.outcome) == (day, "Drie lessen.")
    label = desk.services.undo.undo_label()
    assert label is not None
    assert label.verb == "settle"
    assert desk.services.talks.open_agreements() == []


def press(root: QWidget, words: str) -> None:
    next(button for button in root.findChildren(QPushButton) if button.text() == words).click()


def the_sheet() -> TalkSheetDialog:
    shown = [item for item in QApplication.topLevelWidgets() if isinstance(item, TalkSheetDialog) and item.isVisible()]
    return shown[-1]


def words_of(dialog: TalkSheetDialog) -> str:
    return dialog.findChildren(QTextEdit)[0].toPlainText()


def test_the_sheet_gathers_what_was_marked_and_never_what_was_vented(desk: Desk, page: Growth, talk: Talk) -> None:
    mark(desk)
    add(desk.services, "Die vergadering", desk.today(), for_talk=True, venting=True, story="Onzin.")
    reflection(desk.services, "Stoom", for_talk=True, venting=True)
    desk.services.talks.agree("Eén les filmen")
    editor = opened(page, talk)
    editor.form.load({"tell": "Dat ik minder praat."})
    editor.form.dirty = True
    press(editor, "Maak gespreksblad")
    dialog = the_sheet()
    told = words_of(dialog)
    assert "Wat ik wil vertellen\nDat ik minder praat." in told
    for words in ("De klas werd stil", "Sem bleef na.", "Eén les filmen"):
        assert words in told
    assert "vergadering" not in told
    assert "Onzin" not in told
    assert "Stoom" not in told
    assert desk.services.records.need(Talk, talk.id).tell == "Dat ik minder praat."
    assert unnamed(dialog) == []
    press(dialog, "Kopieer alles")
    assert "- De klas werd stil\n" in QGuiApplication.clipboard().text()
    press(dialog, "Wat we eerder afspraken")
    assert QGuiApplication.clipboard().text().startswith("- Eén les filmen (")
    dialog.accept()
    bury()


def test_today_makes_the_sheet_and_leads_to_the_talk(qtbot: QtBot, desk: Desk, talk: Talk) -> None:
    mark(desk)
    page = Today(desk)
    show(qtbot, page)
    press(page, "Maak gespreksblad")
    dialog = the_sheet()
    assert "De klas werd stil" in words_of(dialog)
    with qtbot.waitSignal(page.open_requested) as asked:
        press(dialog, "Naar het gesprek")
    assert asked.args == ["talk", talk.id]
    bury()


def test_the_sheet_as_pdf_is_one_page_with_its_words(
    qtbot: QtBot, desk: Desk, page: Growth, talk: Talk, tmp_path: Path
) -> None:
    for number in range(12):
        story = "Niemand zei iets, en ik ook niet, en toen ging de bel. " * 20
        add(desk.services, f"De klas werd stil {number}", desk.today(), for_talk=True, story=story)
    dialog = TalkSheetDialog(desk, talk, page)
    dialog.open()
    out = tmp_path / "blad.pdf"
    dialog.save_pdf(out)
    desk.services.jobs.wait_idle()
    told = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, check=True).stdout
    assert "Gespreksblad" in told
    assert "De klas werd stil 11" in told
    info = subprocess.run(["pdfinfo", str(out)], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1\n" in info
    assert "A4" in info
    dialog.save_docx(tmp_path / "blad.docx")
    desk.services.jobs.wait_idle()
    assert docx.Document(str(tmp_path / "blad.docx")).paragraphs[0].text == "Gespreksblad"
    for save, name in ((dialog.save_pdf, "blad.pdf"), (dialog.save_docx, "blad.docx")):
        save(desk.services.home / name)
        qtbot.waitUntil(lambda: bool(dialog.trouble.text))
        assert not (desk.services.home / name).exists()
        save(tmp_path / "weg" / name)
        qtbot.waitUntil(lambda: "map" in dialog.trouble.text)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "print.pdf"))
    paper(dialog.part).print_(printer)
    told = subprocess.run(["pdftotext", str(tmp_path / "print.pdf"), "-"], capture_output=True, text=True, check=True)
    assert "De klas werd stil 11" in told.stdout
    dialog.accept()
    bury()


def test_what_goes_on_the_sheet_is_chosen_and_ordered_by_keyboard(
    qtbot: QtBot, desk: Desk, page: Growth, talk: Talk
) -> None:
    for title in ("Eerste", "Tweede", "Derde"):
        add(desk.services, title, desk.today(), for_talk=True)
    dialog = TalkSheetDialog(desk, talk, page)
    with qtbot.waitExposed(dialog):
        dialog.open()
    ticks = dialog.ticks.list
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    ticks.setCurrentRow(2)
    qtbot.keyClick(ticks, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert "Eerste" not in words_of(dialog)
    assert words_of(dialog).index("Derde") < words_of(dialog).index("Tweede")
    assert unnamed(dialog) == []
    dialog.accept()
    kept = desk.services.records.need(Talk, talk.id)
    sheet = desk.services.talks.sheet(kept)
    assert [item.heading for item in sheet.marked] == ["Derde", "Tweede"]
    assert [item.heading for item in sheet.left_out] == ["Eerste"]
    desk.services.talks.hold(kept)
    later = desk.services.talks.plan(desk.today() + timedelta(days=30))
    assert [item.heading for item in desk.services.talks.sheet(later).marked] == ["Eerste"]
    bury()


def test_a_sheet_that_no_longer_fits_on_one_page_says_so(qtbot: QtBot, desk: Desk, page: Growth, talk: Talk) -> None:
    def told(lines: int) -> str:
        full = desk.services.talks.save(replace(talk, tell="Dat ik minder praat.\n\n" * lines))
        dialog = TalkSheetDialog(desk, full, page)
        dialog.open()
        desk.services.jobs.wait_idle()
        qtbot.wait(30)
        words = [label.text() for label in dialog.findChildren(Label) if "A4" in label.text() and label.isVisible()]
        dialog.accept()
        return " ".join(words)

    assert told(1) == ""
    assert told(31).startswith("De regels staan wat dichter op elkaar")
    assert told(120).startswith("Dit past niet meer op één A4")
    bury()
