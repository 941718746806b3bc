"""The page of one habit or belief: the sentence stays in sight, the questions follow in their order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from portfolio_app.document.words import word
from portfolio_app.domain.experiences import CompetenceRef
from portfolio_app.domain.patterns import Assumption, Form, Layer, Pattern, PatternKind
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form as Fields
from portfolio_app.ui.pages.activity_fields import CompetencesField
from portfolio_app.ui.pages.activity_presenter import ActivityPresenter
from portfolio_app.ui.pages.base import Page
from portfolio_app.ui.pages.editor import Editor
from portfolio_app.ui.pages.links import Belongings
from portfolio_app.ui.pages.links_presenter import FEEDBACK, QUESTIONS, SHOWN_BY
from portfolio_app.ui.pages.pattern_asked import Asked
from portfolio_app.ui.pages.pattern_cases import Cases
from portfolio_app.ui.pages.pattern_decision import Decided
from portfolio_app.ui.pages.pattern_parts import Part
from portfolio_app.ui.pages.pattern_ratings import Ratings
from portfolio_app.ui.pages.pattern_tries import TryOuts
from portfolio_app.ui.pages.patterns_presenter import USES, Origin, PatternsPresenter
from portfolio_app.ui.widgets.buttons import RowButton, SmallButton
from portfolio_app.ui.widgets.chips import ChipsField
from portfolio_app.ui.widgets.containers import Card, Disclosure, FlowLayout, Label, clear
from portfolio_app.ui.widgets.fields import CheckField, ChoiceField
from portfolio_app.ui.widgets.rows import keep_tab_order
from portfolio_app.ui.widgets.text_area import TextArea

SETTLED_MS = 80


class PatternEditor(Editor[Pattern]):
    """One pattern. What is typed in the fields is saved with it; what grows (ratings, cases …) is saved at once."""

    def __init__(self, page: Page, presenter: PatternsPresenter) -> None:
        super().__init__(page, Pattern)
        self._presenter, self._frameworks = presenter, ActivityPresenter(self.services)
        self._composing = Fields(page.t, self)
        self._composing_keeper = DraftKeeper(self._composing, self.services.drafts, self)
        self._composing_keeper.failed.connect(page.trouble_met)
        self._statement_shown = Label(role="statement", wrap=True)
        self._before_shown = Label(role="small", wrap=True)
        self.pinned.addWidget(self._statement_shown)
        self.pinned.addWidget(self._before_shown)
        self._kind = ChoiceField[PatternKind]()
        self._statement = TextArea(least=2)
        self.form.bind("kind", self._kind)
        self.form.required("statement", self._statement, lambda: page.t("Write it in one sentence."))
        self._first = Card()
        self._first.body.addWidget(self._kind)
        self._first.body.addWidget(self._statement)
        self._stems = QWidget()
        self._stem_flow = FlowLayout(self._stems, 6)
        self._first.body.addWidget(self._stems)
        self.body.addWidget(self._first)
        self._texts: dict[str, TextArea] = {}
        self._parts: list[Part] = []
        self._cards: list[Card] = []
        self._make_questions()
        self._make_folded()
        self.body.addStretch()
        self._statement.changed.connect(self._echo)
        self._kind.changed.connect(self._offer_stems)
        self.looks_along(self._statement, "statement")

    def _card(self, *widgets: QWidget) -> Card:
        card = Card()
        for widget in widgets:
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self._cards.append(card)
        return card

    def _text(self, name: str) -> TextArea:
        area = self._texts[name] = TextArea(least=2)
        self.form.bind(name, area)
        self.looks_along(area, name)
        return area

    def _part(self, made: Part) -> Part:
        self._parts.append(made)
        made.composed.connect(self._composed)
        return made

    def _make_questions(self) -> None:
        page = self.page
        self._card(self._part(Ratings(page, self.act, self._composing)))
        self._card(*(self._text(name) for name in ("cue", "automatic", "brings", "costs")))
        self._card(self._part(Cases(page, self.act, self._composing)))
        self._card(self._text("rival"))
        self._try_outs = TryOuts(page, self.act, self._composing)
        self._card(self._part(self._try_outs))
        self.decided = Decided(page, self.act, self._composing)
        self._card(self._part(self.decided))

    def _make_folded(self) -> None:
        self._folds = {name: Disclosure() for name in ("life", "origin", "asked", "kind", "loop", "competences", "use")}
        self._life, self._quotes = QVBoxLayout(), QVBoxLayout()
        self._folds["life"].body.addLayout(self._life)
        self._folds["origin"].body.addWidget(self._text("origin"))
        self._folds["origin"].body.addLayout(self._quotes)
        self._folds["asked"].body.addWidget(self._part(Asked(self.page, self.act, self._composing)))
        self._assumption, self._shape, self._layer = (
            ChoiceField[Assumption](), ChoiceField[Form](), ChoiceField[Layer](),
        )  # fmt: skip
        for name, field in (("assumption", self._assumption), ("form", self._shape), ("layer", self._layer)):
            self.form.bind(name, field)
            self._folds["kind"].body.addWidget(field)
        self._folds["loop"].body.addWidget(self._text("things_right"))
        self._folds["loop"].body.addWidget(self._text("right_things"))
        self.competences = CompetencesField()
        self.form.bind("competences", self.competences)
        self._folds["competences"].body.addWidget(self.competences)
        self._tags, self._intervision, self._talk = ChipsField(free=True), CheckField(), CheckField()
        for name, field in (("tags", self._tags), ("for_intervision", self._intervision), ("for_talk", self._talk)):
            self.form.bind(name, field)
            self._folds["use"].body.addWidget(field)
        self.belongs = Belongings(self, QUESTIONS, SHOWN_BY, FEEDBACK)
        for fold in (*self._folds.values(), self.belongs):
            self.body.addWidget(fold)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.page.t
        self._kind.set_choices([(kind, word(kind, t)) for kind in PatternKind])
        self._kind.set_label(t("A habit or a belief?"))
        self._statement.set_label(t("In one sentence, as you would say it yourself"))
        titles = (t("1  This is how I think now"),
                  t("2  What do I do then without thinking? What does it bring, what does it cost?"),
                  t("3  When did it fit? When didn't it?"), t("4  How else could it be?"),
                  t("5  I try …"), t("6  What do I see now?"))  # fmt: skip
        for card, title in zip(self._cards, titles, strict=True):
            card.set_title(title)
        labels = {"cue": t("When does it start?"), "automatic": t("What do I do then without thinking?"),
                  "brings": t("What does it bring?"), "costs": t("What does it cost?"),
                  "rival": t("Another view that could be true as well"), "origin": t("Where does this come from?"),
                  "things_right": t("Am I doing things right?"),
                  "right_things": t("Am I doing the right things?")}  # fmt: skip
        for name, area in self._texts.items():
            area.set_label(labels[name])
        folds = {"life": t("Its life so far"), "origin": t("Where does this come from?"), "asked": t("Whom did I ask?"),
                 "kind": t("Kind and layer"), "loop": t("Doing things right, doing the right things"),
                 "competences": t("Competences"),
                 "use": t("Tags, peer consultation and talk")}  # fmt: skip
        for name, fold in self._folds.items():
            fold.set_title(folds[name])
        self._speak_choices()
        self.belongs.retranslate(t)
        for part in self._parts:
            part.retranslate()
        if self.record is not None:
            self.shown(self.record)

    def _speak_choices(self) -> None:
        t = self.page.t
        open_choice = t("I don't know yet")
        self._assumption.set_choices([(None, open_choice), *((item, word(item, t)) for item in Assumption)])
        self._shape.set_choices([(None, open_choice), *((item, word(item, t)) for item in Form)])
        self._layer.set_choices([(None, open_choice), *((item, word(item, t)) for item in Layer)])
        self._assumption.set_label(t("What kind of assumption?"))
        self._shape.set_label(t("In what form?"))
        self._layer.set_label(t("How deep does it sit?"))
        uses = {
            "inductie": t("induction"),
            "samenwerking": t("working together"),
            "gewoontevorming": t("habit forming"),
        }
        self.competences.set_label(t("Which competences is it about?"))
        if self.record is not None:
            self._offer(self.competences.value())
        self._tags.set_options([(use, uses[use]) for use in USES])
        self._tags.set_label(t("What is it good for to say this aloud?"))
        self._intervision.set_label(t("Take it to peer consultation"))
        self._talk.set_label(t("For the talk with my coach"))

    def shown(self, record: Pattern) -> None:
        t = self.page.t
        self._echo()
        before = self._presenter.before(record, t)
        self._before_shown.setText(before)
        self._before_shown.setVisible(bool(before))
        self._first.set_note("" if self.fresh else t("To mend a slip of the pen; to think differently, see 6."))
        self._place_statement()
        self._offer_stems()
        self.belongs.show_record(record, fresh=self.fresh)
        for part in self._parts:
            part.show_pattern(record)
        for card in self._cards:
            card.setEnabled(True)
        clear(self._life)
        for line in self._presenter.life(record, t):
            self._life.addWidget(Label(f"{line.on} — {line.text}", wrap=True))
        clear(self._quotes)
        for origin in self._presenter.origins(record, t):
            button = RowButton(f"“{origin.quote[:80]}” · {origin.where}", "quotes")
            button.clicked.connect(lambda _=False, o=origin: self._to_words(o))
            self._quotes.addWidget(button)

    def _to_words(self, origin: Origin) -> None:
        """Show where the words were lifted out, with them selected."""
        if origin.place is None:
            self.page.open_requested.emit(origin.kind, origin.id)
        else:
            self.page.words_requested.emit(origin.kind, origin.id, origin.place)

    def _place_statement(self) -> None:
        """The sentence is asked first; once it is there it stands in sight above, and its field is folded away."""
        if self.fresh:
            self.body.insertWidget(1, self._first)
        else:
            self._folds["kind"].body.insertWidget(0, self._first)

    def _offer_stems(self) -> None:
        """Beginnings of a sentence, as long as there is none."""
        t = self.page.t
        kind = self._kind.value() or PatternKind.MENTAL_MODEL
        stems = self._presenter.stems(kind, t) if self.fresh else ()
        clear(self._stem_flow)
        if stems:
            told = Label(t("A beginning, if you like:"), "small")
            told.setContentsMargins(0, 5, 0, 5)
            self._stem_flow.addWidget(told)
        for stem in stems:
            button = SmallButton(stem)
            button.setAccessibleName(t("Begin with: {words}", words=stem))
            button.clicked.connect(lambda _=False, stem=stem: self._begin_with(stem))
            self._stem_flow.addWidget(button)
        keep_tab_order(self._stems)
        self._statement.set_placeholder(stems[0] if stems else "")
        self._echo()

    def _begin_with(self, stem: str) -> None:
        """Put the beginning of a sentence in its field, its first gap selected to be written over."""
        self._statement.edit.setPlainText(stem)
        self._statement.setFocus()
        at = stem.find("…")
        if at >= 0:
            cursor = self._statement.edit.textCursor()
            cursor.setPosition(at)
            cursor.setPosition(at + 1, QTextCursor.MoveMode.KeepAnchor)
            self._statement.edit.setTextCursor(cursor)

    def _offer(self, used: tuple[CompetenceRef, ...]) -> None:
        t = self.page.t
        self.competences.set_groups(self._frameworks.frameworks(used, t), t("More precisely"))

    # What is being written for a next entry is a draft of its own, beside that of the fields.

    def show_record(self, record: Pattern, *, fresh: bool = False, draft: str = "") -> None:
        self.leave()
        self.competences.set_value(record.competences)
        self._offer(record.competences)
        super().show_record(record, fresh=fresh, draft=draft)
        self._folds["competences"].unfold(bool(self.competences.value()))
        self._composing_keeper.close()
        for part in self._parts:
            part.reset()
        self._composing.load({name: "" for name in self._composing.values() if name.startswith("tell.")})
        self._composing_keeper.open(f"composing:{'new' if fresh else record.id}")
        for part in self._parts:
            part.restored()
        if self._try_outs.waiting() is not None:
            # The page opens at what asks for its story, once its texts have grown to their height.
            QTimer.singleShot(SETTLED_MS, self, self._go_to_what_waits)

    def begin(self) -> None:
        """Put the keyboard at the sentence where that is still to be written."""
        # What was just put in a layout is only shown, and able to take the keyboard, a moment later.
        QTimer.singleShot(0, self, self._take_keyboard)

    def _take_keyboard(self) -> None:
        if self.fresh and self.isVisible():
            self._statement.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to_what_waits(self) -> None:
        waiting = self._try_outs.waiting()
        if waiting is not None and self.isVisible():
            self.scroller.ensureWidgetVisible(waiting, 0, 160)
            waiting.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self._composing_keeper.flush()
        super().leave()

    def go_back(self) -> None:
        super().go_back()
        self._composing_keeper.close()

    def move_to_trash(self) -> None:
        super().move_to_trash()
        if self.record is None:
            self._composing_keeper.drop()

    def _settle(self, record: Pattern) -> None:
        super()._settle(record)
        self._composing_keeper.move(f"composing:{record.id}")

    def _composed(self) -> None:
        """An entry was made: keep a draft of what is written elsewhere, or none."""
        if any(isinstance(value, str) and value.strip() for value in self._composing.values().values()):
            self._composing_keeper.renew()
        else:
            self._composing_keeper.drop()

    def act(self, work: Callable[[str], Pattern]) -> bool:
        """Save what is typed, run a verb on the pattern, and show what became of it."""
        if (self.fresh or self.form.dirty) and not self.save():
            return False
        record = self.record
        if record is None:
            return False
        done: list[Pattern] = []
        if not self.page.attempt(lambda: done.append(work(record.id))):
            return False
        self.record = done[0]
        self.form.load(done[0])
        self.shown(done[0])
        self.page.said(self.page.t("Saved."), undo=True)
        return True

    def _echo(self) -> None:
        words = self._statement.value().strip()
        self._stems.setVisible(self.fresh and not words and self._stem_flow.count() > 0)
        self._statement_shown.setText(words or self.page.t("The sentence comes here."))
