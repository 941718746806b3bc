"""What a person may put in: a book, any script, pasted markup, days of long ago, one record in two places."""

from __future__ import annotations

import time
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from portfolio_app.domain.journal import JournalWeek
from portfolio_app.domain.patterns import Pattern, PatternKind, Rating, RatingEntry
from portfolio_app.domain.reflections import Reflection
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.store.values import Query
from portfolio_app.ui.dialogs.year import YearDialog
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.pages.reflection_editor import ReflectionEditor
from portfolio_app.ui.shell.pages import PAGES
from portfolio_app.ui.shell.window import MainWindow
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import show
from tests.ui.driving import add

WORDS = 200_000
SCRIPTS = "Zoë zei: «שלום» 👩🏽‍🏫 مرحبا é ﷽ \u202eomgekeerd\u202c 𝔞 \u200bnul"
FROM_WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style>p.MsoNormal{color:red}</style>"
    "<script>alert(1)</script></head><body><!--StartFragment--><p class=MsoNormal><b>Vet</b><o:p></o:p></p>"
    "<img src='http://example.org/een.png'><!--EndFragment--></body></html>"
)


def book() -> str:
    """Very many words, in paragraphs."""
    words = [f"woord{number % 977}" for number in range(WORDS)]
    return "\n\n".join(" ".join(words[at : at + 120]) for at in range(0, WORDS, 120)) + " slotwoordje"


@pytest.fixture
def reflection(services: Services) -> Reflection:
    records = services.records
    made = Reflection(
        id=records.new_id(),
        written_at=records.now(),
        title="Stilte na mijn vraag",
        happened_on=records.today(),
        template="alact",
        answers={"achieve": "kort", "happened": "niets"},
    )
    records.save(made)
    return made


def opened(page: LookingBack, reflection: Reflection) -> ReflectionEditor:
    assert page.open_record(reflection.KIND, reflection.id)
    editor = page.editor
    assert isinstance(editor, ReflectionEditor)
    return editor


def area(editor: ReflectionEditor, key: str) -> TextArea:
    field = editor.answers.fields[key]
    assert isinstance(field, TextArea)
    return field


def fastest(field: TextArea, keys: str = "abcdefgh") -> float:
    """Seconds that the quickest of a few keys takes, painting included."""
    taken: list[float] = []
    for key in keys:
        begun = time.perf_counter()
        QTest.keyClicks(field.edit, key)
        QApplication.processEvents()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def paste(field: TextArea, mime: QMimeData) -> None:
    clipboard = QApplication.clipboard()
    clipboard.setMimeData(mime)
    field.edit.setFocus()
    field.edit.selectAll()
    field.edit.paste()
    QApplication.processEvents()


def found(services: Services, words: str) -> list[str]:
    """Ids of what a search finds."""
    return [hit.id for hit in services.search.find(words)]


def test_a_book_in_one_field_is_typed_kept_found_and_opened(
    qtbot: QtBot, desk: Desk, services: Services, reflection: Reflection
) -> None:
    page = show(qtbot, LookingBack(desk))
    assert isinstance(page, LookingBack)
    editor = opened(page, reflection)
    field = area(editor, "achieve")
    short = fastest(field)
    text = book()
    mime = QMimeData()
    mime.setText(text)
    paste(field, mime)
    field.edit.moveCursor(QTextCursor.MoveOperation.End)
    # Quick however long it is: a field that looked at all of it for each key took hundreds of times as long.
    assert fastest(field) < 25 * short
    assert editor.save()
    assert services.records.need(Reflection, reflection.id).answers["achieve"] == text + "abcdefgh"
    assert found(services, "slotwoordjeabcdefgh") == [reflection.id]
    editor.go_back()
    again = opened(page, reflection)
    assert area(again, "achieve").value() == text + "abcdefgh"


def test_any_script_is_kept_to_the_letter_and_found(
    qtbot: QtBot, desk: Desk, services: Services, reflection: Reflection
) -> None:
    page = show(qtbot, LookingBack(desk))
    assert isinstance(page, LookingBack)
    editor = opened(page, reflection)
    mime = QMimeData()
    mime.setText(SCRIPTS)
    paste(area(editor, "achieve"), mime)
    assert editor.save()
    assert services.records.need(Reflection, reflection.id).answers["achieve"] == SCRIPTS
    for word in ("שלום", "مرحبا", "Zoe"):
        assert found(services, word) == [reflection.id]


def test_of_what_is_pasted_from_a_word_processor_only_the_words_come_along(
    qtbot: QtBot, desk: Desk, reflection: Reflection
) -> None:
    page = show(qtbot, LookingBack(desk))
    assert isinstance(page, LookingBack)
    field = area(opened(page, reflection), "achieve")
    mime = QMimeData()
    mime.setHtml(FROM_WORD)
    mime.setText("Vet\n")
    paste(field, mime)
    assert field.value() == "Vet\n"
    only_markup = QMimeData()
    only_markup.setHtml(FROM_WORD)
    paste(field, only_markup)
    assert "<" not in field.value()
    assert "alert" not in field.value()


