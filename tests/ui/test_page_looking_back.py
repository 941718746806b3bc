"""Looking back: templates as data, the writer's own estimate, and no words in a list that stands open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from portfolio_app.domain.experiences import Experience
from portfolio_app.domain.links import Role
from portfolio_app.domain.patterns import Lens, Pattern, PatternKind, Rating, TryOutState
from portfolio_app.domain.reflections import Level, Reflection, Source
from portfolio_app.domain.sets import QuestionForm
from portfolio_app.i18n import Translator
from portfolio_app.services.session import Services
from portfolio_app.ui.pages.base import Desk
from portfolio_app.ui.pages.looking_back import LookingBack
from portfolio_app.ui.pages.looking_back_presenter import ALACT, CORE, WEEK, LookingBackPresenter
from portfolio_app.ui.pages.reflection_editor import ReflectionEditor
from portfolio_app.ui.pages.reflection_presenter import sections, step_up, title_for
from portfolio_app.ui.widgets.text_area import TextArea
from tests.ui.conftest import show
from tests.ui.driving import answer_menu, unnamed

NL = Translator("nl")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> LookingBack:
    made = show(qtbot, LookingBack(desk))
    assert isinstance(made, LookingBack)
    return made


def editor_of(page: LookingBack) -> ReflectionEditor:
    editor = page.editor
    assert isinstance(editor, ReflectionEditor)
    return editor


def write(editor: ReflectionEditor, key: str, text: str) -> None:
    field = editor.answers.fields[key]
    if isinstance(field, TextArea):
        field.edit.setPlainText(text)
    else:
        field.set_value(text)
        field.changed.emit()


def only(services: Services) -> Reflection:
    (made,) = services.records.load(Reflection)
    return made


def moment(services: Services, title: str = "Stilte na mijn vraag") -> Experience:
    records = services.records
    made = Experience(id=records.new_id(), written_at=records.now(), title=title, happened_on=date(2026, 3, 4))
    records.save(made)
    return made


def reflection(services: Services, **more: object) -> Reflection:
    records = services.records
    given: dict[str, object] = {"title": "Terug", "happened_on": records.today(), "template": ALACT, **more}
    made = Reflection(id=records.new_id(), written_at=records.now(), **given)  # type: ignore[arg-type]
    records.save(made)
    return made


# -- without a window ---------------------------------------------------------------------------------------------


def test_week_alact_and_the_core_template_come_first(services: Services) -> None:
    assert [card.id for card in LookingBackPresenter(services).templates(NL)][:3] == [WEEK, ALACT, CORE]


def test_alact_has_a_grid_of_four_by_two_between_its_other_questions(services: Services) -> None:
    made = sections(services.content.template(ALACT), NL)
    assert [section.title for section in made][:2] == ["Handelen", "Terugblikken"]
    back = made[1]
    assert back.columns == ("Ik", "De leerlingen")
    assert [name for name, _ in back.grid] == ["Willen", "Doen", "Denken", "Voelen"]
    assert all(cell is not None for _, cells in back.grid for cell in cells)
    assert [question.key for question in back.before] == ["happened", "context"]


def test_a_cell_outside_the_grid_is_still_asked(services: Services) -> None:
    template = services.content.template(ALACT)
    stray = replace(template.questions[0], key="stray", form=QuestionForm.GRID, row="nowhere", column="me")
    made = sections(replace(template, questions=(*template.questions, stray)), NL)
    assert "stray" in [question.key for section in made for question in (*section.before, *section.after)]


def test_each_level_has_one_question_up_and_the_last_has_none() -> None:
    asked = [step_up(level, NL) for level in Level]
    assert asked[0] == "Waarom deed je dat?"
    assert all(asked[:3])
    assert (asked[3], step_up(None, NL)) == ("", "")


def test_a_title_is_made_of_the_sentence_or_the_template(services: Services) -> None:
    template = services.content.template(CORE)
    made = LookingBackPresenter(services).fresh(CORE, "nl")
    assert title_for(made, template, NL) == NL.pick(template.name)
    assert title_for(replace(made, answers={"statement": "Stilte  is\nleren."}), template, NL) == "Stilte is leren."
    assert title_for(replace(made, answers={"statement": "woord " * 40}), template, NL).endswith("woord …")
    assert title_for(replace(made, title="Eigen"), template, NL) == "Eigen"
    steam = replace(made, answers={"statement": "Niemand luistert."}, venting=True)
    assert title_for(steam, template, NL) == NL.pick(template.name)


# -- with one -----------------------------------------------------------------------------------------------------


def test_the_week_is_written_on_its_own_page(qtbot: QtBot, page: LookingBack) -> None:
    with qtbot.waitSignal(page.page_requested) as asked:
        page._buttons[0].click()
    assert asked.args == [WEEK]


def test_answers_and_how_one_knows_are_kept(page: LookingBack, services: Services) -> None:
    page.begin(ALACT)
    editor = editor_of(page)
    write(editor, "happened", "De klas viel stil.")
    write(editor, "feeling_pupils", "Onzeker, denk ik.")
    choice = editor._sources._choices["feeling_pupils"]
    next(button for button in choice._buttons if button.text() == "vermoed").click()
    assert editor.save()
    made = only(services)
    assert made.answers == {"happened": "De klas viel stil.", "feeling_pupils": "Onzeker, denk ik."}
    assert made.sources == {"feeling_pupils": Source.GUESSED}
    assert (made.template, made.template_version, made.level) == (ALACT, 1, None)


def test_only_pupil_cells_ask_how_one_knows(page: LookingBack) -> None:
    page.begin(ALACT)
    assert set(editor_of(page)._sources._choices) == {
        f"{row}_pupils" for row in ("wanting", "doing", "thinking", "feeling")
    }


def test_nothing_written_is_told_at_the_first_question(page: LookingBack, services: Services) -> None:
    page.begin(ALACT)
    editor = editor_of(page)
    assert not editor.save()
    assert editor.answers.fields["achieve"].error
    assert not services.records.load(Reflection)
    write(editor, "achieve", "Rust")
    assert editor.answers.fields["achieve"].error == ""
    assert editor.save()


def test_looking_back_on_an_experience_links_the_two(page: LookingBack, services: Services) -> None:
    about = moment(services)
    assert page.open_record("reflection", about.id)
    assert about.title in page._about_banner.text
    page._buttons[1].click()
    editor = editor_of(page)
    assert (editor._title.value(), editor._day.value()) == (about.title, about.happened_on)
    write(editor, "happened", "Stil.")
    assert editor.save()
    write(editor, "context", "Vrijdagmiddag.")
    assert editor.save()
    assert [link.target_id for link in services.records.links_from(only(services).id, Role.ABOUT)] == [about.id]


def test_a_link_can_be_added_and_taken_off(page: LookingBack, services: Services) -> None:
    about, made = moment(services), reflection(services, answers={"happened": "Stil."})
    page.open_record("reflection", made.id)
    editor = editor_of(page)
    editor._about.choice.set_value(about.id)
    editor._about.choice.changed.emit()
    assert editor.save()
    assert services.records.links_from(made.id, Role.ABOUT)
    editor._about.remove_requested.emit(about.id)
    assert not services.records.links_from(made.id, Role.ABOUT)
    services.undo.undo()
    page.refresh(None)
    assert editor._about.value() == (about.id,)


def test_an_unknown_id_opens_nothing(page: LookingBack) -> None:
    assert not page.open_record("reflection", "00000000-0000-7000-8000-000000000000")


def test_the_level_is_the_writers_own_and_asks_one_question(page: LookingBack, services: Services) -> None:
    made = reflection(services, answers={"happened": "Stil."})
    page.open_record("reflection", made.id)
    level = editor_of(page).level
    radio = level._radios[Level.DESCRIPTIVE_REFLECTION]
    editor_of(page)._depth.unfold()
    radio.click()
    assert level.question == "Welke andere verklaring is mogelijk? Wat zou een leerling zeggen?"
    assert editor_of(page).save()
    assert only(services).level is Level.DESCRIPTIVE_REFLECTION
    radio.click()
    assert (level.value(), level.question) == (None, "")


def test_steam_gets_no_question_about_depth(page: LookingBack, services: Services) -> None:
    made = reflection(services, answers={"happened": "Poeh."})
    page.open_record("reflection", made.id)
    editor = editor_of(page)
    editor._use.unfold()
    editor._venting.box.click()
    assert not editor._depth.isVisible()
    assert editor.save()
    assert only(services).venting


def test_the_list_shows_heading_and_day_and_nothing_that_was_written(page: LookingBack, services: Services) -> None:
    reflection(services, title="Vrijdag 3B", answers={"happened": "GEHEIM"})
    page.refresh(None)
    shown = [str(page._model.index(0, column).data()) for column in range(page._model.columnCount())]
    assert shown[1] == "Vrijdag 3B"
    assert len(shown) == 2
    assert not any("GEHEIM" in label.text() for label in page.findChildren(QLabel))


def test_enter_opens_and_search_finds_what_was_written(qtbot: QtBot, page: LookingBack, services: Services) -> None:
    reflection(services, title="Een", answers={"happened": "bordspel"})
    reflection(services, title="Twee", answers={"happened": "toets"})
    page.refresh(None)
    page._text.edit.setText("bordspel")
    page._text.submitted.emit()
    assert page._model.rowCount() == 1
    page._table.selectRow(0)
    qtbot.keyClick(page._table, Qt.Key.Key_Return)
    assert editor_of(page)._title.value() == "Een"


def test_a_draft_about_one_moment_is_not_shown_with_another(page: LookingBack, services: Services) -> None:
    first, second = moment(services), moment(services, "Een andere les")

    def begin(about: Experience) -> ReflectionEditor:
        page.open_record("reflection", about.id)
        page.begin(ALACT)
        return editor_of(page)

    editor = begin(first)
    editor._day.edit.setText("")
    write(editor, "happened", "half af")
    editor.go_back()
    assert not services.records.load(Reflection)
    assert begin(second).answers.value() == {}
    assert begin(first).answers.value() == {"happened": "half af"}


def test_the_sentence_stays_in_sight(page: LookingBack) -> None:
    page.begin(CORE)
    write(editor_of(page), "statement", "Wie stilvalt, heeft hulp nodig.")
    assert editor_of(page)._sentence.text() == "Wie stilvalt, heeft hulp nodig."
    assert editor_of(page)._sentence.isVisible()


CORE_ANSWERS = {
    "statement": "Wie stilvalt, heeft hulp nodig.", "rating": "3", "cue": "stilte", "automatic": "ik vul in",
    "costs": "zij denken minder", "fits": "bij Sem", "doesnt_fit": "bij Noor", "rival": "stilte is denken",
    "colleagues": "zij wachtte langer", "try_text": "vijf tellen wachten", "expect": "iemand praat",
    "origin": "van mijn stagebegeleider", "right_things": "snelheid telt hier",
}  # fmt: skip


def test_a_belief_is_made_of_the_answers_in_one_step(qtbot: QtBot, page: LookingBack, services: Services) -> None:
    page.begin(CORE)
    editor = editor_of(page)
    for key, text in CORE_ANSWERS.items():
        write(editor, key, text)
    with qtbot.waitSignal(page.open_requested) as opened:
        editor._belief.click()
    assert opened.args is not None
    pattern = services.patterns.get(opened.args[1])
    assert (pattern.kind, pattern.statement) == (PatternKind.MENTAL_MODEL, "Wie stilvalt, heeft hulp nodig.")
    assert (pattern.cue, pattern.automatic, pattern.rival) == ("stilte", "ik vul in", "stilte is denken")
    assert pattern.rating is Rating.MOSTLY
    assert [(case.fits, case.text) for case in pattern.cases] == [(True, "bij Sem"), (False, "bij Noor")]
    assert [(asked.lens, asked.said) for asked in pattern.consultations] == [(Lens.COLLEAGUES, "zij wachtte langer")]
    assert [(tried.try_text, tried.state) for tried in pattern.experiments] == [
        ("vijf tellen wachten", TryOutState.PLANNED)
    ]
    (link,) = services.records.links_from(pattern.id, Role.LIFTED_FROM)
    assert link.target_id == only(services).id
    assert link.quote is not None
    assert link.quote.text == pattern.statement
    assert editor._open_pattern.isVisible()
    services.undo.undo()
    assert not services.records.load(Pattern)
    page.refresh(None)
    assert editor._belief.isVisible()


def test_without_a_sentence_there_is_nothing_to_make(page: LookingBack, services: Services) -> None:
    page.begin(CORE)
    write(editor_of(page), "cue", "stilte")
    editor_of(page)._habit.click()
    assert editor_of(page).answers.fields["statement"].error
    assert not services.records.load(Pattern)


def test_words_are_lifted_out_of_an_answer(qtbot: QtBot, page: LookingBack, services: Services) -> None:
    made = reflection(services, answers={"happened": "Ik praat de stilte vol."})
    page.open_record("reflection", made.id)
    answer_menu(qtbot)
    field = editor_of(page).answers.fields["happened"]
    assert isinstance(field, TextArea)
    field.lift_requested.emit(0, 22)
    (link,) = services.records.links_to(made.id, Role.LIFTED_FROM)
    assert link.quote is not None
    assert (link.quote.field, link.quote.text) == ("answers.happened", "Ik praat de stilte vol")


def test_a_reflection_whose_template_is_gone_can_be_read_and_kept(page: LookingBack, services: Services) -> None:
    old = reflection(services, template="weg", template_version=7, answers={"vraag_een": "een", "vraag_twee": "twee"})
    other = reflection(services, template="weg", template_version=7, answers={"vraag_drie": "drie"})
    page.open_record("reflection", old.id)
    write(editor_of(page), "vraag_een", "anders")
    page.open_record("reflection", other.id)
    assert editor_of(page).answers.value() == {"vraag_drie": "drie"}
    kept = services.records.need(Reflection, old.id)
    assert kept.answers == {"vraag_een": "anders", "vraag_twee": "twee"}
    assert (kept.template, kept.template_version) == ("weg", 7)


def test_answers_the_template_does_not_have_are_kept(page: LookingBack, services: Services) -> None:
    made = reflection(services, answers={"happened": "Stil.", "van_vroeger": "oud"}, sources={"weg": Source.SEEN})
    page.open_record("reflection", made.id)
    write(editor_of(page), "happened", "Heel stil.")
    assert editor_of(page).save()
    assert only(services).answers == {"happened": "Heel stil.", "van_vroeger": "oud"}
    assert only(services).sources == {"weg": Source.SEEN}


def test_what_is_typed_survives_a_crash(qtbot: QtBot, page: LookingBack, desk: Desk) -> None:
    page.begin(CORE)
    write(editor_of(page), "statement", "Half af")
    write(editor_of(page), "rating", "2")
    editor_of(page).keeper.flush()
    again = LookingBack(desk)
    show(qtbot, again)
    again.begin(CORE)
    assert editor_of(again).answers.value() == {"statement": "Half af", "rating": "2"}
    assert editor_of(again)._sentence.text() == "Half af"


def test_the_other_language_keeps_what_is_typed(page: LookingBack, desk: Desk) -> None:
    page.begin(CORE)
    write(editor_of(page), "rating", "2")
    write(editor_of(page), "cue", "stilte")
    desk.t = Translator("en")
    page.retranslate()
    assert editor_of(page).answers.value() == {"rating": "2", "cue": "stilte"}
    assert editor_of(page).answers.fields["cue"].label == "When does it happen?"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_control_has_a_name(page: LookingBack, desk: Desk, services: Services, lang: str) -> None:
    moment(services)
    desk.t = Translator(lang)  # type: ignore[arg-type]
    page.retranslate()
    steps: list[Callable[[], object]] = [lambda: None, lambda: page.begin(ALACT), lambda: page.begin(CORE)]
    for step in steps:
        step()
        if page.editor is not None:
            editor_of(page)._depth.unfold()
            editor_of(page)._use.unfold()
        QApplication.processEvents()
        assert unnamed(page) == []
