"""What is typed is on disk within two seconds in every text field, and comes back where it belongs."""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QLineEdit, QPlainTextEdit, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from portfolio_app.domain import canonical
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.growth import Talk
from portfolio_app.domain.journal import Week
from portfolio_app.domain.patterns import Lens, Pattern, PatternKind, Rating
from portfolio_app.domain.portfolio import Appointment, Pause, Person, Profile
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.selection import Audience
from portfolio_app.services.session import Services
from portfolio_app.ui import dialogs, unsaved
from portfolio_app.ui.dialogs.base import Dialog
from portfolio_app.ui.dialogs.capture import CaptureDialog
from portfolio_app.ui.dialogs.card_maker import CardMakerDialog
from portfolio_app.ui.dialogs.filing import FilingDialog
from portfolio_app.ui.dialogs.first_run import WEEK, FirstRunDialog
from portfolio_app.ui.dialogs.form import FormDialog
from portfolio_app.ui.dialogs.heard import HeardDialog
from portfolio_app.ui.dialogs.letter import LetterDialog
from portfolio_app.ui.dialogs.unsaved import UnsavedDialog
from portfolio_app.ui.dialogs.working_life import RecordDialog, dialog_for
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.pages import portfolio, today
from portfolio_app.ui.pages.activities import Activities
from portfolio_app.ui.pages.activity_fields import AllocationsField
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.editor import Editor, RecordPage
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.pages.pattern_mending import MendDialog
from portfolio_app.ui.pages.patterns import Patterns
from portfolio_app.ui.pages.portfolio_draft import ChoiceBanner
from portfolio_app.ui.pages.week import MyWeek
from portfolio_app.ui.shell.pages import PAGES
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.buttons import RowButton
from portfolio_app.ui.widgets.chips import ChipsField
from portfolio_app.ui.widgets.fields import DateField, Field, MinutesField
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import bury
from tests.ui.driving import add, type_in
from tests.ui.test_inbox import taken

WITHIN_MS = 2000
NOTHING_KEPT: dict[str, frozenset[str]] = {
    "activities": frozenset({"Zoek in activiteiten", "Vanaf", "Tot"}),  # a search
    "looking_back": frozenset({"Zoek in reflecties"}),  # a search
    "patterns": frozenset({"Zoek in gewoontes en opvattingen"}),  # a search
    "evidence": frozenset({"Zoek een bewijsstuk"}),  # a search
    "portfolio": frozenset({"Zoek in deze lijst", "Zoek iets dat je overhandigde"}),  # a search
    "hours": frozenset({"Vanaf", "Eigen doel in uren"}),  # a day or a number, with its own button beside it
}
"""Fields by page that keep no draft, and why."""

DIALOGS_WITHOUT_DRAFTS = {
    "PickDialog": "a search",
    "QuoteDialog": "words of hers are selected there, not written",
    "NameDialog": "the name of a search",
    "NamingDialog": "the name of a selection",
    "TrashDialog": "a search",
    "TimestampDialog": "the address of a server, and a secret",
    "PassphraseDialog": "a secret is never written down",
    "RecoveryDialog": "a secret is never written down",
    "UnlockDialog": "a secret is never written down",
}
"""Dialogs in which something can be typed that is kept nowhere, and why."""


# -- every text field ---------------------------------------------------------------------------------------------


def text_fields(root: QWidget) -> list[QLineEdit | QPlainTextEdit | QTextEdit]:
    """The fields in which somebody can write, those of folded parts too."""
    lines = [line for line in root.findChildren(QLineEdit) if not isinstance(line.parent(), QAbstractSpinBox)]
    texts = [*root.findChildren(QPlainTextEdit), *root.findChildren(QTextEdit)]
    return [field for field in (*lines, *texts) if not field.isReadOnly() and field.isEnabledTo(root)]


def name_of(field: QWidget) -> str:
    return field.accessibleName() or type(field).__name__