def test_markup_that_is_typed_stays_text_wherever_it_shows(
    qtbot: QtBot, window: MainWindow, services: Services
) -> None:
    typed = "<img src='http://example.org/x.png'><b>Vet</b>"
    records = services.records
    records.save(
        Pattern(
            id=records.new_id(),
            written_at=records.now(),
            kind=PatternKind.MENTAL_MODEL,
            statement=typed,
            noticed_on=records.today(),
        )
    )
    add(services, typed, records.today())
    for line in PAGES:
        page = window.go(line.key)
        QApplication.processEvents()
        rich = [
            label.text()
            for label in page.findChildren(QLabel)
            if "example.org" in label.text() and label.textFormat() is not Qt.TextFormat.PlainText
        ]
        assert rich == [], line.key


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_days_of_long_ago_and_far_ahead_break_no_page(
    qtbot: QtBot, window: MainWindow, desk: Desk, services: Services, lang: str
) -> None:
    records = services.records
    days = (date.min, date(1949, 12, 31), date(2999, 5, 1), date.max)
    for day in days:
        add(services, f"Op {day}", day, 90)
        records.save(
            Reflection(id=records.new_id(), written_at=records.now(), title="T", happened_on=day, template="alact")
        )
    records.save(
        Pattern(
            id=records.new_id(),
            written_at=records.now(),
            kind=PatternKind.HABIT,
            statement="Altijd",
            noticed_on=date.min,
            ratings=tuple(RatingEntry(day, Rating.MOSTLY) for day in days),
        )
    )
    records.save(JournalWeek(id=records.new_id(), written_at=records.now(), year=1949, number=1, answers={"a": "b"}))
    window.retranslate(Translator("en" if lang == "en" else "nl"))
    for line in PAGES:
        window.go(line.key)
        QApplication.processEvents()
    for row in records.rows(Query()):
        if row.kind in ("experience", "reflection", "pattern", "journal_week"):
            window.open_record(row.kind, row.id)
            QApplication.processEvents()
    dialog = YearDialog(desk, window)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.view.map.told()) or dialog.view._empty.isVisible())
    dialog.view.walk(-5000)
    qtbot.waitUntil(lambda: "2–3" in dialog.view._text.toPlainText())
    dialog.view.walk(20000)
    assert not dialog.view.later.isEnabled()
    services.jobs.wait_idle()
    dialog.close()


def test_a_date_field_says_what_is_no_day_and_takes_any_that_is(
    qtbot: QtBot, desk: Desk, services: Services, reflection: Reflection
) -> None:
    page = show(qtbot, LookingBack(desk))
    assert isinstance(page, LookingBack)
    editor = opened(page, reflection)
    day = editor._day
    for typed in ("31-02-2026", "0-0-0", "99999-1-1", "gisteren en morgen", "١-٢-٢٠٢٦ en nog wat"):
        day.edit.setText(typed)
        day.edit.textEdited.emit(typed)
        assert not editor.save()
        assert "24-11-2026" in day.error
    day.edit.setText("31-12-1949")
    day.edit.textEdited.emit("31-12-1949")
    assert editor.save()
    assert services.records.need(Reflection, reflection.id).happened_on == date(1949, 12, 31)


def test_one_record_in_two_places_loses_nothing_and_says_so_where_both_changed_it(
    qtbot: QtBot, desk: Desk, services: Services, reflection: Reflection
) -> None:
    one, other = LookingBack(desk), LookingBack(desk)
    show(qtbot, one)
    show(qtbot, other)
    first, second = opened(one, reflection), opened(other, reflection)
    area(first, "achieve").edit.setPlainText("Rust in de klas")
    area(second, "happened").edit.setPlainText("Ik wachtte")
    assert second.save()
    said: list[str] = []
    one.message_requested.connect(lambda text, _undo: said.append(text))
    assert first.save()
    now = services.records.need(Reflection, reflection.id)
    assert (now.answers["achieve"], now.answers["happened"]) == ("Rust in de klas", "Ik wachtte")
    assert area(first, "happened").value() == "Ik wachtte"
    assert said == ["Bewaard."]
    other.open_record(reflection.KIND, reflection.id)
    area(first, "happened").edit.setPlainText("Ik telde tot tien")
    area(second, "happened").edit.setPlainText("Ik keek rond")
    assert second.save()
    assert first.save()
    assert "ook elders veranderd" in said[-1]
    written = [
        version.record.answers["happened"]
        for version in services.records.history(Reflection.KIND, reflection.id)
        if isinstance(version.record, Reflection)
    ]
    assert written[:2] == ["Ik telde tot tien", "Ik keek rond"]


def test_templates_that_go_round_in_circles_are_named_and_the_others_work(services: Services) -> None:
    folder = services.home / "sets" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rond.toml").symlink_to(folder / "rond.toml")
    (folder / "kring").symlink_to(folder, target_is_directory=True)
    (folder / "dubbel.toml").write_text(
        'id = "dubbel"\nversion = 1\nname.nl = "Dubbel"\nsource = ["zelf"]\nchecked_on = 2026-11-01\n'
        'purpose.nl = "Kijken"\n[[questions]]\nkey = "a"\nask.nl = "Wat?"\nstep = "a"\n',
        encoding="utf-8",
    )
    (folder / "goed.toml").write_text(
        'id = "goed"\nversion = 1\nname.nl = "Goed"\nsource = ["zelf"]\nchecked_on = 2026-11-01\n'
        'purpose.nl = "Kijken"\n[[questions]]\nkey = "a"\nask.nl = "Wat?"\n',
        encoding="utf-8",
    )
    services.content.reload()
    known = {template.id for template in services.content.templates()}
    assert {"alact", "week", "goed"} <= known
    assert not {"rond", "dubbel"} & known
    told = {problem.facts.get("file") for problem in services.content.problems()}
    assert {"rond.toml", "dubbel.toml"} <= told
