"""Each template in its own form: filled by the keyboard, kept as plain answers, and a school's own without Python."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portfolio_app.content.sets import ContentSets
from portfolio_app.domain import rows
from portfolio_app.domain.reflections import Reflection, Source
from portfolio_app.domain.sets import StepForm, Template
from portfolio_app.i18n import Lang, Translator
from portfolio_app.paths import resources
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.conversation import Conversation
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.pages.looking_back_presenter import FIRST
from portfolio_app.ui.pages.reflection_editor import ReflectionEditor
from portfolio_app.ui.pages.reflection_fields import AnswersField, SourcesField
from portfolio_app.ui.pages.reflection_forms import Ladder
from portfolio_app.ui.theme import fonts
from portfolio_app.ui.widgets.containers import Disclosure
from portfolio_app.ui.widgets.layouts import Tiles
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import show
from tests.ui.driving import unnamed

SHIPPED = ContentSets(resources())
IDS = [template.id for template in SHIPPED.templates()]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> LookingBack:
    made = show(qtbot, LookingBack(desk))
    assert isinstance(made, LookingBack)
    return made


def editor_of(page: LookingBack) -> ReflectionEditor:
    editor = page.editor
    assert isinstance(editor, ReflectionEditor)
    return editor


def begin(page: LookingBack, template: str) -> ReflectionEditor:
    page.begin(template)
    return editor_of(page)


def talk_of(editor: ReflectionEditor) -> Conversation:
    (found,) = editor.answers.conversations
    return found[0]


def type_at_focus(text: str) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key, modifier)


def test_twelve_forms_of_which_three_stand_in_sight(page: LookingBack) -> None:
    assert len(IDS) == 12
    (more,) = [fold for fold in page.findChildren(Disclosure) if fold.isVisibleTo(page)]
    assert not more.is_open
    seen = [button for button in page._buttons if button.isVisibleTo(page)]
    assert len(seen) == len(FIRST)
    more.unfold()
    assert all(button.isVisibleTo(page) for button in page._buttons)
    assert len(page._buttons) == 12


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("template", IDS)
def test_every_form_is_made_named_and_keeps_what_is_written(
    qtbot: QtBot, desk: Desk, template: str, lang: Lang
) -> None:
    made, t = SHIPPED.template(template), Translator(lang)
    answers = AnswersField(made, t, SourcesField())
    qtbot.addWidget(answers)
    answers.retranslate(t)
    answers.resize(700, 900)
    answers.show()
    assert set(answers.fields) == {question.key for question in made.questions}
    assert not unnamed(answers)
    given = {question.key: "2" if question.scale else f"Antwoord op {question.key}" for question in made.questions}
    answers.set_value(given)
    assert answers.value() == given
    answers.set_plain(answers.plain())
    assert answers.value() == given


@pytest.mark.parametrize("template", IDS)
def test_no_form_has_to_be_scrolled_sideways_in_a_small_window_with_large_letters(
    qtbot: QtBot, desk: Desk, template: str
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.font()
    try:
        app.setFont(fonts.base(150))
        answers = AnswersField(SHIPPED.template(template), desk.t, SourcesField())
        qtbot.addWidget(answers)
        answers.retranslate(desk.t)
        answers.show()
        assert answers.minimumSizeHint().width() <= 600
    finally:
        app.setFont(before)


def test_the_ladder_is_climbed_from_the_bottom_by_the_keyboard(page: LookingBack, services: Services) -> None:
    editor = begin(page, "ladder")
    ladder = editor.answers.findChild(Ladder)
    assert ladder is not None
    fields = editor.answers.fields
    assert fields["data"].mapTo(ladder, fields["data"].rect().topLeft()).y() > fields["action"].y()
    data = fields["data"]
    assert isinstance(data, TextArea)
    data.setFocus()
    type_at_focus("Drie handen omhoog.")
    for word in ("Ik zag Sam.", "Hij wacht.", "Hij wil niet."):
        press(Qt.Key.Key_Tab)
        type_at_focus(word)
    assert editor.save()
    (kept,) = services.records.load(Reflection)
    assert kept.answers == {"data": "Drie handen omhoog.", "selection": "Ik zag Sam.", "meaning": "Hij wacht.",
                            "assumptions": "Hij wil niet."}  # fmt: skip


def test_a_conversation_is_written_moved_and_shortened_by_the_keyboard(page: LookingBack, services: Services) -> None:
    editor = begin(page, "linkerkolom")
    talk = talk_of(editor)
    heads = [head.mapTo(talk, head.rect().topLeft()).x() for head in talk._heads]
    columns = [area.mapTo(talk, area.rect().topLeft()).x() for area in talk._rows[0].areas]
    assert heads == columns  # each head right above its column
    talk.area(0, 0).setFocus()
    type_at_focus("Daar gaan we weer.")
    press(Qt.Key.Key_Tab)
    type_at_focus("Ik kom even langs over het cijfer.")
    talk.area(1, 1).setFocus()
    type_at_focus("Dat kan.")
    talk._add.setFocus()
    press(Qt.Key.Key_Space)
    type_at_focus("Had ik maar gebeld.")
    assert talk.rows() == (
        ("Daar gaan we weer.", "Ik kom even langs over het cijfer."),
        ("", "Dat kan."),
        ("Had ik maar gebeld.", ""),
    )
    talk._rows[2].up.setFocus()
    press(Qt.Key.Key_Space)
    assert talk.rows()[1] == ("Had ik maar gebeld.", "")
    assert QApplication.focusWidget() is talk.area(1, 0).edit
    talk._rows[0].remove.setFocus()
    press(Qt.Key.Key_Space)
    assert editor.save()
    (kept,) = services.records.load(Reflection)
    assert rows.split(kept.answers["thought"], kept.answers["said"]) == (("Had ik maar gebeld.", ""), ("", "Dat kan."))
    editor.show_record(kept)
    assert talk.rows() == (("Had ik maar gebeld.", ""), ("", "Dat kan."))


def test_a_conversation_that_began_with_a_gap_comes_back_line_by_line(page: LookingBack) -> None:
    editor = begin(page, "linkerkolom")
    talk = talk_of(editor)
    told = (("", "Ik kom even langs."), ("Daar gaan we weer.", "Dat kan."), ("", "Mooi."))
    editor.answers.set_value(dict(zip(("thought", "said"), rows.join(told), strict=True)))
    assert talk.rows() == told
    talk.area(0, 0).setFocus()
    type_at_focus("Nu niet.")
    editor.answers.set_value(editor.answers.value())
    assert talk.rows() == (("Nu niet.", "Ik kom even langs."), *told[1:])


def test_words_are_lifted_out_of_a_line_of_a_conversation(page: LookingBack, services: Services) -> None:
    editor = begin(page, "linkerkolom")
    talk = talk_of(editor)
    talk.area(0, 0).edit.setPlainText("Zij luistert niet.")
    talk.area(1, 0).edit.setPlainText("Zij luistert nooit.")
    asked: list[tuple[int, int, int]] = []
    talk.lift_requested.disconnect()
    talk.lift_requested.connect(lambda area, side, start, end: asked.append((side, start, end)))
    edit = talk.area(1, 0).edit
    edit.selectAll()
    edit.lift_out()
    (side, start, end) = asked[0]
    body = rows.join(talk.rows())[side]
    assert body[start:end] == "Zij luistert nooit."


def test_where_the_columns_of_the_grid_differ_the_next_step_is_near(page: LookingBack) -> None:
    editor = begin(page, "alact")
    banner = editor.answers._apart
    assert not banner.isVisibleTo(page)
    field = editor.answers.fields["thinking_me"]
    assert isinstance(field, TextArea)
    field.edit.setPlainText("Ze begrijpen het niet.")
    assert "denken" in banner.text
    other = editor.answers.fields["thinking_pupils"]
    assert isinstance(other, TextArea)
    other.edit.setPlainText("Dit heb ik al gehad.")
    assert not banner.isVisibleTo(page)
    choice = editor._sources._choices["thinking_pupils"]
    choice.set_value(Source.GUESSED)
    choice.changed.emit()
    assert "denken" in banner.text


OWN = """
id = "mijn-school"
version = 1
name.nl = "Zo doen wij het"
purpose.nl = "Van onze school."
source = ["Onze school"]
checked_on = 2026-09-01

