"""The page of one reflection, in the form of the template it is written with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout

from portfolio_app.domain.links import Link
from portfolio_app.domain.patterns import PatternKind
from portfolio_app.domain.reflections import Reflection
from portfolio_app.domain.sets import Template
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.conversation import Conversation
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import Belongings
from portfolio_app.ui.pages.links_presenter import FEEDBACK, QUESTIONS, SHOWN_BY
from portfolio_app.ui.pages.reflection_fields import AboutField, AnswersField, LevelField, SourcesField
from portfolio_app.ui.pages.reflection_presenter import (
    STATEMENT,
    ReflectionPresenter,
    can_become_pattern,
    title_for,
)
from portfolio_app.ui.widgets.buttons import Button
from portfolio_app.ui.widgets.chips import ChipsField
from portfolio_app.ui.widgets.containers import Card, Disclosure, FlowLayout, Label
from portfolio_app.ui.widgets.fields import CheckField, DateField, LineField
from portfolio_app.ui.widgets.text_area import TextArea


class ReflectionEditor(Editor[Reflection]):
    """One version of one template; the page keeps an editor for each."""

    def __init__(self, page: Page, presenter: ReflectionPresenter, template: Template) -> None:
        super().__init__(page, Reflection)
        self._presenter, self._template = presenter, template
        self._given: tuple[str, ...] = ()
        self._core = can_become_pattern(template)
        self._sentence = Label(role="statement", wrap=True)
        self._sentence.setVisible(self._core)
        self.pinned.addWidget(self._sentence)
        self._make_first()
        self._sources = SourcesField(self)
        self.answers = AnswersField(template, page.t, self._sources)
        self.form.bind("answers", self.answers, self._check_answers)
        self.form.bind("sources", self._sources)
        self.body.addWidget(self.answers)
        for key, field in self.answers.fields.items():
            if isinstance(field, TextArea):
                self.lifts(field, f"answers.{key}")
        for talk, keys in self.answers.conversations:
            self._attend(talk, keys)
        self.answers.edited.connect(self._echo)
        self._make_pattern_card()
        self._make_last()
        self.body.addStretch()

    def _make_first(self) -> None:
        self._first = Card()
        self._title, self._day = LineField(), DateField(self.page.desk.today, lang=self.page.t.lang)
        self.form.bind("title", self._title)
        self.form.bind("happened_on", self._day)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._title, 3)
        row.addWidget(self._day, 1)
        self._first.body.addLayout(row)
        self._about = AboutField()
        self._about.changed.connect(self._show_about)
        self._about.open_requested.connect(self.page.open_requested)
        self._about.remove_requested.connect(self._remove_about)
        self.form.bind("about", self._about)
        self._first.body.addWidget(self._about)
        self.body.addWidget(self._first)

    def _attend(self, talk: Conversation, keys: tuple[str, ...]) -> None:
        """Lift words out of a conversation and look along with it, as with any other text."""

        def look(area: TextArea, side: int) -> None:
            self.looks_along(area, f"answers.{keys[side]}")

        def lift(area: TextArea, side: int, start: int, end: int) -> None:
            self._lift(area, f"answers.{keys[side]}", start, end)

        for area, side in talk.areas():
            look(area, side)
        talk.made.connect(look)
        talk.lift_requested.connect(lift)

    def _make_pattern_card(self) -> None:
        self._pattern = Card()
        self._habit, self._belief = Button(icon_name="brain"), Button(icon_name="brain")
        self._open_pattern = Button(icon_name="brain")
        self._habit.clicked.connect(lambda: self._make_pattern(PatternKind.HABIT))
        self._belief.clicked.connect(lambda: self._make_pattern(PatternKind.MENTAL_MODEL))
        self._open_pattern.clicked.connect(self._to_pattern)
        row = FlowLayout(spacing=12)
        for button in (self._belief, self._habit, self._open_pattern):
            row.addWidget(button)
        self._pattern.body.addLayout(row)
        self._pattern.setVisible(self._core)
        self.body.addWidget(self._pattern)

    def _make_last(self) -> None:
        self._depth = Disclosure()
        self.level = LevelField()
        self._depth.body.addWidget(self.level)
        self._use = Disclosure()
        self._tags, self._talk, self._venting = ChipsField(free=True), CheckField(), CheckField()
        for name, field in (("tags", self._tags), ("for_talk", self._talk), ("venting", self._venting)):
            self.form.bind(name, field)
            self._use.body.addWidget(field)
        self.form.bind("level", self.level)
        self._venting.changed.connect(self._show_depth)
        self.belongs = Belongings(self, QUESTIONS, SHOWN_BY, FEEDBACK)
        for fold in (self._depth, self.belongs, self._use):
            self.body.addWidget(fold)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._first.set_title(t.pick(self._template.name))
        self._first.set_note(t.pick(self._template.purpose))
        self._title.set_label(t("In a few words (optional)"))
        self._day.set_label(t("When was it?"))
        self._about.set_label(t("What is it about?"))
        self._sources.retranslate(t)
        self.answers.retranslate(t)
        self.level.retranslate(t)
        self._pattern.set_title(t("Go on with this sentence?"))
        self._pattern.set_note(
            t("As a habit or a belief it lives on: you can come back to it for years. This page stays as it is.")
        )
        self._belief.setText(t("Make it a belief"))
        self._habit.setText(t("Make it a habit"))
        self._open_pattern.setText(t("Open what came of it"))
        self._depth.set_title(t("How deep does this go?"))
        self.belongs.retranslate(t)
        self._use.set_title(t("Tags, talk and letting off steam"))
        self._tags.set_label(t("Tags"))
        self._talk.set_label(t("For the talk with my coach"))
        self._venting.set_label(
            t("Letting off steam"), t("Stays here: no questions about it, no looking back, never in a document.")
        )
        if self.record is not None:
            self.belongs.show_record(self.record, fresh=self.fresh)
            self._show_about()
            self._echo(STATEMENT)

    def begin(self, record: Reflection, about: Sequence[str]) -> None:
        """Begin a reflection, about these experiences. One about an experience has a draft of its own."""
        key = f"new:reflection:{self._template.id}"
        self._given = tuple(about)
        self.show_record(record, fresh=True, draft=":".join((key, *about)))
        self.answers.setFocus()

    def show_record(self, record: Reflection, *, fresh: bool = False, draft: str = "") -> None:
        if not fresh:
            self._given = ()
        super().show_record(record, fresh=fresh, draft=draft)
        for fold, used in (
            (self._depth, record.level is not None),
            (self._use, record.venting or record.for_talk or bool(record.tags)),
        ):
            fold.unfold(used)

    def shown(self, record: Reflection) -> None:
        if not self.form.dirty:
            linked = [item.id for item in self._presenter.about(record, self.page.t)]
            self._about.set_value((*linked, *(ident for ident in self._given if ident not in linked)))
        self.belongs.show_record(record, fresh=self.fresh)
        self._show_about()
        self._show_depth()
        self._show_pattern()
        self._echo(STATEMENT)

    def collect(self, record: Reflection) -> Reflection:
        made = self.form.apply(record)
        made = replace(made, happened_on=made.happened_on or record.happened_on)
        return replace(made, title=title_for(made, self._template, self.page.t))

    def links(self) -> Sequence[Link]:
        return self._presenter.new_links(self.record, self._about.value()) if self.record is not None else ()

    def _settle(self, record: Reflection) -> None:
        self._given = ()
        super()._settle(record)
        self._title.set_value(record.title)
        self._show_pattern()

    def _check_answers(self, answers: dict[str, str]) -> str:
        return "" if any(text.strip() for text in answers.values()) else self.page.t("One sentence is enough.")

    def _show_about(self) -> None:
        t = self.page.t
        self._about.show_lines(self._presenter.named(self._about.value(), t), self._presenter.moments(t), t)

    def _remove_about(self, ident: str) -> None:
        """A link that is saved goes at once, and can be taken back; one that is not is forgotten."""
        page, record = self.page, self.record
        if record is None:
            return
        saved = [item for item in self._presenter.about(record, page.t) if item.id == ident]
        for item in saved:
            if not page.attempt(lambda item=item: page.desk.services.records.unlink(item.link_id)):
                return
            page.said(page.t("Taken off."), undo=True)
        self._about.set_value(tuple(one for one in self._about.value() if one != ident))
        self._given = tuple(one for one in self._given if one != ident)
        self._show_about()
        if not saved:
            self._about.changed.emit()

    def _show_depth(self) -> None:
        self._depth.setVisible(not self._venting.value())

    def _echo(self, key: str) -> None:
        if key == STATEMENT and self._core:
            words = str(self.answers.fields[STATEMENT].value() or "").strip()
            self._sentence.setText(words or self.page.t("The sentence comes here."))

    def _show_pattern(self) -> None:
        if not self._core:
            return
        made = bool(self.record is not None and not self.fresh and self._presenter.pattern_of(self.record))
        self._belief.setVisible(not made)
        self._habit.setVisible(not made)
        self._open_pattern.setVisible(made)

    def _make_pattern(self, kind: PatternKind) -> None:
        t = self.page.t
        if not str(self.answers.fields[STATEMENT].value() or "").strip():
            self.answers.fields[STATEMENT].set_error(t("Write it in one sentence."))
            self.answers.fields[STATEMENT].setFocus()
            return
        if (self.fresh or self.form.dirty) and not self.save():
            return
        record = self.record
        if record is None:
            return
        made: list[str] = []
        if self.page.attempt(lambda: made.append(self._presenter.make_pattern(record, self._template, kind).id)):
            self._show_pattern()
            self.page.said(t("It lives on from here. The words stay linked to this page."), undo=True)
            self.page.open_requested.emit("pattern", made[0])

    def _to_pattern(self) -> None:
        ident = self._presenter.pattern_of(self.record) if self.record is not None else ""
        if ident:
            self.page.open_requested.emit("pattern", ident)