def type_everywhere(root: QWidget, tag: str, but: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
    """Type something of its own in every field; answers by name in which forms it may be found."""
    typed: dict[str, tuple[str, ...]] = {}
    fields = [field for field in text_fields(root) if not within(field, AllocationsField)]
    _type_in_each(fields, tag, but, typed)
    bury()
    # What is typed as the length of an activity makes the rows of its hours anew.
    _type_in_each([field for field in text_fields(root) if within(field, AllocationsField)], tag, but, typed)
    return typed


def within(field: QWidget, kind: type[QWidget]) -> bool:
    holder = field.parent()
    while isinstance(holder, QWidget):
        if isinstance(holder, kind):
            return True
        holder = holder.parent()
    return False


def _type_in_each(
    fields: list[QLineEdit | QPlainTextEdit | QTextEdit],
    tag: str,
    but: frozenset[str],
    typed: dict[str, tuple[str, ...]],
) -> None:
    for field in fields:
        if name_of(field) in but:
            continue
        number = len(typed)
        forms = forms_of(field, tag, number)
        if isinstance(field, QLineEdit):
            field.setText(forms[0])
            field.textEdited.emit(forms[0])
        else:
            field.setPlainText(forms[0])
        typed[f"{name_of(field)} ({number})"] = forms


def forms_of(field: QWidget, tag: str, number: int) -> tuple[str, ...]:
    holder = field.parent()
    while isinstance(holder, QWidget) and not isinstance(holder, Field):
        holder = holder.parent()
    if isinstance(holder, MinutesField):
        return (f"7:{number:02d}", str(420 + number))
    if isinstance(holder, DateField):
        day = date(2026, 3, number % 28 + 1)
        return (f"{day:%d-%m-%Y}", day.isoformat())
    return (f"zq{tag}{number}x",)


def not_on_disk(services: Services, typed: dict[str, tuple[str, ...]]) -> list[str]:
    kept = "\n".join(body for _, body, _ in services.drafts.all())
    return [name for name, forms in typed.items() if not any(form in kept for form in forms)]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same clockwork, wound tighter, so that dozens of fields can be walked through."""
    for where, name in ((DraftKeeper, "WITHIN_MS"), (today, "DRAFT_WITHIN_MS"), (portfolio, "DRAFT_WITHIN_MS")):
        assert getattr(where, name) < WITHIN_MS
        monkeypatch.setattr(where, name, 20)


def belief(services: Services) -> Pattern:
    records = services.records
    made = Pattern(id=records.new_id(), written_at=records.now(), kind=PatternKind.MENTAL_MODEL,
                   statement="Wie stilvalt, heeft hulp nodig.", noticed_on=date(2026, 3, 1))  # fmt: skip
    records.save(made)
    services.patterns.rate(made.id, Rating.MOSTLY, "na een les")
    services.patterns.add_case(made.id, True, "Het klopte.")
    services.patterns.consult(made.id, Lens.PUPILS, "2B", "Wacht even.")
    services.patterns.add_experiment(made.id, "tien tellen wachten", due_on=records.today() - timedelta(days=1))
    return services.patterns.get(made.id)


def expect_on_disk(qtbot: QtBot, services: Services, root: QWidget, tag: str, but: frozenset[str] = frozenset()) -> int:
    bury()  # rows that were made anew
    typed = type_everywhere(root, tag, but)

    def kept() -> None:
        assert not_on_disk(services, typed) == []

    qtbot.waitUntil(kept, timeout=WITHIN_MS)
    return len(typed)


def test_what_is_typed_on_any_page_is_soon_on_disk(services: Services, desk: Desk, qtbot: QtBot) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    count = 0
    for number, line in enumerate(PAGES):
        page = window.go(line.key)
        count += expect_on_disk(qtbot, services, page, f"p{number}", NOTHING_KEPT.get(line.key, frozenset()))
    assert count > 10


def fresh_editors(window: MainWindow) -> Iterator[tuple[str, Editor[Any]]]:
    """Every editor with a record that was never saved."""
    for line in PAGES:
        page = window.go(line.key)
        if not isinstance(page, RecordPage):
            continue
        for kind in (*line.kinds, *(("moment",) if line.key == "activities" else ())):
            if kind not in ("reflection", "evidence") and page.start_new(kind) and page.editor is not None:
                yield f"new {kind}", page.editor
    looking_back = window.go("looking_back")
    assert isinstance(looking_back, LookingBack)
    for template in window.desk.services.content.templates():
        if template.id != "week":
            looking_back.begin(template.id)
            assert looking_back.editor is not None
            yield f"new {template.id}", looking_back.editor


def test_what_is_typed_in_a_record_that_was_never_saved_is_soon_on_disk(
    services: Services, desk: Desk, qtbot: QtBot
) -> None:
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    seen = set[str]()
    for number, (name, editor) in enumerate(fresh_editors(window)):
        assert expect_on_disk(qtbot, services, editor, f"f{number}"), name
        seen.add(name)
    wanted = {"experience", "moment", "observation", "pupil_survey", "plan", "pattern", "self_check", "talk",
              "learning_question", "phase", "agreement", "feedback", "certificate"}  # fmt: skip
    assert {f"new {kind}" for kind in wanted} < seen


def test_what_is_typed_in_a_saved_record_is_soon_on_disk(
    services: Services, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    records, file = services.records, tmp_path / "les.txt"
    file.write_text("een les", encoding="utf-8")
    evidence = services.evidence.add(file).evidence
    talk = Talk(id=records.new_id(), written_at=records.now(), happens_on=records.today())
    seen = Reflection(id=records.new_id(), written_at=records.now(), title="Stil", happened_on=records.today(),
                      template="alact", answers={"did": "x"})  # fmt: skip
    for record in (talk, seen):
        records.save(record)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    for number, record in enumerate((belief(services), evidence, talk, seen)):
        window.open_record(record.KIND, record.id)
        page = window.stack.currentWidget()
        assert isinstance(page, RecordPage)
        assert page.editor is not None
        assert expect_on_disk(qtbot, services, page.editor, f"s{number}")


def drafted_dialogs(services: Services, desk: Desk, folder: Path) -> Iterator[QWidget]:
    """Every dialog in which something is written, as it is opened."""
    records = services.records
    head: dict[str, Any] = {"id": records.new_id(), "written_at": records.now()}
    yield CaptureDialog(desk)
    yield CardMakerDialog(desk)
    yield HeardDialog(desk)
    yield LetterDialog(desk)
    for record in (
        Appointment(**head, function="Docent", from_on=records.today()),
        Pause(**head, from_on=records.today(), until_on=records.today()),
        Person(**head, name="Noor", role="coach"),
    ):
        yield dialog_for(record)(desk, record, lambda _: None)
    page, made = Patterns(desk), belief(services)
    for entry in (made.ratings[0], made.cases[0], made.consultations[0], made.experiments[0]):
        yield MendDialog(page, entry, lambda _: True)
    taken(services, folder, "bord.txt")
    yield FilingDialog(desk)
    first = FirstRunDialog(desk.t, desk.tasks, lambda *_: (services, None))
    first.services = services
    first.show_step(WEEK)
    yield first.findChildren(TextArea)[0]


def test_what_is_typed_in_any_dialog_is_soon_on_disk(
    services: Services, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "postvak"
    folder.mkdir()
    kinds = set[str]()
    for number, root in enumerate(drafted_dialogs(services, desk, folder)):
        qtbot.addWidget(root.window())
        assert expect_on_disk(qtbot, services, root, f"d{number}")
        kinds.add(type(root.window()).__name__)
    written = {cls.__name__ for cls in every_dialog() if text_fields_of(cls)}
    assert written <= kinds | set(DIALOGS_WITHOUT_DRAFTS), "a dialog to write in has a draft, or a reason not to"


def every_dialog() -> set[type[Dialog]]:
    for module in pkgutil.iter_modules(dialogs.__path__):
        importlib.import_module(f"{dialogs.__name__}.{module.name}")
    found, waiting = set[type[Dialog]](), [Dialog]
    while waiting:
        children = waiting.pop().__subclasses__()
        found.update(children)
        waiting += children
    return {
        cls for cls in found if cls.__module__.startswith("portfolio_app.") and cls not in (FormDialog, RecordDialog)
    }


def text_fields_of(cls: type[Dialog]) -> bool:
    """Whether a dialog's own code makes something to write in."""
    names = (
        "LineField(",
        "TextArea(",
        "MinutesField(",
        "QLineEdit(",
        "NewPassphrase(",
        "self.days(",
        "_write(",
        "_add(",
    )
    source = inspect.getsource(cls).replace("LineField(secret=True)", "")  # a secret is never written down
    return any(name in source for name in names)


# -- and back -----------------------------------------------------------------------------------------------------


def banner(root: QWidget) -> DraftBanner:
    return next(found for found in root.findChildren(DraftBanner) if found.text)


def reopened(qtbot: QtBot, desk: Desk, kind: str, ident: str) -> Editor[Any]:
    """The editor of a record in a window that was opened anew."""
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    window.open_record(kind, ident)
    page = window.stack.currentWidget()
    assert isinstance(page, RecordPage)
    assert page.editor is not None
    return page.editor


def left_behind(services: Services, record: Experience, story: str) -> None:
    """What a program that was killed while somebody typed leaves."""
    held = {"@version": services.drafts.version(record.id), "title": record.title, "story": story}
    services.drafts.save(record.id, json.dumps(held))


def test_a_draft_is_offered_with_its_date_and_thrown_away_or_brought_back(
    services: Services, desk: Desk, qtbot: QtBot
) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1), story="eerst")
    left_behind(services, made, "verder getypt")
    editor = reopened(qtbot, desk, made.KIND, made.id)
    offer, at = banner(editor), services.drafts.at(made.id)
    assert at is not None
    assert offer.text == f"Dit schreef je op {desk.t.instant(at)}; het is nog niet bewaard."
    assert editor.form["story"] == "verder getypt"
    offer.other.click()
    assert editor.form["story"] == "eerst"
    assert services.drafts.get(made.id) is None
    assert offer.action.text() == "Terughalen"
    offer.action.click()
    assert editor.form["story"] == "verder getypt"
    assert services.drafts.get(made.id) is not None
    editor.leave()
    assert services.records.need(Experience, made.id).story == "verder getypt"