[[steps]]
key = "op"
title.nl = "Omhoog"
form = "ladder"

[[steps]]
key = "praten"
title.nl = "Het gesprek"
form = "conversation"

[[questions]]
key = "een"
step = "op"
ask.nl = "Wat zag je?"

[[questions]]
key = "twee"
step = "op"
ask.nl = "Wat maakte je ervan?"

[[questions]]
key = "dacht"
step = "praten"
ask.nl = "Gedacht"

[[questions]]
key = "zei"
step = "praten"
ask.nl = "Gezegd"
"""


def own_sets(folder: Path, text: str) -> ContentSets:
    target = folder / "templates"
    target.mkdir(parents=True, exist_ok=True)
    (target / "mijn-school.toml").write_text(text, encoding="utf-8")
    return ContentSets(resources(), folder)


def test_a_school_uses_the_forms_without_python(qtbot: QtBot, tmp_path: Path, desk: Desk) -> None:
    sets = own_sets(tmp_path, OWN)
    own: Template = sets.template("mijn-school")
    assert [step.form for step in own.steps] == [StepForm.LADDER, StepForm.CONVERSATION]
    answers = AnswersField(own, desk.t, SourcesField())
    qtbot.addWidget(answers)
    answers.retranslate(desk.t)
    assert answers.findChild(Ladder) is not None
    assert answers.findChild(Conversation) is not None
    assert not sets.problems()


@pytest.mark.parametrize(
    ("wrong", "right", "key"),
    [
        ('form = "ladder"', 'form = "trap"', "steps[1].form"),
        ('form = "ladder"', 'form = "ladder"\nnext = "op"', "steps[1].next"),
        ('[[questions]]\nkey = "zei"\nstep = "praten"\nask.nl = "Gezegd"\n', "", "steps[2].form"),
    ],
)
def test_a_form_that_cannot_be_is_named_by_its_key_and_the_rest_still_works(
    tmp_path: Path, wrong: str, right: str, key: str
) -> None:
    sets = own_sets(tmp_path, OWN.replace(wrong, right))
    (problem,) = sets.problems()
    assert problem.facts["key"] == key
    assert [template.id for template in sets.templates()] == IDS


def test_things_beside_each_other_fold_to_even_lines(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QLabel, QWidget

    box = QWidget()
    qtbot.addWidget(box)
    tiles = Tiles(box, 200, 10, 4)
    for number in range(4):
        tiles.addWidget(QLabel(str(number)))
    assert [tiles.columns(width) for width in (1000, 700, 500, 300)] == [4, 2, 2, 1]
