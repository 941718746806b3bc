"""Fields that only a reflection has: answers, how somebody knows, how deep it goes, what it is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.reflections import Level, Source
from portfolio_app.domain.sets import Question, QuestionForm, StepForm, Template
from portfolio_app.i18n import Translator
from portfolio_app.ui.pages.activity_presenter import Linked
from portfolio_app.ui.pages.conversation import Conversation, Side
from portfolio_app.ui.pages.reflection_forms import stand
from portfolio_app.ui.pages.reflection_presenter import LEVELS, Section, one_sided, sections, step_up
from portfolio_app.ui.widgets.buttons import IconButton, RowButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner, Card, Disclosure, Label, clear
from portfolio_app.ui.widgets.fields import ChoiceField, Field, LineField
from portfolio_app.ui.widgets.text_area import TextArea

Answer = TextArea | LineField | ScaleField[str] | Side


class SourcesField(Field[Mapping[str, Source]]):
    """How the writer knows, per pupil cell. Its choices stand in the grid, not here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, ScaleField[Source]] = {}
        self._kept: dict[str, Source] = {}
        self.hide()

    def add(self, key: str) -> ScaleField[Source]:
        """Make the choice of one cell."""
        field = self._choices[key] = ScaleField[Source]()
        field.changed.connect(self.changed)
        return field

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        for field in self._choices.values():
            field.set_choices([(source, word(source, t)) for source in Source])
            field.set_label(t("How do you know?"))

    def value(self) -> Mapping[str, Source]:
        chosen = {key: source for key, field in self._choices.items() if (source := field.value()) is not None}
        return {**self._kept, **chosen}

    def set_value(self, value: Mapping[str, Source]) -> None:
        self._kept = {key: source for key, source in value.items() if key not in self._choices}
        for key, field in self._choices.items():
            field.set_value(value.get(key))

    def plain(self) -> Any:
        return {key: source.value for key, source in self.value().items()}

    def set_plain(self, plain: Any) -> None:
        self.set_value({str(key): Source(source) for key, source in dict(plain).items()})


