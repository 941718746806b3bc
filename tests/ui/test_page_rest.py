"""Hours, evidence, portfolio and growth: each lists, makes, edits and deletes for real."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import Certificate, PupilsVisible
from portfolio_app.domain.experiences import ActivityType, Allocation, Experience
from portfolio_app.domain.growth import Feedback, LearningQuestion, SelfCheck
from portfolio_app.domain.selection import Audience, Part
from portfolio_app.ui.dialogs.privacy import PrivacyDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.evidence import EvidencePage
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.pages.growth_check import CheckEditor
from portfolio_app.ui.pages.hours import Hours
from portfolio_app.ui.pages.hours_presenter import HoursPresenter
from portfolio_app.ui.pages.portfolio import Portfolio
from portfolio_app.ui.pages.portfolio_presenter import PortfolioPresenter
from portfolio_app.ui.widgets.containers import Banner
from tests.services.helpers import own_scheme
from tests.ui.conftest import show


def activity(desk: Desk, title: str = "Training formatief handelen", minutes: int = 180) -> Experience:
    records = desk.services.records
    made = Experience(
        id=records.new_id(), written_at=records.now(), title=title, happened_on=desk.today() - timedelta(days=3),
        activity_type=ActivityType.COURSE, contact_minutes=minutes,
        allocations=(Allocation("nl-cao-vo", "a", minutes),) if minutes else (),
    )  # fmt: skip
    records.save(made)
    return made


def test_hours_follow_an_activity(qtbot: QtBot, desk: Desk) -> None:
    page = Hours(desk)
    show(qtbot, page)
    activity(desk)
    views = {view.title: view for view in HoursPresenter(desk.services).views({}, desk.t)}
    cao = next(view for title, view in views.items() if "83" in title)
    assert cao.told.startswith("3 van 83 uur.")
    assert any("cao" in note for note in cao.notes)


def test_a_scheme_without_its_file_is_told_and_can_be_left(qtbot: QtBot, desk: Desk) -> None:
    services = desk.services
    file = own_scheme(services)
    cycle = services.hours.join("onze-school", desk.today())
    file.unlink()
    services.content.reload()
    page = Hours(desk)
    show(qtbot, page)
    (broken,) = HoursPresenter(services).broken(desk.t)
    assert broken.title == "onze-school"
    assert any("ontbreekt of is beschadigd" in banner.text for banner in page.findChildren(Banner))
    portfolio = PortfolioPresenter(services, "nl")
    plan = portfolio.plan()
    hours = next(part for part in plan.parts if part.part is Part.HOURS)
    assert "onze-school" in portfolio.part_note(plan, hours, desk.t)
    page._leave_scheme(cycle.id)
    assert HoursPresenter(services).broken(desk.t) == ()


def test_leaving_a_scheme_keeps_what_was_recorded(qtbot: QtBot, desk: Desk) -> None:
    made = activity(desk)
    page = Hours(desk)
    show(qtbot, page)
    for cycle in desk.services.hours.cycles():
        page._leave_scheme(cycle.id)
    page.refresh(None)
    assert page._empty.isVisible()
    assert desk.services.records.need(Experience, made.id).allocations


def test_pupils_are_asked_for_and_answered(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    page = EvidencePage(desk)
    show(qtbot, page)
    note = tmp_path / "bord.txt"
    note.write_text("foto")
    added = desk.services.evidence.add(note)
    page.open_record("evidence", added.evidence.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    assert editor._pupils.value() is PupilsVisible.UNKNOWN
    editor._pupils.set_value(PupilsVisible.NO)
    assert editor.save()
    assert desk.services.evidence.all()[0].pupils is PupilsVisible.NO


def test_a_saved_copy_is_the_file_itself_and_so_it_is_said(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = EvidencePage(desk)
    show(qtbot, page)
    note, copy = tmp_path / "bord.txt", tmp_path / "kopie.txt"
    note.write_text("foto")
    page.open_record("evidence", desk.services.evidence.add(note).evidence.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(copy), ""))
    with qtbot.waitSignal(page.message_requested, timeout=10_000) as said:
        editor.file.copy.click()
    assert copy.read_bytes() == note.read_bytes()
    assert said.args is not None
    assert "met verborgen gegevens en al" in said.args[0]


def test_a_certificate_needs_a_name(qtbot: QtBot, desk: Desk) -> None:
    page = EvidencePage(desk)
    show(qtbot, page)
    page.start_new("certificate")
    editor = page.editor
    assert editor is not None
    assert not editor.save()
    editor.form.load({"title": "BHV"})
    assert editor.save()
    assert [item.title for item in desk.services.records.load(Certificate)] == ["BHV"]


def test_reflections_and_beliefs_are_private_until_chosen(desk: Desk) -> None:
    presenter = PortfolioPresenter(desk.services, "nl")
    moment = activity(desk, "Moment in de klas", 0)
    course = activity(desk)
    assert presenter.plan().included == {course.id}
    part = next(part for part in presenter.plan().parts if part.part is Part.EXPERIENCES)
    presenter.switch_items([item for item in part.items if item.id == moment.id], True)
    assert presenter.plan().included == {course.id, moment.id}
    presenter.pick(Audience.DOSSIER)
    assert presenter.plan().included == {course.id}


@pytest.mark.parametrize("lets", [True, False])
def test_before_signing_she_is_told_which_files_tell_more_than_their_content(
    qtbot: QtBot, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lets: bool
) -> None:
    film, out = tmp_path / "les.mp4", tmp_path / "portfolio.pdf"
    film.write_bytes(b"\0\0\0\x18ftypmp42")
    item = desk.services.evidence.add(film, about=activity(desk)).evidence
    desk.services.records.save(replace(item, pupils=PupilsVisible.NO))
    page = Portfolio(desk)
    show(qtbot, page)
    asked: list[str] = []

    def answer() -> None:
        box = next((one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)), None)
        if box is None or not box.isVisible():
            QTimer.singleShot(20, answer)
            return
        asked.append(box.informativeText())
        wanted = QMessageBox.ButtonRole.AcceptRole if lets else QMessageBox.ButtonRole.RejectRole
        next(button for button in box.buttons() if box.buttonRole(button) == wanted).click()

    QTimer.singleShot(20, answer)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(out), ""))
    page.header.action.click()
    qtbot.waitUntil(lambda: bool(page.window().findChildren(PrivacyDialog)), timeout=60_000)
    page.window().findChildren(PrivacyDialog)[0].sign.click()
    qtbot.waitUntil(lambda: bool(asked) and page._signing.job is None, timeout=60_000)
    assert "les.mp4" in asked[0]
    assert out.exists() is lets


def test_signing_from_the_page_makes_a_pdf_that_verifies(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    activity(desk)
    page = Portfolio(desk)
    show(qtbot, page)
    page._texts.account.edit.setPlainText("Dit jaar leerde ik wachten.")
    out = tmp_path / "portfolio.pdf"
    page._signing.export_to(out)
    qtbot.waitUntil(lambda: page._signing.job is None, timeout=60_000)
    assert "Ondertekend" in page._signing._result.text
    assert desk.services.verifying.verify(out).outcome == "untouched"
    assert page._handed.isVisible()


def test_stopping_leaves_no_file(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    activity(desk)
    page = Portfolio(desk)
    show(qtbot, page)
    out = tmp_path / "portfolio.pdf"
    page._signing.export_to(out)
    page._signing._cancel()
    qtbot.waitUntil(lambda: page._signing.job is None, timeout=60_000)
    assert not out.exists() or page._signing._result.text


@pytest.mark.parametrize("kind", ["learning_question", "agreement", "feedback"])
def test_small_records_of_growth_need_words(qtbot: QtBot, desk: Desk, kind: str) -> None:
    page = Growth(desk)
    show(qtbot, page)
    page.start_new(kind)
    editor = page.editor
    assert editor is not None
    assert not editor.save()
    field = "question" if kind == "learning_question" else "text"
    editor.form.load({field: "Hoe houd ik mijn mond langer?"})
    assert editor.save()
    page.show_list()
    lines = {line.words for line in (*page._presenter.questions(desk.t), *page._presenter.agreements(desk.t),
                                     *page._presenter.feedback(desk.t))}  # fmt: skip
    assert lines == {"Hoe houd ik mijn mond langer?"}
    if kind == "feedback":
        assert desk.services.records.load(Feedback)[0].spoken
    if kind == "learning_question":
        assert desk.services.records.load(LearningQuestion)[0].asked_on == desk.today()


def test_a_self_check_is_kept_with_its_example(qtbot: QtBot, desk: Desk) -> None:
    page = Growth(desk)
    show(qtbot, page)
    page.start_new("self_check")
    editor = page.editor
    assert isinstance(editor, CheckEditor)
    row = editor.rows["mistakes"]
    row.step.set_value(3)
    row.example.edit.setPlainText("Ik vroeg de klas wat er misging.")
    assert editor.save()
    (check,) = desk.services.records.load(SelfCheck)
    answer = next(answer for answer in check.answers if answer.item == "mistakes")
    assert (answer.step, answer.example) == (3, "Ik vroeg de klas wat er misging.")
    page.show_list()
    assert page._presenter.over_time(editor.instrument, desk.t)[0].steps[0][1] == 2


def test_a_name_without_its_ending_never_replaces_a_file_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from portfolio_app.ui.files import ask_where

    parent = QWidget()
    qtbot.addWidget(parent)
    (tmp_path / "blad.pdf").write_bytes(b"van gisteren")
    answers, proposed = iter([str(tmp_path / "blad"), str(tmp_path / "nieuw")]), list[str]()

    def answer(parent: QWidget, title: str, name: str, kinds: str) -> tuple[str, str]:
        proposed.append(name)
        return next(answers), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    assert ask_where(parent, "Bewaar", "gesprek.pdf", "PDF (*.pdf)") == tmp_path / "nieuw.pdf"
    assert proposed[1] == str(tmp_path / "blad.pdf")
