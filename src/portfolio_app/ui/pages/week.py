"""My week: three questions, ten minutes, and the book of weeks beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from portfolio_app.domain.changes import ChangeSet
from portfolio_app.domain.journal import JournalWeek, Week, WeekState
from portfolio_app.domain.letters import Letter
from portfolio_app.domain.sets import Question
from portfolio_app.services.drafts import of_week
from portfolio_app.ui.draft_banner import DraftBanner
from portfolio_app.ui.drafts import DraftKeeper
from portfolio_app.ui.form import Form
from portfolio_app.ui.guard import guarded, nothing
from portfolio_app.ui.look_along import LookAlong, Text
from portfolio_app.ui.pages.base import Desk, Page
from portfolio_app.ui.pages.history_button import HistoryButton
from portfolio_app.ui.pages.lifted import LiftedLines, lift_out
from portfolio_app.ui.pages.week_after import WeekAfter
from portfolio_app.ui.pages.week_beside import WeekBeside
from portfolio_app.ui.pages.week_letters import WeekLetters
from portfolio_app.ui.pages.week_presenter import WeekPresenter, WeekView
from portfolio_app.ui.theme.fonts import grown
from portfolio_app.ui.widgets.buttons import Button, IconButton, PrimaryButton, QuietButton
from portfolio_app.ui.widgets.chips import ScaleField
from portfolio_app.ui.widgets.containers import Banner, Card, FlowLayout, Label
from portfolio_app.ui.widgets.fields import CheckField
from portfolio_app.ui.widgets.rows import Rows
from portfolio_app.ui.widgets.text_area import TextArea

BOTH_WIDTH = 620
"""From this width on, at the ordinary text size, the book stands beside the week and not below it."""


class MyWeek(Page):
    """One week of the journal."""

    KEY = "week"
    SHOWS = frozenset({"journal_week", "pause", "phase", "letter"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._presenter = WeekPresenter(desk.services)
        self._letters = WeekLetters(self)
        self._week = self._presenter.this_week()
        self._view: WeekView | None = None
        self._areas: dict[str, TextArea] = {}
        self._make_header()
        self._welcome = Banner("info")
        self.body.addWidget(self._welcome)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._left = QVBoxLayout()
        self._left.setSpacing(16)
        self._columns.addLayout(self._left, 3)
        self.body.addLayout(self._columns)
        self._make_card()
        # After the card, so that Tab comes to it when the week is through.
        self._beside = WeekBeside(self, self._presenter)
        self._beside.week_chosen.connect(self._go)
        self._beside.throw_requested.connect(self._throw)
        self._beside.letter_requested.connect(self._letters.write)
        self._beside.pdf_requested.connect(self._make_book)
        self._columns.addWidget(self._beside, 1)
        self.body.addStretch()

    def _make_header(self) -> None:
        self._earlier, self._later = IconButton("caret-left"), IconButton("caret-right")
        self._now = QuietButton()
        self._earlier.clicked.connect(self._go_earlier)
        self._later.clicked.connect(self._go_later)
        self._now.clicked.connect(self._go_now)
        for button in (self._earlier, self._now, self._later):
            self.header.add_beside(button)

    def _make_card(self) -> None:
        self._card = Card()
        self._fixed, self._turning = Rows(14), Rows(14)
        self._card.body.addWidget(self._fixed)
        self._extra = Card()
        self._extra.body.addWidget(self._turning)
        self._energy = ScaleField[int]()
        self._venting, self._talk = CheckField(), CheckField()
        self._done, self._skip, self._reopen = PrimaryButton(icon_name="check"), QuietButton(), Button()
        self._history = HistoryButton(self)
        self._trash = QuietButton(icon_name="trash")
        self._done.clicked.connect(self._finish)
        self._skip.clicked.connect(self._skip_week)
        self._reopen.clicked.connect(self._open_again)
        self._trash.clicked.connect(self._throw_away)
        self._state = Label(role="muted", wrap=True)
        self._work, self._rest = QuietButton(), QuietButton()
        self._work.clicked.connect(self._work_anyway)
        self._rest.clicked.connect(self._rest_after_all)
        buttons = FlowLayout(spacing=10)
        for widget in (self._done, self._skip, self._work, self._rest, self._reopen, self._history, self._trash):
            buttons.addWidget(widget)
        self._after = WeekAfter(self)
        self._after.write_requested.connect(self._letters.write)
        self._after.not_now_requested.connect(self._letters.not_now)
        self._new_form()
        self._restored = DraftBanner(self.desk, self._keeper, self._load_again)
        self._left.addWidget(self._restored)
        self._left.addWidget(self._card)
        self._left.addWidget(self._extra)
        for widget in (self._energy, self._talk, self._venting, self._state):
            self._left.addWidget(widget)
        self._left.addLayout(buttons)
        self._lifted = LiftedLines(self)
        self._left.addWidget(self._lifted)
        self._left.addWidget(self._after)
        self._left.addStretch()

    def _new_form(self) -> None:
        self._form = Form(self.t, self)
        self._form.bind("energy", self._energy)
        self._form.bind("venting", self._venting)
        self._form.bind("for_talk", self._talk)
        self._keeper = DraftKeeper(self._form, self.desk.services.drafts, self._form)
        self._keeper.failed.connect(self.trouble_met)

    def retranslate(self) -> None:
        super().retranslate()
        t = self.t
        self._earlier.name(t("The week before"))
        self._later.name(t("The week after"))
        self._now.setText(t("This week"))
        self._work.setText(t("I work this week"))
        self._rest.setText(t("Off after all"))
        self._done.setText(t("Done"))
        self._skip.setText(t("Not this week"))
        self._reopen.setText(t("Go on writing"))
        self._trash.setText(t("To the trash"))
        self._talk.set_label(t("Discuss with my coach"))
        self._venting.set_label(
            t("Letting off steam"), t("Stays here: no questions about it, no looking back, never in a document.")
        )
        self._extra.set_title(t("If you like"))
        self._beside.retranslate()
        self._after.retranslate()
        if self._view is not None:
            self._flush()
            self.refresh(None)

    def refresh(self, changes: ChangeSet | None) -> None:
        if self._form.dirty:
            if changes is not None:
                return
            self._flush()
        self._show(self._week)

    def open_record(self, kind: str, ident: str) -> bool:
        if kind == Letter.KIND:
            return self._letters.read(ident)
        record = self.desk.services.records.get(JournalWeek, ident)
        if record is not None:
            self._go(record.week)
        return record is not None

    def resume(self, draft: str) -> bool:
        if draft == f"new:{Letter.KIND}":
            self._letters.write()
            return True
        year, _, number = draft.removeprefix("week:").partition("-W")
        if not (year.isdigit() and number.isdigit()):
            return False
        self._go(Week(int(year), int(number)))
        return True

    def in_sight(self) -> tuple[str, str] | None:
        view = self._view
        return (JournalWeek.KIND, view.record.id) if view is not None and view.saved else None

    def left_at(self) -> object:
        return self._week

    def bring_back(self, place: object) -> None:
        if isinstance(place, type(self._week)):
            self._go(place)

    def start_new(self, kind: str) -> bool:
        self._go(self._presenter.this_week())
        if kind == Letter.KIND:
            self._letters.write()
        return True

    def leave(self) -> None:
        self._flush()

    def _show(self, week: Week) -> None:
        t = self.t
        view = self._view = self._presenter.view(week, t)
        self._week = week
        self.header.set_texts(t("My week"), view.title)
        self._now.setVisible(week != self._presenter.this_week())
        self._later.setEnabled(week < self._presenter.this_week())
        self._welcome.set_texts(t("Welcome back. One sentence is enough.") if view.welcome_back else "")
        self._build_fields(view)
        self._show_state(view)
        self._fit()  # here too, because the size of texts can change meanwhile
        self._beside.show_week(week)
        self._after.show_week(view)

    def _build_fields(self, view: WeekView) -> None:
        self._keeper.close()
        self._form.deleteLater()
        self._areas = {}
        self._new_form()
        self._fixed.fill([self._area(question, least=3) for question in view.questions])
        self._turning.fill([self._area(question, least=2) for question in view.prompts])
        self._energy.setVisible(view.energy is not None)
        if view.energy is not None:
            words = [self.t.pick(dict(step)) for step in view.energy.scale]
            self._energy.set_choices(list(enumerate(words, 1)))
            self._energy.set_label(self.t.pick(dict(view.energy.ask)))
        record = view.record
        self._form.load({f"answers.{key}": record.answers.get(key, "") for key in self._areas})
        self._form.load({"energy": record.energy, "venting": record.venting, "for_talk": record.for_talk})
        self._restored.watch(self._keeper)
        self._restored.offer(self._keeper.open(of_week(record.heading), record.id if view.saved else ""))

    def _area(self, question: Question, least: int) -> TextArea:
        area = TextArea(least=least)
        area.set_label(self.t.pick(dict(question.ask)), self.t.pick(dict(question.help)) if question.help else "")
        area.allow_lifting(self.t("Lift these words out …"))

        def lift(start: int, end: int) -> None:
            self._lift(question.key, start, end)

        area.lift_requested.connect(lift)
        self._areas[question.key] = area
        self._form.bind(f"answers.{question.key}", area)
        look = LookAlong(self, area, Text(self._record, f"answers.{question.key}", self._venting.value))
        self._venting.changed.connect(look.refresh)
        return area

    def _record(self) -> JournalWeek | None:
        return self._view.record if self._view is not None else None

    def _show_state(self, view: WeekView) -> None:
        t, state = self.t, view.record.state
        open_week = state is WeekState.OPEN
        self._card.set_note((view.off or t("Test week? Short is fine.")) if open_week else "")
        self._done.setVisible(open_week)
        self._skip.setVisible(open_week)
        self._reopen.setVisible(not open_week)
        self._trash.setVisible(view.saved)
        self._history.setVisible(view.saved)
        self._lifted.show_record(view.record if view.saved else None)
        for area in self._areas.values():
            area.set_read_only(not open_week)
            # What was left empty needs no room in a week that is done.
            area.setVisible(open_week or bool(area.value().strip()))
        answered = {key for key, text in view.record.answers.items() if text.strip()}
        self._extra.setVisible(bool(view.prompts) and (open_week or any(q.key in answered for q in view.prompts)))
        for field in (self._energy, self._venting, self._talk):
            field.setEnabled(open_week)
        self._work.setVisible(open_week and view.may_work)
        self._rest.setVisible(open_week and view.may_rest)
        texts = {WeekState.OPEN: view.off, WeekState.DONE: t("This week is done."),
                 WeekState.OFF: t("Not this week. That is fine.")}  # fmt: skip
        self._state.setText(texts[state])
        self._state.setVisible(bool(texts[state]))

    @guarded(nothing)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the book beside the week where there is room, so that writing never has to be scrolled sideways."""
        below = self.width() < grown(BOTH_WIDTH)
        direction = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self._beside.fit(self.width(), below=below)

    def _collected(self) -> JournalWeek | None:
        if self._view is None:
            return None
        answers = {key: area.value() for key, area in self._areas.items()}
        return self._presenter.with_answers(
            self._view.record,
            answers,
            self._energy.value(),
            venting=self._venting.value(),
            for_talk=self._talk.value(),
        )

    def _save(self) -> bool:
        record = self._collected()
        if record is None or not self._form.dirty:
            return record is not None
        view = self._view
        empty = not record.answers and record.energy is None
        if view is None or (empty and not view.saved):
            return False
        if not self.attempt(lambda: self.desk.services.journal.save(record)):
            return False
        emptied = empty and bool(view.record.answers or view.record.energy is not None)
        self._view = replace(view, record=record, saved=True)
        self._keeper.drop()
        self._restored.offer(None)
        if emptied:
            self.said(self.t("This week is empty now."), undo=True)
        return True

    def _load_again(self) -> None:
        """What was typed was thrown away: show what is saved, beneath the offer to bring it back."""
        if self._view is not None:
            record = self._view.record
            self._form.load({f"answers.{key}": record.answers.get(key, "") for key in self._areas})
            self._form.load({"energy": record.energy, "venting": record.venting, "for_talk": record.for_talk})

    def _flush(self) -> None:
        self._keeper.flush()
        if self._form.dirty:
            self._save()

    def _finish(self) -> None:
        record = self._collected()
        if record is None:
            return
        self._form.settle()
        if self.attempt(lambda: self.desk.services.journal.finish(record)):
            self._keeper.drop()
            self.said(self.t("Your week is kept."), undo=True)
            self._show(self._week)
        else:
            self._form.dirty = True

    def _skip_week(self) -> None:
        self._flush()
        if self.attempt(lambda: self.desk.services.journal.skip(self._week)):
            self.said(self.t("Not this week. That is fine."), undo=True)
            self._show(self._week)

    def _open_again(self) -> None:
        if self.attempt(lambda: self.desk.services.journal.reopen(self._week)):
            self._show(self._week)

    def _throw_away(self) -> None:
        self._throw(self._week)

    def _throw(self, week: Week) -> None:
        self._flush()
        thrown: list[bool] = []
        if self.attempt(lambda: thrown.append(self.desk.services.journal.throw_away(week))) and any(thrown):
            self.said(self.t("Moved to the trash."), undo=True)
            self._show(self._week)

    def _lift(self, key: str, start: int, end: int) -> None:
        if not self._save() or self._view is None:
            return
        record = self.desk.services.records.get(JournalWeek, self._view.record.id)
        if record is not None:
            lift_out(self, record, f"answers.{key}", start, end, self._areas[key])

    # -- holidays, letters, the book -----------------------------------------------------------------------------------

    def _work_anyway(self) -> None:
        self._flush()
        if self.attempt(lambda: self._presenter.work_in(self._week)):
            self.said(self.t("This week counts."), undo=True)
            self._show(self._week)

    def _rest_after_all(self) -> None:
        self._flush()
        if self.attempt(lambda: self._presenter.off_after_all(self._week)):
            self.said(self.t("A week off. Nothing is expected."), undo=True)
            self._show(self._week)

    def _make_book(self) -> None:
        from portfolio_app.ui.dialogs.week_book import WeekBookDialog

        self._flush()
        WeekBookDialog(self.desk, self).open()

    def _go_earlier(self) -> None:
        self._go(self._week.plus(-1))

    def _go_later(self) -> None:
        self._go(self._week.plus(1))

    def _go_now(self) -> None:
        self._go(self._presenter.this_week())

    def _go(self, week: Week) -> None:
        self._flush()
        if week <= self._presenter.this_week():
            self._show(week)