class AnswersField(Field[Mapping[str, str]]):
    """The questions of one version of a template: steps as cards, each in its own form, folded steps folded.

    Answers to questions that the template does not have are kept. ``edited`` carries the key of the question.
    ``conversations`` holds those there are, with the keys of their two sides.
    """

    edited = Signal(str)

    def __init__(self, template: Template, t: Translator, sources: SourcesField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._template, self._sources = template, sources
        self.fields: dict[str, Answer] = {}
        self.conversations: list[tuple[Conversation, tuple[str, ...]]] = []
        self._kept: dict[str, str] = {}
        self._titles: list[Callable[[Translator], None]] = []
        self._apart = Banner("info")
        self._t = t
        sources.changed.connect(self._show_apart)
        box = QWidget()
        self._box = QVBoxLayout(box)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(16)
        self._build(t)
        self.wrap(box)
        first = next(iter(self.fields.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _build(self, t: Translator) -> None:
        for number, section in enumerate(sections(self._template, t)):
            room = self._room(number, section.folded)
            if section.form is not StepForm.STACK:
                room.addWidget(self._in_form(section))
                continue
            for question in section.before:
                room.addWidget(self._make(question))
            if section.grid:
                grid = QGridLayout()
                grid.setHorizontalSpacing(14)
                grid.setVerticalSpacing(14)
                room.addLayout(grid)
                self._fill_grid(grid, number, section.grid)
                room.addWidget(self._apart)
            for question in section.after:
                room.addWidget(self._make(question))

    def _in_form(self, section: Section) -> QWidget:
        asked = (*section.before, *section.after)
        if section.form is StepForm.CONVERSATION:
            return self._converse(tuple(question.key for question in asked))
        made = {question.key: self._make(question) for question in asked}
        return stand(
            section.form, {key: field for key, field in made.items() if isinstance(field, TextArea | LineField)}
        )

    def _converse(self, keys: tuple[str, ...]) -> Conversation:
        talk = Conversation()
        self.conversations.append((talk, keys))
        self.fields.update(zip(keys, talk.sides, strict=True))

        def touched(side: int) -> None:
            self._touched(keys[side])

        talk.changed.connect(touched)
        return talk

    def _room(self, number: int, folded: bool) -> QVBoxLayout:
        if folded:
            fold = Disclosure()
            self._box.addWidget(fold)
            self._titles.append(lambda t: fold.set_title(sections(self._template, t)[number].title))
            return fold.body
        card = Card()
        self._box.addWidget(card)

        def say(t: Translator) -> None:
            section = sections(self._template, t)[number]
            card.set_title(section.title)
            card.set_note(section.help)

        self._titles.append(say)
        return card.body

    def _fill_grid(
        self, grid: QGridLayout, number: int, rows: Sequence[tuple[str, tuple[Question | None, ...]]]
    ) -> None:
        across = len(rows[0][1])
        heads = [Label(role="section") for _ in range(across)]
        for column, head in enumerate(heads):
            grid.addWidget(head, 0, column + 1)
            grid.setColumnStretch(column + 1, 1)
        names = [Label(role="label") for _ in rows]
        for row, (_, cells) in enumerate(rows):
            grid.addWidget(names[row], row + 1, 0, Qt.AlignmentFlag.AlignTop)
            for column, question in enumerate(cells):
                if question is not None:
                    grid.addWidget(self._cell(question), row + 1, column + 1, Qt.AlignmentFlag.AlignTop)

        def say(t: Translator) -> None:
            section = sections(self._template, t)[number]
            for head, words in zip(heads, section.columns, strict=True):
                head.setText(words)
            for name, (words, _) in zip(names, section.grid, strict=True):
                name.setText(words)

        self._titles.append(say)

    def _cell(self, question: Question) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._make(question))
        if question.pupil_cell:
            column.addWidget(self._sources.add(question.key))
        return box

    def _make(self, question: Question) -> Answer:
        field: Answer
        if question.form is QuestionForm.LINE:
            field = LineField()
        elif question.form is QuestionForm.SCALE:
            field = ScaleField[str]()
        else:
            field = TextArea(least=2)
        field.changed.connect(lambda: self._touched(question.key))
        self.fields[question.key] = field
        return field

    def set_error(self, text: str) -> None:
        """Say what is wrong at the first question, where the focus goes too."""
        first = next(iter(self.fields.values()), None)
        if first is not None and (text or self._error):
            first.set_error(text)
        self._error = text

    def _show_apart(self) -> None:
        rows = one_sided(self._template, self.value(), self._sources.value())
        names = ", ".join(self._t.pick(row.title).lower() for row in rows)
        told = self._t(
            "What you left open or guessed about the pupils ({rows}) is often where it gets interesting."
            " Take it along to the next step, or ask them.",
            rows=names,
        )
        self._apart.set_texts(told if rows else "")

    def _touched(self, key: str) -> None:
        self._show_apart()
        self.set_error("")
        self.edited.emit(key)
        self.changed.emit()

    def retranslate(self, t: Translator) -> None:
        """Say the questions again."""
        self._t = t
        self.name_silently(t.pick(self._template.name))
        for say in self._titles:
            say(t)
        # A card with one question that asks what its title says does not ask it twice.
        alone = {step.key: t.pick(step.title) for step in self._template.steps if not step.folded
                 and len(self._template.of_step(step.key)) == 1}  # fmt: skip
        for question in self._template.questions:
            field = self.fields[question.key]
            # The question of a pupil cell is followed by a choice, which says what the help says.
            helped = t.pick(question.help) if question.help and not question.pupil_cell else ""
            if isinstance(field, ScaleField):
                field.set_choices([(str(at), t.pick(words)) for at, words in enumerate(question.scale, 1)])
            asked = t.pick(question.ask)
            field.set_label(asked, helped)
            if asked == alone.get(question.step):
                field.name_silently(asked)
            if isinstance(field, TextArea):
                field.allow_lifting(t("Lift these words out …"))
        for talk, _ in self.conversations:
            talk.retranslate(t)
        self._show_apart()

    def value(self) -> Mapping[str, str]:
        given = {key: field.value() or "" for key, field in self.fields.items()}
        return {**self._kept, **{key: text for key, text in given.items() if text.strip()}}

    def set_value(self, value: Mapping[str, str]) -> None:
        self._kept = {key: text for key, text in value.items() if key not in self.fields}
        for key, field in self.fields.items():
            text = value.get(key, "")
            if isinstance(field, ScaleField):
                field.set_value(text or None)
            else:
                field.set_value(text)
        self._show_apart()

    def plain(self) -> Any:
        return dict(self.value())

    def set_plain(self, plain: Any) -> None:
        self.set_value({str(key): str(text) for key, text in dict(plain).items()})


class LevelField(Field[Level | None]):
    """How deep it goes, by the writer's own estimate, with one question that goes a step further."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t: Translator | None = None
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._radios: dict[Level, QRadioButton] = {}
        self._descriptors: dict[Level, Label] = {}
        for level, _ in LEVELS:
            radio = self._radios[level] = QRadioButton()
            radio.setAutoExclusive(False)
            radio.clicked.connect(lambda on=False, level=level: self._chosen(level, on))
            self._descriptors[level] = Label(role="small", wrap=True)
            self._descriptors[level].setContentsMargins(36, 0, 0, 6)
            column.addWidget(radio)
            column.addWidget(self._descriptors[level])
        self._step = Banner("info")
        column.addWidget(self._step)
        self.wrap(box)
        self.setFocusProxy(self._radios[Level.DESCRIPTIVE])

    def retranslate(self, t: Translator) -> None:
        """Say the words again."""
        self._t = t
        self.set_label(t("Your own estimate, for yourself. Nobody grades it."))
        for level, descriptor in LEVELS:
            self._radios[level].setText(f"{level.value}  {word(level, t)}")
            self._radios[level].setAccessibleDescription(t(descriptor))
            self._descriptors[level].setText(t(descriptor))
        self._show_step()

    def value(self) -> Level | None:
        return next((level for level, radio in self._radios.items() if radio.isChecked()), None)

    def set_value(self, value: Level | None) -> None:
        for level, radio in self._radios.items():
            radio.setChecked(level is value)
        self._show_step()

    def plain(self) -> Any:
        chosen = self.value()
        return chosen.value if chosen else None

    def set_plain(self, plain: Any) -> None:
        self.set_value(Level(plain) if plain else None)

    @property
    def question(self) -> str:
        """The question that goes a step further, or empty."""
        return self._step.text

    def _chosen(self, level: Level, on: bool) -> None:
        self.set_value(level if on else None)
        self.changed.emit()

    def _show_step(self) -> None:
        self._step.set_texts(step_up(self.value(), self._t) if self._t else "")


class AboutField(Field[tuple[str, ...]]):
    """The experiences it is about, by id: a line each, and a list to choose another from."""

    open_requested = Signal(str, str)
    remove_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ids: tuple[str, ...] = ()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self.choice = ChoiceField[str]()
        self.choice.changed.connect(self._choose)
        column.addLayout(self._lines)
        column.addWidget(self.choice)
        self.wrap(box)
        self.setFocusProxy(self.choice)

    def show_lines(self, linked: Sequence[Linked], moments: Sequence[tuple[str, str]], t: Translator) -> None:
        """Show what is linked, and offer the latest moments."""
        clear(self._lines)
        for item in linked:
            self._lines.addWidget(self._line(item, t))
        there = {item.id for item in linked}
        offered = [(ident, words[:90]) for ident, words in moments if ident not in there]
        self.choice.set_choices([(None, t("choose a moment or activity")), *offered])
        self.choice.set_value(None)
        self.choice.name_silently(t("Add what this is about"))
        self.choice.setVisible(bool(offered))

    def _line(self, item: Linked, t: Translator) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        show = RowButton(item.words, "chalkboard-teacher")
        show.clicked.connect(lambda: self.open_requested.emit(item.kind, item.id))
        remove = IconButton("link-break")
        remove.name(t("Take {what} off this", what=item.words))
        remove.clicked.connect(lambda: self.remove_requested.emit(item.id))
        row.addWidget(show, 1)
        row.addWidget(remove)
        return box

    def value(self) -> tuple[str, ...]:
        return self._ids

    def set_value(self, value: Sequence[str]) -> None:
        self._ids = tuple(value)

    def plain(self) -> Any:
        return list(self._ids)

    def set_plain(self, plain: Any) -> None:
        self._ids = tuple(str(ident) for ident in plain)

    def _choose(self) -> None:
        ident = self.choice.value()
        if ident:
            self._ids = (*self._ids, ident)
            self.changed.emit()
