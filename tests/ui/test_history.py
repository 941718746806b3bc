"""The history of a record in words, the dialog, and the list of steps."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from portfolio_app.domain import differences
from portfolio_app.domain.changes import Label
from portfolio_app.domain.differences import Turn
from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.kinds import KINDS
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.patterns import Pattern, PatternKind, Rating
from portfolio_app.domain.records import Record
from portfolio_app.i18n import Lang, Translator
from portfolio_app.services.session import Services
from portfolio_app.services.settings import TRASH_DAYS
from portfolio_app.ui.dialogs.history import HistoryDialog
from portfolio_app.ui.dialogs.history_presenter import HistoryPresenter
from portfolio_app.ui.dialogs.steps import StepsDialog
from portfolio_app.ui.dialogs.trash import TrashDialog
from portfolio_app.ui.field_words import FieldWords
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.settings_trash import TrashTime
from portfolio_app.ui.widgets.differences import DifferencesView
from portfolio_app.ui.widgets.fields import LineField
from portfolio_app.ui.widgets.lists import RowTable
from portfolio_app.ui.words import STEPS, both_days, step_name
from tests.store.samples import record_of
from tests.ui.driving import add, type_in

NL = Translator("nl")


def a_belief(services: Services) -> Pattern:
    records = services.records
    made = Pattern(id=records.new_id(), written_at=records.now(), kind=PatternKind.MENTAL_MODEL,
                   statement="Wie stilvalt, heeft hulp nodig.", noticed_on=date(2026, 3, 1))  # fmt: skip
    records.save(made)
    return made


def press(dialog: HistoryDialog, words: str) -> None:
    next(button for button in dialog.findChildren(QPushButton) if button.text() == words).click()


def told(presenter: HistoryPresenter, at: int = 0) -> dict[str, str]:
    signs = {Turn.SAME: "{}", Turn.ADDED: "[+{}]", Turn.REMOVED: "[-{}]"}
    return {
        item.name: "".join(signs[piece.turn].format(piece.text) for piece in item.pieces)
        for item in presenter.since_before(at, NL)
    }


def test_every_field_of_every_kind_has_a_name_in_both_languages(services: Services) -> None:
    for lang in ("nl", "en"):
        say = FieldWords(services.records, services.content, Translator(lang))
        for kind, cls in KINDS.items():
            made = record_sample(cls)
            for field in fields(cls):
                name = say.name(made, field.name)
                assert name != field.name or field.name in ("id", "written_at") or kind == "link", (kind, field.name)


def record_sample(cls: type[Record]) -> Record:
    from typing import get_type_hints

    hints = get_type_hints(cls)
    made: Any = object.__new__(cls)
    for field in fields(cls):
        object.__setattr__(made, field.name, "" if hints[field.name] is str else None)
    return made


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_two_versions_of_any_kind_can_be_told(services: Services, data: st.DataObject) -> None:
    cls = data.draw(st.sampled_from([cls for kind, cls in KINDS.items() if kind != "link"]))
    before, now = data.draw(record_of(cls)), data.draw(record_of(cls))
    say = FieldWords(services.records, services.content, NL)
    for item in differences.between(before, now):
        for value in (item.before, item.now):
            words = say.value(now, item.field, value)
            assert "object at" not in words
            assert f"{cls.__name__}(" not in words


def test_a_belief_is_told_in_the_words_of_its_form(services: Services) -> None:
    made = a_belief(services)
    services.patterns.rate(made.id, Rating.MOSTLY, "na een les")
    services.records.save(replace(services.records.need(Pattern, made.id), for_talk=True, cue="Als het stil wordt."))
    services.records.save(replace(services.records.need(Pattern, made.id), cue="Als het even stil wordt."))
    presenter = HistoryPresenter(services, made.KIND, made.id)
    assert told(presenter, 0) == {"Wanneer begint het?": "Als het [+even ]stil wordt."}
    assert told(presenter, 1) == {
        "Wanneer begint het?": "[+Als het stil wordt.]",
        "Voor het gesprek met mijn coach": "[-nee][+ja]",
    }
    day = NL.date(services.records.today(), "medium")
    assert told(presenter, 2) == {"Hoe ik erover dacht": f"[+{day} · meestal · na een les]"}
    assert told(presenter, 3)["In één zin, zoals je het zelf zou zeggen"] == "[+Wie stilvalt, heeft hulp nodig.]"
    lines = presenter.lines(NL)
    assert [line.can_return for line in lines] == [False, True, True, True]
    assert lines[0].notes == ("zoals het nu is",)


def test_a_letter_that_is_still_closed_is_not_read_aloud_by_its_history(services: Services) -> None:
    today = services.records.today()
    letter = Letter(id=services.records.new_id(), written_at=services.records.now(), written_on=today,
                    opens_on=today + timedelta(days=200), text="Ik hoop dat je minder praat.")  # fmt: skip
    services.records.save(letter)

    def told() -> str:
        changes = HistoryPresenter(services, Letter.KIND, letter.id).since_before(0, NL)
        return " ".join(piece.text for change in changes for piece in change.pieces)

    assert "minder praat" not in told()
    assert "nog dicht" in told()
    services.records.save(replace(letter, read_on=today))
    opened = HistoryPresenter(services, Letter.KIND, letter.id)
    assert "minder praat" in " ".join(piece.text for change in opened.whole(0, NL) for piece in change.pieces)


def test_a_day_that_was_still_to_come_did_not_happen() -> None:
    written = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert both_days(date(2026, 12, 3), written, UTC, NL).startswith(
        "Voor 3 december 2026. Opgeschreven op 25 november"
    )
    assert both_days(date(2026, 11, 25), written, UTC, NL).startswith("Gebeurd op 25 november 2026.")


def test_a_belief_is_noticed_and_a_question_asked() -> None:
    written, day = datetime(2026, 11, 25, 12, tzinfo=UTC), date(2026, 11, 20)
    told = {kind: both_days(day, written, UTC, NL, kind).split(" 20")[0] for kind in ("pattern", "learning_question")}
    assert told == {"pattern": "Opgemerkt op", "learning_question": "Gesteld op"}
    assert both_days(date(2026, 12, 3), written, UTC, NL, "agreement").startswith("Voor 3 december 2026.")


def test_trash_and_undo_are_told_as_such(services: Services) -> None:
    made = a_belief(services)
    services.records.trash(made.KIND, made.id)
    services.undo.undo()
    services.undo.redo()
    steps = [(line.step, line.notes) for line in HistoryPresenter(services, made.KIND, made.id).lines(NL)]
    assert steps == [
        ("opnieuw gedaan: gewoonte of opvatting naar de prullenbak", ("in de prullenbak", "zoals het nu is")),
        ("ongedaan gemaakt: gewoonte of opvatting naar de prullenbak", ()),
        ("gewoonte of opvatting naar de prullenbak", ("in de prullenbak",)),
        ("gewoonte of opvatting toevoegen", ()),
    ]


def test_hundreds_of_versions_come_page_by_page(services: Services, desk: Desk, qtbot: QtBot) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1))
    for number in range(129):
        services.records.save(replace(made, story=f"versie {number}"))
    dialog = HistoryDialog(desk, made.KIND, made.id)
    qtbot.addWidget(dialog)
    versions = dialog.findChild(QListWidget)
    assert versions is not None
    assert versions.count() == 100
    press(dialog, "Eerdere versies tonen")
    assert versions.count() == 130
    versions.setCurrentRow(129)
    view = dialog.findChild(DifferencesView)
    assert view is not None
    assert "Rekenles" in view.toPlainText()


def test_a_version_is_put_back_and_what_went_and_came_is_marked(services: Services, desk: Desk, qtbot: QtBot) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1), story="Het werd <b>stil</b> in de klas.")
    services.records.save(replace(made, story="Het werd lang stil in de klas."))
    dialog = HistoryDialog(desk, made.KIND, made.id)
    qtbot.addWidget(dialog)
    dialog.show()
    view, versions = dialog.findChild(DifferencesView), dialog.findChild(QListWidget)
    assert view is not None
    assert versions is not None
    assert "<b>" in view.toPlainText()
    assert "weg: <b>" in view.accessibleDescription()
    assert "erbij: lang" in view.accessibleDescription()
    worn = {bit.text().strip(): bit.charFormat() for bit in fragments(view)}
    assert worn["lang"].fontUnderline()
    assert not worn["lang"].fontStrikeOut()
    assert worn["<b>"].fontStrikeOut()
    versions.setCurrentRow(1)
    with qtbot.waitSignal(dialog.restored):
        press(dialog, "Deze versie terugzetten")
    assert services.records.need(Experience, made.id).story == made.story


def fragments(view: DifferencesView) -> list[Any]:
    found: list[Any] = []
    block = view.document().begin()
    while block.isValid():
        bits = block.begin()
        while not bits.atEnd():
            found.append(bits.fragment())
            bits += 1
        block = block.next()
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_verb_has_a_name(lang: Lang) -> None:
    t = Translator(lang)
    names = [step_name(Label(verb, "pattern", ""), t) for verb in STEPS]
    assert all(name and "{" not in name for name in names)
    assert len(names) - len(set(names)) <= (lang == "nl"), "in Dutch a week and an agreement are both 'afgerond'"


def test_a_step_is_named_with_what_it_was_done_to() -> None:
    t = Translator("nl")
    assert step_name(Label("edit", "pattern", "Wie stilvalt, heeft hulp nodig."), t) == (
        "gewoonte of opvatting wijzigen: ‘Wie stilvalt, heeft hulp nodig.’"
    )
    assert step_name(Label("finish", "journal_week", "2026-W12"), t) == "week afronden: ‘week 12 van 2026’"
    assert step_name(Label("join", "cycle", "nl-cao-vo"), t) == "meedoen aan een regeling"
    long = step_name(Label("create", "feedback", "heel veel woorden " * 9), t)
    assert long == "feedback toevoegen: ‘heel veel woorden heel veel woorden hee…’"


def test_the_steps_lead_to_their_records(services: Services, desk: Desk, qtbot: QtBot) -> None:
    made = add(services, "Rekenles", date(2026, 3, 1))
    gone = add(services, "Gymles", date(2026, 3, 2))
    services.records.trash(gone.KIND, gone.id)
    dialog = StepsDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    table = dialog.findChild(RowTable)
    assert table is not None
    model = table.model()
    said = [model.index(row, 1).data() for row in range(3)]
    assert said == [
        "activiteit of moment naar de prullenbak: ‘Gymles’",
        "activiteit of moment toevoegen: ‘Gymles’",
        "activiteit of moment toevoegen: ‘Rekenles’",
    ]
    opened: list[tuple[str, str]] = []
    dialog.open_requested.connect(lambda kind, ident: opened.append((kind, ident)))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not opened, "what lies in the trash is not opened"
    table.setCurrentIndex(model.index(2, 0))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened == [(made.KIND, made.id)]


def test_the_trash_says_when_each_goes_and_finds(services: Services, desk: Desk, qtbot: QtBot) -> None:
    for title in ("Rekenles", "Gymles"):
        made = add(services, title, date(2026, 3, 1))
        services.records.trash(made.KIND, made.id)
    dialog = TrashDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    listed = dialog.findChild(QListWidget)
    assert listed is not None
    assert listed.count() == 2
    today = services.records.today()
    assert listed.item(0).text().endswith(f"weggegooid op {NL.date(today)}")
    time = dialog.findChild(TrashTime)
    assert time is not None
    time.combo.setCurrentIndex(1)
    time.combo.activated.emit(1)
    assert services.settings.get(TRASH_DAYS) == 30
    assert listed.item(0).text().endswith(f"gaat voorgoed weg op {NL.date(today + timedelta(days=30))}")
    find = dialog.findChild(LineField)
    assert find is not None
    type_in(find, "gym")
    assert [listed.item(at).text().split("\n")[0] for at in range(listed.count())] == ["Gymles"]