def test_an_older_draft_never_takes_the_place_of_what_is_newer(services: Services, desk: Desk, qtbot: QtBot) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1), story="eerst")
    left_behind(services, made, "op de andere computer getypt")
    services.records.save(replace(made, story="intussen gewijzigd"))
    editor = reopened(qtbot, desk, made.KIND, made.id)
    assert editor.form["story"] == "intussen gewijzigd"
    assert "wat hier staat, is nieuwer" in banner(editor).text
    editor.leave()
    assert services.records.need(Experience, made.id).story == "intussen gewijzigd"
    banner(editor).action.click()
    assert editor.form["story"] == "op de andere computer getypt"
    editor.leave()
    stories = [item.record.story for item in services.history.versions(made.KIND, made.id)
               if isinstance(item.record, Experience)]  # fmt: skip
    assert stories == ["op de andere computer getypt", "intussen gewijzigd", "eerst"]


def test_who_writes_on_keeps_the_older_draft_aside(services: Services, desk: Desk, qtbot: QtBot) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1), story="eerst")
    left_behind(services, made, "oude woorden")
    services.records.save(replace(made, story="nieuwer"))
    editor = reopened(qtbot, desk, made.KIND, made.id)
    type_in(editor.findChildren(TextArea)[1], "iets anders")
    editor.save()
    assert services.drafts.get(made.id) is None
    waiting = services.drafts.waiting()
    assert [(item.aside, item.kind, item.record and item.record.id) for item in waiting] == [(True, made.KIND, made.id)]
    assert "oude woorden" in unsaved.text_of(services, waiting[0], desk.t)
    services.records.trash(made.KIND, made.id)
    services.records.purge(made.KIND, made.id)
    assert services.drafts.waiting() == [], "a purge takes every word of it along"


