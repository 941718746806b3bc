"""What hangs together: linked and taken off from either side, chosen from everything and not only from the newest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain.evidence import Certificate, Evidence
from portfolio_app.domain.experiences import CompetenceRef, Experience
from portfolio_app.domain.growth import Agreement, Feedback, LearningQuestion, Talk
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Pattern, PatternKind
from portfolio_app.domain.records import Record
from portfolio_app.domain.reflections import Reflection
from portfolio_app.services.session import Services
from portfolio_app.ui.dialogs.find import PickDialog
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.activity_editor import ActivityEditor
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.certificate_editor import CertificateEditor
from portfolio_app.ui.pages.editor import RecordPage
from portfolio_app.ui.pages.evidence import EvidencePage
from portfolio_app.ui.pages.evidence_editor import EvidenceEditor
from portfolio_app.ui.pages.growth import Growth
from portfolio_app.ui.pages.growth_editors import LinkedEditor, QuestionEditor
from portfolio_app.ui.pages.links_presenter import FEEDBACK, QUESTIONS, SHOWN_BY
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.pages.pattern_editor import PatternEditor
from portfolio_app.ui.pages.patterns import Patterns
from portfolio_app.ui.pages.reflection_editor import ReflectionEditor
from portfolio_app.ui.pages.talk_editors import TalkEditor
from portfolio_app.ui.widgets.buttons import IconButton
from tests.ui.conftest import bury, show
from tests.ui.driving import add, type_in, unnamed

R = TypeVar("R", bound=Record)
P = TypeVar("P", bound=RecordPage)


@pytest.fixture(autouse=True)
def _no_dialog_stays(qapp: QApplication) -> Iterator[None]:
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    qapp.processEvents()


def kept(services: Services, cls: type[R], **fields: Any) -> R:
    records = services.records
    made = cls(id=records.new_id(), written_at=records.now(), **fields)
    records.save(made)
    return made


def question(services: Services, words: str = "Hoe geef ik denktijd?") -> LearningQuestion:
    return kept(services, LearningQuestion, question=words, asked_on=services.records.today())


def belief(services: Services) -> Pattern:
    return kept(
        services, Pattern, kind=PatternKind.MENTAL_MODEL, statement="Wie stilvalt, heeft hulp nodig.",
        noticed_on=services.records.today(),
    )  # fmt: skip


def reflection(services: Services) -> Reflection:
    day = services.records.today()
    return kept(services, Reflection, title="Stilte", happened_on=day, template="alact", answers={"act": "Ik wachtte."})


def shown(qtbot: QtBot, page: P) -> P:
    show(qtbot, page)
    return page


def answers(services: Services, asked: LearningQuestion) -> list[str]:
    return [link.source_id for link in services.records.links_to(asked.id, Role.ANSWERS)]


def picking() -> PickDialog:
    bury()  # the event loop lets a closed dialog go
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, PickDialog) and one.isVisible())


def offered(dialog: PickDialog) -> list[str]:
    found = dialog.findChild(QListWidget)
    assert found is not None
    return [found.item(at).text() for at in range(found.count())]


def choose(qtbot: QtBot, words: str) -> None:
    """Type a few letters in the list to choose from, and press Enter."""
    dialog = picking()
    assert unnamed(dialog) == []
    type_in(dialog._line, words)
    qtbot.keyClick(dialog._line.edit, Qt.Key.Key_Return)


def take_off(part: QWidget) -> None:
    part.findChildren(IconButton)[0].click()


def test_an_activity_answers_a_learning_question_and_no_longer(qtbot: QtBot, desk: Desk) -> None:
    services = desk.services
    asked, made = question(services), add(services, "Lesbezoek bij Karin", desk.today())
    page = shown(qtbot, Activities(desk))
    page.open_record("experience", made.id)
    editor = page.editor
    assert isinstance(editor, ActivityEditor)
    editor.belongs.unfold()
    part = editor.belongs.parts[QUESTIONS]
    part.add.click()
    choose(qtbot, "denktijd")
    assert answers(services, asked) == [made.id]
    assert [item.id for item in part.linked] == [asked.id]
    assert unnamed(page) == []
    take_off(part)
    assert answers(services, asked) == []
    services.undo.undo()
    assert answers(services, asked) == [made.id]


def test_a_fresh_activity_is_saved_before_it_is_linked(qtbot: QtBot, desk: Desk) -> None:
    asked = question(desk.services)
    page = shown(qtbot, Activities(desk))
    page.start_new("experience")
    editor = page.editor
    assert isinstance(editor, ActivityEditor)
    part = editor.belongs.parts[QUESTIONS]
    part.add.click()
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, PickDialog) and one.isVisible()]
    type_in(editor._title, "Training")
    part.add.click()
    choose(qtbot, "denk")
    (link,) = desk.services.records.links_to(asked.id, Role.ANSWERS)
    assert desk.services.records.need(Experience, link.source_id).heading == "Training"


def test_a_learning_question_takes_in_what_was_told_and_lets_it_go(qtbot: QtBot, desk: Desk) -> None:
    services = desk.services
    asked, thought = question(services), reflection(services)
    page = shown(qtbot, Growth(desk))
    page.open_record(asked.KIND, asked.id)
    editor = page.editor
    assert isinstance(editor, QuestionEditor)
    editor.linked.add.click()
    choose(qtbot, "stilte")
    assert answers(services, asked) == [thought.id]
    other = shown(qtbot, LookingBack(desk))
    other.open_record(thought.KIND, thought.id)
    seen = other.editor
    assert isinstance(seen, ReflectionEditor)
    assert seen.belongs.is_open
    assert [item.id for item in seen.belongs.parts[QUESTIONS].linked] == [asked.id]
    take_off(editor.linked)
    assert answers(services, asked) == []


def test_a_learning_question_is_about_competences(qtbot: QtBot, desk: Desk) -> None:
    asked = question(desk.services)
    page = shown(qtbot, Growth(desk))
    page.open_record(asked.KIND, asked.id)
    editor = page.editor
    assert isinstance(editor, QuestionEditor)
    ref, chip = next(iter(editor.competences._buttons.items()))
    chip.click()
    assert editor.save()
    assert desk.services.records.need(LearningQuestion, asked.id).competences == (ref,)
    page.retranslate()
    assert editor.competences.value() == (ref,)


def test_a_belief_is_about_competences_and_keeps_one_that_is_no_longer_offered(qtbot: QtBot, desk: Desk) -> None:
    from dataclasses import replace

    old = CompetenceRef("een-oud-kader", "9", 1)
    held = belief(desk.services)
    desk.services.records.save(replace(held, competences=(old,)))
    page = shown(qtbot, Patterns(desk))
    page.open_record(held.KIND, held.id)
    editor = page.editor
    assert isinstance(editor, PatternEditor)
    ref, chip = next(iter(editor.competences._buttons.items()))
    chip.click()
    assert editor.save()
    assert set(desk.services.records.need(Pattern, held.id).competences) == {ref, old}


def test_what_is_agreed_in_a_talk_is_linked_to_it_with_its_role(qtbot: QtBot, desk: Desk) -> None:
    services = desk.services
    talk = services.talks.plan(desk.today(), "schoolopleider")
    page = shown(qtbot, Growth(desk))
    page.open_record(talk.KIND, talk.id)
    editor = page.editor
    assert isinstance(editor, TalkEditor)
    editor.agree.click()
    assert editor.what.error
    type_in(editor.what, "Elke week een nagesprek opnemen")
    editor.leave()
    page.show_list()
    page.open_record(talk.KIND, talk.id)
    assert editor.what.value() == "Elke week een nagesprek opnemen"
    editor.agree.click()
    (made,) = services.records.load(Agreement)
    assert (made.text, made.with_role) == ("Elke week een nagesprek opnemen", "schoolopleider")
    assert [item.id for item in editor.agreements.linked] == [made.id]
    assert editor.what.value() == ""
    assert not any(key.startswith("agreeing:") for key, _, _ in services.drafts.all())
    page.open_record(made.KIND, made.id)
    agreement = page.editor
    assert isinstance(agreement, LinkedEditor)
    assert [item.id for item in agreement.linked.linked] == [talk.id]
    take_off(agreement.linked)
    page.open_record(talk.KIND, talk.id)
    assert editor.agreements.linked == ()


def test_what_was_typed_in_a_talk_is_kept_when_another_record_opens(qtbot: QtBot, desk: Desk) -> None:
    services = desk.services
    talk = services.talks.plan(desk.today(), "coach")
    made = services.talks.agree("Samen kijken", talk=talk)
    page = shown(qtbot, Growth(desk))
    page.open_record(talk.KIND, talk.id)
    editor = page.editor
    assert editor is not None
    type_in(editor.form._fields["notes"], "We spraken over rust.")
    page.open_record(made.KIND, made.id)
    assert services.records.need(Talk, talk.id).notes == "We spraken over rust."


@pytest.mark.parametrize("kind", ["experience", "pattern", "reflection"])
def test_feedback_is_about_something(qtbot: QtBot, desk: Desk, kind: str) -> None:
    services = desk.services
    about: Record = {
        "experience": lambda: add(services, "Stilte in 2B", desk.today()),
        "pattern": lambda: belief(services),
        "reflection": lambda: reflection(services),
    }[kind]()
    records = services.records
    said = Feedback(
        id=records.new_id(),
        written_at=records.now(),
        given_on=desk.today(),
        by_role="coach",
        text="Je wacht langer dan je denkt.",
    )
    records.save(said)
    page = shown(qtbot, Growth(desk))
    page.open_record(said.KIND, said.id)
    editor = page.editor
    assert isinstance(editor, LinkedEditor)
    editor.linked.add.click()
    choose(qtbot, "sti")
    (link,) = services.records.links_from(said.id, Role.ABOUT)
    assert link.target_id == about.id
    other = {"experience": Activities, "pattern": Patterns, "reflection": LookingBack}[kind]
    there = shown(qtbot, other(desk))
    there.open_record(kind, about.id)
    seen = there.editor
    assert isinstance(seen, ActivityEditor | PatternEditor | ReflectionEditor)
    assert [item.id for item in seen.belongs.parts[FEEDBACK].linked] == [said.id]
    assert [one.id for one in services.records.load(Feedback)] == [said.id]
    take_off(editor.linked)
    assert services.records.links_from(said.id, Role.ABOUT) == []


def piece(desk: Desk, folder: Path, name: str = "bord.txt") -> Evidence:
    file = folder / name
    file.write_text(f"inhoud van {name}")
    return desk.services.evidence.add(file).evidence


def test_evidence_reaches_what_is_older_than_the_newest_hundred(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    services = desk.services
    old = add(services, "Allereerste ouderavond", desk.today() - timedelta(days=900))
    for number in range(105):
        add(services, f"Moment {number}", desk.today() - timedelta(days=number))
    kept_piece, held = piece(desk, tmp_path), belief(services)
    page = shown(qtbot, EvidencePage(desk))
    page.open_record("evidence", kept_piece.id)
    editor = page.editor
    assert isinstance(editor, EvidenceEditor)
    editor.belongs.add.click()
    assert not any("Allereerste" in words for words in offered(picking()))
    choose(qtbot, "ouderavond")
    editor.belongs.add.click()
    choose(qtbot, "stilvalt")
    assert {record.id for record in services.evidence.proves(kept_piece.id)} == {old.id, held.id}
    editor.belongs.add.click()
    type_in(picking()._line, "ouderavond")
    qtbot.waitUntil(lambda: offered(picking()) == [])
    picking().reject()
    take_off(editor.belongs)
    assert len(services.evidence.proves(kept_piece.id)) == 1


def test_the_list_to_choose_from_shows_no_texts(qtbot: QtBot, desk: Desk) -> None:
    asked = question(desk.services)
    reflection(desk.services)
    page = shown(qtbot, Growth(desk))
    page.open_record(asked.KIND, asked.id)
    editor = page.editor
    assert isinstance(editor, QuestionEditor)
    editor.linked.add.click()
    dialog = picking()
    type_in(dialog._line, "wachtte")
    dialog._search()
    (line,) = offered(dialog)
    assert line.startswith("Stilte")
    assert "wachtte" not in line


def test_a_certificate_and_its_scan_find_each_other(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    services = desk.services
    scan = piece(desk, tmp_path, "bhv.txt")
    page = shown(qtbot, EvidencePage(desk))
    page.start_new("certificate")
    editor = page.editor
    assert isinstance(editor, CertificateEditor)
    type_in(editor._title, "BHV")
    editor.scan.link.click()
    choose(qtbot, "bhv")
    (certificate,) = services.records.load(Certificate)
    assert [one.id for one in services.evidence.of(certificate.id)] == [scan.id]
    second = tmp_path / "achterkant.txt"
    second.write_text("achterkant")
    editor.scan.add([second])
    qtbot.waitUntil(lambda: len(services.evidence.of(certificate.id)) == 2, timeout=10_000)
    qtbot.waitUntil(lambda: not page.desk.intake.busy, timeout=10_000)
    page.open_record("evidence", scan.id)
    seen = page.editor
    assert isinstance(seen, EvidenceEditor)
    assert [item.id for item in seen.belongs.linked] == [certificate.id]
    take_off(seen.belongs)
    assert len(services.evidence.of(certificate.id)) == 1


def test_a_reflection_shows_its_evidence_and_takes_it_off(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    services = desk.services
    scan, thought = piece(desk, tmp_path), reflection(services)
    services.records.link(Role.PROVES, scan, thought)
    page = shown(qtbot, LookingBack(desk))
    page.open_record(thought.KIND, thought.id)
    editor = page.editor
    assert isinstance(editor, ReflectionEditor)
    part = editor.belongs.parts[SHOWN_BY]
    assert [item.id for item in part.linked] == [scan.id]
    take_off(part)
    assert services.evidence.of(thought.id) == []