def todays_lines(window: MainWindow) -> list[RowButton]:
    return [button for button in window.go("today").findChildren(RowButton) if button.property("draft")]


def test_what_was_never_saved_stands_on_the_first_page_and_leads_to_its_place(
    services: Services, desk: Desk, qtbot: QtBot
) -> None:
    week = Week.of(services.records.today()).plus(-3)
    asked = services.journal.questions()[0].key
    services.drafts.save("new:observation", json.dumps({"title": "Bij Sem in de les"}))
    services.drafts.save(f"week:{week.year}-W{week.number:02d}", json.dumps({f"answers.{asked}": "Een lange week"}))
    services.drafts.save("new:reflection:alact", json.dumps({"title": "Stil"}))
    services.drafts.save("new:person", json.dumps({"name": "Noor"}))
    services.drafts.save("today", "de notitie zelf staat er al")
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    lines = {str(line.property("draft")): line for line in todays_lines(window)}
    assert len(lines) == 4
    said = " ".join(line.text() for line in lines.values())
    assert not any(word in said for word in ("Sem", "lange", "Stil", "Noor")), "the screen may be shared"
    lines["new:observation"].click()
    page = window.page("activities")
    assert isinstance(page, Activities)
    assert page.editor is not None
    assert page.editor.form["title"] == "Bij Sem in de les"
    window.resume(f"week:{week.year}-W{week.number:02d}")
    weeks = window.page("week")
    assert isinstance(weeks, MyWeek)
    assert any(area.value() == "Een lange week" for area in weeks.findChildren(TextArea))
    window.resume("new:reflection:alact")
    back = window.page("looking_back")
    assert isinstance(back, LookingBack)
    assert back.editor is not None
    assert back.editor.form["title"] == "Stil"
    window.resume("new:person")
    assert any(box.isVisible() for box in window.findChildren(FormDialog))


def test_the_draft_of_what_was_thrown_away_is_not_lost(services: Services, desk: Desk, qtbot: QtBot) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1), story="eerst")
    left_behind(services, made, "nog net getypt")
    services.records.trash(made.KIND, made.id)
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    (line,) = todays_lines(window)
    assert "daarna weggegooid" in line.text()
    line.click()
    box = window.findChild(UnsavedDialog)
    assert box is not None
    shown = box.findChild(QPlainTextEdit)
    assert shown is not None
    assert "Wat deed ik, wat gebeurde er?\nnog net getypt" in shown.toPlainText()
    next(one for one in box.findChildren(QPushButton) if one.text() == "Bewaren als moment van vandaag").click()
    assert any("nog net getypt" in item.story for item in services.records.load(Experience))
    assert services.drafts.waiting() == []
    assert not todays_lines(window)


def test_the_profile_and_the_choice_for_a_reader_come_back_too(services: Services, desk: Desk, qtbot: QtBot) -> None:
    profile = services.records.profile()
    assert profile is not None
    services.drafts.save(profile.id, json.dumps({"@version": 1, "about": "Ik geef les sinds"}))
    services.choosing.keep(replace(services.choosing.selection(Audience.MENTOR, "nl"), account="bewaard"))
    drafted = replace(services.choosing.selection(Audience.MENTOR, "nl"), account="half getypt")
    services.drafts.save("portfolio:mentor", canonical.dump(drafted))
    window = MainWindow(desk)
    qtbot.addWidget(window)
    window.show()
    settings = window.go("settings")
    assert banner(settings)
    assert any(area.value() == "Ik geef les sinds" for area in settings.findChildren(TextArea))
    page = window.go("portfolio")
    offer = next(found for found in page.findChildren(ChoiceBanner) if found.text)
    account, *_ = page.findChildren(TextArea)
    assert account.value() == "half getypt"
    offer.other.click()
    assert account.value() == "bewaard"
    offer.action.click()
    assert account.value() == "half getypt"
    window.leave()
    assert services.choosing.selection(Audience.MENTOR, "nl").account == "half getypt"
    assert services.records.need(Profile, profile.id).about == "Ik geef les sinds"


def test_a_word_that_is_still_being_typed_is_a_tag_when_it_is_saved(
    services: Services, desk: Desk, qtbot: QtBot
) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1))
    editor = reopened(qtbot, desk, made.KIND, made.id)
    tags = next(field for field in editor.findChildren(ChipsField) if field.label == "Labels")
    line = tags.findChild(QLineEdit)
    assert line is not None
    QTest.keyClicks(line, "stilte")
    held = tags.plain()
    editor.save()
    assert services.records.need(Experience, made.id).tags == ("stilte",)
    tags.set_value(())
    tags.set_plain(held)
    assert tags.value() == ("stilte",)
    assert line.text() == "stilte"
